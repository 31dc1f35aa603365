//! The library: the index of names in memory, for reading only.

mod assign;
pub mod finder;
mod found;
mod heard;
pub mod hit;
mod index;
mod reach;
mod round;
mod slips;
#[cfg(test)]
mod tests;
mod trace;
mod words;

//! The library: the index of names in memory, for reading only.

mod assign;
pub mod finder;
pub mod hit;
mod index;
mod reach;
mod trace;

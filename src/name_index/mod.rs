//! The index of names in memory, for reading only.

mod assign;
pub mod finder;
mod found;
pub mod hit;
mod index;
mod phonetic;
mod search;
#[cfg(test)]
mod tests;
mod trace;
mod typos;
mod word_match;
mod words;

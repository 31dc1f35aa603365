//! The index of names in memory, behind the jump bar: `Finder` answers a query with the entities that it may mean.
//!
//! `index` holds the words of all names; `word_match` says which of them a typed word means (whole, beginning, contained, letters
//! left out, sound, typing mistake); `assign` gives each typed word a word of its own in a name; `search` rates names, `top`
//! keeps the best; `trace` says what to light.

mod assign;
pub mod finder;
pub mod hit;
mod index;
mod nearness;
mod phonetic;
mod search;
#[cfg(test)]
mod tests;
mod top;
mod trace;
mod typos;
mod word_match;
mod words;

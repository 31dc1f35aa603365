//! Text and places in it: spans, tokens, sentences, folding, wrapping, cleaning, and what these need to know of words.
//!
//! Knows no news, no names and no screen. Everything here is pure and total: any string is valid input.

pub mod abbreviation;
pub mod calendar;
pub mod clean;
pub mod escape;
pub mod fold;
pub mod hash;
pub mod sentence;
pub mod span;
pub mod token;
pub mod word_list;
pub mod wrap;

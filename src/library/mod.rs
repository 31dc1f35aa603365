//! The library: the index of names in memory.

pub mod finder;

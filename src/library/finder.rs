//! The index of names in memory, for the jump bar. (Its types only; the index itself is being written.)

/// The index of names, for reading only. Shared between threads as it is.
#[derive(Debug, Default)]
pub struct Finder {}

//! Why the archive keeps no changes, as long as it keeps none.

/// Why the archive keeps nothing. The status line shows it as long as it lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// It can only be read.
    ReadOnly,
    /// Its disk is full.
    Full,
    /// Its disk does not write.
    Disk,
    /// Another program has been writing for too long.
    Busy,
}

/// What a key says that would change an archive which can only be read.
pub const NOTHING_KEPT: &str = "read-only: nothing is kept; the archive's file or folder cannot be written";

impl Obstacle {
    /// In a few cells, for the end of the status line.
    pub fn sign(self) -> &'static str {
        match self {
            Self::ReadOnly => "read-only",
            Self::Full => "disk full",
            Self::Disk => "disk fails",
            Self::Busy => "archive busy",
        }
    }
}

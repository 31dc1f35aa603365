//! How the program ends.

use std::process::ExitCode;

/// The exit codes of the manual.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Done: 0.
    Done,
    /// Nothing was found: 1.
    Nothing,
    /// Wrong usage or configuration, or the work could not be done: 2.
    Usage,
    /// Some inputs were refused: 3.
    Refused,
    /// A quote did not hold: 4.
    Unverified,
    /// Ended by this signal: 128 and its number.
    Signal(u8),
}

impl Exit {
    /// The number that the shell sees.
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Nothing => 1,
            Self::Usage => 2,
            Self::Refused => 3,
            Self::Unverified => 4,
            Self::Signal(number) => number.saturating_add(128),
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

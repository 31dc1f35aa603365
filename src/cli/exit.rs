//! The exit codes of the program.

use std::process::ExitCode;

/// How the program ends. The manual documents the codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Success: 0.
    Done,
    /// Nothing was found, or there is nothing new: 1.
    Nothing,
    /// The doctor found something to look at: 1.
    Notable,
    /// Wrong usage or configuration, or an error: 2.
    Usage,
    /// Some inputs were refused; the others were processed: 3.
    Refused,
    /// A quote could not be verified: 4.
    Unverified,
    /// Ended by the signal of this number: 128 plus the number.
    Signal(u8),
}

impl Exit {
    /// The exit code that the shell sees.
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Nothing | Self::Notable => 1,
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

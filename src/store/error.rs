//! What can go wrong with the archive, in words that say what to do.

use std::io;
use std::path::PathBuf;

use rusqlite::ErrorCode;
use thiserror::Error;

use crate::query::QueryError;

/// The result of everything in `store`.
pub type Result<T> = std::result::Result<T, StoreError>;

/// Why the archive did not do what was asked.
#[derive(Debug, Error)]
pub enum StoreError {
    /// Made by a later version of the program.
    #[error(
        "the archive has version {found}, this program knows up to {known}: use a newer attache; nothing was changed"
    )]
    Newer {
        /// Its version.
        found: usize,
        /// Ours.
        known: usize,
    },
    /// There is none.
    #[error("there is no archive at \"{0}\" yet: take something in with attache import PATH")]
    NotThere(PathBuf),
    /// A database of another program.
    #[error("the file is a database of another program; nothing was changed")]
    Foreign,
    /// Not a database, or a broken one.
    #[error("the archive is damaged or no archive ({0}); nothing was changed")]
    Damaged(String),
    /// The path can not hold an archive.
    #[error("\"{path}\" {reason}")]
    Place {
        /// Which path.
        path: PathBuf,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The file system refused.
    #[error("\"{path}\": {error}")]
    File {
        /// Which path.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// Opened for reading only, or the disk is.
    #[error("the archive is read-only here: nothing can be changed")]
    ReadOnly,
    /// No room.
    #[error("the disk is full: the last change was not made")]
    Full,
    /// The system would not read or write.
    #[error("the archive could not be read or written ({0}): the last change was not made")]
    Disk(String),
    /// Changes that nobody can put in order here.
    #[error(
        "the archive's last changes are in its -wal file and its folder is read-only: open it once where it can be written"
    )]
    Unfinished,
    /// Another program is writing and did not stop in time.
    #[error("another program is writing to the archive: try again")]
    Busy,
    /// The query is wrong.
    #[error("{0}")]
    Query(#[from] QueryError),
    /// What was asked for is not there.
    #[error("the archive has no {0}")]
    Missing(String),
    /// Stored data that this program can not read.
    #[error("the archive holds {0} that can not be read")]
    Garbled(&'static str),
    /// Anything else that SQLite says.
    #[error("the archive failed: {0}")]
    Sqlite(rusqlite::Error),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::ReadOnly) => Self::ReadOnly,
            Some(ErrorCode::SystemIoFailure) => Self::Disk(error.to_string()),
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => Self::Damaged(error.to_string()),
            _ => Self::Sqlite(error),
        }
    }
}

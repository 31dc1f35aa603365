//! What can go wrong with the archive: each message says what failed, where, and what was expected or what to do.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;
use thiserror::Error;

use crate::query::QueryError;

/// The result of everything in `store`.
pub type Result<T> = std::result::Result<T, StoreError>;

/// Why the archive did not do what was asked.
#[derive(Debug, Error)]
pub enum StoreError {
    /// A later version of the program made the archive.
    #[error(
        "\"{path}\" has archive format {found}, this program knows formats up to {known}: use a newer attache; nothing was changed"
    )]
    Newer {
        /// The archive.
        path: PathBuf,
        /// Its format: the number of schema steps it has been through.
        found: usize,
        /// The newest format this program knows.
        known: usize,
    },
    /// There is no file.
    #[error("there is no archive at \"{0}\" yet: take something in with attache import PATH")]
    NotThere(PathBuf),
    /// A database of another program.
    #[error("\"{0}\" is a database of another program, not an archive of attache; nothing was changed")]
    Foreign(PathBuf),
    /// Not a database, or a broken one.
    #[error("{} is damaged or no archive ({reason}); attache doctor checks all of it; nothing was changed", named(.path.as_deref()))]
    Damaged {
        /// The archive; `None` where the damage was found after it had been opened.
        path: Option<PathBuf>,
        /// What SQLite says.
        reason: String,
    },
    /// The path cannot hold an archive.
    #[error("\"{path}\" {reason}")]
    Place {
        /// The path.
        path: PathBuf,
        /// What is wrong with it, and what was expected: continues the sentence.
        reason: &'static str,
    },
    /// The file system refused.
    #[error("\"{path}\" cannot be opened or made: {error}")]
    File {
        /// The path.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// The archive was opened for reading only.
    #[error("the archive is read-only here (its file or folder cannot be written): nothing was changed")]
    ReadOnly,
    /// No room.
    #[error("the disk of the archive is full: the last change was not made")]
    Full,
    /// The system would not read or write.
    #[error("the archive could not be read or written ({0}): the last change was not made")]
    Disk(String),
    /// The last changes are in a log that cannot be applied here.
    #[error(
        "\"{0}\" has its last changes in its -wal or -journal file and its folder is read-only: open it once where it can be written"
    )]
    Unfinished(PathBuf),
    /// Another program writes and did not finish in time.
    #[error("another program is writing to the archive and did not finish in ten seconds: try again")]
    Busy,
    /// The query is wrong.
    #[error("{0}")]
    Query(#[from] QueryError),
    /// What was asked for is not there: `article 7`.
    #[error("the archive has no {0}")]
    Missing(String),
    /// Linking could not read or write a table. The transaction was rolled back.
    #[error("linking failed at the table {table} of the archive, and the step was undone: {error}")]
    Linking {
        /// Which table.
        table: &'static str,
        /// What went wrong there.
        error: Box<StoreError>,
    },
    /// A stored value that this program cannot decode.
    #[error("the archive holds {what} that cannot be read: expected {expected}")]
    Garbled {
        /// What, and in which row: `the links of article 7`.
        what: String,
        /// The form it should have.
        expected: &'static str,
    },
    /// A value that cannot be encoded for the archive.
    #[error("{what} cannot be stored as JSON: {error}; nothing was changed")]
    Encode {
        /// What.
        what: &'static str,
        /// Why.
        error: serde_json::Error,
    },
    /// A statement stopped because the user wants to write. Linking writes again; nobody else sees this.
    #[error("the archive was wanted by somebody else: the last change was not made")]
    Interrupted,
    /// Anything else that SQLite says.
    #[error("the archive failed in a way attache does not expect: SQLite says \"{0}\"")]
    Sqlite(rusqlite::Error),
}

/// The archive in a sentence, with its path where that is known.
fn named(path: Option<&Path>) -> String {
    path.map_or_else(|| "the archive".to_owned(), |path| format!("\"{}\"", path.display()))
}

impl StoreError {
    /// Whether a statement gave way to the user.
    pub(super) fn is_interruption(&self) -> bool {
        let within = if let Self::Linking { error, .. } = self { error } else { self };
        matches!(within, Self::Interrupted)
    }

    /// The error with the path of the archive, where it was found on opening it.
    pub(super) fn at(self, archive: &Path) -> Self {
        match self {
            Self::Damaged { path: None, reason } => Self::Damaged { path: Some(archive.to_owned()), reason },
            other => other,
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::ReadOnly) => Self::ReadOnly,
            Some(ErrorCode::SystemIoFailure) => Self::Disk(error.to_string()),
            Some(ErrorCode::OperationInterrupted) => Self::Interrupted,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
                Self::Damaged { path: None, reason: error.to_string() }
            }
            _ => Self::Sqlite(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the message of an error has to name. The match is exhaustive: a new variant does not compile until it has its line.
    fn expected(error: &StoreError) -> &'static [&'static str] {
        match error {
            StoreError::Newer { .. } => &["/a/archive.db", "format 9", "up to 4", "newer attache"],
            StoreError::NotThere(_) => &["/a/archive.db", "attache import PATH"],
            StoreError::Foreign(_) => &["/a/archive.db", "another program", "archive of attache"],
            StoreError::Damaged { path: Some(_), .. } => &["/a/archive.db", "no magic", "attache doctor"],
            StoreError::Damaged { path: None, .. } => &["the archive", "page 3", "attache doctor"],
            StoreError::Place { .. } => &["/a/archive.db", "has to be a file"],
            StoreError::File { .. } => &["/a/archive.db", "cannot be opened", "denied"],
            StoreError::ReadOnly => &["the archive", "read-only", "folder cannot be written"],
            StoreError::Full => &["disk of the archive", "was not made"],
            StoreError::Disk(_) => &["the archive", "i/o", "was not made"],
            StoreError::Unfinished(_) => &["/a/archive.db", "-wal", "open it once"],
            StoreError::Busy => &["the archive", "ten seconds", "try again"],
            StoreError::Query(_) => &["character 4", "expected a date"],
            StoreError::Missing(_) => &["the archive has no article 7"],
            StoreError::Garbled { .. } => &["the archive", "the links of article 7", "expected format 1"],
            StoreError::Encode { .. } => &["an edit", "JSON", "nothing was changed"],
            StoreError::Linking { .. } => &["linking", "table words", "undone", "SQLite says"],
            StoreError::Interrupted => &["the archive", "somebody else", "not made"],
            StoreError::Sqlite(_) => &["the archive", "SQLite says"],
        }
    }

    #[test]
    fn every_message_says_what_where_and_what_was_expected() {
        let path = || PathBuf::from("/a/archive.db");
        let json = serde_json::from_str::<u8>("x").unwrap_err();
        let all = [
            StoreError::Newer { path: path(), found: 9, known: 4 },
            StoreError::NotThere(path()),
            StoreError::Foreign(path()),
            StoreError::Damaged { path: None, reason: "no magic".into() }.at(&path()),
            StoreError::Damaged { path: None, reason: "page 3".into() },
            StoreError::Place { path: path(), reason: "is a folder; an archive has to be a file" },
            StoreError::File { path: path(), error: io::Error::other("denied") },
            StoreError::ReadOnly,
            StoreError::Full,
            StoreError::Disk("i/o error".into()),
            StoreError::Unfinished(path()),
            StoreError::Busy,
            StoreError::Query(QueryError { at: 3, column: 4, expected: "a date".into() }),
            StoreError::Missing("article 7".into()),
            StoreError::Garbled { what: "the links of article 7".into(), expected: "format 1" },
            StoreError::Encode { what: "an edit", error: json },
            StoreError::Linking { table: "words", error: Box::new(StoreError::Sqlite(rusqlite::Error::InvalidQuery)) },
            StoreError::Interrupted,
            StoreError::Sqlite(rusqlite::Error::InvalidQuery),
        ];
        let mut seen = std::collections::HashSet::new();
        for error in &all {
            let message = error.to_string();
            for words in expected(error) {
                assert!(message.contains(words), "{words:?} is not in {message:?}");
            }
            seen.insert(std::mem::discriminant(error));
        }
        assert_eq!(seen.len(), 18, "every variant went through");
    }
}

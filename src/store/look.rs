//! Looks at the file of an archive before it is opened. Nothing of a file that is not ours, or not in a format we know, is changed,
//! and no file appears beside it.
//!
//! Opening a database changes it: SQLite applies the journal that a killed program left, and makes a -wal and a -shm file. So the
//! file is first read as one that cannot change (`immutable`). The first page of a database says whose it is and in which format
//! (bytes 60 to 72, <https://www.sqlite.org/fileformat2.html>). Where a -wal file or a journal has still to be applied, the first
//! page that it holds has to be ours too.
//!
//! The database is read through SQLite even here: the locks of a file belong to the whole process, and closing a descriptor of our
//! own would drop those of every other connection. Log and journal are never locked.

use std::fmt::Write;
use std::fs::{self, File, OpenOptions};
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};
use rustix::fs::OFlags;

use super::error::{Result, StoreError};
use super::schema::{self, Stamp};

/// An error where the file at `path` is no archive that this program can use. Reads its first pages, and of a -wal file the head of
/// each page: some milliseconds for the largest.
pub fn look(path: &Path) -> Result<()> {
    let file = |error| StoreError::File { path: path.to_owned(), error };
    if fs::metadata(path).map_err(file)?.len() == 0 {
        return Err(StoreError::Place {
            path: path.to_owned(),
            reason: "is empty (0 bytes): no archive. Put a copy of the archive back in its place, or delete it to begin a new archive; nothing was changed",
        });
    }
    let pending = log_stamp(&beside(path, "-wal")).or_else(|| journal_stamp(&beside(path, "-journal")));
    let main = immutable(path).and_then(|db| {
        let tables = db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0))?;
        Ok((schema::stamp(&db)?, tables))
    });
    match (main, pending) {
        // An archive that was killed while it was made has everything in its log.
        (Ok((Stamp { id: 0, format: 0 }, 0)) | Err(StoreError::Damaged { .. }), Some(pending)) => {
            pending.judge(path)?
        }
        (Ok((main, _)), pending) => {
            main.judge(path)?;
            pending.map_or(Ok(0), |pending| pending.judge(path))?
        }
        (Err(error), _) => return Err(error),
    };
    Ok(())
}

/// Opens the file as one that nobody changes: SQLite takes no lock, looks at no log and makes no file.
pub fn immutable(path: &Path) -> Result<Connection> {
    let mut uri = "file:".to_owned();
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => uri.push(char::from(*byte)),
            other => {
                // Writing to a string cannot fail.
                let _ = write!(uri, "%{other:02X}");
            }
        }
    }
    uri.push_str("?immutable=1");
    let flags = OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_NOFOLLOW | OpenFlags::SQLITE_OPEN_URI;
    Ok(Connection::open_with_flags(uri, flags | OpenFlags::SQLITE_OPEN_READ_ONLY)?)
}

/// Whether a file of SQLite's beside the database holds something.
pub fn holds(path: &Path, suffix: &str) -> bool {
    fs::metadata(beside(path, suffix)).is_ok_and(|about| about.len() > 0)
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// What the newest committed first page of a write-ahead log says; `None` where there is none. Its checksums are left to SQLite,
/// which compares them as it reads the log.
fn log_stamp(path: &Path) -> Option<Stamp> {
    let (file, head) = open(path)?;
    if number(&head, 0)? & !1 != 0x377f_0682 {
        return None;
    }
    let page = u64::from(number(&head, 8)?);
    let (mut first, mut committed) = (None, None);
    let mut at = 32;
    loop {
        let mut frame = [0; 24];
        // Frames of an earlier turn of the log have other salts.
        if file.read_exact_at(&mut frame, at).is_err() || frame.get(8..16) != head.get(16..24) {
            break;
        }
        if number(&frame, 0)? == 1 {
            first = Some(at + 24);
        }
        if number(&frame, 4)? != 0 {
            committed = first;
        }
        at += 24 + page;
    }
    stamp_at(&file, committed?)
}

/// What the first page was before the change that a rollback journal undoes; `None` where there is none.
fn journal_stamp(path: &Path) -> Option<Stamp> {
    let (file, head) = open(path)?;
    if head.get(..8)? != [0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7] {
        return None;
    }
    let (sector, page) = (u64::from(number(&head, 20)?), u64::from(number(&head, 24)?));
    let mut at = sector;
    loop {
        let mut record = [0; 4];
        file.read_exact_at(&mut record, at).ok()?;
        if number(&record, 0)? == 1 {
            return stamp_at(&file, at + 4);
        }
        at += 4 + page + 4;
    }
}

/// A file beside the database, and its first 32 bytes.
fn open(path: &Path) -> Option<(File, [u8; 32])> {
    // A named pipe of that name would never answer.
    let flags = (OFlags::NONBLOCK | OFlags::NOFOLLOW).bits().cast_signed();
    let file = OpenOptions::new().read(true).custom_flags(flags).open(path).ok()?;
    let mut head = [0; 32];
    file.read_exact_at(&mut head, 0).ok()?;
    Some((file, head))
}

fn stamp_at(file: &File, page: u64) -> Option<Stamp> {
    let mut head = [0; 72];
    file.read_exact_at(&mut head, page).ok()?;
    Some(Stamp { id: number(&head, 68)?.into(), format: number(&head, 60)?.cast_signed().into() })
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.try_into().ok().map(u32::from_be_bytes)
}

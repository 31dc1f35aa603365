//! Opens an archive: checks the path and its rights, and sets SQLite up.

use std::collections::HashMap;
use std::fmt::Write;
use std::fs::{self, DirBuilder, OpenOptions};
use std::io::ErrorKind;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};
use rustix::fs::{Access as Right, access};

use super::error::{Result, StoreError};
use super::sessions::Sessions;
use super::{Access, Faults, Store, schema, watched};

/// How long a writer waits for another one.
const PATIENCE: Duration = Duration::from_secs(10);

impl Store {
    /// Opens the archive at `path` and brings it to the present version. Makes it (mode 0600, its folder 0700) where there is none,
    /// unless `wanted` is [`Access::Read`]. Where file or folder can only be read it is opened for reading: see [`Store::writable`].
    pub fn open(path: &Path, wanted: Access) -> Result<Self> {
        let file = |error| StoreError::File { path: path.to_owned(), error };
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let place = |reason| StoreError::Place { path: path.to_owned(), reason };
        let fresh = match fs::symlink_metadata(path) {
            Ok(found) if found.is_symlink() => return Err(place("is a symbolic link; an archive has to be a file")),
            Ok(found) if !found.is_file() => return Err(place("is not a file; an archive has to be one")),
            Ok(_) => false,
            Err(error) if error.kind() == ErrorKind::NotFound => true,
            Err(error) => return Err(file(error)),
        };
        if fresh {
            if wanted == Access::Read {
                return Err(StoreError::NotThere(path.to_owned()));
            }
            DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(file)?;
        }
        let rights = fs::metadata(folder).map_err(file)?;
        if rights.mode() & 0o002 != 0 {
            return Err(StoreError::Place {
                path: folder.to_owned(),
                reason: "can be written by everybody: an archive there is not safe; take the right away (chmod o-w)",
            });
        }
        if fresh {
            match OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
                Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(file(error)),
                _ => {}
            }
        }
        // The file must be no symbolic link, so SQLite is told not to follow any; the folder may be behind one, so it is resolved.
        let whole = fs::canonicalize(folder).map_err(file)?;
        let path = &path.file_name().map_or_else(|| path.to_owned(), |name| whole.join(name));
        let writable = access(folder, Right::WRITE_OK).is_ok() && access(path, Right::WRITE_OK).is_ok();
        let access = if writable { wanted } else { Access::Read };
        Self::connected(path, access, writable).map_err(|error| error.at(path))
    }

    /// Connects to an archive whose file is there, and brings it to the present version unless it is only read.
    fn connected(path: &Path, access: Access, writable: bool) -> Result<Self> {
        let mut db = connect(path, access, writable)?;
        db.busy_timeout(PATIENCE)?;
        db.set_prepared_statement_cache_capacity(128);
        if access == Access::Read {
            if schema::version(&db, path)? == 0 {
                return Err(StoreError::NotThere(path.to_owned()));
            }
        } else {
            // A page holds about two texts of usual length. Only an empty file takes the size.
            db.pragma_update(None, "page_size", 8192)?;
            write_ahead(&db)?;
            schema::migrate(&mut db, path)?;
        }
        tune(&db, access)?;
        let sessions = Sessions::new(path);
        Ok(Self { db, access, own: 0, sessions, node_entities: HashMap::new(), faults: Faults::default() })
    }
}

fn connect(path: &Path, access: Access, writable: bool) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    if access != Access::Read {
        return Ok(Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_READ_WRITE)?);
    }
    let read = flags | OpenFlags::SQLITE_OPEN_READ_ONLY;
    let plain = Connection::open_with_flags(path, read)?;
    if writable || plain.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(())).is_ok() {
        return Ok(plain);
    }
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    if fs::metadata(log).is_ok_and(|log| log.len() > 0) {
        return Err(StoreError::Unfinished(path.to_owned()));
    }
    // In a folder that cannot be written SQLite cannot make its shared memory. Without a writer it needs none.
    let uri = format!("file:{}?immutable=1", escape(path));
    Ok(Connection::open_with_flags(uri, read | OpenFlags::SQLITE_OPEN_URI)?)
}

/// A path as the path of a `file:` URI.
fn escape(path: &Path) -> String {
    let mut out = String::new();
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => out.push(char::from(*byte)),
            other => {
                // Writing to a string cannot fail.
                let _ = write!(out, "%{other:02X}");
            }
        }
    }
    out
}

/// Switches to a write-ahead log. Where the file system cannot share memory SQLite stays with a rollback journal, which is slower
/// and as safe.
fn write_ahead(db: &Connection) -> Result<()> {
    for _ in 0..100 {
        match db.query_row("PRAGMA journal_mode=WAL", [], |row| row.get::<_, String>(0)) {
            Ok(_) => return Ok(()),
            // Another program is switching at this moment. Taking the lock waits for it; whether that worked shows the next try.
            Err(error) => match StoreError::from(error) {
                StoreError::Busy => {
                    let _ = db.execute_batch("BEGIN IMMEDIATE; COMMIT");
                }
                other => return Err(other),
            },
        }
    }
    Err(StoreError::Busy)
}

fn tune(db: &Connection, access: Access) -> Result<()> {
    db.execute_batch("PRAGMA temp_store=MEMORY; PRAGMA foreign_keys=OFF; PRAGMA trusted_schema=OFF")?;
    db.execute_batch(watched::TABLE)?;
    db.execute_batch(match access {
        // A decision is on the disk when the screen says so.
        Access::Write => "PRAGMA synchronous=FULL; PRAGMA cache_size=-8000",
        // A power cut may cost the last batches of an import, which can be repeated; never the file.
        Access::Bulk => "PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000; PRAGMA wal_autocheckpoint=4000",
        Access::Read => "PRAGMA cache_size=-8000",
    })?;
    Ok(())
}

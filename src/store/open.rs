//! Opens an archive: checks the path and its rights, and sets SQLite up.

use std::collections::HashMap;
use std::ffi::OsString;
use std::fs::{self, DirBuilder, OpenOptions};
use std::io::ErrorKind;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::Path;
use std::process;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use rustix::fs::{Access as Right, access};

use super::error::{Result, StoreError};
use super::look::{holds, immutable, look};
use super::sessions::Sessions;
use super::turn::Turn;
use super::{Access, Faults, Store, schema, watched};

/// How long a writer waits for another one.
const PATIENCE: Duration = Duration::from_secs(10);

impl Store {
    /// Opens the archive at `path` and brings it to the present version. Makes it (mode 0600, its folder 0700) where there is none,
    /// unless `wanted` is [`Access::Read`]. Where file or folder can only be read it is opened for reading: see [`Store::writable`].
    /// A file that is no archive, or one of a later version, stays as it is.
    pub fn open(path: &Path, wanted: Access) -> Result<Self> {
        let file = |error| StoreError::File { path: path.to_owned(), error };
        let folder = folder_of(path);
        let fresh = !is_there(path)?;
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
        // The file must be no symbolic link, so SQLite is told not to follow any; the folder may be behind one, so it is resolved.
        let whole = fs::canonicalize(folder).map_err(file)?;
        let path = &path.file_name().map_or_else(|| path.to_owned(), |name| whole.join(name));
        if fresh {
            make(path)?;
        }
        look(path).map_err(|error| error.at(path))?;
        let writable = Self::can_be_written(path);
        let access = if writable { wanted } else { Access::Read };
        Self::connected(path, access, writable).map_err(|error| error.at(path))
    }

    /// Says why the file at `path` is no archive that can be used, if so. Changes nothing; there may be none.
    pub fn look(path: &Path) -> Result<()> {
        if is_there(path)? { look(path).map_err(|error| error.at(path)) } else { Ok(()) }
    }

    /// Whether this user may write to the file at `path` and to its folder.
    pub fn can_be_written(path: &Path) -> bool {
        access(folder_of(path), Right::WRITE_OK).is_ok() && access(path, Right::WRITE_OK).is_ok()
    }

    /// Connects to an archive, and brings it to the present version unless it is only read.
    fn connected(path: &Path, access: Access, writable: bool) -> Result<Self> {
        let mut db = connect(path, access, writable)?;
        db.busy_timeout(PATIENCE)?;
        db.set_prepared_statement_cache_capacity(128);
        if access == Access::Read {
            schema::stamp(&db)?.judge(path)?;
        } else {
            write_ahead(&db)?;
            schema::migrate(&mut db, path)?;
        }
        tune(&db, access)?;
        let sessions = Sessions::new(path);
        let turn = if access == Access::Read { Turn::default() } else { Turn::open(path, &mut db)? };
        Ok(Self { db, access, own: 0, sessions, node_entities: HashMap::new(), turn, faults: Faults::default() })
    }
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Whether there is a file at `path`. An error where it is something else.
fn is_there(path: &Path) -> Result<bool> {
    let place = |reason| Err(StoreError::Place { path: path.to_owned(), reason });
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_symlink() => place("is a symbolic link; an archive has to be a file"),
        Ok(found) if !found.is_file() => place("is not a file; an archive has to be one"),
        Ok(_) => Ok(true),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(StoreError::File { path: path.to_owned(), error }),
    }
}

/// Makes an archive: beside its place, and moved there when it is whole. So a file at `path` is never one that is being made. Another
/// program may put one there first; it stays.
fn make(path: &Path) -> Result<()> {
    let file = |error| StoreError::File { path: path.to_owned(), error };
    let mut name = OsString::from(format!(".new-{}-", process::id()));
    name.push(path.file_name().unwrap_or_default());
    let (mut beside, mut number) = (path.with_file_name(&name), 0);
    // Threads of one process may make archives at once.
    while let Err(error) = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&beside) {
        if error.kind() != ErrorKind::AlreadyExists || number == 100 {
            return Err(file(error));
        }
        number += 1;
        beside = path.with_file_name(format!("{}-{number}", name.display()));
    }
    let made = build(&beside).and_then(|()| match fs::hard_link(&beside, path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        // A file system without links.
        Err(_) if !is_there(path)? => fs::rename(&beside, path).map_err(file),
        Err(error) => Err(file(error)),
        Ok(()) => Ok(()),
    });
    // Gone already where it was renamed.
    let _ = fs::remove_file(&beside);
    made
}

/// Makes an empty file an archive. A failure leaves half an archive.
fn build(path: &Path) -> Result<()> {
    let flags = OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_READ_WRITE;
    let mut db = Connection::open_with_flags(path, flags)?;
    // A page holds about two texts of usual length.
    db.execute_batch("PRAGMA page_size=8192; PRAGMA journal_mode=MEMORY")?;
    schema::make(&mut db)
}

fn connect(path: &Path, access: Access, writable: bool) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    // Only who can write can apply the journal that a killed program left.
    if access != Access::Read || writable && holds(path, "-journal") {
        return Ok(Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_READ_WRITE)?);
    }
    let plain = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    if writable || plain.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(())).is_ok() {
        return Ok(plain);
    }
    if holds(path, "-wal") || holds(path, "-journal") {
        return Err(StoreError::Unfinished(path.to_owned()));
    }
    // In a folder that cannot be written SQLite cannot make its shared memory. Without a writer it needs none.
    immutable(path)
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
    // The plan of a statement does not depend on what is bound to it: else SQLite compiles it anew for each value.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
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

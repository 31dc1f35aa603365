//! A temporary folder for the archive of `--scratch`: private, and removed when the session ends. What a killed session leaves behind
//! is removed at the next start.
//!
//! A session holds the lock on a file in its folder as long as it lives; the system lets go of the lock when the process ends, however
//! it ends.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use rustix::fs::OFlags;
use rustix::process::geteuid;

use super::files::private_file;

const PREFIX: &str = "attache-";
/// The file in the folder that is locked.
const LOCK: &str = "lock";
/// A folder without a lock is one that is being made, unless it is older.
const OLD: Duration = Duration::from_hours(24);

/// The folder. Dropping it removes it.
#[derive(Debug)]
pub struct Scratch {
    path: PathBuf,
    /// Held as long as the session lives; `None` where the file system knows no locks.
    _lock: Option<File>,
}

impl Scratch {
    /// Makes a folder with a random name in `parent`.
    pub fn new(parent: &Path) -> io::Result<Self> {
        let mut last = io::Error::from(io::ErrorKind::AlreadyExists);
        for number in 0..16 {
            let path = parent.join(format!("{PREFIX}{:016x}", RandomState::new().hash_one(number)));
            // Not recursive, so it fails where anything of that name exists.
            match DirBuilder::new().mode(0o700).create(&path) {
                Ok(()) => {
                    let lock = lock(&path).inspect_err(|error| tracing::warn!(%error, "the folder is not locked")).ok();
                    return Ok(Self { path, _lock: lock });
                }
                Err(error) => last = error,
            }
        }
        Err(last)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.path) {
            tracing::warn!(%error, "the temporary archive could not be removed");
        }
    }
}

/// Locks a new folder. The file has its name only when it is locked, so nobody finds it without its lock.
fn lock(folder: &Path) -> io::Result<File> {
    let beside = folder.join("lock-new");
    let file = private_file(&beside)?;
    file.try_lock().map_err(io::Error::from)?;
    fs::rename(beside, folder.join(LOCK))?;
    Ok(file)
}

/// Removes what killed sessions left behind in `parent`, on a thread of its own: no frame waits for it.
pub fn sweep_aside(parent: PathBuf) -> io::Result<()> {
    thread::Builder::new().name("sweep".to_owned()).spawn(move || sweep(&parent)).map(drop)
}

/// Removes the folders in `parent` that killed sessions of this user left behind.
fn sweep(parent: &Path) {
    for folder in left_behind(parent) {
        match fs::remove_dir_all(&folder) {
            Ok(()) => tracing::info!(folder = %folder.display(), "removed what a killed session left behind"),
            Err(error) => tracing::warn!(%error, folder = %folder.display(), "cannot be removed"),
        }
    }
}

/// The folders in `parent` that killed sessions of this user left behind.
pub fn left_behind(parent: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(parent).into_iter().flatten().flatten();
    let named = entries.filter(|entry| {
        let name = entry.file_name();
        let number = name.to_str().and_then(|name| name.strip_prefix(PREFIX));
        number.is_some_and(|number| number.len() == 16 && number.bytes().all(|byte| byte.is_ascii_hexdigit()))
    });
    named.map(|entry| entry.path()).filter(|path| is_left_behind(path)).collect()
}

fn is_left_behind(folder: &Path) -> bool {
    // Not through a link, and nobody else's.
    let Ok(about) = fs::symlink_metadata(folder) else { return false };
    if !about.is_dir() || about.uid() != geteuid().as_raw() || about.mode() & 0o077 != 0 {
        return false;
    }
    let flags = (OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed();
    match OpenOptions::new().read(true).write(true).custom_flags(flags).open(folder.join(LOCK)) {
        Ok(file) => file.try_lock().is_ok(),
        // An earlier version of the program made no lock.
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let age = about.modified().ok().and_then(|time| time.elapsed().ok());
            folder.join("archive.db").is_file() && age.is_some_and(|age| age > OLD)
        }
        Err(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;
    use std::time::SystemTime;

    use super::*;

    #[test]
    fn what_a_dead_session_left_is_swept_and_nothing_else() {
        let parent = tempfile::tempdir().unwrap();
        let parent = parent.path();
        let living = Scratch::new(parent).unwrap();
        let folder = |name: &str, mode| {
            DirBuilder::new().mode(mode).create(parent.join(name)).unwrap();
            parent.join(name)
        };
        let dead = folder("attache-0000000000000001", 0o700);
        for file in [LOCK, "archive.db", "archive.db-wal"] {
            fs::write(dead.join(file), "x").unwrap();
        }
        let old = folder("attache-0000000000000002", 0o700);
        fs::write(old.join("archive.db"), "x").unwrap();
        let before = SystemTime::now().checked_sub(OLD * 2).unwrap();
        File::open(&old).unwrap().set_modified(before).unwrap();
        let fresh = folder("attache-0000000000000003", 0o700);
        let others = folder("attache-0000000000000004", 0o755);
        let mine = folder("attache-notes", 0o700);
        let pipe = folder("attache-0000000000000005", 0o700);
        symlink("/dev/null", pipe.join(LOCK)).unwrap();
        let kept = tempfile::tempdir().unwrap();
        fs::write(kept.path().join(LOCK), "x").unwrap();
        symlink(kept.path(), parent.join("attache-0000000000000006")).unwrap();
        for folder in [&others, &mine] {
            fs::write(folder.join(LOCK), "x").unwrap();
        }
        sweep(parent);
        assert!(!dead.exists() && !old.exists());
        for folder in [living.path(), &fresh, &others, &mine, &pipe, kept.path()] {
            assert!(folder.is_dir(), "{}", folder.display());
        }
        assert!(kept.path().join(LOCK).exists());
        let path = living.path().to_owned();
        drop(living);
        assert!(!path.exists());
    }
}

//! Sessions that write drafts of notes. A session is alive as long as it holds the lock on a file of its own beside the archive; the
//! system lets go of the lock when the process ends, however it ends. Who takes the lock of a dead session owns its drafts.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// What follows the name of the archive in the name of a session's file, before the number.
const PREFIX: &str = "-session-";

/// The session of this connection, and the dead ones whose drafts it owns.
#[derive(Debug)]
pub struct Sessions {
    archive: PathBuf,
    own: i64,
    /// The locks held, by session; `None` where the file system gave none.
    locks: BTreeMap<i64, Option<File>>,
}

impl Sessions {
    /// A new session on an archive. No file is made yet.
    pub fn new(archive: &Path) -> Self {
        let random = RandomState::new().hash_one(archive) >> 1;
        Self { archive: archive.to_owned(), own: (random as i64).max(1), locks: BTreeMap::new() }
    }

    /// The number of this session. From now on it holds its lock.
    pub fn begin(&mut self) -> i64 {
        let own = self.own;
        if !self.locks.contains_key(&own) {
            // Where no file can be made the drafts are kept all the same: another reader may then offer them too.
            // A sweep of another reader holds a new file for a moment.
            let lock = (0..100).find_map(|_| self.lock(own).transpose()).and_then(Result::ok);
            self.locks.insert(own, lock);
        }
        own
    }

    /// The number of this session.
    pub fn own(&self) -> i64 {
        self.own
    }

    /// Takes a session over. False where it is alive, or another reader has taken it over.
    pub fn claim(&mut self, session: i64) -> bool {
        if session == self.own || self.locks.contains_key(&session) {
            return true;
        }
        match self.lock(session) {
            Ok(None) => false,
            Ok(lock) => self.locks.insert(session, lock).is_none(),
            // The file system knows no locks, or cannot be written: nobody can be known to be alive.
            Err(_) => true,
        }
    }

    /// Removes the files of dead sessions that nobody took over.
    pub fn sweep(&self) {
        let Some((folder, name)) = self.archive.parent().zip(self.archive.file_name()) else { return };
        let mut beginning = name.to_owned();
        beginning.push(PREFIX);
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let number = name.as_encoded_bytes().strip_prefix(beginning.as_encoded_bytes());
            let number = number.and_then(|number| std::str::from_utf8(number).ok());
            let Some(session) = number.and_then(|number| u64::from_str_radix(number, 16).ok()) else { continue };
            let session = session as i64;
            if !self.locks.contains_key(&session)
                && let Ok(Some(_lock)) = self.lock(session)
            {
                let _ = fs::remove_file(self.path(session));
            }
        }
    }

    /// Locks the file of a session; `None` where somebody else holds it.
    fn lock(&self, session: i64) -> io::Result<Option<File>> {
        let path = self.path(session);
        loop {
            let file = OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).open(&path)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Ok(None),
                Err(TryLockError::Error(error)) => return Err(error),
            }
            // Its last owner may have removed the file between our opening and our locking it.
            if fs::metadata(&path).is_ok_and(|there| file.metadata().is_ok_and(|ours| there.ino() == ours.ino())) {
                return Ok(Some(file));
            }
        }
    }

    fn path(&self, session: i64) -> PathBuf {
        let mut path = OsString::from(&self.archive);
        path.push(format!("{PREFIX}{session:016x}"));
        path.into()
    }
}

impl Drop for Sessions {
    fn drop(&mut self) {
        for session in self.locks.keys() {
            let _ = fs::remove_file(self.path(*session));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_is_taken_over_once_and_only_when_it_is_dead() {
        let folder = tempfile::tempdir().unwrap();
        let archive = folder.path().join("archive.db");
        let sessions = || Sessions::new(&archive);
        let (mut first, mut second, mut third) = (sessions(), sessions(), sessions());
        let number = first.begin();
        assert!(first.claim(number) && !second.claim(number), "it is alive");
        drop(first);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "no file is left");
        assert!(second.claim(number) && second.claim(number) && !third.claim(number), "taken over once");
        drop(second);
        assert!(third.claim(number) && third.claim(-1));
        fs::write(folder.path().join("archive.db-session-00000000000000ff"), "").unwrap();
        fs::write(folder.path().join("archive.db-sessions"), "").unwrap();
        sessions().sweep();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3, "two that are alive, and a file of somebody else");
    }
}

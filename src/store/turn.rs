//! Who may write first. The user's decisions do not wait for an import, in whichever program each of them runs.
//!
//! SQLite has one writer at a time and no order among those who wait. So a change by the user takes the *turn*, an advisory lock
//! on the file `archive.db-turn`, for as long as it waits and writes. An import asks now and then whether somebody has the turn
//! while it writes; then it gives up its transaction, waits until the turn is returned, and writes again.

use std::fs::{File, OpenOptions, TryLockError};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rusqlite::Connection;
use rustix::fs::OFlags;

use super::error::Result;

/// Instructions of SQLite's machine between two questions whether somebody has the turn: a fraction of a millisecond.
const INSTRUCTIONS: i32 = 2_000;

/// Attempts to take the turn. Another writer that asks about it has it for a microsecond.
const ATTEMPTS: usize = 10;

/// The turn of one connection. Where the file cannot be opened or locked, nobody gives way, and writers wait for each other as
/// SQLite makes them.
#[derive(Debug, Default)]
pub struct Turn {
    file: Option<Arc<File>>,
    /// Statements of the connection give way.
    gives_way: Arc<AtomicBool>,
}

/// The turn is taken until this is dropped.
#[derive(Debug)]
pub struct Taken(Option<Arc<File>>);

impl Drop for Taken {
    fn drop(&mut self) {
        if let Some(file) = &self.0 {
            // Closing the file releases the lock as well.
            let _ = file.unlock();
        }
    }
}

/// Statements of the connection give way until this is dropped.
#[derive(Debug)]
pub struct GivesWay(Arc<AtomicBool>);

impl Drop for GivesWay {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Relaxed);
    }
}

impl Turn {
    /// The turn of an archive that can be written. Makes its file (mode 0600) where there is none.
    pub fn open(archive: &Path, db: &mut Connection) -> Result<Self> {
        let mut path = archive.as_os_str().to_owned();
        path.push("-turn");
        let mut how = OpenOptions::new();
        how.write(true).create(true).truncate(false).mode(0o600).custom_flags(OFlags::NOFOLLOW.bits() as i32);
        let turn = Self { file: how.open(Path::new(&path)).ok().map(Arc::new), gives_way: Arc::default() };
        if let Some(file) = turn.file.clone() {
            let gives_way = Arc::clone(&turn.gives_way);
            db.progress_handler(INSTRUCTIONS, Some(move || gives_way.load(Ordering::Relaxed) && is_taken(&file)))?;
        }
        Ok(turn)
    }

    /// Takes the turn for a change by the user. If another change by a user has it, imports give way already.
    pub fn take(&self) -> Taken {
        let mut tries = 0..ATTEMPTS;
        let file = self.file.as_ref();
        Taken(file.filter(|file| tries.any(|_| file.try_lock().is_ok())).cloned())
    }

    /// Waits until nobody has the turn.
    pub fn wait(&self) {
        if let Some(file) = &self.file
            && file.lock_shared().is_ok()
        {
            let _ = file.unlock();
        }
    }

    /// From now on, a statement of the connection is interrupted when somebody has the turn.
    pub fn give_way(&self) -> GivesWay {
        self.gives_way.store(true, Ordering::Relaxed);
        GivesWay(Arc::clone(&self.gives_way))
    }
}

fn is_taken(file: &File) -> bool {
    match file.try_lock_shared() {
        Ok(()) => {
            let _ = file.unlock();
            false
        }
        Err(TryLockError::WouldBlock) => true,
        Err(TryLockError::Error(_)) => false,
    }
}

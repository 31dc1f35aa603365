//! Faults of writing for tests: a full disk, a read-only file system, a lock that is held, a disk that fails, `kill -9`.

use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use rustix::process::{Signal, getpid, kill_process};

use super::error::{Result, StoreError};

/// What goes wrong at a step of writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The disk is full.
    Full,
    /// The file system is read-only.
    ReadOnly,
    /// Another program holds the write lock for too long.
    Busy,
    /// The disk does not write.
    Disk,
    /// The process ends at this step, as by `kill -9`.
    Kill,
}

/// Which steps of writing go wrong: for tests, which keep one handle and give another to [`super::Store::inject`].
///
/// A change has three steps, counted from 0: it begins, it is committed, it is kept. An error at the first or second leaves the archive
/// as it was. At the third only [`Fault::Kill`] can happen: the change is on the disk, but nobody has been told.
#[derive(Clone, Debug, Default)]
pub struct Faults(Arc<Mutex<Plan>>);

#[derive(Debug, Default)]
struct Plan {
    /// Steps so far.
    steps: u64,
    fails: Option<(Range<u64>, Fault)>,
}

impl Faults {
    /// Lets the next `many` steps go wrong, after the first `after` of them have gone well. Replaces what was planned before.
    pub fn plan(&self, after: u64, many: u64, fault: Fault) {
        let mut plan = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let from = plan.steps + after;
        plan.fails = Some((from..from.saturating_add(many), fault));
    }

    /// Nothing goes wrong from now on.
    pub fn end(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).fails = None;
    }

    /// Steps of writing so far, those that went wrong included.
    pub fn steps(&self) -> u64 {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).steps
    }

    fn next(&self) -> Option<Fault> {
        let mut plan = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let step = plan.steps;
        plan.steps += 1;
        plan.fails.as_ref().filter(|(steps, _)| steps.contains(&step)).map(|(_, fault)| *fault)
    }

    /// The next step: an error where it goes wrong.
    pub(super) fn step(&self) -> Result<()> {
        match self.next() {
            None => Ok(()),
            Some(Fault::Full) => Err(StoreError::Full),
            Some(Fault::ReadOnly) => Err(StoreError::ReadOnly),
            Some(Fault::Busy) => Err(StoreError::Busy),
            Some(Fault::Disk) => Err(StoreError::Disk("disk I/O error".to_owned())),
            Some(Fault::Kill) => kill(),
        }
    }

    /// The third step of a change.
    pub(super) fn kept(&self) {
        if self.next() == Some(Fault::Kill) {
            // The process does not come back from this.
            let _ = kill();
        }
    }
}

/// Ends the process as `kill -9` does.
fn kill() -> Result<()> {
    kill_process(getpid(), Signal::KILL).map_err(|error| StoreError::Disk(error.to_string()))
}

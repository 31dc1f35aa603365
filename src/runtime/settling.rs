//! Settling: working off what articles made due in linking, in steps, until nothing is left or it is told to stop. What was done is
//! kept, and the next one goes on where this one ended.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::resolve::Resolver;
use crate::store::StoreError;

/// Time between two reports.
const REPORT: Duration = Duration::from_millis(100);

/// How far settling is. Both are counts of names and articles that wait for a stage of linking. One stage makes work for the next, so the
/// sum of the two grows at first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settling {
    /// Worked off.
    pub done: u64,
    /// Left.
    pub left: u64,
}

impl Settling {
    /// What is known to be done in all.
    pub fn of(self) -> u64 {
        self.done + self.left
    }

    /// `settling names 120/296`.
    pub fn words(self) -> String {
        format!("{SETTLING} {}/{}", self.done, self.of())
    }

    fn now_left(&mut self, left: u64) {
        self.done += self.left.saturating_sub(left);
        self.left = left;
    }
}

/// What is done, for the status line.
pub const SETTLING: &str = "settling names";

/// Who finishes what is left to settle, in a sentence.
pub const WHO_SETTLES: &str = "attache doctor --settle finishes it; so does the open screen, or the next import";

/// Settles until nothing is due or `stop` is set. Calls `tell` at the beginning and at most ten times a second; a report costs a count
/// of what is due, whatever the archive holds. Returns how far it came.
pub fn settle(
    resolver: &mut Resolver<'_>,
    stop: &AtomicBool,
    mut tell: impl FnMut(Settling),
) -> Result<Settling, StoreError> {
    let mut how_far = Settling { done: 0, left: resolver.store().unsettled()? };
    if how_far.left == 0 {
        return Ok(how_far);
    }
    tell(how_far);
    let mut told = Instant::now();
    resolver.consolidate_while(|store| {
        if told.elapsed() >= REPORT
            && let Ok(left) = store.unsettled()
        {
            how_far.now_left(left);
            tell(how_far);
            told = Instant::now();
        }
        !stop.load(Ordering::Relaxed)
    })?;
    how_far.now_left(resolver.store().unsettled()?);
    Ok(how_far)
}

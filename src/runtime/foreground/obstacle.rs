//! Which errors of the archive mean that it keeps nothing at present, whatever is asked of it.

use crate::app::obstacle::Obstacle;
use crate::store::StoreError;

/// The obstacle behind an error; `None` where another change may well be kept.
pub fn of(error: &anyhow::Error) -> Option<Obstacle> {
    error.chain().find_map(|cause| cause.downcast_ref::<StoreError>()).and_then(of_store)
}

fn of_store(error: &StoreError) -> Option<Obstacle> {
    match error {
        StoreError::ReadOnly => Some(Obstacle::ReadOnly),
        StoreError::Full => Some(Obstacle::Full),
        StoreError::Disk(_) => Some(Obstacle::Disk),
        StoreError::Busy => Some(Obstacle::Busy),
        StoreError::Linking { error, .. } => of_store(error),
        StoreError::Newer { .. }
        | StoreError::NotThere(_)
        | StoreError::Foreign(_)
        | StoreError::Damaged { .. }
        | StoreError::Place { .. }
        | StoreError::File { .. }
        | StoreError::Unfinished(_)
        | StoreError::Query(_)
        | StoreError::Missing(_)
        | StoreError::Garbled { .. }
        | StoreError::Encode { .. }
        | StoreError::Interrupted
        | StoreError::Sqlite(_) => None,
    }
}

//! The schema, as a list of steps that only grows: an archive's `user_version` says how many it has been through. The tables and
//! the meaning of every column are in `schema/*.sql`.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use super::error::{Result, StoreError};

/// `application_id` of our files: "ATTC".
const OURS: i64 = 0x4154_5443;

/// One entry a version; an archive of version n has been through the first n. What a released step does never changes.
const STEPS: &[&str] =
    &[include_str!("schema/1_tables.sql"), include_str!("schema/2_linking.sql"), GROUPS, BLOCKS, DRAFTS];

/// Steps that tests take again.
const DRAFTS: &str = include_str!("schema/5_drafts.sql");
pub(super) const BLOCKS: &str = include_str!("schema/4_blocks.sql");
pub(super) const GROUPS: &str = include_str!("schema/3_groups.sql");

/// What the first page of a database says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// `application_id`: whose it is.
    pub id: i64,
    /// `user_version`: of ours, the number of steps it has been through.
    pub format: i64,
}

impl Stamp {
    /// The number of steps the archive at `path` has been through, at least 1. An error where it is not ours or newer than this
    /// program.
    pub fn judge(self, path: &Path) -> Result<usize> {
        if self.id != OURS {
            return Err(StoreError::Foreign(path.to_owned()));
        }
        match usize::try_from(self.format) {
            Ok(found) if found > STEPS.len() => {
                Err(StoreError::Newer { path: path.to_owned(), found, known: STEPS.len() })
            }
            Ok(found @ 1..) => Ok(found),
            _ => {
                let reason = format!("it says that it has format {}", self.format);
                Err(StoreError::Damaged { path: Some(path.to_owned()), reason })
            }
        }
    }
}

/// The stamp of an open database.
pub fn stamp(db: &Connection) -> Result<Stamp> {
    let number = |sql: &str| db.query_row(sql, [], |row| row.get::<_, i64>(0));
    Ok(Stamp { id: number("PRAGMA application_id")?, format: number("PRAGMA user_version")? })
}

/// Makes an empty database an archive.
pub fn make(db: &mut Connection) -> Result<()> {
    let tx = db.transaction()?;
    take(&tx, 0)?;
    Ok(tx.commit()?)
}

/// Brings the archive at `path` to the present version, or says why it cannot be used.
pub fn migrate(db: &mut Connection, path: &Path) -> Result<()> {
    if stamp(db)?.judge(path)? == STEPS.len() {
        return Ok(());
    }
    // Two programs may start at once: the second looks again under the lock.
    let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let taken = stamp(&tx)?.judge(path)?;
    take(&tx, taken)?;
    Ok(tx.commit()?)
}

/// Takes the steps after the first `taken`.
fn take(db: &Connection, taken: usize) -> Result<()> {
    for step in STEPS.iter().skip(taken) {
        db.execute_batch(step)?;
    }
    db.pragma_update(None, "application_id", OURS)?;
    db.pragma_update(None, "user_version", STEPS.len() as i64)?;
    Ok(())
}

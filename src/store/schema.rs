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

/// Brings the archive at `path` to the present version, or says why it cannot be used.
pub fn migrate(db: &mut Connection, path: &Path) -> Result<()> {
    if version(db, path)? == STEPS.len() {
        return Ok(());
    }
    // Two programs may start at once: the second looks again under the lock.
    let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let version = version(&tx, path)?;
    for step in STEPS.iter().skip(version) {
        tx.execute_batch(step)?;
    }
    tx.pragma_update(None, "application_id", OURS)?;
    tx.pragma_update(None, "user_version", STEPS.len() as i64)?;
    tx.commit()?;
    Ok(())
}

/// The number of steps an archive has been through; 0 for an empty file. An error where it is not ours or newer than this program.
pub fn version(db: &Connection, path: &Path) -> Result<usize> {
    let number = |sql: &str| db.query_row(sql, [], |row| row.get::<_, i64>(0));
    let version = number("PRAGMA user_version")?;
    let ours = number("PRAGMA application_id")? == OURS;
    let empty = version == 0 && number("SELECT count(*) FROM sqlite_schema")? == 0;
    let Ok(version) = usize::try_from(version) else { return Err(StoreError::Foreign(path.to_owned())) };
    if !ours && !empty {
        return Err(StoreError::Foreign(path.to_owned()));
    }
    if version > STEPS.len() {
        return Err(StoreError::Newer { path: path.to_owned(), found: version, known: STEPS.len() });
    }
    Ok(version)
}

//! The journal: every edit of the user in order, stored in the archive so that undo and redo work after a restart.
//!
//! A row is undone or not. Undone rows come after all others; a new edit deletes them.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::Store;
use super::apply::{Direction, apply};
use super::column::{self, readable, to_json};
use super::edit::{Edit, Step};
use super::error::{Result, StoreError};
use crate::news::time::Timestamp;

/// Edits kept; older ones can no longer be undone.
const KEPT: i64 = 5_000;

impl Store {
    /// Applies the edit that `plan` returns and appends it to the journal, in one transaction. Where `plan` returns `None` nothing
    /// is changed and the step is empty.
    pub(super) fn perform(
        &mut self,
        now: Timestamp,
        plan: impl FnOnce(&Connection) -> Result<Option<Edit>>,
    ) -> Result<Step> {
        let tx = self.write()?;
        let Some(edit) = plan(&tx)? else { return Ok(Step::default()) };
        apply(&tx, &edit, Direction::Forward)?;
        tx.prepare_cached("DELETE FROM journal WHERE undone = 1")?.execute([])?;
        let text = to_json(&edit, "an edit")?;
        tx.prepare_cached("INSERT INTO journal(at, deed) VALUES (?1, ?2)")?.execute(params![now.0, text])?;
        let last = tx.last_insert_rowid();
        tx.prepare_cached("DELETE FROM journal WHERE id <= ?1")?.execute([last - KEPT])?;
        tx.commit()?;
        Ok(edit.step())
    }

    /// Undoes the last edit; `None` where the journal has none.
    pub fn undo(&mut self) -> Result<Option<Step>> {
        self.replay(Direction::Back)
    }

    /// Does again the edit that was undone last; `None` where there is none.
    pub fn redo(&mut self) -> Result<Option<Step>> {
        self.replay(Direction::Forward)
    }

    fn replay(&mut self, way: Direction) -> Result<Option<Step>> {
        let sql = match way {
            Direction::Back => "SELECT id, deed FROM journal WHERE undone = 0 ORDER BY id DESC LIMIT 1",
            Direction::Forward => "SELECT id, deed FROM journal WHERE undone = 1 ORDER BY id LIMIT 1",
        };
        let tx = self.write()?;
        let row = |row: &Row| Ok((row.get::<_, i64>(0)?, readable(column::json::<Edit>(row, 1))));
        let Some((id, edit)) = tx.prepare_cached(sql)?.query_row([], row).optional()? else { return Ok(None) };
        let edit = edit?.ok_or_else(|| StoreError::Garbled {
            what: format!("an edit (row {id} of the journal)"),
            expected: "JSON that this version knows; it stays there, and undo and redo stop at it",
        })?;
        apply(&tx, &edit, way)?;
        let undone = way == Direction::Back;
        tx.prepare_cached("UPDATE journal SET undone = ?2 WHERE id = ?1")?.execute(params![id, undone])?;
        tx.commit()?;
        Ok(Some(edit.step()))
    }
}

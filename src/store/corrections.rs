//! The table of corrections: what the user decided about entities, in order. [`super::regroup`] computes names, kinds and groups
//! from them.
//!
//! A row holds one [`Correction`] as JSON. The table `concerned` lists, for each entity, the corrections about it.

use rusqlite::{Connection, OptionalExtension, params};

use super::column::{self, all_readable, to_json};
use super::error::Result;
use super::groups::members;
use crate::news::entity::{Correction, EntityId};

/// Stores a correction (`kept`) or deletes it. Groups are not recomputed.
pub fn write(db: &Connection, correction: &Correction, kept: bool) -> Result<()> {
    match (number(db, correction)?, kept) {
        (None, true) => {
            let text = to_json(correction, "a correction")?;
            db.prepare_cached("INSERT INTO corrections(correction) VALUES (?1)")?.execute([text])?;
            let number = db.last_insert_rowid();
            let mut about = db.prepare_cached("INSERT OR IGNORE INTO concerned(entity, correction) VALUES (?1, ?2)")?;
            for entity in entities(correction) {
                about.execute(params![entity, number])?;
            }
        }
        (Some(number), false) => {
            db.prepare_cached("DELETE FROM corrections WHERE id = ?1")?.execute([number])?;
            let mut about = db.prepare_cached("DELETE FROM concerned WHERE entity = ?1 AND correction = ?2")?;
            for entity in entities(correction) {
                about.execute(params![entity, number])?;
            }
        }
        (Some(_), true) | (None, false) => {}
    }
    Ok(())
}

/// The row of a correction; `None` where it is not stored.
pub fn number(db: &Connection, correction: &Correction) -> Result<Option<i64>> {
    let text = to_json(correction, "a correction")?;
    let sql = "SELECT id FROM corrections WHERE correction = ?1";
    Ok(db.prepare_cached(sql)?.query_row([text], |row| row.get(0)).optional()?)
}

/// Every correction that can be read, in the order in which they were made.
pub fn all(db: &Connection) -> Result<Vec<Correction>> {
    let mut rows = db.prepare_cached("SELECT correction FROM corrections ORDER BY id")?;
    all_readable(rows.query_map([], |row| column::json(row, 0))?)
}

/// The corrections about an entity that can be read, each with its row, in the order in which they were made.
pub fn about(db: &Connection, entity: i64) -> Result<Vec<(i64, Correction)>> {
    let sql = "SELECT c.id, c.correction FROM concerned n JOIN corrections c ON c.id = n.correction
               WHERE n.entity = ?1 ORDER BY c.id";
    let mut rows = db.prepare_cached(sql)?;
    all_readable(rows.query_map([entity], |row| Ok((row.get(0)?, column::json(row, 1)?)))?)
}

/// The entities that a correction is about.
pub fn entities(correction: &Correction) -> Vec<i64> {
    match correction {
        Correction::Merge(a, b) | Correction::NotSame(a, b) => vec![a.0, b.0],
        Correction::Split(who, _)
        | Correction::Rename(who, _)
        | Correction::Retype(who, _)
        | Correction::Hide(who)
        | Correction::Show(who) => vec![who.0],
    }
}

/// The stored corrections that a new one replaces: an older name or kind of the same group, and the opposite decision about the
/// same two.
pub fn replaced(db: &Connection, correction: &Correction) -> Result<Vec<Correction>> {
    let (one, other) = match correction {
        Correction::Merge(a, b) | Correction::NotSame(a, b) => (members(db, *a)?, members(db, *b)?),
        Correction::Rename(a, _) | Correction::Retype(a, _) | Correction::Hide(a) | Correction::Show(a) => {
            (members(db, *a)?, Vec::new())
        }
        Correction::Split(..) => return Ok(Vec::new()),
    };
    let between = |a: &EntityId, b: &EntityId| {
        one.contains(&a.0) && other.contains(&b.0) || one.contains(&b.0) && other.contains(&a.0)
    };
    let mut stored = Vec::new();
    for id in &one {
        stored.extend(about(db, *id)?);
    }
    stored.sort_by_key(|(number, _)| *number);
    stored.dedup_by_key(|(number, _)| *number);
    let mut stored: Vec<Correction> = stored.into_iter().map(|(_, correction)| correction).collect();
    stored.retain(|old| match (correction, old) {
        (Correction::Merge(..), Correction::NotSame(a, b)) => between(a, b),
        // Only the merge of these two. A merge of either with a third entity stays, and has no effect while it contradicts.
        (Correction::NotSame(a, b), Correction::Merge(x, y)) => (x, y) == (a, b) || (x, y) == (b, a),
        (Correction::Hide(_), Correction::Show(a)) | (Correction::Show(_), Correction::Hide(a)) => one.contains(&a.0),
        (Correction::Rename(..), Correction::Rename(a, _)) | (Correction::Retype(..), Correction::Retype(a, _)) => {
            one.contains(&a.0)
        }
        _ => false,
    });
    Ok(stored)
}

//! The reader's corrections of entities: kept as said, with whom each is about, and worked out by [`super::regroup`].

use rusqlite::{Connection, OptionalExtension, params};

use super::error::Result;
use super::groups::members;
use crate::news::entity::{Correction, EntityId};

/// Keeps a correction, or forgets it; nothing is applied.
pub fn write(db: &Connection, correction: &Correction, kept: bool) -> Result<()> {
    let known = number(db, correction)?;
    match (known, kept) {
        (None, true) => {
            let text = serde_json::to_string(correction).unwrap_or_default();
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
        _ => {}
    }
    Ok(())
}

/// The number of a correction that is kept.
pub fn number(db: &Connection, correction: &Correction) -> Result<Option<i64>> {
    let text = serde_json::to_string(correction).unwrap_or_default();
    let sql = "SELECT id FROM corrections WHERE correction = ?1";
    Ok(db.prepare_cached(sql)?.query_row([text], |row| row.get(0)).optional()?)
}

/// Every correction, in the order in which they were made.
pub fn all(db: &Connection) -> Result<Vec<Correction>> {
    let mut rows = db.prepare_cached("SELECT correction FROM corrections ORDER BY id")?;
    let texts = rows.query_map([], |row| row.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
    Ok(texts.iter().filter_map(|text| serde_json::from_str(text).ok()).collect())
}

/// What is kept now that a new correction takes the place of: an older name or kind of the same entity, and the opposite
/// decision about the same two.
pub fn replaced(db: &Connection, correction: &Correction) -> Result<Vec<Correction>> {
    let (one, other) = match correction {
        Correction::Merge(a, b) | Correction::NotSame(a, b) => (members(db, *a)?, members(db, *b)?),
        Correction::Rename(a, _) | Correction::Retype(a, _) | Correction::Hide(a) | Correction::Show(a) => {
            (members(db, *a)?, Vec::new())
        }
        Correction::Split(..) => return Ok(Vec::new()),
    };
    let across = |a: &EntityId, b: &EntityId| {
        one.contains(&a.0) && other.contains(&b.0) || one.contains(&b.0) && other.contains(&a.0)
    };
    let mut kept = Vec::new();
    for id in &one {
        kept.extend(concerning(db, *id)?);
    }
    kept.sort_by_key(|(number, _)| *number);
    kept.dedup_by_key(|(number, _)| *number);
    let mut kept: Vec<Correction> = kept.into_iter().map(|(_, correction)| correction).collect();
    kept.retain(|kept| match (correction, kept) {
        (Correction::Merge(..), Correction::NotSame(a, b)) => across(a, b),
        // Another merge that would bring the two together is passed over while this is kept.
        (Correction::NotSame(a, b), Correction::Merge(x, y)) => (x, y) == (a, b) || (x, y) == (b, a),
        (Correction::Hide(_), Correction::Show(a)) | (Correction::Show(_), Correction::Hide(a)) => one.contains(&a.0),
        (Correction::Rename(..), Correction::Rename(a, _)) | (Correction::Retype(..), Correction::Retype(a, _)) => {
            one.contains(&a.0)
        }
        _ => false,
    });
    Ok(kept)
}

/// The corrections about an entity, with their numbers.
pub fn concerning(db: &Connection, entity: i64) -> Result<Vec<(i64, Correction)>> {
    let sql = "SELECT c.id, c.correction FROM concerned n JOIN corrections c ON c.id = n.correction
               WHERE n.entity = ?1 ORDER BY c.id";
    let mut rows = db.prepare_cached(sql)?;
    let rows = rows.query_map([entity], |r| Ok((r.get(0)?, r.get::<_, String>(1)?)))?;
    let rows = rows.collect::<rusqlite::Result<Vec<(i64, String)>>>()?;
    Ok(rows.into_iter().filter_map(|(id, text)| Some((id, serde_json::from_str(&text).ok()?))).collect())
}

/// The entities that a correction is about.
pub fn entities(correction: &Correction) -> Vec<i64> {
    match correction {
        Correction::Merge(a, b) | Correction::NotSame(a, b) => vec![a.0, b.0],
        Correction::Split(who, _)
        | Correction::Rename(who, _)
        | Correction::Retype(who, _)
        | Correction::Hide(who)
        | Correction::Show(who) => {
            vec![who.0]
        }
    }
}

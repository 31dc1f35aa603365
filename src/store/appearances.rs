//! The table of appearances (which article names which entity), and two counts that follow from it: `entities.articles`, the number
//! of articles that name the entity, and on the root of a group `entities.shared`, the number of articles counted more than once
//! because they name two members.
//!
//! Only this file writes appearances, so the counts never drift. The articles of a group are `sum(articles) - shared` of its
//! members.

use rusqlite::{Connection, OptionalExtension, params};

use super::error::Result;
use super::groups;
use crate::news::entity::EntityId;

/// One entity in one article.
#[derive(Clone, Copy, Debug)]
pub struct Here {
    /// The article's ordinal.
    pub slot: i64,
    /// How many mentions.
    pub mentions: u32,
    /// At least one of them is certainly the entity.
    pub certain: bool,
}

/// Stores that an entity appears in these articles, in place of what is stored of them.
pub fn put(db: &Connection, entity: i64, here: &[Here]) -> Result<()> {
    let mut add = db.prepare_cached(
        "INSERT INTO appearances(entity, slot, mentions, certain) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
    )?;
    let mut change =
        db.prepare_cached("UPDATE appearances SET mentions = ?3, certain = ?4 WHERE entity = ?1 AND slot = ?2")?;
    let mut fresh = Vec::with_capacity(here.len());
    for Here { slot, mentions, certain } in here {
        let row = params![entity, slot, mentions, certain];
        if add.execute(row)? == 1 {
            fresh.push(*slot);
        } else {
            change.execute(row)?;
        }
    }
    count(db, entity, &fresh, 1)
}

/// Deletes the appearance of an entity in an article.
pub fn take(db: &Connection, entity: i64, slot: i64) -> Result<()> {
    let mut gone = db.prepare_cached("DELETE FROM appearances WHERE entity = ?1 AND slot = ?2")?;
    if gone.execute(params![entity, slot])? == 1 { count(db, entity, &[slot], -1) } else { Ok(()) }
}

/// Updates the counts after articles of an entity were added (`sign` 1) or removed (−1).
fn count(db: &Connection, entity: i64, slots: &[i64], sign: i64) -> Result<()> {
    if slots.is_empty() {
        return Ok(());
    }
    let sql = "UPDATE entities SET articles = articles + ?2 WHERE id = ?1
               RETURNING same IS NOT NULL OR EXISTS (SELECT 1 FROM entities o WHERE o.same = entities.id)";
    let row = params![entity, sign * slots.len() as i64];
    // No row: the entity is gone, and there is nothing to count.
    let in_group = db.prepare_cached(sql)?.query_row(row, |r| r.get::<_, bool>(0)).optional()?;
    if in_group != Some(true) {
        return Ok(());
    }
    let mut others = groups::members(db, EntityId(entity))?;
    others.retain(|id| *id != entity);
    let mut there = db.prepare_cached("SELECT EXISTS (SELECT 1 FROM appearances WHERE entity = ?1 AND slot = ?2)")?;
    let mut shared = 0;
    for slot in slots {
        for other in &others {
            if there.query_row(params![other, slot], |r| r.get(0))? {
                shared += sign;
                break;
            }
        }
    }
    if shared != 0 {
        let sql = "UPDATE entities SET shared = shared + ?2
                   WHERE id = (SELECT coalesce(same, id) FROM entities WHERE id = ?1)";
        db.prepare_cached(sql)?.execute(params![entity, shared])?;
    }
    Ok(())
}

/// The number of articles that name one of `first` and one of `others`. Costs what `first` appears in.
pub fn overlap(db: &Connection, first: &[i64], others: &[i64]) -> Result<i64> {
    if first.is_empty() || others.is_empty() {
        return Ok(0);
    }
    let list = |ids: &[i64]| ids.iter().map(i64::to_string).collect::<Vec<_>>().join(",");
    let count = if first.len() == 1 { "*" } else { "DISTINCT p.slot" };
    let sql = format!(
        "SELECT count({count}) FROM appearances p WHERE p.entity IN ({})
         AND EXISTS (SELECT 1 FROM appearances o WHERE o.entity IN ({}) AND o.slot = p.slot)",
        list(first),
        list(others)
    );
    Ok(db.query_row(&sql, [], |r| r.get(0))?)
}

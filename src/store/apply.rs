//! Applies an edit to the tables, or reverts it.
//!
//! Reverting touches only what still is as the edit left it: what another program changed since stays.

use rusqlite::{Connection, params};

use super::edit::Edit;
use super::error::Result;
use super::{corrections, judgements, note_table, regroup, watched};
use crate::news::entity::Correction;
use crate::news::note::Note;
use crate::news::triage::State;
use crate::text::fold;

/// Which way an edit goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Does it.
    Forward,
    /// Undoes it.
    Back,
}

impl Direction {
    /// Of the value before an edit and the one after it: the one that holds now.
    fn result<T>(self, before: T, after: T) -> T {
        match self {
            Self::Forward => after,
            Self::Back => before,
        }
    }
}

/// Applies an edit, or reverts it.
pub fn apply(db: &Connection, edit: &Edit, way: Direction) -> Result<()> {
    match edit {
        Edit::State { to, from } => set_states(db, *to, from, way),
        Edit::Star { on, articles } => set_stars(db, way.result(!on, *on), articles),
        Edit::Tag { on, tag, articles } => set_tag(db, way.result(!on, *on), tag, articles),
        Edit::Note { before, after } => {
            set_note(db, way.result(after, before).as_deref(), way.result(before, after).as_deref())
        }
        Edit::Correction { correction, instead, .. } => {
            let changed = exchange_corrections(db, correction, instead, way)?;
            regroup::regroup(db, changed)
        }
        Edit::Split { correction, new, chains, .. } => {
            corrections::write(db, correction, way.result(false, true))?;
            for (article, key) in chains {
                judgements::set(db, *article, key, *new, way.result(None, Some(true)))?;
            }
            Ok(())
        }
        Edit::Judgement { article, name, entity, before, after, .. } => {
            judgements::set(db, *article, name, *entity, way.result(*before, *after))
        }
        Edit::Watch { entity, on, .. } => watched::set(db, *entity, way.result(!on, *on)),
        Edit::Batch { edits } => apply_batch(db, edits, way),
    }
}

/// Applies edits in order, or reverts them in the opposite order. Groups are recomputed once, after all corrections.
fn apply_batch(db: &Connection, edits: &[Edit], way: Direction) -> Result<()> {
    let mut changed = Vec::new();
    let mut one = |edit: &Edit| match edit {
        Edit::Correction { correction, instead, .. } => {
            changed.extend(exchange_corrections(db, correction, instead, way)?);
            Ok(())
        }
        other => apply(db, other, way),
    };
    match way {
        Direction::Forward => edits.iter().try_for_each(&mut one)?,
        Direction::Back => edits.iter().rev().try_for_each(&mut one)?,
    }
    regroup::regroup(db, changed)
}

/// Stores a correction in place of those it replaces, or the other way round. Returns the entities they are about.
fn exchange_corrections(
    db: &Connection,
    correction: &Correction,
    instead: &[Correction],
    way: Direction,
) -> Result<Vec<i64>> {
    let (out, into) =
        way.result((std::slice::from_ref(correction), instead), (instead, std::slice::from_ref(correction)));
    for old in out {
        corrections::write(db, old, false)?;
    }
    for new in into {
        corrections::write(db, new, true)?;
    }
    Ok(out.iter().chain(into).flat_map(corrections::entities).collect())
}

/// Changes the state of articles that are in the state the edit expects.
fn set_states(db: &Connection, to: State, from: &[(State, Vec<i64>)], way: Direction) -> Result<()> {
    let mut set = db.prepare_cached("UPDATE marks SET state = ?3 WHERE id = ?1 AND state = ?2")?;
    for (old, articles) in from {
        let (expected, new) = way.result((to, *old), (*old, to));
        for id in articles {
            set.execute(params![id, expected as u8, new as u8])?;
        }
    }
    Ok(())
}

fn set_stars(db: &Connection, on: bool, articles: &[i64]) -> Result<()> {
    let mut set = db.prepare_cached("UPDATE marks SET star = ?2 WHERE id = ?1")?;
    for id in articles {
        set.execute(params![id, on])?;
    }
    Ok(())
}

fn set_tag(db: &Connection, on: bool, tag: &str, articles: &[i64]) -> Result<()> {
    let folded = fold::key(tag);
    let mut set = db.prepare_cached(if on {
        "INSERT OR IGNORE INTO tags(folded, slot, name) SELECT ?2, slot, ?3 FROM articles WHERE id = ?1"
    } else {
        "DELETE FROM tags WHERE folded = ?2 AND slot = (SELECT slot FROM articles WHERE id = ?1) AND ?3 IS NOT NULL"
    })?;
    for id in articles {
        set.execute(params![id, folded, tag])?;
    }
    Ok(())
}

fn set_note(db: &Connection, old: Option<&Note>, new: Option<&Note>) -> Result<()> {
    match (old, new) {
        (_, Some(note)) => note_table::write(db, note),
        (Some(note), None) => note_table::delete(db, note.id),
        (None, None) => Ok(()),
    }
}

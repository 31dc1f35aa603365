//! Stories: the copies and versions of one article, found at import and shown as one row of a list.
//!
//! An article joins the story of an earlier one if their texts resemble each other (MinHash, [`super::minhash`]), or if one
//! source gave both the same slug, and no more than four days lie between them. A story has the number of its first article.

use rusqlite::{Connection, OptionalExtension, params};

use super::error::Result;
use super::minhash;
use crate::news::article::{ArticleId, Draft};
use crate::news::time::Timestamp;

/// This many of the smallest hashes of a sketch are indexed. Two texts share one of them far more often than not from a
/// resemblance of [`ALIKE`] on.
const HOOKS: usize = 5;
/// Candidates for each of these hashes: the newest.
const LATEST: i64 = 8;
/// From this resemblance on (`0..=1`, see [`minhash::resemblance`]) two texts are one story.
const ALIKE: f32 = 0.4;
/// Seconds that may lie between two versions: four days.
const APART: i64 = 4 * 86_400;

/// The story of a draft that is about to be inserted as article `id`; `None` where it starts none. Its sketch is stored, so
/// that later articles can find it.
pub fn join(db: &Connection, id: ArticleId, draft: &Draft, source: i64, time: Timestamp) -> Result<Option<i64>> {
    let sketch = minhash::sketch(&draft.body);
    let earlier = match same_slug(db, draft, source, time)? {
        Some(earlier) => Some(earlier),
        None => resembling(db, &sketch, time)?,
    };
    let mut insert = db.prepare_cached("INSERT OR IGNORE INTO prints(hash, article) VALUES (?1, ?2)")?;
    for hash in sketch.iter().take(HOOKS) {
        insert.execute(params![hash, id.0])?;
    }
    if !sketch.is_empty() {
        db.prepare_cached("INSERT INTO sketches(id, sketch) VALUES (?1, ?2)")?
            .execute(params![id.0, minhash::bytes(&sketch)])?;
    }
    let Some((earlier, story)) = earlier else { return Ok(None) };
    if story.is_none() {
        db.prepare_cached("UPDATE articles SET story = id WHERE id = ?1")?.execute([earlier])?;
    }
    Ok(Some(story.unwrap_or(earlier)))
}

/// The newest article of the same source with the same slug: its number and its story.
fn same_slug(db: &Connection, draft: &Draft, source: i64, time: Timestamp) -> Result<Option<(i64, Option<i64>)>> {
    let Some(slug) = &draft.slug else { return Ok(None) };
    let sql = "SELECT id, story FROM articles WHERE slug = ?1 AND source = ?2
               AND abs(coalesce(published, received) - ?3) <= ?4 ORDER BY id DESC LIMIT 1";
    let row = |row: &rusqlite::Row| Ok((row.get(0)?, row.get(1)?));
    Ok(db.prepare_cached(sql)?.query_row(params![slug, source, time.0, APART], row).optional()?)
}

/// The earlier article whose text resembles most: its number and its story.
fn resembling(db: &Connection, sketch: &[u32], time: Timestamp) -> Result<Option<(i64, Option<i64>)>> {
    // The limit is written out: SQLite compiles a statement anew for each value of a limit that is bound.
    let sql = format!("SELECT article FROM prints WHERE hash = ?1 ORDER BY article DESC LIMIT {LATEST}");
    let mut by_hook = db.prepare_cached(&sql)?;
    let mut candidates: Vec<i64> = Vec::new();
    for hash in sketch.iter().take(HOOKS) {
        let mut rows = by_hook.query([hash])?;
        while let Some(row) = rows.next()? {
            candidates.push(row.get(0)?);
        }
    }
    candidates.sort_unstable_by(|a, b| b.cmp(a));
    candidates.dedup();
    let sql =
        "SELECT s.sketch, a.story, coalesce(a.published, a.received) FROM sketches s JOIN articles a ON a.id = s.id
               WHERE s.id = ?1";
    let mut by_id = db.prepare_cached(sql)?;
    let mut best: Option<(f32, i64, Option<i64>)> = None;
    for id in candidates {
        let mut rows = by_id.query([id])?;
        let Some(row) = rows.next()? else { continue };
        let other: i64 = row.get(2)?;
        let alike = minhash::resemblance(sketch, &minhash::read(row.get_ref(0)?.as_blob().unwrap_or(&[])));
        if other.saturating_sub(time.0).saturating_abs() <= APART
            && alike >= ALIKE
            && best.is_none_or(|(other, ..)| alike > other)
        {
            best = Some((alike, id, row.get(1)?));
        }
    }
    Ok(best.map(|(_, id, story)| (id, story)))
}

//! Judgements: what the user said about the links of single chains, laid over the links that the engine found.
//!
//! The engine's links stay in `annotations.links` as found. The table `judgements` holds one row for each thing the user said: in
//! this article, the chain of this name is (`same` = 1) or is not (0) this entity. Both are combined when they are read, so a
//! judgement can always be undone.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, params};

use super::appearances::{self, Here};
use super::chain_split::{self, Part};
use super::codec;
use super::error::Result;
use crate::news::article::ArticleId;
use crate::news::entity::{EntityId, Link, Reason};

/// The links of an article, the reader's judgements laid over the engine's.
pub fn effective(db: &Connection, id: ArticleId) -> Result<Vec<Link>> {
    let stored = "SELECT links FROM annotations WHERE id = ?1";
    let stored: Option<Vec<u8>> = db.prepare_cached(stored)?.query_row([id.0], |row| row.get(0)).optional()?;
    let links = stored.map_or_else(|| Ok(Vec::new()), |bytes| codec::read_links(&bytes))?;
    let mut rows =
        db.prepare_cached("SELECT name, entity, same FROM judgements WHERE article = ?1 ORDER BY same, entity")?;
    let judged = rows.query_map([id.0], |r| Ok((r.get(0)?, EntityId(r.get(1)?), r.get(2)?)))?;
    let judged = judged.collect::<rusqlite::Result<Vec<(String, EntityId, bool)>>>()?;
    if judged.is_empty() {
        return Ok(links);
    }
    let found = "SELECT found FROM annotations WHERE id = ?1";
    let found: Option<Vec<u8>> = db.prepare_cached(found)?.query_row([id.0], |row| row.get(0)).optional()?;
    // What can not be read has no chains until it is read again.
    let found = found.and_then(|bytes| codec::read_annotations(&bytes).ok()).unwrap_or_default();
    let parts = chain_split::read(db, id, found)?.parts;
    let laid_over = |part: &Part| {
        let mut link = links.get(part.chain).cloned().unwrap_or(Link::Refused);
        // What was said of the whole chain first, then what was said of this part of it.
        for name in [Some(&part.name), part.words.as_ref()].into_iter().flatten() {
            for (_, entity, same) in judged.iter().filter(|(judged, ..)| judged == name) {
                judge(&mut link, *entity, *same);
            }
        }
        link
    };
    Ok(parts.iter().map(laid_over).collect())
}

fn judge(link: &mut Link, entity: EntityId, same: bool) {
    match link {
        _ if same => *link = Link::Certain(entity, vec![Reason::Said]),
        Link::Certain(linked, _) if *linked == entity => *link = Link::Refused,
        Link::Uncertain(candidates) => {
            candidates.retain(|c| c.0 != entity);
            if candidates.is_empty() {
                *link = Link::Refused;
            }
        }
        _ => {}
    }
}

/// Writes the appearances of one article anew after a judgement about it; `unsaid` is whom nothing is said of any longer.
pub fn rewrite_appearances(db: &Connection, id: ArticleId, unsaid: Option<EntityId>) -> Result<()> {
    let sql = "SELECT a.slot, n.links, n.found FROM articles a JOIN annotations n ON n.id = a.id WHERE a.id = ?1";
    let row = |r: &rusqlite::Row| Ok((r.get::<_, i64>(0)?, r.get::<_, Vec<u8>>(1)?, r.get::<_, Vec<u8>>(2)?));
    let Some((at, raw, found)) = db.prepare_cached(sql)?.query_row([id.0], row).optional()? else { return Ok(()) };
    let (raw, found) = (codec::read_links(&raw)?, chain_split::annotations(db, id, codec::read_annotations(&found)?)?);
    let mut concerned: BTreeMap<EntityId, (u32, bool)> =
        unsaid.map(|entity| (entity, (0, false))).into_iter().collect();
    for link in &raw {
        concerned.extend(link.candidates().map(|entity| (entity, (0, false))));
    }
    let mut rows = db.prepare_cached("SELECT entity FROM judgements WHERE article = ?1")?;
    for entity in rows.query_map([id.0], |row| row.get(0).map(EntityId))? {
        concerned.insert(entity?, (0, false));
    }
    for (chain, link) in effective(db, id)?.into_iter().enumerate() {
        let mentions = chain_split::size(&found, chain) as u32;
        for entity in link.candidates() {
            let at = concerned.entry(entity).or_default();
            *at = (at.0 + mentions.max(1), at.1 | matches!(link, Link::Certain(..)));
        }
    }
    for (entity, (mentions, certain)) in concerned {
        if mentions > 0 {
            appearances::put(db, entity.0, &[Here { slot: at, mentions, certain }])?;
        } else {
            appearances::take(db, entity.0, at)?;
        }
    }
    Ok(())
}

/// Stores what the user said about the chain of a key and an entity (`None`: nothing), and updates the appearances.
pub fn set(db: &Connection, article: i64, key: &str, entity: i64, same: Option<bool>) -> Result<()> {
    let sql = match same {
        Some(_) => "INSERT OR REPLACE INTO judgements(article, name, entity, same) VALUES (?1, ?2, ?3, ?4)",
        None => "DELETE FROM judgements WHERE article = ?1 AND name = ?2 AND entity = ?3 AND ?4 IS NULL",
    };
    db.prepare_cached(sql)?.execute(params![article, key, entity, same])?;
    rewrite_appearances(db, ArticleId(article), Some(EntityId(entity)))
}

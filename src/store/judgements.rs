//! Judgements: what the user said about the links of single chains, which override the links that the engine found.
//!
//! The engine's links stay in `annotations.links` as found. The table `judgements` holds one row for each thing the user said: in
//! this article, the chain of this key is (`same` = 1) or is not (0) this entity. Both are combined when they are read, so a
//! judgement can always be undone.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::appearances::{self, Here};
use super::chain_split::{self, Part, Split};
use super::codec;
use super::column::all_readable;
use super::error::Result;
use crate::news::article::ArticleId;
use crate::news::entity::{EntityId, Link, Reason};

/// A row of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    pub article: ArticleId,
    /// The chain's judgement key (see [`chain_split`]): its folded name, or one name of it in quotation marks.
    pub key: String,
    pub entity: EntityId,
    /// The link was confirmed; otherwise refused.
    pub same: bool,
}

impl Judgement {
    /// Reads `article, name, entity, same`, the first of them in column `at`.
    pub fn decode(row: &Row, at: usize) -> rusqlite::Result<Self> {
        Ok(Self {
            article: ArticleId(row.get(at)?),
            key: row.get(at + 1)?,
            entity: EntityId(row.get(at + 2)?),
            same: row.get(at + 3)?,
        })
    }
}

/// Every judgement, by article and key.
pub fn all(db: &Connection) -> Result<Vec<Judgement>> {
    let mut rows = db.prepare_cached("SELECT article, name, entity, same FROM judgements ORDER BY article, name")?;
    all_readable(rows.query_map([], |row| Judgement::decode(row, 0))?)
}

/// The judgements about an article: refusals first, so that a confirmation has the last word.
pub fn of(db: &Connection, article: ArticleId) -> Result<Vec<Judgement>> {
    let sql = "SELECT article, name, entity, same FROM judgements WHERE article = ?1 ORDER BY same, entity";
    let mut rows = db.prepare_cached(sql)?;
    all_readable(rows.query_map([article.0], |row| Judgement::decode(row, 0))?)
}

/// Stores what the user said about the chain of a key and an entity (`None`: nothing), and updates the appearances of the entities
/// that this changes.
pub fn set(db: &Connection, article: i64, key: &str, entity: i64, same: Option<bool>) -> Result<()> {
    let before = Named::read(db, ArticleId(article))?;
    let sql = match same {
        Some(_) => "INSERT OR REPLACE INTO judgements(article, name, entity, same) VALUES (?1, ?2, ?3, ?4)",
        None => "DELETE FROM judgements WHERE article = ?1 AND name = ?2 AND entity = ?3 AND ?4 IS NULL",
    };
    db.prepare_cached(sql)?.execute(params![article, key, entity, same])?;
    let Some(after) = Named::read(db, ArticleId(article))? else { return Ok(()) };
    let before = before.map(|before| before.entities).unwrap_or_default();
    // An article may name tens of thousands; a judgement is about a few of them.
    let all: BTreeSet<EntityId> = before.keys().chain(after.entities.keys()).copied().collect();
    after.write(db, all.into_iter().filter(|entity| before.get(entity) != after.entities.get(entity)))
}

/// The links of an article's chains, parts that were split off included, with the judgements applied.
pub fn effective_links(db: &Connection, id: ArticleId) -> Result<Vec<Link>> {
    let links = found_links(db, id)?;
    let judged = of(db, id)?;
    if judged.is_empty() {
        return Ok(links);
    }
    let found = "SELECT found FROM annotations WHERE id = ?1";
    let found: Option<Vec<u8>> = db.prepare_cached(found)?.query_row([id.0], |row| row.get(0)).optional()?;
    // Annotations that cannot be decoded count as none: re-annotation makes them anew, and the judgements hold again.
    let found = found.and_then(|bytes| codec::read_annotations(&bytes).ok()).unwrap_or_default();
    let parts = chain_split::read(db, id, found)?.parts;
    Ok(parts.iter().map(|part| link_of(part, &links, &judged)).collect())
}

/// The links as the engine found them, one for each of its chains; none where the article was not annotated.
pub fn found_links(db: &Connection, id: ArticleId) -> Result<Vec<Link>> {
    let sql = "SELECT links FROM annotations WHERE id = ?1";
    let stored: Option<Vec<u8>> = db.prepare_cached(sql)?.query_row([id.0], |row| row.get(0)).optional()?;
    let Some(bytes) = stored else { return Ok(Vec::new()) };
    codec::read_links(&bytes).map_err(|garbled| garbled.in_article(id))
}

/// The link of one chain: the engine's, then judgements about the whole chain, then those about this part of it.
fn link_of(part: &Part, links: &[Link], judged: &[Judgement]) -> Link {
    let mut link = links.get(part.chain).cloned().unwrap_or(Link::Refused);
    for key in [Some(&part.name), part.own_key.as_ref()].into_iter().flatten() {
        for judgement in judged.iter().filter(|judgement| judgement.key == *key) {
            judge(&mut link, judgement.entity, judgement.same);
        }
    }
    link
}

/// Applies one judgement to a link.
fn judge(link: &mut Link, entity: EntityId, same: bool) {
    if same {
        *link = Link::Certain(entity, vec![Reason::Said]);
        return;
    }
    match link {
        Link::Certain(linked, _) if *linked == entity => *link = Link::Refused,
        Link::Uncertain(candidates) => {
            candidates.retain(|candidate| candidate.0 != entity);
            if candidates.is_empty() {
                *link = Link::Refused;
            }
        }
        Link::Certain(..) | Link::Refused => {}
    }
}

/// Recomputes the appearances of an article from its effective links, after its annotations changed.
pub fn rewrite_appearances(db: &Connection, id: ArticleId) -> Result<()> {
    let Some(named) = Named::read(db, id)? else { return Ok(()) };
    // Every entity that the article may have been counted for.
    let links = found_links(db, id)?;
    let mut all: BTreeSet<EntityId> = links.iter().flat_map(Link::candidates).collect();
    all.extend(of(db, id)?.into_iter().map(|judgement| judgement.entity));
    all.extend(named.entities.keys());
    named.write(db, all.into_iter())
}

/// Whom an article names, judgements applied.
struct Named {
    /// The ordinal of the article.
    slot: i64,
    /// The number of mentions, and whether one of them is certainly the entity.
    entities: BTreeMap<EntityId, (u32, bool)>,
}

impl Named {
    /// `None` where the article was not annotated.
    fn read(db: &Connection, id: ArticleId) -> Result<Option<Self>> {
        let sql = "SELECT a.slot, n.links, n.found FROM articles a JOIN annotations n ON n.id = a.id WHERE a.id = ?1";
        let row = |r: &Row| Ok((r.get::<_, i64>(0)?, r.get::<_, Vec<u8>>(1)?, r.get::<_, Vec<u8>>(2)?));
        let Some((slot, links, found)) = db.prepare_cached(sql)?.query_row([id.0], row).optional()? else {
            return Ok(None);
        };
        let links = codec::read_links(&links).map_err(|garbled| garbled.in_article(id))?;
        let found = codec::read_annotations(&found).map_err(|garbled| garbled.in_article(id))?;
        let judged = of(db, id)?;
        let Split { found, parts } = chain_split::read(db, id, found)?;
        let mut entities: BTreeMap<EntityId, (u32, bool)> = BTreeMap::new();
        for (chain, part) in parts.iter().enumerate() {
            let link = link_of(part, &links, &judged);
            let mentions = chain_split::size(&found, chain) as u32;
            for entity in link.candidates() {
                let count = entities.entry(entity).or_default();
                *count = (count.0 + mentions.max(1), count.1 | matches!(link, Link::Certain(..)));
            }
        }
        Ok(Some(Self { slot, entities }))
    }

    /// Writes the appearances of some entities in the article.
    fn write(&self, db: &Connection, some: impl Iterator<Item = EntityId>) -> Result<()> {
        for entity in some {
            match self.entities.get(&entity) {
                Some((mentions, certain)) => {
                    let here = Here { slot: self.slot, mentions: *mentions, certain: *certain };
                    appearances::put(db, entity.0, &[here])?;
                }
                None => appearances::take(db, entity.0, self.slot)?,
            }
        }
        Ok(())
    }
}

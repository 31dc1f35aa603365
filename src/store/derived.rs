//! What the annotations of an article and its links add to the tables of entities (`appearances`, `aliases`, `roles`), and
//! how it is taken back.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, params};

use super::appearances::{self, Here};
use super::error::Result;
use super::link_session::LinkSession;
use super::{codec, regroup};
use crate::news::article::ArticleId;
use crate::news::entity::{EntityId, Link};
use crate::news::mention::{Annotations, Chain, Form};
use crate::text::{clean, fold};

/// A stored article with its annotations.
#[derive(Clone, Debug)]
pub struct StoredArticle {
    /// Its number.
    pub id: ArticleId,
    /// Its text.
    pub body: String,
    /// What the engine found in it; `None` where there are no annotations, or none that can be read.
    pub found: Option<Annotations>,
    pub(super) slot: i64,
    pub(super) engine: u32,
    /// The stored links; there are some wherever there is `found`.
    pub(super) links: Vec<Link>,
}

impl LinkSession<'_> {
    /// A stored article.
    pub fn article(&self, id: ArticleId) -> Result<Option<StoredArticle>> {
        let sql = "SELECT a.slot, b.body, n.engine, n.links, n.found FROM articles a JOIN bodies b ON b.id = a.id
                   LEFT JOIN annotations n ON n.id = a.id WHERE a.id = ?1";
        let mut rows = self.db.prepare_cached(sql)?;
        let mut rows = rows.query([id.0])?;
        let Some(row) = rows.next()? else { return Ok(None) };
        let (slot, body, engine) = (row.get(0)?, row.get(1)?, row.get::<_, Option<u32>>(2)?);
        let mut article = StoredArticle { id, body, found: None, slot, engine: engine.unwrap_or(0), links: Vec::new() };
        // What cannot be read has to be given up; the counts of its names stay a little too high.
        if let Some(links) = row.get::<_, Option<Vec<u8>>>(3)?
            && let Some(found) = row.get::<_, Option<Vec<u8>>>(4)?
            && let (Ok(links), Ok(found)) = (codec::read_links(&links), codec::read_annotations(&found))
        {
            (article.links, article.found) = (links, Some(found));
        }
        Ok(Some(article))
    }
}

/// Takes back what the annotations of a stored article added to the tables of entities.
pub fn take_back(db: &Connection, article: &StoredArticle) -> Result<()> {
    let Some(found) = &article.found else { return Ok(()) };
    let mut derived = Derived::default();
    derived.add(article.slot, &article.body, found, &article.links);
    for (entity, slot) in derived.appearances.keys() {
        appearances::take(db, entity.0, *slot)?;
    }
    for (entity, name) in derived.aliases.keys() {
        db.prepare_cached("UPDATE aliases SET articles = max(0, articles - 1) WHERE entity = ?1 AND name = ?2")?
            .execute(params![entity.0, name])?;
    }
    let mut fewer =
        db.prepare_cached("UPDATE roles SET times = times - ?3 WHERE entity = ?1 AND folded = ?2 RETURNING times")?;
    for ((entity, folded), (.., times)) in &derived.roles {
        let left: Option<i64> = fewer.query_row(params![entity.0, folded, times], |row| row.get(0)).optional()?;
        if left.is_some_and(|left| left <= 0) {
            let sql = "DELETE FROM roles WHERE entity = ?1 AND folded = ?2";
            db.prepare_cached(sql)?.execute(params![entity.0, folded])?;
        }
    }
    Ok(())
}

/// Writes the annotations of an article; `engine` is the version that made them.
pub fn write_annotations(
    db: &Connection,
    id: ArticleId,
    engine: u32,
    found: &Annotations,
    links: &[Link],
) -> Result<()> {
    let sql = "INSERT OR REPLACE INTO annotations(id, engine, leads, links, found) VALUES (?1, ?2, ?3, ?4, ?5)";
    let leads = codec::entities(&leads(found, links));
    db.prepare_cached(sql)?.execute(params![id.0, engine, leads, codec::links(links), codec::annotations(found)])?;
    Ok(())
}

/// The entities that a row of the list names: persons and institutions before places, those with most mentions first, at
/// most four.
fn leads(found: &Annotations, links: &[Link]) -> Vec<EntityId> {
    let mut ranked: Vec<(u8, usize, u32, EntityId)> = found
        .chains
        .iter()
        .zip(links)
        .filter_map(|(chain, link)| {
            let Link::Certain(entity, _) = link else { return None };
            let group = codec::kind(chain.kind).saturating_sub(1);
            Some((group, usize::MAX - chain.mentions.len(), *chain.mentions.first()?, *entity))
        })
        .collect();
    ranked.sort_unstable();
    let mut leads: Vec<EntityId> = Vec::new();
    for (.., entity) in ranked {
        if !leads.contains(&entity) && leads.len() < 4 {
            leads.push(entity);
        }
    }
    leads
}

/// The names of a chain, as they are kept ([`clean::name`]), each once, the chain's own first; at most sixteen.
fn aliases(text: &str, found: &Annotations, chain: &Chain) -> Vec<String> {
    let mut names = vec![chain.name.clone()];
    for mention in chain.mentions.iter().filter_map(|&m| found.mentions.get(m as usize)) {
        let name = clean::name(mention.span.slice(text));
        if mention.form == Form::Name && !name.is_empty() && !names.iter().any(|n| *n == name) && names.len() < 16 {
            names.push(name.into_owned());
        }
    }
    names
}

/// What a batch of articles adds to the tables of entities, gathered so that each row is written once, in order of its key.
#[derive(Default)]
pub struct Derived {
    /// Entity and slot: mentions, and whether one of them is certainly the entity.
    appearances: BTreeMap<(EntityId, i64), (u32, bool)>,
    /// Entity and name: in how many articles.
    aliases: BTreeMap<(EntityId, String), u32>,
    /// Entity and folded role: the role as last written, the slot where, and how often.
    roles: BTreeMap<(EntityId, String), (String, i64, u32)>,
}

impl Derived {
    /// Adds an article.
    pub fn add(&mut self, slot: i64, body: &str, found: &Annotations, links: &[Link]) {
        for (chain, link) in found.chains.iter().zip(links) {
            let (entities, certain): (Vec<EntityId>, bool) = match link {
                Link::Certain(entity, _) => (vec![*entity], true),
                Link::Uncertain(candidates) => (candidates.iter().map(|c| c.0).collect(), false),
                Link::Refused => continue,
            };
            let of_form = |m: &&u32| found.mentions.get(**m as usize).is_some_and(|m| m.form != Form::Role);
            let mentions = chain.mentions.iter().filter(of_form).count() as u32;
            for entity in entities {
                let at = self.appearances.entry((entity, slot)).or_default();
                *at = (at.0 + mentions, at.1 | certain);
                if !certain {
                    continue;
                }
                for name in aliases(body, found, chain) {
                    *self.aliases.entry((entity, name)).or_default() += 1;
                }
                for role in &chain.roles {
                    let entry = self.roles.entry((entity, fold::key(role))).or_insert_with(|| (role.clone(), slot, 0));
                    entry.2 += 1;
                    if slot > entry.1 {
                        (entry.0, entry.1) = (role.clone(), slot);
                    }
                }
            }
        }
    }

    /// Writes everything that was added.
    pub fn write(&self, db: &Connection) -> Result<()> {
        let here: Vec<(i64, Here)> = self
            .appearances
            .iter()
            .map(|((entity, slot), (mentions, certain))| {
                (entity.0, Here { slot: *slot, mentions: *mentions, certain: *certain })
            })
            .collect();
        for of_one in here.chunk_by(|a, b| a.0 == b.0) {
            if let Some((entity, _)) = of_one.first() {
                appearances::put(db, *entity, &of_one.iter().map(|(_, here)| *here).collect::<Vec<_>>())?;
            }
        }
        let mut role = db.prepare_cached(
            "INSERT INTO roles(entity, folded, role, slot, times) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT DO UPDATE SET times = times + excluded.times,
             role = iif(excluded.slot > slot, excluded.role, role), slot = max(slot, excluded.slot)",
        )?;
        for ((entity, folded), (as_written, slot, times)) in &self.roles {
            role.execute(params![entity.0, folded, as_written, slot, times])?;
        }
        self.write_aliases(db)
    }

    fn write_aliases(&self, db: &Connection) -> Result<()> {
        let mut more =
            db.prepare_cached("UPDATE aliases SET articles = articles + ?3 WHERE entity = ?1 AND name = ?2")?;
        let mut add = db.prepare_cached("INSERT INTO aliases(entity, name, articles) VALUES (?1, ?2, ?3)")?;
        let mut words = db.prepare_cached("INSERT INTO alias_words(rowid, name) VALUES (?1, ?2)")?;
        let mut fresh: Vec<EntityId> = Vec::new();
        for ((entity, name), articles) in &self.aliases {
            if more.execute(params![entity.0, name, articles])? == 0 {
                add.execute(params![entity.0, name, articles])?;
                words.execute(params![db.last_insert_rowid(), super::fts::spaced(name)])?;
                if fresh.last() != Some(entity) {
                    fresh.push(*entity);
                }
            }
        }
        // An entity is shown by the most frequent of its names of two words or more, else by the most frequent one.
        let mut rename = db.prepare_cached(
            "UPDATE entities SET name = coalesce((SELECT name FROM aliases WHERE entity = ?1
             ORDER BY instr(name, ' ') = 0, articles DESC, length(name) DESC, name LIMIT 1), name) WHERE id = ?1",
        )?;
        for entity in fresh {
            rename.execute([entity.0])?;
            regroup::rename(db, entity)?;
        }
        Ok(())
    }
}

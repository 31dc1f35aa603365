//! Taking articles in: whole articles, a batch in one transaction.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::appearances::{self, Here};
use super::error::Result;
use super::link::{Names, aliases};
use super::shelf::Tables;
use super::{Store, codec, ordinal, regroup, story};
use crate::news::article::{ArticleId, Draft, Revision};
use crate::news::entity::{EntityId, Link};
use crate::news::mention::{Annotations, Form};
use crate::news::time::Timestamp;
use crate::text::fold;

/// Bytes of a lede kept for the list.
const LEDE: usize = 240;

/// An article ready to be stored.
#[derive(Clone, Debug)]
pub struct Taken {
    /// What was read.
    pub draft: Draft,
    /// SHA-256 of the bytes as received.
    pub digest: [u8; 32],
    /// When.
    pub received: Timestamp,
    /// What the engine found in the body.
    pub found: Annotations,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stored {
    /// It is new.
    New(ArticleId),
    /// The archive had it.
    Known(ArticleId),
}

impl Store {
    /// The article that was made of these bytes.
    pub fn known(&self, digest: &[u8; 32]) -> Result<Option<ArticleId>> {
        known(&self.db, digest)
    }

    /// Opens an import: a number for the articles that come in together (`import:` of the query language).
    pub fn begin_import(&mut self, now: Timestamp) -> Result<u32> {
        self.db.execute("INSERT INTO imports(at) VALUES (?1)", [now.0])?;
        self.own += 1;
        Ok(u32::try_from(self.db.last_insert_rowid()).unwrap_or(u32::MAX))
    }

    /// Stores a batch in one transaction: all of it or nothing. `engine` is the version that annotated it.
    pub fn insert(&mut self, import: u32, engine: u32, batch: &[Taken]) -> Result<Vec<Stored>> {
        let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let sql = "SELECT coalesce(max(seq), 0) + 1 FROM sqlite_sequence WHERE name = 'articles'";
        let next: i64 = tx.prepare_cached(sql)?.query_row([], |row| row.get(0))?;
        let names = self.names.take().unwrap_or_default().open(&tx)?;
        let mut intake = Intake { db: &tx, import, engine, next, names, derived: Derived::default() };
        let mut texts: Vec<(i64, &Draft)> = Vec::new();
        let mut stored = Vec::with_capacity(batch.len());
        for taken in batch {
            stored.push(if let Some(id) = known(&tx, &taken.digest)? {
                Stored::Known(id)
            } else {
                let (id, slot) = intake.article(taken)?;
                texts.push((slot, &taken.draft));
                Stored::New(id)
            });
        }
        intake.derived.write(&tx)?;
        let names = intake.names.close(&tx)?;
        // In order of slot: the full-text index writes a new segment whenever the order breaks.
        texts.sort_unstable_by_key(|(slot, _)| *slot);
        let mut index = tx.prepare_cached("INSERT INTO search(rowid, headline, body) VALUES (?1, ?2, ?3)")?;
        for (slot, draft) in texts {
            index.execute(params![slot, super::fts::spaced(&draft.headline), super::fts::spaced(&draft.body)])?;
        }
        drop(index);
        tx.commit()?;
        self.names = Some(names);
        self.own += 1;
        Ok(stored)
    }

    /// Articles annotated by another version of the engine, oldest first, after `after`: at most `limit`, with their bodies.
    pub fn stale(&self, engine: u32, after: ArticleId, limit: usize) -> Result<Vec<(ArticleId, String)>> {
        let sql = "SELECT b.id, b.body FROM
                     (SELECT id FROM annotations WHERE engine < ?2 UNION ALL SELECT id FROM annotations WHERE engine > ?2) n
                     JOIN bodies b ON b.id = n.id
                   WHERE n.id > ?1 ORDER BY n.id LIMIT ?3";
        let mut rows = self.db.prepare_cached(sql)?;
        let found =
            rows.query_map(params![after.0, engine, limit as i64], |r| Ok((ArticleId(r.get(0)?), r.get(1)?)))?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// Puts new annotations in the place of old ones, in one transaction. Entities keep their numbers; the reader's tables are
    /// not touched.
    pub fn annotate_again(&mut self, engine: u32, batch: &[(ArticleId, Annotations)]) -> Result<()> {
        let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut names = self.names.take().unwrap_or_default().open(&tx)?;
        let mut derived = Derived::default();
        for (id, found) in batch {
            let sql = "SELECT a.slot, b.body FROM articles a JOIN bodies b ON b.id = a.id WHERE a.id = ?1";
            let row =
                tx.prepare_cached(sql)?.query_row([id.0], |r| Ok((r.get(0)?, r.get::<_, String>(1)?))).optional()?;
            let Some((slot, body)) = row else { continue };
            if let Some(old) = forget(&tx, *id, slot, &body)? {
                names.leave(&tx, *id, &body, &old)?;
            }
            let links = names.link(&tx, *id, &body, found)?;
            annotation(&tx, *id, engine, found, &links)?;
            derived.add(slot, &body, found, &links);
        }
        derived.write(&tx)?;
        let judged = "SELECT EXISTS (SELECT 1 FROM judgements WHERE article = ?1)";
        for (id, _) in batch {
            if tx.prepare_cached(judged)?.query_row([id.0], |row| row.get(0))? {
                super::judgements::rewrite_appearances(&tx, *id, None)?;
            }
        }
        let names = names.close(&tx)?;
        tx.commit()?;
        self.names = Some(names);
        self.own += 1;
        Ok(())
    }
}

/// Takes back what an article's old annotations put into the tables of entities; those annotations, if it had any.
pub(super) fn forget(db: &Connection, id: ArticleId, slot: i64, body: &str) -> Result<Option<Annotations>> {
    let sql = "SELECT links, found FROM annotations WHERE id = ?1";
    let old = db.prepare_cached(sql)?.query_row([id.0], |r| Ok((r.get::<_, Vec<u8>>(0)?, r.get::<_, Vec<u8>>(1)?)));
    let Some((links, found)) = old.optional()? else { return Ok(None) };
    // What can not be read has to be given up; the counts of its names stay a little too high.
    let (Ok(links), Ok(found)) = (codec::read_links(&links), codec::read_annotations(&found)) else { return Ok(None) };
    let mut derived = Derived::default();
    derived.add(slot, body, &found, &links);
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
    Ok(Some(found))
}

fn known(db: &Connection, digest: &[u8; 32]) -> Result<Option<ArticleId>> {
    let mut query = db.prepare_cached("SELECT id FROM articles WHERE digest = ?1")?;
    Ok(query.query_row([digest.as_slice()], |row| row.get(0).map(ArticleId)).optional()?)
}

pub(super) fn annotation(
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

/// The entities that a list's row names: those with most mentions, persons and institutions before places, at most four.
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

struct Intake<'t> {
    db: &'t Connection,
    import: u32,
    engine: u32,
    /// The number of the next article; never one that was used before.
    next: i64,
    names: Names<Tables<'t>>,
    derived: Derived,
}

impl Intake<'_> {
    fn article(&mut self, taken: &Taken) -> Result<(ArticleId, i64)> {
        let draft = &taken.draft;
        let time = draft.published.unwrap_or(taken.received);
        let source = self.source(&draft.source)?;
        let json = |ok: bool, text: serde_json::Result<String>| if ok { text.ok() } else { None };
        let id = ArticleId(self.next);
        self.next += 1;
        let slot = ordinal::slot(time, id);
        let story = story::join(self.db, id, draft, source, time)?;
        let sql = "INSERT INTO articles(id, slot, story, source, import, received, published, revision, digest, headline, slug,
                   byline, dateline, labels) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";
        self.db.prepare_cached(sql)?.execute(params![
            id.0,
            slot,
            story,
            source,
            self.import,
            taken.received.0,
            draft.published.map(|t| t.0),
            revision(draft.revision),
            taken.digest.as_slice(),
            draft.headline,
            draft.slug,
            draft.byline,
            json(draft.dateline.is_some(), serde_json::to_string(&draft.dateline)),
            json(!draft.tags.is_empty(), serde_json::to_string(&draft.tags)),
        ])?;
        let lede = draft.body.get(..draft.body.floor_char_boundary(LEDE)).unwrap_or("");
        self.db
            .prepare_cached("INSERT INTO bodies(id, lede, body) VALUES (?1, ?2, ?3)")?
            .execute(params![id.0, lede, draft.body])?;
        self.db.prepare_cached("INSERT INTO marks(id, slot) VALUES (?1, ?2)")?.execute(params![id.0, slot])?;
        for tag in &draft.tags {
            self.db
                .prepare_cached("INSERT OR IGNORE INTO labels(folded, slot) VALUES (?1, ?2)")?
                .execute(params![fold::key(tag), slot])?;
        }
        let links = self.names.link(self.db, id, &draft.body, &taken.found)?;
        annotation(self.db, id, self.engine, &taken.found, &links)?;
        self.derived.add(slot, &draft.body, &taken.found, &links);
        Ok((id, slot))
    }

    fn source(&self, name: &str) -> Result<i64> {
        let find = |row: &rusqlite::Row| row.get(0);
        let mut known = self.db.prepare_cached("SELECT id FROM sources WHERE name = ?1")?;
        if let Some(id) = known.query_row([name], find).optional()? {
            return Ok(id);
        }
        self.db
            .prepare_cached("INSERT INTO sources(name, folded) VALUES (?1, ?2)")?
            .execute(params![name, fold::key(name)])?;
        Ok(self.db.last_insert_rowid())
    }
}

/// Revisions as numbers.
pub fn revision(revision: Revision) -> u8 {
    match revision {
        Revision::First => 0,
        Revision::Update => 1,
        Revision::Correction => 2,
        Revision::Kill => 3,
    }
}

/// What a batch adds to the tables of entities, gathered so that each row is written once and in order of its key.
#[derive(Default)]
pub(super) struct Derived {
    appearances: BTreeMap<(EntityId, i64), (u32, bool)>,
    aliases: BTreeMap<(EntityId, String), u32>,
    roles: BTreeMap<(EntityId, String), (String, i64, u32)>,
}

impl Derived {
    pub(super) fn add(&mut self, slot: i64, body: &str, found: &Annotations, links: &[Link]) {
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

    pub(super) fn write(&self, db: &Connection) -> Result<()> {
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
        // Shown by the fullest common name: among names of two words or more the most frequent, else the most frequent.
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

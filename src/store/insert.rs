//! Storing articles: whole articles, a batch in one transaction.

use rusqlite::{Connection, OptionalExtension, params};

use super::derived::{Derived, StoredArticle, take_back, write_annotations};
use super::error::Result;
use super::link_session::{LinkSession, LinkWriter};
use super::{Store, ordinal, story};
use crate::engine::link::links::ArticleLinks;
use crate::news::article::{ArticleId, Draft, Revision};
use crate::news::mention::Annotations;
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
    /// When it was received.
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
    /// The article that was made of the bytes with this digest.
    pub fn known(&self, digest: &[u8; 32]) -> Result<Option<ArticleId>> {
        known(&self.db, digest)
    }

    /// Opens an import: a number for the articles that come in together (`import:` of the query language).
    pub fn begin_import(&mut self, now: Timestamp) -> Result<u32> {
        let tx = self.write()?;
        tx.execute("INSERT INTO imports(at) VALUES (?1)", [now.0])?;
        let number = tx.last_insert_rowid();
        tx.commit()?;
        Ok(u32::try_from(number).unwrap_or(u32::MAX))
    }

    /// Articles annotated by another version of the engine, oldest first, after `after`: at most `limit`, with their bodies.
    /// Looks at every article after `after` until it has them, but at none where the archive has no such article.
    pub fn stale(&self, engine: u32, after: ArticleId, limit: usize) -> Result<Vec<(ArticleId, String)>> {
        // Two look-ups in the index; "engine <> ?1" would read all of it.
        let any = "SELECT EXISTS (SELECT 1 FROM annotations WHERE engine < ?1)
                   OR EXISTS (SELECT 1 FROM annotations WHERE engine > ?1)";
        if !self.db.prepare_cached(any)?.query_row([engine], |row| row.get(0))? {
            return Ok(Vec::new());
        }
        let sql = "SELECT b.id, b.body FROM annotations n JOIN bodies b ON b.id = n.id
                   WHERE n.id > ?1 AND n.engine <> ?2 ORDER BY n.id LIMIT ?3";
        let mut rows = self.db.prepare_cached(sql)?;
        let found =
            rows.query_map(params![after.0, engine, limit as i64], |r| Ok((ArticleId(r.get(0)?), r.get(1)?)))?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }
}

impl LinkSession<'_> {
    /// See [`Store::known`].
    pub fn known(&self, digest: &[u8; 32]) -> Result<Option<ArticleId>> {
        known(self.db, digest)
    }
}

impl LinkWriter<'_> {
    /// Stores new articles with their links, whose nodes must have been written. `engine` is the version that annotated
    /// them.
    pub fn insert(&self, import: u32, engine: u32, batch: &[(&Taken, ArticleLinks)]) -> Result<Vec<ArticleId>> {
        let sql = "SELECT coalesce(max(seq), 0) + 1 FROM sqlite_sequence WHERE name = 'articles'";
        let first: i64 = self.db.prepare_cached(sql)?.query_row([], |row| row.get(0))?;
        let mut derived = Derived::default();
        let mut texts: Vec<(i64, &Draft)> = Vec::new();
        let mut ids = Vec::with_capacity(batch.len());
        for (id, (taken, links)) in (first..).map(ArticleId).zip(batch) {
            let slot = write_article(self.db, id, import, taken)?;
            self.note_short_names(id, links)?;
            let links = self.links(&links.links)?;
            write_annotations(self.db, id, engine, &taken.found, &links)?;
            derived.add(slot, &taken.draft.body, &taken.found, &links);
            texts.push((slot, &taken.draft));
            ids.push(id);
        }
        derived.write(self.db)?;
        // In order of slot: the full-text index writes a new segment whenever the order breaks.
        texts.sort_unstable_by_key(|(slot, _)| *slot);
        let mut index = self.db.prepare_cached("INSERT INTO search(rowid, headline, body) VALUES (?1, ?2, ?3)")?;
        for (slot, draft) in texts {
            index.execute(params![slot, super::fts::spaced(&draft.headline), super::fts::spaced(&draft.body)])?;
        }
        Ok(ids)
    }

    /// Replaces the annotations of stored articles. Entities keep their numbers, and nothing that the user decided changes.
    pub fn annotate_again(&self, engine: u32, batch: &[(StoredArticle, &Annotations, ArticleLinks)]) -> Result<()> {
        let mut derived = Derived::default();
        for (article, found, links) in batch {
            if article.found.is_some() {
                take_back(self.db, article)?;
                self.run("weak", "DELETE FROM weak WHERE article = ?1", [article.id.0])?;
            }
            self.note_short_names(article.id, links)?;
            let links = self.links(&links.links)?;
            write_annotations(self.db, article.id, engine, found, &links)?;
            derived.add(article.slot, &article.body, found, &links);
        }
        derived.write(self.db)?;
        batch.iter().try_for_each(|(article, ..)| self.apply_judgements(article.id))
    }

    /// Notes the short names of an article, and that they have to be resolved again once everything is known.
    fn note_short_names(&self, id: ArticleId, links: &ArticleLinks) -> Result<()> {
        for word in &links.short_names {
            self.run("weak", "INSERT OR IGNORE INTO weak(word, article) VALUES (?1, ?2)", params![word, id.0])?;
        }
        if !links.short_names.is_empty() {
            self.run("undecided", "INSERT OR IGNORE INTO undecided(article) VALUES (?1)", [id.0])?;
        }
        Ok(())
    }

    /// Writes the appearances of an article anew where the user judged its links.
    pub(super) fn apply_judgements(&self, id: ArticleId) -> Result<()> {
        let sql = "SELECT EXISTS (SELECT 1 FROM judgements WHERE article = ?1)";
        if self.db.prepare_cached(sql)?.query_row([id.0], |row| row.get(0))? {
            super::judgements::rewrite_appearances(self.db, id)?;
        }
        Ok(())
    }
}

/// See [`Store::known`].
fn known(db: &Connection, digest: &[u8; 32]) -> Result<Option<ArticleId>> {
    let mut query = db.prepare_cached("SELECT id FROM articles WHERE digest = ?1")?;
    Ok(query.query_row([digest.as_slice()], |row| row.get(0).map(ArticleId)).optional()?)
}

/// Writes an article without its annotations. Returns its slot.
fn write_article(db: &Connection, id: ArticleId, import: u32, taken: &Taken) -> Result<i64> {
    let draft = &taken.draft;
    let time = draft.published.unwrap_or(taken.received);
    let source = source(db, &draft.source)?;
    let json = |ok: bool, text: serde_json::Result<String>| if ok { text.ok() } else { None };
    let slot = ordinal::of(time, id);
    let story = story::join(db, id, draft, source, time)?;
    let sql =
        "INSERT INTO articles(id, slot, story, source, import, received, published, revision, digest, headline, slug,
               byline, dateline, labels) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";
    db.prepare_cached(sql)?.execute(params![
        id.0,
        slot,
        story,
        source,
        import,
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
    db.prepare_cached("INSERT INTO bodies(id, lede, body) VALUES (?1, ?2, ?3)")?
        .execute(params![id.0, lede, draft.body])?;
    db.prepare_cached("INSERT INTO marks(id, slot) VALUES (?1, ?2)")?.execute(params![id.0, slot])?;
    for tag in &draft.tags {
        db.prepare_cached("INSERT OR IGNORE INTO labels(folded, slot) VALUES (?1, ?2)")?
            .execute(params![fold::key(tag), slot])?;
    }
    Ok(slot)
}

/// The number of a source, made where it is new.
fn source(db: &Connection, name: &str) -> Result<i64> {
    let find = |row: &rusqlite::Row| row.get(0);
    let mut known = db.prepare_cached("SELECT id FROM sources WHERE name = ?1")?;
    if let Some(id) = known.query_row([name], find).optional()? {
        return Ok(id);
    }
    db.prepare_cached("INSERT INTO sources(name, folded) VALUES (?1, ?2)")?.execute(params![name, fold::key(name)])?;
    Ok(db.last_insert_rowid())
}

/// Revisions as they are stored.
pub fn revision(revision: Revision) -> u8 {
    match revision {
        Revision::First => 0,
        Revision::Update => 1,
        Revision::Correction => 2,
        Revision::Kill => 3,
    }
}

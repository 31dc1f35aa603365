//! After an import: which names turned out to be one, and whom short names mean now that all is known.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, TransactionBehavior};

use super::error::Result;
use super::insert::{Derived, annotation, forget};
use super::link::Names;
use super::shelf::Tables;
use super::{Store, codec, judgements, ordinal, regroup};
use crate::engine::link::article_features::ArticleFeatures;
use crate::engine::link::bearer::MOST;
use crate::engine::link::shelf::{Shelf, Stage};
use crate::news::article::ArticleId;

/// Articles in a transaction.
const BATCH: usize = 200;

/// Names that several may bear, in a transaction.
const CONTESTS: usize = 8;

/// Names in a transaction of settling, more or less: each writes many pages once, and keeps others from writing for some 0.1 s.
const ROUND: usize = 2000;

/// For one short name at most so many articles are decided again, the newest.
const AGAIN: usize = 500;

/// In all at most so many of earlier imports, and twice as many as those of this one; those of the rarest names.
const EARLIER: usize = 2000;

impl Store {
    /// Lays together the names that are one, and decides again whom the short names of what was imported since mean; those
    /// of earlier articles too, where it may have become somebody else. In short transactions: the reader goes on deciding
    /// meanwhile, and what was not done when the program ended is done the next time.
    pub fn settle(&mut self) -> Result<()> {
        while self.write(|names, tx| contest(tx, names))? {}
        while self.write(|names, _| Ok(names.world.round(ROUND)))? {}
        while self.write(|names, tx| show(tx, names))? {}
        self.write(|names, tx| plan(tx, names))?;
        while self.write(|names, tx| decide(tx, names))? {}
        Ok(())
    }

    /// Does something with the names in a transaction of its own.
    fn write<T>(&mut self, what: impl FnOnce(&mut Names<Tables>, &Connection) -> Result<T>) -> Result<T> {
        let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut names = self.names.take().unwrap_or_default().open(&tx)?;
        let done = what(&mut names, &tx)?;
        let names = names.close(&tx)?;
        tx.commit()?;
        self.names = Some(names);
        self.own += 1;
        Ok(done)
    }
}

/// Looks at the articles of some names that several people may bear. Whether there were any.
fn contest(tx: &Connection, names: &mut Names<Tables>) -> Result<bool> {
    let due = names.world.contests(CONTESTS);
    for node in &due {
        let mut scenes = Vec::new();
        for slot in articles(tx, names, *node)? {
            let sql = "SELECT b.body, n.found FROM bodies b JOIN annotations n ON n.id = b.id WHERE b.id = ?1";
            let row = |r: &rusqlite::Row| Ok((r.get::<_, String>(0)?, r.get::<_, Vec<u8>>(1)?));
            let Some((body, found)) = tx.prepare_cached(sql)?.query_row([ordinal::article(slot).0], row).optional()?
            else {
                continue;
            };
            if let Ok(found) = codec::read_annotations(&found) {
                scenes.push(ArticleFeatures::new(names.world.atlas(), &body, &found));
            }
        }
        names.world.contest(*node, &scenes);
    }
    Ok(!due.is_empty())
}

/// The newest slots in which a name may be meant that several bear.
fn articles(tx: &Connection, names: &mut Names<Tables>, node: u32) -> Result<BTreeSet<i64>> {
    let mut slots: BTreeSet<i64> = BTreeSet::new();
    let sql = format!("SELECT slot FROM appearances WHERE entity = ?1 ORDER BY slot DESC LIMIT {MOST}");
    for node in names.world.namesakes(node) {
        let Some(entity) = names.world.shelf.entity(node) else { continue };
        for slot in tx.prepare_cached(&sql)?.query_map([entity.0], |row| row.get(0))? {
            slots.insert(slot?);
        }
    }
    while slots.len() > MOST {
        slots.pop_first();
    }
    Ok(slots)
}

/// Tells the table of entities who was laid together or parted, of some. Whether there was anybody.
fn show(tx: &Connection, names: &mut Names<Tables>) -> Result<bool> {
    let moved = names.world.shelf.due(Stage::Moved, ROUND);
    regroup::regroup(tx, moved.iter().filter_map(|(node, _)| Some(names.world.shelf.entity(*node)?.0)))?;
    for (node, _) in &moved {
        names.world.shelf.done(Stage::Moved, *node);
    }
    Ok(!moved.is_empty())
}

/// Decides some of the articles again that wait for it. Whether there was any.
fn decide(tx: &Connection, names: &mut Names<Tables>) -> Result<bool> {
    let sql = "DELETE FROM undecided WHERE article IN (SELECT article FROM undecided ORDER BY article LIMIT ?1) RETURNING article";
    let mut rows = tx.prepare_cached(sql)?;
    let batch =
        rows.query_map([BATCH as i64], |row| row.get(0).map(ArticleId))?.collect::<rusqlite::Result<Vec<_>>>()?;
    let mut derived = Derived::default();
    let mut changed = Vec::new();
    for id in &batch {
        let sql = "SELECT a.slot, b.body, n.engine, n.links, n.found FROM articles a JOIN bodies b ON b.id = a.id
                       JOIN annotations n ON n.id = a.id WHERE a.id = ?1";
        let row = |r: &rusqlite::Row| {
            Ok((
                r.get::<_, i64>(0)?,
                r.get::<_, String>(1)?,
                r.get(2)?,
                r.get::<_, Vec<u8>>(3)?,
                r.get::<_, Vec<u8>>(4)?,
            ))
        };
        let Some((slot, body, engine, links, found)) = tx.prepare_cached(sql)?.query_row([id.0], row).optional()?
        else {
            continue;
        };
        let (Ok(before), Ok(found)) = (codec::read_links(&links), codec::read_annotations(&found)) else { continue };
        let scene = ArticleFeatures::new(names.world.atlas(), &body, &found);
        let (mut links, _) = names.links(&scene, &found, u32::MAX);
        // A link that stays keeps its reason: "new" was true when it came.
        for (now, then) in links.iter_mut().zip(&before) {
            if now.candidates().eq(then.candidates()) && std::mem::discriminant(now) == std::mem::discriminant(then) {
                now.clone_from(then);
            }
        }
        if links == before {
            continue;
        }
        forget(tx, *id, slot, &body)?;
        annotation(tx, *id, engine, &found, &links)?;
        derived.add(slot, &body, &found, &links);
        changed.push(*id);
    }
    derived.write(tx)?;
    for id in changed {
        let judged = "SELECT EXISTS (SELECT 1 FROM judgements WHERE article = ?1)";
        if tx.prepare_cached(judged)?.query_row([id.0], |row| row.get(0))? {
            judgements::rewrite_appearances(tx, id, None)?;
        }
    }
    Ok(!batch.is_empty())
}

/// Notes which articles of earlier imports have to be decided again, and which of this one need not.
fn plan(db: &Connection, names: &mut Names<Tables>) -> Result<()> {
    let new: u32 = db.query_row("SELECT count(*) FROM undecided", [], |row| row.get(0))?;
    let mut words: BTreeSet<String> = BTreeSet::new();
    let mut divided: BTreeSet<i64> = BTreeSet::new();
    for (node, _) in names.world.shelf.due(Stage::Meant, usize::MAX) {
        words.extend(names.world.short_names(node).map(str::to_owned));
        names.world.shelf.done(Stage::Meant, node);
        if names.world.divided(node) {
            divided.extend(articles(db, names, node)?);
        }
    }
    let mut asked = db.prepare_cached("DELETE FROM asked RETURNING word")?;
    for word in asked.query_map([], |row| row.get(0))? {
        words.insert(word?);
    }
    let sql = format!("SELECT article FROM weak WHERE word = ?1 ORDER BY article DESC LIMIT {AGAIN}");
    let mut rows = db.prepare_cached(&sql)?;
    let mut articles: Vec<Vec<i64>> = Vec::new();
    for word in words {
        let found = rows.query_map([&word], |row| row.get(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
        // One bearer more changes little where a crowd bears the name.
        if !found.is_empty() && names.world.shelf.bearers(&word).is_some() {
            articles.push(found);
        }
    }
    articles.sort_by_key(Vec::len);
    let mut ask = db.prepare_cached("INSERT OR IGNORE INTO undecided(article) VALUES (?1)")?;
    let mut left = EARLIER + 2 * new as usize;
    for article in articles.into_iter().flatten() {
        if left == 0 {
            break;
        }
        left -= ask.execute([article])?;
    }
    // What an article was decided from when it came may still hold.
    let mut done = db.prepare_cached("DELETE FROM undecided WHERE article = ?1")?;
    for (id, scene, decided) in std::mem::take(&mut names.recent) {
        if names.decisions(&scene) == decided {
            done.execute([id.0])?;
        }
    }
    for slot in divided {
        ask.execute([ordinal::article(slot).0])?;
    }
    Ok(())
}

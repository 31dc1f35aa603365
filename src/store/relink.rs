//! After an import: showing which entities turned out to be one, and resolving short names again in the articles where they
//! may mean somebody else now.
//!
//! The articles that wait are a table (`undecided`), so that the work goes on after a crash.

use std::collections::BTreeSet;

use rusqlite::params;

use super::derived::{Derived, StoredArticle, take_back, write_annotations};
use super::error::Result;
use super::link_session::{LinkSession, LinkWriter};
use super::{ordinal, regroup};
use crate::engine::link::links::ArticleLinks;
use crate::engine::link::storage::{LinkStorage, Stage};
use crate::news::article::ArticleId;

/// Of one short name at most this many articles are resolved again, the newest.
const ARTICLES_OF_A_NAME: usize = 500;

/// Articles of earlier imports that are resolved again after an import, besides two for each article of the import; those
/// with the rarest names. It bounds how long an import of a few articles may take, at some 1 ms each.
const EARLIER_ARTICLES: usize = 2000;

/// What has to be resolved again.
#[derive(Clone, Debug, Default)]
pub struct Requeue {
    /// The nodes that are in another cluster than before: what was due for them is done with this.
    pub nodes: Vec<u32>,
    /// Short names that may mean one of these nodes.
    pub words: BTreeSet<String>,
    /// For each divided name among these nodes, the nodes of everybody who bears it.
    pub divided: Vec<Vec<u32>>,
    /// Articles of this import whose short names were resolved again already, to the same.
    pub unchanged: Vec<ArticleId>,
}

impl LinkWriter<'_> {
    /// Shows in the table of entities which of them linking has put in other clusters, for at most `limit` nodes. Whether
    /// there was any.
    pub fn show_moved(&self, limit: usize) -> Result<bool> {
        let moved = self.due(Stage::Moved, limit)?;
        let mut changed = Vec::with_capacity(moved.len());
        for (node, _) in &moved {
            changed.extend(self.entity(*node)?.map(|entity| entity.0));
        }
        regroup::regroup(self.db, changed)?;
        self.done(Stage::Moved, moved.iter().map(|(node, _)| *node))?;
        Ok(!moved.is_empty())
    }
}

impl LinkSession<'_> {
    /// The newest articles in which one of these nodes may be meant, at most `limit`, in list order.
    pub fn newest_articles(&self, nodes: &[u32], limit: usize) -> Result<Vec<StoredArticle>> {
        let mut articles = Vec::new();
        for slot in self.newest_slots(nodes, limit)? {
            articles.extend(self.article(ordinal::article(slot))?);
        }
        Ok(articles)
    }

    fn newest_slots(&self, nodes: &[u32], limit: usize) -> Result<BTreeSet<i64>> {
        let mut slots: BTreeSet<i64> = BTreeSet::new();
        let sql = format!("SELECT slot FROM appearances WHERE entity = ?1 ORDER BY slot DESC LIMIT {limit}");
        for node in nodes {
            let Some(entity) = self.entity(*node)? else { continue };
            for slot in self.db.prepare_cached(&sql)?.query_map([entity.0], |row| row.get(0))? {
                slots.insert(slot?);
            }
        }
        while slots.len() > limit {
            slots.pop_first();
        }
        Ok(slots)
    }

    /// At most `limit` of the articles whose short names wait to be resolved again.
    pub fn undecided(&self, limit: usize) -> Result<Vec<ArticleId>> {
        let mut rows = self.db.prepare_cached("SELECT article FROM undecided ORDER BY article LIMIT ?1")?;
        let ids = rows.query_map([limit as i64], |row| row.get(0).map(ArticleId))?;
        Ok(ids.collect::<rusqlite::Result<_>>()?)
    }
}

impl LinkWriter<'_> {
    /// Queues the articles of earlier imports whose short names may mean somebody else now, and removes those of this import
    /// that need no second look. `limit`: of a divided name, so many articles.
    pub fn requeue(&self, what: &Requeue, limit: usize) -> Result<()> {
        let waiting: u32 = self.db.query_row("SELECT count(*) FROM undecided", [], |row| row.get(0))?;
        let mut words = what.words.clone();
        let mut asked = self.db.prepare_cached("DELETE FROM asked RETURNING word")?;
        for word in asked.query_map([], |row| row.get(0))? {
            words.insert(word?);
        }
        let sql = format!("SELECT article FROM weak WHERE word = ?1 ORDER BY article DESC LIMIT {ARTICLES_OF_A_NAME}");
        let mut rows = self.db.prepare_cached(&sql)?;
        let mut by_word: Vec<Vec<i64>> = Vec::new();
        for word in words {
            let articles = rows.query_map([&word], |row| row.get(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
            // One bearer more changes little where a name is common.
            if !articles.is_empty() && self.bearers(&word)?.is_some() {
                by_word.push(articles);
            }
        }
        by_word.sort_by_key(Vec::len);
        let mut queue = self.db.prepare_cached("INSERT OR IGNORE INTO undecided(article) VALUES (?1)")?;
        let mut left = EARLIER_ARTICLES + 2 * waiting as usize;
        for article in by_word.into_iter().flatten() {
            if left == 0 {
                break;
            }
            left -= queue.execute([article])?;
        }
        self.decided(what.unchanged.iter().copied())?;
        for nodes in &what.divided {
            for slot in self.newest_slots(nodes, limit)? {
                queue.execute([ordinal::article(slot).0])?;
            }
        }
        self.done(Stage::Resolve, what.nodes.iter().copied())
    }

    /// Notes that articles do not wait any more.
    pub fn decided(&self, ids: impl IntoIterator<Item = ArticleId>) -> Result<()> {
        let mut done = self.db.prepare_cached("DELETE FROM undecided WHERE article = ?1")?;
        for id in ids {
            done.execute([id.0])?;
        }
        Ok(())
    }

    /// Writes new links of stored articles, where they are not what they were.
    pub fn relink(&self, batch: &[(StoredArticle, ArticleLinks)]) -> Result<()> {
        let mut derived = Derived::default();
        let mut changed = Vec::new();
        for (article, links) in batch {
            let Some(found) = &article.found else { continue };
            let mut links = self.links(&links.links)?;
            // A link that stays keeps its reason: "new" was true when the article came.
            for (now, then) in links.iter_mut().zip(&article.links) {
                if now.candidates().eq(then.candidates()) && std::mem::discriminant(now) == std::mem::discriminant(then)
                {
                    now.clone_from(then);
                }
            }
            if links == article.links {
                continue;
            }
            take_back(self.db, article)?;
            write_annotations(self.db, article.id, article.engine, found, &links)?;
            derived.add(article.slot, &article.body, found, &links);
            changed.push(article.id);
        }
        derived.write(self.db)?;
        changed.into_iter().try_for_each(|id| self.apply_judgements(id))
    }

    fn done(&self, stage: Stage, nodes: impl Iterator<Item = u32>) -> Result<()> {
        for node in nodes {
            self.run("due", "DELETE FROM due WHERE stage = ?1 AND node = ?2", params![stage as u8, node])?;
        }
        Ok(())
    }
}

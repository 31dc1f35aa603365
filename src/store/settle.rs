//! After an import: which names turned out to be one, and whom short names mean now that all is known.

use std::collections::BTreeSet;

use rusqlite::{OptionalExtension, TransactionBehavior, params};

use super::error::Result;
use super::insert::{Derived, annotation, forget};
use super::link::Names;
use super::{Store, entities, grouping, pack};
use crate::engine::link::scene::Scene;
use crate::news::article::ArticleId;

/// Articles in a transaction.
const BATCH: usize = 200;

/// At most so many articles are looked at again for one short name.
const AGAIN: usize = 2000;

impl Store {
    /// Lays together the names that are one, and decides again whom the short names of an import mean; those of earlier
    /// articles too, where the import brought somebody who may be meant.
    pub fn settle(&mut self, import: u32) -> Result<()> {
        let mut names = Names::current(&self.db, self.names.take())?;
        // The long work comes before the lock: the reader goes on deciding meanwhile.
        names.world.settle();
        let stamp = names.stamp;
        let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        names = Names::current(&tx, Some(names))?;
        if names.stamp != stamp {
            names.world.settle();
        }
        let mut moved = Vec::new();
        let mut write = tx.prepare_cached("UPDATE nodes SET lead = ?2 WHERE number = ?1")?;
        for (node, kept) in (0u32..).zip(&mut names.leads) {
            let lead = names.world.lead(node);
            if lead != *kept {
                write.execute(params![node, lead])?;
                *kept = lead;
                moved.extend(names.entities.get(node as usize).map(|entity| entity.0));
            }
        }
        drop(write);
        grouping::regroup(&tx, moved)?;
        tx.commit()?;
        let mut again = again(&self.db, &names, import)?;
        for (id, scene, decided) in std::mem::take(&mut names.recent) {
            if names.decisions(&scene) == decided {
                again.remove(&id);
            }
        }
        let again: Vec<ArticleId> = again.into_iter().collect();
        self.own += 1;
        for batch in again.chunks(BATCH) {
            self.decide_again(&names, batch)?;
        }
        names.old = names.entities.len();
        self.names = Some(names);
        Ok(())
    }

    fn decide_again(&mut self, names: &Names, batch: &[ArticleId]) -> Result<()> {
        let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut derived = Derived::default();
        let mut changed = Vec::new();
        for id in batch {
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
            let (Ok(before), Ok(found)) = (pack::read_links(&links), pack::read_annotations(&found)) else { continue };
            let scene = Scene::new(names.world.atlas(), &body, &found);
            let mut links = names.links(&scene, &found, usize::MAX);
            // A link that stays keeps its reason: "new" was true when it came.
            for (now, then) in links.iter_mut().zip(&before) {
                if entities::candidates(now).eq(entities::candidates(then))
                    && std::mem::discriminant(now) == std::mem::discriminant(then)
                {
                    now.clone_from(then);
                }
            }
            if links == before {
                continue;
            }
            forget(&tx, *id, slot, &body)?;
            annotation(&tx, *id, engine, &found, &links)?;
            derived.add(slot, &body, &found, &links);
            changed.push(*id);
        }
        derived.write(&tx)?;
        for id in changed {
            let judged = "SELECT EXISTS (SELECT 1 FROM judgements WHERE article = ?1)";
            if tx.prepare_cached(judged)?.query_row([id.0], |row| row.get(0))? {
                entities::settle(&tx, id)?;
            }
        }
        tx.commit()?;
        self.own += 1;
        Ok(())
    }
}

/// Articles with short names that have to be decided again.
fn again(db: &rusqlite::Connection, names: &Names, import: u32) -> Result<BTreeSet<ArticleId>> {
    let mut out: BTreeSet<ArticleId> = BTreeSet::new();
    let sql = "SELECT DISTINCT w.article FROM articles a JOIN weak w ON w.article = a.id WHERE a.import = ?1";
    let mut rows = db.prepare_cached(sql)?;
    for id in rows.query_map([import], |row| row.get(0).map(ArticleId))? {
        out.insert(id?);
    }
    let words: BTreeSet<&str> =
        (names.old..names.entities.len()).flat_map(|n| names.world.short_names(n as u32)).collect();
    let mut rows = db.prepare_cached("SELECT article FROM weak WHERE word = ?1 ORDER BY article LIMIT ?2")?;
    for word in words {
        for id in rows.query_map(params![word, AGAIN as i64], |row| row.get(0).map(ArticleId))? {
            out.insert(id?);
        }
    }
    Ok(out)
}

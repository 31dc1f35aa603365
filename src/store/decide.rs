//! The reader's decisions about entities: corrections, judgements of single links, the watch list. Each is one deed of the
//! journal, told in words with the names that held when it was done.

use rusqlite::{OptionalExtension, params};

use super::error::{Result, StoreError};
use super::journal::{Deed, Step, many};
use super::{Store, correct, entities, grouping, pack};
use crate::news::article::ArticleId;
use crate::news::entity::{Correction, EntityId, Link};
use crate::news::time::Timestamp;
use crate::text::fold;

impl Store {
    /// Decides about entities; undoable. A split becomes a new entity with the chains of those articles. Nothing is done
    /// where it holds already: the sentence is empty then.
    pub fn correct(&mut self, correction: &Correction, now: Timestamp) -> Result<Step> {
        for id in grouping::partners(correction) {
            self.must_be(EntityId(id))?;
        }
        let Correction::Split(entity, articles) = correction else {
            let said = self.told(correction)?;
            return self.perform(now, |db| {
                let instead = correct::replaced(db, correction)?;
                let holds = instead.iter().any(|old| old == correction) || correct::number(db, correction)?.is_some();
                Ok((!holds).then(|| Deed::Correction { correction: correction.clone(), instead, said }))
            });
        };
        let chains = self.chains_of(*entity, articles)?;
        let name = self.shown(*entity)?.unwrap_or_default();
        let mut inside: Vec<i64> = chains.iter().map(|(id, _)| *id).collect();
        inside.dedup();
        let said = format!("{name} in {} is somebody else of that name", many(inside.len()));
        self.perform(now, |db| {
            if chains.is_empty() {
                return Ok(None);
            }
            db.prepare_cached("INSERT INTO entities(kind, name) SELECT kind, name FROM entities WHERE id = ?1")?
                .execute([entity.0])?;
            let fresh = db.last_insert_rowid();
            Ok(Some(Deed::Split { correction: correction.clone(), fresh, chains, said }))
        })
    }

    /// Decisions, in words, about somebody whom no name of an article tells of (who was split off): they can not be said in
    /// another archive.
    pub fn untold(&self) -> Result<Vec<String>> {
        let mut out = Vec::new();
        for correction in correct::all(&self.db)? {
            // What a split says stands in the file by the articles.
            if matches!(correction, Correction::Split(..) | Correction::Show(_)) {
                continue;
            }
            for id in grouping::partners(&correction) {
                if grouping::common_name(&self.db, &[id])?.is_none() {
                    out.push(self.told(&correction)?);
                    break;
                }
            }
        }
        for id in self.watched()? {
            if grouping::common_name(&self.db, &[id.0])?.is_none() {
                out.push(format!("{} is watched", self.shown(id)?.unwrap_or_default()));
            }
        }
        out.sort();
        Ok(out)
    }

    /// A correction in words, as it is told when it has been made.
    fn told(&self, correction: &Correction) -> Result<String> {
        let name = |id: EntityId| self.shown(id).map(|name| name.unwrap_or_else(|| format!("entity {}", id.0)));
        Ok(match correction {
            Correction::Merge(a, b) => {
                let (one, other) = (name(*a)?, name(*b)?);
                let mut both = entities::group(&self.db, *a)?;
                let more = entities::group(&self.db, *b)?;
                let articles = self.united(&both, &more)?;
                both.extend(more);
                let into = grouping::common_name(&self.db, &both)?;
                let (from, into) = if into.as_ref() == Some(&other) { (one, other) } else { (other, one) };
                format!("merged {from} into {into}, {}", many(articles as usize))
            }
            Correction::NotSame(a, b) => format!("{} and {} are kept apart", name(*a)?, name(*b)?),
            Correction::Rename(a, to) => format!("{} is shown as {to}", name(*a)?),
            Correction::Retype(a, kind) => format!("{} is {} now", name(*a)?, kind.phrase()),
            Correction::Hide(a) => format!("{} is hidden", name(*a)?),
            Correction::Show(a) => format!("{} is shown again", self.entity(*a)?.name),
            Correction::Split(a, _) => format!("mentions of {} split off", name(*a)?),
        })
    }

    /// The chains of these articles that are an entity: article and folded name.
    fn chains_of(&self, entity: EntityId, articles: &[ArticleId]) -> Result<Vec<(i64, String)>> {
        let group = entities::group(&self.db, entity)?;
        let mut chains = Vec::new();
        for article in articles {
            let found = self.annotations(*article)?;
            for (chain, linked) in found.chains.iter().zip(self.links(*article, &found)?) {
                if linked.entity().is_some_and(|e| group.contains(&e.0)) {
                    chains.push((article.0, fold::key(&chain.name)));
                }
            }
        }
        Ok(chains)
    }

    /// Every correction, in the order in which they were made.
    pub fn corrections(&self) -> Result<Vec<Correction>> {
        correct::all(&self.db)
    }

    /// Confirms or refuses that chains of an article are an entity; undoable, and kept when the article is annotated again.
    pub fn judge(
        &mut self,
        article: ArticleId,
        chains: &[u32],
        entity: EntityId,
        same: bool,
        now: Timestamp,
    ) -> Result<Step> {
        self.must_be(entity)?;
        let found = self.annotations(article)?;
        let (is, who) = (if same { "is" } else { "is not" }, self.shown(entity)?.unwrap_or_default());
        // The link may be to some of those that are one: they are judged that are linked.
        let group = entities::group(&self.db, entity)?;
        let mut judged: Vec<(String, EntityId, String)> = Vec::new();
        for chain in chains {
            let missing = || StoreError::Missing(format!("chain {chain} in article {}", article.0));
            let called = &found.chains.get(*chain as usize).ok_or_else(missing)?.name;
            let said = format!("\"{called}\" here {is} {who}");
            let mut linked = self.raw_link(article, *chain)?;
            linked.retain(|entity| group.contains(&entity.0));
            if linked.is_empty() {
                linked.push(entity);
            }
            linked.truncate(if same { 1 } else { usize::MAX });
            judged.extend(linked.into_iter().map(|entity| (fold::key(called), entity, said.clone())));
        }
        self.perform(now, |db| {
            let sql = "SELECT same FROM judgements WHERE article = ?1 AND name = ?2 AND entity = ?3";
            let mut before = db.prepare_cached(sql)?;
            let mut deeds = Vec::new();
            for (name, entity, said) in judged {
                let before = before.query_row(params![article.0, name, entity.0], |row| row.get(0)).optional()?;
                let (article, entity, after) = (article.0, entity.0, Some(same));
                if before != after {
                    deeds.push(Deed::Judgement { article, name, entity, before, after, said });
                }
            }
            Ok(if deeds.len() > 1 { Some(Deed::Batch { deeds }) } else { deeds.pop() })
        })
    }

    /// Which of those that are one the chains of an article with this folded name are linked to; `entity` where none is.
    pub(super) fn linked_as(&self, article: ArticleId, name: &str, entity: EntityId) -> Result<EntityId> {
        let group = entities::group(&self.db, entity)?;
        let found = self.annotations(article)?;
        for (at, _) in found.chains.iter().enumerate().filter(|(_, chain)| fold::key(&chain.name) == name) {
            if let Some(linked) = self.raw_link(article, at as u32)?.into_iter().find(|e| group.contains(&e.0)) {
                return Ok(linked);
            }
        }
        Ok(entity)
    }

    fn must_be(&self, id: EntityId) -> Result<()> {
        let sql = "SELECT EXISTS (SELECT 1 FROM entities WHERE id = ?1)";
        let there: bool = self.db.prepare_cached(sql)?.query_row([id.0], |row| row.get(0))?;
        if there { Ok(()) } else { Err(StoreError::Missing(format!("entity {}", id.0))) }
    }

    fn raw_link(&self, article: ArticleId, chain: u32) -> Result<Vec<EntityId>> {
        let mut query = self.db.prepare_cached("SELECT links FROM annotations WHERE id = ?1")?;
        let bytes: Option<Vec<u8>> = query.query_row([article.0], |row| row.get(0)).optional()?;
        let links = bytes.map_or_else(|| Ok(Vec::new()), |bytes| pack::read_links(&bytes))?;
        Ok(match links.into_iter().nth(chain as usize) {
            Some(Link::Certain(entity, _)) => vec![entity],
            Some(Link::Uncertain(candidates)) => candidates.into_iter().map(|c| c.0).collect(),
            _ => Vec::new(),
        })
    }

    /// Puts an entity on the watch list or takes it off; undoable.
    pub fn watch(&mut self, entity: EntityId, on: bool, now: Timestamp) -> Result<Step> {
        let name = self.shown(entity)?.ok_or_else(|| StoreError::Missing(format!("entity {}", entity.0)))?;
        let group = entities::group(&self.db, entity)?;
        self.perform(now, |db| {
            // The one that was put there may have become one with others since.
            let mut held = db.prepare_cached("SELECT entity FROM watched ORDER BY entity")?;
            let held = held.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?;
            let held: Vec<i64> = held.into_iter().filter(|id| group.contains(id)).collect();
            let deed = |entity| Deed::Watch { entity, name: name.clone(), on };
            let mut deeds: Vec<Deed> = match (on, held.is_empty()) {
                (true, true) => vec![deed(entity.0)],
                (true, false) => Vec::new(),
                (false, _) => held.into_iter().map(deed).collect(),
            };
            Ok(if deeds.len() > 1 { Some(Deed::Batch { deeds }) } else { deeds.pop() })
        })
    }
}

//! The user's decisions about entities as such: corrections and the watch list. Each is one edit of the journal, with a sentence
//! that names the entities as they were called when it was made.

use super::edit::{Edit, Step, count_articles};
use super::error::{Result, StoreError};
use super::{Store, chain_split, corrections, groups, watched};
use crate::news::article::ArticleId;
use crate::news::entity::{Correction, EntityId};
use crate::news::time::Timestamp;

impl Store {
    /// Makes a correction; undoable. A split makes a new entity of the chains of its articles. Where the correction holds
    /// already nothing changes, and the sentence of the step is empty.
    pub fn correct(&mut self, correction: &Correction, now: Timestamp) -> Result<Step> {
        for id in corrections::entities(correction) {
            self.require_entity(EntityId(id))?;
        }
        if let Correction::Split(entity, articles) = correction {
            return self.split(*entity, articles, now);
        }
        let sentence = self.correction_sentence(correction)?;
        self.perform(now, |db| {
            let instead = corrections::replaced(db, correction)?;
            let holds = instead.contains(correction) || corrections::number(db, correction)?.is_some();
            Ok((!holds).then(|| Edit::Correction { correction: correction.clone(), instead, sentence }))
        })
    }

    /// Makes a new entity of the chains of these articles that are linked to an entity.
    fn split(&mut self, entity: EntityId, articles: &[ArticleId], now: Timestamp) -> Result<Step> {
        let chains = self.chains_of(entity, articles)?;
        let mut inside: Vec<i64> = chains.iter().map(|(id, _)| *id).collect();
        inside.dedup();
        let (name, other) = (self.name_or_number(entity)?, self.another_of_kind(entity)?);
        let sentence = format!("{name} in {} is {other} of that name", count_articles(inside.len()));
        self.perform(now, |db| {
            if chains.is_empty() {
                return Ok(None);
            }
            db.prepare_cached("INSERT INTO entities(kind, name) SELECT kind, name FROM entities WHERE id = ?1")?
                .execute([entity.0])?;
            let new = db.last_insert_rowid();
            let correction = Correction::Split(entity, articles.to_vec());
            Ok(Some(Edit::Split { correction, new, chains, sentence }))
        })
    }

    /// The chains of these articles that are linked to an entity: article and judgement key.
    pub(super) fn chains_of(&self, entity: EntityId, articles: &[ArticleId]) -> Result<Vec<(i64, String)>> {
        let group = groups::members(&self.db, entity)?;
        let mut chains = Vec::new();
        for article in articles {
            let split = chain_split::read(&self.db, *article, self.as_found(*article)?)?;
            for (part, linked) in split.parts.iter().zip(self.links(*article, &split.found)?) {
                if linked.entity().is_some_and(|e| group.contains(&e.0)) {
                    chains.push((article.0, part.key().to_owned()));
                }
            }
        }
        Ok(chains)
    }

    /// Every correction that can be read, in the order in which they were made.
    pub fn corrections(&self) -> Result<Vec<Correction>> {
        corrections::all(&self.db)
    }

    /// Puts an entity on the watch list or takes it off; undoable.
    pub fn watch(&mut self, entity: EntityId, on: bool, now: Timestamp) -> Result<Step> {
        let name = self.shown(entity)?.ok_or_else(|| StoreError::Missing(format!("entity {}", entity.0)))?;
        let group = groups::members(&self.db, entity)?;
        self.perform(now, |db| {
            // The list may hold another member of the group, put there before the two became one.
            let held: Vec<i64> = watched::list(db)?.into_iter().filter(|id| group.contains(id)).collect();
            let edit = |entity| Edit::Watch { entity, name: name.clone(), on };
            Ok(Edit::one_of(match (on, held.is_empty()) {
                (true, true) => vec![edit(entity.0)],
                (true, false) => Vec::new(),
                (false, _) => held.into_iter().map(edit).collect(),
            }))
        })
    }

    /// An error where the archive does not have an entity.
    pub(super) fn require_entity(&self, id: EntityId) -> Result<()> {
        let sql = "SELECT EXISTS (SELECT 1 FROM entities WHERE id = ?1)";
        let there: bool = self.db.prepare_cached(sql)?.query_row([id.0], |row| row.get(0))?;
        if there { Ok(()) } else { Err(StoreError::Missing(format!("entity {}", id.0))) }
    }
}

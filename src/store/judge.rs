//! The user's decisions about single links: a chain of an article, or the mentions of one name in it, is or is not an entity, or
//! is a new one. Undoable, and kept when the article is annotated again.

use rusqlite::{Connection, params};

use super::edit::{Edit, Step};
use super::error::{Result, StoreError};
use super::{Store, chain_split, codec, groups, judgements};
use crate::news::article::ArticleId;
use crate::news::entity::{Correction, EntityId};
use crate::news::time::Timestamp;
use crate::text::fold;

/// The mentions that a judgement is about.
struct Subject {
    /// Their judgement key.
    key: String,
    /// Their name, as written.
    name: String,
    /// How many there are in the article.
    mentions: usize,
    /// The engine's chain that they belong to.
    chain: usize,
}

impl Subject {
    /// The beginning of a sentence about them: `"Boateng" here (3 mentions)`.
    fn sentence(&self) -> String {
        match self.mentions {
            0 | 1 => format!("\"{}\" here", self.name),
            several => format!("\"{}\" here ({several} mentions)", self.name),
        }
    }
}

impl Store {
    /// Confirms (`same`) or refuses that chains of an article are an entity.
    pub fn judge(
        &mut self,
        article: ArticleId,
        chains: &[u32],
        entity: EntityId,
        same: bool,
        now: Timestamp,
    ) -> Result<Step> {
        let split = chain_split::read(&self.db, article, self.as_found(article)?)?;
        let mut subjects = Vec::new();
        for chain in chains {
            let missing = || StoreError::Missing(format!("chain {chain} in article {}", article.0));
            let at = *chain as usize;
            let (part, called) = split.parts.get(at).zip(split.found.chains.get(at)).ok_or_else(missing)?;
            let mentions = chain_split::size(&split.found, at);
            subjects.push(Subject {
                key: part.key().to_owned(),
                name: called.name.clone(),
                mentions,
                chain: part.chain,
            });
        }
        self.judge_all(article, &subjects, entity, same, now)
    }

    /// Refuses that a mention is an entity. The refusal is about all mentions of its chain that have the same name, or stand for
    /// one that has.
    pub fn refuse(&mut self, article: ArticleId, mention: u32, entity: EntityId, now: Timestamp) -> Result<Step> {
        let (_, subject) = self.subject(article, mention)?;
        self.judge_all(article, &[subject], entity, false, now)
    }

    /// Makes a new entity of a mention and all mentions of its chain that have the same name; of the whole chain where that is
    /// linked to nobody.
    pub fn carve(&mut self, article: ArticleId, mention: u32, now: Timestamp) -> Result<Step> {
        let (chain, mut subject) = self.subject(article, mention)?;
        let split = chain_split::read(&self.db, article, self.as_found(article)?)?;
        let links = self.links(article, &split.found)?;
        let all = (split.parts.get(chain), split.found.chains.get(chain), links.get(chain));
        let (Some(part), Some(called), Some(linked)) = all else {
            return Err(StoreError::Missing(format!("chain of mention {mention} in article {}", article.0)));
        };
        let mut refused = Vec::new();
        if let Some(entity) = linked.entity() {
            let of_entity = self.chains_of(entity, &[article])?;
            // These are all mentions of the entity in the article. A split says that too, and can be exported.
            if part.own_key.is_none() && of_entity.iter().all(|(_, key)| *key == subject.key) {
                return self.correct(&Correction::Split(entity, vec![article]), now);
            }
            refused = self.judged_members(article, part.chain, entity)?;
        } else {
            (subject.key, subject.name) = (part.key().to_owned(), called.name.clone());
            subject.mentions = chain_split::size(&split.found, chain);
        }
        let kind = called.kind;
        let sentence = format!("{} is {}", subject.sentence(), kind.another());
        let mut step = self.perform(now, |db| {
            let sql = "INSERT INTO entities(kind, name) VALUES (?1, ?2)";
            db.prepare_cached(sql)?.execute(params![codec::kind(kind), subject.name])?;
            let new = EntityId(db.last_insert_rowid());
            let mut edits = judgement_edits(db, article, &subject.key, &[new], true, &sentence)?;
            // The refusals can be exported; the new entity cannot, since no text names it.
            edits.extend(judgement_edits(db, article, &subject.key, &refused, false, &sentence)?);
            Ok(Some(Edit::Batch { edits }))
        })?;
        step.entities = true;
        Ok(step)
    }

    /// The number of a mention's chain, and the mentions that a judgement about it is about.
    fn subject(&self, article: ArticleId, mention: u32) -> Result<(usize, Subject)> {
        let missing = || StoreError::Missing(format!("mention {mention} in article {}", article.0));
        let split = chain_split::read(&self.db, article, self.as_found(article)?)?;
        let body = chain_split::body(&self.db, article)?;
        let (key, name, mentions) = split.about(mention as usize, &body).ok_or_else(missing)?;
        let chain = split.found.mentions.get(mention as usize).map(|m| m.chain as usize).ok_or_else(missing)?;
        let part = split.parts.get(chain).ok_or_else(missing)?;
        Ok((chain, Subject { key, name, mentions, chain: part.chain }))
    }

    fn judge_all(
        &mut self,
        article: ArticleId,
        subjects: &[Subject],
        entity: EntityId,
        same: bool,
        now: Timestamp,
    ) -> Result<Step> {
        self.require_entity(entity)?;
        let (is, who) = (if same { "is" } else { "is not" }, self.name_or_number(entity)?);
        let mut judged: Vec<(&Subject, Vec<EntityId>, String)> = Vec::new();
        for subject in subjects {
            let mut members = self.judged_members(article, subject.chain, entity)?;
            if same {
                members.truncate(1);
            }
            judged.push((subject, members, format!("{} {is} {who}", subject.sentence())));
        }
        self.perform(now, |db| {
            let mut edits = Vec::new();
            for (subject, members, sentence) in judged {
                edits.extend(judgement_edits(db, article, &subject.key, &members, same, &sentence)?);
            }
            Ok(Edit::one_of(edits))
        })
    }

    /// The members of an entity's group that the engine linked a chain to: a judgement about the chain is stored with them. The
    /// entity itself where the chain is linked to none of them.
    fn judged_members(&self, article: ArticleId, chain: usize, entity: EntityId) -> Result<Vec<EntityId>> {
        let group = groups::members(&self.db, entity)?;
        let mut linked = self.found_candidates(article, chain)?;
        linked.retain(|entity| group.contains(&entity.0));
        if linked.is_empty() {
            linked.push(entity);
        }
        Ok(linked)
    }

    /// The member of an entity's group that the engine linked the chain of a judgement key to; the entity itself where that chain
    /// is linked to no member.
    pub(super) fn linked_member(&self, article: ArticleId, key: &str, entity: EntityId) -> Result<EntityId> {
        let group = groups::members(&self.db, entity)?;
        let found = self.as_found(article)?;
        let mut chains: Vec<usize> = (0..found.chains.len()).collect();
        chains.retain(|at| found.chains.get(*at).is_some_and(|chain| fold::key(&chain.name) == key));
        chains.extend(chain_split::origin(&found, &chain_split::body(&self.db, article)?, key));
        for at in chains {
            if let Some(linked) = self.found_candidates(article, at)?.into_iter().find(|e| group.contains(&e.0)) {
                return Ok(linked);
            }
        }
        Ok(entity)
    }

    /// The entities that the engine linked a chain to.
    fn found_candidates(&self, article: ArticleId, chain: usize) -> Result<Vec<EntityId>> {
        let links = judgements::found_links(&self.db, article)?;
        Ok(links.get(chain).map(|link| link.candidates().collect()).unwrap_or_default())
    }
}

/// The edits that store a judgement about the mentions of a key and each of some entities. A confirmation also withdraws earlier
/// confirmations for other entities.
fn judgement_edits(
    db: &Connection,
    article: ArticleId,
    key: &str,
    entities: &[EntityId],
    same: bool,
    sentence: &str,
) -> Result<Vec<Edit>> {
    let mut known = judgements::of(db, article)?;
    known.retain(|judgement| judgement.key == key);
    let edit = |entity: EntityId, before, after| {
        let (article, name, sentence) = (article.0, key.to_owned(), sentence.to_owned());
        Edit::Judgement { article, name, entity: entity.0, before, after, sentence }
    };
    let mut edits = Vec::new();
    for entity in entities {
        let before = known.iter().find(|known| known.entity == *entity).map(|known| known.same);
        if before != Some(same) {
            edits.push(edit(*entity, before, Some(same)));
        }
    }
    if same {
        let others = known.iter().filter(|known| known.same && !entities.contains(&known.entity));
        edits.extend(others.map(|known| edit(known.entity, Some(true), None)));
    }
    Ok(edits)
}

//! The reader's decisions about entities: corrections, judgements of single links, the watch list. Each is one edit of the
//! journal, told in words with the names that held when it was done.

use rusqlite::{Connection, OptionalExtension, params};

use super::edit::{Edit, Step, count_articles};
use super::error::{Result, StoreError};
use super::{Store, chain_split, codec, corrections, groups};
use crate::news::article::ArticleId;
use crate::news::entity::{Correction, EntityId, Link};
use crate::news::time::Timestamp;
use crate::text::fold;

impl Store {
    /// Decides about entities; undoable. A split becomes a new entity with the chains of those articles. Nothing is done
    /// where it holds already: the sentence is empty then.
    pub fn correct(&mut self, correction: &Correction, now: Timestamp) -> Result<Step> {
        for id in corrections::entities(correction) {
            self.must_be(EntityId(id))?;
        }
        let Correction::Split(entity, articles) = correction else {
            let sentence = self.told(correction)?;
            return self.perform(now, |db| {
                let instead = corrections::replaced(db, correction)?;
                let holds =
                    instead.iter().any(|old| old == correction) || corrections::number(db, correction)?.is_some();
                Ok((!holds).then(|| Edit::Correction { correction: correction.clone(), instead, sentence }))
            });
        };
        let chains = self.chains_of(*entity, articles)?;
        let name = self.shown(*entity)?.unwrap_or_default();
        let mut inside: Vec<i64> = chains.iter().map(|(id, _)| *id).collect();
        inside.dedup();
        let sentence = format!("{name} in {} is somebody else of that name", count_articles(inside.len()));
        self.perform(now, |db| {
            if chains.is_empty() {
                return Ok(None);
            }
            db.prepare_cached("INSERT INTO entities(kind, name) SELECT kind, name FROM entities WHERE id = ?1")?
                .execute([entity.0])?;
            let new = db.last_insert_rowid();
            Ok(Some(Edit::Split { correction: correction.clone(), new, chains, sentence }))
        })
    }

    /// Decisions, in words, about somebody whom no name of an article tells of (who was split off): they can not be said in
    /// another archive.
    pub fn untold(&self) -> Result<Vec<String>> {
        let mut out = Vec::new();
        let mut split = Vec::new();
        for correction in corrections::all(&self.db)? {
            // What a split says stands in the file by the articles.
            if let Correction::Split(_, articles) = &correction {
                split.extend(articles.iter().map(|id| id.0));
            }
            if matches!(correction, Correction::Split(..) | Correction::Show(_)) {
                continue;
            }
            for id in corrections::entities(&correction) {
                if groups::common_name(&self.db, &[id])?.is_none() {
                    out.push(self.told(&correction)?);
                    break;
                }
            }
        }
        for id in self.watched()? {
            if groups::common_name(&self.db, &[id.0])?.is_none() {
                out.push(format!("{} is watched", self.shown(id)?.unwrap_or_default()));
            }
        }
        // Whom a part of a chain was made: the file says of it who it is not.
        let sql = "SELECT article, name, entity FROM judgements WHERE same = 1";
        let mut rows = self.db.prepare_cached(sql)?;
        let judged = rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        for (article, name, entity) in judged.collect::<rusqlite::Result<Vec<(i64, String, i64)>>>()? {
            if !split.contains(&article) && groups::common_name(&self.db, &[entity])?.is_none() {
                out.push(format!("{name} in article {article} is somebody else"));
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
                let mut both = groups::members(&self.db, *a)?;
                let more = groups::members(&self.db, *b)?;
                let articles = self.united(&both, &more)?;
                both.extend(more);
                let into = groups::common_name(&self.db, &both)?;
                let (from, into) = if into.as_ref() == Some(&other) { (one, other) } else { (other, one) };
                format!("merged {from} into {into}, {}", count_articles(articles as usize))
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
        let group = groups::members(&self.db, entity)?;
        let mut chains = Vec::new();
        for article in articles {
            let cut = chain_split::read(&self.db, *article, self.as_found(*article)?)?;
            for (part, linked) in cut.parts.iter().zip(self.links(*article, &cut.found)?) {
                if linked.entity().is_some_and(|e| group.contains(&e.0)) {
                    chains.push((article.0, part.key().to_owned()));
                }
            }
        }
        Ok(chains)
    }

    /// Every correction, in the order in which they were made.
    pub fn corrections(&self) -> Result<Vec<Correction>> {
        corrections::all(&self.db)
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
        let cut = chain_split::read(&self.db, article, self.as_found(article)?)?;
        let mut said = Vec::new();
        for chain in chains {
            let missing = || StoreError::Missing(format!("chain {chain} in article {}", article.0));
            let at = *chain as usize;
            let (part, called) = cut.parts.get(at).zip(cut.found.chains.get(at)).ok_or_else(missing)?;
            let many = chain_split::size(&cut.found, at);
            said.push(About { key: part.key().to_owned(), name: called.name.clone(), many, chain: part.chain });
        }
        self.judge_all(article, &said, entity, same, now)
    }

    /// Refuses that a mention of an article, and all there that bear the same name in its chain or stand for one that does, are an
    /// entity. Undoable, and kept when the article is annotated again.
    pub fn refuse(&mut self, article: ArticleId, mention: u32, entity: EntityId, now: Timestamp) -> Result<Step> {
        let about = self.about(article, mention)?.1;
        self.judge_all(article, &[about], entity, false, now)
    }

    /// A mention of an article, and all there that bear the same name in its chain, are somebody new; where it is linked to
    /// nobody, all of its chain. Undoable, and kept when the article is annotated again.
    pub fn carve(&mut self, article: ArticleId, mention: u32, now: Timestamp) -> Result<Step> {
        let (chain, mut about) = self.about(article, mention)?;
        let cut = chain_split::read(&self.db, article, self.as_found(article)?)?;
        let links = self.links(article, &cut.found)?;
        let all = (cut.parts.get(chain), cut.found.chains.get(chain), links.get(chain));
        let (Some(part), Some(called), Some(linked)) = all else {
            return Err(StoreError::Missing(format!("a chain of mention {mention} in article {}", article.0)));
        };
        let mut refused = Vec::new();
        if let Some(entity) = linked.entity() {
            let all = self.chains_of(entity, &[article])?;
            // All that is here of that entity: as a split it can be told to others.
            if part.words.is_none() && all.iter().all(|(_, key)| *key == about.key) {
                return self.correct(&Correction::Split(entity, vec![article]), now);
            }
            refused = self.linked_of(article, part.chain, entity)?;
        } else {
            (about.key, about.name) = (part.key().to_owned(), called.name.clone());
            about.many = chain_split::size(&cut.found, chain);
        }
        let kind = codec::kind(called.kind);
        let said = format!("{} somebody else", about.is("is"));
        let mut step = self.perform(now, |db| {
            let sql = "INSERT INTO entities(kind, name) VALUES (?1, ?2)";
            db.prepare_cached(sql)?.execute(params![kind, about.name])?;
            let fresh = EntityId(db.last_insert_rowid());
            let mut edits = said_of(db, article, &about.key, &[fresh], true, &said)?;
            // Who it is not can be told to others, who have no number for somebody new.
            edits.extend(said_of(db, article, &about.key, &refused, false, &said)?);
            Ok(Some(Edit::Batch { edits }))
        })?;
        step.entities = true;
        Ok(step)
    }

    /// The number of a mention's chain, and what a judgement about the mention is about.
    fn about(&self, article: ArticleId, mention: u32) -> Result<(usize, About)> {
        let missing = || StoreError::Missing(format!("mention {mention} in article {}", article.0));
        let cut = chain_split::read(&self.db, article, self.as_found(article)?)?;
        let body = chain_split::body(&self.db, article)?;
        let (key, name, many) = cut.about(mention as usize, &body).ok_or_else(missing)?;
        let chain = cut.found.mentions.get(mention as usize).map(|m| m.chain as usize).ok_or_else(missing)?;
        let part = cut.parts.get(chain).ok_or_else(missing)?;
        Ok((chain, About { key, name, many, chain: part.chain }))
    }

    fn judge_all(
        &mut self,
        article: ArticleId,
        all: &[About],
        entity: EntityId,
        same: bool,
        now: Timestamp,
    ) -> Result<Step> {
        self.must_be(entity)?;
        let (is, who) = (if same { "is" } else { "is not" }, self.shown(entity)?.unwrap_or_default());
        let mut judged: Vec<(&About, Vec<EntityId>, String)> = Vec::new();
        for about in all {
            let mut linked = self.linked_of(article, about.chain, entity)?;
            linked.truncate(if same { 1 } else { usize::MAX });
            judged.push((about, linked, format!("{} {who}", about.is(is))));
        }
        self.perform(now, |db| {
            let mut edits = Vec::new();
            for (about, linked, said) in judged {
                edits.extend(said_of(db, article, &about.key, &linked, same, &said)?);
            }
            Ok(if edits.len() > 1 { Some(Edit::Batch { edits }) } else { edits.pop() })
        })
    }

    /// Which of those that are one with an entity the engine linked a chain to: they are judged. The entity, where none is.
    fn linked_of(&self, article: ArticleId, chain: usize, entity: EntityId) -> Result<Vec<EntityId>> {
        let group = groups::members(&self.db, entity)?;
        let mut linked = self.raw_link(article, chain)?;
        linked.retain(|entity| group.contains(&entity.0));
        if linked.is_empty() {
            linked.push(entity);
        }
        Ok(linked)
    }

    /// Which of those that are one the chains of an article are linked to that judgements of this key are about; `entity` where
    /// none is.
    pub(super) fn linked_as(&self, article: ArticleId, key: &str, entity: EntityId) -> Result<EntityId> {
        let group = groups::members(&self.db, entity)?;
        let found = self.as_found(article)?;
        let mut chains: Vec<usize> = (0..found.chains.len()).collect();
        chains.retain(|at| found.chains.get(*at).is_some_and(|chain| fold::key(&chain.name) == key));
        chains.extend(chain_split::origin(&found, &chain_split::body(&self.db, article)?, key));
        for at in chains {
            if let Some(linked) = self.raw_link(article, at)?.into_iter().find(|e| group.contains(&e.0)) {
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

    fn raw_link(&self, article: ArticleId, chain: usize) -> Result<Vec<EntityId>> {
        let mut query = self.db.prepare_cached("SELECT links FROM annotations WHERE id = ?1")?;
        let bytes: Option<Vec<u8>> = query.query_row([article.0], |row| row.get(0)).optional()?;
        let links = bytes.map_or_else(|| Ok(Vec::new()), |bytes| codec::read_links(&bytes))?;
        Ok(match links.into_iter().nth(chain) {
            Some(Link::Certain(entity, _)) => vec![entity],
            Some(Link::Uncertain(candidates)) => candidates.into_iter().map(|c| c.0).collect(),
            _ => Vec::new(),
        })
    }

    /// Puts an entity on the watch list or takes it off; undoable.
    pub fn watch(&mut self, entity: EntityId, on: bool, now: Timestamp) -> Result<Step> {
        let name = self.shown(entity)?.ok_or_else(|| StoreError::Missing(format!("entity {}", entity.0)))?;
        let group = groups::members(&self.db, entity)?;
        self.perform(now, |db| {
            // The one that was put there may have become one with others since.
            let mut held = db.prepare_cached("SELECT entity FROM watched ORDER BY entity")?;
            let held = held.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?;
            let held: Vec<i64> = held.into_iter().filter(|id| group.contains(id)).collect();
            let edit = |entity| Edit::Watch { entity, name: name.clone(), on };
            let mut edits: Vec<Edit> = match (on, held.is_empty()) {
                (true, true) => vec![edit(entity.0)],
                (true, false) => Vec::new(),
                (false, _) => held.into_iter().map(edit).collect(),
            };
            Ok(if edits.len() > 1 { Some(Edit::Batch { edits }) } else { edits.pop() })
        })
    }
}

/// What a judgement is about.
struct About {
    /// What it is kept by.
    key: String,
    /// The name, as written.
    name: String,
    /// Mentions of it in the article.
    many: usize,
    /// The engine's chain they are of.
    chain: usize,
}

impl About {
    /// With its reach, up to the verb.
    fn is(&self, verb: &str) -> String {
        match self.many {
            0 | 1 => format!("\"{}\" here {verb}", self.name),
            many => format!("\"{}\" here ({many} mentions) {verb}", self.name),
        }
    }
}

/// The edits that say of some mentions that they are, or are not, these. Who it was said to be before, it is no longer.
fn said_of(
    db: &Connection,
    article: ArticleId,
    key: &str,
    whom: &[EntityId],
    same: bool,
    said: &str,
) -> Result<Vec<Edit>> {
    let mut rows = db.prepare_cached("SELECT entity, same FROM judgements WHERE article = ?1 AND name = ?2")?;
    let known = rows.query_map(params![article.0, key], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let known = known.collect::<rusqlite::Result<Vec<(i64, bool)>>>()?;
    let edit = |entity, before, after| {
        let (article, name, sentence) = (article.0, key.to_owned(), said.to_owned());
        Edit::Judgement { article, name, entity, before, after, sentence }
    };
    let mut edits = Vec::new();
    for entity in whom {
        let before = known.iter().find(|(known, _)| *known == entity.0).map(|(_, same)| *same);
        if before != Some(same) {
            edits.push(edit(entity.0, before, Some(same)));
        }
    }
    if same {
        let others = known.iter().filter(|(known, was)| *was && whom.iter().all(|entity| entity.0 != *known));
        edits.extend(others.map(|(entity, _)| edit(*entity, Some(true), None)));
    }
    Ok(edits)
}

//! The user's decisions about entities as rulings, for the file of corrections: numbers become names, which mean the same in another
//! archive. [`super::rule`] takes them in.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, params};

use super::bearers::{Bearers, Refusal, own_name};
use super::error::Result;
use super::judgements::Judgement;
use super::{Store, corrections, groups, judgements};
use crate::news::article::ArticleId;
use crate::news::entity::{Correction, EntityId};
use crate::news::mention::Kind;
use crate::news::ruling::{Called, Ruling};

/// Hex digits of a digest that name an article.
const DIGITS: usize = 16;

impl Store {
    /// Every decision about entities, sorted, each once. Those about what is gone from the archive are left out.
    pub fn rulings(&self) -> Result<Vec<Ruling>> {
        let db = &self.db;
        let (mut corrections, watched, judged) = (corrections::all(db)?, self.watched()?, judgements::all(db)?);
        // What the user said of a group is written of the member with the group's common name: which member is the root differs from archive
        // to archive.
        for correction in &mut corrections {
            if let Correction::Rename(who, _) | Correction::Retype(who, _) | Correction::Hide(who) = correction {
                *who = member_of_common_name(db, *who)?;
            }
        }
        let watched = watched.into_iter().map(|who| member_of_common_name(db, who)).collect::<Result<Vec<_>>>()?;
        let mut ids: Vec<i64> = corrections.iter().flat_map(corrections::entities).collect();
        ids.extend(watched.iter().map(|entity| entity.0));
        ids.extend(judged.iter().map(|judged| judged.entity.0));
        let names = Names::read(db, &ids)?;
        let mut rulings = Vec::new();
        for correction in corrections {
            rulings.extend(self.correction_ruling(correction, &names)?);
        }
        for entity in watched {
            rulings.extend(names.called(db, entity)?.map(Ruling::Watch));
        }
        for Judgement { article, key, entity, same } in judged {
            if let (Some(who), Some(article)) = (names.called(db, entity)?, digits(db, article)?) {
                rulings.push(Ruling::Link { who, article, chain: key, same });
            }
        }
        rulings.sort();
        rulings.dedup();
        Ok(rulings)
    }

    fn correction_ruling(&self, correction: Correction, names: &Names) -> Result<Option<Ruling>> {
        let called = |id: EntityId| names.called(&self.db, id);
        Ok(match correction {
            Correction::Merge(a, b) => called(a)?.zip(called(b)?).map(sorted).map(|(a, b)| Ruling::Same(a, b)),
            Correction::NotSame(a, b) => called(a)?.zip(called(b)?).map(sorted).map(|(a, b)| Ruling::NotSame(a, b)),
            Correction::Split(who, articles) => {
                let digests = articles.iter().map(|id| digits(&self.db, *id)).collect::<Result<Vec<_>>>()?;
                called(who)?.map(|who| Ruling::Split(who, digests.into_iter().flatten().collect()))
            }
            Correction::Rename(who, name) => called(who)?.map(|who| Ruling::Rename(who, name)),
            Correction::Retype(who, kind) => called(who)?.map(|who| Ruling::Retype(who, kind)),
            Correction::Hide(who) => called(who)?.map(Ruling::Hide),
            // An entity that is shown again is as if it had never been hidden.
            Correction::Show(_) => None,
        })
    }
}

/// Kinds and own names of some entities, and everybody else who bears those names.
struct Names {
    own: HashMap<i64, (Kind, String)>,
    bearers: Bearers,
}

impl Names {
    fn read(db: &Connection, ids: &[i64]) -> Result<Self> {
        let mut own: HashMap<i64, (Kind, String)> = HashMap::new();
        for id in ids {
            if let Some(named) = own_name(db, *id)? {
                own.insert(*id, named);
            }
        }
        let bearers = Bearers::read(db, &own.values().map(|(_, name)| name.as_str()).collect())?;
        Ok(Self { own, bearers })
    }

    /// What an entity is called in a file: with its first article where the name alone would not find it. `None` where no text
    /// names it.
    fn called(&self, db: &Connection, entity: EntityId) -> Result<Option<Called>> {
        let Some((kind, name)) = self.own.get(&entity.0) else { return Ok(None) };
        let mut called = Called { kind: *kind, name: name.clone(), article: None };
        match self.bearers.find(db, &called) {
            Ok(id) if id == entity.0 => {}
            Ok(_) | Err(Refusal::Here(_)) => called.article = first_article(db, entity.0)?,
            Err(Refusal::Failed(error)) => return Err(error),
        }
        Ok(Some(called))
    }
}

/// The member of an entity's group whose own name is the common name of the group; the entity itself where there is none.
fn member_of_common_name(db: &Connection, id: EntityId) -> Result<EntityId> {
    let group = groups::members(db, id)?;
    if group.len() > 1
        && let Some(name) = groups::common_name(db, &group)?
    {
        for member in group {
            if own_name(db, member)?.is_some_and(|(_, own)| own == name) {
                return Ok(EntityId(member));
            }
        }
    }
    Ok(id)
}

/// Two in alphabetical order: the order in which the user named them does not matter.
fn sorted((a, b): (Called, Called)) -> (Called, Called) {
    if a <= b { (a, b) } else { (b, a) }
}

/// The digest of the first article that an entity appears in, its first digits.
fn first_article(db: &Connection, id: i64) -> Result<Option<String>> {
    let sql = "SELECT substr(lower(hex(a.digest)), 1, ?2) FROM appearances p JOIN articles a ON a.slot = p.slot
               WHERE p.entity = ?1 ORDER BY p.slot LIMIT 1";
    Ok(db.prepare_cached(sql)?.query_row(params![id, DIGITS as i64], |row| row.get(0)).optional()?)
}

/// The first digits of an article's digest.
fn digits(db: &Connection, id: ArticleId) -> Result<Option<String>> {
    let sql = "SELECT substr(lower(hex(digest)), 1, ?2) FROM articles WHERE id = ?1";
    Ok(db.prepare_cached(sql)?.query_row(params![id.0, DIGITS as i64], |row| row.get(0)).optional()?)
}

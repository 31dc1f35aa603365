//! The reader's decisions about entities, out of one archive and into another: numbers become names, and names numbers.

use std::collections::{BTreeSet, HashMap};

use rusqlite::{Connection, OptionalExtension, params};

use super::edit::{Edit, Step};
use super::error::Result;
use super::{Store, codec, corrections, groups};
use crate::news::article::ArticleId;
use crate::news::entity::{Correction, EntityId};
use crate::news::mention::Kind;
use crate::news::ruling::{Called, Ruled, Ruling};
use crate::news::time::Timestamp;

/// Hex digits of a digest that name an article.
const DIGITS: usize = 16;

impl Store {
    /// Every decision about entities, in alphabetical order. Those about what is gone from the archive are left out.
    pub fn rulings(&self) -> Result<Vec<Ruling>> {
        let db = &self.db;
        let (mut corrections, watched, judged) = (corrections::all(db)?, self.watched()?, judgements(db)?);
        // What is said of all who are one is said of the one who bears their common name, whoever is oldest here.
        for correction in &mut corrections {
            if let Correction::Rename(who, _) | Correction::Retype(who, _) | Correction::Hide(who) = correction {
                *who = speaker(db, *who)?;
            }
        }
        let watched = watched.into_iter().map(|who| speaker(db, who)).collect::<Result<Vec<_>>>()?;
        let mut ids: Vec<i64> = corrections.iter().flat_map(concerned).collect();
        ids.extend(watched.iter().map(|entity| entity.0));
        ids.extend(judged.iter().map(|judged| judged.entity));
        let mut own: HashMap<i64, (Kind, String)> = HashMap::new();
        for id in ids {
            if let Some(named) = own_name(db, id)? {
                own.insert(id, named);
            }
        }
        let bearers = Bearers::read(db, &own.values().map(|(_, name)| name.as_str()).collect())?;
        let called = |entity: EntityId| -> Result<Option<Called>> {
            let Some((kind, name)) = own.get(&entity.0) else { return Ok(None) };
            let mut called = Called { kind: *kind, name: name.clone(), article: None };
            if bearers.find(db, &called)? != Ok(entity.0) {
                called.article = first_article(db, entity.0)?;
            }
            Ok(Some(called))
        };
        let mut rulings = Vec::new();
        for correction in corrections {
            rulings.extend(match correction {
                Correction::Merge(a, b) => called(a)?.zip(called(b)?).map(sorted).map(|(a, b)| Ruling::Same(a, b)),
                Correction::NotSame(a, b) => called(a)?.zip(called(b)?).map(sorted).map(|(a, b)| Ruling::NotSame(a, b)),
                Correction::Split(who, articles) => {
                    let digests = articles.iter().map(|id| digits(db, *id)).collect::<Result<Vec<_>>>()?;
                    called(who)?.map(|who| Ruling::Split(who, digests.into_iter().flatten().collect()))
                }
                Correction::Rename(who, name) => called(who)?.map(|who| Ruling::Rename(who, name)),
                Correction::Retype(who, kind) => called(who)?.map(|who| Ruling::Retype(who, kind)),
                Correction::Hide(who) => called(who)?.map(Ruling::Hide),
                // As if it had never been hidden.
                Correction::Show(_) => None,
            });
        }
        for entity in watched {
            rulings.extend(called(entity)?.map(Ruling::Watch));
        }
        for Judged { article, chain, entity, same } in judged {
            if let (Some(who), Some(article)) = (called(EntityId(entity))?, digits(db, ArticleId(article))?) {
                rulings.push(Ruling::Link { who, article, chain, same });
            }
        }
        rulings.sort();
        rulings.dedup();
        Ok(rulings)
    }

    /// Takes rulings in as one step of undo, but for splits, which are one each; what became of each, in order.
    /// What goes against a decision of this archive is left alone, unless `replace`.
    pub fn rule(&mut self, rulings: &[Ruling], replace: bool, now: Timestamp) -> Result<(Vec<Ruled>, Step)> {
        let names = rulings.iter().flat_map(whom).map(|called| called.name.as_str()).collect();
        let bearers = Bearers::read(&self.db, &names)?;
        let known = corrections::all(&self.db)?;
        let mut outcomes = Vec::with_capacity(rulings.len());
        let mut edits: Vec<Edit> = Vec::new();
        let mut splits: Vec<(usize, Correction)> = Vec::new();
        for ruling in rulings {
            outcomes.push(match self.edit(ruling, &bearers, &known)? {
                Err(why) => Ruled::Refused(why),
                Ok(None) => Ruled::Known,
                Ok(Some(edit)) if !replace && self.against(&edit)?.is_some() => {
                    Ruled::Contrary(self.against(&edit)?.unwrap_or_default())
                }
                Ok(Some(Edit::Correction { correction: split @ Correction::Split(..), .. })) => {
                    splits.push((outcomes.len(), split));
                    Ruled::Done
                }
                Ok(Some(edit)) => {
                    edits.push(edit);
                    Ruled::Done
                }
            });
        }
        let step = self.perform(now, |_| Ok((!edits.is_empty()).then_some(Edit::Batch { edits })))?;
        for (at, split) in splits {
            if self.correct(&split, now)? == Step::default()
                && let Some(outcome) = outcomes.get_mut(at)
            {
                *outcome = Ruled::Refused("it is not named in those articles here".to_owned());
            }
        }
        Ok((outcomes, step))
    }

    /// What was decided here that a edit goes against, in words.
    fn against(&self, edit: &Edit) -> Result<Option<String>> {
        let name = |id: &EntityId| Ok::<_, super::StoreError>(self.shown(*id)?.unwrap_or_default());
        Ok(match edit {
            Edit::Correction { instead, .. } => match instead.first() {
                Some(Correction::Merge(a, b)) => Some(format!("here {} and {} were made one", name(a)?, name(b)?)),
                Some(Correction::NotSame(a, b)) => Some(format!("here {} and {} are kept apart", name(a)?, name(b)?)),
                Some(Correction::Rename(_, shown)) => Some(format!("here it is shown as \"{shown}\"")),
                Some(Correction::Retype(_, kind)) => Some(format!("here it is {}", kind.phrase())),
                Some(Correction::Show(a)) => Some(format!("here {} was shown again", name(a)?)),
                _ => None,
            },
            Edit::Judgement { before: Some(same), .. } => {
                Some(format!("here that link was {}", if *same { "confirmed" } else { "refused" }))
            }
            _ => None,
        })
    }

    /// The edit that makes a ruling hold; none where it holds. The inner error says why there can not be one.
    fn edit(
        &self,
        ruling: &Ruling,
        bearers: &Bearers,
        known: &[Correction],
    ) -> Result<std::result::Result<Option<Edit>, String>> {
        let db = &self.db;
        let mut found = Vec::new();
        for called in whom(ruling) {
            match bearers.find(db, called)? {
                Ok(id) => found.push(EntityId(id)),
                Err(why) => return Ok(Err(why)),
            }
        }
        let Some(&who) = found.first() else { return Ok(Ok(None)) };
        let other = found.get(1).copied().unwrap_or(who);
        let correction = match ruling {
            Ruling::Same(..) if groups::members(db, who)?.contains(&other.0) => return Ok(Ok(None)),
            Ruling::Same(..) => Correction::Merge(who, other),
            Ruling::NotSame(..) if who == other => {
                return Ok(Err("both names are of one entity here".to_owned()));
            }
            Ruling::NotSame(..) if known.contains(&Correction::NotSame(other, who)) => return Ok(Ok(None)),
            Ruling::NotSame(..) => Correction::NotSame(who, other),
            Ruling::Split(_, digests) => {
                let mut articles = Vec::new();
                for digits in digests {
                    articles.extend(self.by_digest(digits)?);
                }
                if articles.is_empty() {
                    return Ok(Err("none of its articles is here".to_owned()));
                }
                Correction::Split(who, articles)
            }
            Ruling::Rename(_, name) => Correction::Rename(who, name.clone()),
            Ruling::Retype(_, kind) => Correction::Retype(who, *kind),
            Ruling::Hide(_) => Correction::Hide(who),
            Ruling::Watch(called) => {
                let held = self.watched()?.contains(&who);
                let edit = Edit::Watch { entity: who.0, name: called.name.clone(), on: true };
                return Ok(Ok((!held).then_some(edit)));
            }
            Ruling::Link { article, chain, same, .. } => {
                let Some(id) = self.by_digest(article)? else {
                    return Ok(Err(format!("no article {article} is here")));
                };
                let sql = "SELECT same FROM judgements WHERE article = ?1 AND name = ?2 AND entity = ?3";
                // Which of those that are one the article was linked to here.
                let entity = self.linked_as(id, chain, who)?.0;
                let row = params![id.0, chain, entity];
                let before: Option<bool> = db.prepare_cached(sql)?.query_row(row, |r| r.get(0)).optional()?;
                let (article, name, after) = (id.0, chain.clone(), Some(*same));
                let edit = Edit::Judgement { article, name, entity, before, after, sentence: String::new() };
                return Ok(Ok((before != after).then_some(edit)));
            }
        };
        if known.contains(&correction) {
            return Ok(Ok(None));
        }
        let instead = corrections::replaced(db, &correction)?;
        Ok(Ok(Some(Edit::Correction { correction, instead, sentence: String::new() })))
    }
}

/// Of those who are one, the one whose own name is that of all.
fn speaker(db: &Connection, id: EntityId) -> Result<EntityId> {
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

/// Two in alphabetical order: whoever was named first, it is the same ruling.
fn sorted((a, b): (Called, Called)) -> (Called, Called) {
    if a <= b { (a, b) } else { (b, a) }
}

/// A row of the judgements.
struct Judged {
    article: i64,
    chain: String,
    entity: i64,
    same: bool,
}

fn judgements(db: &Connection) -> Result<Vec<Judged>> {
    let mut rows = db.prepare_cached("SELECT article, name, entity, same FROM judgements ORDER BY article, name")?;
    let row =
        |r: &rusqlite::Row| Ok(Judged { article: r.get(0)?, chain: r.get(1)?, entity: r.get(2)?, same: r.get(3)? });
    Ok(rows.query_map([], row)?.collect::<rusqlite::Result<_>>()?)
}

fn concerned(correction: &Correction) -> impl Iterator<Item = i64> {
    let (one, other) = match correction {
        Correction::Merge(a, b) | Correction::NotSame(a, b) => (a, Some(b.0)),
        Correction::Split(a, _)
        | Correction::Rename(a, _)
        | Correction::Retype(a, _)
        | Correction::Hide(a)
        | Correction::Show(a) => (a, None),
    };
    std::iter::once(one.0).chain(other)
}

fn whom(ruling: &Ruling) -> impl Iterator<Item = &Called> {
    let (one, other) = match ruling {
        Ruling::Same(a, b) | Ruling::NotSame(a, b) => (a, Some(b)),
        Ruling::Split(a, _) | Ruling::Rename(a, _) | Ruling::Retype(a, _) | Ruling::Hide(a) | Ruling::Watch(a) => {
            (a, None)
        }
        Ruling::Link { who, .. } => (who, None),
    };
    std::iter::once(one).chain(other)
}

/// Kind and fullest common name of one entity, without those it was joined with; `None` for what no text names (it came
/// of a split, which is a ruling itself).
fn own_name(db: &Connection, id: i64) -> Result<Option<(Kind, String)>> {
    let sql =
        "SELECT e.kind, a.name FROM entities e JOIN aliases a ON a.entity = e.id AND a.articles > 0 WHERE e.id = ?1
               ORDER BY instr(a.name, ' ') = 0, a.articles DESC, length(a.name) DESC, a.name LIMIT 1";
    let found = db.prepare_cached(sql)?.query_row([id], |r| Ok((r.get::<_, u8>(0)?, r.get(1)?))).optional()?;
    Ok(found.map(|(kind, name)| (codec::read_kind(kind).unwrap_or(Kind::Other), name)))
}

fn first_article(db: &Connection, id: i64) -> Result<Option<String>> {
    let sql = "SELECT substr(lower(hex(a.digest)), 1, ?2) FROM appearances p JOIN articles a ON a.slot = p.slot
               WHERE p.entity = ?1 ORDER BY p.slot LIMIT 1";
    Ok(db.prepare_cached(sql)?.query_row(params![id, DIGITS as i64], |r| r.get(0)).optional()?)
}

fn digits(db: &Connection, id: ArticleId) -> Result<Option<String>> {
    let sql = "SELECT substr(lower(hex(digest)), 1, ?2) FROM articles WHERE id = ?1";
    Ok(db.prepare_cached(sql)?.query_row(params![id.0, DIGITS as i64], |r| r.get(0)).optional()?)
}

/// Who bears a name.
struct Bearer {
    id: i64,
    root: i64,
    kind: Kind,
}

/// Everybody who bears one of some names.
struct Bearers(HashMap<String, Vec<Bearer>>);

impl Bearers {
    /// Looks through all names once.
    fn read(db: &Connection, wanted: &BTreeSet<&str>) -> Result<Self> {
        let mut all: HashMap<String, Vec<Bearer>> = HashMap::new();
        if wanted.is_empty() {
            return Ok(Self(all));
        }
        let sql =
            "SELECT a.name, e.id, coalesce(e.same, e.id), e.kind FROM aliases a JOIN entities e ON e.id = a.entity
                   WHERE a.name IN (SELECT value FROM json_each(?1)) ORDER BY e.id";
        let wanted = serde_json::to_string(wanted).unwrap_or_default();
        let mut rows = db.prepare_cached(sql)?;
        let mut rows = rows.query([wanted])?;
        while let Some(row) = rows.next()? {
            let kind = codec::read_kind(row.get(3)?).unwrap_or(Kind::Other);
            all.entry(row.get(0)?).or_default().push(Bearer { id: row.get(1)?, root: row.get(2)?, kind });
        }
        Ok(Self(all))
    }

    /// The one who is meant; the inner error says why it can not be told.
    fn find(&self, db: &Connection, called: &Called) -> Result<std::result::Result<i64, String>> {
        let of_kind = |b: &&Bearer| b.kind == called.kind;
        let mut may: Vec<&Bearer> = self.0.get(&called.name).into_iter().flatten().filter(of_kind).collect();
        if let Some(article) = &called.article {
            let sql = "SELECT EXISTS (SELECT 1 FROM appearances p JOIN articles a ON a.slot = p.slot
                       WHERE p.entity = ?1 AND substr(lower(hex(a.digest)), 1, length(?2)) = ?2)";
            let mut there = Vec::new();
            for bearer in &may {
                if db.prepare_cached(sql)?.query_row(params![bearer.id, article], |r| r.get(0))? {
                    there.push(*bearer);
                }
            }
            if !there.is_empty() {
                may = there;
            }
        }
        // Somebody whose own name it is comes before those who were called so once.
        let mut own = Vec::new();
        for bearer in &may {
            if own_name(db, bearer.id)?.is_some_and(|(_, name)| name == called.name) {
                own.push(*bearer);
            }
        }
        if !own.is_empty() {
            may = own;
        }
        let (kind, name) = (called.kind.word(), &called.name);
        Ok(match may.first() {
            None => Err(format!("no {kind} is called \"{name}\" here")),
            Some(first) if may.iter().all(|b| b.root == first.root) => Ok(first.id),
            Some(_) => Err(format!("more than one {kind} is called \"{name}\" here")),
        })
    }
}

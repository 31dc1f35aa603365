//! Splits chains as the user's judgements say: a judgement may be about the mentions of one name, and takes them out of the chain
//! that the engine put them into.
//!
//! Example: the engine has "Mohammed Haddad" and "Mohamed Haddad" in one chain, and the user says that the second is another person.
//! The judgement's key is that name, folded and in quotation marks; a judgement about a whole chain has the chain's folded name as
//! its key, without marks.
//!
//! The stored annotations never change: chains are split when they are read, so every split can be undone. The parts come after the
//! engine's chains, whose numbers stay.

use std::collections::{BTreeSet, HashSet};

use rusqlite::{Connection, OptionalExtension};

use super::error::Result;
use crate::news::article::ArticleId;
use crate::news::mention::{Annotations, Chain, Form};
use crate::text::fold;

/// At most this many antecedents are followed from a mention to the name it stands for.
const STEPS: usize = 64;

/// An article's annotations with split chains.
pub struct Split {
    /// The annotations, each part a chain of its own.
    pub found: Annotations,
    /// For each of these chains, where it comes from.
    pub parts: Vec<Part>,
}

/// Where a chain comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The number of the engine's chain.
    pub chain: usize,
    /// That chain's folded name: the key of judgements about the whole chain.
    pub name: String,
    /// The key of judgements about this part; `None` for what is left of the engine's chain.
    pub own_key: Option<String>,
    /// The engine's chain has more than one name.
    several_names: bool,
}

impl Part {
    /// The key of a judgement about this chain.
    pub fn key(&self) -> &str {
        self.own_key.as_ref().unwrap_or(&self.name)
    }
}

impl Split {
    /// What a judgement about one mention is about: its key, the name as written, and the number of mentions. That is the name the
    /// mention has or stands for, where its chain has several names; else the whole chain.
    pub fn about(&self, mention: usize, body: &str) -> Option<(String, String, usize)> {
        let chain = self.found.mentions.get(mention)?.chain as usize;
        let (part, whole) = (self.parts.get(chain)?, self.found.chains.get(chain)?);
        let name = name_of(&self.found, mention).filter(|_| part.own_key.is_none() && part.several_names);
        let Some(name) = name else {
            return Some((part.key().to_owned(), whole.name.clone(), size(&self.found, chain)));
        };
        let key = key_of(&self.found, name, body);
        let spoken = |m: &&u32| self.found.mentions.get(**m as usize).is_some_and(|m| m.form != Form::Role);
        let same =
            |m: &&u32| name_of(&self.found, **m as usize).is_some_and(|other| key_of(&self.found, other, body) == key);
        let many = whole.mentions.iter().filter(spoken).filter(same).count();
        Some((key, written(&self.found, name, body), many))
    }
}

/// The number of mentions of a chain, roles beside names not counted.
pub fn size(found: &Annotations, chain: usize) -> usize {
    let mentions = found.chains.get(chain).map_or(&[][..], |chain| &chain.mentions);
    mentions.iter().filter(|m| found.mentions.get(**m as usize).is_some_and(|m| m.form != Form::Role)).count()
}

/// Splits an article's annotations as the judgements say.
pub fn read(db: &Connection, id: ArticleId, found: Annotations) -> Result<Split> {
    Ok(split(found, &body(db, id)?, &judged(db, id)?))
}

/// The same, the annotations alone. Costs one look-up where no judgement is about a part.
pub fn annotations(db: &Connection, id: ArticleId, found: Annotations) -> Result<Annotations> {
    let judged = judged(db, id)?;
    if judged.is_empty() { Ok(found) } else { Ok(split(found, &body(db, id)?, &judged).found) }
}

/// The keys of judgements about parts in an article.
fn judged(db: &Connection, id: ArticleId) -> Result<BTreeSet<String>> {
    // Keys that begin with a quotation mark; '#' is the next character.
    let sql = "SELECT DISTINCT name FROM judgements WHERE article = ?1 AND name >= '\"' AND name < '#'";
    let mut rows = db.prepare_cached(sql)?;
    Ok(rows.query_map([id.0], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}

/// The body of an article; empty where it is gone.
pub fn body(db: &Connection, id: ArticleId) -> Result<String> {
    let mut query = db.prepare_cached("SELECT body FROM bodies WHERE id = ?1")?;
    Ok(query.query_row([id.0], |row| row.get(0)).optional()?.unwrap_or_default())
}

/// The engine's chain that has the name of a part's key.
pub fn origin(found: &Annotations, body: &str, key: &str) -> Option<usize> {
    let named = (0..found.mentions.len()).filter(|m| name_of(found, *m) == Some(*m));
    let mut same = named.filter(|m| key_of(found, *m, body) == key);
    same.next().and_then(|m| found.mentions.get(m)).map(|m| m.chain as usize)
}

fn split(mut found: Annotations, body: &str, judged: &BTreeSet<String>) -> Split {
    let mut parts: Vec<Part> = Vec::with_capacity(found.chains.len());
    let mut fresh: Vec<(Part, Chain)> = Vec::new();
    let engine = found.chains.len();
    for at in 0..engine {
        let Some(chain) = found.chains.get(at).cloned() else { break };
        let keyed: Vec<(u32, Option<String>)> = chain
            .mentions
            .iter()
            .map(|m| (*m, name_of(&found, *m as usize).map(|name| key_of(&found, name, body))))
            .collect();
        // A list of names may be one chain of thousands of them.
        let mut seen: HashSet<&String> = HashSet::new();
        let names: Vec<&String> =
            keyed.iter().filter_map(|(_, key)| key.as_ref()).filter(|key| seen.insert(key)).collect();
        let mut part = Part { chain: at, name: fold::key(&chain.name), own_key: None, several_names: names.len() > 1 };
        let mut out: Vec<&String> = names.iter().copied().filter(|key| judged.contains(*key)).collect();
        if !out.is_empty() && out.len() == names.len() {
            // There is a judgement about each name: the first one stays in the engine's chain.
            part.own_key = Some(out.remove(0).clone());
        }
        for key in &out {
            let moved: Vec<u32> = keyed.iter().filter(|(_, k)| k.as_ref() == Some(key)).map(|(m, _)| *m).collect();
            let number = engine + fresh.len();
            for m in &moved {
                if let Some(mention) = found.mentions.get_mut(*m as usize) {
                    mention.chain = number as u32;
                }
            }
            let whole = Part { own_key: Some((*key).clone()), ..part.clone() };
            fresh.push((whole, chain_of(&found, body, &chain, moved)));
        }
        if !out.is_empty() {
            let gone = |key: &Option<String>| key.as_ref().is_some_and(|key| out.contains(&key));
            let rest = keyed.iter().filter(|(_, key)| !gone(key)).map(|(m, _)| *m).collect();
            let left = chain_of(&found, body, &chain, rest);
            if let Some(chain) = found.chains.get_mut(at) {
                *chain = left;
            }
        }
        parts.push(part);
    }
    for (part, chain) in fresh {
        parts.push(part);
        found.chains.push(chain);
    }
    Split { found, parts }
}

/// Some mentions of a chain as a chain of their own, with the fullest of their names and the roles among them.
fn chain_of(found: &Annotations, body: &str, whole: &Chain, mentions: Vec<u32>) -> Chain {
    let of = |form: Form, among: &[u32]| -> Vec<String> {
        let some = among.iter().map(|m| *m as usize);
        let some = some.filter(|m| found.mentions.get(*m).is_some_and(|m| m.form == form));
        some.map(|m| written(found, m, body)).collect()
    };
    let names = of(Form::Name, &mentions);
    let fullest = names.iter().rev().max_by_key(|name| name.chars().count());
    let name = if names.contains(&whole.name) { Some(&whole.name) } else { fullest };
    let (offices, all) = (of(Form::Role, &mentions), of(Form::Role, &whole.mentions));
    // A role that is no mention stays with the part that keeps the chain's name.
    let ours = |role: &&String| offices.contains(role) || (!all.contains(role) && names.contains(&whole.name));
    Chain {
        kind: whole.kind,
        name: name.unwrap_or(&whole.name).clone(),
        roles: whole.roles.iter().filter(ours).cloned().collect(),
        mentions,
    }
}

/// The mention that is the name of this one: itself, or the name that its antecedents lead to.
fn name_of(found: &Annotations, mention: usize) -> Option<usize> {
    let chain = found.mentions.get(mention)?.chain;
    let mut at = mention;
    for _ in 0..STEPS {
        let one = found.mentions.get(at).filter(|m| m.chain == chain)?;
        if one.form == Form::Name {
            return Some(at);
        }
        at = one.why.antecedent()? as usize;
    }
    None
}

/// The key of a judgement about the mentions of a name. No folded name contains quotation marks, so it differs from every chain's.
fn key_of(found: &Annotations, mention: usize, body: &str) -> String {
    format!("\"{}\"", fold::key(found.mentions.get(mention).map_or("", |m| m.span.slice(body))))
}

/// The words of a mention, on one line.
fn written(found: &Annotations, mention: usize, body: &str) -> String {
    let words = found.mentions.get(mention).map_or("", |m| m.span.slice(body));
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

//! An article's chains as the reader cut them: a judgement may be about the mentions of one name alone, and takes them out of
//! the chain the engine put them into.
//!
//! What the engine found is never changed: chains are cut when they are read, so every cut can be taken back. Parts that were
//! cut out stand behind the engine's chains, whose numbers stay.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension};

use super::error::Result;
use crate::news::article::ArticleId;
use crate::news::mention::{Annotations, Chain, Form};
use crate::text::fold;

/// Steps from a pronoun to the name it stands for.
const STEPS: usize = 64;

/// An article's annotations, cut.
pub struct Cut {
    /// With the parts as chains of their own.
    pub found: Annotations,
    /// For each of these chains, what it came of.
    pub parts: Vec<Part>,
}

/// What a chain came of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The number of the engine's chain.
    pub chain: usize,
    /// That chain's name, folded: what judgements about the whole of it are kept by.
    pub name: String,
    /// What judgements about this part alone are kept by; `None` for a chain of which nothing was said alone.
    pub words: Option<String>,
    /// The engine's chain is called by more than one name.
    several: bool,
}

impl Part {
    /// What a judgement about this chain is kept by.
    pub fn key(&self) -> &str {
        self.words.as_ref().unwrap_or(&self.name)
    }
}

impl Cut {
    /// What a judgement about one mention is kept by: the name it bears or stands for, where its chain has others; and
    /// that name as written, with the number of mentions it takes along.
    pub fn about(&self, mention: usize, body: &str) -> Option<(String, String, usize)> {
        let chain = self.found.mentions.get(mention)?.chain as usize;
        let (part, whole) = (self.parts.get(chain)?, self.found.chains.get(chain)?);
        let name = bearer(&self.found, mention).filter(|_| part.words.is_none() && part.several);
        let Some(name) = name else {
            return Some((part.key().to_owned(), whole.name.clone(), size(&self.found, chain)));
        };
        let key = key_of(&self.found, name, body);
        let spoken = |m: &&u32| self.found.mentions.get(**m as usize).is_some_and(|m| m.form != Form::Role);
        let same =
            |m: &&u32| bearer(&self.found, **m as usize).is_some_and(|other| key_of(&self.found, other, body) == key);
        let many = whole.mentions.iter().filter(spoken).filter(same).count();
        Some((key, written(&self.found, name, body), many))
    }
}

/// Mentions of a chain, offices beside it apart.
pub fn size(found: &Annotations, chain: usize) -> usize {
    let mentions = found.chains.get(chain).map_or(&[][..], |chain| &chain.mentions);
    mentions.iter().filter(|m| found.mentions.get(**m as usize).is_some_and(|m| m.form != Form::Role)).count()
}

/// Cuts what the engine found in an article as the reader said.
pub fn read(db: &Connection, id: ArticleId, found: Annotations) -> Result<Cut> {
    Ok(cut(found, &body(db, id)?, &judged(db, id)?))
}

/// The annotations alone: nothing is looked at where nothing was said of a part.
pub fn annotations(db: &Connection, id: ArticleId, found: Annotations) -> Result<Annotations> {
    let judged = judged(db, id)?;
    if judged.is_empty() { Ok(found) } else { Ok(cut(found, &body(db, id)?, &judged).found) }
}

/// The names of which something was said alone in an article.
fn judged(db: &Connection, id: ArticleId) -> Result<BTreeSet<String>> {
    // Everything that begins with a quotation mark.
    let sql = "SELECT DISTINCT name FROM judgements WHERE article = ?1 AND name >= '\"' AND name < '#'";
    let mut rows = db.prepare_cached(sql)?;
    Ok(rows.query_map([id.0], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}

/// The text of an article; empty where it is gone.
pub fn body(db: &Connection, id: ArticleId) -> Result<String> {
    let mut query = db.prepare_cached("SELECT body FROM bodies WHERE id = ?1")?;
    Ok(query.query_row([id.0], |row| row.get(0)).optional()?.unwrap_or_default())
}

/// The number of the engine's chain that has mentions of a name of which something was said alone.
pub fn origin(found: &Annotations, body: &str, key: &str) -> Option<usize> {
    let named = (0..found.mentions.len()).filter(|m| bearer(found, *m) == Some(*m));
    let mut same = named.filter(|m| key_of(found, *m, body) == key);
    same.next().and_then(|m| found.mentions.get(m)).map(|m| m.chain as usize)
}

fn cut(mut found: Annotations, body: &str, judged: &BTreeSet<String>) -> Cut {
    let mut parts: Vec<Part> = Vec::with_capacity(found.chains.len());
    let mut fresh: Vec<(Part, Chain)> = Vec::new();
    let engine = found.chains.len();
    for at in 0..engine {
        let Some(chain) = found.chains.get(at).cloned() else { break };
        let keyed: Vec<(u32, Option<String>)> = chain
            .mentions
            .iter()
            .map(|m| (*m, bearer(&found, *m as usize).map(|name| key_of(&found, name, body))))
            .collect();
        let mut names: Vec<&String> = Vec::new();
        for key in keyed.iter().filter_map(|(_, key)| key.as_ref()) {
            if !names.contains(&key) {
                names.push(key);
            }
        }
        let mut part = Part { chain: at, name: fold::key(&chain.name), words: None, several: names.len() > 1 };
        let mut out: Vec<&String> = names.iter().copied().filter(|key| judged.contains(*key)).collect();
        if !out.is_empty() && out.len() == names.len() {
            // Something was said of each: the first stays where it is.
            part.words = Some(out.remove(0).clone());
        }
        for key in &out {
            let moved: Vec<u32> = keyed.iter().filter(|(_, k)| k.as_ref() == Some(key)).map(|(m, _)| *m).collect();
            let number = engine + fresh.len();
            for m in &moved {
                if let Some(mention) = found.mentions.get_mut(*m as usize) {
                    mention.chain = number as u32;
                }
            }
            let whole = Part { words: Some((*key).clone()), ..part.clone() };
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
    Cut { found, parts }
}

/// Some mentions of a chain as a chain: called by the fullest of their names, with the offices among them.
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
    // An office that is no mention of its own stays with whoever keeps the chain's name.
    let ours = |role: &&String| offices.contains(role) || (!all.contains(role) && names.contains(&whole.name));
    Chain {
        kind: whole.kind,
        name: name.unwrap_or(&whole.name).clone(),
        roles: whole.roles.iter().filter(ours).cloned().collect(),
        mentions,
    }
}

/// The name that a mention is or, by way of what it was tied to, stands for.
fn bearer(found: &Annotations, mention: usize) -> Option<usize> {
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

/// What a judgement about the mentions of a name alone is kept by: no folded name has quotation marks.
fn key_of(found: &Annotations, mention: usize, body: &str) -> String {
    format!("\"{}\"", fold::key(found.mentions.get(mention).map_or("", |m| m.span.slice(body))))
}

/// The words of a mention, in one line.
fn written(found: &Annotations, mention: usize, body: &str) -> String {
    let words = found.mentions.get(mention).map_or("", |m| m.span.slice(body));
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

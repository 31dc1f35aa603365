//! Which entity of the archive a chain is: candidates by name keys, one decision, and new entities.
//!
//! The decision itself ([`decide`]) is simple for now: equal names are one, a lone surname is the only person who bears
//! it. It takes and gives plain data, so that a better one can stand in its place.

use std::collections::HashMap;

use rusqlite::{Connection, params};

use super::error::Result;
use super::pack;
use crate::news::entity::{EntityId, Link, Reason};
use crate::news::mention::{Annotations, Chain, Form, Kind};
use crate::text::fold;

/// Names of one chain: as written, each once, the chain's own first.
pub fn aliases(text: &str, found: &Annotations, chain: &Chain) -> Vec<String> {
    let mut names = vec![chain.name.clone()];
    for mention in chain.mentions.iter().filter_map(|&m| found.mentions.get(m as usize)) {
        let name = mention.span.slice(text);
        if mention.form == Form::Name && !name.is_empty() && !names.iter().any(|n| n == name) && names.len() < 16 {
            names.push(name.to_owned());
        }
    }
    names
}

/// Links the chains of one article after the other; remembers what it looked up until it is dropped.
pub struct Linker<'d> {
    db: &'d Connection,
    known: HashMap<String, Vec<EntityId>>,
}

impl<'d> Linker<'d> {
    /// For one transaction.
    pub fn new(db: &'d Connection) -> Self {
        Self { db, known: HashMap::new() }
    }

    /// One link for each chain of an article. Makes the entities that the archive did not know.
    pub fn link(&mut self, text: &str, found: &Annotations) -> Result<Vec<Link>> {
        let names: Vec<Vec<String>> = found.chains.iter().map(|chain| aliases(text, found, chain)).collect();
        let mut links: Vec<Option<Link>> = vec![None; found.chains.len()];
        let mut taken: Vec<EntityId> = Vec::new();
        // Full names first: they say who may be meant by a lone surname.
        let lone = |chain: &Chain| chain.kind == Kind::Person && fold::words(&chain.name).len() < 2;
        for alone in [false, true] {
            for (i, chain) in found.chains.iter().enumerate().filter(|(_, c)| lone(c) == alone) {
                let (Some(names), Some(link)) = (names.get(i), links.get_mut(i)) else { continue };
                let decided = self.chain(chain.kind, names, alone, &taken)?;
                if let Link::Certain(entity, _) = &decided {
                    taken.push(*entity);
                }
                *link = Some(decided);
            }
        }
        Ok(links.into_iter().map(|link| link.unwrap_or(Link::Refused)).collect())
    }

    fn chain(&mut self, kind: Kind, names: &[String], lone: bool, taken: &[EntityId]) -> Result<Link> {
        let mut keys: Vec<String> = names.iter().filter_map(|name| full_key(kind, name, lone)).collect();
        keys.dedup();
        let mut candidates = Vec::new();
        for key in &keys {
            candidates.extend(self.look_up(key)?);
        }
        let link = match decide(&candidates, lone, names, taken) {
            Some(link) => link,
            None => Link::Certain(self.create(kind, names)?, vec![Reason::New]),
        };
        if let Link::Certain(entity, _) = &link {
            for key in keys.into_iter().chain(names.iter().filter_map(|name| surname_key(kind, name))) {
                self.remember(key, *entity)?;
            }
        }
        Ok(link)
    }

    fn look_up(&mut self, key: &str) -> Result<Vec<EntityId>> {
        if let Some(found) = self.known.get(key) {
            return Ok(found.clone());
        }
        let mut rows = self.db.prepare_cached("SELECT entity FROM keys WHERE key = ?1 ORDER BY entity LIMIT 8")?;
        let found = rows.query_map([key], |row| row.get(0).map(EntityId))?.collect::<rusqlite::Result<Vec<_>>>()?;
        self.known.insert(key.to_owned(), found.clone());
        Ok(found)
    }

    fn remember(&mut self, key: String, entity: EntityId) -> Result<()> {
        if !self.look_up(&key)?.contains(&entity) {
            self.db
                .prepare_cached("INSERT OR IGNORE INTO keys(key, entity) VALUES (?1, ?2)")?
                .execute(params![key, entity.0])?;
            self.known.entry(key).or_default().push(entity);
        }
        Ok(())
    }

    fn create(&self, kind: Kind, names: &[String]) -> Result<EntityId> {
        self.db
            .prepare_cached("INSERT INTO entities(kind, name) VALUES (?1, ?2)")?
            .execute(params![pack::kind(kind), names.first()])?;
        Ok(EntityId(self.db.last_insert_rowid()))
    }
}

/// The key of a whole name; a person's single name (a surname, mostly) has a key of its own kind.
fn full_key(kind: Kind, name: &str, lone: bool) -> Option<String> {
    let words = fold::words(name);
    match (kind, words.len()) {
        (_, 0) => None,
        (Kind::Person, 1) => lone.then(|| surname_key(kind, name)).flatten(),
        _ => Some(format!("{}{}", pack::kind(kind), fold::key(name))),
    }
}

/// The key of a person's last name.
fn surname_key(kind: Kind, name: &str) -> Option<String> {
    let last = fold::words(name).pop().filter(|_| kind == Kind::Person)?;
    Some(format!("~{}", last.text))
}

/// Which of `candidates` (oldest entity first) a chain is; `None`: somebody new. `taken` are those that other chains of the
/// article are.
fn decide(candidates: &[EntityId], lone: bool, names: &[String], taken: &[EntityId]) -> Option<Link> {
    let free: Vec<EntityId> = candidates.iter().copied().filter(|c| !taken.contains(c)).collect();
    let name = names.first().cloned().unwrap_or_default();
    match free.as_slice() {
        [] if lone && !candidates.is_empty() => {
            Some(Link::Uncertain(candidates.iter().map(|c| (*c, 0.5, vec![Reason::OnlyOne(name.clone())])).collect()))
        }
        [] => None,
        [only] if lone => Some(Link::Certain(*only, vec![Reason::OnlyOne(name)])),
        several if lone => {
            let share = 1.0 / several.len() as f32;
            Some(Link::Uncertain(several.iter().map(|c| (*c, share, vec![])).collect()))
        }
        [first, ..] => Some(Link::Certain(*first, vec![Reason::SameName(name)])),
    }
}

//! The sidebar: who and what is in the article, by kind, the most important first.

use std::collections::HashMap;

use super::message::Opened;
use crate::news::article::ArticleId;
use crate::news::entity::{EntityId, Link, Linked};
use crate::news::mention::{Form, Kind};

/// A referent: an entity of the archive, or a chain that belongs to none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Who {
    /// This entity.
    Entity(EntityId),
    /// This chain of this article.
    Chain(ArticleId, u32),
}

/// One person, institution or place of the article.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Whom it stands for.
    pub who: Who,
    /// What it is.
    pub kind: Kind,
    /// The name it is shown by.
    pub name: String,
    /// The first role read beside it.
    pub role: Option<String>,
    /// Its chains here: more than one where the archive knows better than the article.
    pub chains: Vec<u32>,
    /// Its mentions here, roles left out: indexes into the article's, ascending.
    pub mentions: Vec<u32>,
    /// In how many articles of the archive.
    pub articles: u32,
    /// The archive did not know it before.
    pub first: bool,
    /// On the watch list.
    pub watched: bool,
    /// The link is certain.
    pub certain: bool,
}

/// The pane of entities.
#[derive(Clone, Debug, Default)]
pub struct Sidebar {
    /// By kind in the order of [`Kind::ALL`], then by importance.
    pub entries: Vec<Entry>,
    /// Which entry each chain of the article belongs to; beyond the last where it is hidden.
    of_chain: Vec<usize>,
    /// Entry under the cursor.
    pub cursor: usize,
    /// First row shown.
    pub top: usize,
    /// Those that are marked, to do something with all of them.
    pub picked: Vec<Who>,
}

/// One row of the pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    /// A heading: kind, and how many there are.
    Group(Kind, usize),
    /// An entry, by index.
    Entry(usize),
}

impl Sidebar {
    /// The entries of an article.
    pub fn new(opened: &Opened) -> Self {
        let notes = &opened.annotations;
        let mut entries: Vec<Entry> = Vec::new();
        let mut known: HashMap<Who, usize> = HashMap::new();
        let mut of_chain = Vec::with_capacity(notes.chains.len());
        for (number, chain) in notes.chains.iter().enumerate() {
            let linked = opened.links.get(number);
            let here = Who::Chain(opened.article.id, number as u32);
            if linked.is_some_and(|l| l.hidden) {
                of_chain.push(usize::MAX);
                continue;
            }
            let who = linked.and_then(Linked::entity).map_or(here, Who::Entity);
            let at = *known.entry(who).or_insert_with(|| {
                entries.push(Entry {
                    who,
                    kind: linked.map_or(chain.kind, |l| l.kind),
                    name: linked.map_or(&chain.name, |l| &l.name).clone(),
                    role: None,
                    chains: Vec::new(),
                    mentions: Vec::new(),
                    articles: linked.map_or(1, |l| l.articles),
                    first: linked.is_some_and(|l| l.first),
                    watched: linked.is_some_and(|l| l.watched),
                    certain: linked.is_none_or(|l| matches!(l.link, Link::Certain(..))),
                });
                entries.len() - 1
            });
            of_chain.push(at);
            let Some(entry) = entries.get_mut(at) else { continue };
            entry.role = entry.role.take().or_else(|| chain.roles.first().cloned());
            entry.chains.push(number as u32);
            let mention = |&m: &u32| notes.mentions.get(m as usize).is_some_and(|m| m.form != Form::Role);
            entry.mentions.extend(chain.mentions.iter().copied().filter(mention));
        }
        for entry in &mut entries {
            entry.mentions.sort_unstable();
            entry.mentions.dedup();
        }
        let mut order: Vec<usize> = (0..entries.len()).collect();
        order.sort_by_key(|&i| entries.get(i).map(rank));
        let mut place = vec![0; entries.len()];
        for (new, &old) in order.iter().enumerate() {
            if let Some(slot) = place.get_mut(old) {
                *slot = new;
            }
        }
        let mut slots: Vec<Option<Entry>> = entries.into_iter().map(Some).collect();
        let entries = order.iter().filter_map(|&i| slots.get_mut(i)?.take()).collect();
        let of_chain = of_chain.into_iter().map(|i| place.get(i).copied().unwrap_or(usize::MAX)).collect();
        Self { entries, of_chain, cursor: 0, top: 0, picked: Vec::new() }
    }

    /// The entry a chain of the article belongs to.
    pub fn of_chain(&self, chain: u32) -> Option<&Entry> {
        self.entries.get(*self.of_chain.get(chain as usize)?)
    }

    /// The entry of a referent, with its place.
    pub fn of(&self, who: Who) -> Option<(usize, &Entry)> {
        self.entries.iter().enumerate().find(|(_, entry)| entry.who == who)
    }

    /// The entry under the cursor.
    pub fn current(&self) -> Option<&Entry> {
        self.entries.get(self.cursor)
    }

    /// Marks the entry under the cursor, or takes the mark away, and goes on to the next.
    pub fn pick(&mut self) {
        let Some(who) = self.current().map(|entry| entry.who) else { return };
        match self.picked.iter().position(|picked| *picked == who) {
            Some(at) => drop(self.picked.remove(at)),
            None => self.picked.push(who),
        }
        self.cursor = (self.cursor + 1).min(self.entries.len().saturating_sub(1));
    }

    /// All rows, headings included.
    pub fn rows(&self) -> Vec<Row> {
        let mut rows = Vec::with_capacity(self.entries.len() + Kind::ALL.len());
        for (i, entry) in self.entries.iter().enumerate() {
            if i == 0 || self.entries.get(i - 1).is_some_and(|before| before.kind != entry.kind) {
                let many = self.entries.iter().skip(i).take_while(|e| e.kind == entry.kind).count();
                rows.push(Row::Group(entry.kind, many));
            }
            rows.push(Row::Entry(i));
        }
        rows
    }

    /// Puts the cursor on an entry and lets the rows shown follow.
    pub fn go(&mut self, to: usize, height: usize) {
        self.cursor = to.min(self.entries.len().saturating_sub(1));
        let rows = self.rows();
        let line = rows.iter().position(|r| *r == Row::Entry(self.cursor)).unwrap_or(0);
        let height = height.max(1);
        // The heading above the first of a kind is shown with it.
        let first = if line > 0 && matches!(rows.get(line - 1), Some(Row::Group(..))) { line - 1 } else { line };
        // No blank rows at the end while others are hidden above.
        let last = rows.len().saturating_sub(height);
        self.top = self.top.min(first).min(last).max((line + 1).saturating_sub(height));
    }
}

/// What entries are sorted by: kind, then how much the article is about them.
fn rank(entry: &Entry) -> (usize, std::cmp::Reverse<usize>, u32) {
    let kind = Kind::ALL.iter().position(|k| *k == entry.kind).unwrap_or(Kind::ALL.len());
    let first = entry.mentions.first().copied().unwrap_or(u32::MAX);
    // Whoever is named in the lede counts as named twice more.
    let weight = entry.mentions.len() + if first < 6 { 2 } else { 0 };
    (kind, std::cmp::Reverse(weight), first)
}

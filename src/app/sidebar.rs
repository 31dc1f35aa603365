//! The sidebar: the entities of the article by kind, the most important first.

use std::collections::HashMap;

use super::message::Opened;
use crate::news::article::ArticleId;
use crate::news::entity::{EntityId, Link, Linked};
use crate::news::mention::{Form, Kind};

/// A referent: an entity of the archive, or a chain that belongs to none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Referent {
    /// This entity.
    Entity(EntityId),
    /// This chain of this article.
    Chain(ArticleId, u32),
}

/// One person, institution or place of the article.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The entity or chain.
    pub referent: Referent,
    /// Its kind.
    pub kind: Kind,
    /// The name it is shown by.
    pub name: String,
    /// Its first role in the article.
    pub role: Option<String>,
    /// Its chains in the article. There are several if the archive links several chains to one entity.
    pub chains: Vec<u32>,
    /// Its mentions in the article except roles: indexes into `Annotations::mentions`, ascending.
    pub mentions: Vec<u32>,
    /// Number of articles of the archive that name it.
    pub articles: u32,
    /// The archive did not know it before this article.
    pub first: bool,
    /// On the watch list.
    pub watched: bool,
    /// Its link is certain.
    pub certain: bool,
}

/// The pane of entities.
#[derive(Clone, Debug, Default)]
pub struct Sidebar {
    /// By kind in the order of [`Kind::ALL`], then by importance.
    pub entries: Vec<Entry>,
    /// The index of the entry of each chain; `usize::MAX` if the chain is hidden.
    of_chain: Vec<usize>,
    /// Index of the entry under the cursor.
    pub cursor: usize,
    /// Index of the first row shown, headings included.
    pub top: usize,
    /// The marked entries.
    pub picked: Vec<Referent>,
}

/// A row of the sidebar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SidebarRow {
    /// The heading of a kind, with its number of entries.
    Heading(Kind, usize),
    /// An entry, by index.
    Entry(usize),
}

impl Sidebar {
    /// The entries of an article.
    pub fn new(opened: &Opened) -> Self {
        let annotations = &opened.annotations;
        let mut entries: Vec<Entry> = Vec::new();
        let mut known: HashMap<Referent, usize> = HashMap::new();
        let mut of_chain = Vec::with_capacity(annotations.chains.len());
        for (number, chain) in annotations.chains.iter().enumerate() {
            let linked = opened.links.get(number);
            let here = Referent::Chain(opened.article.id, number as u32);
            if linked.is_some_and(|l| l.hidden) {
                of_chain.push(usize::MAX);
                continue;
            }
            let referent = linked.and_then(Linked::entity).map_or(here, Referent::Entity);
            let at = *known.entry(referent).or_insert_with(|| {
                entries.push(Entry {
                    referent,
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
            let mention = |&m: &u32| annotations.mentions.get(m as usize).is_some_and(|m| m.form != Form::Role);
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

    /// The entry of a referent, with its index.
    pub fn of(&self, referent: Referent) -> Option<(usize, &Entry)> {
        self.entries.iter().enumerate().find(|(_, entry)| entry.referent == referent)
    }

    /// The entry under the cursor.
    pub fn current(&self) -> Option<&Entry> {
        self.entries.get(self.cursor)
    }

    /// Marks or unmarks the entry under the cursor and moves down.
    pub fn pick(&mut self) {
        let Some(referent) = self.current().map(|entry| entry.referent) else { return };
        match self.picked.iter().position(|picked| *picked == referent) {
            Some(at) => drop(self.picked.remove(at)),
            None => self.picked.push(referent),
        }
        self.cursor = (self.cursor + 1).min(self.entries.len().saturating_sub(1));
    }

    /// All rows, headings included.
    pub fn rows(&self) -> Vec<SidebarRow> {
        let mut rows = Vec::with_capacity(self.entries.len() + Kind::ALL.len());
        for (i, entry) in self.entries.iter().enumerate() {
            if i == 0 || self.entries.get(i - 1).is_some_and(|before| before.kind != entry.kind) {
                let many = self.entries.iter().skip(i).take_while(|e| e.kind == entry.kind).count();
                rows.push(SidebarRow::Heading(entry.kind, many));
            }
            rows.push(SidebarRow::Entry(i));
        }
        rows
    }

    /// Puts the cursor on an entry and scrolls it into view. `height` is in rows.
    pub fn go(&mut self, to: usize, height: usize) {
        self.cursor = to.min(self.entries.len().saturating_sub(1));
        let rows = self.rows();
        let line = rows.iter().position(|r| *r == SidebarRow::Entry(self.cursor)).unwrap_or(0);
        let height = height.max(1);
        // The first entry of a kind is shown with its heading.
        let first =
            if line > 0 && matches!(rows.get(line - 1), Some(SidebarRow::Heading(..))) { line - 1 } else { line };
        // Scrolling stops when the last row is at the foot of the pane.
        let last = rows.len().saturating_sub(height);
        self.top = self.top.min(first).min(last).max((line + 1).saturating_sub(height));
    }
}

/// The sort key of an entry: kind, then number of mentions, then first mention.
fn rank(entry: &Entry) -> (usize, std::cmp::Reverse<usize>, u32) {
    let kind = Kind::ALL.iter().position(|k| *k == entry.kind).unwrap_or(Kind::ALL.len());
    let first = entry.mentions.first().copied().unwrap_or(u32::MAX);
    // An entity named among the first six mentions counts as if it were named twice more.
    let weight = entry.mentions.len() + if first < 6 { 2 } else { 0 };
    (kind, std::cmp::Reverse(weight), first)
}

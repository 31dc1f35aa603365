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
    /// The index of the entry of each referent.
    places: HashMap<Referent, usize>,
    /// Each kind that has entries: the index of the first, and their number.
    kinds: Vec<(Kind, usize, usize)>,
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
        let entries: Vec<Entry> = order.iter().filter_map(|&i| slots.get_mut(i)?.take()).collect();
        let of_chain = of_chain.into_iter().map(|i| place.get(i).copied().unwrap_or(usize::MAX)).collect();
        for at in known.values_mut() {
            *at = place.get(*at).copied().unwrap_or(usize::MAX);
        }
        let mut kinds: Vec<(Kind, usize, usize)> = Vec::new();
        for (at, entry) in entries.iter().enumerate() {
            match kinds.last_mut().filter(|(kind, ..)| *kind == entry.kind) {
                Some((_, _, many)) => *many += 1,
                None => kinds.push((entry.kind, at, 1)),
            }
        }
        Self { entries, of_chain, places: known, kinds, cursor: 0, top: 0, picked: Vec::new() }
    }

    /// The entry a chain of the article belongs to.
    pub fn of_chain(&self, chain: u32) -> Option<&Entry> {
        self.entries.get(*self.of_chain.get(chain as usize)?)
    }

    /// The entry of a referent, with its index.
    pub fn of(&self, referent: Referent) -> Option<(usize, &Entry)> {
        let at = *self.places.get(&referent)?;
        self.entries.get(at).map(|entry| (at, entry))
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

    /// The number of rows, headings included.
    fn height(&self) -> usize {
        self.entries.len() + self.kinds.len()
    }

    /// The row of an entry: above it are the entries before it, and the headings of its kind and of the kinds before.
    fn line(&self, entry: usize) -> usize {
        entry + self.kinds.partition_point(|(_, first, _)| *first <= entry)
    }

    /// A row, by its number from the top, headings included.
    fn row(&self, line: usize) -> Option<SidebarRow> {
        // The heading of the kind with this number stands at its first entry and below the headings before it.
        let headings =
            self.kinds.iter().enumerate().take_while(|(number, (_, first, _))| first + number <= line).count();
        let (kind, first, many) = *self.kinds.get(headings.checked_sub(1)?)?;
        if first + headings - 1 == line {
            return Some(SidebarRow::Heading(kind, many));
        }
        let entry = line - headings;
        (entry < self.entries.len()).then_some(SidebarRow::Entry(entry))
    }

    /// The rows shown in a pane of `height` rows. Costs what is shown, however many entries there are.
    pub fn rows(&self, height: usize) -> impl Iterator<Item = SidebarRow> + '_ {
        (self.top..self.top.saturating_add(height)).map_while(|line| self.row(line))
    }

    /// Puts the cursor on an entry and scrolls it into view. `height` is in rows.
    pub fn go(&mut self, to: usize, height: usize) {
        self.cursor = to.min(self.entries.len().saturating_sub(1));
        let line = if self.entries.is_empty() { 0 } else { self.line(self.cursor) };
        let height = height.max(1);
        // The first entry of a kind is shown with its heading.
        let headed = self.kinds.iter().any(|(_, first, _)| *first == self.cursor);
        let first = if headed { line.saturating_sub(1) } else { line };
        // Scrolling stops when the last row is at the foot of the pane.
        let last = self.height().saturating_sub(height);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::message::Opened;
    use crate::news::article::{Article, Draft, Revision};
    use crate::news::list_row::ListRow;
    use crate::news::mention::{Annotations, Chain};
    use crate::news::time::Timestamp;
    use crate::news::triage::State;

    /// An article that names one of each of these kinds.
    fn opened(kinds: &[Kind]) -> Opened {
        let chain = |(at, kind): (usize, &Kind)| Chain {
            kind: *kind,
            name: format!("name {at}"),
            mentions: Vec::new(),
            roles: Vec::new(),
        };
        let chains = kinds.iter().enumerate().map(chain).collect();
        Opened {
            article: Article {
                id: ArticleId(1),
                draft: Draft::default(),
                received: Timestamp(0),
                digest: String::new(),
                position: 0,
            },
            annotations: Annotations { chains, ..Annotations::default() },
            links: Vec::new(),
            notes: Vec::new(),
            row: ListRow {
                id: ArticleId(1),
                state: State::New,
                star: false,
                time: Timestamp(0),
                source: String::new(),
                headline: String::new(),
                lede: String::new(),
                revision: Revision::First,
                copies: 0,
                notes: 0,
                tags: Vec::new(),
                watched: false,
                score: None,
                entities: Vec::new(),
            },
            whole: true,
        }
    }

    #[test]
    fn a_row_is_found_without_the_rows_above_it() {
        use Kind::{Event, Other, Person, Place};
        for kinds in [&[][..], &[Person], &[Other, Person, Place, Person, Event, Person, Other]] {
            let mut sidebar = Sidebar::new(&opened(kinds));
            let mut all = Vec::new();
            for (at, entry) in sidebar.entries.iter().enumerate() {
                if at == 0 || sidebar.entries[at - 1].kind != entry.kind {
                    let many = sidebar.entries.iter().filter(|other| other.kind == entry.kind).count();
                    all.push(SidebarRow::Heading(entry.kind, many));
                }
                all.push(SidebarRow::Entry(at));
            }
            assert_eq!(sidebar.rows(100).collect::<Vec<_>>(), all);
            for at in 0..kinds.len() {
                assert_eq!(all[sidebar.line(at)], SidebarRow::Entry(at));
                for height in 1..6 {
                    sidebar.go(at, height);
                    let shown: Vec<_> = sidebar.rows(height).collect();
                    assert!(shown.contains(&SidebarRow::Entry(at)), "{at} in {height}: {shown:?}");
                    assert_eq!(shown, all[sidebar.top..(sidebar.top + height).min(all.len())]);
                }
            }
        }
    }
}

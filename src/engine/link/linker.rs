//! All names of an archive: nodes, and what was read about each. Holds those it is looking at; the others lie on a shelf.
//!
//! Articles are taken in any order and can be taken back; settling groups the nodes by what is known of all of them. The
//! groups depend on the set of articles alone, and what an article costs does not grow with the archive. Ids, and what the
//! reader said, are the store's matter.

use std::collections::BTreeSet;

use super::article_features::{ArticleFeatures, Figure, Key, strong};
use super::cache::Cache;
use super::evidence::Side;
use super::gazetteer::Gazetteer;
use super::memory::Memory;
use super::node::{Node, count};
use super::shelf::{Shelf, Stage};
use crate::engine::names::{institution, sound};
use crate::news::mention::Kind;

/// Names and groups of names. A node's number stays for ever.
#[derive(Debug, Default)]
pub struct Linker<S> {
    atlas: Gazetteer,
    pub(super) cache: Cache,
    /// What became due in a round of settling, until it ends.
    pub(super) touched: BTreeSet<(Stage, u32)>,
    /// Where they are kept.
    pub shelf: S,
}

/// An article's nodes are company to one another up to so many.
pub(super) const COMPANY: usize = 48;

/// A node keeps so many companions: always the same ones, whatever the order they came in.
const COMPANIONS: usize = 128;

impl Linker<Memory> {
    /// An empty archive in memory.
    pub fn new() -> Self {
        Self::default()
    }
}

impl<S> Linker<S> {
    /// The countries it knows.
    pub fn atlas(&self) -> &Gazetteer {
        &self.atlas
    }

    /// The same with another shelf, on which the same nodes lie; and the one before.
    pub fn on<T>(self, other: T) -> (Linker<T>, S) {
        (Linker { atlas: self.atlas, cache: self.cache, touched: self.touched, shelf: other }, self.shelf)
    }

    /// Forgets what it holds in hand, put back or not: the shelf was changed by somebody else.
    pub fn forget(&mut self) {
        self.cache = Cache::default();
    }
}

impl<S: Shelf> Linker<S> {
    /// Takes an article in. The node of each figure: of its own key, or of the key under which it stands alone.
    pub fn take(&mut self, scene: &ArticleFeatures) -> Vec<u32> {
        self.account(scene, true)
    }

    /// Takes back what [`Linker::take`] learnt from an article. The nodes stay.
    pub fn leave(&mut self, scene: &ArticleFeatures) {
        self.account(scene, false);
    }

    /// Puts back all that was learnt, and lets go of nodes that were not used of late.
    pub fn save(&mut self) {
        self.cache.save(&mut self.shelf);
        self.cache.age();
    }

    fn account(&mut self, scene: &ArticleFeatures, come: bool) -> Vec<u32> {
        let mut all = Vec::with_capacity(scene.figures.len());
        let (mut present, mut soft): (Vec<u32>, Vec<u32>) = (Vec::new(), Vec::new());
        for figure in &scene.figures {
            let (key, word) = match &figure.key {
                Key::Strong(key) => (key, None),
                Key::Weak(word, alone) => (alone, Some(word.as_str())),
            };
            let node = self.node(figure.kind, key, &figure.name, word);
            all.push(node);
            self.read(node, figure, scene, come);
            if word.is_some() {
                soft.push(node);
                continue;
            }
            self.attest(node, figure, come);
            if matches!(figure.kind, Kind::Person | Kind::Institution) && !present.contains(&node) {
                present.push(node);
            }
        }
        present.truncate(COMPANY);
        let marks: Vec<(u32, u32)> = present.iter().filter_map(|n| Some((*n, self.cache.get(*n)?.mark))).collect();
        for a in present.iter().chain(&soft) {
            if let Some(node) = self.cache.change(*a) {
                for (b, mark) in marks.iter().filter(|(b, _)| b != a) {
                    node.meet(*b, *mark, come, COMPANIONS);
                }
            }
        }
        all
    }

    /// Reads a chain about a node, or takes that back.
    fn read(&mut self, number: u32, figure: &Figure, scene: &ArticleFeatures, come: bool) {
        let Some(node) = self.cache.change(number) else { return };
        let (named, called) = node.read(figure, &scene.countries, come);
        if !matches!(figure.kind, Kind::Person | Kind::Institution) {
            return;
        }
        self.cache.mark(number, Stage::Weigh);
        if self.cache.get(number).is_some_and(Node::contested) {
            self.cache.mark(number, Stage::Contest);
        }
        if named {
            self.cache.mark(number, Stage::Names);
            if figure.kind == Kind::Institution && self.cache.get(number).is_some_and(|node| node.full) {
                self.enlist_name(number, &figure.name);
            }
        }
        if called {
            let words: Vec<String> =
                self.cache.get(number).map(|n| n.called.keys().cloned().collect()).unwrap_or_default();
            // A lone surname is no name that others could be called by.
            if matches!(figure.key, Key::Strong(_)) || figure.kind == Kind::Institution {
                for word in &words {
                    self.enlist(figure.kind, word, number);
                }
            }
        }
    }

    /// The node of a key, made if it is new. `word`: it is a short name that stands alone; the same key may also come as
    /// a full name, in whatever order.
    pub(super) fn node(&mut self, kind: Kind, key: &str, name: &str, word: Option<&str>) -> u32 {
        let number = self.number(key).unwrap_or_else(|| {
            let number = self.shelf.add(kind, key, name);
            self.cache.add(number, Node::new(kind, key, name));
            number
        });
        self.cache.load(&mut self.shelf, number);
        let Some(node) = self.cache.get(number) else { return number };
        let (first, alone) = (word.is_none() && !node.full, word.is_some() && node.word.is_none());
        if !first && !alone {
            return number;
        }
        if let Some(node) = self.cache.change(number) {
            match word {
                None => node.full = true,
                Some(word) => node.word = Some(word.to_owned()),
            }
        }
        if matches!(kind, Kind::Person | Kind::Institution) {
            self.cache.mark(number, Stage::Names);
            self.cache.mark(number, Stage::Weigh);
        }
        if first {
            self.enlist_all(number);
        }
        number
    }

    /// Notes that the chain was called by other full names as well.
    fn attest(&mut self, node: u32, figure: &Figure, come: bool) {
        if !matches!(figure.kind, Kind::Person | Kind::Institution) {
            return;
        }
        for name in &figure.others {
            let Some(key) = strong(&self.atlas, figure.kind, name) else { continue };
            let other = self.node(figure.kind, &key, name, None);
            if other != node
                && let Some(record) = self.cache.change(node)
            {
                let known = record.attested.len();
                count(&mut record.attested, other, come);
                if record.attested.len() != known {
                    self.cache.mark(node, Stage::Names);
                }
            }
        }
    }

    /// Makes a node findable by all its words; one that never came as a full name, by what it was called.
    pub(super) fn enlist_all(&mut self, number: u32) {
        let Some(node) = self.get(number) else { return };
        let (kind, full) = (node.kind, node.full);
        let own = node.words.iter().filter(|_| full);
        let words: Vec<String> = own.chain(node.called.keys()).cloned().collect();
        let names: Vec<String> = node.names.iter().filter(|_| full).cloned().collect();
        if full || kind == Kind::Institution {
            for word in &words {
                self.enlist(kind, word, number);
            }
        }
        if kind == Kind::Institution {
            for name in &names {
                self.enlist_name(number, name);
            }
        }
    }

    /// Makes an institution findable by the words and acronyms of a name.
    fn enlist_name(&mut self, number: u32, name: &str) {
        for word in institution::words(name).iter().chain(&institution::acronyms(name)) {
            self.shelf.enlist(word, number);
        }
    }

    fn enlist(&mut self, kind: Kind, word: &str, number: u32) {
        self.shelf.enlist(word, number);
        let sound = if kind == Kind::Person { sound::skeleton(word) } else { String::new() };
        if !sound.is_empty() {
            self.shelf.enlist(&format!("~{sound}"), number);
        }
    }

    /// The node of a key.
    pub fn number(&mut self, key: &str) -> Option<u32> {
        self.cache.number(&mut self.shelf, key)
    }

    /// A node, taken in hand.
    pub(super) fn get(&mut self, node: u32) -> Option<&Node> {
        self.cache.load(&mut self.shelf, node);
        self.cache.get(node)
    }

    /// The first of a node's names.
    pub fn name(&mut self, node: u32) -> &str {
        self.get(node).and_then(|node| node.names.first()).map_or("", String::as_str)
    }

    /// The short names under which a node may be meant.
    pub fn short_names(&mut self, node: u32) -> impl Iterator<Item = &str> {
        self.get(node).into_iter().flat_map(|n| n.words.iter().chain(n.called.keys())).map(String::as_str)
    }

    /// The lead of a node's group; the node itself until it was settled.
    pub fn lead(&mut self, node: u32) -> u32 {
        self.cache.load(&mut self.shelf, node);
        self.cache.lead(node)
    }

    /// The key of the lead of a node's group.
    pub fn lead_key(&mut self, node: u32) -> &str {
        let lead = self.lead(node);
        self.get(lead).map_or("", |node| node.key.as_str())
    }

    /// How much it says that two share the company of a node: the rarer, the more.
    pub(super) fn weight(&mut self, node: u32) -> f32 {
        self.get(node).map_or(0.0, |node| weight(node.articles))
    }
}

/// What a companion of so many articles says: less with each doubling, so that it seldom changes, and sums are exact; one
/// that is everywhere says nothing.
pub(super) fn weight(articles: u32) -> f32 {
    match articles {
        0..=4 => 1.0,
        5..=8 => 0.5,
        9..=16 => 0.25,
        17..=32 => 0.125,
        33..=64 => 0.0625,
        _ => 0.0,
    }
}

pub(super) fn side(node: &Node) -> Side<'_> {
    match node.bearers.first() {
        // The first of those who bear the name.
        Some((_, own)) => Side { company: &own.company, countries: &own.countries, roles: &own.roles },
        None => Side { company: &node.company, countries: &node.countries, roles: &node.roles },
    }
}

//! The linker: learns articles, and keeps for each name what the articles say of it.
//!
//! Articles may be learnt in any order and unlearnt again. Afterwards [`Linker::step`] works off what became due
//! (see `consolidate`), and [`Linker::resolve`] says which node a chain is.
//!
//! A linker reads from its storage and changes nothing there. [`Linker::finish`] returns what has to be written; when a
//! step fails, the linker is dropped with everything it had changed.

use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use super::article_features::{ArticleFeatures, ChainFeatures, Key, strong};
use super::blocking::BlockingKey;
use super::cache::NodeCache;
use super::changes::{Changes, NewNode};
use super::evidence::companion_weight;
use super::facts::Facts;
use super::gazetteer::Gazetteer;
use super::node::{Node, count};
use super::storage::{Answer, LinkStorage, Stage};
use crate::engine::names::{institution, sound};
use crate::news::mention::Kind;

/// What a linker keeps from one step to the next: the nodes it has read, and the list of countries.
#[derive(Debug, Default)]
pub struct LinkerState {
    gazetteer: Gazetteer,
    cache: NodeCache,
}

impl LinkerState {
    /// The list of countries.
    pub fn gazetteer(&self) -> &Gazetteer {
        &self.gazetteer
    }

    /// Forgets the nodes that were read: the storage was changed by somebody else.
    pub fn forget(&mut self) {
        self.cache = NodeCache::default();
    }
}

/// See the head of this file.
#[derive(Debug, Default)]
pub struct Linker<S> {
    gazetteer: Gazetteer,
    pub(super) cache: NodeCache,
    /// What has to be written.
    pub(super) changes: Changes,
    /// Nodes for which a stage became due in a step of consolidating, until the step ends.
    pub(super) touched: BTreeSet<(Stage, u32)>,
    /// The blocking keys of nodes, computed in this step.
    pub(super) keys: HashMap<u32, Rc<[BlockingKey]>>,
    /// Whether a block was closed when the step began.
    pub(super) closed: HashMap<u64, bool>,
    pub(super) storage: S,
}

/// Of one article, at most this many nodes are companions of one another; a list of three hundred names says little about
/// who belongs together, and costs their square.
pub(super) const COMPANY: usize = 48;

/// A node keeps at most this many companions: those with the least [`Node::mark`], whatever the order they came in.
const COMPANIONS: usize = 128;

impl<S> Linker<S> {
    /// The list of countries.
    pub fn gazetteer(&self) -> &Gazetteer {
        &self.gazetteer
    }
}

impl<S: LinkStorage> Linker<S> {
    /// A linker on a storage. `state` must have been kept from the same storage, unchanged since by anybody else.
    pub fn new(state: LinkerState, storage: S) -> Self {
        let LinkerState { gazetteer, cache } = state;
        Self {
            gazetteer,
            cache,
            changes: Changes::default(),
            touched: BTreeSet::new(),
            keys: HashMap::new(),
            closed: HashMap::new(),
            storage,
        }
    }

    /// Ends the step: what has to be written, and what to keep for the next step once it is written.
    pub fn finish(mut self) -> Answer<(LinkerState, Changes), S> {
        let changes = self.flush()?;
        Ok((LinkerState { gazetteer: self.gazetteer, cache: self.cache }, changes))
    }

    /// What has to be written. From now on it counts as written.
    pub(super) fn flush(&mut self) -> Answer<Changes, S> {
        for (number, unsaved) in self.cache.take_unsaved() {
            let Some(node) = self.cache.get(number) else { continue };
            // Most names resemble no other. Then there is no pair to score, neither its own nor one that it is a companion in.
            let nothing_to_score = !unsaved.weight_changed(node) && !self.has_pairs(number)?;
            self.changes.facts.insert(number, Facts::of(node));
            for stage in unsaved.stages().filter(|stage| *stage != Stage::Score || !nothing_to_score) {
                self.changes.make_due(stage, number, unsaved.articles);
            }
        }
        self.cache.evict();
        self.keys.clear();
        self.closed.clear();
        Ok(std::mem::take(&mut self.changes))
    }

    /// Learns an article. Returns the node of each of its chains: that of the chain's key, or of the key under which a
    /// short name stands for itself.
    pub fn learn(&mut self, article: &ArticleFeatures) -> Answer<Vec<u32>, S> {
        self.count_article(article, true)
    }

    /// Takes back what [`Linker::learn`] learnt from an article. The nodes stay.
    pub fn unlearn(&mut self, article: &ArticleFeatures) -> Answer<(), S> {
        self.count_article(article, false).map(|_| ())
    }

    fn count_article(&mut self, article: &ArticleFeatures, add: bool) -> Answer<Vec<u32>, S> {
        let mut all = Vec::with_capacity(article.chains.len());
        // Companions are named in full; short names have companions, but are none.
        let (mut present, mut short): (Vec<u32>, Vec<u32>) = (Vec::new(), Vec::new());
        for chain in &article.chains {
            let (key, word) = match &chain.key {
                Key::Strong(key) => (key, None),
                Key::Weak(word, alone) => (alone, Some(word.as_str())),
            };
            let node = self.node(chain.kind, key, &chain.name, word)?;
            all.push(node);
            self.read_chain(node, chain, article, add);
            if word.is_some() {
                short.push(node);
                continue;
            }
            self.attest(node, chain, add)?;
            if has_identity(chain.kind) && !present.contains(&node) {
                present.push(node);
            }
        }
        present.truncate(COMPANY);
        let marks: Vec<(u32, u32)> = present.iter().filter_map(|n| Some((*n, self.cache.get(*n)?.mark))).collect();
        for a in present.iter().chain(&short) {
            if let Some(node) = self.cache.change(*a) {
                for (b, mark) in marks.iter().filter(|(b, _)| b != a) {
                    node.meet(*b, *mark, add, COMPANIONS);
                }
            }
        }
        Ok(all)
    }

    /// Counts a chain to its node, or takes that back.
    fn read_chain(&mut self, number: u32, chain: &ChainFeatures, article: &ArticleFeatures, add: bool) {
        let Some(node) = self.cache.change(number) else { return };
        let (new_name, new_short_name) = node.read(chain, &article.countries, add);
        if !has_identity(chain.kind) {
            return;
        }
        let (full, several) = (node.full, node.may_be_several());
        let short_names: Vec<String> = if new_short_name { node.called.keys().cloned().collect() } else { Vec::new() };
        self.cache.mark(number, Stage::Score);
        if several {
            self.cache.mark(number, Stage::Namesakes);
        }
        if new_name {
            self.cache.mark(number, Stage::Names);
            if chain.kind == Kind::Institution && full {
                self.enter_institution(number, &chain.name);
            }
        }
        // A lone surname is not a name that others could be called by.
        if matches!(chain.key, Key::Strong(_)) || chain.kind == Kind::Institution {
            for word in short_names {
                self.enter(chain.kind, word, number);
            }
        }
    }

    /// The node of a key, made where it is new. `word`: the name is a short one that stands for itself. One key may come
    /// both as a full and as a short name, in any order.
    pub(super) fn node(&mut self, kind: Kind, key: &str, name: &str, word: Option<&str>) -> Answer<u32, S> {
        let number = match self.number(key)? {
            Some(number) => number,
            None => self.add_node(kind, key, name)?,
        };
        let Some(node) = self.get(number)? else { return Ok(number) };
        let first_full = word.is_none() && !node.full;
        let first_short = word.is_some() && node.word.is_none();
        if !first_full && !first_short {
            return Ok(number);
        }
        if let Some(node) = self.cache.change(number) {
            match word {
                None => node.full = true,
                Some(word) => node.word = Some(word.to_owned()),
            }
        }
        if has_identity(kind) {
            self.cache.mark(number, Stage::Names);
            self.cache.mark(number, Stage::Score);
        }
        if first_full {
            self.enter_all(number)?;
        }
        Ok(number)
    }

    fn add_node(&mut self, kind: Kind, key: &str, name: &str) -> Answer<u32, S> {
        let number = self.next_number()?;
        self.changes.new.push(NewNode { kind, name: name.to_owned() });
        self.cache.add(number, Node::new(kind, key, name));
        Ok(number)
    }

    /// The number that the next new node will have.
    pub fn next_number(&self) -> Answer<u32, S> {
        Ok(self.storage.next_number()? + self.changes.new.len() as u32)
    }

    /// Notes the other full names by which an article called a chain.
    fn attest(&mut self, node: u32, chain: &ChainFeatures, add: bool) -> Answer<(), S> {
        if !has_identity(chain.kind) {
            return Ok(());
        }
        for name in &chain.others {
            let Some(key) = strong(&self.gazetteer, chain.kind, name) else { continue };
            let other = self.node(chain.kind, &key, name, None)?;
            if other != node
                && let Some(record) = self.cache.change(node)
            {
                let known = record.attested.len();
                count(&mut record.attested, other, add);
                if record.attested.len() != known {
                    self.cache.mark(node, Stage::Names);
                }
            }
        }
        Ok(())
    }

    /// Enters a node under all its words; one that never came as a full name only under what it was called.
    pub(super) fn enter_all(&mut self, number: u32) -> Answer<(), S> {
        let Some(node) = self.get(number)? else { return Ok(()) };
        let (kind, full) = (node.kind, node.full);
        let own = node.words.iter().filter(|_| full);
        let words: Vec<String> = own.chain(node.called.keys()).cloned().collect();
        let names: Vec<String> = node.names.iter().filter(|_| full).cloned().collect();
        if full || kind == Kind::Institution {
            for word in words {
                self.enter(kind, word, number);
            }
        }
        if kind == Kind::Institution {
            for name in &names {
                self.enter_institution(number, name);
            }
        }
        Ok(())
    }

    /// Enters an institution under the words and acronyms of a name.
    fn enter_institution(&mut self, number: u32, name: &str) {
        for word in institution::words(name).into_iter().chain(institution::acronyms(name)) {
            self.changes.enter_word(word, number);
        }
    }

    /// Enters a node under a word; a person also under the sound of it (`~` and the consonants).
    fn enter(&mut self, kind: Kind, word: String, number: u32) {
        let sound = if kind == Kind::Person { sound::skeleton(&word) } else { String::new() };
        self.changes.enter_word(word, number);
        if !sound.is_empty() {
            self.changes.enter_word(format!("~{sound}"), number);
        }
    }

    /// The node of a key.
    pub fn number(&mut self, key: &str) -> Answer<Option<u32>, S> {
        self.cache.number(&self.storage, key)
    }

    /// A node, loaded.
    pub(super) fn get(&mut self, node: u32) -> Answer<Option<&Node>, S> {
        self.cache.load(&self.storage, node)?;
        Ok(self.cache.get(node))
    }

    /// Loads a node. Whether there is one.
    pub(super) fn load(&mut self, node: u32) -> Answer<bool, S> {
        self.cache.load(&self.storage, node)
    }

    /// The first of a node's names, by the alphabet.
    pub fn name(&mut self, node: u32) -> Answer<&str, S> {
        Ok(self.get(node)?.and_then(|node| node.names.first()).map_or("", String::as_str))
    }

    /// The short names by which a node may be meant.
    pub fn short_names(&mut self, node: u32) -> Answer<Vec<String>, S> {
        let names = |node: &Node| node.words.iter().chain(node.called.keys()).cloned().collect();
        Ok(self.get(node)?.map(names).unwrap_or_default())
    }

    /// The lead of a node's cluster; the node itself until it was consolidated.
    pub fn lead(&mut self, node: u32) -> Answer<u32, S> {
        self.load(node)?;
        Ok(self.cache.lead(node))
    }

    /// The key of the lead of a node's cluster.
    pub fn lead_key(&mut self, node: u32) -> Answer<&str, S> {
        let lead = self.lead(node)?;
        Ok(self.get(lead)?.map_or("", |node| node.key.as_str()))
    }

    /// How much it says that two share this companion; see [`companion_weight`].
    pub(super) fn weight(&mut self, node: u32) -> Answer<f32, S> {
        Ok(self.get(node)?.map_or(0.0, |node| companion_weight(node.articles)))
    }
}

/// Whether chains of this kind are linked beyond their name. A place or an event is what it is called.
pub(super) fn has_identity(kind: Kind) -> bool {
    matches!(kind, Kind::Person | Kind::Institution)
}

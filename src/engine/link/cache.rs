//! The nodes that linking works on, and those of them that are not written yet.

use std::collections::{BTreeMap, HashMap};

use super::evidence::companion_weight;
use super::node::Node;
use super::storage::{Answer, LinkStorage, Stage};

/// A node that was read, with the lead of its cluster.
#[derive(Debug)]
struct Cached {
    node: Node,
    lead: u32,
}

/// Nodes read from a storage, in two generations: a node that is used moves into the younger one, and the older one is
/// dropped as a whole.
#[derive(Debug, Default)]
pub struct NodeCache {
    young: HashMap<u32, Cached>,
    old: HashMap<u32, Cached>,
    numbers: HashMap<String, u32>,
    unsaved: BTreeMap<u32, Unsaved>,
}

/// A node that was changed and not written yet.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unsaved {
    /// In how many articles it was before.
    pub articles: u32,
    /// The stages that became due, one bit each.
    stages: u8,
}

impl Unsaved {
    /// The stages that became due, in order.
    pub fn stages(self) -> impl Iterator<Item = Stage> {
        Stage::ALL.into_iter().filter(move |stage| self.stages & 1 << *stage as u8 != 0)
    }

    /// Whether having become more frequent changes what the node says as a companion of others.
    pub fn weight_changed(self, node: &Node) -> bool {
        companion_weight(self.articles).to_bits() != companion_weight(node.articles).to_bits()
    }
}

/// Nodes of one generation: with some 2 kB each, two generations stay below 50 MB.
const GENERATION: usize = 12_000;

/// Keys whose number is remembered. They are short, and more are asked for than nodes are read.
const NUMBERS: usize = 4 * GENERATION;

impl NodeCache {
    /// A node, if it is loaded.
    pub fn get(&self, node: u32) -> Option<&Node> {
        self.cached(node).map(|cached| &cached.node)
    }

    /// Reads a node unless it is loaded. Whether there is one.
    pub fn load<S: LinkStorage>(&mut self, storage: &S, node: u32) -> Answer<bool, S> {
        if self.young.contains_key(&node) {
            return Ok(true);
        }
        let cached = match self.old.remove(&node) {
            Some(cached) => Some(cached),
            None => storage.read(node)?.map(|(facts, lead)| Cached { node: facts.node(), lead }),
        };
        let found = cached.is_some();
        if let Some(cached) = cached {
            self.young.insert(node, cached);
        }
        Ok(found)
    }

    /// A loaded node, to be changed.
    pub fn change(&mut self, node: u32) -> Option<&mut Node> {
        let cached = self.young.get_mut(&node).or_else(|| self.old.get_mut(&node))?;
        self.unsaved.entry(node).or_insert(Unsaved { articles: cached.node.articles, stages: 0 });
        Some(&mut cached.node)
    }

    /// Adds a new node; it leads its own cluster.
    pub fn add(&mut self, number: u32, node: Node) {
        self.numbers.insert(node.key.clone(), number);
        self.unsaved.entry(number).or_default();
        self.young.insert(number, Cached { node, lead: number });
    }

    /// The node of a key.
    pub fn number<S: LinkStorage>(&mut self, storage: &S, key: &str) -> Answer<Option<u32>, S> {
        if let Some(number) = self.numbers.get(key) {
            return Ok(Some(*number));
        }
        let number = storage.number(key)?;
        if let Some(number) = number {
            self.numbers.insert(key.to_owned(), number);
        }
        Ok(number)
    }

    /// The lead of a loaded node's cluster; the node itself where it is not loaded.
    pub fn lead(&self, node: u32) -> u32 {
        self.cached(node).map_or(node, |cached| cached.lead)
    }

    /// Gives a loaded node another lead.
    pub fn set_lead(&mut self, node: u32, lead: u32) {
        if let Some(cached) = self.young.get_mut(&node).or_else(|| self.old.get_mut(&node)) {
            cached.lead = lead;
        }
    }

    /// Makes a stage due for a node that was changed.
    pub fn mark(&mut self, node: u32, stage: Stage) {
        if let Some(unsaved) = self.unsaved.get_mut(&node) {
            unsaved.stages |= 1 << stage as u8;
        }
    }

    /// The nodes that are not written yet. From now on they count as written.
    pub fn take_unsaved(&mut self) -> BTreeMap<u32, Unsaved> {
        std::mem::take(&mut self.unsaved)
    }

    /// Drops the nodes that were not used for a generation. Nothing happens while a node is not written yet.
    pub fn evict(&mut self) {
        if !self.unsaved.is_empty() {
            return;
        }
        if self.young.len() > GENERATION {
            self.old = std::mem::take(&mut self.young);
        }
        if self.numbers.len() > NUMBERS {
            self.numbers.clear();
        }
    }

    fn cached(&self, node: u32) -> Option<&Cached> {
        self.young.get(&node).or_else(|| self.old.get(&node))
    }
}

//! The nodes that linking is looking at, and what it has not put back yet.

use std::collections::{BTreeMap, HashMap};

use super::facts::Facts;
use super::linker::weight;
use super::node::Node;
use super::shelf::{Shelf, Stage};

/// A node in hand.
#[derive(Debug)]
struct Ordinal {
    node: Node,
    lead: u32,
}

/// Nodes read from a shelf. Those used of late outlive the others.
#[derive(Debug, Default)]
pub struct Cache {
    young: HashMap<u32, Ordinal>,
    old: HashMap<u32, Ordinal>,
    keys: HashMap<String, u32>,
    unsaved: BTreeMap<u32, Unsaved>,
}

/// What has to be written of a node.
#[derive(Debug, Default)]
struct Unsaved {
    /// In how many articles it was.
    articles: u32,
    /// Stages that are due, one bit each.
    stages: u8,
}

/// So many nodes of one generation are kept.
const KEPT: usize = 12_000;

impl Cache {
    /// The node of a number, where it is in hand.
    pub fn get(&self, node: u32) -> Option<&Node> {
        self.slot(node).map(|slot| &slot.node)
    }

    /// Takes a node in hand. Whether there is one.
    pub fn load(&mut self, from: &mut impl Shelf, node: u32) -> bool {
        if self.young.contains_key(&node) {
            return true;
        }
        let slot = self.old.remove(&node).or_else(|| {
            let (facts, lead) = from.read(node)?;
            Some(Ordinal { node: facts.node(), lead })
        });
        let found = slot.is_some();
        if let Some(slot) = slot {
            self.young.insert(node, slot);
        }
        found
    }

    /// A node in hand, to be changed; `articles`, what it has now, is kept with what is due.
    pub fn change(&mut self, node: u32) -> Option<&mut Node> {
        let slot = self.young.get_mut(&node).or_else(|| self.old.get_mut(&node))?;
        self.unsaved.entry(node).or_insert(Unsaved { articles: slot.node.articles, stages: 0 });
        Some(&mut slot.node)
    }

    /// A new node.
    pub fn add(&mut self, number: u32, node: Node) {
        self.keys.insert(node.key.clone(), number);
        self.unsaved.entry(number).or_default();
        self.young.insert(number, Ordinal { node, lead: number });
    }

    /// The number of a key.
    pub fn number(&mut self, from: &mut impl Shelf, key: &str) -> Option<u32> {
        if let Some(number) = self.keys.get(key) {
            return Some(*number);
        }
        let number = from.number(key)?;
        self.keys.insert(key.to_owned(), number);
        Some(number)
    }

    /// The lead of the group of a node in hand; the node itself where it is not.
    pub fn lead(&self, node: u32) -> u32 {
        self.slot(node).map_or(node, |slot| slot.lead)
    }

    /// Gives a node in hand another lead.
    pub fn set_lead(&mut self, node: u32, lead: u32) {
        if let Some(slot) = self.young.get_mut(&node).or_else(|| self.old.get_mut(&node)) {
            slot.lead = lead;
        }
    }

    /// Notes work about a node that was changed.
    pub fn mark(&mut self, node: u32, stage: Stage) {
        if let Some(unsaved) = self.unsaved.get_mut(&node) {
            unsaved.stages |= 1 << stage as u8;
        }
    }

    /// Puts back what was changed.
    pub fn save(&mut self, to: &mut impl Shelf) {
        for (node, unsaved) in std::mem::take(&mut self.unsaved) {
            let Some(slot) = self.slot(node) else { continue };
            to.write(node, &Facts::of(&slot.node));
            // Most names are like no other: of those there is nothing to weigh, but what they say as companions.
            let idle = weight(unsaved.articles).to_bits() == weight(slot.node.articles).to_bits() && !to.paired(node);
            let due = |stage: &Stage| unsaved.stages & 1 << *stage as u8 != 0 && !(idle && *stage == Stage::Weigh);
            for stage in Stage::ALL.into_iter().filter(due) {
                to.mark(stage, node, unsaved.articles);
            }
        }
    }

    /// Lets go of nodes that were not used of late; all must have been put back.
    pub fn age(&mut self) {
        if self.young.len() > KEPT && self.unsaved.is_empty() {
            self.old = std::mem::take(&mut self.young);
        }
        if self.keys.len() > 4 * KEPT && self.unsaved.is_empty() {
            self.keys.clear();
        }
    }

    fn slot(&self, node: u32) -> Option<&Ordinal> {
        self.young.get(&node).or_else(|| self.old.get(&node))
    }
}

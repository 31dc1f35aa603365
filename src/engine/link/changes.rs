//! What a step of linking has to have written, as plain data: all of it in one transaction, or nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::Facts;
use super::signature::Signature;
use super::storage::{Members, Stage};
use crate::news::mention::Kind;

/// A node that the storage does not know yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewNode {
    /// What it is.
    pub kind: Kind,
    /// The name by which it was first met, as written.
    pub name: String,
}

/// What becomes of a candidate pair.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PairChange {
    /// It is a pair; with a score where the two are one.
    Set(Option<f32>),
    /// It is none any more.
    Removed,
}

/// See the head of this file. Maps are ordered, so that the same changes are written in the same order everywhere.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Changes {
    /// New nodes; the first has the storage's `next_number`.
    pub new: Vec<NewNode>,
    /// Everything that is known of nodes that are new or changed. A new node leads its own cluster.
    pub facts: BTreeMap<u32, Facts>,
    /// Nodes with another lead than before; applied after `facts`.
    pub leads: BTreeMap<u32, u32>,
    /// Words by which nodes are found from now on. Articles with such a word as a short name have to be resolved again.
    pub words: BTreeMap<String, BTreeSet<u32>>,
    /// The new members of blocks.
    pub blocks: BTreeMap<u64, Members>,
    /// Candidate pairs, both ways.
    pub pairs: BTreeMap<u32, BTreeMap<u32, PairChange>>,
    /// A companion, and pairs whose score depends on it.
    pub dependents: BTreeMap<u32, BTreeSet<(u32, u32)>>,
    /// Stages that were done for all nodes up to one.
    pub done_to: BTreeMap<Stage, u32>,
    /// Stages that were done for single nodes.
    pub done: BTreeSet<(Stage, u32)>,
    /// Stages that became due, with the number of articles of the node before. Written after what is done; what is due
    /// already keeps its number.
    pub due: BTreeMap<(Stage, u32), u32>,
}

impl Changes {
    pub(super) fn enter_word(&mut self, word: String, node: u32) {
        self.words.entry(word).or_default().insert(node);
    }

    pub(super) fn set_members(&mut self, block: u64, list: Vec<(u32, Signature)>) {
        self.blocks.insert(block, Members::Open(list));
    }

    pub(super) fn set_pair(&mut self, a: u32, b: u32, change: PairChange) {
        self.pairs.entry(a).or_default().insert(b, change);
        self.pairs.entry(b).or_default().insert(a, change);
    }

    pub(super) fn add_dependent(&mut self, companion: u32, a: u32, b: u32) {
        self.dependents.entry(companion).or_default().insert((a, b));
    }

    pub(super) fn make_due(&mut self, stage: Stage, node: u32, articles: u32) {
        self.due.entry((stage, node)).or_insert(articles);
    }
}

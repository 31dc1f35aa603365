//! Where nodes and what was found out about them are kept, so that linking holds only what it is looking at.
//!
//! Two implementations: [`super::memory::Memory`], and the archive's tables. A shelf that fails gives nothing, and says so
//! to whoever owns it.

use super::block::Sign;
use super::facts::Facts;
use crate::news::mention::Kind;

/// Work that waits for settling, in the order in which it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// It was kept by a program that did not keep its words: it is made findable by them.
    Words = 0,
    /// Its names are new or changed: whom may it be one with?
    Names = 1,
    /// Something was learnt about it: its pairs are weighed again.
    Weigh = 2,
    /// One of its pairs was found to be one, or no longer: groups are formed again.
    Group = 3,
    /// It is of another group now: whoever shows groups has to know. Not done by linking.
    Moved = 4,
    /// It is of another group now, so short names may mean another: articles have to be decided again. Not done by linking.
    Meant = 5,
    /// Several people may bear exactly this name: its articles have to be looked at. Not done by linking alone.
    Contest = 6,
}

impl Stage {
    /// All of them, in order.
    pub const ALL: [Self; 7] =
        [Self::Words, Self::Names, Self::Weigh, Self::Group, Self::Moved, Self::Meant, Self::Contest];
}

/// More bearers of a word than this are a crowd: they are not all looked at.
pub const CROWD: usize = 64;

/// Who lies in a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lying {
    /// So many that they are not compared; for ever.
    Crowd,
    /// These, in any order.
    Some(Vec<(u32, Sign)>),
}

/// A place for nodes, words, blocks, pairs, stakes, and for work that is due.
pub trait Shelf {
    /// The number of a key.
    fn number(&mut self, key: &str) -> Option<u32>;
    /// A number for a new node, greater than all before.
    fn add(&mut self, kind: Kind, key: &str, name: &str) -> u32;
    /// A node and the lead of its group.
    fn read(&mut self, node: u32) -> Option<(Facts, u32)>;
    /// Puts a node back.
    fn write(&mut self, node: u32, facts: &Facts);
    /// Notes the lead of a node's group.
    fn lead(&mut self, node: u32, lead: u32);

    /// Nodes that have a word, in order of number; `None`: more than [`CROWD`].
    fn bearers(&mut self, word: &str) -> Option<Vec<u32>>;
    /// Whether a node has a word.
    fn bears(&mut self, word: &str, node: u32) -> bool;
    /// Makes a node findable by a word. Articles that have the word for a short name have to be decided again then.
    fn enlist(&mut self, word: &str, node: u32);

    /// Who lies in a block.
    fn block(&mut self, block: u64) -> Lying;
    /// Lays these into a block, and nobody else.
    fn lie(&mut self, block: u64, list: &[(u32, Sign)]);
    /// Closes a block.
    fn crowd(&mut self, block: u64);

    /// Who a node is paired with, and for pairs found to be one, how strongly.
    fn pairs(&mut self, node: u32) -> Vec<(u32, Option<f32>)>;
    /// Whether it is paired with anybody.
    fn paired(&mut self, node: u32) -> bool;
    /// Keeps a pair.
    fn pair(&mut self, a: u32, b: u32, score: Option<f32>);
    /// Forgets a pair.
    fn part(&mut self, a: u32, b: u32);

    /// Pairs in whose weight a companion has a say.
    fn stakes(&mut self, companion: u32) -> Vec<(u32, u32)>;
    /// Notes that it has a say.
    fn stake(&mut self, companion: u32, a: u32, b: u32);

    /// Some of the work that waits, in order of number: nodes, with in how many articles they were when it was first marked.
    fn due(&mut self, stage: Stage, limit: usize) -> Vec<(u32, u32)>;
    /// Marks work; what is marked already stays as it is.
    fn mark(&mut self, stage: Stage, node: u32, articles: u32);
    /// The work is done.
    fn done(&mut self, stage: Stage, node: u32);
    /// The work on all nodes up to one is done.
    fn done_to(&mut self, stage: Stage, last: u32);
}

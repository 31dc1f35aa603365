//! What linking knows, in memory: for one run over given articles (`annotate --across`), and for tests.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::convert::Infallible;

use super::changes::{Changes, PairChange};
use super::facts::Facts;
use super::linker::Linker;
use super::storage::{Answer, COMMON, LinkStorage, Members, Stage};

/// Nodes in a step of [`Linker::consolidate`]. Any number gives the same clusters.
const STEP: usize = 1000;

/// Everything by number, key, word and block.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Memory {
    keys: HashMap<String, u32>,
    nodes: HashMap<u32, Facts>,
    leads: HashMap<u32, u32>,
    words: HashMap<String, BTreeSet<u32>>,
    blocks: HashMap<u64, Members>,
    pairs: HashMap<u32, BTreeMap<u32, Option<f32>>>,
    dependents: HashMap<u32, BTreeSet<(u32, u32)>>,
    due: BTreeMap<(Stage, u32), u32>,
}

impl Memory {
    /// Writes what a step of linking has decided.
    pub fn apply(&mut self, changes: Changes) {
        for (node, facts) in changes.facts {
            self.keys.insert(facts.key.clone(), node);
            self.nodes.insert(node, facts);
        }
        self.leads.extend(changes.leads);
        for (word, nodes) in changes.words {
            self.words.entry(word).or_default().extend(nodes);
        }
        self.blocks.extend(changes.blocks);
        for (node, pairs) in changes.pairs {
            let list = self.pairs.entry(node).or_default();
            for (other, change) in pairs {
                match change {
                    PairChange::Set(score) => list.insert(other, score),
                    PairChange::Removed => list.remove(&other),
                };
            }
        }
        for (companion, pairs) in changes.dependents {
            self.dependents.entry(companion).or_default().extend(pairs);
        }
        let done = |stage, node| changes.done_to.get(&stage).is_some_and(|last| node <= *last);
        self.due.retain(|(stage, node), _| !done(*stage, *node) && !changes.done.contains(&(*stage, *node)));
        for (due, articles) in changes.due {
            self.due.entry(due).or_insert(articles);
        }
    }
}

impl LinkStorage for Memory {
    type Error = Infallible;

    fn next_number(&self) -> Answer<u32, Self> {
        Ok(self.nodes.len() as u32)
    }

    fn number(&self, key: &str) -> Answer<Option<u32>, Self> {
        Ok(self.keys.get(key).copied())
    }

    fn read(&self, node: u32) -> Answer<Option<(Facts, u32)>, Self> {
        let lead = self.leads.get(&node).copied().unwrap_or(node);
        Ok(self.nodes.get(&node).map(|facts| (facts.clone(), lead)))
    }

    fn bearers(&self, word: &str) -> Answer<Option<Vec<u32>>, Self> {
        let Some(list) = self.words.get(word) else { return Ok(Some(Vec::new())) };
        Ok((list.len() <= COMMON).then(|| list.iter().copied().collect()))
    }

    fn bears(&self, word: &str, node: u32) -> Answer<bool, Self> {
        Ok(self.words.get(word).is_some_and(|list| list.contains(&node)))
    }

    fn block(&self, hash: u64) -> Answer<Members, Self> {
        Ok(self.blocks.get(&hash).cloned().unwrap_or(Members::Open(Vec::new())))
    }

    fn pairs(&self, node: u32) -> Answer<Vec<(u32, Option<f32>)>, Self> {
        Ok(self.pairs.get(&node).into_iter().flatten().map(|(other, score)| (*other, *score)).collect())
    }

    fn has_pairs(&self, node: u32) -> Answer<bool, Self> {
        Ok(self.pairs.get(&node).is_some_and(|list| !list.is_empty()))
    }

    fn dependents(&self, companion: u32) -> Answer<Vec<(u32, u32)>, Self> {
        Ok(self.dependents.get(&companion).into_iter().flatten().copied().collect())
    }

    fn due(&self, stage: Stage, limit: usize) -> Answer<Vec<(u32, u32)>, Self> {
        let range = (stage, 0)..=(stage, u32::MAX);
        Ok(self.due.range(range).take(limit).map(|((_, node), articles)| (*node, *articles)).collect())
    }
}

impl Linker<Memory> {
    /// A linker that knows no names yet.
    pub fn in_memory() -> Self {
        Self::default()
    }

    /// Writes what was decided since the last call into the memory.
    pub fn apply(&mut self) {
        let Ok(changes) = self.flush();
        self.storage.apply(changes);
    }

    /// Does everything that is due. Call [`Linker::apply`] after the last article was learnt.
    pub fn consolidate(&mut self) {
        self.apply();
        while let Ok(true) = self.step(STEP) {
            self.apply();
        }
    }
}

//! A shelf in memory: for one run over given articles, and for tests.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::block::Sign;
use super::facts::Facts;
use super::shelf::{CROWD, Lying, Shelf, Stage};
use crate::news::mention::Kind;

/// Everything by number, key, word and block.
#[derive(Debug, Default)]
pub struct Memory {
    keys: HashMap<String, u32>,
    nodes: HashMap<u32, Facts>,
    leads: HashMap<u32, u32>,
    words: HashMap<String, BTreeSet<u32>>,
    /// `None`: a crowd.
    blocks: HashMap<u64, Option<Vec<(u32, Sign)>>>,
    pairs: HashMap<u32, BTreeMap<u32, Option<f32>>>,
    stakes: HashMap<u32, BTreeSet<(u32, u32)>>,
    due: BTreeMap<(Stage, u32), u32>,
}

impl Shelf for Memory {
    fn number(&mut self, key: &str) -> Option<u32> {
        self.keys.get(key).copied()
    }

    fn add(&mut self, _kind: Kind, key: &str, _name: &str) -> u32 {
        let number = self.keys.len() as u32;
        self.keys.insert(key.to_owned(), number);
        number
    }

    fn read(&mut self, node: u32) -> Option<(Facts, u32)> {
        Some((self.nodes.get(&node)?.clone(), self.leads.get(&node).copied().unwrap_or(node)))
    }

    fn write(&mut self, node: u32, facts: &Facts) {
        self.nodes.insert(node, facts.clone());
    }

    fn lead(&mut self, node: u32, lead: u32) {
        self.leads.insert(node, lead);
    }

    fn bearers(&mut self, word: &str) -> Option<Vec<u32>> {
        let Some(list) = self.words.get(word) else { return Some(Vec::new()) };
        (list.len() <= CROWD).then(|| list.iter().copied().collect())
    }

    fn bears(&mut self, word: &str, node: u32) -> bool {
        self.words.get(word).is_some_and(|list| list.contains(&node))
    }

    fn enlist(&mut self, word: &str, node: u32) {
        self.words.entry(word.to_owned()).or_default().insert(node);
    }

    fn block(&mut self, block: u64) -> Lying {
        match self.blocks.get(&block) {
            Some(None) => Lying::Crowd,
            Some(Some(list)) => Lying::Some(list.clone()),
            None => Lying::Some(Vec::new()),
        }
    }

    fn lie(&mut self, block: u64, list: &[(u32, Sign)]) {
        self.blocks.insert(block, Some(list.to_vec()));
    }

    fn crowd(&mut self, block: u64) {
        self.blocks.insert(block, None);
    }

    fn pairs(&mut self, node: u32) -> Vec<(u32, Option<f32>)> {
        self.pairs.get(&node).into_iter().flatten().map(|(other, score)| (*other, *score)).collect()
    }

    fn paired(&mut self, node: u32) -> bool {
        self.pairs.get(&node).is_some_and(|list| !list.is_empty())
    }

    fn pair(&mut self, a: u32, b: u32, score: Option<f32>) {
        self.pairs.entry(a).or_default().insert(b, score);
        self.pairs.entry(b).or_default().insert(a, score);
    }

    fn part(&mut self, a: u32, b: u32) {
        for (one, other) in [(a, b), (b, a)] {
            if let Some(list) = self.pairs.get_mut(&one) {
                list.remove(&other);
            }
        }
    }

    fn stakes(&mut self, companion: u32) -> Vec<(u32, u32)> {
        self.stakes.get(&companion).into_iter().flatten().copied().collect()
    }

    fn stake(&mut self, companion: u32, a: u32, b: u32) {
        self.stakes.entry(companion).or_default().insert((a, b));
    }

    fn due(&mut self, stage: Stage, limit: usize) -> Vec<(u32, u32)> {
        let range = (stage, 0)..=(stage, u32::MAX);
        self.due.range(range).take(limit).map(|((_, node), articles)| (*node, *articles)).collect()
    }

    fn mark(&mut self, stage: Stage, node: u32, articles: u32) {
        self.due.entry((stage, node)).or_insert(articles);
    }

    fn done(&mut self, stage: Stage, node: u32) {
        self.due.remove(&(stage, node));
    }

    fn done_to(&mut self, stage: Stage, last: u32) {
        self.due.retain(|(other, node), _| *other != stage || *node > last);
    }
}

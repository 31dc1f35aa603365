//! Settling: what was learnt is worked off in rounds. Names find whom they are paired with, pairs of which something was
//! learnt are weighed, groups that hang together by what changed are formed again. Nothing else is looked at, so a round
//! costs what changed and not what there is; where the rounds begin and end makes no difference.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::block::{Block, blocks};
use super::settle::{Edge, MEMBERS};
use super::shelf::{Lying, Shelf, Stage};
use super::world::{World, weight};

/// Names in a round, where nobody says how many.
const ROUND: usize = 1000;

impl<S: Shelf> World<S> {
    /// Does all that is due.
    pub fn settle(&mut self) {
        while self.round(ROUND) {}
    }

    /// Does some of what is due, about so many names. Whether there was anything.
    pub fn round(&mut self, limit: usize) -> bool {
        self.save();
        for stage in [Stage::Words, Stage::Names, Stage::Weigh, Stage::Group] {
            let due = self.shelf.due(stage, limit);
            if due.is_empty() {
                continue;
            }
            match stage {
                Stage::Words => due.iter().for_each(|(node, _)| {
                    self.shelf.done(stage, *node);
                    self.enlist_all(*node);
                }),
                Stage::Names => due.iter().for_each(|(node, _)| self.find_pairs(*node)),
                Stage::Weigh => self.weigh(&due),
                _ => self.regroup(&due),
            }
            return true;
        }
        false
    }

    /// Finds whom a name may be one with.
    fn find_pairs(&mut self, node: u32) {
        self.shelf.done(Stage::Names, node);
        let Some(record) = self.get(node) else { return };
        let (lies, sign) = (blocks(record), record.sign());
        let mut beside: BTreeSet<u32> = record.attested.keys().copied().collect();
        for block in lies {
            let Lying::Some(mut list) = self.shelf.block(block.hash) else { continue };
            if !list.contains(&(node, sign)) {
                self.shelf.lie(block.hash, node, sign);
                list.retain(|(other, _)| *other != node);
                list.push((node, sign));
            }
            if list.len() > block.room {
                self.close(block, &list.into_iter().map(|(node, _)| node).collect());
                continue;
            }
            let may = list.into_iter().filter(|(_, other)| !block.signed || sign.may_be(*other));
            beside.extend(may.map(|(other, _)| other));
        }
        let kept = self.shelf.pairs(node);
        for (other, _) in &kept {
            if self.get(*other).is_some_and(|other| other.attested.contains_key(&node)) {
                beside.insert(*other);
            }
        }
        beside.remove(&node);
        beside.retain(|other| self.cache.load(&mut self.shelf, *other) && self.pair(node, *other).is_some());
        for (other, score) in &kept {
            if !beside.remove(other) {
                self.part(node, *other, *score);
            }
        }
        for other in beside {
            self.shelf.pair(node, other, None);
            self.touch(node);
            self.touch(other);
        }
    }

    /// Closes a block in which too many lie: those who were paired by it alone are no longer.
    fn close(&mut self, block: Block, members: &BTreeSet<u32>) {
        self.shelf.crowd(block.hash);
        for a in members {
            for (b, score) in self.shelf.pairs(*a) {
                if *a < b && members.contains(&b) && !self.open(*a, b) {
                    self.part(*a, b, score);
                }
            }
        }
    }

    /// Whether two nodes share an open block, or an article calls one by the name of the other.
    fn open(&mut self, a: u32, b: u32) -> bool {
        self.cache.load(&mut self.shelf, a);
        self.cache.load(&mut self.shelf, b);
        let (Some(x), Some(y)) = (self.cache.get(a), self.cache.get(b)) else { return false };
        if x.attested.contains_key(&b) || y.attested.contains_key(&a) {
            return true;
        }
        let near = x.sign().may_be(y.sign());
        let theirs = blocks(y);
        let shared = blocks(x).into_iter().filter(|block| theirs.contains(block) && (near || !block.signed));
        let mut shared = shared.collect::<Vec<_>>().into_iter();
        shared.any(|block| self.shelf.block(block.hash) != Lying::Crowd)
    }

    fn part(&mut self, a: u32, b: u32, score: Option<f32>) {
        self.shelf.part(a, b);
        for node in [a, b] {
            self.touch(node);
            if score.is_some() {
                self.shelf.mark(Stage::Group, node, 0);
            }
        }
    }

    /// What a node is paired with changed: its pairs are to be weighed.
    fn touch(&mut self, node: u32) {
        let articles = self.get(node).map_or(0, |node| node.articles);
        self.shelf.mark(Stage::Weigh, node, articles);
    }

    /// Weighs the pairs of nodes, and those in which they have a say as companions of which more is known.
    fn weigh(&mut self, due: &[(u32, u32)]) {
        let mut pairs = Pairs::default();
        let mut weighed: HashSet<(u32, u32)> = HashSet::new();
        for (node, before) in due {
            self.shelf.done(Stage::Weigh, *node);
            let Some(now) = self.get(*node).map(|node| node.articles) else { continue };
            let own = pairs.of(&mut self.shelf, *node);
            let mut concerned: Vec<(u32, u32)> = own.others.iter().map(|b| (*b.min(node), *b.max(node))).collect();
            if own.scores.iter().any(Option::is_some) {
                self.shelf.mark(Stage::Group, *node, 0);
            }
            if weight(*before).to_bits() != weight(now).to_bits() {
                concerned.extend(self.shelf.stakes(*node));
            }
            for (a, b) in concerned {
                if weighed.insert((a, b)) {
                    self.weigh_pair(a, b, &mut pairs);
                }
            }
        }
    }

    fn weigh_pair(&mut self, a: u32, b: u32, pairs: &mut Pairs) {
        pairs.of(&mut self.shelf, a);
        pairs.of(&mut self.shelf, b);
        let (Some(of_a), Some(of_b)) = (pairs.0.get(&a), pairs.0.get(&b)) else { return };
        // A stake may outlive its pair.
        let Ok(at) = of_a.others.binary_search(&b) else { return };
        let before = of_a.scores.get(at).copied().flatten();
        self.cache.load(&mut self.shelf, a);
        self.cache.load(&mut self.shelf, b);
        let (Some(x), Some(y)) = (self.cache.get(a), self.cache.get(b)) else { return };
        let (few, many) = if x.company.len() <= y.company.len() { (x, y) } else { (y, x) };
        let shared: Vec<u32> = few.company.keys().filter(|n| many.company.contains_key(n)).copied().collect();
        let mut says: HashMap<u32, f32> = HashMap::with_capacity(shared.len());
        for companion in shared {
            let weight = self.weight(companion);
            if weight > 0.0 {
                self.shelf.stake(companion, a, b);
            }
            says.insert(companion, weight);
        }
        let say = |companion: u32| says.get(&companion).copied().unwrap_or(0.0);
        let edge = self.pair(a, b).and_then(|pair| self.edge(&pair, (&of_a.others, &of_b.others), say));
        let score = edge.map(|edge| edge.score);
        if score.map(f32::to_bits) != before.map(f32::to_bits) {
            self.shelf.pair(a, b, score);
            self.shelf.mark(Stage::Group, a, 0);
            self.shelf.mark(Stage::Group, b, 0);
        }
    }

    /// Forms the groups of nodes anew, with all that hangs together with them.
    fn regroup(&mut self, due: &[(u32, u32)]) {
        let mut seen: HashSet<u32> = HashSet::new();
        for (seed, _) in due {
            self.shelf.done(Stage::Group, *seed);
            if !seen.contains(seed) {
                let (nodes, edges) = self.component(*seed);
                for (node, lead) in self.group(&nodes, edges) {
                    if self.cache.lead(node) != lead {
                        self.cache.set_lead(node, lead);
                        self.shelf.lead(node, lead);
                        self.shelf.mark(Stage::Moved, node, 0);
                        self.shelf.mark(Stage::Meant, node, 0);
                    }
                }
                for node in &nodes {
                    self.shelf.done(Stage::Group, *node);
                }
                seen.extend(nodes);
            }
        }
    }

    /// All nodes that hang together with one, taken in hand, and the edges between them.
    fn component(&mut self, seed: u32) -> (Vec<u32>, Vec<Edge>) {
        let (mut nodes, mut edges, mut known) = (vec![seed], Vec::new(), HashSet::from([seed]));
        let mut at = 0;
        while let Some(&a) = nodes.get(at) {
            at += 1;
            self.cache.load(&mut self.shelf, a);
            for (b, score) in self.shelf.pairs(a) {
                let Some(score) = score else { continue };
                if known.insert(b) {
                    nodes.push(b);
                }
                if a < b {
                    edges.push(Edge { score, a, b });
                }
            }
        }
        (nodes, edges)
    }

    /// Groups nodes in hand by the strongest edges first: each with its lead.
    fn group(&self, nodes: &[u32], mut edges: Vec<Edge>) -> Vec<(u32, u32)> {
        let key = |n: u32| self.cache.get(n).map_or("", |n| n.key.as_str());
        for edge in &mut edges {
            if key(edge.a) > key(edge.b) {
                (edge.a, edge.b) = (edge.b, edge.a);
            }
        }
        edges.sort_by(|x, y| {
            y.score.total_cmp(&x.score).then_with(|| key(x.a).cmp(key(y.a))).then_with(|| key(x.b).cmp(key(y.b)))
        });
        let mut up: HashMap<u32, u32> = HashMap::new();
        let mut members: HashMap<u32, Vec<u32>> = HashMap::new();
        for edge in edges {
            let (a, b) = (root(&up, edge.a), root(&up, edge.b));
            if a == b {
                continue;
            }
            let mut of = |n: u32| members.remove(&n).unwrap_or_else(|| vec![n]);
            let (mut left, right) = (of(a), of(b));
            if self.apart(&left, &right) {
                members.extend([(a, left), (b, right)]);
                continue;
            }
            // The lead is the one with the first key: the same in whatever order they came.
            let (first, rest) = if key(a) <= key(b) { (a, b) } else { (b, a) };
            up.insert(rest, first);
            left.extend(right);
            left.truncate(MEMBERS);
            members.insert(first, left);
        }
        nodes.iter().map(|node| (*node, root(&up, *node))).collect()
    }
}

fn root(up: &HashMap<u32, u32>, mut node: u32) -> u32 {
    while let Some(lead) = up.get(&node) {
        node = *lead;
    }
    node
}

/// Whom the nodes of a round are paired with.
#[derive(Default)]
struct Pairs(HashMap<u32, Beside>);

/// Whom a node is paired with, in order of number, and how strongly.
#[derive(Default)]
struct Beside {
    others: Vec<u32>,
    scores: Vec<Option<f32>>,
}

impl Pairs {
    fn of(&mut self, from: &mut impl Shelf, node: u32) -> &Beside {
        self.0.entry(node).or_insert_with(|| {
            let mut list = from.pairs(node);
            list.sort_unstable_by_key(|(other, _)| *other);
            let (others, scores) = list.into_iter().unzip();
            Beside { others, scores }
        })
    }
}

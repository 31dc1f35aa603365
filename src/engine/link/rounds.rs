//! Settling: what was learnt is worked off in rounds. Names find whom they are paired with, pairs of which something was
//! learnt are weighed, groups that hang together by what changed are formed again. Nothing else is looked at, so a round
//! costs what changed and not what there is; where the rounds begin and end makes no difference.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::block::{Block, FINE, Sign, blocks};
use super::linker::{Linker, weight};
use super::settle::{Edge, MEMBERS};
use super::shelf::{Lying, Shelf, Stage};

/// Names in a round, where nobody says how many.
const ROUND: usize = 1000;

impl<S: Shelf> Linker<S> {
    /// Does all that is due.
    pub fn settle(&mut self) {
        while self.round(ROUND) {}
    }

    /// Does some of what is due, about so many names. Whether there was anything.
    pub fn round(&mut self, limit: usize) -> bool {
        self.save();
        for stage in [Stage::Words, Stage::Names, Stage::Weigh, Stage::Group] {
            let due = self.shelf.due(stage, limit);
            let Some((last, _)) = due.last() else { continue };
            self.shelf.done_to(stage, *last);
            match stage {
                Stage::Words => due.iter().for_each(|(node, _)| self.enlist_all(*node)),
                Stage::Names => due.iter().for_each(|(node, _)| self.find_pairs(*node)),
                Stage::Weigh => self.weigh(&due),
                _ => self.regroup(&due),
            }
            self.mark();
            return true;
        }
        false
    }

    /// Finds whom a name may be one with.
    fn find_pairs(&mut self, node: u32) {
        let Some(record) = self.get(node) else { return };
        let (lies, sign) = (blocks(record), record.sign());
        let mut beside: BTreeSet<u32> = record.attested.keys().copied().collect();
        for block in lies {
            let may = self.lie(block, node, sign).into_iter().filter(|(_, other)| !block.signed || sign.may_be(*other));
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

    /// Lays a node into a block, or where that is closed into the finer one. Who lies there, where it is no crowd.
    fn lie(&mut self, block: Block, node: u32, sign: Sign) -> Vec<(u32, Sign)> {
        match self.lie_in(block.hash, node, sign) {
            Some(list) if list.len() <= block.room => return list,
            Some(list) => self.close(block, &list),
            None => {}
        }
        let Some(finer) = block.finer else { return Vec::new() };
        match self.lie_in(finer, node, sign) {
            Some(list) if list.len() <= FINE => list,
            Some(list) => {
                self.shut(finer, &list);
                Vec::new()
            }
            None => Vec::new(),
        }
    }

    fn lie_in(&mut self, block: u64, node: u32, sign: Sign) -> Option<Vec<(u32, Sign)>> {
        let Lying::Some(mut list) = self.shelf.block(block) else { return None };
        if !list.contains(&(node, sign)) {
            list.retain(|(other, _)| *other != node);
            list.push((node, sign));
            self.shelf.lie(block, &list);
        }
        Some(list)
    }

    /// Closes a block in which too many lie: they lie in finer ones instead.
    fn close(&mut self, block: Block, list: &[(u32, Sign)]) {
        let mut finer: BTreeMap<u64, Vec<(u32, Sign)>> = BTreeMap::new();
        for (node, sign) in list {
            let lies = self.get(*node).map(blocks).unwrap_or_default();
            for to in lies.into_iter().filter(|other| other.hash == block.hash).filter_map(|block| block.finer) {
                finer.entry(to).or_default().push((*node, *sign));
            }
        }
        for (finer, more) in finer {
            let Lying::Some(mut there) = self.shelf.block(finer) else { continue };
            there.retain(|(node, _)| more.iter().all(|(other, _)| node != other));
            there.extend(more);
            self.shelf.lie(finer, &there);
            if there.len() > FINE {
                self.shut(finer, &there);
            }
        }
        self.shut(block.hash, list);
    }

    /// Shuts a block: those who were paired by it alone are no longer.
    fn shut(&mut self, block: u64, list: &[(u32, Sign)]) {
        self.shelf.crowd(block);
        let members: BTreeSet<u32> = list.iter().map(|(node, _)| *node).collect();
        for a in &members {
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
        let (near, mine, theirs) = (x.sign().may_be(y.sign()), blocks(x), blocks(y));
        mine.iter().filter(|block| near || !block.signed).any(|block| {
            let mut same = theirs.iter().filter(|other| other.hash == block.hash).peekable();
            let shared = same.peek().is_some();
            let mut open = |block: u64| self.shelf.block(block) != Lying::Crowd;
            shared && (open(block.hash) || block.finer.is_some_and(|f| same.any(|o| o.finer == Some(f)) && open(f)))
        })
    }

    fn part(&mut self, a: u32, b: u32, score: Option<f32>) {
        self.shelf.part(a, b);
        for node in [a, b] {
            self.touch(node);
            if score.is_some() {
                self.touched.insert((Stage::Group, node));
            }
        }
    }

    /// What a node is paired with changed: its pairs are to be weighed.
    fn touch(&mut self, node: u32) {
        self.touched.insert((Stage::Weigh, node));
    }

    /// Writes what the round has made due.
    fn mark(&mut self) {
        for (stage, node) in std::mem::take(&mut self.touched) {
            let articles = self.get(node).map_or(0, |node| node.articles);
            self.shelf.mark(stage, node, articles);
        }
    }

    /// Weighs the pairs of nodes, and those in which they have a say as companions of which more is known.
    fn weigh(&mut self, due: &[(u32, u32)]) {
        let mut pairs = Pairs::default();
        let mut weighed: HashSet<(u32, u32)> = HashSet::new();
        for (node, before) in due {
            let Some(now) = self.get(*node).map(|node| node.articles) else { continue };
            let own = pairs.of(&mut self.shelf, *node);
            let mut concerned: Vec<(u32, u32)> = own.others.iter().map(|b| (*b.min(node), *b.max(node))).collect();
            if own.scores.iter().any(Option::is_some) {
                self.touched.insert((Stage::Group, *node));
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
            self.touched.insert((Stage::Group, a));
            self.touched.insert((Stage::Group, b));
        }
    }

    /// Forms the groups of nodes anew, with all that hangs together with them.
    fn regroup(&mut self, due: &[(u32, u32)]) {
        let mut seen: HashSet<u32> = HashSet::new();
        let last = due.last().map_or(0, |(node, _)| *node);
        for (seed, _) in due {
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
                for node in nodes.iter().filter(|node| **node > last) {
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

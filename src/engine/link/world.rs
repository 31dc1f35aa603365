//! All names of an archive, and which of them are one person's or institution's.
//!
//! Articles are taken in any order; [`World::settle`] then groups the names by what is known of all of them. The groups
//! depend on the set of articles alone. Ids, and what the reader said, are the store's matter.

use std::collections::{BTreeMap, HashMap};

use super::atlas::{Atlas, Country};
use super::evidence::{self, Side};
use super::node::Node;
use super::scene::{Figure, Key, Scene, strong};
use crate::engine::names::sound;
use crate::engine::names::{Ground, Verdict};
use crate::news::mention::Kind;

/// Names and groups of names.
#[derive(Debug, Default)]
pub struct World {
    atlas: Atlas,
    nodes: Vec<Node>,
    by_key: HashMap<String, u32>,
    by_word: HashMap<String, Vec<u32>>,
    blocks: HashMap<String, Vec<u32>>,
    /// Node → lead node of its group; settled.
    group: Vec<u32>,
    /// Lead node → nodes.
    members: HashMap<u32, Vec<u32>>,
}

/// Two nodes that may be one.
#[derive(Clone, Debug)]
struct Edge {
    score: f32,
    a: u32,
    b: u32,
}

/// Whom a chain was found to be.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// This group, by its lead's key, and why.
    Known(String, Ground),
    /// None in particular: the key under which it stands alone, and who it may be, best first.
    Alone(String, Vec<(String, f32)>),
}

/// Blocks of more nodes than this hold names too common to compare them all.
const CROWD: usize = 400;

/// An article's nodes are company to one another up to so many.
const COMPANY: usize = 48;

impl World {
    /// An empty archive.
    pub fn new() -> Self {
        Self::default()
    }

    /// The countries it knows.
    pub fn atlas(&self) -> &Atlas {
        &self.atlas
    }

    /// Takes an article in.
    pub fn take(&mut self, scene: &Scene) {
        let mut present: Vec<u32> = Vec::new();
        for figure in &scene.figures {
            let Key::Strong(key) = &figure.key else { continue };
            let node = self.node(figure.kind, key, &figure.name);
            if let Some(record) = self.nodes.get_mut(node as usize) {
                record.read(figure, &scene.countries);
            }
            self.attest(node, figure);
            self.enlist(node);
            if matches!(figure.kind, Kind::Person | Kind::Institution) && !present.contains(&node) {
                present.push(node);
            }
        }
        present.truncate(COMPANY);
        for a in &present {
            if let Some(node) = self.nodes.get_mut(*a as usize) {
                for b in present.iter().filter(|b| *b != a) {
                    *node.company.entry(*b).or_default() += 1;
                }
            }
        }
    }

    fn node(&mut self, kind: Kind, key: &str, name: &str) -> u32 {
        if let Some(node) = self.by_key.get(key) {
            return *node;
        }
        let number = self.nodes.len() as u32;
        let node = Node::new(kind, key, name);
        for block in blocks(&node) {
            self.blocks.entry(block).or_default().push(number);
        }
        self.by_key.insert(key.to_owned(), number);
        self.nodes.push(node);
        number
    }

    /// Notes that the chain was called by other full names as well.
    fn attest(&mut self, node: u32, figure: &Figure) {
        if !matches!(figure.kind, Kind::Person | Kind::Institution) {
            return;
        }
        for other in &figure.others {
            let Some(key) = strong(&self.atlas, figure.kind, other) else { continue };
            let other = self.node(figure.kind, &key, other);
            if other != node
                && let Some(record) = self.nodes.get_mut(node as usize)
            {
                record.attested.insert(other);
            }
        }
    }

    /// Makes a node findable by its words.
    fn enlist(&mut self, node: u32) {
        let Some(record) = self.nodes.get(node as usize) else { return };
        let mut words: Vec<String> = record.words.iter().cloned().collect();
        if record.kind == Kind::Institution {
            words.extend(record.name_words().iter().map(|w| (*w).to_owned()));
        }
        for word in words {
            let list = self.by_word.entry(word).or_default();
            if !list.contains(&node) {
                list.push(node);
            }
        }
    }

    /// Groups the names.
    pub fn settle(&mut self) {
        let mut edges = self.edges();
        let key = |n: u32| self.nodes.get(n as usize).map_or("", |n| n.key.as_str());
        edges.sort_by(|x, y| {
            y.score.total_cmp(&x.score).then_with(|| key(x.a).cmp(key(y.a))).then_with(|| key(x.b).cmp(key(y.b)))
        });
        let mut group: Vec<u32> = (0..self.nodes.len() as u32).collect();
        let mut members: HashMap<u32, Vec<u32>> = HashMap::new();
        for edge in edges {
            let (a, b) = (root(&group, edge.a), root(&group, edge.b));
            if a == b {
                continue;
            }
            let of = |n: u32| members.get(&n).cloned().unwrap_or_else(|| vec![n]);
            let (left, right) = (of(a), of(b));
            if self.apart(&left, &right) {
                continue;
            }
            // The lead is the one with the first key: the same in whatever order they came.
            let (lead, rest) = if key(a) <= key(b) { (a, b) } else { (b, a) };
            let mut all = left;
            all.extend(right);
            if let Some(cell) = group.get_mut(rest as usize) {
                *cell = lead;
            }
            members.remove(&rest);
            members.insert(lead, all);
        }
        for node in 0..group.len() as u32 {
            let lead = root(&group, node);
            if let Some(cell) = group.get_mut(node as usize) {
                *cell = lead;
            }
        }
        self.group = group;
        self.members = members;
    }

    /// Whether something forbids that two groups are one: they stood side by side in one article as two, or their names
    /// exclude each other.
    fn apart(&self, left: &[u32], right: &[u32]) -> bool {
        for a in left.iter().take(24) {
            for b in right.iter().take(24) {
                let (Some(x), Some(y)) = (self.nodes.get(*a as usize), self.nodes.get(*b as usize)) else { continue };
                if x.company.contains_key(b) && !x.attested.contains(b) && !y.attested.contains(a) {
                    return true;
                }
                if x.kind == Kind::Person {
                    let verdict = x.compare(y);
                    if verdict.score < 0.3 && matches!(verdict.ground, Ground::Other(_) | Ground::Generation) {
                        return true;
                    }
                }
            }
        }
        false
    }

    fn edges(&self) -> Vec<Edge> {
        let mut pairs: Vec<(u32, u32)> = Vec::new();
        for list in self.blocks.values().filter(|list| list.len() <= CROWD) {
            for (at, a) in list.iter().enumerate() {
                pairs.extend(list.iter().skip(at + 1).map(|b| (*a.min(b), *a.max(b))));
            }
        }
        for (a, node) in (0u32..).zip(&self.nodes) {
            pairs.extend(node.attested.iter().map(|b| (a.min(*b), a.max(*b))));
        }
        pairs.sort_unstable();
        pairs.dedup();
        pairs.into_iter().filter_map(|(a, b)| self.edge(a, b)).collect()
    }

    fn edge(&self, a: u32, b: u32) -> Option<Edge> {
        let (x, y) = (self.nodes.get(a as usize)?, self.nodes.get(b as usize)?);
        if x.kind != y.kind {
            return None;
        }
        let verdict = x.compare(y);
        let attested = x.attested.contains(&b) || y.attested.contains(&a);
        let evidence = evidence::weigh(&side(x), &side(y), |n| self.weight(n));
        let needed = needed(&verdict, x.kind, attested)?;
        (evidence >= needed).then(|| Edge {
            score: verdict.score + evidence.min(1.0) + if attested { 1.0 } else { 0.0 },
            a: if x.key <= y.key { a } else { b },
            b: if x.key <= y.key { b } else { a },
        })
    }

    /// How much it says that two share the company of a node: the rarer, the more.
    fn weight(&self, node: u32) -> f32 {
        self.nodes.get(node as usize).map_or(0.0, |n| 1.0f32.min(4.0 / n.articles.max(1) as f32))
    }

    /// The lead of a node's group.
    fn lead(&self, node: u32) -> u32 {
        self.group.get(node as usize).copied().unwrap_or(node)
    }

    fn lead_key(&self, node: u32) -> String {
        self.nodes.get(self.lead(node) as usize).map_or_else(String::new, |n| n.key.clone())
    }

    /// Whom a chain of an article that was taken is, after settling.
    pub fn find(&self, scene: &Scene, figure: &Figure) -> Found {
        match &figure.key {
            Key::Strong(key) => match self.by_key.get(key) {
                Some(node) => Found::Known(self.lead_key(*node), Ground::Equal),
                None => Found::Alone(key.clone(), Vec::new()),
            },
            Key::Weak(word, alone) => self.find_weak(scene, figure, word, alone),
        }
    }

    fn find_weak(&self, scene: &Scene, figure: &Figure, word: &str, alone: &str) -> Found {
        let present: BTreeMap<u32, u32> = scene
            .figures
            .iter()
            .filter_map(|f| match &f.key {
                Key::Strong(key) => self.by_key.get(key).map(|n| (*n, 1)),
                Key::Weak(..) => None,
            })
            .collect();
        let roles: BTreeMap<String, u32> = figure.roles.iter().map(|r| (r.clone(), 1)).collect();
        let country: Option<Country> = scene.countries.first().map(|(c, _)| *c);
        let here = Side { company: &present, country, roles: &roles };
        let taken: Vec<u32> = present.keys().map(|n| self.lead(*n)).collect();
        let mut scores: BTreeMap<u32, f32> = BTreeMap::new();
        for node in self.bearers(word) {
            let Some(record) = self.nodes.get(node as usize).filter(|r| r.kind == figure.kind) else { continue };
            let lead = self.lead(node);
            // Who is named in full beside it is another chain here.
            if taken.contains(&lead) {
                continue;
            }
            let score = evidence::weigh(&side(record), &here, |n| self.weight(n));
            let best = scores.entry(lead).or_insert(f32::MIN);
            *best = best.max(score);
        }
        let mut order: Vec<(u32, f32)> = scores.into_iter().collect();
        let key = |n: u32| self.nodes.get(n as usize).map_or("", |n| n.key.as_str());
        order.sort_by(|x, y| y.1.total_cmp(&x.1).then_with(|| key(x.0).cmp(key(y.0))));
        let second = order.get(1).map_or(f32::MIN, |o| o.1);
        let least = weak_least(figure, order.len());
        match order.first() {
            Some((lead, score)) if *score >= least && *score > second + 0.05 => {
                Found::Known(key(*lead).to_owned(), Ground::Part)
            }
            _ => {
                let may =
                    order.iter().take(4).filter(|o| o.1 > -0.1).map(|(n, s)| (key(*n).to_owned(), s.clamp(0.05, 0.9)));
                Found::Alone(alone.to_owned(), may.collect())
            }
        }
    }

    /// Nodes that have all the words of a short name.
    fn bearers(&self, words: &str) -> Vec<u32> {
        let mut lists: Vec<&Vec<u32>> = Vec::new();
        for word in words.split(' ') {
            match self.by_word.get(word) {
                Some(list) => lists.push(list),
                None => return Vec::new(),
            }
        }
        let Some(shortest) = lists.iter().min_by_key(|list| list.len()) else { return Vec::new() };
        let others = |node: &u32| lists.iter().all(|list| list.contains(node));
        shortest.iter().take(CROWD).filter(|n| lists.len() == 1 || others(n)).copied().collect()
    }
}

/// Least evidence for a short name; an acronym that only one institution has needs little.
fn weak_least(figure: &Figure, candidates: usize) -> f32 {
    let acronym = super::scene::is_acronym(&figure.name);
    match figure.kind {
        Kind::Institution if acronym && candidates == 1 => -0.05,
        Kind::Institution if acronym => 0.1,
        Kind::Institution => 0.5,
        _ => 0.3,
    }
}

/// Least evidence for two names to be one; `None` where their names exclude it.
fn needed(verdict: &Verdict, kind: Kind, attested: bool) -> Option<f32> {
    if attested {
        return (verdict.score >= 0.3 || kind == Kind::Institution && verdict.score > 0.05).then_some(-1.0);
    }
    if kind == Kind::Institution {
        return match verdict.ground {
            Ground::Equal | Ground::Respaced => Some(-1.0),
            Ground::Reordered => Some(0.15),
            Ground::Part => Some(0.8),
            Ground::Near(_) | Ground::Spelling(_) if verdict.score >= 0.6 => Some(0.3),
            _ => None,
        };
    }
    if kind != Kind::Person || !verdict.same() {
        return None;
    }
    match verdict.ground {
        Ground::Equal | Ground::Reordered | Ground::Respaced => Some(-1.0),
        Ground::Spelling(_) => Some(0.0),
        Ground::Near(_) => Some(0.15),
        Ground::Part | Ground::Initials => Some(0.5),
        _ => None,
    }
}

fn side(node: &Node) -> Side<'_> {
    Side { company: &node.company, country: node.country(), roles: &node.roles }
}

fn root(group: &[u32], mut node: u32) -> u32 {
    while let Some(lead) = group.get(node as usize) {
        if *lead == node {
            break;
        }
        node = *lead;
    }
    node
}

/// Under what a name lies beside those it may be one with.
fn blocks(node: &Node) -> Vec<String> {
    let words = node.name_words();
    let mut out = Vec::new();
    match node.kind {
        Kind::Person => {
            let bones: Vec<String> = words.iter().take(5).map(|w| sound::skeleton(w)).collect();
            for (i, whole) in bones.iter().enumerate().filter(|(_, b)| !b.is_empty()) {
                for (j, other) in bones.iter().enumerate() {
                    if i != j {
                        out.push(format!("p{whole}/{}", other.chars().next().unwrap_or('-')));
                    }
                }
            }
        }
        Kind::Institution => {
            let mut sorted: Vec<&str> = words.clone();
            sorted.sort_unstable();
            sorted.truncate(8);
            out.push(format!("i {}", sorted.join(" ")));
            out.push(format!("i={}", words.concat()));
            for (i, a) in sorted.iter().enumerate() {
                out.extend(sorted.iter().skip(i + 1).map(|b| format!("i {a} {b}")));
            }
            if let [only] = words.as_slice() {
                out.push(format!("i1 {only}"));
            } else if let Some(first) = words.first() {
                out.push(format!("i1 {first}"));
            }
        }
        _ => {}
    }
    out.sort_unstable();
    out.dedup();
    out
}

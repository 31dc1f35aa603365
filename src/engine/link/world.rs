//! All names of an archive, and which of them are one person's or institution's.
//!
//! Articles are taken in any order; [`World::settle`] then groups the names by what is known of all of them. The groups
//! depend on the set of articles alone. Ids, and what the reader said, are the store's matter.

use std::collections::{BTreeMap, HashMap};

use super::atlas::{Atlas, Country};
use super::evidence::{self, Side};
use super::node::Node;
use super::scene::{Figure, Key, Scene, strong};
use crate::engine::names::part::Part;
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

/// Two nodes whose names allow that they are one.
#[derive(Clone, Debug)]
struct Pair {
    a: u32,
    b: u32,
    verdict: Verdict,
    /// One article called somebody by both names.
    attested: bool,
}

/// Two nodes that are one, unless something stronger forbids it.
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
        let mut soft: Vec<u32> = Vec::new();
        for figure in &scene.figures {
            let key = match &figure.key {
                Key::Strong(key) => key,
                Key::Weak(word, alone) => {
                    if figure.kind == Kind::Institution {
                        soft.push(self.soft(figure, word, alone, scene));
                    }
                    continue;
                }
            };
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
        for a in present.iter().chain(&soft) {
            if let Some(node) = self.nodes.get_mut(*a as usize) {
                for b in present.iter().filter(|b| *b != a) {
                    *node.company.entry(*b).or_default() += 1;
                }
            }
        }
    }

    /// Keeps a short name of an institution by its country: "the Health Ministry" of two countries in one story is one.
    fn soft(&mut self, figure: &Figure, word: &str, alone: &str, scene: &Scene) -> u32 {
        let known = self.by_key.contains_key(alone);
        let node = self.node(figure.kind, alone, &figure.name);
        if let Some(record) = self.nodes.get_mut(node as usize) {
            record.read(figure, &scene.countries);
        }
        if !known {
            self.blocks.entry(format!("w {word}")).or_default().push(node);
        }
        node
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
        let mut words: Vec<String> = record.words.iter().chain(&record.called).cloned().collect();
        if record.kind == Kind::Person {
            let sounds = words.iter().map(|w| sound::skeleton(w)).filter(|s| !s.is_empty()).map(|s| format!("~{s}"));
            words.extend(sounds.collect::<Vec<_>>());
        }
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
    /// exclude each other and no fuller name holds both.
    fn apart(&self, left: &[u32], right: &[u32]) -> bool {
        let nodes = |group: &[u32]| -> Vec<(u32, &Node)> {
            group.iter().take(24).filter_map(|n| Some((*n, self.nodes.get(*n as usize)?))).collect()
        };
        let (left, right) = (nodes(left), nodes(right));
        let holds = |x: &Node, y: &Node| {
            let mut fuller = left.iter().chain(&right);
            fuller.any(|(_, z)| {
                z.fullness() > x.fullness().max(y.fullness()) && z.compare(x).same() && z.compare(y).same()
            })
        };
        left.iter().any(|(a, x)| {
            right.iter().any(|(b, y)| {
                if x.company.contains_key(b) && !x.attested.contains(b) && !y.attested.contains(a) {
                    return true;
                }
                if x.kind != Kind::Person {
                    return false;
                }
                let verdict = x.compare(y);
                verdict.score < 0.3 && matches!(verdict.ground, Ground::Other(_) | Ground::Generation) && !holds(x, y)
            })
        })
    }

    /// Pairs of nodes whose names allow that they are one, by the names alone.
    fn pairs(&self) -> Vec<Pair> {
        let mut pairs: Vec<(u32, u32)> = Vec::new();
        for (block, list) in &self.blocks {
            if list.len() > if block.starts_with("i1") { 40 } else { CROWD } {
                continue;
            }
            for (at, a) in list.iter().enumerate() {
                pairs.extend(list.iter().skip(at + 1).map(|b| (*a.min(b), *a.max(b))));
            }
        }
        for (a, node) in (0u32..).zip(&self.nodes) {
            pairs.extend(node.attested.iter().map(|b| (a.min(*b), a.max(*b))));
        }
        pairs.sort_unstable();
        pairs.dedup();
        pairs
            .into_iter()
            .filter_map(|(a, b)| {
                let (x, y) = (self.nodes.get(a as usize)?, self.nodes.get(b as usize)?);
                let attested = x.attested.contains(&b) || y.attested.contains(&a);
                if x.kind != y.kind {
                    return None;
                }
                // Two short names apart by their countries alone.
                if let (Some((name, one)), Some((other, two))) = (x.key.rsplit_once('@'), y.key.rsplit_once('@')) {
                    let verdict = Verdict { score: 0.5, ground: Ground::Acronym };
                    let apart = one.is_empty() || two.is_empty() || name != other;
                    return (!apart).then_some(Pair { a, b, verdict, attested });
                }
                let verdict = x.compare(y);
                let may = verdict.same() || verdict.ground == Ground::Part || attested;
                may.then_some(Pair { a, b, verdict, attested })
            })
            .collect()
    }

    fn edges(&self) -> Vec<Edge> {
        let pairs = self.pairs();
        let mut beside: HashMap<u32, Vec<u32>> = HashMap::new();
        for pair in &pairs {
            beside.entry(pair.a).or_default().push(pair.b);
            beside.entry(pair.b).or_default().push(pair.a);
        }
        pairs.iter().filter_map(|pair| self.edge(pair, &beside)).collect()
    }

    fn edge(&self, pair: &Pair, beside: &HashMap<u32, Vec<u32>>) -> Option<Edge> {
        let (x, y) = (self.nodes.get(pair.a as usize)?, self.nodes.get(pair.b as usize)?);
        let evidence = evidence::weigh(&side(x), &side(y), |n| self.weight(n));
        let only = match x.fullness().cmp(&y.fullness()) {
            std::cmp::Ordering::Less => self.only(pair.a, pair.b, beside),
            std::cmp::Ordering::Greater => self.only(pair.b, pair.a, beside),
            std::cmp::Ordering::Equal => self.only(pair.a, pair.b, beside) && self.only(pair.b, pair.a, beside),
        };
        let needed = needed(pair, x.kind, only, added_initial(x, y))?;
        (evidence >= needed).then(|| Edge {
            score: pair.verdict.score
                + evidence.min(1.0)
                + if pair.attested { 1.0 } else { 0.0 }
                + if only { 0.3 } else { 0.0 },
            a: if x.key <= y.key { pair.a } else { pair.b },
            b: if x.key <= y.key { pair.b } else { pair.a },
        })
    }

    /// Whether all that the shorter name may stand for could be one: then there is nobody else it could be.
    fn only(&self, short: u32, long: u32, beside: &HashMap<u32, Vec<u32>>) -> bool {
        let Some(others) = beside.get(&short) else { return true };
        if others.len() > 24 {
            return false;
        }
        let Some(long_node) = self.nodes.get(long as usize) else { return false };
        others.iter().filter(|n| **n != long).all(|other| {
            self.nodes.get(*other as usize).is_some_and(|o| {
                let verdict = o.compare(long_node);
                verdict.same() || verdict.ground == Ground::Part
            })
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
        let countries: BTreeMap<Country, u32> = scene.countries.iter().take(3).copied().collect();
        let here = Side { company: &present, countries: &countries, roles: &roles };
        let taken: Vec<u32> = present.keys().map(|n| self.lead(*n)).collect();
        // By lead: the evidence, and whether it was really called so.
        let mut scores: BTreeMap<u32, (f32, bool)> = BTreeMap::new();
        for node in self.bearers(figure.kind, word) {
            let Some(record) = self.nodes.get(node as usize).filter(|r| r.kind == figure.kind) else { continue };
            let lead = self.lead(node);
            // Who is named in full beside it is another chain here.
            if taken.contains(&lead) {
                continue;
            }
            let score = evidence::weigh(&side(record), &here, |n| self.weight(n));
            let best = scores.entry(lead).or_insert((f32::MIN, false));
            *best = (best.0.max(score), best.1 || record.called.contains(word));
        }
        let called = scores.values().filter(|s| s.1).count();
        let mut order: Vec<(u32, f32, bool)> =
            scores.into_iter().map(|(n, (score, called))| (n, score, called)).collect();
        let key = |n: u32| self.nodes.get(n as usize).map_or("", |n| n.key.as_str());
        let bonus = |o: &(u32, f32, bool)| o.1 + if o.2 { 0.3 } else { 0.0 };
        order.sort_by(|x, y| bonus(y).total_cmp(&bonus(x)).then_with(|| key(x.0).cmp(key(y.0))));
        let second = order.get(1).map_or(f32::MIN, bonus);
        let least = |best: &(u32, f32, bool)| weak_least(figure, order.len(), best.2.then_some(called));
        match order.first() {
            Some(best) if best.1 >= least(best) && bonus(best) > second + 0.05 => {
                Found::Known(key(best.0).to_owned(), Ground::Part)
            }
            _ => {
                let alone = match self.by_key.get(alone) {
                    Some(node) => self.lead_key(*node),
                    None => alone.to_owned(),
                };
                let may =
                    order.iter().take(4).filter(|o| o.1 > -0.1).map(|o| (key(o.0).to_owned(), o.1.clamp(0.05, 0.9)));
                Found::Alone(alone, may.collect())
            }
        }
    }

    /// Nodes that have all the words of a short name; of persons also in another spelling.
    fn bearers(&self, kind: Kind, words: &str) -> Vec<u32> {
        if kind == Kind::Person {
            let mut out: Vec<u32> = self.by_word.get(words).into_iter().flatten().take(CROWD).copied().collect();
            let part = Part::new(words);
            let sound = format!("~{}", sound::skeleton(words));
            for node in self.by_word.get(&sound).into_iter().flatten().take(CROWD) {
                let like = self.nodes.get(*node as usize).map_or(0.0, |n| n.part_like(&part));
                if like >= 0.85 && !out.contains(node) {
                    out.push(*node);
                }
            }
            return out;
        }
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

/// Least evidence for a short name, by how many may bear it; `called` where the best was called so in some article: by how
/// many that is so.
fn weak_least(figure: &Figure, bearers: usize, called: Option<usize>) -> f32 {
    let acronym = super::scene::is_acronym(&figure.name);
    match (figure.kind, called) {
        (Kind::Institution, Some(1)) if acronym => -0.2,
        (Kind::Institution, Some(_)) if acronym => 0.0,
        (Kind::Institution, None) if acronym => 0.2,
        (Kind::Institution, _) => 0.4,
        _ if bearers == 1 => -0.05,
        _ => 0.3,
    }
}

/// Least evidence for two names to be one; `None` where their names exclude it. `only`: see [`World::only`].
fn needed(pair: &Pair, kind: Kind, only: bool, initial: bool) -> Option<f32> {
    let verdict = &pair.verdict;
    if pair.attested {
        return match kind {
            Kind::Institution if verdict.score <= 0.05 => Some(0.3),
            Kind::Institution => Some(-1.0),
            _ => (verdict.score >= 0.3).then_some(-1.0),
        };
    }
    let pick = |alone: f32, among: f32| Some(if only { alone } else { among });
    match (kind, &verdict.ground) {
        (Kind::Institution, Ground::Acronym) => Some(0.35),
        (Kind::Institution, Ground::Reordered) => pick(0.0, 0.15),
        (Kind::Institution, Ground::Part) => pick(0.3, 0.8),
        (Kind::Institution, Ground::Near(_) | Ground::Spelling(_)) if verdict.score >= 0.6 => pick(0.1, 0.3),
        (Kind::Person, _) if !verdict.same() => None,
        (Kind::Person, Ground::Reordered) | (_, Ground::Equal | Ground::Respaced) => Some(-1.0),
        // An initial more or less often tells two of one name apart.
        (Kind::Person, _) if initial => pick(0.45, 1.2),
        (Kind::Person, Ground::Spelling(_)) => pick(-0.2, 0.1),
        (Kind::Person, Ground::Near(_)) => pick(0.0, 0.3),
        (Kind::Person, Ground::Part | Ground::Initials) => pick(0.0, 0.6),
        _ => None,
    }
}

/// Whether one name is the other with nothing but initials more.
fn added_initial(x: &Node, y: &Node) -> bool {
    let (a, b) = (x.fullness(), y.fullness());
    a.0 == b.0 && a.1 != b.1
}

fn side(node: &Node) -> Side<'_> {
    Side { company: &node.company, countries: &node.countries, roles: &node.roles }
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

/// The sound of a word of an institution; the word itself where little is left of it.
fn bones(word: &str) -> String {
    let skeleton = sound::skeleton(word);
    if skeleton.len() < 3 { word.to_owned() } else { skeleton }
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
            let bones: Vec<String> = words.iter().map(|w| bones(w)).collect();
            let mut sorted: Vec<&str> = bones.iter().map(String::as_str).collect();
            sorted.sort_unstable();
            sorted.truncate(8);
            out.push(format!("i {}", sorted.join(" ")));
            out.push(format!("i={}", words.concat()));
            for (i, a) in sorted.iter().enumerate() {
                out.extend(sorted.iter().skip(i + 1).map(|b| format!("i {a} {b}")));
            }
            // One word alone may be any word of the longer name.
            out.extend(bones.iter().take(6).map(|b| format!("i1 {b}")));
        }
        _ => {}
    }
    out.sort_unstable();
    out.dedup();
    out
}

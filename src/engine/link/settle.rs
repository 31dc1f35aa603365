//! Which nodes are one: pairs by their names, edges by what else is known, groups by the strongest edges first.

use std::collections::{HashMap, HashSet};

use super::evidence;
use super::node::Node;
use super::world::{World, side};
use crate::engine::names::{Ground, Verdict};
use crate::news::mention::Kind;

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

/// Blocks of more nodes than this hold names too common to compare them all.
pub(super) const CROWD: usize = 400;

impl World {
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
                if x.company.contains_key(b) && !x.attested.contains_key(b) && !y.attested.contains_key(a) {
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
            pairs.extend(node.attested.keys().map(|b| (a.min(*b), a.max(*b))));
        }
        pairs.sort_unstable();
        pairs.dedup();
        pairs
            .into_iter()
            .filter_map(|(a, b)| {
                let (x, y) = (self.nodes.get(a as usize)?, self.nodes.get(b as usize)?);
                let attested = x.attested.contains_key(&b) || y.attested.contains_key(&a);
                if x.kind != y.kind {
                    return None;
                }
                // Two short names apart by their countries alone.
                if let (Some((name, one)), Some((other, two))) = (x.key.rsplit_once('@'), y.key.rsplit_once('@')) {
                    let verdict = Verdict { score: 0.5, ground: Ground::Acronym };
                    let apart = one.is_empty() || two.is_empty() || name != other;
                    return (!apart).then_some(Pair { a, b, verdict, attested });
                }
                if !attested && !x.may_be(y) {
                    return None;
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
        let may: HashSet<(u32, u32)> = pairs.iter().map(|pair| (pair.a, pair.b)).collect();
        pairs.iter().filter_map(|pair| self.edge(pair, &beside, &may)).collect()
    }

    fn edge(&self, pair: &Pair, beside: &HashMap<u32, Vec<u32>>, may: &HashSet<(u32, u32)>) -> Option<Edge> {
        let only = |short, long| only(short, long, beside, may);
        let (x, y) = (self.nodes.get(pair.a as usize)?, self.nodes.get(pair.b as usize)?);
        let evidence = evidence::weigh(&side(x), &side(y), |n| self.weight(n));
        let only = match x.fullness().cmp(&y.fullness()) {
            std::cmp::Ordering::Less => only(pair.a, pair.b),
            std::cmp::Ordering::Greater => only(pair.b, pair.a),
            std::cmp::Ordering::Equal => only(pair.a, pair.b) && only(pair.b, pair.a),
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
}

/// Whether all that the shorter name may stand for could be one: then there is nobody else it could be.
fn only(short: u32, long: u32, beside: &HashMap<u32, Vec<u32>>, may: &HashSet<(u32, u32)>) -> bool {
    let Some(others) = beside.get(&short) else { return true };
    others.len() <= 24
        && others.iter().all(|other| *other == long || may.contains(&(long.min(*other), long.max(*other))))
}

/// Least evidence for two names to be one; `None` where their names exclude it. `only`: see [`only`].
fn needed(pair: &Pair, kind: Kind, only: bool, initial: bool) -> Option<f32> {
    let verdict = &pair.verdict;
    if pair.attested {
        return match kind {
            Kind::Institution if verdict.score <= 0.05 => Some(0.15),
            Kind::Institution => Some(-1.0),
            _ => (verdict.score >= 0.3).then_some(-1.0),
        };
    }
    let pick = |alone: f32, among: f32| Some(if only { alone } else { among });
    match (kind, &verdict.ground) {
        (Kind::Institution, Ground::Acronym) => Some(0.35),
        (Kind::Institution, Ground::Reordered) => pick(0.0, 0.15),
        (Kind::Institution, Ground::Part) => pick(0.15, 0.8),
        (Kind::Institution, Ground::Near(_) | Ground::Spelling(_)) if verdict.score >= 0.6 => pick(0.1, 0.3),
        (Kind::Person, _) if !verdict.same() => None,
        (Kind::Person, Ground::Reordered) | (_, Ground::Equal | Ground::Respaced) => Some(-1.0),
        // An initial more or less often tells two of one name apart.
        (Kind::Person, _) if initial => pick(0.45, 1.2),
        (Kind::Person, Ground::Spelling(_)) => pick(-0.2, 0.1),
        (Kind::Person, Ground::Near(_)) if verdict.score < 0.9 => pick(0.3, 0.6),
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

fn root(group: &[u32], mut node: u32) -> u32 {
    while let Some(lead) = group.get(node as usize) {
        if *lead == node {
            break;
        }
        node = *lead;
    }
    node
}

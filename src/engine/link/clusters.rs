//! Scores of pairs, and clusters: connected components of the pairs that are one, joined by the strongest pair first.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use super::changes::PairChange;
use super::evidence::companion_weight;
use super::linker::Linker;
use super::pair::{Edge, MEMBERS};
use super::storage::{Answer, LinkStorage, Stage};
use crate::engine::disjoint_sets::DisjointSets;

impl<S: LinkStorage> Linker<S> {
    /// Scores the pairs of nodes; and where a node became more frequent by a step of
    /// [`super::evidence::companion_weight`], the pairs that share it as a companion.
    pub(super) fn score_pairs(&mut self, due: &[(u32, u32)]) -> Answer<(), S> {
        let mut partners: HashMap<u32, Partners> = HashMap::new();
        let mut scored: HashSet<(u32, u32)> = HashSet::new();
        for (node, before) in due {
            let Some(now) = self.get(*node)?.map(|node| node.articles) else { continue };
            self.load_partners(&mut partners, *node)?;
            let Some(own) = partners.get(node) else { continue };
            let mut pairs: Vec<(u32, u32)> = own.nodes.iter().map(|b| (*b.min(node), *b.max(node))).collect();
            if own.scores.iter().any(Option::is_some) {
                self.touched.insert((Stage::Cluster, *node));
            }
            if companion_weight(*before).to_bits() != companion_weight(now).to_bits() {
                pairs.extend(self.dependents(*node)?);
            }
            for (a, b) in pairs {
                if scored.insert((a, b)) {
                    self.score_pair(a, b, &mut partners)?;
                }
            }
        }
        Ok(())
    }

    fn score_pair(&mut self, a: u32, b: u32, partners: &mut HashMap<u32, Partners>) -> Answer<(), S> {
        self.load_partners(partners, a)?;
        self.load_partners(partners, b)?;
        let (Some(of_a), Some(of_b)) = (partners.get(&a), partners.get(&b)) else { return Ok(()) };
        // A pair that depends on a companion may be gone since.
        let Ok(at) = of_a.nodes.binary_search(&b) else { return Ok(()) };
        let before = of_a.scores.get(at).copied().flatten();
        self.load(a)?;
        self.load(b)?;
        let (Some(x), Some(y)) = (self.cache.get(a), self.cache.get(b)) else { return Ok(()) };
        let (few, many) = if x.company.len() <= y.company.len() { (x, y) } else { (y, x) };
        let shared: Vec<u32> = few.company.keys().filter(|n| many.company.contains_key(n)).copied().collect();
        let mut weights: HashMap<u32, f32> = HashMap::with_capacity(shared.len());
        for companion in shared {
            let weight = self.weight(companion)?;
            if weight > 0.0 {
                self.changes.add_dependent(companion, a, b);
            }
            weights.insert(companion, weight);
        }
        let weight = |companion: u32| weights.get(&companion).copied().unwrap_or(0.0);
        let edge = self.candidate(a, b).and_then(|pair| self.edge(&pair, (&of_a.nodes, &of_b.nodes), weight));
        let score = edge.map(|edge| edge.score);
        if score.map(f32::to_bits) != before.map(f32::to_bits) {
            self.changes.set_pair(a, b, PairChange::Set(score));
            self.touched.extend([(Stage::Cluster, a), (Stage::Cluster, b)]);
        }
        Ok(())
    }

    fn load_partners(&self, partners: &mut HashMap<u32, Partners>, node: u32) -> Answer<(), S> {
        if let Entry::Vacant(vacant) = partners.entry(node) {
            let (nodes, scores) = self.pairs(node)?.into_iter().unzip();
            vacant.insert(Partners { nodes, scores });
        }
        Ok(())
    }

    /// Forms the clusters of nodes again, each with all nodes that are connected to it.
    pub(super) fn form_clusters(&mut self, due: &[(u32, u32)]) -> Answer<(), S> {
        let mut seen: HashSet<u32> = HashSet::new();
        let last = due.last().map_or(0, |(node, _)| *node);
        for (seed, _) in due {
            if seen.contains(seed) {
                continue;
            }
            let (nodes, edges) = self.component(*seed)?;
            for (node, lead) in self.cluster(&nodes, edges) {
                if self.cache.lead(node) != lead {
                    self.cache.set_lead(node, lead);
                    self.changes.leads.insert(node, lead);
                    self.changes.make_due(Stage::Moved, node, 0);
                    self.changes.make_due(Stage::Resolve, node, 0);
                }
            }
            // They are done with this component, though they come later in the list of what is due.
            self.changes.done.extend(nodes.iter().filter(|n| **n > last).map(|n| (Stage::Cluster, *n)));
            seen.extend(nodes);
        }
        Ok(())
    }

    /// The nodes that are connected to one, loaded, and the edges between them.
    fn component(&mut self, seed: u32) -> Answer<(Vec<u32>, Vec<Edge>), S> {
        let (mut nodes, mut edges, mut known) = (vec![seed], Vec::new(), HashSet::from([seed]));
        let mut at = 0;
        while let Some(&a) = nodes.get(at) {
            at += 1;
            self.load(a)?;
            for (b, score) in self.pairs(a)? {
                let Some(score) = score else { continue };
                if known.insert(b) {
                    nodes.push(b);
                }
                if a < b {
                    edges.push(Edge { score, a, b });
                }
            }
        }
        Ok((nodes, edges))
    }

    /// Joins loaded nodes along their edges, the strongest first, unless something keeps two clusters apart. Returns each
    /// node with its lead: the one of its cluster with the first key, which does not depend on the order of arrival.
    fn cluster(&self, nodes: &[u32], mut edges: Vec<Edge>) -> Vec<(u32, u32)> {
        let key = |n: u32| self.cache.get(n).map_or("", |n| n.key.as_str());
        for edge in &mut edges {
            if key(edge.a) > key(edge.b) {
                (edge.a, edge.b) = (edge.b, edge.a);
            }
        }
        edges.sort_by(|x, y| {
            y.score.total_cmp(&x.score).then_with(|| key(x.a).cmp(key(y.a))).then_with(|| key(x.b).cmp(key(y.b)))
        });
        let mut sets: DisjointSets<u32> = DisjointSets::default();
        let mut members: HashMap<u32, Vec<u32>> = HashMap::new();
        for edge in edges {
            let (a, b) = (sets.root(edge.a), sets.root(edge.b));
            if a == b {
                continue;
            }
            let mut of = |n: u32| members.remove(&n).unwrap_or_else(|| vec![n]);
            let (mut left, right) = (of(a), of(b));
            if self.kept_apart(&left, &right) {
                members.extend([(a, left), (b, right)]);
                continue;
            }
            let (first, rest) = if key(a) <= key(b) { (a, b) } else { (b, a) };
            sets.join(first, rest);
            left.extend(right);
            left.truncate(MEMBERS);
            members.insert(first, left);
        }
        nodes.iter().map(|node| (*node, sets.root(*node))).collect()
    }
}

/// The nodes that a node is paired with, in order of number, and the scores of the pairs.
struct Partners {
    nodes: Vec<u32>,
    scores: Vec<Option<f32>>,
}

//! Whom a chain means: its own node, or for a short name the one of its bearers that the company speaks for.

use std::collections::BTreeMap;

use super::atlas::Country;
use super::evidence::{self, Side};
use super::scene::{Figure, Key, Scene};
use super::settle::CROWD;
use super::world::{World, side};
use crate::engine::names::part::Part;
use crate::engine::names::sound;
use crate::news::mention::Kind;

/// Whom a chain was found to be.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// This node, whose group says who else that is; of so many that may bear the name, where it is a short one.
    Known(u32, Option<usize>),
    /// A short name that fits nobody for certain: the node under which it stands alone, and who it may be, best first.
    Alone(Option<u32>, Vec<(u32, f32)>),
}

impl World {
    /// Whom a chain of an article that was taken is, after settling.
    pub fn find(&self, scene: &Scene, figure: &Figure) -> Found {
        match &figure.key {
            Key::Strong(key) => match self.by_key.get(key) {
                Some(node) => Found::Known(*node, None),
                None => Found::Alone(None, Vec::new()),
            },
            Key::Weak(word, alone) => self.find_weak(scene, figure, word, alone),
        }
    }

    fn find_weak(&self, scene: &Scene, figure: &Figure, word: &str, alone: &str) -> Found {
        let present: BTreeMap<u32, (u32, u32)> = scene
            .figures
            .iter()
            .filter_map(|f| match &f.key {
                Key::Strong(key) => self.number(key).map(|n| (n, (1, 0))),
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
            *best = (best.0.max(score), best.1 || record.called.contains_key(word));
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
                Found::Known(best.0, Some(order.len()))
            }
            _ => {
                let may = order.iter().take(4).filter(|o| o.1 > -0.1).map(|o| (o.0, (o.1 + 0.2).clamp(0.05, 0.9)));
                Found::Alone(self.number(alone), may.collect())
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
        let others = |node: &u32| lists.iter().all(|list| list.binary_search(node).is_ok());
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

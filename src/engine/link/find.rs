//! Whom a chain means: its own node, or for a short name the one of its bearers that the company speaks for.

use std::collections::{BTreeMap, BTreeSet};

use super::atlas::Country;
use super::evidence::{self, Side};
use super::scene::{Figure, Key, Scene};
use super::shelf::Shelf;
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

impl<S: Shelf> World<S> {
    /// Whom a chain of an article that was taken is, after settling.
    pub fn find(&mut self, scene: &Scene, figure: &Figure) -> Found {
        match &figure.key {
            Key::Strong(key) => match self.number(key) {
                Some(node) => Found::Known(node, None),
                None => Found::Alone(None, Vec::new()),
            },
            Key::Weak(word, alone) => self.find_weak(scene, figure, word, alone),
        }
    }

    fn find_weak(&mut self, scene: &Scene, figure: &Figure, word: &str, alone: &str) -> Found {
        let mut present: BTreeMap<u32, (u32, u32)> = BTreeMap::new();
        for figure in &scene.figures {
            if let Key::Strong(key) = &figure.key
                && let Some(node) = self.number(key)
            {
                present.insert(node, (1, 0));
            }
        }
        let roles: BTreeMap<String, u32> = figure.roles.iter().map(|r| (r.clone(), 1)).collect();
        let countries: BTreeMap<Country, u32> = scene.countries.iter().take(3).copied().collect();
        let here = Side { company: &present, countries: &countries, roles: &roles };
        let taken: Vec<u32> = present.keys().map(|n| self.lead(*n)).collect();
        let says: BTreeMap<u32, f32> = present.keys().map(|n| (*n, self.weight(*n))).collect();
        // By lead: the evidence, and whether it was really called so.
        let mut scores: BTreeMap<u32, (f32, bool)> = BTreeMap::new();
        let (bearers, crowd) = self.bearers(figure.kind, word, &says);
        for node in bearers {
            let lead = self.lead(node);
            let Some(record) = self.cache.get(node).filter(|r| r.kind == figure.kind) else { continue };
            // Who is named in full beside it is another chain here.
            if taken.contains(&lead) {
                continue;
            }
            let score = evidence::weigh(&side(record), &here, |n| says.get(&n).copied().unwrap_or(0.0));
            let best = scores.entry(lead).or_insert((f32::MIN, false));
            *best = (best.0.max(score), best.1 || record.called.contains_key(word));
        }
        let called = scores.values().filter(|s| s.1).count();
        let mut order: Vec<(u32, f32, bool)> =
            scores.into_iter().map(|(n, (score, called))| (n, score, called)).collect();
        for (lead, ..) in &order {
            self.cache.load(&mut self.shelf, *lead);
        }
        let key = |n: u32| self.cache.get(n).map_or("", |n| n.key.as_str());
        let bonus = |o: &(u32, f32, bool)| o.1 + if o.2 { 0.3 } else { 0.0 };
        order.sort_by(|x, y| bonus(y).total_cmp(&bonus(x)).then_with(|| key(x.0).cmp(key(y.0))));
        // Of a crowd there is always another.
        let bearers = order.len() + usize::from(crowd);
        let second = order.get(1).map_or(f32::MIN, bonus);
        let least = |best: &(u32, f32, bool)| weak_least(figure, bearers, best.2.then_some(called));
        match order.first() {
            Some(best) if best.1 >= least(best) && bonus(best) > second + 0.05 => Found::Known(best.0, Some(bearers)),
            _ => {
                let may = order.iter().take(4).filter(|o| o.1 > -0.1).map(|o| (o.0, (o.1 + 0.2).clamp(0.05, 0.9)));
                Found::Alone(self.number(alone), may.collect())
            }
        }
    }

    /// Nodes that have all the words of a short name; of persons also in another spelling. Where a crowd has them, only
    /// those that were seen with somebody present, and whether there are more. `says`: who is present, with what that says.
    fn bearers(&mut self, kind: Kind, words: &str, says: &BTreeMap<u32, f32>) -> (Vec<u32>, bool) {
        let mut met: Option<BTreeSet<u32>> = None;
        if kind == Kind::Person {
            let mut out = self.bearers_of(words, says, &mut met);
            let part = Part::new(words);
            for node in self.bearers_of(&format!("~{}", sound::skeleton(words)), says, &mut met) {
                if self.get(node).is_some_and(|n| n.part_like(&part) >= 0.85) && !out.contains(&node) {
                    out.push(node);
                }
            }
            return (out, met.is_some());
        }
        let words: Vec<&str> = words.split(' ').collect();
        // The rarest word says who; whether they have the others too is asked one by one.
        let counted = words.iter().map(|word| (self.shelf.bearers(word).map_or(usize::MAX, |list| list.len()), *word));
        let Some((_, rarest)) = counted.min() else { return (Vec::new(), false) };
        let mut out = self.bearers_of(rarest, says, &mut met);
        out.retain(|node| words.iter().all(|word| *word == rarest || self.shelf.bears(word, *node)));
        (out, met.is_some())
    }

    /// Nodes that have a word; of a crowd those that were seen with somebody present who says something. `met`: all of
    /// those, once they were looked for.
    fn bearers_of(&mut self, word: &str, says: &BTreeMap<u32, f32>, met: &mut Option<BTreeSet<u32>>) -> Vec<u32> {
        if let Some(all) = self.shelf.bearers(word) {
            return all;
        }
        if met.is_none() {
            let mut who = BTreeSet::new();
            for node in says.iter().filter(|(_, says)| **says > 0.0).map(|(node, _)| *node) {
                who.extend(self.get(node).into_iter().flat_map(|n| n.company.keys().copied()));
            }
            *met = Some(who);
        }
        let met = met.iter().flatten().copied();
        met.filter(|node| self.shelf.bears(word, *node)).collect()
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

//! Whom a chain means: its own node, or for a short name the one of its bearers that the company speaks for.

use std::collections::{BTreeMap, BTreeSet};

use super::article_features::{ArticleFeatures, Figure, Key};
use super::evidence::{self, Side};
use super::gazetteer::Country;
use super::linker::{Linker, side};
use super::shelf::Shelf;
use crate::engine::names::part::Part;
use crate::engine::names::sound;
use crate::news::mention::Kind;

/// Whom a chain was found to be.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// This node, whose group says who else that is; of so many that may bear the name, where it is a short one.
    Known(u32, Option<usize>),
    /// One of those who bear exactly this name, by its node; and why, as a sentence without full stop.
    Among(u32, String),
    /// A short name that fits nobody for certain: the node under which it stands alone, and who it may be, best first.
    Alone(Option<u32>, Vec<(u32, f32)>),
}

impl<S: Shelf> Linker<S> {
    /// Whom a chain of an article that was taken is, after settling.
    pub fn find(&mut self, scene: &ArticleFeatures, figure: &Figure) -> Found {
        match &figure.key {
            Key::Strong(key) => match self.number(key) {
                Some(node) => self.find_bearer(scene, figure, node).unwrap_or(Found::Known(node, None)),
                None => Found::Alone(None, Vec::new()),
            },
            Key::Weak(word, alone) => self.find_weak(scene, figure, word, alone),
        }
    }

    fn find_weak(&mut self, scene: &ArticleFeatures, figure: &Figure, word: &str, alone: &str) -> Found {
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
        let (bearers, crowd) = self.bearers(figure.kind, word, &says);
        let own = self.number(alone);
        let mut by_lead: BTreeMap<u32, Bearer> = BTreeMap::new();
        let mut named = false;
        let mut theirs: BTreeSet<u32> = BTreeSet::new();
        for node in bearers {
            let lead = self.lead(node);
            let Some(record) = self.cache.get(node).filter(|r| r.kind == figure.kind) else { continue };
            let exact = figure.kind != Kind::Person || record.words.contains(word) || record.called.contains_key(word);
            // Who is named in full beside it is another chain here.
            if taken.contains(&lead) {
                named |= exact;
                continue;
            }
            // The name by itself keeps the company of this very article.
            if own == Some(node) {
                continue;
            }
            let score = evidence::weigh(&side(record), &here, |n| says.get(&n).copied().unwrap_or(0.0));
            let bearer = by_lead.entry(lead).or_insert(Bearer { lead, score, ..Bearer::default() });
            bearer.score = bearer.score.max(score);
            bearer.called |= record.called.contains_key(word);
            bearer.exact |= exact;
            bearer.family |= record.name_words().last() == Some(&word);
            if figure.roles.iter().any(|role| evidence::whose(role, &record.roles)) {
                theirs.insert(lead);
            }
            bearer.articles += record.articles;
        }
        let mut order: Vec<Bearer> = by_lead.into_values().collect();
        if named {
            order.retain(|bearer| bearer.exact);
        }
        // "Ziwa's Odhiambo" is he who has an office there.
        if !theirs.is_empty() {
            order.retain(|bearer| theirs.contains(&bearer.lead));
        }
        for bearer in &order {
            self.cache.load(&mut self.shelf, bearer.lead);
        }
        let key = |n: u32| self.cache.get(n).map_or("", |n| n.key.as_str());
        order.sort_by(|x, y| y.bonus().total_cmp(&x.bonus()).then_with(|| key(x.lead).cmp(key(y.lead))));
        match order.first() {
            Some(best) if chosen(figure, &order, crowd) => {
                Found::Known(best.lead, Some(order.len() + usize::from(crowd)))
            }
            _ => {
                let likely = order.iter().take(4).filter(|bearer| bearer.score > -0.1);
                let may = likely.map(|bearer| (bearer.lead, (bearer.score + 0.2).clamp(0.05, 0.9)));
                Found::Alone(own, may.collect())
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

/// One whom a short name may mean.
#[derive(Clone, Copy, Debug, Default)]
struct Bearer {
    /// The lead of its group.
    lead: u32,
    /// The evidence.
    score: f32,
    /// It was called so in some article.
    called: bool,
    /// The word is its name, not one that sounds like it.
    exact: bool,
    /// The word is the last of its name.
    family: bool,
    /// Articles of those in its group who bear the name.
    articles: u32,
}

impl Bearer {
    /// The evidence, with what speaks for it beside the company: who was called so before, and who is known better.
    fn bonus(&self) -> f32 {
        let known = 0.03 * (self.articles.max(1) as f32).log2().min(8.0);
        self.score + known + if self.called { 0.3 } else { 0.0 } - if self.exact { 0.0 } else { 0.15 }
    }
}

/// Whether the first of those whom a short name may mean, best first, is meant.
fn chosen(figure: &Figure, order: &[Bearer], crowd: bool) -> bool {
    let Some(best) = order.first() else { return false };
    if order.get(1).is_some_and(|second| best.bonus() <= second.bonus() + 0.05) {
        return false;
    }
    let called = order.iter().filter(|bearer| bearer.called).count();
    // Of a crowd there is always another; who only sounds so is nobody beside who is named so.
    let bearers = order.iter().filter(|bearer| bearer.exact || !best.exact).count() + usize::from(crowd);
    best.score >= weak_least(figure, bearers, best, called)
}

/// Least evidence for a short name, by how many may bear it and how many of those were called so.
fn weak_least(figure: &Figure, bearers: usize, best: &Bearer, called: usize) -> f32 {
    let acronym = super::article_features::is_acronym(&figure.name);
    match (figure.kind, best.called) {
        (Kind::Institution, true) if acronym => {
            if called == 1 {
                -0.2
            } else {
                0.0
            }
        }
        (Kind::Institution, false) if acronym => 0.2,
        (Kind::Institution, _) => 0.35,
        // The only one of that family whom the archive knows may be abroad.
        _ if bearers == 1 && best.exact && best.family && figure.name.chars().count() > 4 => -0.2,
        _ if bearers == 1 => -0.05,
        _ => 0.3,
    }
}

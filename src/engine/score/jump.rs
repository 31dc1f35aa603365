//! The walk with `n`: of the steps from one mention to the next of its chain, how many does a prediction make?

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Place, harmonic, percent, ratio};

/// Precision, recall and F1 of steps in per cent, to one decimal.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Jump {
    /// Share of the predicted steps that the gold has too.
    #[serde(rename = "P")]
    pub precision: f64,
    /// Share of the gold's steps that the prediction makes.
    #[serde(rename = "R")]
    pub recall: f64,
    /// Their harmonic mean.
    #[serde(rename = "F")]
    pub f1: f64,
    /// How many steps the gold has.
    pub steps: u32,
}

/// Counts over the texts added so far.
#[derive(Clone, Debug, Default)]
pub struct Steps {
    made: u32,
    gold: u32,
    right: u32,
    pred: u32,
}

type Step = (Place, Place);

impl Steps {
    /// Adds one text: place → chain, on either side. Steps agree where both their ends overlap.
    pub fn add(&mut self, gold: &BTreeMap<Place, i64>, pred: &BTreeMap<Place, i64>) {
        let (gold, pred) = (steps(gold), steps(pred));
        self.gold += gold.len() as u32;
        self.pred += pred.len() as u32;
        self.made += shared(&gold, &pred);
        self.right += shared(&pred, &gold);
    }

    /// The figures so far.
    pub fn jump(&self) -> Jump {
        let precision = ratio(self.right.into(), self.pred.into());
        let recall = ratio(self.made.into(), self.gold.into());
        Jump {
            precision: percent(precision),
            recall: percent(recall),
            f1: percent(harmonic(precision, recall)),
            steps: self.gold,
        }
    }
}

fn steps(chain_of: &BTreeMap<Place, i64>) -> BTreeSet<Step> {
    let mut last = BTreeMap::new();
    let mut steps = BTreeSet::new();
    for (&place, &chain) in chain_of {
        if let Some(before) = last.insert(chain, place) {
            steps.insert((before, place));
        }
    }
    steps
}

/// How many of `these` have a step of `others` that overlaps at both ends.
fn shared(these: &BTreeSet<Step>, others: &BTreeSet<Step>) -> u32 {
    let over = |s: Place, t: Place| s.0 < t.1 && t.0 < s.1;
    let longest = others.iter().map(|(from, _)| from.1.saturating_sub(from.0)).max().unwrap_or(0);
    let near = |step: &&Step| {
        let low = ((step.0.0.saturating_sub(longest), 0), (0, 0));
        let high = ((step.0.1, 0), (0, 0));
        low <= high && others.range(low..high).any(|other| over(step.0, other.0) && over(step.1, other.1))
    };
    these.iter().filter(near).count() as u32
}

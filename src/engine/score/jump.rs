//! How well the key `n` works: the share of steps from one mention to the next of its chain that a prediction has.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::norm::NormSpan;
use super::ratio::{f1, percent, ratio};

/// Precision, recall and F1 of steps, in per cent with one decimal.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct StepScores {
    /// The share of the predicted steps that the gold has.
    #[serde(rename = "P")]
    pub precision: f64,
    /// The share of the gold's steps that the prediction has.
    #[serde(rename = "R")]
    pub recall: f64,
    /// The harmonic mean of the two.
    #[serde(rename = "F")]
    pub f1: f64,
    /// How many steps the gold has.
    pub steps: u32,
}

/// The counts over the texts added so far.
#[derive(Clone, Debug, Default)]
pub struct StepTally {
    gold: u32,
    /// How many steps of the gold the prediction has.
    gold_found: u32,
    pred: u32,
    /// How many steps of the prediction the gold has. It can differ from `gold_found`: one step can overlap several.
    pred_right: u32,
}

/// From one mention to the next of the same chain.
type Step = (NormSpan, NormSpan);

impl StepTally {
    /// Adds one text, with the chain of each mention in gold and prediction. Two steps agree if both their ends overlap.
    pub fn add(&mut self, gold: &BTreeMap<NormSpan, i64>, pred: &BTreeMap<NormSpan, i64>) {
        let (gold, pred) = (steps(gold), steps(pred));
        self.gold += gold.len() as u32;
        self.pred += pred.len() as u32;
        self.gold_found += shared(&gold, &pred);
        self.pred_right += shared(&pred, &gold);
    }

    /// The figures so far.
    pub fn jump(&self) -> StepScores {
        let precision = ratio(self.pred_right.into(), self.pred.into());
        let recall = ratio(self.gold_found.into(), self.gold.into());
        StepScores {
            precision: percent(precision),
            recall: percent(recall),
            f1: percent(f1(precision, recall)),
            steps: self.gold,
        }
    }
}

fn steps(chain_of: &BTreeMap<NormSpan, i64>) -> BTreeSet<Step> {
    let mut last = BTreeMap::new();
    let mut steps = BTreeSet::new();
    for (&mention, &chain) in chain_of {
        if let Some(before) = last.insert(chain, mention) {
            steps.insert((before, mention));
        }
    }
    steps
}

/// How many of `these` agree with one of `others`.
fn shared(these: &BTreeSet<Step>, others: &BTreeSet<Step>) -> u32 {
    let overlap = |s: NormSpan, t: NormSpan| s.0 < t.1 && t.0 < s.1;
    // A step that overlaps begins at most the length of the longest mention before this one.
    let longest = others.iter().map(|(from, _)| from.1.saturating_sub(from.0)).max().unwrap_or(0);
    let agrees = |step: &&Step| {
        let low = ((step.0.0.saturating_sub(longest), 0), (0, 0));
        let high = ((step.0.1, 0), (0, 0));
        low <= high && others.range(low..high).any(|other| overlap(step.0, other.0) && overlap(step.1, other.1))
    };
    these.iter().filter(agrees).count() as u32
}

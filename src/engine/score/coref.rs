//! The measures of coreference: MUC (Vilain et al. 1995), B³ (Bagga and Baldwin 1998), CEAF-e (Luo 2005), LEA (Moosavi and
//! Strube 2016), and CoNLL, the mean of the first three.
//!
//! A mention that only the gold has lowers recall, one that only the prediction has lowers precision.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::assign;
use super::norm::NormSpan;
use super::ratio::{f1, percent, ratio};

/// The F1 of every measure, in per cent with one decimal.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct CorefScores {
    /// By links between mentions.
    #[serde(rename = "MUC")]
    pub muc: f64,
    /// By mentions.
    #[serde(rename = "B3")]
    pub b3: f64,
    /// By chains, each of the gold aligned with at most one of the prediction.
    #[serde(rename = "CEAFe")]
    pub ceafe: f64,
    /// The mean of the three.
    #[serde(rename = "CoNLL")]
    pub conll: f64,
    /// By links, weighted by the size of the chain.
    #[serde(rename = "LEA")]
    pub lea: f64,
}

/// A ratio as numerator and denominator, which are summed over texts.
#[derive(Clone, Copy, Debug, Default)]
struct Ratio(f64, f64);

impl Ratio {
    fn value(self) -> f64 {
        ratio(self.0, self.1)
    }
}

/// Recall and precision of one measure.
#[derive(Clone, Copy, Debug, Default)]
struct Measure {
    recall: Ratio,
    precision: Ratio,
}

impl Measure {
    fn f1(self) -> f64 {
        f1(self.precision.value(), self.recall.value())
    }
}

/// The sums over the texts added so far.
#[derive(Clone, Debug, Default)]
pub struct CorefTally {
    muc: Measure,
    b3: Measure,
    ceafe: Measure,
    lea: Measure,
}

/// Chain → its mentions.
type Clusters = BTreeMap<i64, BTreeSet<NormSpan>>;

impl CorefTally {
    /// Adds one text, with the chain of each mention in gold and prediction.
    pub fn add(&mut self, gold: &BTreeMap<NormSpan, i64>, pred: &BTreeMap<NormSpan, i64>) {
        let (key, response) = (clusters(gold), clusters(pred));
        muc(&mut self.muc.recall, &key, pred);
        muc(&mut self.muc.precision, &response, gold);
        b_cubed(&mut self.b3.recall, &key, &response, pred);
        b_cubed(&mut self.b3.precision, &response, &key, gold);
        lea(&mut self.lea.recall, &key, &response, pred);
        lea(&mut self.lea.precision, &response, &key, gold);
        // CEAF-e: the similarity of a gold and a predicted chain is twice their common mentions over all their mentions.
        let number: BTreeMap<i64, usize> = response.keys().enumerate().map(|(n, &c)| (c, n)).collect();
        let mut pairs = BTreeMap::new();
        for (i, mentions) in key.values().enumerate() {
            for (chain, shared) in overlaps(mentions, pred) {
                let other = response.get(&chain).map_or(0, BTreeSet::len);
                let phi = 2.0 * shared as f64 / (mentions.len() + other) as f64;
                pairs.insert((i, number.get(&chain).copied().unwrap_or_default()), phi);
            }
        }
        let best = assign::best_total(&pairs);
        self.ceafe.recall.0 += best;
        self.ceafe.recall.1 += key.len() as f64;
        self.ceafe.precision.0 += best;
        self.ceafe.precision.1 += response.len() as f64;
    }

    /// The figures so far.
    pub fn chains(&self) -> CorefScores {
        let (muc, b3, ceafe) = (self.muc.f1(), self.b3.f1(), self.ceafe.f1());
        CorefScores {
            muc: percent(muc),
            b3: percent(b3),
            ceafe: percent(ceafe),
            conll: percent((muc + b3 + ceafe) / 3.0),
            lea: percent(self.lea.f1()),
        }
    }
}

fn clusters(chain_of: &BTreeMap<NormSpan, i64>) -> Clusters {
    let mut clusters = Clusters::new();
    for (&mention, &chain) in chain_of {
        clusters.entry(chain).or_default().insert(mention);
    }
    clusters
}

/// How many mentions of a chain each chain of the other side shares.
fn overlaps(mentions: &BTreeSet<NormSpan>, other: &BTreeMap<NormSpan, i64>) -> BTreeMap<i64, usize> {
    let mut overlaps = BTreeMap::new();
    for chain in mentions.iter().filter_map(|p| other.get(p)) {
        *overlaps.entry(*chain).or_default() += 1;
    }
    overlaps
}

/// For each chain: its mentions less the parts into which the other side cuts it, over its mentions less one.
fn muc(sum: &mut Ratio, clusters: &Clusters, other: &BTreeMap<NormSpan, i64>) {
    for mentions in clusters.values() {
        let alone = mentions.iter().filter(|p| !other.contains_key(p)).count();
        let parts = overlaps(mentions, other).len() + alone;
        sum.0 += (mentions.len() - parts) as f64;
        sum.1 += (mentions.len() - 1) as f64;
    }
}

/// For each mention: the share of its chain that the other side has in one chain with it.
fn b_cubed(sum: &mut Ratio, clusters: &Clusters, others: &Clusters, other: &BTreeMap<NormSpan, i64>) {
    for mentions in clusters.values() {
        for (chain, shared) in overlaps(mentions, other) {
            debug_assert!(others.contains_key(&chain), "both views are of one annotation");
            sum.0 += (shared * shared) as f64 / mentions.len() as f64;
        }
        sum.1 += mentions.len() as f64;
    }
}

/// For each chain, weighted by its size: the share of its links that the other side has. A chain of one mention counts as
/// one link, to itself.
fn lea(sum: &mut Ratio, clusters: &Clusters, others: &Clusters, other: &BTreeMap<NormSpan, i64>) {
    for mentions in clusters.values() {
        let n = mentions.len() as f64;
        sum.1 += n;
        if let (1, Some(mention)) = (mentions.len(), mentions.first()) {
            let alone = other.get(mention).and_then(|c| others.get(c)).is_some_and(|o| o.len() == 1);
            sum.0 += f64::from(u8::from(alone));
        } else {
            let links: usize = overlaps(mentions, other).values().map(|o| o * (o - 1) / 2).sum();
            sum.0 += n * links as f64 / (n * (n - 1.0) / 2.0);
        }
    }
}

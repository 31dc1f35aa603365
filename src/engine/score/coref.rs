//! Measures of chains: MUC (Vilain et al. 1995), B³ (Bagga and Baldwin 1998), CEAF-e (Luo 2005), LEA (Moosavi and Strube
//! 2016), and the CoNLL average of the first three. Mentions that only one side has count against it (no mention is invented).

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Place, assign, harmonic, percent, ratio};

/// F1 of every measure in per cent, to one decimal.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Chains {
    /// Links.
    #[serde(rename = "MUC")]
    pub muc: f64,
    /// Mentions.
    #[serde(rename = "B3")]
    pub b3: f64,
    /// Chains, one to one.
    #[serde(rename = "CEAFe")]
    pub ceafe: f64,
    /// Mean of the three.
    #[serde(rename = "CoNLL")]
    pub conll: f64,
    /// Links, weighted by the size of the chain.
    #[serde(rename = "LEA")]
    pub lea: f64,
}

/// A share as numerator and denominator.
#[derive(Clone, Copy, Debug, Default)]
struct Share(f64, f64);

impl Share {
    fn value(self) -> f64 {
        ratio(self.0, self.1)
    }
}

/// Recall and precision of one measure.
#[derive(Clone, Copy, Debug, Default)]
struct Both {
    recall: Share,
    precision: Share,
}

impl Both {
    fn f1(self) -> f64 {
        harmonic(self.precision.value(), self.recall.value())
    }
}

/// Sums over the texts added so far.
#[derive(Clone, Debug, Default)]
pub struct Coref {
    muc: Both,
    b3: Both,
    ceafe: Both,
    lea: Both,
}

type Sets = BTreeMap<i64, BTreeSet<Place>>;

impl Coref {
    /// Adds one text: place → chain, on either side.
    pub fn add(&mut self, gold: &BTreeMap<Place, i64>, pred: &BTreeMap<Place, i64>) {
        let (key, response) = (sets(gold), sets(pred));
        muc(&mut self.muc.recall, &key, pred);
        muc(&mut self.muc.precision, &response, gold);
        b_cubed(&mut self.b3.recall, &key, &response, pred);
        b_cubed(&mut self.b3.precision, &response, &key, gold);
        lea(&mut self.lea.recall, &key, &response, pred);
        lea(&mut self.lea.precision, &response, &key, gold);
        let number: BTreeMap<i64, usize> = response.keys().enumerate().map(|(n, &c)| (c, n)).collect();
        let mut pairs = BTreeMap::new();
        for (i, places) in key.values().enumerate() {
            for (chain, shared) in shares(places, pred) {
                let other = response.get(&chain).map_or(0, BTreeSet::len);
                let phi = 2.0 * shared as f64 / (places.len() + other) as f64;
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
    pub fn chains(&self) -> Chains {
        let (muc, b3, ceafe) = (self.muc.f1(), self.b3.f1(), self.ceafe.f1());
        Chains {
            muc: percent(muc),
            b3: percent(b3),
            ceafe: percent(ceafe),
            conll: percent((muc + b3 + ceafe) / 3.0),
            lea: percent(self.lea.f1()),
        }
    }
}

fn sets(chain_of: &BTreeMap<Place, i64>) -> Sets {
    let mut sets = Sets::new();
    for (&place, &chain) in chain_of {
        sets.entry(chain).or_default().insert(place);
    }
    sets
}

/// With which chains of the other side a set shares how many places.
fn shares(places: &BTreeSet<Place>, other: &BTreeMap<Place, i64>) -> BTreeMap<i64, usize> {
    let mut shares = BTreeMap::new();
    for chain in places.iter().filter_map(|p| other.get(p)) {
        *shares.entry(*chain).or_default() += 1;
    }
    shares
}

fn muc(share: &mut Share, sets: &Sets, other: &BTreeMap<Place, i64>) {
    for places in sets.values() {
        let alone = places.iter().filter(|p| !other.contains_key(p)).count();
        let parts = shares(places, other).len() + alone;
        share.0 += (places.len() - parts) as f64;
        share.1 += (places.len() - 1) as f64;
    }
}

fn b_cubed(share: &mut Share, sets: &Sets, others: &Sets, other: &BTreeMap<Place, i64>) {
    for places in sets.values() {
        for (chain, shared) in shares(places, other) {
            debug_assert!(others.contains_key(&chain), "both views are of one annotation");
            share.0 += (shared * shared) as f64 / places.len() as f64;
        }
        share.1 += places.len() as f64;
    }
}

fn lea(share: &mut Share, sets: &Sets, others: &Sets, other: &BTreeMap<Place, i64>) {
    for places in sets.values() {
        let n = places.len() as f64;
        share.1 += n;
        if let (1, Some(place)) = (places.len(), places.first()) {
            let alone = other.get(place).and_then(|c| others.get(c)).is_some_and(|o| o.len() == 1);
            share.0 += f64::from(u8::from(alone));
        } else {
            let links: usize = shares(places, other).values().map(|o| o * (o - 1) / 2).sum();
            share.0 += n * links as f64 / (n * (n - 1.0) / 2.0);
        }
    }
}

//! From the probabilities of tags to names: picks the set of names of which most are expected to be right.
//!
//! Every span that is likely enough by itself is a candidate. Of overlapping candidates the set with the greatest sum of
//! probabilities, each less the threshold of its label, wins (dynamic programming). This finds more names than the single
//! best sequence of tags (Viterbi), which can lose a name that several readings of a segment share.

use super::label::Label;
use super::tag::{self, LABELS, Position, TAGS};
use crate::engine::crf::lattice::Lattice;
use crate::engine::crf::transitions::Transitions;

/// The least probability of a name of each label, as the CRF gives it.
///
/// That of institutions is the highest, because capitals that name nothing are mostly taken for institutions. Events and
/// other names are rare in the training data, so that the CRF gives them too low probabilities.
fn threshold(label: Label) -> f32 {
    match label {
        Label::Person => 0.52,
        Label::Institution => 0.6,
        Label::Place => 0.5,
        Label::Event => 0.3,
        Label::Other | Label::Nationality => 0.35,
    }
}

/// A span whose beginning is less likely than this is not extended further: it is below every threshold.
const MIN_PROBABILITY: f32 = 0.1;

/// The calibration curve: probability of the CRF, share of such names that are right on voa dev and wire dev. The CRF is
/// too sure of itself. Values between two points are interpolated linearly.
const CALIBRATION: [(f32, f32); 7] =
    [(0.0, 0.0), (0.47, 0.46), (0.65, 0.57), (0.75, 0.63), (0.86, 0.74), (0.98, 0.96), (1.0, 0.995)];

/// The probability that a name is right to which the CRF gives `probability`.
fn calibrated(probability: f32) -> f32 {
    let at = CALIBRATION.iter().position(|(p, _)| *p >= probability).unwrap_or(CALIBRATION.len() - 1).max(1);
    match (CALIBRATION.get(at - 1), CALIBRATION.get(at)) {
        (Some((a, low)), Some((b, high))) => low + (high - low) * ((probability - a) / (b - a)).clamp(0.0, 1.0),
        _ => probability,
    }
}

/// A span that may be a name: tokens `first..last` of the segment.
#[derive(Clone, Copy, Debug)]
struct Candidate {
    first: usize,
    last: usize,
    label: Label,
    probability: f32,
}

/// Working memory of [`Decoder::names`].
#[derive(Debug, Default)]
pub struct Decoder {
    candidates: Vec<Candidate>,
    /// For each number of leading tokens the best sum over them, and the candidate that ends there in that sum.
    best: Vec<(f32, Option<Candidate>)>,
    chosen: Vec<Candidate>,
}

impl Decoder {
    /// Gives `out` the names of a segment, ascending: first token, one past the last token, label, calibrated probability.
    ///
    /// `lattice` holds the segment after [`Lattice::forward_backward`] with these `potentials`.
    pub fn names(
        &mut self,
        lattice: &Lattice<TAGS>,
        potentials: &Transitions<TAGS>,
        mut out: impl FnMut(usize, usize, Label, f32),
    ) {
        self.find_candidates(lattice, potentials);
        if self.candidates.is_empty() {
            return;
        }
        self.choose(lattice.emissions.len());
        for c in self.chosen.iter().rev() {
            out(c.first, c.last, c.label, calibrated(c.probability));
        }
    }

    /// Finds the spans that are likelier than the threshold of their label.
    fn find_candidates(&mut self, lattice: &Lattice<TAGS>, potentials: &Transitions<TAGS>) {
        self.candidates.clear();
        for first in 0..lattice.emissions.len() {
            let marginals = lattice.marginals(first);
            for label in LABELS {
                let tag = |position| tag::tag(label, position) as usize;
                let mut push = |last: usize, probability: f32| {
                    if probability > threshold(label) {
                        self.candidates.push(Candidate { first, last, label, probability: probability.min(1.0) });
                    }
                };
                push(first + 1, marginals.get(tag(Position::Unit)).copied().unwrap_or(0.0));
                if marginals.get(tag(Position::Begin)).is_none_or(|p| *p < MIN_PROBABILITY) {
                    continue;
                }
                let (inside, end) = (tag(Position::Inside), tag(Position::Last));
                let mut from = tag(Position::Begin);
                // The mass of all tag sequences that begin this name at `first` and continue it up to token `i`.
                let mut mass = lattice.forward(first, from);
                for i in first + 1..lattice.emissions.len() {
                    push(i + 1, mass * lattice.transition(potentials, i, from, end) * lattice.backward(i, end));
                    mass *= lattice.transition(potentials, i, from, inside);
                    from = inside;
                    if mass * lattice.backward(i, inside) < MIN_PROBABILITY {
                        break;
                    }
                }
            }
        }
    }

    /// Chooses candidates that do not overlap, with the best sum, into `chosen`, the last one first. `n` is the number of
    /// tokens.
    fn choose(&mut self, n: usize) {
        self.candidates.sort_unstable_by_key(|c| c.last);
        self.best.clear();
        self.best.resize(n + 1, (0.0, None));
        let mut next = 0;
        for end in 1..=n {
            let mut top = (self.best.get(end - 1).map_or(0.0, |b| b.0), None);
            while let Some(candidate) = self.candidates.get(next).filter(|c| c.last <= end) {
                let before = self.best.get(candidate.first).map_or(0.0, |b| b.0);
                let sum = before + candidate.probability - threshold(candidate.label);
                if sum > top.0 {
                    top = (sum, Some(*candidate));
                }
                next += 1;
            }
            if let Some(best) = self.best.get_mut(end) {
                *best = top;
            }
        }
        self.chosen.clear();
        let mut end = n;
        while end > 0 {
            match self.best.get(end).and_then(|b| b.1) {
                Some(candidate) => {
                    end = candidate.first;
                    self.chosen.push(candidate);
                }
                None => end -= 1,
            }
        }
    }
}

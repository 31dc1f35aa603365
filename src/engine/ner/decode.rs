//! From probabilities of tags to names with a score: the set of names of which most are expected to be right.
//!
//! Every span that is likely enough by itself is a candidate; of those that overlap the best sum of probabilities wins.
//! That finds more than the single best sequence of tags where several readings of a stretch share a name.

use super::Label;
use super::tag::{self, LABELS, Part, TAGS};
use crate::engine::crf::Transitions;
use crate::engine::crf::lattice::Lattice;

/// How likely a name of a label must be at least. Institutions are where capitals that name nothing else end up, so they
/// must be likelier; events and other names are rare, so the field believes in them too seldom.
fn least(label: Label) -> f32 {
    match label {
        Label::Person => 0.52,
        Label::Institution => 0.6,
        Label::Place => 0.5,
        Label::Event => 0.3,
        Label::Other | Label::Nationality => 0.35,
    }
}

/// Spans less likely than this are not looked at further.
const HOPELESS: f32 = 0.1;

/// What the probabilities of the field turn out to be worth, as (said, right) on voa dev and wire dev: it is surer of
/// itself than it should be. Between the points the line is straight.
const WORTH: [(f32, f32); 7] =
    [(0.0, 0.0), (0.47, 0.46), (0.65, 0.57), (0.75, 0.63), (0.86, 0.74), (0.98, 0.96), (1.0, 0.995)];

/// A probability as it turns out.
fn calibrated(chance: f32) -> f32 {
    let at = WORTH.iter().position(|(said, _)| *said >= chance).unwrap_or(WORTH.len() - 1).max(1);
    match (WORTH.get(at - 1), WORTH.get(at)) {
        (Some((a, low)), Some((b, high))) => low + (high - low) * ((chance - a) / (b - a)).clamp(0.0, 1.0),
        _ => chance,
    }
}

/// A span that may be a name.
#[derive(Clone, Copy, Debug)]
pub struct Candidate {
    first: usize,
    last: usize,
    label: Label,
    chance: f32,
}

/// Working memory of [`Decoder::names`].
#[derive(Debug, Default)]
pub struct Decoder {
    candidates: Vec<Candidate>,
    /// For each place the best sum up to it, and the candidate that ends there in that sum.
    best: Vec<(f32, Option<Candidate>)>,
    chosen: Vec<Candidate>,
}

impl Decoder {
    /// The names of a stretch after [`Lattice::sum`]: first and one past last place, label, probability, ascending.
    pub fn names(
        &mut self,
        lattice: &Lattice<TAGS>,
        factors: &Transitions<TAGS>,
        mut out: impl FnMut(usize, usize, Label, f32),
    ) {
        self.gather(lattice, factors);
        if self.candidates.is_empty() {
            return;
        }
        let n = lattice.scores.len();
        self.candidates.sort_unstable_by_key(|c| c.last);
        self.best.clear();
        self.best.resize(n + 1, (0.0, None));
        let mut next = 0;
        for end in 1..=n {
            let mut top = (self.best.get(end - 1).map_or(0.0, |b| b.0), None);
            while let Some(candidate) = self.candidates.get(next).filter(|c| c.last <= end) {
                let sum =
                    self.best.get(candidate.first).map_or(0.0, |b| b.0) + candidate.chance - least(candidate.label);
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
        for c in self.chosen.iter().rev() {
            out(c.first, c.last, c.label, calibrated(c.chance));
        }
    }

    /// Gathers the spans that are likely enough.
    fn gather(&mut self, lattice: &Lattice<TAGS>, factors: &Transitions<TAGS>) {
        self.candidates.clear();
        for first in 0..lattice.scores.len() {
            let at = lattice.at(first);
            for label in LABELS {
                let tag = |part| tag::tag(label, part) as usize;
                let mut push = |last: usize, chance: f32| {
                    if chance > least(label) {
                        self.candidates.push(Candidate { first, last, label, chance: chance.min(1.0) });
                    }
                };
                push(first + 1, at.get(tag(Part::Only)).copied().unwrap_or(0.0));
                if at.get(tag(Part::Begin)).is_none_or(|p| *p < HOPELESS) {
                    continue;
                }
                let (inside, end) = (tag(Part::Inside), tag(Part::Last));
                let mut from = tag(Part::Begin);
                let mut mass = lattice.reach(first, from);
                for i in first + 1..lattice.scores.len() {
                    push(i + 1, mass * lattice.along(factors, i, from, end) * lattice.leave(i, end));
                    mass *= lattice.along(factors, i, from, inside);
                    from = inside;
                    if mass * lattice.leave(i, inside) < HOPELESS {
                        break;
                    }
                }
            }
        }
    }
}

//! From label probabilities to names with a score.

use super::Label;
use super::tag::{self, Part, TAGS};
use crate::engine::crf::Transitions;
use crate::engine::crf::lattice::Lattice;

/// Reads the names off the best labels: first and one past last place, label, probability of just this name.
pub fn names(
    lattice: &Lattice<TAGS>,
    factors: &Transitions<TAGS>,
    labels: &[u8],
    mut out: impl FnMut(usize, usize, Label, f32),
) {
    let mut first = 0;
    for (i, &label) in labels.iter().enumerate() {
        let Some((kind, part)) = tag::parse(label) else { continue };
        if matches!(part, Part::Begin | Part::Only) {
            first = i;
        }
        if matches!(part, Part::Last | Part::Only) {
            out(first, i + 1, kind, probability(lattice, factors, first, i + 1, kind));
        }
    }
}

/// Probability that places `first..last` are one name of this label. After [`Lattice::sum`].
pub fn probability(
    lattice: &Lattice<TAGS>,
    factors: &Transitions<TAGS>,
    first: usize,
    last: usize,
    label: Label,
) -> f32 {
    let tag = |part| tag::tag(label, part) as usize;
    if last == first + 1 {
        return lattice.at(first).get(tag(Part::Only)).copied().unwrap_or(0.0).clamp(0.0, 1.0);
    }
    let mut mass = lattice.reach(first, tag(Part::Begin));
    let mut from = tag(Part::Begin);
    for i in first + 1..last {
        let to = tag(if i + 1 == last { Part::Last } else { Part::Inside });
        mass *= lattice.along(factors, i, from, to);
        from = to;
    }
    (mass * lattice.leave(last - 1, from)).clamp(0.0, 1.0)
}

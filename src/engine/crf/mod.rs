//! Linear-chain conditional random fields over hashed features, for any set of `L` labels.
//!
//! [`table`] holds quantised weights that are read where they lie; [`lattice`] turns scores into the best labels and
//! into probabilities; [`fit`] learns. Deterministic: no clock, no threads, no transcendental function of the platform.
//! Does not know what features or labels mean.
//! Method: Lafferty, McCallum, Pereira 2001; training by AdaGrad (Duchi, Hazan, Singer 2011).

pub mod fit;
pub mod lattice;
pub mod table;

/// Scores of label sequences: what begins, what ends, what follows what. Forbidden steps are minus infinity.
#[derive(Clone, Debug, PartialEq)]
pub struct Transitions<const L: usize> {
    /// Score of beginning with a label.
    pub start: [f32; L],
    /// Score of ending with a label.
    pub end: [f32; L],
    /// `step[from][to]`.
    pub step: [[f32; L]; L],
    /// For each label, the first and one past the last label that may follow it.
    pub next: [(usize, usize); L],
    /// `back[to][from]`, the same steps from their ends; filled by [`Self::factors`].
    pub back: [[f32; L]; L],
    /// For each label, the first and one past the last label that it may follow.
    pub previous: [(usize, usize); L],
}

impl<const L: usize> Transitions<L> {
    /// All allowed ones at zero, the others forbidden.
    pub fn neutral(
        start: impl Fn(usize) -> bool,
        end: impl Fn(usize) -> bool,
        step: impl Fn(usize, usize) -> bool,
    ) -> Self {
        let of = |allowed: bool| if allowed { 0.0 } else { f32::NEG_INFINITY };
        Self {
            start: std::array::from_fn(|l| of(start(l))),
            end: std::array::from_fn(|l| of(end(l))),
            step: std::array::from_fn(|from| std::array::from_fn(|to| of(step(from, to)))),
            next: [(0, L); L],
            back: [[0.0; L]; L],
            previous: [(0, L); L],
        }
    }

    /// As factors: `exp` of every score.
    #[must_use]
    pub fn factors(&self) -> Self {
        let step = self.step.map(|row| row.map(factor));
        let back: [[f32; L]; L] = std::array::from_fn(|to| std::array::from_fn(|from| step[from][to]));
        let used = |row: &[f32; L]| {
            let first = row.iter().position(|s| *s > 0.0).unwrap_or(0);
            (first, row.iter().rposition(|s| *s > 0.0).map_or(first, |last| last + 1))
        };
        let (next, previous) = (step.each_ref().map(used), back.each_ref().map(used));
        Self { start: self.start.map(factor), end: self.end.map(factor), step, next, back, previous }
    }
}

/// The factor of a score; none at all for a forbidden step.
fn factor(score: f32) -> f32 {
    if score.is_finite() { exp(score) } else { 0.0 }
}

/// `e` to the `x` for `x` in -80..=80 (what is outside is taken as the end), to about one part in a million, by the same
/// additions and multiplications on every machine, without branches.
#[inline]
pub fn exp(x: f32) -> f32 {
    // Added and taken away, it leaves a number rounded, with the whole number in the low bits of the sum.
    const ROUND: f32 = 12_582_912.0;
    let x = x.clamp(-80.0, 80.0);
    let sum = x * std::f32::consts::LOG2_E + ROUND;
    let rest = x - (sum - ROUND) * std::f32::consts::LN_2;
    let series = 1.0
        + rest * (1.0 + rest * (0.5 + rest * (1.0 / 6.0 + rest * (1.0 / 24.0 + rest * (1.0 / 120.0 + rest / 720.0)))));
    let exponent = sum.to_bits().wrapping_sub(ROUND.to_bits()).wrapping_add(127);
    series * f32::from_bits(exponent << 23)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_exp_is_exp() {
        for i in -300..300 {
            let x = i as f32 / 10.0;
            assert!((exp(x) / x.exp() - 1.0).abs() < 1e-5, "{x}");
        }
        assert!(factor(f32::NEG_INFINITY) == 0.0 && exp(f32::NEG_INFINITY) < 1e-30);
    }
}

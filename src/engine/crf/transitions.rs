//! Which label may follow which, and at what score.

/// Scores of beginning with a label, ending with one, and going from one to the next. A forbidden step has the score minus
/// infinity.
///
/// The same type holds the *potentials* (`exp` of every score, 0 for a forbidden step) that [`Self::potentials`] makes.
#[derive(Clone, Debug, PartialEq)]
pub struct Transitions<const L: usize> {
    /// Score of beginning with a label.
    pub start: [f32; L],
    /// Score of ending with a label.
    pub end: [f32; L],
    /// Score of a step: `step[from][to]`.
    pub step: [[f32; L]; L],
    /// For each label the range `first..last` of labels that may follow it. Outside of it all potentials are 0.
    pub next: [(usize, usize); L],
    /// `step` transposed, `back[to][from]`; only [`Self::potentials`] fills it.
    pub back: [[f32; L]; L],
    /// For each label the range `first..last` of labels that it may follow.
    pub previous: [(usize, usize); L],
}

impl<const L: usize> Transitions<L> {
    /// Transitions that score 0 where they are allowed and minus infinity elsewhere.
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

    /// The potentials of these scores, with `back`, `next` and `previous` filled in.
    #[must_use]
    pub fn potentials(&self) -> Self {
        let step = self.step.map(|row| row.map(potential));
        let back: [[f32; L]; L] = std::array::from_fn(|to| std::array::from_fn(|from| step[from][to]));
        let used = |row: &[f32; L]| {
            let first = row.iter().position(|s| *s > 0.0).unwrap_or(0);
            (first, row.iter().rposition(|s| *s > 0.0).map_or(first, |last| last + 1))
        };
        let (next, previous) = (step.each_ref().map(used), back.each_ref().map(used));
        Self { start: self.start.map(potential), end: self.end.map(potential), step, next, back, previous }
    }
}

/// `exp` of a score; exactly 0 for a forbidden step.
fn potential(score: f32) -> f32 {
    if score.is_finite() { exp(score) } else { 0.0 }
}

/// `e^x` to about one part in a million, for `x` clamped to -80..=80.
///
/// It uses additions and multiplications only, so that every machine gives the same bits, and has no branches.
#[inline]
pub fn exp(x: f32) -> f32 {
    // 1.5 * 2^23: adding it to a small float rounds the float to an integer and leaves that integer in the low bits.
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
    fn exp_agrees_with_the_standard_library() {
        for i in -300..300 {
            let x = i as f32 / 10.0;
            assert!((exp(x) / x.exp() - 1.0).abs() < 1e-5, "{x}");
        }
        assert!(potential(f32::NEG_INFINITY) == 0.0 && exp(f32::NEG_INFINITY) < 1e-30);
    }
}

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
        }
    }

    /// As factors: `exp` of every score.
    #[must_use]
    pub fn factors(&self) -> Self {
        Self { start: self.start.map(exp), end: self.end.map(exp), step: self.step.map(|row| row.map(exp)) }
    }
}

/// `e` to the `x`, to about one part in a million, by the same additions and multiplications on every machine.
#[inline]
pub fn exp(x: f32) -> f32 {
    if x < -80.0 {
        return 0.0;
    }
    let x = x.min(80.0);
    let whole = (x * std::f32::consts::LOG2_E).round();
    let rest = x - whole * std::f32::consts::LN_2;
    let series = 1.0
        + rest * (1.0 + rest * (0.5 + rest * (1.0 / 6.0 + rest * (1.0 / 24.0 + rest * (1.0 / 120.0 + rest / 720.0)))));
    series * f32::from_bits((((whole as i32) + 127) as u32) << 23)
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
        assert!(exp(f32::NEG_INFINITY) == 0.0);
    }
}

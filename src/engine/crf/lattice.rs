//! The lattice of one sequence: best labels and probabilities, in scaled factors instead of logarithms.
//!
//! Promises: linear in the length; buffers are kept for the next sequence. Zero probability nowhere: a sequence for
//! which every path is forbidden falls back on the first label.

// A label indexes several arrays of length `L` at once.
#![allow(clippy::needless_range_loop)]

use super::{Transitions, exp};

/// Working memory for one sequence after the other.
#[derive(Debug, Default)]
pub struct Lattice<const L: usize> {
    /// Score of each label at each place, to be filled by the caller.
    pub scores: Vec<[f32; L]>,
    factors: Vec<[f32; L]>,
    alpha: Vec<[f32; L]>,
    beta: Vec<[f32; L]>,
    scale: Vec<f32>,
    back: Vec<[u8; L]>,
}

impl<const L: usize> Lattice<L> {
    /// An empty one.
    pub fn new() -> Self {
        Self {
            scores: Vec::new(),
            factors: Vec::new(),
            alpha: Vec::new(),
            beta: Vec::new(),
            scale: Vec::new(),
            back: Vec::new(),
        }
    }

    /// Sums over all label sequences. `t` are factors ([`Transitions::factors`]).
    pub fn sum(&mut self, t: &Transitions<L>) {
        let n = self.scores.len();
        self.factors.clear();
        self.alpha.clear();
        self.scale.clear();
        for scores in &self.scores {
            let top = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            self.factors.push(scores.map(|s| exp(s - top)));
        }
        if let [factors] = self.factors[..] {
            return self.sum_one(t, &factors);
        }
        let mut before: Option<[f32; L]> = None;
        for factors in &self.factors {
            let mut row = match &before {
                None => t.start,
                Some(before) => carry(before, &t.step, &t.next),
            };
            let mut total = 0.0;
            for (r, f) in row.iter_mut().zip(factors) {
                *r *= f;
                total += *r;
            }
            if total <= 0.0 || !total.is_finite() {
                row = std::array::from_fn(|l| if l == 0 { 1.0 } else { 0.0 });
                total = 1.0;
            }
            for r in &mut row {
                *r /= total;
            }
            self.alpha.push(row);
            self.scale.push(total);
            before = Some(row);
        }
        self.beta.clear();
        self.beta.resize(n, t.end);
        let mut after = t.end;
        for i in (0..n).rev() {
            if let Some(beta) = self.beta.get_mut(i) {
                *beta = after;
            }
            let (Some(factors), Some(scale)) = (self.factors.get(i), self.scale.get(i)) else { continue };
            let weighted: [f32; L] = std::array::from_fn(|l| after[l] * factors[l] / scale);
            after = carry(&weighted, &t.back, &t.previous);
        }
        // The end factors are not in the scale: normalise by the mass at the last place.
        let mass: f32 = self.alpha.last().map_or(1.0, |a| a.iter().zip(&t.end).map(|(a, e)| a * e).sum());
        if mass > 0.0 && mass.is_finite() {
            for beta in &mut self.beta {
                for b in beta {
                    *b /= mass;
                }
            }
        }
    }

    /// The same for a sequence of one place.
    fn sum_one(&mut self, t: &Transitions<L>, factors: &[f32; L]) {
        let mut row: [f32; L] = std::array::from_fn(|l| t.start[l] * factors[l]);
        let mass: f32 = row.iter().zip(&t.end).map(|(r, e)| r * e).sum();
        if mass > 0.0 && mass.is_finite() {
            row = row.map(|r| r / mass);
        }
        self.alpha.push(row);
        self.scale.push(mass);
        self.beta.clear();
        self.beta.push(t.end);
    }

    /// Probability of each label at a place, after [`Self::sum`].
    pub fn at(&self, i: usize) -> [f32; L] {
        match (self.alpha.get(i), self.beta.get(i)) {
            (Some(alpha), Some(beta)) => std::array::from_fn(|l| alpha[l] * beta[l]),
            _ => [0.0; L],
        }
    }

    /// Adds the probability of each step into place `i` (from `i - 1`) to `into`, after [`Self::sum`].
    pub fn steps(&self, t: &Transitions<L>, i: usize, mut into: impl FnMut(usize, usize, f32)) {
        let (Some(alpha), Some(beta)) = (i.checked_sub(1).and_then(|p| self.alpha.get(p)), self.beta.get(i)) else {
            return;
        };
        let (Some(factors), Some(scale)) = (self.factors.get(i), self.scale.get(i)) else { return };
        for from in 0..L {
            for to in 0..L {
                let p = alpha[from] * t.step[from][to] * factors[to] * beta[to] / scale;
                if p > 0.0 {
                    into(from, to, p);
                }
            }
        }
    }

    /// Mass of all paths that stand at label `l` of place `i`, up to there. Begin of a product of [`Self::along`].
    pub fn reach(&self, i: usize, l: usize) -> f32 {
        self.alpha.get(i).map_or(0.0, |a| a[l])
    }

    /// Factor of going from label `from` at `i - 1` to `to` at `i`.
    pub fn along(&self, t: &Transitions<L>, i: usize, from: usize, to: usize) -> f32 {
        match (self.factors.get(i), self.scale.get(i)) {
            (Some(f), Some(s)) => t.step[from][to] * f[to] / s,
            _ => 0.0,
        }
    }

    /// Mass of all paths that leave label `l` of place `i`. End of a product of [`Self::along`].
    pub fn leave(&self, i: usize, l: usize) -> f32 {
        self.beta.get(i).map_or(0.0, |b| b[l])
    }

    /// The best labels. `t` are scores, not factors.
    pub fn best(&mut self, t: &Transitions<L>, labels: &mut Vec<u8>) {
        labels.clear();
        self.back.clear();
        let Some(first) = self.scores.first() else { return };
        let mut row: [f32; L] = std::array::from_fn(|l| t.start[l] + first[l]);
        for scores in self.scores.iter().skip(1) {
            let mut next = [f32::NEG_INFINITY; L];
            let mut back = [0_u8; L];
            for from in 0..L {
                for to in 0..L {
                    let score = row[from] + t.step[from][to];
                    if score > next[to] {
                        next[to] = score;
                        back[to] = from as u8;
                    }
                }
            }
            row = std::array::from_fn(|l| next[l] + scores[l]);
            self.back.push(back);
        }
        let mut label = 0;
        let mut top = f32::NEG_INFINITY;
        for l in 0..L {
            if row[l] + t.end[l] > top {
                top = row[l] + t.end[l];
                label = l as u8;
            }
        }
        labels.push(label);
        for back in self.back.iter().rev() {
            label = back.get(label as usize).copied().unwrap_or(0);
            labels.push(label);
        }
        labels.reverse();
    }
}

/// Carries the mass of each label over the steps from it; `used` says between which labels they lie.
#[inline]
fn carry<const L: usize>(mass: &[f32; L], step: &[[f32; L]; L], used: &[(usize, usize); L]) -> [f32; L] {
    let mut out = [0.0; L];
    for ((mass, step), (first, last)) in mass.iter().zip(step).zip(used) {
        let (Some(out), Some(step)) = (out.get_mut(*first..*last), step.get(*first..*last)) else { continue };
        for (out, step) in out.iter_mut().zip(step) {
            *out += mass * step;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three labels, four places: against the sum over all 81 sequences.
    #[test]
    fn sums_and_best_are_those_of_all_sequences() {
        let mut t = Transitions::<3>::neutral(|l| l != 2, |_| true, |a, b| !(a == 0 && b == 2));
        t.step[1][2] = 0.7;
        t.step[2][0] = -0.4;
        t.end[1] = 0.9;
        let mut lattice = Lattice::new();
        lattice.scores = vec![[0.3, -0.2, 2.0], [0.1, 1.0, 0.4], [-1.0, 0.2, 0.8], [0.5, 0.4, 0.3]];
        lattice.sum(&t.factors());
        let mut total = 0.0;
        let mut at = [[0.0_f32; 3]; 4];
        let mut top = (f32::NEG_INFINITY, vec![]);
        for code in 0..81_usize {
            let path: Vec<usize> = (0..4).map(|i| code / 3_usize.pow(i) % 3).collect();
            let mut score = t.start[path[0]] + t.end[path[3]];
            for i in 0..4 {
                score += lattice.scores[i][path[i]];
                if i > 0 {
                    score += t.step[path[i - 1]][path[i]];
                }
            }
            total += score.exp();
            for i in 0..4 {
                at[i][path[i]] += score.exp();
            }
            if score > top.0 {
                top = (score, path.iter().map(|&l| l as u8).collect());
            }
        }
        for (i, want) in at.iter().enumerate() {
            for l in 0..3 {
                assert!((lattice.at(i)[l] - want[l] / total).abs() < 1e-4, "{i} {l}");
            }
        }
        let mut step = 0.0;
        lattice.steps(&t.factors(), 2, |_, _, p| step += p);
        assert!((step - 1.0).abs() < 1e-4);
        let mut best = Vec::new();
        lattice.best(&t, &mut best);
        assert_eq!(best, top.1);
    }
}

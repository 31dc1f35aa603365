//! The lattice of one sequence: its best labels (Viterbi) and the probability of each label at each position
//! (forward–backward).
//!
//! Forward–backward works on potentials, `exp` of scores, and scales each position to a sum of 1 (Rabiner 1989), which is
//! cheaper than logarithms and does not underflow. Both algorithms are linear in the length of the sequence. Where every
//! path is forbidden the first label gets all the probability. The buffers are reused for the next sequence.

// A label indexes several arrays of length `L` at once.
#![allow(clippy::needless_range_loop)]

use super::transitions::{Transitions, exp};

/// The lattice. Positions and labels are numbered from 0.
#[derive(Debug, Default)]
pub struct Lattice<const L: usize> {
    /// For each position the score of each label. The caller fills it.
    pub emissions: Vec<[f32; L]>,
    /// `exp` of the emissions of each position, each relative to the greatest one.
    potentials: Vec<[f32; L]>,
    /// The forward mass of each label, scaled to the sum 1.
    alpha: Vec<[f32; L]>,
    /// The backward mass of each label, scaled so that `alpha * beta` is the probability.
    beta: Vec<[f32; L]>,
    /// What `alpha` was divided by.
    scale: Vec<f32>,
    /// Viterbi: for each position but the first the best label before each label.
    back: Vec<[u8; L]>,
}

impl<const L: usize> Lattice<L> {
    /// An empty lattice.
    pub fn new() -> Self {
        Self {
            emissions: Vec::new(),
            potentials: Vec::new(),
            alpha: Vec::new(),
            beta: Vec::new(),
            scale: Vec::new(),
            back: Vec::new(),
        }
    }

    /// Sums over all label sequences, for [`Self::marginals`] and the masses below. `t` are potentials
    /// ([`Transitions::potentials`]).
    pub fn forward_backward(&mut self, t: &Transitions<L>) {
        let n = self.emissions.len();
        self.potentials.clear();
        self.alpha.clear();
        self.scale.clear();
        for scores in &self.emissions {
            let top = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            self.potentials.push(scores.map(|s| exp(s - top)));
        }
        if let [potentials] = self.potentials[..] {
            return self.sum_one(t, &potentials);
        }
        let mut before: Option<[f32; L]> = None;
        for potentials in &self.potentials {
            let mut row = match &before {
                None => t.start,
                Some(before) => carry(before, &t.step, &t.next),
            };
            let mut total = 0.0;
            for (r, f) in row.iter_mut().zip(potentials) {
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
            let (Some(potentials), Some(scale)) = (self.potentials.get(i), self.scale.get(i)) else { continue };
            let weighted: [f32; L] = std::array::from_fn(|l| after[l] * potentials[l] / scale);
            after = carry(&weighted, &t.back, &t.previous);
        }
        // The potentials of the end are not in the scale: normalise by the mass at the last position.
        let mass: f32 = self.alpha.last().map_or(1.0, |a| a.iter().zip(&t.end).map(|(a, e)| a * e).sum());
        if mass > 0.0 && mass.is_finite() {
            for beta in &mut self.beta {
                for b in beta {
                    *b /= mass;
                }
            }
        }
    }

    /// The same for a sequence of one position.
    fn sum_one(&mut self, t: &Transitions<L>, potentials: &[f32; L]) {
        let mut row: [f32; L] = std::array::from_fn(|l| t.start[l] * potentials[l]);
        let mass: f32 = row.iter().zip(&t.end).map(|(r, e)| r * e).sum();
        if mass > 0.0 && mass.is_finite() {
            row = row.map(|r| r / mass);
        }
        self.alpha.push(row);
        self.scale.push(mass);
        self.beta.clear();
        self.beta.push(t.end);
    }

    /// The probability of each label at a position, after [`Self::forward_backward`].
    pub fn marginals(&self, i: usize) -> [f32; L] {
        match (self.alpha.get(i), self.beta.get(i)) {
            (Some(alpha), Some(beta)) => std::array::from_fn(|l| alpha[l] * beta[l]),
            _ => [0.0; L],
        }
    }

    /// Gives `into` the probability of each step from label `from` at position `i - 1` to label `to` at `i`, unless it is 0,
    /// after [`Self::forward_backward`].
    pub fn pair_marginals(&self, t: &Transitions<L>, i: usize, mut into: impl FnMut(usize, usize, f32)) {
        let (Some(alpha), Some(beta)) = (i.checked_sub(1).and_then(|p| self.alpha.get(p)), self.beta.get(i)) else {
            return;
        };
        let (Some(potentials), Some(scale)) = (self.potentials.get(i), self.scale.get(i)) else { return };
        for from in 0..L {
            for to in 0..L {
                let p = alpha[from] * t.step[from][to] * potentials[to] * beta[to] / scale;
                if p > 0.0 {
                    into(from, to, p);
                }
            }
        }
    }

    /// The mass of all paths up to label `l` at position `i`.
    ///
    /// The probability that a sequence has given labels at positions `i..=j` is the product of `forward` at `i`, a
    /// [`Self::transition`] for each step, and [`Self::backward`] at `j`.
    pub fn forward(&self, i: usize, l: usize) -> f32 {
        self.alpha.get(i).map_or(0.0, |a| a[l])
    }

    /// The mass of the step from label `from` at position `i - 1` to label `to` at `i`; see [`Self::forward`].
    pub fn transition(&self, t: &Transitions<L>, i: usize, from: usize, to: usize) -> f32 {
        match (self.potentials.get(i), self.scale.get(i)) {
            (Some(f), Some(s)) => t.step[from][to] * f[to] / s,
            _ => 0.0,
        }
    }

    /// The mass of all paths from label `l` at position `i` on; see [`Self::forward`].
    pub fn backward(&self, i: usize, l: usize) -> f32 {
        self.beta.get(i).map_or(0.0, |b| b[l])
    }

    /// The sequence of labels with the best score, into `labels`. `t` are scores, not potentials.
    pub fn viterbi(&mut self, t: &Transitions<L>, labels: &mut Vec<u8>) {
        labels.clear();
        self.back.clear();
        let Some(first) = self.emissions.first() else { return };
        let mut row: [f32; L] = std::array::from_fn(|l| t.start[l] + first[l]);
        for scores in self.emissions.iter().skip(1) {
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

/// Moves the mass of each label along the steps from it. `used` is the range of labels that each label has steps to.
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

    /// Three labels and four positions have 81 sequences: all of them are summed one by one.
    #[test]
    fn marginals_and_viterbi_agree_with_enumeration() {
        let mut t = Transitions::<3>::neutral(|l| l != 2, |_| true, |a, b| !(a == 0 && b == 2));
        t.step[1][2] = 0.7;
        t.step[2][0] = -0.4;
        t.end[1] = 0.9;
        let mut lattice = Lattice::new();
        lattice.emissions = vec![[0.3, -0.2, 2.0], [0.1, 1.0, 0.4], [-1.0, 0.2, 0.8], [0.5, 0.4, 0.3]];
        lattice.forward_backward(&t.potentials());
        let mut total = 0.0;
        let mut at = [[0.0_f32; 3]; 4];
        let mut top = (f32::NEG_INFINITY, vec![]);
        for code in 0..81_usize {
            let path: Vec<usize> = (0..4).map(|i| code / 3_usize.pow(i) % 3).collect();
            let mut score = t.start[path[0]] + t.end[path[3]];
            for i in 0..4 {
                score += lattice.emissions[i][path[i]];
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
                assert!((lattice.marginals(i)[l] - want[l] / total).abs() < 1e-4, "{i} {l}");
            }
        }
        let mut step = 0.0;
        lattice.pair_marginals(&t.potentials(), 2, |_, _, p| step += p);
        assert!((step - 1.0).abs() < 1e-4);
        let mut best = Vec::new();
        lattice.viterbi(&t, &mut best);
        assert_eq!(best, top.1);
    }
}

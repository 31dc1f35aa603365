//! Learns the weights of a field: stochastic gradient of the log likelihood, AdaGrad steps, L1 and L2 shrinking.
//!
//! Promises: the same samples, options and seed give the same bits. Knows neither text nor names.

// A label indexes several arrays of length `L` at once.
#![allow(clippy::needless_range_loop)]

use super::Transitions;
use super::lattice::Lattice;

/// One sequence to learn from.
#[derive(Clone, Debug, Default)]
pub struct Sample {
    /// Feature rows of all places, one place after the other.
    pub rows: Vec<u32>,
    /// For each place, where its rows end in `rows`.
    pub ends: Vec<u32>,
    /// For each place, how many of its first rows name the word itself; these can be dropped in training.
    pub lexical: Vec<u16>,
    /// The right labels.
    pub labels: Vec<u8>,
    /// How much it counts.
    pub weight: f32,
}

impl Sample {
    /// Rows of place `i`.
    fn at(&self, i: usize) -> &[u32] {
        let start = i.checked_sub(1).and_then(|p| self.ends.get(p)).map_or(0, |&e| e as usize);
        let end = self.ends.get(i).map_or(0, |&e| e as usize);
        self.rows.get(start..end).unwrap_or(&[])
    }
}

/// How to learn.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Passes over all samples.
    pub epochs: u32,
    /// First step length.
    pub rate: f32,
    /// Strength of the pull to zero by the square.
    pub l2: f32,
    /// Strength of the pull to zero by the absolute value, which makes weights vanish.
    pub l1: f32,
    /// Probability that a word is not shown, so that its neighbours learn to speak for it.
    pub dropout: f32,
    /// Of the order of samples and of the dropping.
    pub seed: u64,
}

/// What was learnt: for each row the weight of each label.
#[derive(Clone, Debug)]
pub struct Learnt<const L: usize> {
    /// Weights of features.
    pub rows: Vec<[f32; L]>,
    /// Weights of steps.
    pub steps: Transitions<L>,
}

/// Pseudo-random numbers (xorshift64*), enough for shuffling.
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// Thrown from a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below `n` (0 if `n` is 0).
    pub fn below(&mut self, n: usize) -> usize {
        (self.next() >> 11).checked_rem(n as u64).unwrap_or(0) as usize
    }

    /// A number in `0..1`.
    pub fn unit(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1_u64 << 24) as f32
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }
}

struct Fit<const L: usize> {
    rows: Vec<[f32; L]>,
    squares: Vec<[f32; L]>,
    seen: Vec<u32>,
    steps: Transitions<L>,
    step_squares: Transitions<L>,
    options: Options,
}

/// Learns from `samples` over `rows` features. `steps` says which are allowed. `progress(epoch, loss per place)`.
pub fn fit<const L: usize>(
    samples: &[Sample],
    rows: usize,
    steps: &Transitions<L>,
    options: Options,
    mut progress: impl FnMut(u32, f64),
) -> Learnt<L> {
    let mut fit = Fit {
        rows: vec![[0.0; L]; rows],
        squares: vec![[1e-6; L]; rows],
        seen: vec![0; rows],
        steps: steps.clone(),
        step_squares: Transitions { start: [1e-6; L], end: [1e-6; L], step: [[1e-6; L]; L] },
        options,
    };
    for sample in samples {
        for &row in &sample.rows {
            if let Some(seen) = fit.seen.get_mut(row as usize) {
                *seen += 1;
            }
        }
    }
    let mut order: Vec<usize> = (0..samples.len()).collect();
    let mut dice = Dice::new(options.seed);
    let mut lattice = Lattice::new();
    for epoch in 0..options.epochs {
        for i in (1..order.len()).rev() {
            order.swap(i, dice.below(i + 1));
        }
        let (mut loss, mut places) = (0.0, 0);
        for sample in order.iter().filter_map(|&i| samples.get(i)) {
            loss += fit.learn(sample, &mut lattice, &mut dice);
            places += sample.labels.len();
        }
        progress(epoch + 1, loss / places.max(1) as f64);
    }
    Learnt { rows: fit.rows, steps: fit.steps }
}

impl<const L: usize> Fit<L> {
    /// One step on one sample; gives the loss.
    fn learn(&mut self, sample: &Sample, lattice: &mut Lattice<L>, dice: &mut Dice) -> f64 {
        let n = sample.labels.len();
        let mut skip = vec![0_usize; n];
        lattice.scores.clear();
        for (i, skip) in skip.iter_mut().enumerate() {
            if self.options.dropout > 0.0 && dice.unit() < self.options.dropout {
                *skip = sample.lexical.get(i).map_or(0, |&l| l as usize);
            }
            let mut scores = [0.0; L];
            for &row in sample.at(i).iter().skip(*skip) {
                if let Some(weights) = self.rows.get(row as usize) {
                    for (s, w) in scores.iter_mut().zip(weights) {
                        *s += w;
                    }
                }
            }
            lattice.scores.push(scores);
        }
        let factors = self.steps.factors();
        lattice.sum(&factors);
        let mut loss = 0.0;
        for (i, &label) in sample.labels.iter().enumerate() {
            let mut slope = lattice.at(i);
            if let Some(right) = slope.get_mut(label as usize) {
                loss -= f64::from(right.max(1e-6).ln());
                *right -= 1.0;
            }
            self.shift(sample, i, skip.get(i).copied().unwrap_or(0), slope.map(|s| s * sample.weight));
        }
        self.shift_steps(sample, lattice, &factors);
        loss
    }

    /// Moves the weights of the features of one place.
    fn shift(&mut self, sample: &Sample, i: usize, skip: usize, slope: [f32; L]) {
        if slope.iter().all(|s| s.abs() < 1e-3) {
            return;
        }
        let Options { rate, l1, l2, .. } = self.options;
        for &row in sample.at(i).iter().skip(skip) {
            let row = row as usize;
            let (Some(weights), Some(squares)) = (self.rows.get_mut(row), self.squares.get_mut(row)) else { continue };
            let share = 1.0 / self.seen.get(row).copied().unwrap_or(1).max(1) as f32;
            for l in 0..L {
                let gradient = slope[l] + l2 * share * weights[l];
                squares[l] += gradient * gradient;
                let step = rate / squares[l].sqrt();
                let moved = weights[l] - step * gradient;
                let pull = step * l1 * share;
                weights[l] = if moved > pull {
                    moved - pull
                } else if moved < -pull {
                    moved + pull
                } else {
                    0.0
                };
            }
        }
    }

    fn shift_steps(&mut self, sample: &Sample, lattice: &Lattice<L>, factors: &Transitions<L>) {
        let (Some(&first), Some(&last)) = (sample.labels.first(), sample.labels.last()) else { return };
        let n = sample.labels.len();
        let (begin, end) = (lattice.at(0), lattice.at(n - 1));
        let (rate, weight) = (self.options.rate, sample.weight);
        let shift = |w: &mut f32, square: &mut f32, slope: f32| {
            if w.is_finite() && slope != 0.0 {
                *square += slope * slope;
                *w -= rate * slope / square.sqrt();
            }
        };
        for l in 0..L {
            let right = |label: u8| if label as usize == l { 1.0 } else { 0.0 };
            shift(&mut self.steps.start[l], &mut self.step_squares.start[l], (begin[l] - right(first)) * weight);
            shift(&mut self.steps.end[l], &mut self.step_squares.end[l], (end[l] - right(last)) * weight);
        }
        let mut slope = [[0.0; L]; L];
        for i in 1..n {
            lattice.steps(factors, i, |from, to, p| slope[from][to] += p);
            if let (Some(&a), Some(&b)) = (sample.labels.get(i - 1), sample.labels.get(i)) {
                slope[a as usize][b as usize] -= 1.0;
            }
        }
        for from in 0..L {
            for to in 0..L {
                shift(&mut self.steps.step[from][to], &mut self.step_squares.step[from][to], slope[from][to] * weight);
            }
        }
    }
}

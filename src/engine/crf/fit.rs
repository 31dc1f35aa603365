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
    /// For each place, how many of its last rows tell of other places; these are shown in part of the passes only.
    pub echoes: Vec<u16>,
    /// The right labels.
    pub labels: Vec<u8>,
    /// How much it counts.
    pub weight: f32,
}

impl Sample {
    /// Rows of place `i`.
    pub fn at(&self, i: usize) -> &[u32] {
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
    /// Probability that a sample is shown without what tells of other places.
    pub silence: f32,
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

impl<const L: usize> Learnt<L> {
    /// The scores of a place with these feature rows.
    pub fn scores(&self, rows: &[u32]) -> [f32; L] {
        let mut scores = [0.0; L];
        for weights in rows.iter().filter_map(|&row| self.rows.get(row as usize)) {
            for (s, w) in scores.iter_mut().zip(weights) {
                *s += w;
            }
        }
        scores
    }
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

/// Moves the weights of one row against the slope.
fn shift<const L: usize>(
    weights: &mut [f32; L],
    squares: &mut [f32; L],
    slope: &[f32; L],
    rate: f32,
    l1: f32,
    l2: f32,
) {
    for l in 0..L {
        let gradient = slope[l] + l2 * weights[l];
        squares[l] += gradient * gradient;
        let step = rate / squares[l].sqrt();
        let moved = weights[l] - step * gradient;
        let pull = step * l1;
        weights[l] = if moved > pull {
            moved - pull
        } else if moved < -pull {
            moved + pull
        } else {
            0.0
        };
    }
}

/// Learns from `samples` over `rows` features. `steps` says which are allowed. `progress(epoch, loss per place)`.
pub fn fit<const L: usize>(
    samples: &[&Sample],
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
        step_squares: Transitions {
            start: [1e-6; L],
            end: [1e-6; L],
            step: [[1e-6; L]; L],
            next: [(0, L); L],
            back: [[0.0; L]; L],
            previous: [(0, L); L],
        },
        options,
    };
    for sample in samples {
        for &row in &sample.rows {
            if let Some(seen) = fit.seen.get_mut(row as usize) {
                *seen += 1;
            }
        }
    }
    let mut mean = Mean { rows: vec![[0.0; L]; rows], steps: steps.clone(), count: 0.0 };
    let mut order: Vec<usize> = (0..samples.len()).collect();
    let mut dice = Dice::new(options.seed);
    let mut lattice = Lattice::new();
    for epoch in 0..options.epochs {
        for i in (1..order.len()).rev() {
            order.swap(i, dice.below(i + 1));
        }
        let (mut loss, mut places) = (0.0, 0);
        for sample in order.iter().filter_map(|&i| samples.get(i).copied()) {
            loss += fit.learn(sample, &mut lattice, &mut dice);
            places += sample.labels.len();
        }
        progress(epoch + 1, loss / places.max(1) as f64);
        if epoch >= options.epochs / 2 {
            mean.add(&fit.rows, &fit.steps);
        }
    }
    mean.learnt()
}

/// The mean of the weights after each pass of the second half: steadier than the last ones.
struct Mean<const L: usize> {
    rows: Vec<[f32; L]>,
    steps: Transitions<L>,
    count: f32,
}

impl<const L: usize> Mean<L> {
    fn add(&mut self, rows: &[[f32; L]], steps: &Transitions<L>) {
        self.count += 1.0;
        let part = 1.0 / self.count;
        for (mean, now) in self.rows.iter_mut().flatten().zip(rows.iter().flatten()) {
            *mean += (now - *mean) * part;
        }
        let all = |s: &Transitions<L>| -> Vec<f32> {
            s.start.iter().chain(&s.end).chain(s.step.iter().flatten()).copied().collect()
        };
        let Transitions { start, end, step, .. } = &mut self.steps;
        for (mean, now) in start.iter_mut().chain(end).chain(step.iter_mut().flatten()).zip(all(steps)) {
            if now.is_finite() {
                *mean += (now - *mean) * part;
            }
        }
    }

    fn learnt(self) -> Learnt<L> {
        Learnt { rows: self.rows, steps: self.steps }
    }
}

impl<const L: usize> Fit<L> {
    /// One step on one sample; gives the loss.
    fn learn(&mut self, sample: &Sample, lattice: &mut Lattice<L>, dice: &mut Dice) -> f64 {
        let n = sample.labels.len();
        let mut shown = vec![0..0_usize; n];
        let silent = self.options.silence > 0.0 && dice.unit() < self.options.silence;
        lattice.scores.clear();
        for (i, shown) in shown.iter_mut().enumerate() {
            *shown = 0..sample.at(i).len();
            if silent {
                shown.end -= sample.echoes.get(i).map_or(0, |&e| e as usize);
            }
            if self.options.dropout > 0.0 && dice.unit() < self.options.dropout {
                shown.start = sample.lexical.get(i).map_or(0, |&l| l as usize);
            }
            let mut scores = [0.0; L];
            for &row in sample.at(i).get(shown.clone()).unwrap_or(&[]) {
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
            self.shift(sample, i, shown.get(i).cloned().unwrap_or_default(), slope.map(|s| s * sample.weight));
        }
        self.shift_steps(sample, lattice, &factors);
        loss
    }

    /// Moves the weights of the features of one place.
    fn shift(&mut self, sample: &Sample, i: usize, shown: std::ops::Range<usize>, slope: [f32; L]) {
        if slope.iter().all(|s| s.abs() < 1e-3) {
            return;
        }
        let Options { rate, l1, l2, .. } = self.options;
        for &row in sample.at(i).get(shown).unwrap_or(&[]) {
            let row = row as usize;
            let share = 1.0 / self.seen.get(row).copied().unwrap_or(1).max(1) as f32;
            if let (Some(weights), Some(squares)) = (self.rows.get_mut(row), self.squares.get_mut(row)) {
                shift(weights, squares, &slope, rate, l1 * share, l2 * share);
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

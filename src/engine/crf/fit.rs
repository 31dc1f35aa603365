//! Learns the weights of a CRF: stochastic gradient descent on the negative log likelihood, with AdaGrad steps, L1 and L2
//! regularisation, and averaged weights.
//!
//! The same samples, options and seed give the same bits.

// A label is an index into several arrays of length `L` at once.
#![allow(clippy::needless_range_loop)]

use super::lattice::Lattice;
use super::transitions::Transitions;

/// One labelled sequence. Features are numbered from 0; the features of a position have three parts, in this order:
/// lexical ones, others, consistency ones.
#[derive(Clone, Debug, Default)]
pub struct Sample {
    /// The features of all positions, one position after the other.
    pub features: Vec<u32>,
    /// For each position where its features end in `features`.
    pub ends: Vec<u32>,
    /// For each position how many features, at the beginning, name the word itself. Dropout can hide them.
    pub lexical: Vec<u16>,
    /// For each position how many features, at the end, tell what a first reading found elsewhere in the text. Empty if no
    /// position has any.
    pub consistency: Vec<u16>,
    /// The right label of each position.
    pub labels: Vec<u8>,
    /// How much the sample counts; 1 is normal.
    pub weight: f32,
}

impl Sample {
    /// The features of position `i`.
    pub fn features_at(&self, i: usize) -> &[u32] {
        let start = i.checked_sub(1).and_then(|p| self.ends.get(p)).map_or(0, |&e| e as usize);
        let end = self.ends.get(i).map_or(0, |&e| e as usize);
        self.features.get(start..end).unwrap_or(&[])
    }
}

/// The hyperparameters.
#[derive(Clone, Copy, Debug)]
pub struct TrainingOptions {
    /// The number of passes over all samples.
    pub epochs: u32,
    /// The initial step length of AdaGrad.
    pub rate: f32,
    /// The strength of L2 regularisation.
    pub l2: f32,
    /// The strength of L1 regularisation, which makes most weights exactly zero.
    pub l1: f32,
    /// The probability that a position hides its lexical features, so that its neighbours learn to tell its label.
    pub dropout: f32,
    /// The probability that a sample hides its consistency features, so that the others learn to do without.
    pub consistency_dropout: f32,
    /// The seed of the order of samples and of dropout.
    pub seed: u64,
}

/// The parameters that were learnt.
#[derive(Clone, Debug)]
pub struct Parameters<const L: usize> {
    /// For each feature the weight of each label.
    pub weights: Vec<[f32; L]>,
    /// The scores of transitions.
    pub transitions: Transitions<L>,
}

impl<const L: usize> Parameters<L> {
    /// The score of each label at a position with these features.
    pub fn scores(&self, features: &[u32]) -> [f32; L] {
        let mut scores = [0.0; L];
        for weights in features.iter().filter_map(|&feature| self.weights.get(feature as usize)) {
            for (s, w) in scores.iter_mut().zip(weights) {
                *s += w;
            }
        }
        scores
    }
}

/// Pseudo-random numbers (xorshift64*, Vigna 2016), good enough for shuffling.
#[derive(Clone, Debug)]
pub struct Rng(u64);

impl Rng {
    /// The generator with a seed.
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

/// The initial value of every sum of squared gradients, so that the first step does not divide by zero.
const FIRST_SQUARE: f32 = 1e-6;
/// A position at which no label's gradient reaches this is skipped: it is learnt already.
const MIN_GRADIENT: f32 = 1e-3;
/// Probabilities are taken as at least this in the loss, which is only shown.
const MIN_PROBABILITY: f32 = 1e-6;

/// Learns from `samples`, whose features are below `features`. `transitions` says which steps are allowed and where their
/// scores begin. After each pass `progress` gets its number, from 1, and the mean loss of a position.
///
/// The result is the mean of the weights after each pass of the second half (averaged SGD, Polyak and Juditsky 1992), which
/// is steadier than the last ones.
pub fn fit<const L: usize>(
    samples: &[&Sample],
    features: usize,
    transitions: &Transitions<L>,
    options: TrainingOptions,
    mut progress: impl FnMut(u32, f64),
) -> Parameters<L> {
    let mut trainer = Trainer::new(samples, features, transitions, options);
    let mut mean = Mean {
        parameters: Parameters { weights: vec![[0.0; L]; features], transitions: transitions.clone() },
        count: 0.0,
    };
    let mut order: Vec<usize> = (0..samples.len()).collect();
    let mut rng = Rng::new(options.seed);
    let mut lattice = Lattice::new();
    for epoch in 0..options.epochs {
        for i in (1..order.len()).rev() {
            order.swap(i, rng.below(i + 1));
        }
        let (mut loss, mut positions) = (0.0, 0);
        for sample in order.iter().filter_map(|&i| samples.get(i).copied()) {
            loss += trainer.learn(sample, &mut lattice, &mut rng);
            positions += sample.labels.len();
        }
        progress(epoch + 1, loss / positions.max(1) as f64);
        if epoch >= options.epochs / 2 {
            mean.add(&trainer.parameters);
        }
    }
    mean.parameters
}

/// The running mean of several sets of parameters.
struct Mean<const L: usize> {
    parameters: Parameters<L>,
    count: f32,
}

impl<const L: usize> Mean<L> {
    fn add(&mut self, parameters: &Parameters<L>) {
        self.count += 1.0;
        let share = 1.0 / self.count;
        let Parameters { weights, transitions } = &mut self.parameters;
        for (mean, now) in weights.iter_mut().flatten().zip(parameters.weights.iter().flatten()) {
            *mean += (now - *mean) * share;
        }
        let scores = |t: &Transitions<L>| -> Vec<f32> {
            t.start.iter().chain(&t.end).chain(t.step.iter().flatten()).copied().collect()
        };
        let Transitions { start, end, step, .. } = transitions;
        let means = start.iter_mut().chain(end).chain(step.iter_mut().flatten());
        for (mean, now) in means.zip(scores(&parameters.transitions)) {
            if now.is_finite() {
                *mean += (now - *mean) * share;
            }
        }
    }
}

/// The state of AdaGrad.
struct Trainer<const L: usize> {
    parameters: Parameters<L>,
    /// For each weight the sum of its squared gradients so far.
    weight_squares: Vec<[f32; L]>,
    /// The same for the scores of transitions.
    transition_squares: Transitions<L>,
    /// How often each feature occurs in the samples.
    occurrences: Vec<u32>,
    options: TrainingOptions,
}

impl<const L: usize> Trainer<L> {
    fn new(samples: &[&Sample], features: usize, transitions: &Transitions<L>, options: TrainingOptions) -> Self {
        let mut occurrences = vec![0; features];
        for &feature in samples.iter().flat_map(|sample| &sample.features) {
            if let Some(count) = occurrences.get_mut(feature as usize) {
                *count += 1;
            }
        }
        Self {
            parameters: Parameters { weights: vec![[0.0; L]; features], transitions: transitions.clone() },
            weight_squares: vec![[FIRST_SQUARE; L]; features],
            transition_squares: Transitions {
                start: [FIRST_SQUARE; L],
                end: [FIRST_SQUARE; L],
                step: [[FIRST_SQUARE; L]; L],
                next: [(0, L); L],
                back: [[0.0; L]; L],
                previous: [(0, L); L],
            },
            occurrences,
            options,
        }
    }

    /// Takes one gradient step on one sample; gives its loss, the sum over its positions of the negative log probability
    /// of the right label.
    fn learn(&mut self, sample: &Sample, lattice: &mut Lattice<L>, rng: &mut Rng) -> f64 {
        // For each position the range of its features that are not hidden.
        let mut shown = vec![0..0_usize; sample.labels.len()];
        let hide_consistency = self.options.consistency_dropout > 0.0 && rng.unit() < self.options.consistency_dropout;
        lattice.emissions.clear();
        for (i, shown) in shown.iter_mut().enumerate() {
            *shown = 0..sample.features_at(i).len();
            if hide_consistency {
                shown.end -= sample.consistency.get(i).map_or(0, |&n| n as usize);
            }
            if self.options.dropout > 0.0 && rng.unit() < self.options.dropout {
                shown.start = sample.lexical.get(i).map_or(0, |&n| n as usize);
            }
            let features = sample.features_at(i).get(shown.clone()).unwrap_or(&[]);
            lattice.emissions.push(self.parameters.scores(features));
        }
        let potentials = self.parameters.transitions.potentials();
        lattice.forward_backward(&potentials);
        let mut loss = 0.0;
        for (i, &label) in sample.labels.iter().enumerate() {
            // The gradient of the loss by the score of a label: its probability, less 1 for the right label.
            let mut gradient = lattice.marginals(i);
            if let Some(right) = gradient.get_mut(label as usize) {
                loss -= f64::from(right.max(MIN_PROBABILITY).ln());
                *right -= 1.0;
            }
            let features = shown.get(i).and_then(|shown| sample.features_at(i).get(shown.clone())).unwrap_or(&[]);
            self.step_weights(features, gradient.map(|g| g * sample.weight));
        }
        self.step_transitions(sample, lattice, &potentials);
        loss
    }

    /// Changes the weights of the features of one position. Regularisation is shared out over the occurrences of a
    /// feature, so that a frequent one is not shrunk more often than a rare one.
    fn step_weights(&mut self, features: &[u32], gradient: [f32; L]) {
        if gradient.iter().all(|g| g.abs() < MIN_GRADIENT) {
            return;
        }
        let TrainingOptions { rate, l1, l2, .. } = self.options;
        for &feature in features {
            let feature = feature as usize;
            let share = 1.0 / self.occurrences.get(feature).copied().unwrap_or(1).max(1) as f32;
            if let (Some(weights), Some(squares)) =
                (self.parameters.weights.get_mut(feature), self.weight_squares.get_mut(feature))
            {
                adagrad(weights, squares, &gradient, rate, l1 * share, l2 * share);
            }
        }
    }

    /// Changes the scores of the transitions. Forbidden ones stay forbidden.
    fn step_transitions(&mut self, sample: &Sample, lattice: &Lattice<L>, potentials: &Transitions<L>) {
        let (Some(&first), Some(&last)) = (sample.labels.first(), sample.labels.last()) else { return };
        let n = sample.labels.len();
        let (begin, end) = (lattice.marginals(0), lattice.marginals(n - 1));
        let (rate, weight) = (self.options.rate, sample.weight);
        let change = |score: &mut f32, square: &mut f32, gradient: f32| {
            if score.is_finite() && gradient != 0.0 {
                *square += gradient * gradient;
                *score -= rate * gradient / square.sqrt();
            }
        };
        let (scores, squares) = (&mut self.parameters.transitions, &mut self.transition_squares);
        for l in 0..L {
            let right = |label: u8| if label as usize == l { 1.0 } else { 0.0 };
            change(&mut scores.start[l], &mut squares.start[l], (begin[l] - right(first)) * weight);
            change(&mut scores.end[l], &mut squares.end[l], (end[l] - right(last)) * weight);
        }
        let mut gradient = [[0.0; L]; L];
        for i in 1..n {
            lattice.pair_marginals(potentials, i, |from, to, p| gradient[from][to] += p);
            if let (Some(&a), Some(&b)) = (sample.labels.get(i - 1), sample.labels.get(i)) {
                gradient[a as usize][b as usize] -= 1.0;
            }
        }
        for from in 0..L {
            for to in 0..L {
                change(&mut scores.step[from][to], &mut squares.step[from][to], gradient[from][to] * weight);
            }
        }
    }
}

/// One AdaGrad step of the weights of a feature, with L2 in the gradient and L1 by soft thresholding.
fn adagrad<const L: usize>(
    weights: &mut [f32; L],
    squares: &mut [f32; L],
    gradient: &[f32; L],
    rate: f32,
    l1: f32,
    l2: f32,
) {
    for l in 0..L {
        let gradient = gradient[l] + l2 * weights[l];
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

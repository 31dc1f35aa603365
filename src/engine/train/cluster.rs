//! Clusters of words that are used alike, by the exchange algorithm: each word moves, in turn, to the cluster in which the
//! corpus is likeliest under a bigram model of clusters.
//!
//! Method: Kneser and Ney 1993; Martin, Liermann and Ney 1998. The log likelihood is the sum of N log N over all pairs of
//! adjacent clusters, less twice that over all clusters; a move changes few of these counts. The result is deterministic.

use std::collections::{BTreeMap, HashMap};

/// The number that stands for the beginning and the end of a sentence.
const EDGE: u32 = 0;
/// The number that stands for all rare words.
const RARE: u32 = 1;
/// The number of the first word.
const FIRST_WORD: u32 = 2;

/// Two gains closer than this are equal; then the word stays where it is.
const MIN_GAIN: f64 = 1e-9;
/// The rounds end early once fewer than one word in so many moves.
const SETTLED: usize = 200;

/// A corpus as counts of word bigrams. Words are numbers; from 2 on they descend by frequency.
#[derive(Debug)]
pub struct BigramCounts {
    /// The words, by number. The first two, the edge of a sentence and the rare words, are empty.
    pub words: Vec<String>,
    /// For each word the words that follow it, with counts.
    after: Vec<Vec<(u32, u32)>>,
    /// For each word the words that precede it, with counts.
    before: Vec<Vec<(u32, u32)>>,
    /// For each word how often it occurs.
    count: Vec<u32>,
}

impl BigramCounts {
    /// Counts the bigrams of sentences. Words that occur less than `least` times are rare.
    pub fn new<'a>(sentences: impl Iterator<Item = Vec<&'a str>> + Clone, least: u32) -> Self {
        let mut frequency: HashMap<&str, u32> = HashMap::new();
        for word in sentences.clone().flatten() {
            *frequency.entry(word).or_default() += 1;
        }
        let mut order: Vec<(&str, u32)> = frequency.into_iter().filter(|(_, n)| *n >= least).collect();
        order.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        let number: HashMap<&str, u32> =
            order.iter().enumerate().map(|(i, (w, _))| (*w, i as u32 + FIRST_WORD)).collect();
        let mut bigrams: BTreeMap<(u32, u32), u32> = BTreeMap::new();
        for sentence in sentences {
            let mut before = EDGE;
            for word in sentence {
                let word = number.get(word).copied().unwrap_or(RARE);
                *bigrams.entry((before, word)).or_default() += 1;
                before = word;
            }
            *bigrams.entry((before, EDGE)).or_default() += 1;
        }
        let words: Vec<String> =
            [String::new(), String::new()].into_iter().chain(order.into_iter().map(|(w, _)| w.to_owned())).collect();
        Self::of_bigrams(words, bigrams)
    }

    fn of_bigrams(words: Vec<String>, bigrams: BTreeMap<(u32, u32), u32>) -> Self {
        let n = words.len();
        let (mut after, mut before, mut count) = (vec![Vec::new(); n], vec![Vec::new(); n], vec![0; n]);
        for ((a, b), c) in bigrams {
            after[a as usize].push((b, c));
            before[b as usize].push((a, c));
            count[b as usize] += c;
        }
        Self { words, after, before, count }
    }
}

/// N log N, from a table for N below 65,536.
struct NLogN(Vec<f64>);

impl NLogN {
    fn new() -> Self {
        Self((0..1 << 16).map(Self::compute).collect())
    }

    fn of(&self, n: i64) -> f64 {
        self.0.get(n.max(0) as usize).copied().unwrap_or_else(|| Self::compute(n))
    }

    fn compute(n: i64) -> f64 {
        if n <= 0 { 0.0 } else { n as f64 * (n as f64).ln() }
    }
}

/// The neighbours of one word, as counts of clusters.
struct Neighbours {
    /// The clusters that follow the word. The word itself is left out here and in `before`.
    after: BTreeMap<usize, i64>,
    /// The clusters that precede it.
    before: BTreeMap<usize, i64>,
    /// How often the word follows itself.
    itself: i64,
    /// How often the word occurs.
    total: i64,
}

/// The state of the exchange: the cluster of each word and the counts of cluster bigrams.
struct Exchange {
    cluster_of: Vec<usize>,
    /// A square matrix, row by row: how often a cluster is followed by another.
    pairs: Vec<i64>,
    /// How often each cluster is the first of a bigram.
    left: Vec<i64>,
    /// How often each cluster is the second of a bigram.
    right: Vec<i64>,
    clusters: usize,
    n_log_n: NLogN,
}

/// Puts the words into `clusters` clusters in at most `rounds` rounds. Gives the cluster of each word; the edge of a
/// sentence is alone in cluster 0. After each round `progress` gets its number, from 1, and how many words moved.
pub fn exchange(counts: &BigramCounts, clusters: usize, rounds: u32, mut progress: impl FnMut(u32, usize)) -> Vec<u16> {
    let n = counts.words.len();
    // The most frequent words begin in clusters of their own, the others in turn.
    let cluster_of = (0..n).map(|w| if w < clusters { w } else { 1 + w % (clusters - 1) }).collect();
    let mut state = Exchange {
        cluster_of,
        pairs: vec![0; clusters * clusters],
        left: vec![0; clusters],
        right: vec![0; clusters],
        clusters,
        n_log_n: NLogN::new(),
    };
    for (a, after) in counts.after.iter().enumerate() {
        for &(b, c) in after {
            let (ca, cb) = (state.cluster_of[a], state.cluster_of[b as usize]);
            state.pairs[ca * clusters + cb] += i64::from(c);
            state.left[ca] += i64::from(c);
            state.right[cb] += i64::from(c);
        }
    }
    for round in 0..rounds {
        let mut moved = 0;
        for word in 1..n {
            moved += usize::from(state.move_to_best(counts, word));
        }
        progress(round + 1, moved);
        if moved * SETTLED < n {
            break;
        }
    }
    state.cluster_of.iter().map(|c| *c as u16).collect()
}

impl Exchange {
    fn neighbours(&self, counts: &BigramCounts, word: usize) -> Neighbours {
        let (mut after, mut before) = (BTreeMap::new(), BTreeMap::new());
        let mut itself = 0;
        for &(b, c) in &counts.after[word] {
            if b as usize == word {
                itself += i64::from(c);
            } else {
                *after.entry(self.cluster_of[b as usize]).or_default() += i64::from(c);
            }
        }
        for &(a, c) in &counts.before[word] {
            if a as usize != word {
                *before.entry(self.cluster_of[a as usize]).or_default() += i64::from(c);
            }
        }
        Neighbours { after, before, itself, total: i64::from(counts.count[word]) }
    }

    /// Moves a word to its best cluster; true if that is another one.
    fn move_to_best(&mut self, counts: &BigramCounts, word: usize) -> bool {
        let from = self.cluster_of[word];
        let neighbours = self.neighbours(counts, word);
        self.change_counts(from, &neighbours, -1);
        let mut best = (f64::NEG_INFINITY, from);
        for to in 1..self.clusters {
            let gain = self.gain(to, &neighbours);
            if gain > best.0 + MIN_GAIN || (gain > best.0 - MIN_GAIN && to == from) {
                best = (gain, to);
            }
        }
        self.change_counts(best.1, &neighbours, 1);
        self.cluster_of[word] = best.1;
        best.1 != from
    }

    /// Takes a word out of a cluster (`sign` -1) or puts it in (`sign` 1).
    fn change_counts(&mut self, cluster: usize, word: &Neighbours, sign: i64) {
        for (&to, &c) in &word.after {
            self.pairs[cluster * self.clusters + to] += sign * c;
        }
        for (&from, &c) in &word.before {
            self.pairs[from * self.clusters + cluster] += sign * c;
        }
        self.pairs[cluster * self.clusters + cluster] += sign * word.itself;
        self.left[cluster] += sign * word.total;
        self.right[cluster] += sign * word.total;
    }

    /// By how much the log likelihood of the corpus rises when a word that is in no cluster is put into this one.
    fn gain(&self, cluster: usize, word: &Neighbours) -> f64 {
        let rise = |now: i64, more: i64| self.n_log_n.of(now + more) - self.n_log_n.of(now);
        let mut sum = 0.0;
        // What the word adds to the bigrams of the cluster with itself.
        let mut with_itself = word.itself;
        for (&to, &c) in &word.after {
            if to == cluster {
                with_itself += c;
            } else {
                sum += rise(self.pairs[cluster * self.clusters + to], c);
            }
        }
        for (&from, &c) in &word.before {
            if from == cluster {
                with_itself += c;
            } else {
                sum += rise(self.pairs[from * self.clusters + cluster], c);
            }
        }
        sum += rise(self.pairs[cluster * self.clusters + cluster], with_itself);
        sum -= rise(self.left[cluster], word.total);
        sum - rise(self.right[cluster], word.total)
    }
}

/// Joins `clusters` clusters into `few` coarser ones by the same algorithm, with the clusters in the place of words. Gives
/// the coarse cluster of each cluster.
pub fn coarsen(counts: &BigramCounts, cluster_of: &[u16], clusters: usize, few: usize, rounds: u32) -> Vec<u16> {
    let mut bigrams: BTreeMap<(u32, u32), u32> = BTreeMap::new();
    for (a, after) in counts.after.iter().enumerate() {
        for &(b, c) in after {
            *bigrams.entry((u32::from(cluster_of[a]), u32::from(cluster_of[b as usize]))).or_default() += c;
        }
    }
    exchange(&BigramCounts::of_bigrams(vec![String::new(); clusters], bigrams), few, rounds, |_, _| {})
}

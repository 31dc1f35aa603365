//! Clusters of words that are used alike, by exchange: each word moves to the class in which the text is likeliest.
//!
//! Method: Kneser and Ney 1993, Martin, Liermann, Ney 1998. Deterministic. The likelihood of a class bigram model is
//! the sum of N log N over class pairs minus twice that over classes; a move changes few of the counts.

use std::collections::{BTreeMap, HashMap};

/// A corpus as numbers: 0 is the edge of a sentence, 1 is any rare word, then words by falling frequency.
#[derive(Debug)]
pub struct Numbers {
    /// The words, by number.
    pub words: Vec<String>,
    /// How often each stands before each: for every word its followers with counts.
    after: Vec<Vec<(u32, u32)>>,
    before: Vec<Vec<(u32, u32)>>,
    count: Vec<u32>,
}

/// Numbers the words that occur at least `least` times.
pub fn numbers<'a>(sentences: impl Iterator<Item = Vec<&'a str>> + Clone, least: u32) -> Numbers {
    let mut frequency: HashMap<&str, u32> = HashMap::new();
    for sentence in sentences.clone() {
        for word in sentence {
            *frequency.entry(word).or_default() += 1;
        }
    }
    let mut order: Vec<(&str, u32)> = frequency.into_iter().filter(|(_, n)| *n >= least).collect();
    order.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let number: HashMap<&str, u32> = order.iter().enumerate().map(|(i, (w, _))| (*w, i as u32 + 2)).collect();
    let mut pairs: BTreeMap<(u32, u32), u32> = BTreeMap::new();
    for sentence in sentences {
        let mut before = 0;
        for word in sentence {
            let word = number.get(word).copied().unwrap_or(1);
            *pairs.entry((before, word)).or_default() += 1;
            before = word;
        }
        *pairs.entry((before, 0)).or_default() += 1;
    }
    let n = order.len() + 2;
    let (mut after, mut before, mut count) = (vec![Vec::new(); n], vec![Vec::new(); n], vec![0; n]);
    for ((a, b), c) in pairs {
        after[a as usize].push((b, c));
        before[b as usize].push((a, c));
        count[b as usize] += c;
    }
    let words =
        [String::new(), String::new()].into_iter().chain(order.into_iter().map(|(w, _)| w.to_owned())).collect();
    Numbers { words, after, before, count }
}

/// N log N, from a table where N is small.
struct Weigh(Vec<f64>);

impl Weigh {
    fn new() -> Self {
        Self((0..1 << 16).map(Self::count).collect())
    }

    fn of(&self, n: i64) -> f64 {
        self.0.get(n.max(0) as usize).copied().unwrap_or_else(|| Self::count(n))
    }

    fn count(n: i64) -> f64 {
        if n <= 0 { 0.0 } else { n as f64 * (n as f64).ln() }
    }
}

/// State of the exchange: the class of each word and the counts of class pairs.
struct Exchange {
    class: Vec<usize>,
    pairs: Vec<i64>,
    left: Vec<i64>,
    right: Vec<i64>,
    classes: usize,
    weigh: Weigh,
}

/// Puts the words into `classes` classes in `rounds` rounds; the class of each word, the edge alone in class 0.
pub fn exchange(numbers: &Numbers, classes: usize, rounds: u32, mut progress: impl FnMut(u32, usize)) -> Vec<u16> {
    let n = numbers.words.len();
    let class = (0..n).map(|w| if w < classes { w } else { 1 + w % (classes - 1) }).collect();
    let mut state = Exchange {
        class,
        pairs: vec![0; classes * classes],
        left: vec![0; classes],
        right: vec![0; classes],
        classes,
        weigh: Weigh::new(),
    };
    for (a, after) in numbers.after.iter().enumerate() {
        for &(b, c) in after {
            let (ca, cb) = (state.class[a], state.class[b as usize]);
            state.pairs[ca * classes + cb] += i64::from(c);
            state.left[ca] += i64::from(c);
            state.right[cb] += i64::from(c);
        }
    }
    for round in 0..rounds {
        let mut moved = 0;
        for word in 1..n {
            moved += usize::from(state.settle(numbers, word));
        }
        progress(round + 1, moved);
        if moved * 200 < n {
            break;
        }
    }
    state.class.iter().map(|c| *c as u16).collect()
}

impl Exchange {
    /// Moves a word to its best class; whether that is another one.
    fn settle(&mut self, numbers: &Numbers, word: usize) -> bool {
        let from = self.class[word];
        let (mut after, mut before): (BTreeMap<usize, i64>, BTreeMap<usize, i64>) = Default::default();
        let mut own = 0;
        for &(b, c) in &numbers.after[word] {
            if b as usize == word {
                own += i64::from(c);
            } else {
                *after.entry(self.class[b as usize]).or_default() += i64::from(c);
            }
        }
        for &(a, c) in &numbers.before[word] {
            if a as usize != word {
                *before.entry(self.class[a as usize]).or_default() += i64::from(c);
            }
        }
        let total = i64::from(numbers.count[word]);
        self.put(from, &after, &before, own, total, -1);
        let mut best = (f64::NEG_INFINITY, from);
        for to in 1..self.classes {
            let gain = self.gain(to, &after, &before, own, total);
            if gain > best.0 + 1e-9 || (gain > best.0 - 1e-9 && to == from) {
                best = (gain, to);
            }
        }
        self.put(best.1, &after, &before, own, total, 1);
        self.class[word] = best.1;
        best.1 != from
    }

    /// Takes a word out of a class (`sign` -1) or puts it in.
    fn put(
        &mut self,
        class: usize,
        after: &BTreeMap<usize, i64>,
        before: &BTreeMap<usize, i64>,
        own: i64,
        total: i64,
        sign: i64,
    ) {
        for (&to, &c) in after {
            self.pairs[class * self.classes + to] += sign * c;
        }
        for (&from, &c) in before {
            self.pairs[from * self.classes + class] += sign * c;
        }
        self.pairs[class * self.classes + class] += sign * own;
        self.left[class] += sign * total;
        self.right[class] += sign * total;
    }

    /// How much likelier the text gets with the word in a class.
    fn gain(
        &self,
        class: usize,
        after: &BTreeMap<usize, i64>,
        before: &BTreeMap<usize, i64>,
        own: i64,
        total: i64,
    ) -> f64 {
        let mut sum = 0.0;
        let diagonal = self.pairs[class * self.classes + class];
        let mut more = own;
        for (&to, &c) in after {
            if to == class {
                more += c;
                continue;
            }
            let now = self.pairs[class * self.classes + to];
            sum += self.weigh.of(now + c) - self.weigh.of(now);
        }
        for (&from, &c) in before {
            if from == class {
                more += c;
                continue;
            }
            let now = self.pairs[from * self.classes + class];
            sum += self.weigh.of(now + c) - self.weigh.of(now);
        }
        sum += self.weigh.of(diagonal + more) - self.weigh.of(diagonal);
        sum -= self.weigh.of(self.left[class] + total) - self.weigh.of(self.left[class]);
        sum - (self.weigh.of(self.right[class] + total) - self.weigh.of(self.right[class]))
    }
}

/// Joins classes into `few` coarser ones by the same method, over the sequence of classes.
pub fn coarsen(numbers: &Numbers, class: &[u16], classes: usize, few: usize, rounds: u32) -> Vec<u16> {
    let mut pairs: BTreeMap<(u32, u32), u32> = BTreeMap::new();
    for (a, after) in numbers.after.iter().enumerate() {
        for &(b, c) in after {
            *pairs.entry((u32::from(class[a]), u32::from(class[b as usize]))).or_default() += c;
        }
    }
    let (mut after, mut before, mut count) = (vec![Vec::new(); classes], vec![Vec::new(); classes], vec![0; classes]);
    for ((a, b), c) in pairs {
        after[a as usize].push((b, c));
        before[b as usize].push((a, c));
        count[b as usize] += c;
    }
    exchange(&Numbers { words: vec![String::new(); classes], after, before, count }, few, rounds, |_, _| {})
}

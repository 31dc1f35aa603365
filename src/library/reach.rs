//! One word of a query against every word of the index: which it equals, begins, stands in, resembles.
//!
//! Widens step by step, so that the dear steps are taken only when the cheap ones found too little.

use std::collections::HashMap;

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

use super::hit::Tier;
use super::index::{Index, hash, letters};
use crate::engine::names::{classes, sound};

/// How a word of the query meets a word of the index, best first; 0 in the table means not at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(super) enum Touch {
    Whole = 1,
    Beginning = 2,
    Contained = 3,
    Fuzzy = 4,
    Sound = 5,
    Typo = 6,
}

impl Touch {
    pub(super) fn of(code: u8) -> Option<Self> {
        Some(match code {
            1 => Self::Whole,
            2 => Self::Beginning,
            3 => Self::Contained,
            4 => Self::Fuzzy,
            5 => Self::Sound,
            6 => Self::Typo,
            _ => return None,
        })
    }

    /// The tier of a name whose worst touch this is; `equal` where all its words are touched as a whole.
    pub(super) fn tier(self, equal: bool) -> Tier {
        match self {
            Self::Whole | Self::Beginning if equal => Tier::Equal,
            Self::Whole | Self::Beginning => Tier::Beginnings,
            Self::Contained => Tier::Contained,
            Self::Fuzzy => Tier::Fuzzy,
            Self::Sound => Tier::Sound,
            Self::Typo => Tier::Typo,
        }
    }

    /// What it adds to the score of a name.
    fn worth(self) -> u32 {
        1024 * (6 - self as u32)
    }
}

/// What one word of the query reaches.
pub(super) struct Reach {
    pub(super) word: String,
    letters: u64,
    /// By word of the index: a [`Touch`] or 0.
    table: Vec<u8>,
    /// The words of the index that the table holds, in the order in which they were reached.
    pub(super) reached: Vec<u32>,
    /// Sum of the bearers of all reached words: what it costs to walk them.
    pub(super) cost: usize,
    /// What the last widening added: to `cost`, and where in `reached` it begins.
    pub(super) fresh_cost: usize,
    fresh_from: usize,
    /// The most that one of its words may add to a score.
    pub(super) most: u32,
    /// It reaches a word as a whole.
    pub(super) whole: bool,
    scores: HashMap<u32, u32>,
}

impl Reach {
    /// Nothing reached yet.
    pub(super) fn new(word: String, index: &Index) -> Self {
        let letters = letters(&word);
        Self {
            word,
            letters,
            table: vec![0; index.words.len()],
            reached: Vec::new(),
            cost: 0,
            fresh_cost: 0,
            fresh_from: 0,
            most: 0,
            whole: false,
            scores: HashMap::new(),
        }
    }

    /// What the last widening reached.
    pub(super) fn fresh(&self) -> &[u32] {
        self.reached.get(self.fresh_from..).unwrap_or_default()
    }

    /// How the word meets word `at` of the index.
    pub(super) fn touch(&self, at: u32) -> Option<Touch> {
        Touch::of(self.table.get(at as usize).copied().unwrap_or(0))
    }

    /// How well, inside one kind of touch.
    pub(super) fn score(&self, at: u32) -> u32 {
        self.scores.get(&at).copied().unwrap_or(0)
    }

    /// What a touch of word `at` adds to the score of a name.
    pub(super) fn worth(&self, at: u32) -> u32 {
        self.touch(at).map_or(0, |touch| touch.worth() + self.score(at))
    }

    /// The best tier that a name with word `at` may have; `wholes`: every word of the query is one of the index.
    pub(super) fn tier(&self, at: u32, wholes: bool) -> Tier {
        self.touch(at).map_or(Tier::Typo, |touch| touch.tier(wholes && touch == Touch::Whole))
    }

    fn add(&mut self, index: &Index, at: u32, touch: Touch, score: u32) {
        match self.table.get_mut(at as usize) {
            Some(cell) if *cell == 0 => *cell = touch as u8,
            _ => return,
        }
        self.reached.push(at);
        self.cost += index.bearers.get(at).len();
        self.most = self.most.max(touch.worth() + score);
        self.whole |= touch == Touch::Whole;
        if score > 0 {
            self.scores.insert(at, score);
        }
    }

    /// Reaches the words that meet it in way `touch`; earlier ways must have been reached before.
    pub(super) fn widen(&mut self, index: &Index, touch: Touch) {
        let before = self.cost;
        self.fresh_from = self.reached.len();
        match touch {
            Touch::Whole | Touch::Beginning => self.beginnings(index),
            Touch::Contained => self.contained(index),
            Touch::Fuzzy => self.fuzzy(index),
            Touch::Sound => self.sounds(index),
            Touch::Typo => self.typos(index),
        }
        self.fresh_cost = self.cost - before;
    }

    fn beginnings(&mut self, index: &Index) {
        let len = index.words.len() as u32;
        let (mut low, mut high) = (0, len);
        while low < high {
            let mid = low + (high - low) / 2;
            if index.words.get(mid) < self.word.as_str() { low = mid + 1 } else { high = mid }
        }
        for at in low..len {
            let word = index.words.get(at);
            if !word.starts_with(&self.word) {
                break;
            }
            let touch = if word.len() == self.word.len() { Touch::Whole } else { Touch::Beginning };
            self.add(index, at, touch, 0);
        }
    }

    /// Words of the index that hold all its letters.
    fn lettered<'a>(&self, index: &'a Index) -> impl Iterator<Item = (u32, &'a str)> + use<'a> {
        let mask = self.letters;
        (0u32..).zip(&index.letters).filter(move |(_, l)| *l & mask == mask).map(|(at, _)| (at, index.words.get(at)))
    }

    fn contained(&mut self, index: &Index) {
        // One letter is in most words: only beginnings count then.
        if self.word.chars().count() < 2 {
            return;
        }
        let found: Vec<u32> = self.lettered(index).filter(|(_, w)| w.contains(&self.word)).map(|(at, _)| at).collect();
        for at in found {
            self.add(index, at, Touch::Contained, 0);
        }
    }

    fn fuzzy(&mut self, index: &Index) {
        if self.word.chars().count() < 3 {
            return;
        }
        let matcher = SkimMatcherV2::default();
        let table = &self.table;
        let found: Vec<(u32, i64)> = self
            .lettered(index)
            .filter(|(at, w)| table.get(*at as usize) == Some(&0) && is_inside(&self.word, w))
            .filter_map(|(at, w)| Some((at, matcher.fuzzy_match(w, &self.word)?)))
            .collect();
        for (at, score) in found {
            self.add(index, at, Touch::Fuzzy, score.clamp(0, 4095) as u32);
        }
    }

    fn sounds(&mut self, index: &Index) {
        let mut found: Vec<u32> = Vec::new();
        for class in classes::of(&sound::latin(&self.word)) {
            found.extend(index.classes.get(u32::from(class)));
        }
        let skeleton = sound::skeleton(&self.word);
        if !skeleton.is_empty() {
            let same = index.skeletons.get(hash(&skeleton));
            found.extend(same.filter(|at| sound::alike(&self.word, index.words.get(*at))));
        }
        for at in found {
            self.add(index, at, Touch::Sound, 0);
        }
    }

    fn typos(&mut self, index: &Index) {
        let chars: Vec<char> = self.word.chars().collect();
        let allowed = match chars.len() {
            0..=3 => return,
            4..=7 => 1,
            _ => 2,
        };
        let mask = self.letters;
        let mut found = Vec::new();
        let mut row = Vec::new();
        for (at, letters) in (0u32..).zip(&index.letters) {
            if (mask & !letters).count_ones() > allowed || self.table.get(at as usize) != Some(&0) {
                continue;
            }
            let word = index.words.get(at);
            if word.len() + (allowed as usize) < self.word.len() {
                continue;
            }
            let (whole, beginning) = typos(&chars, word, &mut row);
            if whole <= allowed as usize {
                found.push((at, 8 - whole as u32));
            } else if beginning < allowed as usize || (beginning == 1 && chars.len() >= 5) {
                found.push((at, 4 - beginning as u32));
            }
        }
        for (at, score) in found {
            self.add(index, at, Touch::Typo, score);
        }
    }
}

/// Whether the chars of `word` stand in `inside` in this order.
fn is_inside(word: &str, inside: &str) -> bool {
    let mut rest = inside.chars();
    word.chars().all(|c| rest.any(|r| r == c))
}

/// Typos (a letter wrong, missing, too many, or two exchanged) between `query` and `word`, and between `query` and the
/// best beginning of `word`. `row` is working space: three rows of the table.
fn typos(query: &[char], word: &str, row: &mut Vec<usize>) -> (usize, usize) {
    let width = query.len() + 1;
    row.clear();
    row.extend(0..width);
    row.extend(0..width);
    row.extend(0..width);
    let (mut beginning, mut before) = (query.len(), '\0');
    // Rows run over the letters of `word`, so that a beginning of it is a row.
    for (i, c) in word.chars().enumerate().take(query.len() + 3) {
        row.copy_within(width..3 * width, 0);
        let mut last = '\0';
        let mut best = i + 1;
        if let Some(cell) = row.get_mut(2 * width) {
            *cell = i + 1;
        }
        for (j, q) in query.iter().enumerate() {
            let at = |r: usize, col: usize| row.get(r * width + col).copied().unwrap_or(usize::MAX / 2);
            let mut cost = (at(1, j) + usize::from(*q != c)).min(at(1, j + 1) + 1).min(at(2, j) + 1);
            if j > 0 && i > 0 && *q == before && last == c {
                cost = cost.min(at(0, j - 1) + 1);
            }
            if let Some(cell) = row.get_mut(2 * width + j + 1) {
                *cell = cost;
            }
            last = *q;
            best = best.min(cost);
        }
        before = c;
        beginning = beginning.min(row.get(3 * width - 1).copied().unwrap_or(usize::MAX / 2));
        if best > 2 {
            return (usize::MAX / 2, beginning);
        }
    }
    let long = word.chars().count().saturating_sub(query.len() + 3);
    (row.get(3 * width - 1).copied().unwrap_or(usize::MAX / 2) + long, beginning)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(a: &str, b: &str) -> (usize, usize) {
        typos(&a.chars().collect::<Vec<_>>(), b, &mut Vec::new())
    }

    #[test]
    fn typos_are_counted_for_words_and_beginnings() {
        assert_eq!(count("merkel", "merkel").0, 0);
        assert_eq!(count("merkle", "merkel").0, 1, "two exchanged");
        assert_eq!(count("merkl", "merkel").0, 1);
        assert_eq!(count("mekel", "merkel").0, 1);
        assert_eq!(count("merrkel", "merkel").0, 1);
        assert_eq!(count("hamouc", "hammouchi").1, 1, "the beginning");
        assert!(count("hamouc", "hammouchi").0 > 2);
    }
}

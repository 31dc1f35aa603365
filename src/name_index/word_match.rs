//! One word of a query against every word of the index: which words it equals, begins, is part of, or resembles.
//!
//! Widened kind by kind, so that the dear kinds are computed only where the cheap ones found too little.

use std::collections::HashMap;

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

use super::hit::Tier;
use super::index::{Index, classes_of, hash, letters};
use super::phonetic::SoundMatcher;
use super::typos::TypoMatcher;
use super::words::german;
use crate::engine::names::sound;

/// How a word of the query matches a word of the index, best first. The numbers stand in a table, in which 0 means that it
/// does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(super) enum MatchKind {
    Whole = 1,
    Beginning = 2,
    Contained = 3,
    Fuzzy = 4,
    Sound = 5,
    Typo = 6,
}

impl MatchKind {
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

    /// The tier of a name whose worst match this is; `equal` where all its words are matched as a whole.
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

    /// What a match of this kind adds to the score of a name.
    fn worth(self) -> u32 {
        1024 * (6 - self as u32)
    }
}

/// A word of the query and the words of the index that it matches.
pub(super) struct WordMatch {
    pub(super) word: String,
    letters: u64,
    /// The word with the article typed before it, as one word: `alraisi` for "al raisi".
    pub(super) article: Option<String>,
    /// By word of the index: a [`MatchKind`] or 0.
    table: Vec<u8>,
    /// The words of the index that the table holds, in the order in which they were found.
    pub(super) matching: Vec<u32>,
    /// The aliases of all matching words, counted: what it costs to walk them.
    pub(super) cost: usize,
    /// What the last widening added: to `cost`, and where in `matching` it begins.
    pub(super) fresh_cost: usize,
    fresh_from: usize,
    /// The most that one of the matching words may add to a score.
    pub(super) most: u32,
    /// The same without the word that it equals.
    pub(super) most_in_part: u32,
    /// The word that it equals.
    pub(super) whole: Option<u32>,
    scores: HashMap<u32, u32>,
}

impl WordMatch {
    /// Matches nothing until it is widened.
    pub(super) fn new(word: String, index: &Index) -> Self {
        let letters = letters(&word);
        Self {
            word,
            letters,
            article: None,
            table: vec![0; index.words.len()],
            matching: Vec::new(),
            cost: 0,
            fresh_cost: 0,
            fresh_from: 0,
            most: 0,
            most_in_part: 0,
            whole: None,
            scores: HashMap::new(),
        }
    }

    /// The words that the last widening added.
    pub(super) fn fresh(&self) -> &[u32] {
        self.matching.get(self.fresh_from..).unwrap_or_default()
    }

    /// How it matches word `at` of the index.
    pub(super) fn kind(&self, at: u32) -> Option<MatchKind> {
        MatchKind::of(self.table.get(at as usize).copied().unwrap_or(0))
    }

    /// How well it matches word `at` among matches of one kind; greater is better.
    pub(super) fn score(&self, at: u32) -> u32 {
        self.scores.get(&at).copied().unwrap_or(0)
    }

    /// What its match with word `at` adds to the score of a name.
    pub(super) fn worth(&self, at: u32) -> u32 {
        self.kind(at).map_or(0, |kind| kind.worth() + self.score(at))
    }

    /// The best tier that a name with word `at` may have; `wholes`: every word of the query equals one of the index.
    pub(super) fn tier(&self, at: u32, wholes: bool) -> Tier {
        self.kind(at).map_or(Tier::Typo, |kind| kind.tier(wholes && kind == MatchKind::Whole))
    }

    fn add(&mut self, index: &Index, at: u32, kind: MatchKind, score: u32) {
        match self.table.get_mut(at as usize) {
            Some(cell) if *cell == 0 => *cell = kind as u8,
            _ => return,
        }
        self.matching.push(at);
        self.cost += index.aliases_of.get(at).len();
        let worth = kind.worth() + score;
        self.most = self.most.max(worth);
        match kind {
            MatchKind::Whole => self.whole = Some(at),
            _ => self.most_in_part = self.most_in_part.max(worth),
        }
        if score > 0 {
            self.scores.insert(at, score);
        }
    }

    /// Adds the words that it matches in this way; the better kinds must have been added before.
    pub(super) fn widen(&mut self, index: &Index, kind: MatchKind) {
        let before = self.cost;
        self.fresh_from = self.matching.len();
        match kind {
            MatchKind::Whole | MatchKind::Beginning => self.beginnings(index),
            MatchKind::Contained => self.contained(index),
            MatchKind::Fuzzy => self.fuzzy(index),
            MatchKind::Sound => self.sounds(index),
            MatchKind::Typo => self.typos(index),
        }
        self.fresh_cost = self.cost - before;
    }

    fn beginnings(&mut self, index: &Index) {
        // Where an article was typed, names with one come first.
        if let Some(article) = self.article.take() {
            self.begin(index, &article, 64);
            self.article = Some(article);
        }
        let word = std::mem::take(&mut self.word);
        self.begin(index, &word, 0);
        self.word = word;
    }

    fn begin(&mut self, index: &Index, beginning: &str, score: u32) {
        let len = index.words.len() as u32;
        let (mut low, mut high) = (0, len);
        while low < high {
            let mid = low + (high - low) / 2;
            if index.words.get(mid) < beginning { low = mid + 1 } else { high = mid }
        }
        for at in low..len {
            let word = index.words.get(at);
            if !word.starts_with(beginning) {
                break;
            }
            let kind = if word.len() == beginning.len() { MatchKind::Whole } else { MatchKind::Beginning };
            self.add(index, at, kind, score);
        }
    }

    /// Words of the index that have all its letters, in whatever order.
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
            self.add(index, at, MatchKind::Contained, 0);
        }
    }

    /// Words of which letters were left out, as far as somebody may have meant that.
    fn fuzzy(&mut self, index: &Index) {
        let typed = TypoMatcher::new(&self.word);
        if typed.len() < 2 {
            return;
        }
        let matcher = SkimMatcherV2::default();
        let table = &self.table;
        let found: Vec<(u32, u32)> = self
            .lettered(index)
            .filter(|(at, _)| table.get(*at as usize) == Some(&0))
            .filter_map(|(at, w)| {
                let left_out = typed.left_out(w)?;
                let score = matcher.fuzzy_match(w, &self.word)?.clamp(0, 999) as u32;
                // Letters that are not heard are left out most readily.
                let heard = if sound::alike(&self.word, w) { 1000 } else { 0 };
                Some((at, score + left_out + heard))
            })
            .collect();
        for (at, score) in found {
            self.add(index, at, MatchKind::Fuzzy, score);
        }
    }

    /// Words that sound alike or are spellings of one name; the fewer letters differ, the better.
    fn sounds(&mut self, index: &Index) {
        let mut found: Vec<u32> = Vec::new();
        for class in classes_of(&self.word) {
            found.extend(index.classes.get(class));
        }
        let heard = SoundMatcher::new(&self.word);
        for word in std::iter::once(self.word.clone()).chain(german(&self.word)) {
            let skeleton = sound::skeleton(&word);
            if !skeleton.is_empty() {
                let same = index.skeletons.get(hash(&skeleton));
                found.extend(same.filter(|at| heard.like(index.words.get(*at))));
            }
        }
        let found: Vec<(u32, u32)> = found.into_iter().map(|at| (at, heard.likeness(index.words.get(at)))).collect();
        for (at, likeness) in found {
            self.add(index, at, MatchKind::Sound, likeness);
        }
    }

    fn typos(&mut self, index: &Index) {
        let typed = TypoMatcher::new(&self.word);
        let allowed = match typed.len() {
            0..=3 => return,
            4..=7 => 1,
            _ => 2,
        };
        let mask = self.letters;
        let mut found = Vec::new();
        for (at, letters) in (0u32..).zip(&index.letters) {
            if (mask & !letters).count_ones() > allowed || self.table.get(at as usize) != Some(&0) {
                continue;
            }
            let word = index.words.get(at);
            if word.len() + (allowed as usize) < self.word.len() {
                continue;
            }
            let (whole, beginning) = typed.typos(word);
            if whole <= allowed as usize {
                found.push((at, 8 - whole as u32));
            } else if beginning < allowed as usize || (beginning == 1 && typed.len() >= 5) {
                found.push((at, 4 - beginning as u32));
            }
        }
        for (at, score) in found {
            self.add(index, at, MatchKind::Typo, score);
        }
    }
}

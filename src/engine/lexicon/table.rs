//! The trained lexicon: hash tables of words and of phrases, built by training and read in place.

use std::borrow::Cow;

use super::{Classes, Known};
use crate::engine::key::Key;

/// Bit 31 of the classes of a phrase: longer phrases begin with it.
const GOES_ON: u32 = 1 << 31;
const WIDTH: usize = 6;

/// Words and phrases with their classes and clusters.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    sets: Vec<Classes>,
    /// Cluster of words → coarser cluster.
    coarse: Vec<u16>,
    words: Cow<'static, [u8]>,
    phrases: Cow<'static, [u8]>,
}

/// The parts of a lexicon as they stand in a weights file.
#[derive(Clone, Debug, Default)]
pub struct Parts<T> {
    /// Distinct sets of classes, four bytes each.
    pub sets: T,
    /// Coarse cluster of each cluster, two bytes each.
    pub coarse: T,
    /// Records of words.
    pub words: T,
    /// Records of phrases.
    pub phrases: T,
}

impl Lexicon {
    /// The lexicon over its parts.
    pub fn new(parts: Parts<Cow<'static, [u8]>>) -> Self {
        let sets = parts.sets.chunks_exact(4).map(|c| Classes(c.iter().rev().fold(0, |n, b| n << 8 | u32::from(*b))));
        let coarse = parts.coarse.chunks_exact(2).map(|c| c.iter().rev().fold(0, |n, b| n << 8 | u16::from(*b)));
        Self { sets: sets.collect(), coarse: coarse.collect(), words: parts.words, phrases: parts.phrases }
    }

    /// What is known of a word by the key of its lower-case form, and its cluster by the key of its written form.
    pub fn word(&self, lower: Key, written: Key) -> Known {
        let (classes, low) = find(&self.words, lower).unwrap_or_default();
        let cluster = match find(&self.words, written.with(CASED)) {
            Some((_, cluster)) if cluster > 0 => cluster,
            _ => low,
        };
        Known { classes: self.set(classes), cluster }
    }

    /// The coarser cluster of a cluster.
    pub fn coarse(&self, cluster: u16) -> u16 {
        self.coarse.get(cluster as usize).copied().unwrap_or(0)
    }

    /// Classes of a phrase by the keys of its lower-case words in order, and whether longer ones begin with it.
    pub fn phrase(&self, key: Key) -> Option<(Classes, bool)> {
        let (set, _) = find(&self.phrases, key)?;
        let classes = self.set(set);
        Some((Classes(classes.0 & !GOES_ON), classes.0 & GOES_ON != 0))
    }

    fn set(&self, number: u16) -> Classes {
        self.sets.get(number as usize).copied().unwrap_or_default()
    }
}

/// Mixed into the key of a written form, so that it differs from the key of the lower-case form.
const CASED: u64 = 0x43;

fn find(table: &[u8], key: Key) -> Option<(u16, u16)> {
    let (home, print) = place(key, table.len() / WIDTH);
    for slot in home..home + 64 {
        let record = table.get(slot * WIDTH..(slot + 1) * WIDTH)?;
        let part = |at: usize| Some(u16::from_le_bytes([*record.get(at)?, *record.get(at + 1)?]));
        match part(0)? {
            0 => return None,
            found if found == print => return Some((part(2)?, part(4)?)),
            _ => {}
        }
    }
    None
}

/// The first slot where the record of a key may be, and its fingerprint.
fn place(key: Key, records: usize) -> (usize, u16) {
    ((((key.0 >> 32) * records as u64) >> 32) as usize, (key.0 as u16).max(1))
}

/// What a lexicon is built from.
#[derive(Debug, Default)]
pub struct Source {
    /// Classes of lower-case words.
    pub words: std::collections::BTreeMap<String, Classes>,
    /// Classes of phrases of two to four lower-case words, separated by single spaces.
    pub phrases: std::collections::BTreeMap<String, Classes>,
    /// Clusters of written words.
    pub clusters: std::collections::BTreeMap<String, u16>,
    /// Coarser cluster of each cluster.
    pub coarse: Vec<u16>,
}

/// The key of a phrase of lower-case words.
pub fn phrase_key(words: impl IntoIterator<Item = Key>) -> Key {
    words.into_iter().fold(Key(7), |key, word| key.with(word.0))
}

/// Builds the bytes of a lexicon.
pub fn build(source: &Source) -> Parts<Vec<u8>> {
    let mut sets = vec![Classes::default()];
    let mut number = std::collections::HashMap::from([(Classes::default(), 0_u16)]);
    let mut set_of = |classes: Classes| {
        *number.entry(classes).or_insert_with(|| {
            sets.push(classes);
            (sets.len() - 1) as u16
        })
    };
    let mut words = std::collections::BTreeMap::new();
    for (word, classes) in &source.words {
        words.insert(Key::of(word.as_bytes()), (set_of(*classes), 0));
    }
    for (word, &cluster) in &source.clusters {
        let lower = word.to_lowercase();
        if *word == lower {
            words.entry(Key::of(word.as_bytes())).or_insert((0, 0)).1 = cluster;
        } else {
            words.insert(Key::of(word.as_bytes()).with(CASED), (0, cluster));
            // A word that is always written with a capital is found in lower case as well: headlines may be folded.
            let entry = words.entry(Key::of(lower.as_bytes())).or_insert((0, 0));
            if !source.clusters.contains_key(&lower) && entry.1 == 0 {
                entry.1 = cluster;
            }
        }
    }
    let mut phrases: std::collections::BTreeMap<Key, Classes> = std::collections::BTreeMap::new();
    for (phrase, classes) in &source.phrases {
        let keys: Vec<Key> = phrase.split(' ').map(|w| Key::of(w.as_bytes())).collect();
        for n in 1..keys.len() {
            phrases.entry(phrase_key(keys.iter().copied().take(n))).or_default().0 |= GOES_ON;
        }
        phrases.entry(phrase_key(keys.iter().copied())).or_default().0 |= classes.0;
    }
    let phrases: std::collections::BTreeMap<Key, (u16, u16)> =
        phrases.into_iter().map(|(key, classes)| (key, (set_of(classes), 0))).collect();
    let (words, phrases) = (lay(&words), lay(&phrases));
    Parts {
        sets: sets.iter().flat_map(|s| s.0.to_le_bytes()).collect(),
        coarse: source.coarse.iter().flat_map(|c| c.to_le_bytes()).collect(),
        words,
        phrases,
    }
}

fn lay(entries: &std::collections::BTreeMap<Key, (u16, u16)>) -> Vec<u8> {
    let records = entries.len() * 5 / 4 + 80;
    let mut bytes = vec![0; records * WIDTH];
    for (key, (set, cluster)) in entries {
        let (home, print) = place(*key, records);
        let free = (home..home + 64).find(|s| bytes.get(s * WIDTH..s * WIDTH + 2) == Some(&[0, 0]));
        let Some(record) = free.and_then(|s| bytes.get_mut(s * WIDTH..(s + 1) * WIDTH)) else { continue };
        let parts = [print, *set, *cluster].into_iter().flat_map(u16::to_le_bytes);
        for (to, from) in record.iter_mut().zip(parts) {
            *to = from;
        }
    }
    bytes
}

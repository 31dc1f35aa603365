//! Which spellings hold a given word: the candidates of a sieve, found without comparing every pair of spellings.

use std::collections::HashMap;

/// A word, or a phonetic key of one → the spellings that hold it, in the order in which they were added.
#[derive(Clone, Debug, Default)]
pub struct WordIndex {
    by_word: HashMap<String, Vec<u32>>,
}

/// The most spellings that one word gives. Few words of an article reach it; it bounds the cost of a list of ten thousand
/// names that share a word.
const MAX_SPELLINGS: usize = 40;

impl WordIndex {
    /// Adds a spelling under a word.
    pub fn add(&mut self, word: &str, spelling: u32) {
        if let Some(list) = self.by_word.get_mut(word) {
            if list.last() != Some(&spelling) {
                list.push(spelling);
            }
        } else {
            self.by_word.insert(word.to_owned(), vec![spelling]);
        }
    }

    /// The last [`MAX_SPELLINGS`] spellings that were added under a word, in the order of adding.
    pub fn with(&self, word: &str) -> &[u32] {
        let all = self.by_word.get(word).map_or(&[][..], Vec::as_slice);
        all.get(all.len().saturating_sub(MAX_SPELLINGS)..).unwrap_or(all)
    }
}

//! Where in the article names with a given word stand: candidates for a tie without comparing all with all.

use std::collections::HashMap;

/// Word, or the sound of one → spellings that have it, in the order in which they were added.
#[derive(Clone, Debug, Default)]
pub struct Index {
    by_word: HashMap<String, Vec<u32>>,
}

/// How many spellings of one word are looked at. An article has few; a list of ten thousand names must not cost more.
const MOST: usize = 40;

impl Index {
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

    /// The spellings of a word added last, at most 40.
    pub fn with(&self, word: &str) -> &[u32] {
        let all = self.by_word.get(word).map_or(&[][..], Vec::as_slice);
        all.get(all.len().saturating_sub(MOST)..).unwrap_or(all)
    }
}

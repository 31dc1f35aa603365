//! What the field that finds roles knows of single words: forms of address, and trades and offices.

use crate::engine::key::Key;
use crate::engine::lexicon::role_words::{ADDRESS, ROLE_WORDS, TRADE};
use crate::engine::ner::form::KeyMap;

/// What a word tells of the person beside it, by the key of its lower-case form: bit 0 a form of address, bit 1 a trade or
/// office.
#[derive(Clone, Debug)]
pub struct Words {
    known: KeyMap<u8>,
}

impl Default for Words {
    fn default() -> Self {
        let mut known = KeyMap::default();
        let mut add = |word: &str, bit: u8| *known.entry(Key::of(word.as_bytes()).0).or_insert(0) |= bit;
        for word in ROLE_WORDS.marked(ADDRESS) {
            add(word, 1);
            // The tokenizer leaves the dot to an abbreviation.
            add(&format!("{word}."), 1);
        }
        for word in ROLE_WORDS.marked(TRADE) {
            add(word, 2);
            add(&format!("{word}s"), 2);
        }
        Self { known }
    }
}

impl Words {
    /// What a word tells; 0 where nothing is known.
    pub fn of(&self, lower: Key) -> u64 {
        self.known.get(&lower.0).copied().map_or(0, u64::from)
    }
}

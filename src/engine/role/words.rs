//! Our own words for roles (`words.txt`): forms of address, and trades and offices.

use crate::engine::key::Key;
use crate::engine::ner::form::KeyMap;

/// What a word tells of the person beside it: bit 0 a form of address, bit 1 a trade or office.
#[derive(Clone, Debug)]
pub struct Words {
    known: KeyMap<u8>,
}

impl Default for Words {
    fn default() -> Self {
        let (mut known, mut bit) = (KeyMap::default(), 0);
        for line in include_str!("words.txt").lines().filter(|l| !l.starts_with('#')) {
            match line {
                "[address]" => bit = 1,
                "[trade]" => bit = 2,
                _ => {
                    for word in line.split(' ').filter(|w| !w.is_empty()) {
                        *known.entry(Key::of(word.as_bytes()).0).or_insert(0) |= bit;
                        // As the tokenizer cuts abbreviations, and more than one of them.
                        *known.entry(Key::of(format!("{word}.").as_bytes()).0).or_insert(0) |= bit & 1;
                        *known.entry(Key::of(format!("{word}s").as_bytes()).0).or_insert(0) |= bit & 2;
                    }
                }
            }
        }
        Self { known }
    }
}

impl Words {
    /// What a word tells, by the key of its lower-case form; 0 where nothing is known.
    pub fn of(&self, lower: Key) -> u64 {
        self.known.get(&lower.0).copied().map_or(0, u64::from)
    }
}

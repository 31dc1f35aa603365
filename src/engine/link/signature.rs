//! A name's signature: how its words begin, in 64 bits, so that most names in a block are ruled out without being read.

use crate::engine::names::part::Part;

/// The number of words in the lowest three bits, then eleven bits a word: five for the first letter, five for the first
/// sound, one for an initial. Zero for a name of no or of more than five words: it rules nothing out. Stored in archives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signature(pub u64);

/// Most words that fit.
const WORDS: usize = 5;

impl Signature {
    /// The signature of a name with these words.
    pub fn of(parts: &[Part]) -> Self {
        if parts.is_empty() || parts.len() > WORDS {
            return Self(0);
        }
        let one = |part: &Part| {
            let (letter, sound) = part.heads();
            code(letter) | code(sound) << 5 | u64::from(part.is_initial()) << 10
        };
        let words = parts.iter().rev().fold(0, |all, part| all << 11 | one(part));
        Self(words << 3 | parts.len() as u64)
    }

    fn words(self) -> impl Iterator<Item = u64> + Clone {
        (0..self.0 & 7).map(move |at| self.0 >> (3 + 11 * at) & 0x7ff)
    }

    /// Whether two names may be one bearer's: each word of the shorter begins with the letter or the sound of a word of the
    /// longer. `false` is certain; `true` means that the names have to be compared. "J. Smith" and "James Smyth": true;
    /// "J. Smith" and "Karl Smith": false.
    pub fn may_match(self, other: Self) -> bool {
        if self.0 == 0 || other.0 == 0 {
            return true;
        }
        let (short, long) = if self.0 & 7 <= other.0 & 7 { (self, other) } else { (other, self) };
        let same_letter = |a: u64, b: u64| a & 31 == b & 31;
        let both_written_out = |a: u64, b: u64| (a | b) >> 10 == 0;
        let same_sound = |a: u64, b: u64| a >> 5 & 31 == b >> 5 & 31;
        short.words().all(|a| long.words().any(|b| same_letter(a, b) || both_written_out(a, b) && same_sound(a, b)))
    }
}

/// A letter in five bits. Everything that is no Latin letter or digit shares one number.
fn code(letter: Option<char>) -> u64 {
    match letter {
        None => 0,
        Some(c) if c.is_ascii_alphabetic() => u64::from(c.to_ascii_lowercase() as u32 - 'a' as u32) + 1,
        Some(c) if c.is_ascii_digit() => 27,
        Some(_) => 28,
    }
}

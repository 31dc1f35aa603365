//! Whether a typed word sounds like another that is spelt otherwise, and how well: by its consonants (the skeleton of
//! [`sound`]), of which there must be enough to mean something, and by the vowels as far as the script writes them.
//!
//! Stricter than [`sound::alike`], since one typed word is compared with all words of all names. Knows words only.

use super::typos::TypoMatcher;
use super::words::german;
use crate::engine::names::sound;

/// At most so many letters are searched for vowels.
const LONGEST: usize = 24;
/// Added for a word in the script that was typed.
const SAME_SCRIPT: u32 = 8;

/// Scripts, as far as they write sounds differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Script {
    Latin,
    /// Long vowels are written, short ones are not.
    Arabic,
    /// A letter is a syllable or a word: another letter is another name.
    Syllables,
    Other,
}

impl Script {
    fn of(word: &str) -> Self {
        match word.chars().find(|c| c.is_alphabetic()) {
            Some(c) if is_arabic(c) => Self::Arabic,
            Some(c) if is_syllable(c) => Self::Syllables,
            Some(c) if c.is_ascii() => Self::Latin,
            _ => Self::Other,
        }
    }
}

fn is_arabic(c: char) -> bool {
    matches!(c, '\u{0600}'..='\u{06FF}')
}

/// Hangul, whole or in its parts, Chinese characters, kana.
pub(super) fn is_syllable(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11FF}' | '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}')
}

/// A typed word, made ready to be compared with others.
pub(super) struct SoundMatcher<'a> {
    word: &'a str,
    script: Script,
    letters: TypoMatcher,
}

impl<'a> SoundMatcher<'a> {
    pub(super) fn new(word: &'a str) -> Self {
        Self { word, script: Script::of(word), letters: TypoMatcher::new(&vocal(word)) }
    }

    /// How near another word is to it by its letters (of Arabic with long vowels as vowels): 0 to 256, and [`SAME_SCRIPT`].
    pub(super) fn likeness(&self, other: &str) -> u32 {
        let apart = self.letters.typos(&vocal(other)).0.min(16);
        16 * (16 - apart as u32) + if Script::of(other) == self.script { SAME_SCRIPT } else { 0 }
    }

    /// Whether the other word may be meant: the same consonants, at least two, and vowels that agree.
    pub(super) fn like(&self, other: &str) -> bool {
        if self.word == other {
            return true;
        }
        match (self.script, Script::of(other)) {
            (Script::Syllables, Script::Syllables) => false,
            (Script::Arabic, Script::Arabic) => {
                same_bones(self.word, other) && long_vowels(self.word) == long_vowels(other)
            }
            (Script::Arabic, _) => same_bones(self.word, other) && written(self.word, other),
            (_, Script::Arabic) => same_bones(other, self.word) && written(other, self.word),
            _ => {
                let german = |word: &str| german(word).unwrap_or_else(|| word.to_owned());
                audible(self.word, other) || audible(&german(self.word), &german(other))
            }
        }
    }
}

fn same_bones(a: &str, b: &str) -> bool {
    let bones = sound::skeleton(a);
    bones.len() >= 2 && bones == sound::skeleton(b)
}

/// Whether two words of scripts that write vowels sound alike. Vowelless words need three consonants; a word of one consonant
/// needs two vowels; a word of two consonants counts only where both words begin alike: `nadia` is not `and`.
fn audible(a: &str, b: &str) -> bool {
    if !sound::alike(a, b) {
        return false;
    }
    let (a, b) = (sound::latin(a), sound::latin(b));
    let vowels = |word: &str| word.chars().filter(|c| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')).count();
    let (few, bones) = (vowels(&a).min(vowels(&b)), sound::skeleton(&a).len());
    let beginning = |word: &str| match word.chars().next() {
        Some('a' | 'e' | 'i' | 'o' | 'u') => A,
        // Silent at times, or half a vowel.
        Some('h' | 'w' | 'y') | None => ANY,
        Some(_) => 0,
    };
    let (first, other) = (beginning(&a), beginning(&b));
    let alike = first == other || first == ANY || other == ANY;
    let many = if alike { 2 } else { 3 };
    a == b || if few == 0 { bones > 2 } else { bones >= many || alike && few > 1 && a.len().min(b.len()) > 2 }
}

/// A word in Latin letters. Inside an Arabic word `w` and `y` are taken as vowels: يوسف is `yusf`.
fn vocal(word: &str) -> String {
    let latin = sound::latin(word);
    if Script::of(word) != Script::Arabic {
        return latin;
    }
    let mut out = String::with_capacity(latin.len());
    for (at, c) in latin.chars().enumerate() {
        out.push(match c {
            'w' if at > 0 => 'u',
            'y' if at > 0 => 'i',
            c => c,
        });
    }
    out
}

const A: u8 = 1;
const I: u8 = 2;
const U: u8 = 4;
/// A vowel, whichever.
const ANY: u8 = 8;

/// The vowels before the first consonant, after it, after the second, and so on: bits of `A`, `I`, `U`, `ANY`.
type Vowels = [u8; LONGEST];

/// The vowels that a word writes, by the number of consonants before them.
fn vowels(word: &str, kind: impl Fn(usize, char) -> u8) -> Vowels {
    let mut out = Vowels::default();
    for (nth, (at, c)) in word.char_indices().take(LONGEST).enumerate() {
        let kind = kind(nth, c);
        // The vowel itself is included: an `h` at the end would be taken for a silent one.
        let before = word.get(..at + c.len_utf8()).filter(|_| kind > 0).map(sound::skeleton);
        if let Some(cell) = before.and_then(|before| out.get_mut(before.len())) {
            *cell |= kind;
        }
    }
    out
}

fn long_vowels(word: &str) -> Vowels {
    vowels(word, |nth, c| match c {
        'و' => U,
        'ي' | 'ی' | 'ئ' => I,
        'ا' | 'أ' | 'إ' | 'آ' | 'ى' => ANY,
        'ع' | 'ء' if nth == 0 => ANY,
        _ => 0,
    })
}

/// Whether a word may be what an Arabic word says: it has every long vowel that Arabic wrote, at its place, none at the
/// beginning where Arabic has a consonant, and none at the end where Arabic has no letter for one.
fn written(arabic: &str, other: &str) -> bool {
    let latin = sound::latin(other);
    let heard = vowels(&latin, |_, c| match c {
        'a' => A,
        'e' | 'i' | 'y' => I,
        'o' | 'u' | 'w' => U,
        _ => 0,
    });
    let long = long_vowels(arabic);
    let there = long.iter().zip(&heard).all(|(long, heard)| {
        let named = long & (I | U);
        named & heard == named && (*long == 0 || *heard != 0)
    });
    let begins = (long.first() == Some(&0)) == (heard.first() == Some(&0));
    let open = arabic.ends_with(['ا', 'ى', 'ة', 'ه', 'ي', 'ی', 'و', 'ع', 'ء', 'أ', 'ئ']);
    let ends = open || latin.ends_with('e') || !latin.ends_with(['a', 'i', 'o', 'u', 'y']);
    there && begins && ends
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sound_is_more_than_a_letter_or_two() {
        for (typed, word) in [
            ("يوسف", "youssef"),
            ("yusuf", "يوسف"),
            ("خليفه", "khalifa"),
            ("محمد", "mohammed"),
            ("عمر", "omar"),
            ("حسين", "hussein"),
            ("hamushi", "hammouchi"),
            ("aly", "ali"),
            ("gim", "kim"),
            ("чернышевский", "chernyshevsky"),
        ] {
            assert!(SoundMatcher::new(typed).like(word), "{typed} {word}");
        }
        for (typed, word) in [
            ("يوسف", "ziwa"),
            ("خليفه", "gulf"),
            ("zzzqq", "sc"),
            ("김민서", "김민소"),
            ("li", "lee"),
            ("حميد", "حمد"),
            ("عمر", "mero"),
            ("بن", "bono"),
            ("nadia", "and"),
        ] {
            assert!(!SoundMatcher::new(typed).like(word), "{typed} {word}");
        }
    }

    #[test]
    fn vowels_tell_which_is_nearer() {
        let near = |word: &str| SoundMatcher::new("يوسف").likeness(word);
        assert!(near("yusuf") > near("youssef") && near("youssef") > near("ossief"));
    }
}

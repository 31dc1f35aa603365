//! Whether a typed word is heard as another that is written otherwise, and how well: by consonants that must mean something, and
//! by the vowels as far as a script writes them. Knows words only.

use super::typos::Typed;
use super::words::german;
use crate::engine::names::sound;

/// Letters whose vowels are looked at.
const LONGEST: usize = 24;
/// What a word of the script that was typed has before others that are as like.
const SAME_SCRIPT: u32 = 8;

/// Scripts as far as they write sounds otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Script {
    Latin,
    /// Long vowels are written, short ones are not.
    Arabic,
    /// A letter is a syllable or a word: one other letter is another name.
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

/// A typed word, made ready to be held against others.
pub(super) struct Heard<'a> {
    word: &'a str,
    script: Script,
    letters: Typed,
}

impl<'a> Heard<'a> {
    pub(super) fn new(word: &'a str) -> Self {
        Self { word, script: Script::of(word), letters: Typed::new(&vocal(word)) }
    }

    /// How near another word is to it in its letters, vowels put in: 256 at most, and something for one script.
    pub(super) fn likeness(&self, other: &str) -> u32 {
        let apart = self.letters.typos(&vocal(other)).0.min(16);
        16 * (16 - apart as u32) + if Script::of(other) == self.script { SAME_SCRIPT } else { 0 }
    }

    /// Whether the other word may be meant: the same consonants, two at least, and vowels that agree.
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

/// Whether two words that write their vowels are one in sound. Letters without a vowel are no sound unless they are many, one
/// consonant says nothing where there are not vowels about it that say the same, and two only where both words begin alike
/// (`nadia` is not `and`).
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

/// A word in Latin letters; what Arabic writes as `w` and `y` inside a word as vowels: يوسف is yusf.
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

/// The vowels before the first consonant, behind it, and so on, one bit for each kind.
type Vowels = [u8; LONGEST];

/// The vowels that a word writes, by the number of consonants before them.
fn vowels(word: &str, kind: impl Fn(usize, char) -> u8) -> Vowels {
    let mut out = Vowels::default();
    for (nth, (at, c)) in word.char_indices().take(LONGEST).enumerate() {
        let kind = kind(nth, c);
        // With the vowel behind it no `h` is taken for a silent one.
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

/// Whether a word may be what Arabic wrote: every long vowel stands where it was written, none at the head where there was a
/// consonant, none at the end where there was no letter for it.
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
            assert!(Heard::new(typed).like(word), "{typed} {word}");
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
            assert!(!Heard::new(typed).like(word), "{typed} {word}");
        }
    }

    #[test]
    fn vowels_tell_which_is_nearer() {
        let near = |word: &str| Heard::new("يوسف").likeness(word);
        assert!(near("yusuf") > near("youssef") && near("youssef") > near("ossief"));
    }
}

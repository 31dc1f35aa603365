//! One word of a name, ready to be compared, and how like two of them are: an edit distance over sounds in which what
//! transliterations exchange costs little, which is why it is no plain distance of letters. Does not know the other words.

use super::{classes, sound};
use crate::engine::lexicon::nicknames;

/// A word of a name.
#[derive(Clone, Debug)]
pub struct Part {
    /// Folded.
    pub text: String,
    /// See [`sound::sounds`].
    sounds: Vec<char>,
    /// See [`classes::of`].
    classes: Vec<u16>,
    /// Whether its script leaves vowels out.
    bare: bool,
    /// See [`nicknames::names_of`].
    pets: u64,
    /// The first letter, and the first sound of the skeleton.
    heads: (Option<char>, Option<char>),
    /// See [`kindred`].
    kindred: Option<char>,
    single: bool,
}

/// How two words match, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WordMatch {
    /// The same after folding.
    Same,
    /// Spellings of one name by the lists of names.
    Class,
    /// The same sounds.
    Sound,
    /// The first letter of it.
    Initial,
    /// A short form: its beginning.
    Short,
    /// Nearly the same letters.
    Near,
}

impl Part {
    /// Prepares a folded word.
    pub fn new(text: &str) -> Self {
        let latin = sound::latin(text);
        let bare = !text.is_ascii() && sound::is_bare(text);
        let heads = (latin.chars().next(), sound::skeleton(text).chars().next());
        // Wolodymyr is Volodymyr.
        let pets = nicknames::names_of(text)
            | latin.strip_prefix('w').map_or(0, |rest| nicknames::names_of(&format!("v{rest}")));
        Self {
            text: text.to_owned(),
            sounds: sound::sounds(&latin, bare),
            classes: classes::of(&latin),
            bare,
            pets,
            kindred: kindred(&latin),
            heads,
            single: text.chars().count() == 1 || INITIALS.contains(&text),
        }
    }

    /// Whether it is one letter, or two that are one sound: `Sh.`
    pub fn is_initial(&self) -> bool {
        self.single
    }

    /// The first letter, and the first sound of the skeleton, one for those that alphabets exchange (see [`sound::broad`]).
    pub fn heads(&self) -> (Option<char>, Option<char>) {
        (self.heads.0, self.heads.1.map(sound::broad))
    }

    /// A cheap test before [`Self::compare`]: whether the beginnings allow the two to match.
    pub fn may_match(&self, other: &Self) -> bool {
        let initial = self.is_initial() || other.is_initial();
        let kindred = || self.kindred.is_some() && self.kindred == other.kindred;
        self.heads.0 == other.heads.0 || !initial && (self.heads.1 == other.heads.1 || kindred())
    }

    /// How like the two are, `0..=1`, and how they match.
    pub fn compare(&self, other: &Self) -> (f32, WordMatch) {
        if self.text == other.text {
            return (1.0, WordMatch::Same);
        }
        if self.is_initial() && other.is_initial() {
            // Two different letters are two names, however alike they sound.
            return (0.0, WordMatch::Initial);
        }
        if self.is_initial() != other.is_initial() {
            let same = self.sounds.first() == other.sounds.first() && !self.sounds.is_empty()
                || self.text.chars().next() == other.text.chars().next();
            return (if same { 0.9 } else { 0.0 }, WordMatch::Initial);
        }
        if self.sounds == other.sounds && !self.sounds.is_empty() {
            return (0.98, WordMatch::Sound);
        }
        if classes::meet(&self.classes, &other.classes) || self.pets & other.pets != 0 {
            return (0.96, WordMatch::Class);
        }
        if self.bare || other.bare {
            let like = sound::alike(&self.text, &other.text);
            return (if like { 0.9 } else { 0.0 }, WordMatch::Sound);
        }
        // A word that begins otherwise, in writing and in sound, is another word: typing mistakes spare the beginning.
        if !self.may_match(other) {
            let like = self.without_article(other).max(other.without_article(self));
            return (like, WordMatch::Sound);
        }
        let near = self.near(other);
        let (short, long) = if self.text.len() < other.text.len() { (self, other) } else { (other, self) };
        if near < 0.9 && short.text.len() >= 3 && (long.text.starts_with(&short.text) || short.pet_of(&long.text)) {
            return (near.max(0.82), WordMatch::Short);
        }
        (near, WordMatch::Near)
    }

    /// Whether it is the beginning of a longer name with a pet ending: Gerry for Gerardo.
    fn pet_of(&self, long: &str) -> bool {
        let stem = self.text.strip_suffix('y').or_else(|| self.text.strip_suffix("ie"));
        let Some((stem, last)) = stem.and_then(|s| Some((s.get(..s.len().checked_sub(1)?)?, s.chars().last()?))) else {
            return false;
        };
        stem.len() >= 3 && stem.ends_with(last) && long.starts_with(stem)
    }

    /// How like the two are where this one begins with the Arabic article: `ElBaradei`, `Baradei`.
    fn without_article(&self, other: &Self) -> f32 {
        let rest = self.text.strip_prefix("al").or_else(|| self.text.strip_prefix("el"));
        let Some(rest) = rest.filter(|rest| rest.len() >= 4 && other.text.starts_with(rest.get(..1).unwrap_or("-")))
        else {
            return 0.0;
        };
        if rest == other.text { 0.95 } else { Self::new(rest).near(other) }
    }

    /// 1 less the price of turning one into the other, as a share of the sounds of the longer: an optimal string alignment with a
    /// price for each sound that is added ([`gap`]) or exchanged ([`exchange`]).
    fn near(&self, other: &Self) -> f32 {
        let (a, b) = (&self.sounds, &other.sounds);
        let longer = a.len().max(b.len());
        if longer == 0 || longer > 64 || a.len().abs_diff(b.len()) > longer / 2 + 1 {
            return 0.0;
        }
        let (mut before, mut next) = (Vec::with_capacity(b.len() + 1), Vec::with_capacity(b.len() + 1));
        let mut row: Vec<f32> = Vec::with_capacity(b.len() + 1);
        row.push(0.0);
        for (j, y) in b.iter().enumerate() {
            let last = row.last().copied().unwrap_or(0.0);
            row.push(last + gap(*y, j.checked_sub(1).and_then(|j| b.get(j)).copied()));
        }
        for (i, x) in a.iter().enumerate() {
            let previous = i.checked_sub(1).and_then(|i| a.get(i)).copied();
            let skip = gap(*x, previous);
            next.clear();
            next.push(row.first().copied().unwrap_or(0.0) + skip);
            for (j, y) in b.iter().enumerate() {
                let at = |row: &[f32], j: usize| row.get(j).copied().unwrap_or(f32::MAX / 4.0);
                let left = j.checked_sub(1).and_then(|j| b.get(j)).copied();
                let mut best =
                    (at(&row, j) + exchange(*x, *y)).min(at(&row, j + 1) + skip).min(at(&next, j) + gap(*y, left));
                if previous == Some(*y) && left == Some(*x) && i > 0 && j > 0 {
                    best = best.min(at(&before, j - 1) + 0.6);
                }
                next.push(best);
            }
            std::mem::swap(&mut before, &mut row);
            std::mem::swap(&mut row, &mut next);
        }
        let price = row.last().copied().unwrap_or(f32::MAX);
        // In a short word a letter weighs twice: Xu and Xie, Park and Paik are two.
        let dear = if self.text.len().max(other.text.len()) <= SHORT { 2.0 } else { 1.0 };
        (1.0 - dear * price / longer as f32).max(0.0)
    }
}

/// Two letters that write one sound: as initials they stand for a name, as `Sh.` does.
const INITIALS: &[&str] = &["ch", "dh", "gh", "kh", "ph", "sh", "th", "ts", "zh"];

/// Words of at most so many letters are short.
const SHORT: usize = 4;

/// First letters that stand for one letter of another alphabet: `h` and `g` for г (Herasymchuk, Gerasimchuk), `h` and `kh` for х
/// (Hrenov, Khrenov), `w` and `v` for в.
fn kindred(latin: &str) -> Option<char> {
    match latin.as_bytes() {
        [b'k', b'h', ..] | [b'g' | b'h', ..] => Some('h'),
        [b'v' | b'w', ..] => Some('v'),
        _ => None,
    }
}

fn is_vowel(sound: char) -> bool {
    matches!(sound, 'a' | 'e' | 'i' | 'o' | 'u')
}

/// The price of a sound that the other word has not, given the sound before it.
fn gap(sound: char, before: Option<char>) -> f32 {
    match sound {
        _ if is_vowel(sound) => {
            if before.is_some_and(is_vowel) {
                0.25
            } else {
                0.45
            }
        }
        'h' => 0.3,
        'w' => 0.5,
        _ => 1.0,
    }
}

/// The price of one sound in place of another; 1 is a sound that has nothing to do with it.
fn exchange(a: char, b: char) -> f32 {
    if a == b {
        return 0.0;
    }
    let (a, b) = if a < b { (a, b) } else { (b, a) };
    match (a, b) {
        ('e', 'i') | ('o', 'u') => 0.25,
        _ if is_vowel(a) && is_vowel(b) => 0.4,
        ('u' | 'v', 'w') | ('Z', 'j') | ('G', 'g') => 0.15,
        ('K', 'k') | ('f', 'v') | ('s', 'z') | ('C', 'S') => 0.3,
        ('G', 'K' | 'k') | ('K', 'h' | 'g') | ('g', 'k') | ('C', 'j') | ('S', 's') => 0.45,
        ('b', 'p' | 'v') | ('g', 'h') | ('d', 't' | 'z') | ('g' | 'i', 'j') | ('Z' | 'j', 'z') | ('C', 'k') => 0.5,
        ('m', 'n') | ('C', 's' | 'K' | 't') | ('s', 't') => 0.7,
        _ => 1.0,
    }
}

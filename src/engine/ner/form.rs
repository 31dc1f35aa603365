//! What the CRF sees of a word by itself: case, shape, affixes, lexicon. It is computed once for each written form and
//! cached.
//!
//! [`FormCache`] grows with the number of different words up to a bound. Its contents never change what is found.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::tag::TAGS;
use crate::engine::crf::table::WeightTable;
use crate::engine::key::Key;
use crate::engine::lexicon::table::Lexicon;
use crate::engine::lexicon::{Class, Known};
use crate::text::token;

/// How a word is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// No cased letter: `2019`, `(`, Arabic.
    None,
    /// `ministry`.
    Lower,
    /// `Ministry`; also a single capital letter.
    Title,
    /// `UNHCR`.
    Upper,
    /// `al-Sisi`, `McDonald`.
    Mixed,
}

/// The properties of a word that do not depend on its neighbours. Words of the same spelling share one.
#[derive(Clone, Copy, Debug)]
pub struct WordForm {
    /// The word as written; if it has a digit, as [`Self::lower`].
    pub written: Key,
    /// The word in lower case, with every digit as `0` and a curly apostrophe as a straight one.
    pub lower: Key,
    /// The sorts of its chars, runs shortened to one, and its length in bytes up to 6: `Xx.` for `Ltd.`.
    pub shape: Key,
    /// Of the lower-case word the prefixes of 2, 3 and 4 and the suffixes of 1, 2, 3 and 4 chars.
    pub affixes: [Key; 7],
    /// Its classes and cluster in the lexicon.
    pub known: Known,
    /// Its coarse cluster: one of a few dozen, where `known` has one of a few hundred.
    pub coarse: u16,
    /// How it is written.
    pub case: Case,
    /// Its first char, in lower case.
    pub initial: char,
    /// What the tokenizer takes it for.
    pub class: token::Class,
    /// Its length in bytes, at most `MAX_BYTES`.
    pub length: u16,
}

impl WordForm {
    /// Whether it is written with a capital.
    pub fn capital(&self) -> bool {
        matches!(self.case, Case::Title | Case::Upper | Case::Mixed)
    }

    /// Whether the lexicon knows it under a class.
    pub fn is(&self, class: Class) -> bool {
        self.known.classes.has(class)
    }
}

/// Only so many bytes of a word are looked at: a bound on the work that one endless token can cause.
const MAX_BYTES: usize = 64;
/// The length to which a shape is cut, in bytes.
const MAX_SHAPE: usize = 12;

/// The form of a word.
pub fn form(word: &str, class: token::Class, lexicon: &Lexicon) -> WordForm {
    let word = word.get(..word.floor_char_boundary(MAX_BYTES)).unwrap_or(word);
    let (mut lower, mut shape) = (String::with_capacity(word.len()), String::with_capacity(16));
    let (mut uppers, mut lowers, mut first_upper) = (0, 0, false);
    let mut last_sort = None;
    for (i, char) in word.chars().enumerate() {
        if char.is_ascii_digit() {
            lower.push('0');
        } else if char == '’' {
            lower.push('\'');
        } else if char.is_ascii() {
            lower.push(char.to_ascii_lowercase());
        } else {
            lower.extend(char.to_lowercase());
        }
        let sort = if char.is_uppercase() {
            uppers += 1;
            first_upper |= i == 0;
            'X'
        } else if char.is_lowercase() {
            lowers += 1;
            'x'
        } else if char.is_numeric() {
            'd'
        } else if char.is_alphabetic() {
            'o'
        } else {
            char
        };
        if last_sort != Some(sort) && shape.len() < MAX_SHAPE {
            shape.push(sort);
        }
        last_sort = Some(sort);
    }
    let case = match (uppers, lowers) {
        (0, 0) => Case::None,
        (0, _) => Case::Lower,
        (1, 0) => Case::Title,
        (_, 0) => Case::Upper,
        (1, _) if first_upper => Case::Title,
        _ => Case::Mixed,
    };
    let digits = class == token::Class::Number || word.bytes().any(|b| b.is_ascii_digit());
    let lower_key = Key::of(lower.as_bytes());
    let written = if digits { lower_key } else { Key::of(word.as_bytes()) };
    let known = lexicon.word(lower_key, written);
    WordForm {
        written,
        lower: lower_key,
        shape: Key::of(shape.as_bytes()).with(word.len().min(6) as u64),
        affixes: affixes(&lower),
        known,
        coarse: lexicon.coarse(known.cluster),
        case,
        initial: lower.chars().next().unwrap_or(' '),
        class,
        length: word.len() as u16,
    }
}

/// See [`WordForm::affixes`]. A word that is too short stands for its own affix.
fn affixes(lower: &str) -> [Key; 7] {
    let prefix =
        |n: usize| Key::of(lower.char_indices().nth(n).and_then(|(i, _)| lower.get(..i)).unwrap_or(lower).as_bytes());
    let suffix = |n: usize| {
        let from = lower.char_indices().rev().nth(n - 1).map_or(0, |(i, _)| i);
        Key::of(lower.get(from..).unwrap_or(lower).as_bytes())
    };
    [prefix(2), prefix(3), prefix(4), suffix(1), suffix(2), suffix(3), suffix(4)]
}

/// The number of slots of the window around a token: the token, two before and two after it.
pub const WINDOW: usize = 5;
/// The slot of the token itself. Slot 1 is the token before it, slot 3 the one after it.
pub const CENTER: usize = 2;

/// Emits the features that a token takes from the word at a slot of its window. They depend on nothing else, so that the
/// sum of their weights is cached for each form and slot.
///
/// `true` goes with lexical features, those that name the token's own word. Training hides them at times.
pub fn emit(form: &WordForm, slot: usize, mut out: impl FnMut(u64, bool)) {
    let base = Key(0x5107).with(slot as u64);
    let own = slot == CENTER;
    out(base.with(1).with(form.lower.0).0, own);
    out(base.with(2).with(u64::from(form.known.cluster)).0, own);
    for bit in form.known.classes.bits() {
        out(base.with(3).with(u64::from(bit)).0, false);
        if own {
            out(base.with(4).with(u64::from(bit)).with(form.case as u64).0, false);
        }
    }
    // Of the outermost slots only word, cluster, classes and case are used.
    if slot == 0 || slot == WINDOW - 1 {
        out(base.with(5).with(form.case as u64).0, false);
        return;
    }
    out(base.with(6).with(form.shape.0).0, false);
    out(base.with(7).with(u64::from(form.coarse)).with(form.case as u64).0, own);
    let [p2, p3, p4, s1, s2, s3, s4] = form.affixes;
    out(base.with(8).with(s3.0).0, own);
    if !own {
        out(base.with(17).with(form.written.0).0, false);
        return;
    }
    out(base.with(9).with(form.written.0).0, true);
    for (n, affix) in [p2, p3, p4, s1, s2, s4].into_iter().enumerate() {
        out(base.with(10 + n as u64).with(affix.0).0, n != 3 && n != 4);
    }
    out(base.with(16).with(u64::from(form.known.classes.0)).with(form.case as u64).0, false);
}

/// A hasher for keys that are hashes already: it hands them through.
#[derive(Clone, Copy, Debug, Default)]
pub struct IdentityHasher(u64);

impl Hasher for IdentityHasher {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }
    fn write_u64(&mut self, n: u64) {
        self.0 = n;
    }
}

/// A map from the `u64` of a [`Key`].
pub type KeyMap<T> = HashMap<u64, T, BuildHasherDefault<IdentityHasher>>;

/// The most forms that are kept from one text to the next. A form takes about 400 bytes with the sums of all slots.
const MAX_FORMS: usize = 1 << 16;

/// The forms seen so far, with the sums of their weights.
#[derive(Debug, Default)]
pub struct FormCache {
    index: KeyMap<u32>,
    forms: Vec<WordForm>,
    /// For each form and slot one more than the index of its sum in `sums`; 0 before it is first asked for.
    places: Vec<[u32; WINDOW]>,
    sums: Vec<[i16; TAGS]>,
    /// Working memory of [`Self::add`].
    keys: Vec<u64>,
}

impl FormCache {
    /// Empties the cache if it holds more than `MAX_FORMS`. All numbers of forms become invalid.
    pub fn shrink(&mut self) {
        if self.forms.len() > MAX_FORMS {
            *self = Self::default();
        }
    }

    /// The number of a word's form.
    pub fn number(&mut self, word: &str, class: token::Class, lexicon: &Lexicon) -> u32 {
        let key = Key::of(word.as_bytes()).with(class as u64).0;
        if let Some(&known) = self.index.get(&key) {
            return known;
        }
        let number = self.forms.len() as u32;
        self.forms.push(form(word, class, lexicon));
        self.places.push([0; WINDOW]);
        self.index.insert(key, number);
        number
    }

    /// The form with a number that [`Self::number`] gave.
    pub fn form(&self, number: u32) -> Option<&WordForm> {
        self.forms.get(number as usize)
    }

    /// Adds the weights of all features of a form at a slot, in the units of `table`.
    pub fn add(&mut self, number: u32, slot: usize, table: &WeightTable<TAGS>, into: &mut [i16; TAGS]) {
        let at = number as usize;
        let (Some(form), Some(place)) = (self.forms.get(at), self.places.get_mut(at).and_then(|p| p.get_mut(slot)))
        else {
            return;
        };
        if *place == 0 {
            let mut sum = [0; TAGS];
            self.keys.clear();
            emit(form, slot, |key, _| self.keys.push(key));
            table.add_all(&self.keys, &mut sum);
            self.sums.push(sum);
            *place = self.sums.len() as u32;
        }
        let Some(sum) = self.sums.get(*place as usize - 1) else { return };
        for (to, from) in into.iter_mut().zip(sum) {
            *to = to.wrapping_add(*from);
        }
    }
}

//! What the field sees of a word by itself, computed once for each written form and kept while reading goes on.
//!
//! [`Memory`] grows with the number of different words, up to a bound, and is pure: what is in it never changes what is
//! found.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::tag::TAGS;
use crate::engine::crf::table::Table;
use crate::engine::key::Key;
use crate::engine::lexicon::table::Lexicon;
use crate::engine::lexicon::{Class, Known};
use crate::text::token;

/// How a word is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// No cased letter.
    None,
    /// `ministry`.
    Lower,
    /// `Ministry`, and a single capital letter.
    Title,
    /// `UNHCR`.
    Upper,
    /// `al-Sisi`, `McDonald`.
    Mixed,
}

/// A written form.
#[derive(Clone, Copy, Debug)]
pub struct Form {
    /// The written form, digits made alike.
    pub written: Key,
    /// Its lower-case form.
    pub lower: Key,
    /// Kinds of its chars, runs shortened.
    pub shape: Key,
    /// Beginnings of 2, 3, 4 and ends of 1, 2, 3, 4 chars, lower case.
    pub affixes: [Key; 7],
    /// What the lexicon knows.
    pub known: Known,
    /// Coarser cluster.
    pub coarse: u16,
    /// How it is written.
    pub case: Case,
    /// First letter, lower case.
    pub initial: char,
    /// What the tokenizer made of it.
    pub class: token::Class,
    /// Length in bytes.
    pub length: u16,
}

impl Form {
    /// Whether it is written with a capital.
    pub fn capital(&self) -> bool {
        matches!(self.case, Case::Title | Case::Upper | Case::Mixed)
    }

    /// Whether the lexicon knows it under a class.
    pub fn is(&self, class: Class) -> bool {
        self.known.classes.has(class)
    }
}

/// Looks at a word. Only the first 64 bytes count.
pub fn form(word: &str, class: token::Class, lexicon: &Lexicon) -> Form {
    let word = word.get(..word.floor_char_boundary(64)).unwrap_or(word);
    let (mut lower, mut shape) = (String::with_capacity(word.len()), String::with_capacity(16));
    let (mut uppers, mut lowers, mut first_upper) = (0, 0, false);
    let mut alike = None;
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
        if alike != Some(sort) && shape.len() < 12 {
            shape.push(sort);
        }
        alike = Some(sort);
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
    Form {
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

fn affixes(lower: &str) -> [Key; 7] {
    let begin =
        |n: usize| Key::of(lower.char_indices().nth(n).and_then(|(i, _)| lower.get(..i)).unwrap_or(lower).as_bytes());
    let end = |n: usize| {
        let from = lower.char_indices().rev().nth(n - 1).map_or(0, |(i, _)| i);
        Key::of(lower.get(from..).unwrap_or(lower).as_bytes())
    };
    [begin(2), begin(3), begin(4), end(1), end(2), end(3), end(4)]
}

/// Places in the window around a word at which its features are summed apart.
pub const SLOTS: usize = 5;

/// The features of a form when it stands at `slot` (2 is the word itself, 1 before it, 3 after it); `true` for those
/// that name the word itself.
pub fn emit(form: &Form, slot: usize, mut out: impl FnMut(u64, bool)) {
    let base = Key(0x5107).with(slot as u64);
    let own = slot == 2;
    out(base.with(1).with(form.lower.0).0, own);
    out(base.with(2).with(u64::from(form.known.cluster)).0, own);
    for bit in form.known.classes.bits() {
        out(base.with(3).with(u64::from(bit)).0, false);
        if own {
            out(base.with(4).with(u64::from(bit)).with(form.case as u64).0, false);
        }
    }
    if slot == 0 || slot == 4 {
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

/// A hasher for keys that are hashes already.
#[derive(Clone, Copy, Debug, Default)]
pub struct Keyed(u64);

impl Hasher for Keyed {
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

/// A map from keys.
pub type KeyMap<T> = HashMap<u64, T, BuildHasherDefault<Keyed>>;

/// Most forms that are kept from one text to the next.
const KEPT: usize = 1 << 16;

/// Forms seen so far, with the sums of their weights.
#[derive(Debug, Default)]
pub struct Memory {
    index: KeyMap<u32>,
    forms: Vec<Form>,
    /// For each form and slot, one more than the place of its sums, 0 where they were not asked for yet.
    places: Vec<[u32; SLOTS]>,
    sums: Vec<[i16; TAGS]>,
    keys: Vec<u64>,
}

impl Memory {
    /// Forgets when too much is kept; call between texts only, for numbers of forms are given anew.
    pub fn settle(&mut self) {
        if self.forms.len() > KEPT {
            *self = Self::default();
        }
    }

    /// The number of a written form.
    pub fn number(&mut self, word: &str, class: token::Class, lexicon: &Lexicon) -> u32 {
        let key = Key::of(word.as_bytes()).with(class as u64).0;
        if let Some(&known) = self.index.get(&key) {
            return known;
        }
        let number = self.forms.len() as u32;
        self.forms.push(form(word, class, lexicon));
        self.places.push([0; SLOTS]);
        self.index.insert(key, number);
        number
    }

    /// The form of a number that [`Self::number`] gave.
    pub fn form(&self, number: u32) -> Option<&Form> {
        self.forms.get(number as usize)
    }

    /// Adds the weights of all features of a form at a slot.
    pub fn add(&mut self, number: u32, slot: usize, table: &Table<TAGS>, into: &mut [i16; TAGS]) {
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

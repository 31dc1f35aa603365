//! The sieve of short names of persons: a surname or a given name alone means the person of the article who bears it. If
//! several bear it, each mention is decided by itself ([`super::ambiguous`]).

use super::similarity::{akin, alike, skeleton};
use super::spelling::Spelling;
use super::spelling_sets::SpellingRelation;
use super::state::{AmbiguousSpelling, SieveState};
use super::word_index::WordIndex;
use crate::engine::names::sound::phonetic_key;
use crate::news::mention::Kind;

/// A short form of a given name that is its beginning has at least so many bytes: `Alex` for Alexander.
const MIN_PREFIX: usize = 3;

/// The part of a full name that a short name matches, the least telling first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum MatchedPart {
    /// The beginning of the given name.
    GivenPrefix,
    /// The given name in another spelling.
    GivenAlike,
    /// The given name.
    Given,
    /// A later word in another spelling.
    SurnameAlike,
    /// A word between the given name and the last word, or half of a double surname.
    Middle,
    /// The last word.
    Surname,
}

impl MatchedPart {
    fn relation(self) -> SpellingRelation {
        match self {
            Self::Given | Self::GivenAlike | Self::GivenPrefix => SpellingRelation::Given,
            Self::SurnameAlike | Self::Middle | Self::Surname => SpellingRelation::Surname,
        }
    }
}

/// Unites each short name with the one person who bears it, and records it as ambiguous if several do. Short names that
/// nobody bears are united with each other where they are spellings of one name.
pub fn unite(state: &mut SieveState) {
    let (full_names, short_names) = index(state);
    let mut without_bearer = WordIndex::default();
    for number in short_names {
        let Some(spelling) = state.spellings.get(number as usize) else { continue };
        let Some(word) = short_word(spelling).map(str::to_owned) else { continue };
        let bearers = find_bearers(state, &full_names, number, &word);
        match bearers.as_slice() {
            [] => {
                let sound = phonetic_key(&word);
                let mut others = without_bearer.with(&sound).iter().copied();
                if let Some(other) = others.find(|&other| may_be_variants(state, number, other)) {
                    state.sets.unite(number, other, SpellingRelation::Variant);
                }
                without_bearer.add(&sound, number);
            }
            [(one, part)] => {
                state.sets.unite(number, *one, part.relation());
            }
            [(_, part), ..] => state.ambiguous.push(AmbiguousSpelling {
                spelling: number,
                candidates: bearers.iter().map(|&(n, _)| n).collect(),
                relation: part.relation(),
            }),
        }
    }
}

/// Indexes the words of the full names, under all keys by which a short name is looked up, and lists the short names.
fn index(state: &SieveState) -> (WordIndex, Vec<u32>) {
    let (mut full_names, mut short_names) = (WordIndex::default(), Vec::new());
    for (number, spelling) in state.of_kind(Kind::Person) {
        if spelling.content_words().count() < 2 || is_given_and_patronymic(spelling) {
            short_names.push(number);
            continue;
        }
        let mut before: Option<&str> = None;
        for word in spelling.content_words() {
            full_names.add(&phonetic_key(&word.text), number);
            if let Some(skeleton) = skeleton(&word.text) {
                full_names.add(&skeleton, number);
            }
            if let Some(before) = before.replace(&word.text) {
                full_names.add(&phonetic_key(&format!("{before}{}", word.text)), number);
            }
        }
        for word in spelling.joined().into_iter().flatten() {
            full_names.add(&phonetic_key(&word.text), number);
        }
        if let Some(key) = spelling.content_words().next().and_then(|w| prefix_key(&w.text)) {
            full_names.add(&key, number);
        }
    }
    (full_names, short_names)
}

/// The key of the beginning of a word; `None` if the word is too short.
fn prefix_key(word: &str) -> Option<String> {
    word.get(..MIN_PREFIX).map(|prefix| format!("{prefix}~"))
}

/// The word of a short name by which it is compared.
fn short_word(spelling: &Spelling) -> Option<&str> {
    spelling.content_words().next().or(spelling.words.first()).map(|w| w.text.as_str())
}

/// The persons who bear a short name: by the sound of the word, else by its consonants, else by its beginning.
fn find_bearers(state: &SieveState, full_names: &WordIndex, number: u32, word: &str) -> Vec<(u32, MatchedPart)> {
    let keys = [Some(phonetic_key(word)), skeleton(word), prefix_key(word)];
    let by_key = keys.iter().flatten().map(|key| bearers(state, full_names.with(key), number));
    by_key.into_iter().find(|bearers| !bearers.is_empty()).unwrap_or_default()
}

/// One spelling for each person, among `candidates`, whose name the short one matches in the most telling part that any
/// name of them has.
fn bearers(state: &SieveState, candidates: &[u32], number: u32) -> Vec<(u32, MatchedPart)> {
    let Some(short) = state.spellings.get(number as usize) else { return Vec::new() };
    let mut out: Vec<(u32, MatchedPart)> = Vec::new();
    for &other in candidates {
        let full = state.spellings.get(other as usize);
        let Some(part) = full.and_then(|full| matched_part(short, full)) else { continue };
        if state.sexes_differ(number, other) {
            continue;
        }
        if let Some(known) = out.iter_mut().find(|(n, _)| state.sets.find(*n) == state.sets.find(other)) {
            known.1 = known.1.max(part);
        } else {
            out.push((other, part));
        }
    }
    let best = out.iter().map(|(_, part)| *part).max();
    out.retain(|(_, part)| Some(*part) == best);
    out
}

/// Whether two short names of one sound may name one person. Equal spellings do not: the first sieve kept them apart.
fn may_be_variants(state: &SieveState, a: u32, b: u32) -> bool {
    let spelling = |n: u32| state.spellings.get(n as usize);
    let kept_apart = spelling(a).zip(spelling(b)).is_some_and(|(a, b)| a.words == b.words && a.suffix == b.suffix);
    !state.sexes_differ(a, b) && !kept_apart
}

/// Whether a name is a given name with a patronymic, the Russian form of address: `Gennady Alekseyevich`. It is short: a
/// full name has a surname.
fn is_given_and_patronymic(spelling: &Spelling) -> bool {
    let mut words = spelling.content_words();
    let (Some(_), Some(last), None) = (words.next(), words.next(), words.next()) else { return false };
    ["evich", "ovich", "yevich", "ovna", "evna", "yevna"].iter().any(|end| last.text.ends_with(end))
}

/// The most telling part of a full name that a short name matches.
fn matched_part(short: &Spelling, full: &Spelling) -> Option<MatchedPart> {
    let word = short_word(short)?;
    let last = full.content_words().count() - 1;
    let mut best = None;
    let mut before = "";
    for (number, other) in full.content_words().enumerate() {
        let part = if other.text == word {
            match number {
                0 => Some(MatchedPart::Given),
                // Half of a double surname tells less than the whole surname of somebody else.
                n if n == last && !other.hyphenated => Some(MatchedPart::Surname),
                _ => Some(MatchedPart::Middle),
            }
        } else if !other.initial && (alike(word, &other.text) || number > 0 && akin(word, &other.text)) {
            Some(if number == 0 { MatchedPart::GivenAlike } else { MatchedPart::SurnameAlike })
        } else if !before.is_empty() && word.strip_prefix(before) == Some(other.text.as_str()) {
            // Two words of the full name, written as one: `Jongun` for Kim Jong Un.
            Some(if number == 1 { MatchedPart::Given } else { MatchedPart::Surname })
        } else if number == 0 && word.len() >= MIN_PREFIX && other.text.starts_with(word) {
            Some(MatchedPart::GivenPrefix)
        } else {
            None
        };
        before = &other.text;
        best = best.max(part);
    }
    let joined = || full.joined().is_some_and(|words| words.last().is_some_and(|last| last.text == word));
    if best.is_none() && joined() { Some(MatchedPart::Surname) } else { best }
}

//! The sieve of short names of persons: a surname or a given name alone is the person who bears it here. Where several
//! bear it, each mention is the one its title fits, else the one named first.

use super::likeness::{akin, alike, skeleton, sound};
use super::spelling::Spelling;
use super::spelling_sets::SpellingRelation;
use super::state::{AmbiguousSpelling, SieveState};
use super::word_index::WordIndex;
use crate::news::mention::Kind;

/// Where in a fuller name the short one stands, least telling first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Pet,
    GivenAlike,
    Given,
    SurnameAlike,
    Middle,
    Surname,
}

impl Part {
    fn tie(self) -> SpellingRelation {
        match self {
            Self::Given | Self::GivenAlike | Self::Pet => SpellingRelation::Given,
            _ => SpellingRelation::Surname,
        }
    }
}

/// Ties the short names that one person bears; leaves a [`AmbiguousSpelling`] where several do.
pub fn unite(state: &mut SieveState) {
    let (mut index, mut short) = (WordIndex::default(), Vec::new());
    for (number, spelling) in state.of_kind(Kind::Person) {
        if spelling.content().count() > 1 && !by_patronymic(spelling) {
            let mut before: Option<&str> = None;
            for word in spelling.content() {
                index.add(&sound(&word.text), number);
                if let Some(bones) = skeleton(&word.text) {
                    index.add(&bones, number);
                }
                if let Some(before) = before.replace(&word.text) {
                    index.add(&sound(&format!("{before}{}", word.text)), number);
                }
            }
            for word in spelling.bound().into_iter().flatten() {
                index.add(&sound(&word.text), number);
            }
            if let Some(given) = spelling.content().next().and_then(|w| w.text.get(..3)) {
                index.add(&format!("{given}~"), number);
            }
        } else {
            short.push(number);
        }
    }
    let mut alone = WordIndex::default();
    for number in short {
        let Some(spelling) = state.spellings.get(number as usize) else { continue };
        let Some(word) = spelling.content().next().or(spelling.words.first()).map(|w| w.text.clone()) else { continue };
        let mut bearers = bearers(state, spelling, index.with(&sound(&word)), number);
        if bearers.is_empty()
            && let Some(bones) = skeleton(&word)
        {
            bearers = self::bearers(state, spelling, index.with(&bones), number);
        }
        if bearers.is_empty()
            && let Some(given) = word.get(..3)
        {
            bearers = self::bearers(state, spelling, index.with(&format!("{given}~")), number);
        }
        match bearers.as_slice() {
            [] => {
                // Nobody is named in full: another spelling of the same short name.
                let parted = |o: u32| {
                    state
                        .spellings
                        .get(o as usize)
                        .is_some_and(|s| s.words == spelling.words && s.suffix == spelling.suffix)
                };
                let mut like = alone.with(&sound(&word)).iter().copied();
                let like = like.find(|&o| !state.sexes_differ(number, o) && !parted(o));
                if let Some(other) = like {
                    state.sets.unite(number, other, SpellingRelation::Variant);
                }
                alone.add(&sound(&word), number);
            }
            [(one, part)] => {
                state.sets.unite(number, *one, part.tie());
            }
            [(_, part), ..] => {
                let among = bearers.iter().map(|&(n, _)| n).collect();
                state.ambiguous.push(AmbiguousSpelling { spelling: number, candidates: among, relation: part.tie() });
            }
        }
    }
}

/// One spelling for each person in whose name the word stands in the most telling part.
fn bearers(state: &SieveState, short: &Spelling, candidates: &[u32], number: u32) -> Vec<(u32, Part)> {
    let mut out: Vec<(u32, Part)> = Vec::new();
    for &other in candidates {
        let Some(part) = state.spellings.get(other as usize).and_then(|full| part(short, full)) else { continue };
        if state.sexes_differ(number, other) {
            continue;
        }
        if let Some(known) = out.iter_mut().find(|(n, _)| state.sets.find(*n) == state.sets.find(other)) {
            known.1 = known.1.max(part);
        } else {
            out.push((other, part));
        }
    }
    let most = out.iter().map(|(_, part)| *part).max();
    out.retain(|(_, part)| Some(*part) == most);
    out
}

/// A given name and a patronymic, as one is addressed in Russian: `Gennady Alekseyevich`.
fn by_patronymic(spelling: &Spelling) -> bool {
    let mut words = spelling.content();
    let (Some(_), Some(last), None) = (words.next(), words.next(), words.next()) else { return false };
    ["evich", "ovich", "yevich", "ovna", "evna", "yevna"].iter().any(|end| last.text.ends_with(end))
}

fn part(short: &Spelling, full: &Spelling) -> Option<Part> {
    let word = &short.content().next().or(short.words.first())?.text;
    let last = full.content().count() - 1;
    let mut best = None;
    let mut before = "";
    for (number, other) in full.content().enumerate() {
        let part = if other.text == *word {
            match number {
                0 => Part::Given,
                // Half of a double name is less than the name of somebody else.
                n if n == last && !other.tied => Part::Surname,
                _ => Part::Middle,
            }
        } else if !other.initial && (alike(word, &other.text) || number > 0 && akin(word, &other.text)) {
            if number == 0 { Part::GivenAlike } else { Part::SurnameAlike }
        } else if word.strip_prefix(before).is_some_and(|rest| !before.is_empty() && rest == other.text) {
            if number == 1 { Part::Given } else { Part::Surname }
        } else if number == 0 && word.len() >= 3 && other.text.starts_with(word.as_str()) {
            Part::Pet
        } else {
            before = &other.text;
            continue;
        };
        before = &other.text;
        best = best.max(Some(part));
    }
    let bound = || full.bound().is_some_and(|words| words.last().is_some_and(|last| last.text == *word));
    if best.is_none() && bound() { Some(Part::Surname) } else { best }
}

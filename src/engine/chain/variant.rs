//! The sieve of full names of persons: a name of two words or more is united with a longer one into which it fits, by
//! spelling, initials or pet forms, unless it fits the name of another person as well.

use std::collections::HashSet;

use super::similarity::{NameFit, person_fit, skeleton};
use super::spelling_sets::SpellingRelation;
use super::state::SieveState;
use super::word_index::WordIndex;
use crate::engine::names::sound::phonetic_key;
use crate::news::mention::Kind;

/// Unites each full name with the one that it fits best.
pub fn unite(state: &mut SieveState) {
    let mut full: Vec<(usize, u32)> =
        state.of_kind(Kind::Person).map(|(n, s)| (s.content_words().count(), n)).collect();
    full.retain(|&(words, _)| words > 1);
    // The longest names come first, so that the index holds those into which a name can fit.
    full.sort_by_key(|&(words, n)| (std::cmp::Reverse(words), n));
    let mut index = WordIndex::default();
    for (_, number) in full {
        if let Some((fuller, _)) = best(state, &index, number) {
            state.sets.unite(number, fuller, SpellingRelation::Variant);
        }
        if let Some(spelling) = state.spellings.get(number as usize) {
            for word in spelling.content_words() {
                index.add(&phonetic_key(&word.text), number);
                if let Some(skeleton) = skeleton(&word.text) {
                    index.add(&skeleton, number);
                }
            }
        }
    }
}

/// The longer name that a name fits best; `None` if it fits the names of two persons equally well.
fn best(state: &SieveState, index: &WordIndex, number: u32) -> Option<(u32, NameFit)> {
    let spelling = state.spellings.get(number as usize)?;
    let mut best: Option<(u32, NameFit)> = None;
    let mut rivals = false;
    // Names that share several words are in several lists.
    let mut compared = HashSet::new();
    for word in spelling.content_words() {
        let (sound, skeleton) = (phonetic_key(&word.text), skeleton(&word.text).unwrap_or_default());
        for &other in index.with(&sound).iter().chain(index.with(&skeleton)) {
            if !compared.insert(other) {
                continue;
            }
            let Some(fit) = state.spellings.get(other as usize).and_then(|long| person_fit(spelling, long)) else {
                continue;
            };
            if fit == NameFit::Loose || state.sexes_differ(number, other) {
                continue;
            }
            match best {
                Some((known, before)) if state.sets.find(known) == state.sets.find(other) => {
                    best = Some((known, before.max(fit)));
                }
                Some((_, before)) if before > fit => {}
                Some((_, before)) if before == fit => rivals = true,
                _ => {
                    best = Some((other, fit));
                    rivals = false;
                }
            }
        }
    }
    best.filter(|_| !rivals)
}

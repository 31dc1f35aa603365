//! The sieve of fuller names of persons: two names of two words or more are one where the shorter fits into the longer,
//! by spelling, an initial or a pet form, and into no other person's as well.

use super::likeness::{Fit, person_fit, skeleton, sound};
use super::spelling_sets::SpellingRelation;
use super::state::SieveState;
use super::word_index::WordIndex;
use crate::news::mention::Kind;

/// Ties what fits only one way.
pub fn unite(state: &mut SieveState) {
    let mut full: Vec<(usize, u32)> = state.of_kind(Kind::Person).map(|(n, s)| (s.content().count(), n)).collect();
    full.retain(|&(words, _)| words > 1);
    // Longer first: a shorter one is tied to what has been read.
    full.sort_by_key(|&(words, n)| (std::cmp::Reverse(words), n));
    let mut index = WordIndex::default();
    for (_, number) in full {
        if let Some((fuller, _)) = best(state, &index, number) {
            state.sets.unite(number, fuller, SpellingRelation::Variant);
        }
        if let Some(spelling) = state.spellings.get(number as usize) {
            for word in spelling.content() {
                index.add(&sound(&word.text), number);
                if let Some(bones) = skeleton(&word.text) {
                    index.add(&bones, number);
                }
            }
        }
    }
}

/// The one person whose name this one fits best; none where two fit equally well.
fn best(state: &SieveState, index: &WordIndex, number: u32) -> Option<(u32, Fit)> {
    let spelling = state.spellings.get(number as usize)?;
    let mut best: Option<(u32, Fit)> = None;
    let mut rivals = false;
    for word in spelling.content() {
        let (sounds, bones) = (sound(&word.text), skeleton(&word.text).unwrap_or_default());
        for &other in index.with(&sounds).iter().chain(index.with(&bones)) {
            let Some(fit) = state.spellings.get(other as usize).and_then(|long| person_fit(spelling, long)) else {
                continue;
            };
            if fit == Fit::Loose || state.sexes_differ(number, other) {
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

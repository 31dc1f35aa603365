//! The sieve of short forms: `the Council` for the Security Council, `Halcyon Trust` for Halcyon Trust Bank, `Interior Ministry`
//! for the Ministry of the Interior. Institutions and events.

use super::likeness::run_in;
use super::spelling::{Spelling, is_small};
use super::spelling_sets::SpellingRelation;
use super::state::{AmbiguousSpelling, SieveState};
use super::word_index::WordIndex;
use crate::engine::lexicon::institution_words::{self, INSTITUTION_WORDS};
use crate::news::mention::Kind;

/// Ties short forms that fit one body; leaves a [`AmbiguousSpelling`] where they fit several.
pub fn unite(state: &mut SieveState) {
    for kind in [Kind::Institution, Kind::Event] {
        let mut all: Vec<(usize, u32)> = state.of_kind(kind).map(|(n, s)| (s.content().count(), n)).collect();
        all.sort_by_key(|&(words, n)| (std::cmp::Reverse(words), n));
        let mut index = WordIndex::default();
        for (words, number) in all {
            let Some(spelling) = state.spellings.get(number as usize) else { continue };
            let mut among: Vec<u32> = Vec::new();
            if words > 0 {
                for &other in candidates(&index, spelling) {
                    let fits = state.spellings.get(other as usize).is_some_and(|long| is_short_for(spelling, long));
                    if fits && !among.iter().any(|&n| state.sets.find(n) == state.sets.find(other)) {
                        among.push(other);
                    }
                }
            }
            for word in spelling.content() {
                index.add(&word.text, number);
            }
            match among.as_slice() {
                [] => {}
                [one] => {
                    state.sets.unite(number, *one, SpellingRelation::Head);
                }
                _ => state.ambiguous.push(AmbiguousSpelling {
                    spelling: number,
                    candidates: among,
                    relation: SpellingRelation::Head,
                }),
            }
        }
    }
}

/// Names that have the rarest of its words.
fn candidates<'a>(index: &'a WordIndex, spelling: &Spelling) -> &'a [u32] {
    spelling.content().map(|w| index.with(&w.text)).min_by_key(|list| list.len()).unwrap_or(&[])
}

fn is_short_for(short: &Spelling, long: &Spelling) -> bool {
    let (a, b) = (short.content().count(), long.content().count());
    if a == b {
        // Ministry of the Interior, Interior Ministry.
        let bag = |s: &Spelling| {
            let mut words: Vec<String> = s.content().map(|w| w.text.clone()).collect();
            words.sort();
            words
        };
        let same = || short.content().map(|w| &w.text).eq(long.content().map(|w| &w.text));
        return a > 1 && (same() || bodied(short) && bodied(long) && bag(short) == bag(long));
    }
    let Some(at) = run_in(short, long) else { return turned(short, long) };
    let acronym = short.acronym().is_some() && !short.shouted;
    if at + a == b {
        // Not the owner at the end: Bank of England is not England, University of Texas is not Texas.
        let joint = long.words.len().checked_sub(short.words.len() + 1).and_then(|n| long.words.get(n));
        let owned = joint.is_some_and(|w| is_small(&w.text));
        return !owned && !acronym;
    }
    let last = short.content().next_back().map_or("", |w| w.text.as_str());
    let follows = long.words.get(at + short.words.len()).map_or("", |w| w.text.as_str());
    let tail = long.content().next_back().map_or("", |w| w.text.as_str());
    if at == 0 {
        if is_small(follows) && follows != "and" {
            return is_head(last);
        }
        if matches!(tail, "party" | "movement") && b == a + 1 {
            return true;
        }
        // What begins with the name of a body and ends in a head is a body of that body, unless the head says only
        // what it is.
        let parent = short.content().any(|w| is_head(&w.text)) || is_head(tail) && !says_only(tail);
        let vague = a == 1 && is_common(last) || acronym && !says_only(tail) && long.legal.is_empty();
        return !parent && !vague || says_only(tail) && b == a + 1 && !vague && !is_body(last);
    }
    // In the middle: Iraqi [Interior Ministry] Press Office is not the ministry; [Indian] National Congress [of …] is.
    is_small(follows) && is_head(last)
}

/// Heads that only say what kind of firm it is.
fn says_only(word: &str) -> bool {
    INSTITUTION_WORDS.has(word, institution_words::KIND)
}

/// `Health Ministry` for the Ministry of Health and Welfare or the Iraqi Ministry of Health: the head first in one, last in
/// the other, and what stands with it agrees.
fn turned(short: &Spelling, long: &Spelling) -> bool {
    let words = |s: &Spelling| s.content().map(|w| w.text.clone()).collect::<Vec<_>>();
    let (a, b) = (words(short), words(long));
    if a.len() < 2 {
        return false;
    }
    let (Some(first), Some(last)) = (a.first(), a.last()) else { return false };
    if !a.iter().all(|w| b.contains(w)) {
        return false;
    }
    if is_body(last) {
        let mut words = long.words.iter().skip_while(|w| w.text != *last);
        return words.nth(1).is_some_and(|w| matches!(w.text.as_str(), "of" | "for"));
    }
    is_body(first) && b.last() == Some(first)
}

/// Whether a body is among its words.
fn bodied(s: &Spelling) -> bool {
    s.content().any(|w| is_body(&w.text))
}

/// Heads whose modifier may stand before or after: Ministry of X, X Ministry.
fn is_body(word: &str) -> bool {
    INSTITUTION_WORDS.has(word, institution_words::TURNS)
}

/// Nouns that are the head of an institution's name: what stands after one, but for `of`, is part of a body of its own.
pub fn is_head(word: &str) -> bool {
    INSTITUTION_WORDS.has(word, institution_words::NOUN)
}

/// Words too common to mean a body by themselves at the beginning of its name.
fn is_common(word: &str) -> bool {
    matches!(
        word,
        "united"
            | "national"
            | "international"
            | "federal"
            | "royal"
            | "central"
            | "first"
            | "new"
            | "american"
            | "european"
            | "african"
            | "general"
            | "democratic"
            | "republican"
            | "islamic"
            | "supreme"
            | "high"
            | "world"
            | "global"
            | "public"
            | "state"
            | "people"
            | "peoples"
            | "social"
            | "free"
            | "human"
            | "economic"
            | "british"
            | "chinese"
            | "russian"
            | "indian"
            | "arab"
    )
}

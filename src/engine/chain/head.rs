//! The sieve of short forms of institutions and events: `the Council` for the Security Council, `Halcyon Trust` for Halcyon
//! Trust Bank, `Interior Ministry` for the Ministry of the Interior.

use super::similarity::position_in;
use super::spelling::{Spelling, is_small};
use super::spelling_sets::SpellingRelation;
use super::state::{AmbiguousSpelling, SieveState};
use super::word_index::WordIndex;
use crate::engine::lexicon::institution_words::{self, INSTITUTION_WORDS};
use crate::news::mention::Kind;

/// Unites each short form with the one longer name that it fits, and records it as ambiguous if it fits several.
pub fn unite(state: &mut SieveState) {
    for kind in [Kind::Institution, Kind::Event] {
        let mut all: Vec<(usize, u32)> = state.of_kind(kind).map(|(n, s)| (s.content_words().count(), n)).collect();
        // The longest names come first, so that the index holds those that a name can be short for.
        all.sort_by_key(|&(words, n)| (std::cmp::Reverse(words), n));
        let mut index = WordIndex::default();
        for (words, number) in all {
            let Some(spelling) = state.spellings.get(number as usize) else { continue };
            let mut fitting: Vec<u32> = Vec::new();
            if words > 0 {
                for &other in candidates(&index, spelling) {
                    let fits = state.spellings.get(other as usize).is_some_and(|long| is_short_for(spelling, long));
                    if fits && !fitting.iter().any(|&n| state.sets.find(n) == state.sets.find(other)) {
                        fitting.push(other);
                    }
                }
            }
            for word in spelling.content_words() {
                index.add(&word.text, number);
            }
            match fitting.as_slice() {
                [] => {}
                [one] => {
                    state.sets.unite(number, *one, SpellingRelation::Head);
                }
                _ => state.ambiguous.push(AmbiguousSpelling {
                    spelling: number,
                    candidates: fitting,
                    relation: SpellingRelation::Head,
                }),
            }
        }
    }
}

/// The names that hold the rarest word of a spelling.
fn candidates<'a>(index: &'a WordIndex, spelling: &Spelling) -> &'a [u32] {
    spelling.content_words().map(|w| index.with(&w.text)).min_by_key(|list| list.len()).unwrap_or(&[])
}

/// Whether `short` can stand for `long`, which has at least as many words.
fn is_short_for(short: &Spelling, long: &Spelling) -> bool {
    let (a, b) = (short.content_words().count(), long.content_words().count());
    if a == b {
        // Equal words in any order name one body: Ministry of the Interior, Interior Ministry.
        let sorted = |s: &Spelling| {
            let mut words: Vec<String> = s.content_words().map(|w| w.text.clone()).collect();
            words.sort();
            words
        };
        let same = || short.content_words().map(|w| &w.text).eq(long.content_words().map(|w| &w.text));
        return a > 1
            && (same() || holds_turning_head(short) && holds_turning_head(long) && sorted(short) == sorted(long));
    }
    let Some(at) = position_in(short, long) else { return is_turned(short, long) };
    let acronym = short.acronym().is_some() && !short.only_all_caps;
    if at + a == b {
        // The end of a name, but not what follows "of": Texas is not the University of Texas.
        let before = long.words.len().checked_sub(short.words.len() + 1).and_then(|n| long.words.get(n));
        return !acronym && before.is_none_or(|w| !is_small(&w.text));
    }
    let last = short.content_words().next_back().map_or("", |w| w.text.as_str());
    let follows = long.words.get(at + short.words.len()).map_or("", |w| w.text.as_str());
    let long_last = long.content_words().next_back().map_or("", |w| w.text.as_str());
    if at == 0 {
        if is_small(follows) && follows != "and" {
            return is_head(last);
        }
        if matches!(long_last, "party" | "movement") && b == a + 1 {
            return true;
        }
        // A name that begins with the name of a body and ends in a head is another body, part of the first (`Interior
        // Ministry Press Office`), unless that head tells only its sort (`Halcyon Trust Bank`).
        let part_of_body =
            short.content_words().any(|w| is_head(&w.text)) || is_head(long_last) && !tells_sort(long_last);
        let vague = a == 1 && is_common(last) || acronym && !tells_sort(long_last) && long.legal_form.is_empty();
        return !part_of_body && !vague || tells_sort(long_last) && b == a + 1 && !vague && !is_turning_head(last);
    }
    // In the middle: the Iraqi [Interior Ministry] Press Office is not the ministry, the Indian [National Congress] of X is.
    is_small(follows) && is_head(last)
}

/// Whether a head tells only of what sort a body is: `group`, `bank`.
fn tells_sort(word: &str) -> bool {
    INSTITUTION_WORDS.has(word, institution_words::KIND)
}

/// Whether the head is first in one name and last in the other, and the longer one holds all words of the shorter: `Health
/// Ministry` for the Ministry of Health and Welfare or the Iraqi Ministry of Health.
fn is_turned(short: &Spelling, long: &Spelling) -> bool {
    let words = |s: &Spelling| s.content_words().map(|w| w.text.clone()).collect::<Vec<_>>();
    let (a, b) = (words(short), words(long));
    if a.len() < 2 {
        return false;
    }
    let (Some(first), Some(last)) = (a.first(), a.last()) else { return false };
    if !a.iter().all(|w| b.contains(w)) {
        return false;
    }
    if is_turning_head(last) {
        let mut words = long.words.iter().skip_while(|w| w.text != *last);
        return words.nth(1).is_some_and(|w| matches!(w.text.as_str(), "of" | "for"));
    }
    is_turning_head(first) && b.last() == Some(first)
}

fn holds_turning_head(s: &Spelling) -> bool {
    s.content_words().any(|w| is_turning_head(&w.text))
}

/// Whether a word is a head whose modifier can stand before or after it: Ministry of X, X Ministry.
fn is_turning_head(word: &str) -> bool {
    INSTITUTION_WORDS.has(word, institution_words::TURNS)
}

/// Whether a word is the head noun of names of institutions. What follows it, but for `of`, names a body within that body.
pub fn is_head(word: &str) -> bool {
    INSTITUTION_WORDS.has(word, institution_words::NOUN)
}

/// Whether a word is too common to stand alone for a body whose name it begins.
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

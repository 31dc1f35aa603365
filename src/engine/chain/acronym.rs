//! The two sieves of acronyms and aliases: those that the text defines, `Federal Bureau of Investigation (FBI)`, and those
//! whose letters are the initials of a name.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use super::similarity::alike;
use super::spelling::{Spelling, is_small};
use super::spelling_sets::SpellingRelation;
use super::state::{AmbiguousSpelling, SieveState};
use crate::engine::input::DetectedMention;
use crate::news::mention::{Form, Kind};

/// The most names that are kept for one defined acronym.
const MAX_DEFINED: usize = 8;
/// The most names with one initial that an acronym is compared with.
const MAX_COMPARED: usize = 60;
/// The most words of a name from which an acronym is made. A longer "name" is a list.
const MAX_WORDS: usize = 12;
/// A word of this many bytes can be an acronym that is written like a word: `Ewura`, `Mepco`.
const SPOKEN_ACRONYM: RangeInclusive<usize> = 4..=9;
/// The most letters that a spoken acronym takes from one word: all of `Petro` in `Petrobras`. A spelt one takes one.
const MAX_LETTERS: usize = 6;
/// A word of at most so many bytes can lend all its letters, also to an acronym that is spelt: `US` in `USAID`.
const MAX_LENT: usize = 3;
/// Acronyms shorter than this are spelt: each word gives one letter. They are too short to tell otherwise.
const MIN_SPOKEN: usize = 4;

/// Unites names with the acronyms or aliases that the text sets beside them: `European Central Bank (ECB)`, `X, better known
/// as Y`. An acronym that stands beside the names of two bodies is ambiguous.
pub fn unite_defined(state: &mut SieveState) {
    let mut defined: Vec<(u32, Vec<u32>)> = Vec::new();
    let mut place: HashMap<u32, usize> = HashMap::new();
    let mut last: Option<(usize, DetectedMention)> = None;
    for (number, &found) in state.mentions.iter().enumerate() {
        if found.form != Form::Name {
            continue;
        }
        if let Some((before, name)) = last.replace((number, found))
            && name.kind == found.kind
            && let Some(between) = state.between(&name, &found)
            && let (Some(a), Some(b)) = (state.spelling_of(before), state.spelling_of(number))
            && (in_parentheses(state, between, &found) && defines(state, a, b) || says_alias(between))
        {
            let at = *place.entry(b).or_insert(defined.len());
            match defined.get_mut(at) {
                Some((_, names)) if names.contains(&a) || names.len() == MAX_DEFINED => {}
                Some((_, names)) => names.push(a),
                None => defined.push((b, vec![a])),
            }
        }
    }
    for (short, names) in defined {
        let Some((first, rest)) = names.split_first() else { continue };
        if rest.iter().any(|other| two_bodies(state, short, *first, *other)) {
            state.ambiguous.push(AmbiguousSpelling {
                spelling: short,
                candidates: names,
                relation: SpellingRelation::Defined,
            });
        } else {
            for name in names {
                state.sets.unite(short, name, SpellingRelation::Defined);
            }
        }
    }
}

/// Whether an acronym fits two names of institutions that each have a word the other lacks: they are two bodies, and not one
/// in two languages, of which the acronym fits only one.
fn two_bodies(state: &SieveState, acronym: u32, a: u32, b: u32) -> bool {
    let spelling = |n: u32| state.spellings.get(n as usize).filter(|s| s.kind == Kind::Institution);
    let (Some(acronym), Some(a), Some(b)) = (spelling(acronym), spelling(a), spelling(b)) else { return false };
    if !letters_fit(acronym, a) || !letters_fit(acronym, b) {
        return false;
    }
    let lacks = |x: &Spelling, y: &Spelling| {
        x.content_words()
            .take(MAX_WORDS)
            .any(|w| !y.content_words().take(MAX_WORDS).any(|v| v.text == w.text || alike(&v.text, &w.text)))
    };
    lacks(a, b) && lacks(b, a)
}

/// Whether a mention stands in brackets behind the one before it, at the beginning of the brackets.
fn in_parentheses(state: &SieveState, between: &str, found: &DetectedMention) -> bool {
    let open = matches!(between.trim(), "(" | "(\"" | "(“" | "[" | "('" | "(the");
    let after = state.text.get(found.span.end as usize..).unwrap_or("");
    open && matches!(after.trim_start_matches(['"', '”', '\'']).chars().next(), Some(')' | ']' | ',' | ';'))
}

/// Whether one of two names, of which the second stands in brackets behind the first, can be short for the other.
fn defines(state: &SieveState, a: u32, b: u32) -> bool {
    let (Some(a), Some(b)) = (state.spellings.get(a as usize), state.spellings.get(b as usize)) else {
        return false;
    };
    if a.kind == Kind::Person || a.kind == Kind::Place && b.kind == Kind::Place {
        return letters_fit(a, b) || letters_fit(b, a);
    }
    match (a.acronym(), b.acronym()) {
        (None, Some(_)) => a.words.len() > 1 || letters_fit(b, a),
        (Some(_), None) => b.words.len() > 1,
        // A name in another language, in full or as one word.
        (None, None) => a.words.len() > 1 || b.words.len() > 1,
        (Some(_), Some(_)) => false,
    }
}

/// Whether the letters of an acronym are initials of words of the name, in this order.
fn letters_fit(acronym: &Spelling, name: &Spelling) -> bool {
    let Some(letters) = acronym.acronym() else { return false };
    let mut firsts = name.words.iter().filter_map(|w| w.text.chars().next());
    letters.chars().all(|l| firsts.any(|f| f == l))
}

/// Whether the words between two names make the second an alias of the first: `, better known as`.
fn says_alias(between: &str) -> bool {
    let words = between.trim_matches([',', ' ', '"', '“', '(', '\'', '‘', '-', '—', '–', '\n']);
    matches!(
        words,
        "alias"
            | "aka"
            | "a.k.a."
            | "a.k.a"
            | "also known as"
            | "better known as"
            | "known as"
            | "nicknamed"
            | "formerly"
            | "formerly known as"
            | "alias the"
            | "better known by the name"
            | "popularly known as"
            | "known widely as"
            | "also called"
            | "who is also known as"
            | "otherwise known as"
            | "then known as"
            | "best known as"
            | "known simply as"
            | "born"
    )
}

/// Unites acronyms such as `FBI` and `Mepco`, and by-names such as `Pentagon`, with the one name of the article that they fit.
pub fn unite_initials(state: &mut SieveState) {
    for kind in [Kind::Institution, Kind::Event, Kind::Other, Kind::Place] {
        let mut by_letter: HashMap<char, Vec<u32>> = HashMap::new();
        let mut by_name: HashMap<&str, u32> = HashMap::new();
        let mut short: Vec<(u32, String)> = Vec::new();
        for (number, spelling) in state.of_kind(kind) {
            match spelling.words.as_slice() {
                [] => {}
                [word] => {
                    let spoken = kind == Kind::Institution && SPOKEN_ACRONYM.contains(&word.text.len());
                    if spelling.acronym().is_some() || spoken {
                        short.push((number, word.text.clone()));
                    }
                }
                [first, second, ..] => {
                    let mut letters: Vec<char> = [first, second].iter().filter_map(|w| w.text.chars().next()).collect();
                    letters.dedup();
                    for letter in letters {
                        by_letter.entry(letter).or_default().push(number);
                    }
                }
            }
            if let Some(name) = by_name_of(spelling) {
                by_name.entry(name).or_insert(number);
            }
        }
        let mut pairs = Vec::new();
        for (number, letters) in short {
            let one = by_name.get(letters.as_str()).copied().filter(|&n| n != number);
            if let Some(full) = one.or_else(|| only_match(state, &by_letter, number, &letters)) {
                pairs.push((number, full));
            }
        }
        for (number, full) in pairs {
            state.sets.unite(number, full, SpellingRelation::Acronym);
        }
    }
}

/// The name whose initials are `letters`; `None` if there is none, or there are several of different bodies.
fn only_match(state: &SieveState, by_letter: &HashMap<char, Vec<u32>>, number: u32, letters: &str) -> Option<u32> {
    let candidates = by_letter.get(&letters.chars().next()?)?;
    let acronym = state.spellings.get(number as usize)?;
    let mut found: Option<u32> = None;
    for &full in candidates.iter().take(MAX_COMPARED) {
        let Some(spelling) = state.spellings.get(full as usize) else { continue };
        if !stands_for(letters, acronym, spelling) {
            continue;
        }
        if found.is_some_and(|one| state.sets.find(one) != state.sets.find(full)) {
            return None;
        }
        found = found.or(Some(full));
    }
    found
}

/// Whether `letters` is made of beginnings of the words of a name.
///
/// An acronym of less than [`MIN_SPOKEN`] letters that is written as one takes one letter from each word that counts. Others
/// can take more: `Mepco` from Multan Electric Power Company. Small words may give a letter or none. A nationality at
/// the beginning, in Romance languages at the end, and a legal form may be left out.
fn stands_for(letters: &str, acronym: &Spelling, name: &Spelling) -> bool {
    let mut words: Vec<&str> = name.words.iter().take(MAX_WORDS).map(|w| w.text.as_str()).collect();
    let has_form = !name.legal_form.is_empty();
    if has_form {
        words.push(&name.legal_form);
    }
    let spelt = acronym.acronym().is_some_and(|a| a.len() < MIN_SPOKEN);
    let fits = |words: &[&str]| covers(letters, words, if spelt { 1 } else { MAX_LETTERS }, has_form);
    if (!spelt || letters.len() >= 2) && fits(&words) {
        return true;
    }
    let national = |w: &&str| {
        matches!(*w, "us" | "un" | "uk" | "eu" | "au")
            || ["an", "ese", "ish", "ic", "ch"].iter().any(|end| w.ends_with(end))
    };
    // Société nationale des chemins de fer français.
    let national_behind = |w: &&str| {
        ["ais", "aise", "ien", "ienne", "ano", "ana", "eno", "ena", "ol", "ola"].iter().any(|end| w.ends_with(end))
    };
    let (first, last) = (words.first().is_some_and(national), words.last().is_some_and(national_behind));
    letters.len() >= 3
        && words.len() > 2
        && (first && words.get(1..).is_some_and(fits)
            || last && letters.len() >= MIN_SPOKEN && words.get(..words.len() - 1).is_some_and(fits))
}

/// Whether `letters` is made of beginnings of `words` in their order, each of at most `most` letters. Small words may be left
/// out, and the last word if `last_optional`.
fn covers(letters: &str, words: &[&str], most: usize, last_optional: bool) -> bool {
    let Some((word, rest)) = words.split_first() else { return letters.is_empty() };
    if letters.is_empty() {
        return last_optional && rest.is_empty() || words.iter().all(|w| is_small(w));
    }
    if is_small(word) && covers(letters, rest, most, last_optional) {
        return true;
    }
    let longest = if word.len() <= MAX_LENT { word.len() } else { most };
    (1..=longest).any(|n| {
        let (Some(begin), Some(left)) = (word.get(..n), letters.get(n..)) else { return false };
        letters.starts_with(begin) && covers(left, rest, most, last_optional)
    })
}

/// The by-name or acronym of a well-known body that its initials do not give.
fn by_name_of(spelling: &Spelling) -> Option<&'static str> {
    const NAMES: &[(&str, &str)] = &[
        ("federal reserve", "fed"),
        ("us federal reserve", "fed"),
        ("defense department", "pentagon"),
        ("us defense department", "pentagon"),
        ("department of defense", "pentagon"),
        ("us department of defense", "pentagon"),
        ("revolutionary armed forces of colombia", "farc"),
        ("kurdistan workers party", "pkk"),
        ("group of eight", "g8"),
        ("group of seven", "g7"),
        ("group of 20", "g20"),
        ("group of twenty", "g20"),
        ("group of 77", "g77"),
        ("doctors without borders", "msf"),
        ("international committee of the red cross", "icrc"),
        ("world football governing body", "fifa"),
        ("basque homeland and freedom", "eta"),
        ("national liberation army", "eln"),
        ("state department", "foggy bottom"),
        ("central intelligence agency", "cia"),
        ("democratic society party", "dtp"),
        ("european central bank", "ecb"),
        ("shining path", "sendero luminoso"),
        ("international criminal police organization", "interpol"),
    ];
    if spelling.words.len() > 6 {
        return None;
    }
    let name: Vec<&str> = spelling.words.iter().map(|w| w.text.as_str()).collect();
    let name = name.join(" ");
    NAMES.iter().find(|(full, _)| *full == name).map(|(_, short)| *short)
}

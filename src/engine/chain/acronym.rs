//! The sieves of acronyms: one set beside its name in parentheses, and one whose letters are the first letters of a name.

use std::collections::HashMap;

use super::likeness::alike;
use super::spelling::{Spelling, is_small};
use super::spelling_sets::SpellingRelation;
use super::state::{AmbiguousSpelling, SieveState};
use crate::engine::input::DetectedMention;
use crate::news::mention::{Form, Kind};

/// Ties `Federal Bureau of Investigation (FBI)`, and persons `better known as`. Letters set beside the names of two bodies
/// are decided mention by mention.
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
                Some((_, names)) if names.contains(&a) || names.len() == MOST_BODIES => {}
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

/// How many names beside one acronym are kept.
const MOST_BODIES: usize = 8;

/// Whether the letters fit both of two names that have different words: two bodies, not one in two languages.
fn two_bodies(state: &SieveState, acronym: u32, a: u32, b: u32) -> bool {
    let spelling = |n: u32| state.spellings.get(n as usize).filter(|s| s.kind == Kind::Institution);
    let (Some(acronym), Some(a), Some(b)) = (spelling(acronym), spelling(a), spelling(b)) else { return false };
    if !letters_fit(acronym, a) || !letters_fit(acronym, b) {
        return false;
    }
    let lacks = |x: &Spelling, y: &Spelling| {
        x.content().take(12).any(|w| !y.content().take(12).any(|v| v.text == w.text || alike(&v.text, &w.text)))
    };
    lacks(a, b) && lacks(b, a)
}

fn in_parentheses(state: &SieveState, between: &str, found: &DetectedMention) -> bool {
    let open = matches!(between.trim(), "(" | "(\"" | "(“" | "[" | "('" | "(the");
    let after = state.text.get(found.span.end as usize..).unwrap_or("");
    open && matches!(after.trim_start_matches(['"', '”', '\'']).chars().next(), Some(')' | ']' | ',' | ';'))
}

/// Whether one of the two is short for the other.
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
        // A name of one language after that of another, in full or as one word.
        (None, None) => a.words.len() > 1 || b.words.len() > 1,
        (Some(_), Some(_)) => false,
    }
}

/// Whether the letters of the acronym stand in this order at beginnings of words of the name.
fn letters_fit(acronym: &Spelling, name: &Spelling) -> bool {
    let Some(letters) = acronym.acronym() else { return false };
    let mut firsts = name.words.iter().filter_map(|w| w.text.chars().next());
    letters.chars().all(|l| firsts.any(|f| f == l))
}

fn says_alias(between: &str) -> bool {
    let said = between.trim_matches([',', ' ', '"', '“', '(', '\'', '‘', '-', '—', '–', '\n']);
    matches!(
        said,
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

/// Ties `FBI`, `Mepco` and `Pentagon` to the one name here whose first letters they are, or whose by-name.
pub fn unite_initials(state: &mut SieveState) {
    for kind in [Kind::Institution, Kind::Event, Kind::Other, Kind::Place] {
        let mut by_letter: HashMap<char, Vec<u32>> = HashMap::new();
        let mut by_name: HashMap<&str, u32> = HashMap::new();
        let mut short: Vec<(u32, String)> = Vec::new();
        for (number, spelling) in state.of_kind(kind) {
            match spelling.words.as_slice() {
                [] => {}
                [word] => {
                    // Ewura, Mepco: written as a word once it is one.
                    if spelling.acronym().is_some() || kind == Kind::Institution && (4..=9).contains(&word.text.len()) {
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
        let mut ties = Vec::new();
        for (number, letters) in short {
            let one = by_name.get(letters.as_str()).copied().filter(|&n| n != number);
            if let Some(full) = one.or_else(|| the_one(state, &by_letter, number, &letters)) {
                ties.push((number, full));
            }
        }
        for (number, full) in ties {
            state.sets.unite(number, full, SpellingRelation::Acronym);
        }
    }
}

/// How many names of one letter are looked at.
const MOST: usize = 60;

/// The one name, or the one body under several, that the letters fit.
fn the_one(state: &SieveState, by_letter: &HashMap<char, Vec<u32>>, number: u32, letters: &str) -> Option<u32> {
    let candidates = by_letter.get(&letters.chars().next()?)?;
    let acronym = state.spellings.get(number as usize)?;
    let mut found: Option<u32> = None;
    for &full in candidates.iter().take(MOST) {
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

/// Whether the letters are made of beginnings of the words of a name: of each that counts one letter or, in words such as
/// `Mepco`, more; small words may have their letter too; a nationality before and a legal form after may go without.
fn stands_for(letters: &str, acronym: &Spelling, name: &Spelling) -> bool {
    let mut words: Vec<&str> = Vec::new();
    // Longer names than any institution's are lists, and would cost.
    for word in name.words.iter().take(12) {
        words.push(&word.text);
    }
    if !name.legal.is_empty() {
        words.push(&name.legal);
    }
    let strict = acronym.acronym().is_some_and(|a| a.len() < 4);
    let fits = |words: &[&str]| covers(letters, words, if strict { 1 } else { 6 }, !name.legal.is_empty());
    let whole = !strict || letters.len() >= 2;
    if whole && fits(&words) {
        return true;
    }
    let national = |w: &&str| {
        matches!(*w, "us" | "un" | "uk" | "eu" | "au")
            || ["an", "ese", "ish", "ic", "ch"].iter().any(|end| w.ends_with(end))
    };
    // Behind the name in Romance languages: Société nationale des chemins de fer français.
    let behind = |w: &&str| {
        ["ais", "aise", "ien", "ienne", "ano", "ana", "eno", "ena", "ol", "ola"].iter().any(|end| w.ends_with(end))
    };
    let (first, last) = (words.first().is_some_and(national), words.last().is_some_and(behind));
    letters.len() >= 3
        && words.len() > 2
        && (first && words.get(1..).is_some_and(fits)
            || last && letters.len() >= 4 && words.get(..words.len() - 1).is_some_and(fits))
}

/// Whether `letters` is made of beginnings of `words` in order, each at most `most` letters long; small words may be
/// passed over, and the last one where `open`.
fn covers(letters: &str, words: &[&str], most: usize, open: bool) -> bool {
    let Some((word, rest)) = words.split_first() else { return letters.is_empty() };
    if letters.is_empty() {
        return open && rest.is_empty() || words.iter().all(|w| is_small(w));
    }
    if is_small(word) && covers(letters, rest, most, open) {
        return true;
    }
    // A word in capitals within the name (UN, US) brings all its letters.
    let longest = if word.len() <= 3 { word.len() } else { most };
    (1..=longest).any(|n| {
        let (Some(begin), Some(left)) = (word.get(..n), letters.get(n..)) else { return false };
        letters.starts_with(begin) && covers(left, rest, most, open)
    })
}

/// The by-name under which a body of the world is spoken of, where its letters do not tell.
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

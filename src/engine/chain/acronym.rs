//! The sieves of acronyms: one set beside its name in parentheses, and one whose letters are the first letters of a name.

use std::collections::HashMap;

use super::spelling::{Spelling, is_small};
use super::ties::Tie;
use super::{Article, Found};
use crate::news::mention::{Form, Kind};

/// Ties `Federal Bureau of Investigation (FBI)`, and persons `better known as`.
pub fn tie_defined(article: &mut Article) {
    let mut last: Option<(usize, Found)> = None;
    for (number, &found) in article.found.iter().enumerate() {
        if found.form != Form::Name {
            continue;
        }
        if let Some((before, name)) = last.replace((number, found))
            && name.kind == found.kind
            && let Some(between) = article.between(&name, &found)
            && let (Some(a), Some(b)) = (article.spelling_of(before), article.spelling_of(number))
            && (in_parentheses(article, between, &found) && defines(article, a, b) || says_alias(between))
        {
            article.ties.tie(b, a, Tie::Defined);
        }
    }
}

fn in_parentheses(article: &Article, between: &str, found: &Found) -> bool {
    let open = matches!(between.trim(), "(" | "(\"" | "(“" | "[" | "('" | "(the");
    let after = article.text.get(found.span.end as usize..).unwrap_or("");
    open && matches!(after.trim_start_matches(['"', '”', '\'']).chars().next(), Some(')' | ']' | ',' | ';'))
}

/// Whether one of the two is short for the other.
fn defines(article: &Article, a: u32, b: u32) -> bool {
    let (Some(a), Some(b)) = (article.spellings.get(a as usize), article.spellings.get(b as usize)) else {
        return false;
    };
    if a.kind == Kind::Person || a.kind == Kind::Place && b.kind == Kind::Place {
        return letters_fit(a, b) || letters_fit(b, a);
    }
    match (a.acronym(), b.acronym()) {
        (None, Some(_)) => a.words.len() > 1 || letters_fit(b, a),
        (Some(_), None) => b.words.len() > 1,
        // A name of one language after that of another: both in full.
        (None, None) => a.words.len() > 1 && b.words.len() > 1,
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

/// Ties `FBI` to the one name here whose first letters it is.
pub fn tie_initials(article: &mut Article) {
    let mut full: HashMap<(Kind, String), Vec<u32>> = HashMap::new();
    for kind in [Kind::Institution, Kind::Event, Kind::Other, Kind::Place] {
        for (number, spelling) in article.of_kind(kind) {
            for letters in initials(spelling) {
                let list = full.entry((kind, letters)).or_default();
                if list.len() < 8 && list.last() != Some(&number) {
                    list.push(number);
                }
            }
        }
    }
    for kind in [Kind::Institution, Kind::Event, Kind::Other, Kind::Place] {
        let short: Vec<(u32, String)> =
            article.of_kind(kind).filter_map(|(n, s)| Some((n, s.acronym()?.to_owned()))).collect();
        for (number, letters) in short {
            let Some(names) = full.get(&(kind, letters)) else { continue };
            let Some(&first) = names.first() else { continue };
            if names.iter().all(|&n| article.ties.set(n) == article.ties.set(first)) {
                article.ties.tie(number, first, Tie::Acronym);
            }
        }
    }
}

/// The acronyms a name can have: of all its words, of those that count, and without what stands before (a country).
fn initials(spelling: &Spelling) -> Vec<String> {
    if spelling.words.len() < 2 {
        return Vec::new();
    }
    let letters = |all: bool, from: usize| -> String {
        let mut out = String::new();
        for word in spelling.words.iter().skip(from) {
            if word.caps && word.text.len() <= 5 && spelling.written.chars().any(char::is_lowercase) {
                out.push_str(&word.text);
            } else if all || !is_small(&word.text) {
                out.extend(word.text.chars().next());
            }
        }
        out
    };
    let mut out = vec![letters(true, 0), letters(false, 0)];
    for from in 1..=2 {
        for all in [true, false] {
            out.push(letters(all, from));
        }
    }
    let whole = out.len() - 4;
    let mut number = 0;
    out.retain(|l| {
        number += 1;
        // What leaves words out must be three letters long to mean anything.
        l.len() >= if number <= whole { 2 } else { 3 }
    });
    out.sort();
    out.dedup();
    out
}

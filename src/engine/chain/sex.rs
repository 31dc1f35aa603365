//! What the words of and beside a name tell of man or woman, so far as they tell.

use super::Found;
use super::spelling::Spelling;
use crate::engine::lexicon::role_words::sex_by_title;
use crate::engine::lexicon::small_words::{self, SMALL_WORDS};
use crate::engine::lexicon::{Sex, given_names};
use crate::news::mention::Kind;

/// What the given name of a person tells; family names, which stand alone or last, tell nothing.
pub fn of_name(person: &Spelling) -> Option<Sex> {
    let [first, rest @ ..] = person.words.as_slice() else { return None };
    let last = rest.last()?;
    let known = given_names::sex(&first.text);
    known.or_else(|| rest.iter().find_map(|w| by_descent(&w.text))).or_else(|| by_ending(&last.text))
}

/// `bin` is a man's son, `bint` a man's daughter.
fn by_descent(word: &str) -> Option<Sex> {
    let marks = SMALL_WORDS.marks(word);
    if marks.meets(small_words::MAN) { Some(Sex::Man) } else { marks.meets(small_words::WOMAN).then_some(Sex::Woman) }
}

/// Family names and patronymics that have a form for each.
fn by_ending(word: &str) -> Option<Sex> {
    let ends = |ends: &[&str]| ends.iter().any(|end| word.ends_with(end));
    if word.len() < 6 {
        None
    } else if ends(&["ova", "eva", "ovna", "evna", "skaya", "dottir"]) {
        Some(Sex::Woman)
    } else if ends(&["ovich", "evich", "sky", "skiy"]) {
        Some(Sex::Man)
    } else {
        None
    }
}

/// For every spelling, what the titles before its mentions say; nothing where they disagree.
pub fn of_spellings(text: &str, found: &[Found], spellings: &[Spelling]) -> Vec<Option<Sex>> {
    let of = |spelling: &Spelling| {
        if spelling.kind != Kind::Person {
            return None;
        }
        let mut said = None;
        // The first dozen mentions say what there is to say.
        for &mention in spelling.mentions.iter().take(12) {
            let sex = found.get(mention as usize).and_then(|m| sex_by_title(word_before(text, m)));
            match (said, sex) {
                (Some(a), Some(b)) if a != b => return None,
                (None, Some(_)) => said = sex,
                _ => {}
            }
        }
        said
    };
    spellings.iter().map(of).collect()
}

/// The word before a mention, on its line; empty where there is none.
pub fn word_before<'a>(text: &'a str, mention: &Found) -> &'a str {
    let before = text.get(..mention.span.start as usize).unwrap_or("");
    let Some(before) = before.strip_suffix(' ') else { return "" };
    // A title is short; what is longer is not looked for.
    let far = before.len().saturating_sub(40);
    let word = before.bytes().rev().take(40).position(|b| matches!(b, b' ' | b'\n' | b'\t'));
    let word = match word {
        Some(length) => before.get(before.len() - length..).unwrap_or(""),
        None if far == 0 => before,
        None => "",
    };
    word.trim_start_matches(['"', '“', '(', '‘'])
}

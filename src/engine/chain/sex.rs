//! What the words of a name, and the title before it, tell about the sex of a person. Pronouns must agree with it.

use super::spelling::Spelling;
use crate::engine::input::DetectedMention;
use crate::engine::lexicon::role_words::sex_by_title;
use crate::engine::lexicon::small_words::{self, SMALL_WORDS};
use crate::engine::lexicon::{Sex, given_names};
use crate::news::mention::Kind;

/// How many mentions of a spelling are asked for a title. A title is at the first mentions or at none.
const MAX_MENTIONS: usize = 12;
/// The longest title, in bytes.
const MAX_TITLE: usize = 40;
/// A shorter surname, in bytes, tells nothing by its ending: `Nova`, `Eva`.
const MIN_SURNAME: usize = 6;

/// What a name of two words or more tells: by its given name, else by "son of" or "daughter of", else by the ending of the
/// surname. A single word tells nothing, since it is mostly a surname.
pub fn of_name(person: &Spelling) -> Option<Sex> {
    let [first, rest @ ..] = person.words.as_slice() else { return None };
    let last = rest.last()?;
    let known = given_names::sex(&first.text);
    known.or_else(|| rest.iter().find_map(|w| by_descent(&w.text))).or_else(|| by_ending(&last.text))
}

/// `bin` stands before the father of a man, `bint` before the father of a woman.
fn by_descent(word: &str) -> Option<Sex> {
    let marks = SMALL_WORDS.marks(word);
    if marks.meets(small_words::MAN) { Some(Sex::Man) } else { marks.meets(small_words::WOMAN).then_some(Sex::Woman) }
}

/// Slavic surnames and patronymics, and Icelandic ones, differ by sex in their endings.
fn by_ending(surname: &str) -> Option<Sex> {
    let ends = |ends: &[&str]| ends.iter().any(|end| surname.ends_with(end));
    if surname.len() < MIN_SURNAME {
        None
    } else if ends(&["ova", "eva", "ovna", "evna", "skaya", "dottir"]) {
        Some(Sex::Woman)
    } else if ends(&["ovich", "evich", "sky", "skiy"]) {
        Some(Sex::Man)
    } else {
        None
    }
}

/// For every spelling what the titles before its mentions tell; `None` if there are none or they disagree.
pub fn by_titles(text: &str, mentions: &[DetectedMention], spellings: &[Spelling]) -> Vec<Option<Sex>> {
    let of = |spelling: &Spelling| {
        if spelling.kind != Kind::Person {
            return None;
        }
        let mut known = None;
        for &mention in spelling.mentions.iter().take(MAX_MENTIONS) {
            let sex = mentions.get(mention as usize).and_then(|m| sex_by_title(word_before(text, m)));
            match (known, sex) {
                (Some(a), Some(b)) if a != b => return None,
                (None, Some(_)) => known = sex,
                (Some(_), _) | (None, None) => {}
            }
        }
        known
    };
    spellings.iter().map(of).collect()
}

/// The word before a mention, without quotation marks and brackets before it; empty if no word of at most [`MAX_TITLE`]
/// bytes and one space precede the mention on its line.
pub fn word_before<'a>(text: &'a str, mention: &DetectedMention) -> &'a str {
    let before = text.get(..mention.span.start as usize).unwrap_or("");
    let Some(before) = before.strip_suffix(' ') else { return "" };
    let blank = before.bytes().rev().take(MAX_TITLE).position(|b| matches!(b, b' ' | b'\n' | b'\t'));
    let word = match blank {
        Some(length) => before.get(before.len() - length..).unwrap_or(""),
        None if before.len() <= MAX_TITLE => before,
        None => "",
    };
    word.trim_start_matches(['"', '“', '(', '‘'])
}

//! What the words of and beside a name tell of man or woman, so far as they tell.

use std::collections::HashMap;

use super::Found;
use super::spelling::Spelling;
use crate::news::mention::Kind;

/// Man or woman, where the text says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sex {
    /// Mr., King, Sheikh.
    Man,
    /// Mrs., Queen, Sheikha.
    Woman,
}

/// Given names that tell a man from a woman.
#[derive(Clone, Debug)]
pub struct GivenNames {
    sex: HashMap<&'static str, Sex>,
}

impl Default for GivenNames {
    fn default() -> Self {
        let (mut sex, mut part) = (HashMap::with_capacity(2048), None);
        for line in include_str!("given.txt").lines().filter(|l| !l.starts_with('#')) {
            match line {
                "women" => part = Some(Sex::Woman),
                "men" => part = Some(Sex::Man),
                _ => {
                    for (name, part) in line.split(' ').filter(|n| !n.is_empty()).zip(std::iter::repeat(part)) {
                        sex.extend(part.map(|part| (name, part)));
                    }
                }
            }
        }
        Self { sex }
    }
}

impl GivenNames {
    /// What the given name of a person tells; family names, which stand alone or last, tell nothing.
    pub fn of(&self, person: &Spelling) -> Option<Sex> {
        let [first, rest @ ..] = person.words.as_slice() else { return None };
        let last = rest.last()?;
        let known = self.sex.get(first.text.as_str()).copied();
        known.or_else(|| rest.iter().find_map(|w| by_descent(&w.text))).or_else(|| by_ending(&last.text))
    }
}

/// `bin` is a man's son, `bint` a man's daughter.
fn by_descent(word: &str) -> Option<Sex> {
    match word {
        "bin" | "ibn" => Some(Sex::Man),
        "bint" | "binti" | "kizi" | "qizi" => Some(Sex::Woman),
        _ => None,
    }
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
            let sex = found.get(mention as usize).and_then(|m| by_title(word_before(text, m)));
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

/// What a title tells.
pub fn by_title(word: &str) -> Option<Sex> {
    Some(match word {
        "Mr." | "Mr" | "Sir" | "King" | "Prince" | "Sheikh" | "Shaikh" | "Lord" | "Father" | "Don" | "Señor"
        | "Herr" | "Monsieur" | "Ayatollah" | "Imam" | "Mullah" | "Pope" | "Archbishop" | "Cardinal" | "Alhaji"
        | "Shri" | "Sri" | "Encik" | "Tuan" | "Haji" | "Congressman" | "Spokesman" | "spokesman" | "Emperor"
        | "Duke" | "Baron" | "Brother" | "Mallam" | "Otunba" => Sex::Man,
        "Mrs." | "Mrs" | "Ms." | "Ms" | "Miss" | "Queen" | "Princess" | "Sheikha" | "Lady" | "Madam" | "Madame"
        | "Mme" | "Dame" | "Sister" | "Mother" | "Doña" | "Señora" | "Frau" | "Hajia" | "Smt" | "Smt." | "Shrimati"
        | "Puan" | "Begum" | "Daw" | "Sayyida" | "Congresswoman" | "Chairwoman" | "Spokeswoman" | "spokeswoman"
        | "Empress" | "Duchess" | "Baroness" | "Mama" | "actress" => Sex::Woman,
        _ => return None,
    })
}

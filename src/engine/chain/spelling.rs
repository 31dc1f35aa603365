//! The first sieve: names of one kind that are equal after folding are one. Its result are *spellings*, each with its
//! mentions. The other sieves compare spellings, so that their cost does not grow with how often a name recurs.

use std::collections::HashMap;

use crate::engine::input::DetectedMention;
use crate::engine::lexicon::company_forms::{self, COMPANY_FORMS};
use crate::engine::lexicon::small_words::{self, SMALL_WORDS};
use crate::engine::lexicon::spellings;
use crate::engine::lexicon::suffixes::{self, SUFFIXES};
use crate::news::mention::{Form, Kind};
use crate::text::fold;

/// One word of a spelling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The word, folded.
    pub text: String,
    /// Whether a hyphen joins it to the word before.
    pub hyphenated: bool,
    /// Whether it has two letters or more, all of them capitals.
    pub all_caps: bool,
    /// Whether it is one letter.
    pub initial: bool,
}

/// A name as the article spells it, with all its mentions.
#[derive(Clone, Debug)]
pub struct Spelling {
    /// What it names.
    pub kind: Kind,
    /// The first mention, as written.
    pub written: String,
    /// Its words without a leading "the", without the suffixes of persons (`Jr.`) and the legal forms of institutions (`Ltd`).
    pub words: Vec<Word>,
    /// The suffix of a person: `jr`, `iii`.
    pub suffix: Option<String>,
    /// The legal forms of an institution, in one word; empty if there are none.
    pub legal_form: String,
    /// Whether all its mentions are on lines in capitals, so that its own capitals tell nothing.
    pub only_all_caps: bool,
    /// The numbers of its mentions, ascending.
    pub mentions: Vec<u32>,
}

impl Spelling {
    /// The words without small ones such as `of`, `for`, `de` and `bin`.
    pub fn content_words(&self) -> impl DoubleEndedIterator<Item = &Word> {
        self.words.iter().filter(|w| !is_small(&w.text))
    }

    /// The content words, with "son of" joined to the word after it: `ben khalifa` gives `benkhalifa`. `None` if there is no
    /// such word to join.
    pub fn joined(&self) -> Option<Vec<Word>> {
        let mut out: Vec<Word> = Vec::with_capacity(self.words.len());
        let mut son = None;
        for word in &self.words {
            match son.take() {
                Some(head) => {
                    out.push(Word { text: format!("{head}{}", word.text), hyphenated: false, ..word.clone() });
                }
                None if SMALL_WORDS.has(&word.text, small_words::SON) => son = Some(word.text.as_str()),
                None if is_small(&word.text) => {}
                None => out.push(word.clone()),
            }
        }
        (son.is_none() && out.len() < self.words.len() && !out.is_empty()).then_some(out)
    }

    /// The number of its first mention.
    pub fn first_mention(&self) -> u32 {
        self.mentions.first().copied().unwrap_or(u32::MAX)
    }

    /// The folded acronym, if the name is a single word of at most ten letters, most of them capitals: `ECB`, `AfDB`, `U.N.`.
    pub fn acronym(&self) -> Option<&str> {
        let [word] = self.words.as_slice() else { return None };
        let capitals = self.written.chars().filter(|c| c.is_uppercase()).count();
        let letters = self.written.chars().filter(|c| c.is_alphanumeric()).count();
        let short = letters <= 4 && capitals >= 2 || letters <= 10 && capitals >= 3 && capitals * 2 > letters;
        (short && capitals >= 2).then_some(word.text.as_str())
    }
}

/// The spellings of all names, in the order of their first mentions, and for every mention its spelling; `None` if it is no
/// name.
pub fn spellings(text: &str, mentions: &[DetectedMention]) -> (Vec<Spelling>, Vec<Option<u32>>) {
    let mut out: Vec<Spelling> = Vec::new();
    let mut written: HashMap<(Kind, &str), u32> = HashMap::new();
    let mut folded: HashMap<(Kind, String), u32> = HashMap::new();
    let mut of = Vec::with_capacity(mentions.len());
    for (number, mention) in mentions.iter().enumerate() {
        if mention.form != Form::Name {
            of.push(None);
            continue;
        }
        let surface = mention.span.slice(text);
        let only_all_caps = in_capitals(text, mention);
        let spelling = *written.entry((mention.kind, surface)).or_insert_with(|| {
            let mut spelling = read(mention.kind, surface);
            spelling.only_all_caps = only_all_caps;
            *folded.entry((mention.kind, key(&spelling))).or_insert_with(|| {
                out.push(spelling);
                out.len() as u32 - 1
            })
        });
        if let Some(s) = out.get_mut(spelling as usize) {
            s.mentions.push(number as u32);
            s.only_all_caps &= only_all_caps;
        }
        of.push(Some(spelling));
    }
    (out, of)
}

/// Splits a lone surname in two where the text gives it to two persons: "Justice Odhiambo … Ziwa's Odhiambo". Mentions behind
/// the possessive of an institution become a spelling of their own, if others follow a role. A full name that both fit
/// unites them again ([`super::surname`]).
pub fn split_affiliated(
    text: &str,
    mentions: &[DetectedMention],
    spellings: &mut Vec<Spelling>,
    of: &mut [Option<u32>],
) {
    let follows = |number: u32, form: Form, kind: Kind, between: &[&str]| {
        let (Some(before), Some(name)) =
            (number.checked_sub(1).and_then(|n| mentions.get(n as usize)), mentions.get(number as usize))
        else {
            return false;
        };
        let gap = text.get(before.span.end as usize..name.span.start as usize);
        before.form == form && before.kind == kind && gap.is_some_and(|gap| between.contains(&gap))
    };
    for number in 0..spellings.len() {
        let Some(spelling) = spellings.get_mut(number).filter(|s| s.kind == Kind::Person && s.words.len() == 1) else {
            continue;
        };
        let affiliated = |m: &u32| follows(*m, Form::Name, Kind::Institution, &["'s ", "’s "]);
        let (apart, rest): (Vec<u32>, Vec<u32>) = spelling.mentions.iter().copied().partition(affiliated);
        if apart.is_empty() || !rest.iter().any(|m| follows(*m, Form::Role, Kind::Person, &[" "])) {
            continue;
        }
        let other = Spelling { mentions: apart, ..spelling.clone() };
        spelling.mentions = rest;
        for mention in &other.mentions {
            if let Some(spelling) = of.get_mut(*mention as usize) {
                *spelling = Some(spellings.len() as u32);
            }
        }
        spellings.push(other);
    }
}

/// How far on either side of a name its line is looked at, in bytes. It bounds the cost on a text without line breaks.
const MAX_DISTANCE: usize = 160;

/// Whether a mention and its line, up to [`MAX_DISTANCE`], have no lower-case letter of ASCII.
fn in_capitals(text: &str, mention: &DetectedMention) -> bool {
    if mention.span.slice(text).bytes().any(|b| b.is_ascii_lowercase()) {
        return false;
    }
    let bytes = text.as_bytes();
    let small = |b: &&u8| b.is_ascii_lowercase();
    let (start, end) = (mention.span.start as usize, mention.span.end as usize);
    let before = bytes.get(start.saturating_sub(MAX_DISTANCE)..start).unwrap_or(&[]);
    let after = bytes.get(end..(end + MAX_DISTANCE).min(bytes.len())).unwrap_or(&[]);
    let before = before.iter().rev().take_while(|b| **b != b'\n');
    let after = after.iter().take_while(|b| **b != b'\n');
    !before.chain(after).any(|b| small(&b))
}

/// Names with equal keys are one spelling: the words, and the suffix of a person.
fn key(spelling: &Spelling) -> String {
    let mut key = String::with_capacity(spelling.written.len());
    for word in &spelling.words {
        key.push_str(&word.text);
        key.push(' ');
    }
    key.push_str(spelling.suffix.as_deref().unwrap_or(""));
    key
}

/// The most words of a name that are read. Longer "names" are runs of capitals; they are compared by their beginning.
const MAX_WORDS: usize = 24;

/// Reads a name. Its mentions are filled in later.
fn read(kind: Kind, surface: &str) -> Spelling {
    let mut words: Vec<Word> = Vec::new();
    for word in fold::words(surface).into_iter().take(MAX_WORDS) {
        let written = word.span.slice(surface);
        let letters = written.chars().filter(|c| c.is_alphabetic());
        let all_caps = letters.clone().count() > 1 && letters.clone().all(char::is_uppercase);
        let initial = word.text.chars().count() == 1;
        let dotted = written.contains('.') && written.split('.').all(|part| part.chars().count() <= 1);
        if kind == Kind::Person && dotted && !initial {
            // `J.K.` is two initials.
            for letter in word.text.chars() {
                words.push(Word { text: letter.to_string(), hyphenated: word.tied, all_caps: false, initial: true });
            }
            continue;
        }
        words.push(Word { text: word.text, hyphenated: word.tied, all_caps, initial });
    }
    let (mut suffix, mut legal_form) = (None, String::new());
    while words.len() > 1 {
        let Some(last) = words.last() else { break };
        let gone = match kind {
            Kind::Person => SUFFIXES.has(&last.text, suffixes::AFTER),
            Kind::Institution => words.len() > 1 && COMPANY_FORMS.has(&last.text, company_forms::FORM),
            Kind::Place | Kind::Event | Kind::Other => false,
        };
        if !gone {
            break;
        }
        let Some(last) = words.pop() else { break };
        if kind == Kind::Person {
            suffix = Some(last.text);
        } else {
            legal_form.insert_str(0, &last.text);
        }
    }
    if words.len() > 1 && words.first().is_some_and(|w| w.text == "the") {
        words.remove(0);
    }
    if kind == Kind::Institution {
        for word in &mut words {
            // Acronyms need the first letter: TPDC is the Tanzania *Petroleum* Development Corporation.
            let same_letter = |plain: &&str| plain.chars().next() == word.text.chars().next();
            if let Some(one) = spellings::plain(&word.text).filter(same_letter) {
                one.clone_into(&mut word.text);
            }
        }
    }
    Spelling {
        kind,
        written: surface.to_owned(),
        words,
        suffix,
        legal_form,
        only_all_caps: false,
        mentions: Vec::new(),
    }
}

/// Whether a word is a small one: an article, preposition, conjunction or particle. Small words do not carry a name.
pub fn is_small(word: &str) -> bool {
    SMALL_WORDS.has(word, small_words::SMALL.or(small_words::TIE))
}

//! The first sieve: names spelt alike after folding are one. What it leaves are *spellings*, each with its mentions;
//! the other sieves tie spellings, so their cost does not grow with how often a name recurs.

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
    /// Folded.
    pub text: String,
    /// Tied by a hyphen to the word before.
    pub tied: bool,
    /// Written in capitals only, two letters or more.
    pub caps: bool,
    /// One letter: an initial.
    pub initial: bool,
}

/// A name as it is spelt here, with all its mentions.
#[derive(Clone, Debug)]
pub struct Spelling {
    /// What it names.
    pub kind: Kind,
    /// As first written.
    pub written: String,
    /// The words that count: without articles and, for persons, suffixes; for institutions, legal forms.
    pub words: Vec<Word>,
    /// Junior, third: persons only.
    pub suffix: Option<String>,
    /// Legal forms that were taken off: institutions only.
    pub legal: String,
    /// Seen only in lines without a small letter: its capitals mean nothing.
    pub shouted: bool,
    /// Its mentions, ascending.
    pub mentions: Vec<u32>,
}

impl Spelling {
    /// The words that carry the name: without `of`, `for`, `de`, `bin` and the like.
    pub fn content(&self) -> impl DoubleEndedIterator<Item = &Word> {
        self.words.iter().filter(|w| !is_small(&w.text))
    }

    /// The words that carry the name with "son of" written to the word after it; none where it has no such word.
    pub fn bound(&self) -> Option<Vec<Word>> {
        let mut out: Vec<Word> = Vec::with_capacity(self.words.len());
        let mut son = None;
        for word in &self.words {
            match son.take() {
                Some(head) => out.push(Word { text: format!("{head}{}", word.text), tied: false, ..word.clone() }),
                None if SMALL_WORDS.has(&word.text, small_words::SON) => son = Some(word.text.as_str()),
                None if is_small(&word.text) => {}
                None => out.push(word.clone()),
            }
        }
        (son.is_none() && out.len() < self.words.len() && !out.is_empty()).then_some(out)
    }

    /// Where it stands first.
    pub fn first(&self) -> u32 {
        self.mentions.first().copied().unwrap_or(u32::MAX)
    }

    /// A single word in capitals, or with more than one: `ECB`, `AfDB`, `U.N.`.
    pub fn acronym(&self) -> Option<&str> {
        let [word] = self.words.as_slice() else { return None };
        let capitals = self.written.chars().filter(|c| c.is_uppercase()).count();
        let letters = self.written.chars().filter(|c| c.is_alphanumeric()).count();
        let short = letters <= 4 && capitals >= 2 || letters <= 10 && capitals >= 3 && capitals * 2 > letters;
        (short && capitals >= 2).then_some(word.text.as_str())
    }
}

/// All spellings of the names, in order of first mention, and for every mention its spelling, if it is a name.
pub fn spellings(text: &str, found: &[DetectedMention]) -> (Vec<Spelling>, Vec<Option<u32>>) {
    let mut out: Vec<Spelling> = Vec::new();
    let mut written: HashMap<(Kind, &str), u32> = HashMap::new();
    let mut folded: HashMap<(Kind, String), u32> = HashMap::new();
    let mut of = Vec::with_capacity(found.len());
    for (number, mention) in found.iter().enumerate() {
        if mention.form != Form::Name {
            of.push(None);
            continue;
        }
        let surface = mention.span.slice(text);
        let shouted = in_capitals(text, mention);
        let spelling = *written.entry((mention.kind, surface)).or_insert_with(|| {
            let mut spelling = read(mention.kind, surface);
            spelling.shouted = shouted;
            *folded.entry((mention.kind, key(&spelling))).or_insert_with(|| {
                out.push(spelling);
                out.len() as u32 - 1
            })
        });
        if let Some(s) = out.get_mut(spelling as usize) {
            s.mentions.push(number as u32);
            s.shouted &= shouted;
        }
        of.push(Some(spelling));
    }
    (out, of)
}

/// Parts a lone surname where the text does: "Justice Odhiambo … Ziwa's Odhiambo" are two, unless one full name says that
/// they are one.
pub fn part_affiliated(text: &str, found: &[DetectedMention], spellings: &mut Vec<Spelling>, of: &mut [Option<u32>]) {
    let follows = |number: u32, form: Form, kind: Kind, between: &[&str]| {
        let (Some(before), Some(name)) =
            (number.checked_sub(1).and_then(|n| found.get(n as usize)), found.get(number as usize))
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
        let own = |m: &u32| follows(*m, Form::Name, Kind::Institution, &["'s ", "’s "]);
        let (apart, rest): (Vec<u32>, Vec<u32>) = spelling.mentions.iter().copied().partition(own);
        if apart.is_empty() || !rest.iter().any(|m| follows(*m, Form::Role, Kind::Person, &[" "])) {
            continue;
        }
        let other = Spelling { mentions: apart, ..spelling.clone() };
        spelling.mentions = rest;
        for mention in &other.mentions {
            if let Some(cell) = of.get_mut(*mention as usize) {
                *cell = Some(spellings.len() as u32);
            }
        }
        spellings.push(other);
    }
}

/// How many bytes of a line are looked at on either side of a name.
const FAR: usize = 160;

/// Whether the line round a mention has no small letter, looking no further than a long line goes.
fn in_capitals(text: &str, mention: &DetectedMention) -> bool {
    if mention.span.slice(text).bytes().any(|b| b.is_ascii_lowercase()) {
        return false;
    }
    let bytes = text.as_bytes();
    let small = |b: &&u8| b.is_ascii_lowercase();
    let (start, end) = (mention.span.start as usize, mention.span.end as usize);
    let before = bytes.get(start.saturating_sub(FAR)..start).unwrap_or(&[]);
    let after = bytes.get(end..(end + FAR).min(bytes.len())).unwrap_or(&[]);
    let before = before.iter().rev().take_while(|b| **b != b'\n');
    let after = after.iter().take_while(|b| **b != b'\n');
    !before.chain(after).any(|b| small(&b))
}

/// What makes two spellings one.
fn key(spelling: &Spelling) -> String {
    let mut key = String::with_capacity(spelling.written.len());
    for word in &spelling.words {
        key.push_str(&word.text);
        key.push(' ');
    }
    key.push_str(spelling.suffix.as_deref().unwrap_or(""));
    key
}

/// Longest name that is looked into; a longer run of capitals is compared as a whole by its beginning.
const MOST_WORDS: usize = 24;

fn read(kind: Kind, surface: &str) -> Spelling {
    let mut words: Vec<Word> = Vec::new();
    for word in fold::words(surface).into_iter().take(MOST_WORDS) {
        let written = word.span.slice(surface);
        let letters = written.chars().filter(|c| c.is_alphabetic());
        let caps = letters.clone().count() > 1 && letters.clone().all(char::is_uppercase);
        let initial = word.text.chars().count() == 1;
        let dotted = written.contains('.') && written.split('.').all(|part| part.chars().count() <= 1);
        if kind == Kind::Person && dotted && !initial {
            // J.K. is two initials.
            for letter in word.text.chars() {
                words.push(Word { text: letter.to_string(), tied: word.tied, caps: false, initial: true });
            }
            continue;
        }
        words.push(Word { text: word.text, tied: word.tied, caps, initial });
    }
    let (mut suffix, mut legal) = (None, String::new());
    while words.len() > 1 {
        let Some(last) = words.last() else { break };
        let gone = match kind {
            Kind::Person => SUFFIXES.has(&last.text, suffixes::AFTER),
            Kind::Institution => words.len() > 1 && COMPANY_FORMS.has(&last.text, company_forms::FORM),
            _ => false,
        };
        if !gone {
            break;
        }
        let Some(last) = words.pop() else { break };
        if kind == Kind::Person {
            suffix = Some(last.text);
        } else {
            legal.insert_str(0, &last.text);
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
    Spelling { kind, written: surface.to_owned(), words, suffix, legal, shouted: false, mentions: Vec::new() }
}

/// Words that tie a name together without being it.
pub fn is_small(word: &str) -> bool {
    SMALL_WORDS.has(word, small_words::SMALL.or(small_words::TIE))
}

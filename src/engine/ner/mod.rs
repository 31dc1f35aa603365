//! Finds the names in a text: persons, institutions, places, events, other names and nationality words.
//!
//! Promises: what it finds ascends and does not overlap, has no leading article, title or possessive, and carries the
//! probability that its span and label are right. Total and deterministic. Does not know who is who.

pub mod consistency;
pub mod decode;
pub mod feature;
pub mod form;
pub mod page;
mod plain;
pub mod tag;

use std::ops::Range;

use crate::engine::crf::Transitions;
use crate::engine::crf::lattice::Lattice;
use crate::engine::crf::table::{Table, read_steps};
use crate::engine::lexicon::table::{Lexicon, Parts};
use crate::engine::weights::Weights;
use crate::news::mention::Kind;
use crate::text::sentence::Sentence;
use crate::text::span::Span;
use crate::text::token::Token;

use consistency::Echo;
use decode::Decoder;
use feature::View;
use form::{Memory, SLOTS};
use page::Page;
use tag::TAGS;

/// What a name is called by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Label {
    /// A human being.
    Person,
    /// A body of people under a name.
    Institution,
    /// Somewhere.
    Place,
    /// A named event.
    Event,
    /// Award, law, work, operation, product.
    Other,
    /// `Moroccan`, `Shi'ite`, `Democrat`: found so that it is not taken for a place; no mention on the screen.
    Nationality,
}

impl Label {
    /// The kind of the mention; none for a nationality word, which is no mention.
    pub fn kind(self) -> Option<Kind> {
        match self {
            Self::Person => Some(Kind::Person),
            Self::Institution => Some(Kind::Institution),
            Self::Place => Some(Kind::Place),
            Self::Event => Some(Kind::Event),
            Self::Other => Some(Kind::Other),
            Self::Nationality => None,
        }
    }
}

/// A name found in a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spotted {
    /// Its words.
    pub span: Span,
    /// Index of its first token.
    pub first: u32,
    /// One past the index of its last token.
    pub last: u32,
    /// What it is.
    pub label: Label,
    /// Calibrated probability in `0..=1` that span and label are right.
    pub score: f32,
}

/// Finds names. Holds the word lists and weights; cheap to share by reference.
#[derive(Debug, Default)]
pub struct Spotter {
    lexicon: Lexicon,
    model: Option<Model>,
}

#[derive(Debug)]
struct Model {
    table: Table<TAGS>,
    factors: Transitions<TAGS>,
}

/// Working memory of a [`Spotter`], to be kept from one text to the next. What is in it changes only the speed.
#[derive(Debug, Default)]
pub struct Scratch {
    memory: Memory,
    page: Page,
    lattice: Lattice<TAGS>,
    labels: Vec<u8>,
    extra: Vec<[i16; TAGS]>,
    echo: Echo,
    sums: Vec<[i16; TAGS]>,
    chances: Vec<[f32; TAGS]>,
    decoder: Decoder,
    keys: Vec<u64>,
}

impl Scratch {
    /// The forms seen so far, for others that look at words.
    pub fn memory(&mut self) -> &mut Memory {
        &mut self.memory
    }
}

/// Most tokens that are read together: a bound on memory for texts of any length.
const PAGE: usize = 1 << 14;

impl Spotter {
    /// The spotter over a file of weights; by capital letters alone where the file has none.
    pub fn new(weights: &Weights) -> Self {
        let model = read_steps(&weights.section("steps")).map(|steps: Transitions<TAGS>| Model {
            table: Table::new(weights.section("spot")),
            factors: steps.factors(),
        });
        Self { lexicon: lexicon(weights), model }
    }

    /// The words it knows.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// The names of `text`, ascending, not overlapping.
    pub fn spot(&self, text: &str, tokens: &[Token], sentences: &[Sentence], scratch: &mut Scratch) -> Vec<Spotted> {
        let Some(model) = &self.model else { return plain::spot(text, tokens, sentences) };
        let mut out = Vec::with_capacity(tokens.len() / 8);
        for part in pages(sentences) {
            scratch.memory.settle();
            scratch.page.read(text, tokens, part, &mut scratch.memory, &self.lexicon);
            self.read(model, tokens, scratch, &mut out);
        }
        out
    }

    /// Reads a page twice: by itself, then with what the first reading heard.
    fn read(&self, model: &Model, tokens: &[Token], scratch: &mut Scratch, out: &mut Vec<Spotted>) {
        scratch.echo.clear();
        scratch.sums.clear();
        scratch.chances.clear();
        let stretches: Vec<_> = scratch.page.stretches().collect();
        for stretch in &stretches {
            self.sum(model, stretch.clone(), scratch);
            let Scratch { memory, page, lattice, labels, extra, echo, sums, chances, .. } = &mut *scratch;
            lattice.scores.clear();
            lattice.scores.extend(extra.iter().map(|sums| model.table.scores(sums)));
            lattice.sum(&model.factors);
            sums.extend_from_slice(extra);
            let Some(view) = View::over(page, memory, stretch.start) else { continue };
            labels.clear();
            for (at, i) in stretch.clone().enumerate() {
                let chance = lattice.at(at);
                echo.hear(&view, i, &chance);
                labels.push(likeliest(&chance));
                chances.push(chance);
            }
            consistency::names_of(labels, |a, b, label| {
                echo.hear_name(&view, stretch.start + a, stretch.start + b, label);
            });
        }
        let Scratch { memory, page, lattice, echo, sums, chances, decoder, keys, .. } = &mut *scratch;
        let mut at = 0;
        for stretch in stretches {
            let before = chances.get(at..at + stretch.len()).unwrap_or(&[]);
            if before.iter().all(|c| c[tag::OUT as usize] > SETTLED) {
                at += stretch.len();
                continue;
            }
            lattice.scores.clear();
            let Some(view) = View::over(page, memory, stretch.start) else { continue };
            for i in stretch.clone() {
                if let (Some(sums), Some(own)) = (sums.get_mut(at), chances.get(at)) {
                    keys.clear();
                    echo.emit(&view, i, own, |key| keys.push(key));
                    model.table.add_all(keys, sums);
                    lattice.scores.push(model.table.scores(sums));
                }
                at += 1;
            }
            lattice.sum(&model.factors);
            decoder.names(lattice, &model.factors, |first, last, label, score| {
                let at = page.offset + stretch.start;
                if let (Some(a), Some(b)) = (tokens.get(at + first), tokens.get(at + last - 1)) {
                    let span = Span { start: a.start, end: b.end };
                    out.push(Spotted { span, first: (at + first) as u32, last: (at + last) as u32, label, score });
                }
            });
        }
    }

    /// Sums the weights of the features of a stretch into `scratch.extra`.
    fn sum(&self, model: &Model, stretch: Range<usize>, scratch: &mut Scratch) {
        let Scratch { memory, page, extra, keys, .. } = scratch;
        extra.clear();
        extra.resize(stretch.len(), [0; TAGS]);
        let Some(view) = View::over(page, memory, stretch.start) else { return };
        feature::phrases(&view, stretch.clone(), &self.lexicon, |i, key| {
            if let Some(sums) = extra.get_mut(i - stretch.start) {
                model.table.add(key, sums);
            }
        });
        for (i, sums) in stretch.clone().zip(extra.iter_mut()) {
            keys.clear();
            feature::emit(&view, i, |key, _| keys.push(key));
            model.table.add_all(keys, sums);
        }
        let (first, last) = (view.start, view.end);
        for (i, sums) in stretch.zip(extra.iter_mut()) {
            for slot in 0..SLOTS {
                let at = (i + slot).checked_sub(2).filter(|&k| first <= k && k < last);
                if let Some(spot) = at.and_then(|k| page.spots.get(k)) {
                    memory.add(spot.form, slot, &model.table, sums);
                }
            }
        }
    }
}

/// A stretch that the first reading is that sure to be without names is not read again.
const SETTLED: f32 = 0.99;

/// The likeliest tag.
pub fn likeliest(chance: &[f32; TAGS]) -> u8 {
    let mut best = (0.0, tag::OUT);
    for (tag, p) in (0..).zip(chance) {
        if *p > best.0 {
            best = (*p, tag);
        }
    }
    best.1
}

/// The lexicon of a file of weights.
pub fn lexicon(weights: &Weights) -> Lexicon {
    Lexicon::new(Parts {
        sets: weights.section("sets"),
        coarse: weights.section("coarse"),
        words: weights.section("words"),
        phrases: weights.section("phrases"),
    })
}

/// Cuts sentences into pages of bounded length.
pub fn pages(sentences: &[Sentence]) -> impl Iterator<Item = &[Sentence]> {
    let mut rest = sentences;
    std::iter::from_fn(move || {
        let first = rest.first()?;
        let whole = rest.iter().take_while(|s| (s.last - first.first) as usize <= PAGE).count().max(1);
        let (page, after) = rest.split_at_checked(whole)?;
        rest = after;
        Some(page)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::sentence::sentences;
    use crate::text::token::tokens;

    fn spot(text: &str) -> Vec<Spotted> {
        let tokens = tokens(text);
        Spotter::new(&Weights::embedded()).spot(text, &tokens, &sentences(text, &tokens), &mut Scratch::default())
    }

    /// Names with the first letters of their label, in the order of the text.
    fn check(text: &str, want: &str) {
        let found: Vec<String> = spot(text)
            .iter()
            .map(|s| format!("{} {}", format!("{:?}", s.label).get(..3).unwrap_or(""), s.span.slice(text)))
            .collect();
        assert_eq!(found.join("|"), want, "{text}");
    }

    #[test]
    fn names_are_found_with_their_labels() {
        check(
            "Moroccan Interior Minister Yassine Benhaddou met the head of Interpol in Rabat on Monday.",
            "Nat Moroccan|Per Yassine Benhaddou|Ins Interpol|Pla Rabat",
        );
        check(
            "The Ministry of Foreign Affairs said Mr. Okello's talks with the World Bank had ended in Nairobi, Kenya.",
            "Ins Ministry of Foreign Affairs|Per Okello|Ins World Bank|Pla Nairobi|Pla Kenya",
        );
    }

    #[test]
    fn a_headline_of_capitals_is_read_by_its_text() {
        let text = "NAMUTEBI WARNS BANKS\n\nKAMPALA - Governor Grace Namutebi warned banks in Uganda.\n\nNamutebi spoke on Friday.";
        let persons: Vec<&str> =
            spot(text).iter().filter(|s| s.label == Label::Person).map(|s| s.span.slice(text)).collect();
        assert_eq!(persons, ["NAMUTEBI", "Grace Namutebi", "Namutebi"]);
    }

    #[test]
    fn memory_of_other_texts_changes_nothing() {
        let text = "Ali Musa of the Bank of Ghana met Sheikh Omar al-Sabah in Accra. Musa left the Bank.";
        let spotter = Spotter::new(&Weights::embedded());
        let tokens = tokens(text);
        let sentences = sentences(text, &tokens);
        let mut scratch = Scratch::default();
        let first = spotter.spot(text, &tokens, &sentences, &mut scratch);
        assert!(!first.is_empty());
        assert_eq!(spotter.spot(text, &tokens, &sentences, &mut scratch), first);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn any_text_gives_names_in_order(text in "\\PC{0,200}|([A-Z][a-z]{0,6}[ .’'(\n-]{0,2}|of |the |\u{627}\u{644}|é){0,60}") {
            let mut end = 0;
            for name in spot(&text) {
                prop_assert!(name.span.start >= end && name.span.end > name.span.start);
                prop_assert!(!name.span.slice(&text).is_empty() && (0.0..=1.0).contains(&name.score));
                end = name.span.end;
            }
        }
    }
}

//! Named entity recognition: finds the names in a text and labels them as persons, institutions, places, events, other
//! names or nationality words.
//!
//! The method is a linear-chain CRF over hashed features ([`form`], [`feature`]) with BILOU tags ([`tag`]). It reads each
//! [`passage`] twice: the second time with features of what the first reading found for the same words elsewhere
//! ([`consistency`]). [`decode`] then picks the set of names with the best expected score.
//!
//! Promises: names ascend and do not overlap; they have no leading article, title or possessive; each carries the
//! calibrated probability that its span and label are right. Any text is accepted, and the result is deterministic.

pub mod consistency;
pub mod decode;
pub mod feature;
pub mod form;
pub mod label;
pub mod passage;
pub mod tag;

use std::ops::Range;

use crate::engine::crf::lattice::Lattice;
use crate::engine::crf::table::{WeightTable, read_transitions};
use crate::engine::crf::transitions::Transitions;
use crate::engine::lexicon::table::{Lexicon, Parts};
use crate::engine::weights::Weights;
use crate::text::sentence::Sentence;
use crate::text::span::Span;
use crate::text::token::Token;

use consistency::TagVotes;
use decode::Decoder;
use feature::SentenceView;
use form::{CENTER, FormCache, WINDOW};
use label::Label;
use passage::{Passage, passages};
use tag::TAGS;

/// The sections of a file of weights that hold the CRF of names: weights of features, transitions.
pub const SECTIONS: (&str, &str) = ("spot", "steps");

/// A segment of which the first reading gives every token at least this probability to be outside of names is not read
/// again.
const SURELY_OUTSIDE: f32 = 0.99;

/// A name found in a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NameSpan {
    /// Its place in the text, in bytes.
    pub span: Span,
    /// The index of its first token.
    pub first: u32,
    /// One past the index of its last token.
    pub last: u32,
    /// What it is a name of.
    pub label: Label,
    /// The calibrated probability, in `0..=1`, that span and label are right.
    pub score: f32,
}

/// Recognises names. It holds the lexicon and the weights; threads can share it by reference.
#[derive(Debug, Default)]
pub struct NameRecognizer {
    lexicon: Lexicon,
    model: Option<Model>,
}

#[derive(Debug)]
struct Model {
    weights: WeightTable<TAGS>,
    potentials: Transitions<TAGS>,
}

/// Working memory of a [`NameRecognizer`], to be reused from text to text. Its contents change the speed and never the
/// result.
#[derive(Debug, Default)]
pub struct Scratch {
    forms: FormCache,
    passage: Passage,
    lattice: Lattice<TAGS>,
    decoder: Decoder,
    votes: TagVotes,
    /// The sums of one segment.
    segment_sums: Vec<[i16; TAGS]>,
    /// For every token of every segment of the passage the sum of its weights in the first reading.
    sums: Vec<[i16; TAGS]>,
    /// For the same tokens the probability of each tag in the first reading.
    marginals: Vec<[f32; TAGS]>,
    /// The likeliest tags of one segment.
    tags: Vec<u8>,
    /// The features of one token.
    keys: Vec<u64>,
}

impl Scratch {
    /// The word forms seen so far, for the tagger of roles.
    pub fn forms(&mut self) -> &mut FormCache {
        &mut self.forms
    }
}

impl NameRecognizer {
    /// The recogniser with the weights of a file. It finds nothing if the file has no transitions of names.
    pub fn new(weights: &Weights) -> Self {
        let (table, transitions) = SECTIONS;
        let model = read_transitions(&weights.section(transitions)).map(|transitions: Transitions<TAGS>| Model {
            weights: WeightTable::new(weights.section(table)),
            potentials: transitions.potentials(),
        });
        Self { lexicon: lexicon(weights), model }
    }

    /// The lexicon.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// The names of `text`, ascending, not overlapping. `tokens` and `sentences` are those of `text`.
    pub fn recognize(
        &self,
        text: &str,
        tokens: &[Token],
        sentences: &[Sentence],
        scratch: &mut Scratch,
    ) -> Vec<NameSpan> {
        let Some(model) = &self.model else { return Vec::new() };
        let mut out = Vec::with_capacity(tokens.len() / 8);
        for sentences in passages(sentences) {
            scratch.forms.shrink();
            scratch.passage.read(text, tokens, sentences, &mut scratch.forms, &self.lexicon);
            let segments: Vec<Range<usize>> = scratch.passage.segments().collect();
            self.first_reading(model, &segments, scratch);
            second_reading(model, &segments, tokens, scratch, &mut out);
        }
        out
    }

    /// Tags each segment by itself and records what was found as votes.
    fn first_reading(&self, model: &Model, segments: &[Range<usize>], scratch: &mut Scratch) {
        scratch.votes.clear();
        scratch.sums.clear();
        scratch.marginals.clear();
        for segment in segments {
            self.sum_weights(model, segment.clone(), scratch);
            let Scratch { forms, passage, lattice, tags, segment_sums, votes, sums, marginals, .. } = &mut *scratch;
            lattice.emissions.clear();
            lattice.emissions.extend(segment_sums.iter().map(|sums| model.weights.scores(sums)));
            lattice.forward_backward(&model.potentials);
            sums.extend_from_slice(segment_sums);
            let Some(view) = SentenceView::of_token(passage, forms, segment.start) else { continue };
            tags.clear();
            for (at, token) in segment.clone().enumerate() {
                let probabilities = lattice.marginals(at);
                votes.record(&view, token, &probabilities);
                tags.push(likeliest(&probabilities));
                marginals.push(probabilities);
            }
            consistency::names_of(tags, |first, last, label| {
                votes.record_name(&view, segment.start + first, segment.start + last, label);
            });
        }
    }

    /// Sums the weights of the features of each token of a segment into `scratch.segment_sums`.
    fn sum_weights(&self, model: &Model, segment: Range<usize>, scratch: &mut Scratch) {
        let Scratch { forms, passage, segment_sums, keys, .. } = scratch;
        segment_sums.clear();
        segment_sums.resize(segment.len(), [0; TAGS]);
        let Some(view) = SentenceView::of_token(passage, forms, segment.start) else { return };
        feature::emit_phrases(&view, segment.clone(), &self.lexicon, |token, key| {
            if let Some(sums) = segment_sums.get_mut(token - segment.start) {
                model.weights.add(key, sums);
            }
        });
        for (token, sums) in segment.clone().zip(segment_sums.iter_mut()) {
            keys.clear();
            feature::emit(&view, token, |key, _| keys.push(key));
            model.weights.add_all(keys, sums);
        }
        let (first, last) = (view.start, view.end);
        for (token, sums) in segment.zip(segment_sums.iter_mut()) {
            for slot in 0..WINDOW {
                let at = (token + slot).checked_sub(CENTER).filter(|&k| first <= k && k < last);
                if let Some(neighbour) = at.and_then(|k| passage.tokens.get(k)) {
                    forms.add(neighbour.form, slot, &model.weights, sums);
                }
            }
        }
    }
}

/// Tags each segment again, with the votes of the first reading as further features, and picks the names.
fn second_reading(
    model: &Model,
    segments: &[Range<usize>],
    tokens: &[Token],
    scratch: &mut Scratch,
    out: &mut Vec<NameSpan>,
) {
    let Scratch { forms, passage, lattice, votes, sums, marginals, decoder, keys, .. } = scratch;
    // The index into `sums` and `marginals`, which hold the tokens of all segments one after the other.
    let mut at = 0;
    for segment in segments {
        let first_marginals = marginals.get(at..at + segment.len()).unwrap_or(&[]);
        if first_marginals.iter().all(|p| p[tag::OUTSIDE as usize] > SURELY_OUTSIDE) {
            at += segment.len();
            continue;
        }
        lattice.emissions.clear();
        let Some(view) = SentenceView::of_token(passage, forms, segment.start) else { continue };
        for token in segment.clone() {
            if let (Some(sums), Some(own)) = (sums.get_mut(at), marginals.get(at)) {
                keys.clear();
                votes.emit(&view, token, own, |key| keys.push(key));
                model.weights.add_all(keys, sums);
                lattice.emissions.push(model.weights.scores(sums));
            }
            at += 1;
        }
        lattice.forward_backward(&model.potentials);
        decoder.names(lattice, &model.potentials, |first, last, label, score| {
            let at = passage.offset + segment.start;
            if let (Some(a), Some(b)) = (tokens.get(at + first), tokens.get(at + last - 1)) {
                let span = Span { start: a.start, end: b.end };
                out.push(NameSpan { span, first: (at + first) as u32, last: (at + last) as u32, label, score });
            }
        });
    }
}

/// The likeliest tag; of equals the first.
pub fn likeliest(probabilities: &[f32; TAGS]) -> u8 {
    let mut best = (0.0, tag::OUTSIDE);
    for (tag, p) in (0..).zip(probabilities) {
        if *p > best.0 {
            best = (*p, tag);
        }
    }
    best.1
}

/// The lexicon in a file of weights.
pub fn lexicon(weights: &Weights) -> Lexicon {
    Lexicon::new(Parts {
        sets: weights.section("sets"),
        coarse: weights.section("coarse"),
        words: weights.section("words"),
        phrases: weights.section("phrases"),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::sentence::sentences;
    use crate::text::token::tokens;

    fn recognize(text: &str) -> Vec<NameSpan> {
        let tokens = tokens(text);
        let recognizer = NameRecognizer::new(&Weights::embedded());
        recognizer.recognize(text, &tokens, &sentences(text, &tokens), &mut Scratch::default())
    }

    /// `want` lists the names in the order of the text, each after the first three letters of its label.
    fn check(text: &str, want: &str) {
        let found: Vec<String> = recognize(text)
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
    fn a_headline_in_capitals_takes_its_names_from_the_text_below() {
        let text = "NAMUTEBI WARNS BANKS\n\nKAMPALA - Governor Grace Namutebi warned banks in Uganda.\n\nNamutebi spoke on Friday.";
        let persons: Vec<&str> =
            recognize(text).iter().filter(|s| s.label == Label::Person).map(|s| s.span.slice(text)).collect();
        assert_eq!(persons, ["NAMUTEBI", "Grace Namutebi", "Namutebi"]);
    }

    #[test]
    fn reused_scratch_gives_the_same_names() {
        let text = "Ali Musa of the Bank of Ghana met Sheikh Omar al-Sabah in Accra. Musa left the Bank.";
        let recognizer = NameRecognizer::new(&Weights::embedded());
        let tokens = tokens(text);
        let sentences = sentences(text, &tokens);
        let mut scratch = Scratch::default();
        let first = recognizer.recognize(text, &tokens, &sentences, &mut scratch);
        assert!(!first.is_empty());
        assert_eq!(recognizer.recognize(text, &tokens, &sentences, &mut scratch), first);
    }

    #[test]
    fn without_weights_no_name_is_found() {
        let text = "Grace Namutebi spoke.";
        let tokens = tokens(text);
        let recognizer = NameRecognizer::new(&Weights::default());
        assert!(recognizer.recognize(text, &tokens, &sentences(text, &tokens), &mut Scratch::default()).is_empty());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn any_text_gives_names_in_order(text in "\\PC{0,200}|([A-Z][a-z]{0,6}[ .’'(\n-]{0,2}|of |the |\u{627}\u{644}|é){0,60}") {
            let mut end = 0;
            for name in recognize(&text) {
                prop_assert!(name.span.start >= end && name.span.end > name.span.start);
                prop_assert!(!name.span.slice(&text).is_empty() && (0.0..=1.0).contains(&name.score));
                end = name.span.end;
            }
        }
    }
}

//! From a text to its annotations: who and what is mentioned, in which roles, and which mentions are the same one.
//!
//! The steps are tokens and sentences (`text`), names ([`ner`]), roles ([`role`]) and coreference ([`chain`]). [`link`]
//! then tells who a chain is across articles. Everything here is pure and deterministic: any text gives annotations, and
//! the same text gives the same annotations on every machine. The module knows no archive and no screen.

pub mod chain;
pub mod crf;
pub mod disjoint_sets;
pub mod input;
pub mod key;
pub mod lexicon;
pub mod link;
pub mod names;
pub mod ner;
pub mod role;
pub mod score;
pub mod train;
pub mod weights;

use crate::news::mention::{Annotations, Form, Kind};
use crate::text::sentence::{Sentence, sentences};
use crate::text::token::{Token, tokens};

use input::{DetectedMention, TokenizedText};
use ner::{NameRecognizer, NameSpan};
use role::Roles;
use weights::Weights;

/// Working memory of an [`Engine`], to be reused from text to text. Its contents change the speed and never the result.
#[derive(Debug, Default)]
pub struct Scratch {
    ner: ner::Scratch,
    role: role::Scratch,
}

/// The engine with its word lists and weights. Threads can share it by reference.
#[derive(Debug, Default)]
pub struct Engine {
    recognizer: NameRecognizer,
    roles: Roles,
}

impl Engine {
    /// It is raised with every change that gives other annotations for some text. Articles that an older version annotated
    /// are then annotated again.
    pub const VERSION: u32 = 2;

    /// The engine with the embedded word lists and weights.
    pub fn new() -> Self {
        Self::over(&Weights::embedded())
    }

    /// The engine with other weights. Without weights for names it finds no names.
    pub fn over(weights: &Weights) -> Self {
        Self { recognizer: NameRecognizer::new(weights), roles: Roles::new(weights) }
    }

    /// All mentions and chains of `text`.
    pub fn annotate(&self, text: &str) -> Annotations {
        self.annotate_with(&mut Scratch::default(), text)
    }

    /// The same as [`Self::annotate`], faster where many texts are annotated with one `scratch`.
    pub fn annotate_with(&self, scratch: &mut Scratch, text: &str) -> Annotations {
        let tokens = tokens(text);
        let sentences = sentences(text, &tokens);
        let input = TokenizedText { text, tokens: &tokens, sentences: &sentences };
        let names = self.recognizer.recognize(text, &tokens, &sentences, &mut scratch.ner);
        let lexicon = self.recognizer.lexicon();
        let roles = self.roles.find(input, &names, lexicon, scratch.ner.forms(), &mut scratch.role);
        let of_name = |n: &NameSpan| {
            let kind = n.label.kind()?;
            Some(DetectedMention { span: n.span, kind, form: Form::Name, score: n.score })
        };
        let of_role =
            |r: &role::Role| DetectedMention { span: r.span, kind: Kind::Person, form: Form::Role, score: r.score };
        let mut mentions: Vec<DetectedMention> =
            names.iter().filter_map(of_name).chain(roles.iter().map(of_role)).collect();
        mentions.sort_by_key(|m| (m.span.start, std::cmp::Reverse(m.span.end)));
        chain::resolve(input, &mentions)
    }

    /// The names of a text, without coreference.
    pub fn names(&self, text: &str, tokens: &[Token], sentences: &[Sentence], scratch: &mut Scratch) -> Vec<NameSpan> {
        self.recognizer.recognize(text, tokens, sentences, &mut scratch.ner)
    }

    /// Coreference among given mentions: every one of them is put into a chain.
    ///
    /// `mentions` ascend by start, the longer first where starts are equal.
    pub fn chain(&self, text: &str, mentions: &[DetectedMention]) -> Annotations {
        let tokens = tokens(text);
        let sentences = sentences(text, &tokens);
        let input = TokenizedText { text, tokens: &tokens, sentences: &sentences };
        chain::resolve_given(input, mentions)
    }
}

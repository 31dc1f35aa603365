//! What coreference and the tagger of roles read: a text cut into tokens and sentences, and the mentions detected in it.

use crate::news::mention::{Form, Kind};
use crate::text::sentence::Sentence;
use crate::text::span::Span;
use crate::text::token::Token;

/// A text with its tokens and sentences.
#[derive(Clone, Copy, Debug)]
pub struct TokenizedText<'a> {
    /// The text.
    pub text: &'a str,
    /// All tokens of `text`, ascending.
    pub tokens: &'a [Token],
    /// All sentences of `text`, ascending. Their token numbers are indexes into `tokens`.
    pub sentences: &'a [Sentence],
}

/// A mention before coreference: where it is and what it is, but not yet to which chain it belongs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DetectedMention {
    /// Its place in the text, in bytes.
    pub span: Span,
    /// What it refers to.
    pub kind: Kind,
    /// How it refers.
    pub form: Form,
    /// The detector's probability, in `0..=1`, that span and kind are right.
    pub score: f32,
}

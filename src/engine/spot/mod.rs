//! Finds the names in a text: persons, institutions, places, events, other names and nationality words.
//!
//! Promises: what it finds ascends and does not overlap, has no leading article, title or possessive, and carries the
//! probability that its span and label are right. Total and deterministic. Does not know who is who.

mod plain;

use crate::news::mention::Kind;
use crate::text::sentence::Sentence;
use crate::text::span::Span;
use crate::text::token::Token;

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
pub struct Spotter {}

impl Spotter {
    /// The spotter as shipped.
    pub fn new() -> Self {
        Self {}
    }

    /// The names of `text`, ascending, not overlapping.
    pub fn spot(&self, text: &str, tokens: &[Token], sentences: &[Sentence]) -> Vec<Spotted> {
        plain::spot(text, tokens, sentences)
    }
}

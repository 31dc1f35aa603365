//! Notes and the quotes they hang on.

use serde::{Deserialize, Serialize};

use super::article::ArticleId;
use super::entity::EntityId;
use super::time::Timestamp;
use crate::text::span::Span;

/// The archive's number for a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct NoteId(pub i64);

/// Quoted words and their place: text quote and text position selector of the W3C Web Annotation Data Model (2017).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchor {
    /// Which article.
    pub article: ArticleId,
    /// Where it stood when it was quoted.
    pub span: Span,
    /// The exact words.
    pub quote: String,
    /// Up to 64 bytes before.
    pub before: String,
    /// Up to 64 bytes after.
    pub after: String,
}

/// What the reader wrote, with what it is about: a quote, an article, an entity. A bare quote has an empty text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Its number.
    pub id: NoteId,
    /// The quote it hangs on.
    pub anchor: Option<Anchor>,
    /// The article it is on.
    pub article: Option<ArticleId>,
    /// The entity it is on.
    pub entity: Option<EntityId>,
    /// The reader's words.
    pub text: String,
    /// First saved.
    pub created: Timestamp,
    /// Last saved.
    pub edited: Timestamp,
}

/// What a list of notes or an export is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// One article.
    Article(ArticleId),
    /// One entity: notes on it, and notes in articles that quote it.
    Entity(EntityId),
    /// Articles a query finds (its text).
    Query(String),
    /// Everything.
    All,
}

/// A note as the reader's words before they have a number: what the editor hands over.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteDraft {
    /// The note being changed; none for a new one.
    pub id: Option<NoteId>,
    /// The quote it hangs on.
    pub anchor: Option<Anchor>,
    /// The article it is on.
    pub article: Option<ArticleId>,
    /// The entity it is on.
    pub entity: Option<EntityId>,
    /// The reader's words; empty for a bare quote.
    pub text: String,
}

/// A note with what a list of notes shows beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteRow {
    /// The note.
    pub note: Note,
    /// Headline of its article, or name of its entity.
    pub about: String,
    /// Source of its article; empty for a note on an entity.
    pub source: String,
    /// Time of its article.
    pub time: Option<Timestamp>,
}

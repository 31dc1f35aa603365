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

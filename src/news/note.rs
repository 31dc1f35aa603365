//! Notes, and the quotes that anchor them in articles.

use serde::{Deserialize, Serialize};

use super::article::ArticleId;
use super::entity::EntityId;
use super::time::Timestamp;
use crate::text::span::Span;

/// The number of a note in the archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct NoteId(pub i64);

/// Quoted words and their place: the text quote selector and text position selector of the W3C Web Annotation Data Model
/// (2017).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchor {
    /// The article.
    pub article: ArticleId,
    /// The span of the quote in the body.
    pub span: Span,
    /// The quoted words, exactly as in the body.
    pub quote: String,
    /// The text before the quote, at most 64 bytes.
    pub before: String,
    /// The text after the quote, at most 64 bytes.
    pub after: String,
}

/// What the user wrote, and the quote, article or entity that it is about. A quote without a note has an empty text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// The number of the note.
    pub id: NoteId,
    /// The quote it is about; `None` if it is about no quote.
    pub anchor: Option<Anchor>,
    /// The article it is about; `None` for a note on an entity alone.
    pub article: Option<ArticleId>,
    /// The entity it is about; `None` if it is about no entity.
    pub entity: Option<EntityId>,
    /// The text that the user wrote.
    pub text: String,
    /// When it was first saved.
    pub created: Timestamp,
    /// When it was last saved.
    pub edited: Timestamp,
}

/// Which notes a list or an export contains.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// The notes on one article.
    Article(ArticleId),
    /// The notes on one entity, and those whose quote names it.
    Entity(EntityId),
    /// The notes on the articles that a query finds; the text of the query.
    Query(String),
    /// All notes.
    All,
}

/// A note to save: a new one, or a changed one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteDraft {
    /// The note that is changed; `None` for a new one.
    pub id: Option<NoteId>,
    /// The quote it is about; `None` if it is about no quote.
    pub anchor: Option<Anchor>,
    /// The article it is about; `None` for a note on an entity alone.
    pub article: Option<ArticleId>,
    /// The entity it is about; `None` if it is about no entity.
    pub entity: Option<EntityId>,
    /// The text that the user wrote; empty for a quote without a note.
    pub text: String,
}

/// A note with what a list of notes shows about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteRow {
    /// The note.
    pub note: Note,
    /// The headline of its article, or the name of its entity.
    pub about: String,
    /// The source of its article; empty for a note on an entity.
    pub source: String,
    /// The time of its article; `None` for a note on an entity.
    pub time: Option<Timestamp>,
}

//! Notes, and the quotes that anchor them in articles.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::article::ArticleId;
use super::entity::EntityId;
use super::time::Timestamp;
use crate::text::hash::fnv64;
use crate::text::span::Span;

/// The number of a note in the archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct NoteId(pub i64);

/// The version of a note: a hash of its text. Who saves a note says which version it was made of, so that no text is overwritten that
/// its writer has not seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteVersion(pub u64);

/// Which draft: of which session, and its number there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DraftKey {
    /// The number of the session; 0 for the one that is running, -1 for a session of an older version.
    pub session: i64,
    /// The draft's number in its session, from 1; 0 where there is no draft.
    pub number: u32,
}

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

impl Note {
    /// Its version.
    pub fn version(&self) -> NoteVersion {
        NoteVersion(fnv64(self.text.bytes()))
    }
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
    /// The version of the note that is changed; `None` for a new one.
    #[serde(default)]
    pub version: Option<NoteVersion>,
    /// Grows with each change of the text while it is a draft: of two texts, the one of the later turn is newer.
    #[serde(default)]
    pub turn: u32,
    /// The draft that the archive keeps of it. It is dropped when the note is saved.
    #[serde(skip)]
    pub key: DraftKey,
    /// A file that holds the same text. It is removed once the archive has kept the text.
    #[serde(skip)]
    pub file: Option<PathBuf>,
}

impl NoteDraft {
    /// Whether the two are about the same: the same note, or new notes on the same words, article or entity.
    pub fn is_about_the_same(&self, other: &Self) -> bool {
        let place = |draft: &Self| (draft.anchor.clone(), draft.article, draft.entity);
        self.id == other.id && (self.id.is_some() || place(self) == place(other))
    }
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

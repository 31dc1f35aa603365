//! A profile: what the archive says of one entity, gathered for one page.

use super::article::Place;
use super::entity::{Entity, EntityId};
use super::mention::Kind;
use super::note::NoteRow;
use super::time::Timestamp;

/// One entity with when, with whom and where it is named.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// Names, roles, counts.
    pub entity: Entity,
    /// Mentions by day, in days since 1970-01-01 (UTC), ascending; days without any are missing.
    pub days: Vec<(i64, u32)>,
    /// Persons and institutions named in the same articles, most often first.
    pub company: Vec<Companion>,
    /// Places named in the same articles, most often first.
    pub places: Vec<Companion>,
    /// Notes on it, and those whose quote names it.
    pub notes: Vec<NoteRow>,
    /// In how many of its newest articles company and places were counted.
    pub counted: u32,
    /// It is in more articles than those that `days` are of.
    pub more: bool,
}

/// Somebody named together with somebody else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Companion {
    /// Who.
    pub entity: EntityId,
    /// What it is.
    pub kind: Kind,
    /// The name it is shown by.
    pub name: String,
    /// In how many of the articles counted.
    pub articles: u32,
}

/// How near some are named in one article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Near {
    /// In one sentence.
    Sentence,
    /// In one paragraph.
    Paragraph,
    /// In one article.
    Article,
}

impl Near {
    /// `sentence`, `paragraph`, `article`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Sentence => "sentence",
            Self::Paragraph => "paragraph",
            Self::Article => "article",
        }
    }
}

/// An article that names two or more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joint {
    /// A mention of the first, where the others are nearest.
    pub place: Place,
    /// How near.
    pub near: Near,
    /// The sentence there, on one line, cut.
    pub words: String,
    /// The article's source.
    pub source: String,
    /// The article's time.
    pub time: Timestamp,
}

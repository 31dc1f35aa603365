//! The profile of an entity (what its page shows), and the articles that name several entities together.

use super::article::Place;
use super::entity::{Entity, EntityId};
use super::mention::Kind;
use super::note::NoteRow;
use super::time::Timestamp;

/// An entity with the days, the entities and the places it is named with. All lists are bounded.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// The entity itself.
    pub entity: Entity,
    /// The number of mentions by day, ascending; the day counts from 1970-01-01 (UTC). Days without mentions are left out.
    pub days: Vec<(i64, u32)>,
    /// The persons and institutions named in the same articles, most frequent first.
    pub company: Vec<Companion>,
    /// The places named in the same articles, most frequent first.
    pub places: Vec<Companion>,
    /// The notes on the entity, and those whose quote names it.
    pub notes: Vec<NoteRow>,
    /// The number of articles, the newest of the entity, from which `company` and `places` were counted.
    pub counted: u32,
    /// Whether older articles name the entity that `days` does not count.
    pub more: bool,
}

/// An entity named in the same articles as another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Companion {
    /// The entity.
    pub entity: EntityId,
    /// Its kind.
    pub kind: Kind,
    /// The name under which it is shown.
    pub name: String,
    /// The number of the counted articles that name it.
    pub articles: u32,
}

/// The smallest unit of an article in which several entities are named together, from near to far.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Near {
    /// One sentence names them all.
    Sentence,
    /// One paragraph names them all.
    Paragraph,
    /// Only the article as a whole does.
    Article,
}

impl Near {
    /// The word on the screen: `sentence`, `paragraph`, `article`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Sentence => "sentence",
            Self::Paragraph => "paragraph",
            Self::Article => "article",
        }
    }
}

/// An article that names several given entities.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joint {
    /// A mention of the first of them, in the nearest unit that names them all.
    pub place: Place,
    /// That unit.
    pub near: Near,
    /// The sentence with that mention, on one line and shortened.
    pub words: String,
    /// The source of the article.
    pub source: String,
    /// The time of the article.
    pub time: Timestamp,
}

//! The entity that a decision is about.

use super::sidebar::{Entry, Who};
use super::wording::articles;
use crate::news::article::ArticleId;
use crate::news::entity::EntityId;
use crate::news::mention::Kind;

/// The entity that a decision is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// Its number.
    pub entity: EntityId,
    /// The name it is shown by.
    pub name: String,
    /// What else tells it from others: `person, 3 articles`. May be empty.
    pub about: String,
    /// Number of articles that name it; 0 where not known.
    pub articles: u32,
}

impl Subject {
    /// An entity of known kind and number of articles.
    pub fn new(entity: EntityId, name: impl Into<String>, kind: Kind, many: u32) -> Self {
        let about = format!("{}, {}", kind.word(), articles(many as usize));
        Self { entity, name: name.into(), about, articles: many }
    }

    /// An entity of which only the name is known.
    pub fn named(entity: EntityId, name: impl Into<String>) -> Self {
        Self { entity, name: name.into(), about: String::new(), articles: 0 }
    }

    /// The entity of an entry of the sidebar; none where the entry is a chain that is linked to none.
    pub fn of_entry(entry: &Entry) -> Option<Self> {
        let Who::Entity(entity) = entry.who else { return None };
        Some(Self::new(entity, &entry.name, entry.kind, entry.articles))
    }

    /// Name and what tells it from others.
    pub fn words(&self) -> String {
        if self.about.is_empty() { self.name.clone() } else { format!("{} ({})", self.name, self.about) }
    }
}

/// What another entity is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Joining {
    /// It is the same as this one.
    Same(Subject),
    /// It is not the same as this one.
    Apart(Subject),
    /// Where it is named together with this one.
    Together(Subject),
    /// It is the entity of a name that is linked to none yet.
    Link {
        /// The article.
        article: ArticleId,
        /// Index into the chains of the article.
        chain: u32,
        /// The name.
        name: String,
    },
}

impl Joining {
    /// The name that is known.
    pub fn name(&self) -> &str {
        match self {
            Self::Same(one) | Self::Apart(one) | Self::Together(one) => &one.name,
            Self::Link { name, .. } => name,
        }
    }

    /// The entity that is known.
    pub fn entity(&self) -> Option<EntityId> {
        match self {
            Self::Same(one) | Self::Apart(one) | Self::Together(one) => Some(one.entity),
            Self::Link { .. } => None,
        }
    }
}

//! The entity that a decision is about.

use super::sidebar::{Entry, Referent};
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
    /// What tells it from others of the same name: `person, 3 articles`. May be empty.
    pub about: String,
    /// Number of articles that name it; 0 if unknown.
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

    /// The entity of an entry of the sidebar; none if the entry is a chain without an entity.
    pub fn of_entry(entry: &Entry) -> Option<Self> {
        let Referent::Entity(entity) = entry.referent else { return None };
        Some(Self::new(entity, &entry.name, entry.kind, entry.articles))
    }

    /// The name, with what tells the entity from others in brackets.
    pub fn words(&self) -> String {
        if self.about.is_empty() { self.name.clone() } else { format!("{} ({})", self.name, self.about) }
    }
}

/// A decision or question about two entities, of which one is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Joining {
    /// The other one is the same as this one.
    Same(Subject),
    /// The other one is not the same as this one.
    Apart(Subject),
    /// Where are the two named together?
    Together(Subject),
    /// The other one is the entity of this chain, which has none.
    Link {
        /// The article.
        article: ArticleId,
        /// Index into the chains of the article.
        chain: u32,
        /// The name of the chain.
        name: String,
    },
}

impl Joining {
    /// The name of the known entity or of the chain.
    pub fn name(&self) -> &str {
        match self {
            Self::Same(one) | Self::Apart(one) | Self::Together(one) => &one.name,
            Self::Link { name, .. } => name,
        }
    }

    /// The known entity; none for a chain.
    pub fn entity(&self) -> Option<EntityId> {
        match self {
            Self::Same(one) | Self::Apart(one) | Self::Together(one) => Some(one.entity),
            Self::Link { .. } => None,
        }
    }
}

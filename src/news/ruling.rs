//! Rulings: the user's decisions about entities in names and digests, so that they can be applied in another archive, where
//! entities and articles have other numbers.

use super::mention::Kind;

/// An entity by kind and name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Called {
    /// The kind that the engine found.
    pub kind: Kind,
    /// One of its names, as written.
    pub name: String,
    /// The first hex digits of the digest of an article that names it, given if others have the name too; `None` otherwise.
    pub article: Option<String>,
}

/// A decision of the user. Articles are given by the first hex digits of their digest.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ruling {
    /// The two entities are one.
    Same(Called, Called),
    /// The two entities are not one, however similar their names are.
    NotSame(Called, Called),
    /// In these articles the entity is a different one.
    Split(Called, Vec<String>),
    /// Show the entity under this name.
    Rename(Called, String),
    /// The entity is of this kind.
    Retype(Called, Kind),
    /// Hide the entity.
    Hide(Called),
    /// Watch the entity.
    Watch(Called),
    /// A chain of an article refers, or does not refer, to the entity.
    Link {
        /// The entity.
        who: Called,
        /// The article.
        article: String,
        /// The name of the chain, folded.
        chain: String,
        /// Whether it refers to the entity.
        same: bool,
    },
}

/// The outcome of applying a ruling to an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ruled {
    /// It was applied.
    Done,
    /// It was in force already.
    Known,
    /// It contradicts a decision of this archive and was not applied; a phrase that says which decision.
    Contrary(String),
    /// It cannot be applied in this archive; a phrase that says why.
    Refused(String),
}

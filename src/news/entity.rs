//! Entities, each one person, institution or other referent across the whole archive; the links from chains to entities; and
//! the corrections that the user makes to entities.

use serde::{Deserialize, Serialize};

use super::article::{Article, ArticleId, Place};
use super::mention::Kind;
use super::time::Timestamp;
use crate::text::span::Span;

/// The number of an entity in the archive. It stays the same when articles are annotated again, also by a new engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct EntityId(pub i64);

/// A name by which articles call an entity, with the number of those articles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alias {
    /// The name as written.
    pub name: String,
    /// The number of articles that use the name.
    pub articles: u32,
    /// The member of the entity's group that has this name in most articles.
    pub of: EntityId,
}

/// A role (office or title) of an entity and the newest article that states it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleSeen {
    /// The role as written.
    pub role: String,
    /// The newest article that states it.
    pub article: ArticleId,
    /// The time of that article.
    pub time: Timestamp,
    /// The source of that article.
    pub source: String,
}

/// One person, institution, place, event or other referent across the archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entity {
    /// The number of the entity.
    pub id: EntityId,
    /// The kind: what the user set, else what the engine found.
    pub kind: Kind,
    /// The name shown: the one the user gave, else the most frequent alias of two words or more, else the most
    /// frequent alias.
    pub name: String,
    /// Its aliases, those used in most articles first.
    pub aliases: Vec<Alias>,
    /// Its roles, the most recently stated first.
    pub roles: Vec<RoleSeen>,
    /// The number of articles that name it.
    pub articles: u32,
    /// Whether the user watches it.
    pub watched: bool,
    /// The earliest article that names it; `None` if no article does.
    pub first: Option<ArticleId>,
}

/// A mention with the text around it: one line of a concordance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MentionLine {
    /// The place of the mention.
    pub place: Place,
    /// The text before it, about 160 bytes.
    pub before: String,
    /// The words of the mention.
    pub words: String,
    /// The text after it, about 160 bytes.
    pub after: String,
    /// The source of the article.
    pub source: String,
    /// The time of the article.
    pub time: Timestamp,
}

impl MentionLine {
    /// Bytes of context on each side, before rounding out to char boundaries.
    const AROUND: usize = 160;

    /// The mention at `span` of an article, with its context.
    pub fn of(article: &Article, span: Span) -> Self {
        let body = &article.draft.body;
        let (start, end) = (span.start as usize, span.end as usize);
        let from = body.floor_char_boundary(start.saturating_sub(Self::AROUND));
        let upto = body.ceil_char_boundary((end + Self::AROUND).min(body.len()));
        Self {
            place: Place { article: article.id, span },
            before: body.get(from..start).unwrap_or("").to_owned(),
            words: span.slice(body).to_owned(),
            after: body.get(end..upto).unwrap_or("").to_owned(),
            source: article.draft.source.clone(),
            time: article.time(),
        }
    }
}

/// A reason for or against a link, as data. The screen puts it into words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The entity is new: the archive had none for this chain.
    New,
    /// An earlier article has this name, equal after folding.
    SameName(String),
    /// A similar name: the alias that matched, and in what the two differ (spelling, order, transliteration …).
    LikeName(String, String),
    /// The chain's name is an acronym of this name.
    AcronymOf(String),
    /// The chain's name is a short form that only one entity of the archive has; the full name of that entity.
    OnlyOne(String),
    /// The same or a similar role.
    SameRole(String),
    /// Several entities have the chain's short name; the full name of the one that is named together with the same others.
    SameCompany(String),
    /// Several people have the name; a sentence that says which of them is meant and why.
    OneOf(String),
    /// Evidence against the link: roles, places or companions that do not fit.
    Conflict(String),
    /// The user said so.
    Said,
}

/// How a chain of an article relates to the entities of the archive.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Link {
    /// The chain refers to this entity.
    Certain(EntityId, Vec<Reason>),
    /// The chain may refer to one of these, the most probable first, each with a probability in `0..=1`.
    Uncertain(Vec<(EntityId, f32, Vec<Reason>)>),
    /// The user said that the chain refers to none of the entities proposed.
    Refused,
}

impl Link {
    /// The entities that the chain may refer to, the most probable first: one if the link is certain, none if it is refused.
    pub fn candidates(&self) -> impl Iterator<Item = EntityId> {
        let (certain, uncertain) = match self {
            Self::Certain(entity, _) => (Some(*entity), &[][..]),
            Self::Uncertain(candidates) => (None, candidates.as_slice()),
            Self::Refused => (None, &[][..]),
        };
        certain.into_iter().chain(uncertain.iter().map(|candidate| candidate.0))
    }
}

/// The link of a chain with what the sidebar shows of the entity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Linked {
    /// The link itself.
    pub link: Link,
    /// The name of the entity, or of the most probable one if the link is uncertain. If the link is refused, the name of the
    /// chain.
    pub name: String,
    /// The kind: what the user set, else what the engine found.
    pub kind: Kind,
    /// The number of articles of the archive that name the entity, this one included.
    pub articles: u32,
    /// Whether the user watches the entity.
    pub watched: bool,
    /// Whether this article is the earliest that names the entity.
    pub first: bool,
    /// Whether the user hid the entity.
    pub hidden: bool,
    /// The names of the candidates of an uncertain link, in the order of the candidates.
    pub candidates: Vec<String>,
}

impl Linked {
    /// A link to an entity of which only name and kind are known.
    pub fn new(link: Link, name: impl Into<String>, kind: Kind) -> Self {
        let name = name.into();
        Self { link, name, kind, articles: 0, watched: false, first: false, hidden: false, candidates: Vec::new() }
    }

    /// The entity of a certain link, or the most probable one of an uncertain link; `None` if the link is refused.
    pub fn entity(&self) -> Option<EntityId> {
        match &self.link {
            Link::Certain(id, _) => Some(*id),
            Link::Uncertain(candidates) => candidates.first().map(|c| c.0),
            Link::Refused => None,
        }
    }
}

/// A decision of the user about entities. It is user data: it can be undone, and it holds however often linking runs again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Correction {
    /// The two entities are one.
    Merge(EntityId, EntityId),
    /// The two entities are not one, however similar their names are.
    NotSame(EntityId, EntityId),
    /// In these articles the entity is a different one, which gets a number of its own.
    Split(EntityId, Vec<ArticleId>),
    /// Show the entity under this name.
    Rename(EntityId, String),
    /// The entity is of this kind.
    Retype(EntityId, Kind),
    /// Hide the entity.
    Hide(EntityId),
    /// Show a hidden entity again.
    Show(EntityId),
}

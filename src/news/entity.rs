//! Entities: one person, institution or place across the whole archive, and how a chain came to be one.

use serde::{Deserialize, Serialize};

use super::article::{Article, ArticleId, Place};
use super::mention::Kind;
use super::time::Timestamp;
use crate::text::span::Span;

/// The archive's number for an entity. Survives re-annotation and new versions of the engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct EntityId(pub i64);

/// A name an entity was called by, with how often.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alias {
    /// As written.
    pub name: String,
    /// In how many articles.
    pub articles: u32,
    /// Who of those that turned out to be one is called so, most often.
    pub of: EntityId,
}

/// An office or title and where it was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleSeen {
    /// As written.
    pub role: String,
    /// The article it was last read in.
    pub article: ArticleId,
    /// That article's time.
    pub time: Timestamp,
    /// That article's source.
    pub source: String,
}

/// One person, institution or place across the archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entity {
    /// Its number.
    pub id: EntityId,
    /// What it is.
    pub kind: Kind,
    /// The name it is shown by: the reader's, else the fullest common alias.
    pub name: String,
    /// Every name it was called by, most frequent first.
    pub aliases: Vec<Alias>,
    /// Roles, newest first.
    pub roles: Vec<RoleSeen>,
    /// In how many articles it occurs.
    pub articles: u32,
    /// On the reader's watch list.
    pub watched: bool,
    /// The earliest article that names it.
    pub first: Option<ArticleId>,
}

/// A mention in its line of context: a row of a concordance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MentionLine {
    /// Where it stands.
    pub place: Place,
    /// What stands before it, up to 160 bytes.
    pub before: String,
    /// Its words.
    pub words: String,
    /// What stands behind it, up to 160 bytes.
    pub after: String,
    /// The article's source.
    pub source: String,
    /// The article's time.
    pub time: Timestamp,
}

impl MentionLine {
    /// Bytes of context on either side.
    const AROUND: usize = 160;

    /// A mention with what stands around it.
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

/// A reason for or against a link, as data; `sentence` on the screen is made from it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// No entity of the archive had a name like this.
    New,
    /// The same name after folding.
    SameName(String),
    /// The same name but for spelling, order, particles, transliteration: the alias that matched, and how.
    LikeName(String, String),
    /// Acronym of a known name.
    AcronymOf(String),
    /// The only entity of the archive with this surname or short form.
    OnlyOne(String),
    /// The same or a like role.
    SameRole(String),
    /// Named together with the same others.
    SameCompany(String),
    /// Several people bear the name; which of them, and what speaks for that.
    OneOf(String),
    /// Roles, places or company speak against it.
    Conflict(String),
    /// The reader said so.
    Said,
}

/// How a chain of an article stands to the entities of the archive.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Link {
    /// It is this one.
    Certain(EntityId, Vec<Reason>),
    /// It may be one of these, best first, each with a probability in `0..=1`.
    Uncertain(Vec<(EntityId, f32, Vec<Reason>)>),
    /// The reader said that it is none of those it was taken for.
    Refused,
}

impl Link {
    /// The entities that may be meant, best first: one where the link is certain, none where it was refused.
    pub fn candidates(&self) -> impl Iterator<Item = EntityId> {
        let (certain, uncertain) = match self {
            Self::Certain(entity, _) => (Some(*entity), &[][..]),
            Self::Uncertain(candidates) => (None, candidates.as_slice()),
            Self::Refused => (None, &[][..]),
        };
        certain.into_iter().chain(uncertain.iter().map(|candidate| candidate.0))
    }
}

/// A chain of an article with the entity it was linked to, as the sidebar shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Linked {
    /// How the chain stands to the archive.
    pub link: Link,
    /// The name of the entity (of the likeliest, where uncertain); the chain's own where it is none.
    pub name: String,
    /// What it is: as the reader said, else as the engine found.
    pub kind: Kind,
    /// In how many articles of the archive that entity occurs, this one included.
    pub articles: u32,
    /// It is on the reader's watch list.
    pub watched: bool,
    /// The archive did not know it before this article.
    pub first: bool,
    /// The reader does not want to see it.
    pub hidden: bool,
    /// Names of the candidates of an uncertain link, in their order.
    pub candidates: Vec<String>,
}

impl Linked {
    /// A chain of this name and kind, of whose entity nothing else is known yet.
    pub fn new(link: Link, name: impl Into<String>, kind: Kind) -> Self {
        let name = name.into();
        Self { link, name, kind, articles: 0, watched: false, first: false, hidden: false, candidates: Vec::new() }
    }

    /// The entity meant: the certain one, else the likeliest.
    pub fn entity(&self) -> Option<EntityId> {
        match &self.link {
            Link::Certain(id, _) => Some(*id),
            Link::Uncertain(candidates) => candidates.first().map(|c| c.0),
            Link::Refused => None,
        }
    }
}

/// A decision of the reader about entities. User data: applied after every linking, undoable, never forgotten.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Correction {
    /// The two are one.
    Merge(EntityId, EntityId),
    /// The two are not one, whatever their names.
    NotSame(EntityId, EntityId),
    /// The chains of these articles are somebody else.
    Split(EntityId, Vec<ArticleId>),
    /// Show it by this name.
    Rename(EntityId, String),
    /// It is of this kind.
    Retype(EntityId, Kind),
    /// Do not show it.
    Hide(EntityId),
    /// Show it again.
    Show(EntityId),
}

//! What the article list shows of one article.

use serde::{Deserialize, Serialize};

use super::article::{ArticleId, Revision};
use super::entity::EntityId;
use super::time::Timestamp;
use super::triage::State;

/// One row of the article list: an article that stands for its story.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ListRow {
    /// The article.
    pub id: ArticleId,
    /// Its triage state.
    pub state: State,
    /// Whether the user starred it.
    pub star: bool,
    /// See [`Article::time`](super::article::Article::time).
    pub time: Timestamp,
    /// See [`Draft::source`](super::article::Draft::source).
    pub source: String,
    /// See [`Draft::headline`](super::article::Draft::headline).
    pub headline: String,
    /// The beginning of the body, at most 240 bytes.
    pub lede: String,
    /// See [`Draft::revision`](super::article::Draft::revision).
    pub revision: Revision,
    /// The number of other copies and versions of the story, which have no row of their own.
    pub copies: u32,
    /// The number of notes on the article.
    pub notes: u32,
    /// The tags that the user gave it.
    pub tags: Vec<String>,
    /// Whether it names an entity that the user watches.
    pub watched: bool,
    /// The points by which the list is sorted ([`Sort::Score`](super::triage::Sort::Score)); `None` in any other order.
    pub score: Option<f32>,
    /// Its most important entities with their names, most important first, at most four.
    pub entities: Vec<(EntityId, String)>,
}

//! What the list shows of an article.

use serde::{Deserialize, Serialize};

use super::article::{ArticleId, Revision};
use super::entity::EntityId;
use super::time::Timestamp;
use super::triage::State;

/// One row of the article list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ListRow {
    /// Which article.
    pub id: ArticleId,
    /// Its triage state.
    pub state: State,
    /// Starred by the reader.
    pub star: bool,
    /// See [`Article::time`](super::article::Article::time).
    pub time: Timestamp,
    /// See [`Draft::source`](super::article::Draft::source).
    pub source: String,
    /// See [`Draft::headline`](super::article::Draft::headline).
    pub headline: String,
    /// The first 240 bytes or so of the body, to a char boundary.
    pub lede: String,
    /// See [`Draft::revision`](super::article::Draft::revision).
    pub revision: Revision,
    /// How many other versions or copies of the story this row stands for.
    pub copies: u32,
    /// How many notes are on it.
    pub notes: u32,
    /// The reader's tags.
    pub tags: Vec<String>,
    /// It names somebody who is watched.
    pub watched: bool,
    /// The points of the pile's order, where the list is sorted by score.
    pub score: Option<f32>,
    /// Its first entities with their names, most important first, at most four.
    pub entities: Vec<(EntityId, String)>,
}

//! The triage of articles: their state, the changes that the user makes to them, and the order of a list.

use serde::{Deserialize, Serialize};

/// Triage state of an article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// It has not been opened.
    #[default]
    New,
    /// It has been opened.
    Read,
    /// The user put it off.
    Later,
    /// The user keeps it.
    Kept,
    /// The user is done with it.
    Dismissed,
}

impl State {
    /// Every state. A state is stored as its index here, so the order is fixed.
    pub const ALL: [Self; 5] = [Self::New, Self::Read, Self::Later, Self::Kept, Self::Dismissed];

    /// The word in queries and output: `new`, `read`, `later`, `kept`, `dismissed`.
    pub fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Read => "read",
            Self::Later => "later",
            Self::Kept => "kept",
            Self::Dismissed => "dismissed",
        }
    }

    /// Whether the user has not decided yet: true for new and read.
    pub fn undecided(self) -> bool {
        matches!(self, Self::New | Self::Read)
    }
}

/// One change that the user makes to articles. It is user data and can be undone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// Set their state.
    State(State),
    /// Star them (`true`) or remove the star (`false`).
    Star(bool),
    /// Add this tag.
    Tag(String),
    /// Remove this tag.
    Untag(String),
}

/// The order of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sort {
    /// By time, newest first.
    #[default]
    Newest,
    /// By time, oldest first.
    Oldest,
    /// By points, most first; newest first among equals.
    Score,
}

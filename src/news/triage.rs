//! What the reader decided about an article.

use serde::{Deserialize, Serialize};

/// Triage state of an article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Nobody has looked.
    #[default]
    New,
    /// It has been on screen.
    Read,
    /// Put off.
    Later,
    /// Worth keeping.
    Kept,
    /// Done with.
    Dismissed,
}

impl State {
    /// Every state, in the order of the contract.
    pub const ALL: [Self; 5] = [Self::New, Self::Read, Self::Later, Self::Kept, Self::Dismissed];

    /// The word of the contract: `new`, `read`, `later`, `kept`, `dismissed`.
    pub fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Read => "read",
            Self::Later => "later",
            Self::Kept => "kept",
            Self::Dismissed => "dismissed",
        }
    }

    /// Whether it still waits for a decision: new and read do.
    pub fn undecided(self) -> bool {
        matches!(self, Self::New | Self::Read)
    }
}

/// One decision of the reader about articles. Undoable; user data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// Put them in this state.
    State(State),
    /// Star them, or take the star away.
    Star(bool),
    /// Give them this tag.
    Tag(String),
    /// Take this tag away.
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
    /// By points, most first, then newest.
    Score,
}

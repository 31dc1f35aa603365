//! What the index of names is built from, what a query may add, and what a hit is: plain data.

use serde::{Deserialize, Serialize};

use crate::news::entity::EntityId;
use crate::news::mention::Kind;
use crate::text::span::Span;

/// One entity as the index takes it in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Which.
    pub entity: EntityId,
    /// What it is.
    pub kind: Kind,
    /// The name it is shown by; found like an alias.
    pub name: String,
    /// Every name it goes by, and in how many articles; its shown name may be among them.
    pub aliases: Vec<(String, u32)>,
    /// Offices and titles; they help to find it and never stand for its name.
    pub roles: Vec<String>,
    /// In how many articles it occurs.
    pub articles: u32,
}

/// What the user has before them when they ask. Lists may be empty and come in any order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Context {
    /// Entities of the article on screen.
    pub in_article: Vec<EntityId>,
    /// Entities of the articles in the list; those of the rows around the cursor are enough.
    pub in_list: Vec<EntityId>,
    /// On the watch list.
    pub watched: Vec<EntityId>,
    /// How often each was chosen in the jump bar.
    pub picks: Vec<(EntityId, u32)>,
    /// Only entities of these kinds; all where empty.
    pub kinds: Vec<Kind>,
    /// At most so many hits; 50 where 0.
    pub limit: usize,
}

/// How a name matches a query, best first: a name of a worse tier never comes before one of a better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "u8", try_from = "u8")]
pub enum Tier {
    /// An alias equal to the query.
    Equal = 1,
    /// Acronym or initials.
    Initials = 2,
    /// Every word of the query is the beginning of a different word of the name.
    Beginnings = 3,
    /// Every word of the query is contained in it.
    Contained = 4,
    /// Every word of the query matches fuzzily.
    Fuzzy = 5,
    /// Equal in sound or transliteration.
    Sound = 6,
    /// One typo in four to seven letters, two in eight or more.
    Typo = 7,
}

impl From<Tier> for u8 {
    fn from(tier: Tier) -> Self {
        tier as Self
    }
}

impl TryFrom<u8> for Tier {
    type Error = String;

    fn try_from(number: u8) -> Result<Self, String> {
        Ok(match number {
            1 => Self::Equal,
            2 => Self::Initials,
            3 => Self::Beginnings,
            4 => Self::Contained,
            5 => Self::Fuzzy,
            6 => Self::Sound,
            7 => Self::Typo,
            _ => return Err(format!("no tier has the number {number}")),
        })
    }
}

/// An entity that a query may mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Which.
    pub entity: EntityId,
    /// What it is.
    pub kind: Kind,
    /// The name it is shown by.
    pub name: String,
    /// The alias that matched; its name where that matched best, or where nothing was asked.
    pub alias: String,
    /// How it matched.
    pub tier: Tier,
    /// How well inside the tier; greater is better.
    pub score: u32,
    /// What of `alias` matched, ascending, not overlapping.
    pub marks: Vec<Span>,
    /// In how many articles it occurs.
    pub articles: u32,
    /// It is one of the article on screen.
    pub in_article: bool,
    /// It is watched.
    pub watched: bool,
}

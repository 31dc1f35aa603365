//! What the engine finds in one text: mentions, chains of mentions, sentences. All of it can be computed again.

use serde::{Deserialize, Serialize};

use crate::text::span::Span;

/// What a referent is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A human being.
    Person,
    /// Government body, party, company, army, media house, union, team.
    Institution,
    /// Country, city, region, river, building used as a place.
    Place,
    /// Summit, war, games, named storm.
    Event,
    /// Award, law, treaty, work, operation, product.
    Other,
}

impl Kind {
    /// Every kind, in the order in which screens list them.
    pub const ALL: [Self; 5] = [Self::Person, Self::Institution, Self::Place, Self::Event, Self::Other];

    /// The word of the contract: `person`, `institution`, `place`, `event`, `other`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Institution => "institution",
            Self::Place => "place",
            Self::Event => "event",
            Self::Other => "other",
        }
    }

    /// As one says of one: `a person`, `an institution`.
    pub fn phrase(self) -> &'static str {
        match self {
            Self::Person => "a person",
            Self::Institution => "an institution",
            Self::Place => "a place",
            Self::Event => "an event",
            Self::Other => "something else",
        }
    }

    /// A second one of the kind: `another person`.
    pub fn another(self) -> &'static str {
        match self {
            Self::Person => "another person",
            Self::Institution => "another institution",
            Self::Place => "another place",
            Self::Event => "another event",
            Self::Other => "another one",
        }
    }
}

/// How a mention refers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// By a name or a part of one: `Angela Merkel`, `Merkel`, `CDU`.
    Name,
    /// An office or title beside a name: `Chancellor`. May lie around other mentions.
    Role,
    /// A definite description: `the ministry`.
    Nominal,
    /// `he`, `its`.
    Pronoun,
}

impl Form {
    /// The word of the contract: `name`, `role`, `nominal`, `pronoun`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Role => "role",
            Self::Nominal => "nominal",
            Self::Pronoun => "pronoun",
        }
    }
}

/// Why a mention is in its chain. The engine's own account, kept as data and put into words on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The first mention of its chain.
    First,
    /// Same words after folding as mention number `.0`.
    Exact(u32),
    /// Last name of the person named in full at mention `.0`.
    Surname(u32),
    /// Given name of the person at mention `.0`, borne by nobody else here.
    Given(u32),
    /// Another form of the name at mention `.0`: initials, spelling, a part left out.
    Variant(u32),
    /// Acronym of mention `.0`.
    Acronym(u32),
    /// Acronym of mention `.0`, defined beside it in parentheses.
    Defined(u32),
    /// Short form by the head noun of mention `.0`: `the Council`.
    Head(u32),
    /// Office or title beside mention `.0`.
    Role(u32),
    /// Description that fits mention `.0`.
    Description(u32),
    /// Pronoun whose nearest fitting antecedent is mention `.0`.
    Pronoun(u32),
}

impl Why {
    /// The mention this one was tied to, if any (an index into [`Annotations::mentions`]).
    pub fn antecedent(self) -> Option<u32> {
        match self {
            Self::First => None,
            Self::Exact(m)
            | Self::Surname(m)
            | Self::Given(m)
            | Self::Variant(m)
            | Self::Acronym(m)
            | Self::Defined(m)
            | Self::Head(m)
            | Self::Role(m)
            | Self::Description(m)
            | Self::Pronoun(m) => Some(m),
        }
    }
}

/// One place in a text that refers to somebody or something.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mention {
    /// Its words; for names without title, leading article and possessive.
    pub span: Span,
    /// How it refers.
    pub form: Form,
    /// What it refers to.
    pub kind: Kind,
    /// Index into [`Annotations::chains`].
    pub chain: u32,
    /// Calibrated probability in `0..=1` that span and kind are right.
    pub score: f32,
    /// Why it is in that chain.
    pub why: Why,
}

/// All mentions of one referent in one text. Holds at least one mention of form [`Form::Name`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Chain {
    /// What it is.
    pub kind: Kind,
    /// The fullest name it is called by here.
    pub name: String,
    /// Indexes into [`Annotations::mentions`], ascending.
    pub mentions: Vec<u32>,
    /// Offices and titles read beside it, in order of reading, as written, each once.
    pub roles: Vec<String>,
}

/// What the engine finds in one text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Annotations {
    /// Sentences, ascending, not overlapping; what lies between them is white space.
    pub sentences: Vec<Span>,
    /// Sorted by start, longer first where equal; not overlapping but for roles.
    pub mentions: Vec<Mention>,
    /// In order of first mention.
    pub chains: Vec<Chain>,
}

impl Annotations {
    /// The innermost mention at a byte offset.
    pub fn mention_at(&self, offset: u32) -> Option<usize> {
        let upto = self.mentions.partition_point(|m| m.span.start <= offset);
        // Roles may be long; nothing that covers `offset` starts more than a sentence before it.
        (0..upto).rev().take(64).find(|&i| self.mentions.get(i).is_some_and(|m| m.span.contains(offset)))
    }
}

//! What the engine finds in one text: sentences, mentions and chains of mentions. All of it can be computed again from the
//! text.

use serde::{Deserialize, Serialize};

use crate::text::span::Span;

/// The kind of a referent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A human being.
    Person,
    /// A government body, party, company, army, media company, union or team.
    Institution,
    /// A country, city, region, river or a building as a location.
    Place,
    /// A summit, war, sports event or named storm.
    Event,
    /// An award, law, treaty, work, operation or product.
    Other,
}

impl Kind {
    /// Every kind, in the order in which screens list them.
    pub const ALL: [Self; 5] = [Self::Person, Self::Institution, Self::Place, Self::Event, Self::Other];

    /// The word in files, queries and output: `person`, `institution`, `place`, `event`, `other`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Institution => "institution",
            Self::Place => "place",
            Self::Event => "event",
            Self::Other => "other",
        }
    }

    /// The word with its article: `a person`, `an institution`.
    pub fn phrase(self) -> &'static str {
        match self {
            Self::Person => "a person",
            Self::Institution => "an institution",
            Self::Place => "a place",
            Self::Event => "an event",
            Self::Other => "something else",
        }
    }

    /// The word after "another": `another person`.
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
    /// By an office or title next to a name: `Chancellor`. Its span may contain other mentions.
    Role,
    /// By a definite description: `the ministry`.
    Nominal,
    /// By a pronoun: `he`, `its`.
    Pronoun,
}

impl Form {
    /// The word in files and output: `name`, `role`, `nominal`, `pronoun`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Role => "role",
            Self::Nominal => "nominal",
            Self::Pronoun => "pronoun",
        }
    }
}

/// Why a mention is in its chain, as data. The screen puts it into words. The numbers are indexes into
/// [`Annotations::mentions`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// It is the first mention of its chain.
    First,
    /// It has the same words as mention `.0` after folding.
    Exact(u32),
    /// It is the surname of the person whose full name is mention `.0`.
    Surname(u32),
    /// It is the given name of the person of mention `.0`, and nobody else in the text has it.
    Given(u32),
    /// It is another form of the name at mention `.0`: initials, another spelling, a part omitted.
    Variant(u32),
    /// It is an acronym of mention `.0`.
    Acronym(u32),
    /// It is an acronym of mention `.0`, defined next to it in parentheses.
    Defined(u32),
    /// It is a short form by the head noun of mention `.0`: `the Council`.
    Head(u32),
    /// It is an office or title next to mention `.0`.
    Role(u32),
    /// It is a description that fits mention `.0`.
    Description(u32),
    /// It is a pronoun whose nearest fitting antecedent is mention `.0`.
    Pronoun(u32),
}

impl Why {
    /// The mention that this one was attached to, an index into [`Annotations::mentions`]; `None` for the first of a chain.
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

/// One span of a text that refers to somebody or something.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mention {
    /// The span of its words. A name excludes title, leading article and possessive.
    pub span: Span,
    /// How it refers.
    pub form: Form,
    /// The kind of its referent.
    pub kind: Kind,
    /// Its chain, an index into [`Annotations::chains`].
    pub chain: u32,
    /// Calibrated probability that span and kind are right, in `0..=1`.
    pub score: f32,
    /// Why it is in that chain.
    pub why: Why,
}

/// All mentions of one referent in one text. At least one of them has the form [`Form::Name`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Chain {
    /// The kind of the referent.
    pub kind: Kind,
    /// The fullest name of the referent in this text.
    pub name: String,
    /// Its mentions: indexes into [`Annotations::mentions`], ascending.
    pub mentions: Vec<u32>,
    /// The offices and titles that the text gives the referent, as written, each once, in the order in which they were read.
    pub roles: Vec<String>,
}

/// What the engine finds in one text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Annotations {
    /// The sentences, ascending and not overlapping. Only white space is between them.
    pub sentences: Vec<Span>,
    /// The mentions, sorted by start, the longer first if two start together. Only roles overlap other mentions.
    pub mentions: Vec<Mention>,
    /// The chains, in the order of their first mentions.
    pub chains: Vec<Chain>,
}

impl Annotations {
    /// The innermost mention that contains a byte offset, as an index into [`Annotations::mentions`]; `None` if there is none.
    pub fn mention_at(&self, offset: u32) -> Option<usize> {
        let upto = self.mentions.partition_point(|m| m.span.start <= offset);
        // Mentions that contain `offset` start in its sentence, so the nearest 64 are enough.
        (0..upto).rev().take(64).find(|&i| self.mentions.get(i).is_some_and(|m| m.span.contains(offset)))
    }
}

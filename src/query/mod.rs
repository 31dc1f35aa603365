//! The query language: what one types into the list, a view, a rule or the command line, as a tree ([`Query`]).
//!
//! [`parse`] and `Display` are inverse to each other; an error points at the byte where something else was expected.
//! Knows no archive: `store` turns the tree into SQL, the caller says what day it is ([`Clock`]).

mod complete;
mod day;
mod filter;
mod parse;
mod print;

use serde::{Deserialize, Serialize};

pub use complete::complete;
pub use day::{Clock, Day, Days};
pub use filter::Filter;
pub use parse::{QueryError, parse};

/// What articles are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Query {
    /// Every article: the empty query.
    #[default]
    All,
    /// Those that pass one test.
    Test(Test),
    /// Those that do not match.
    Not(Box<Query>),
    /// Those that match all; two or more.
    And(Vec<Query>),
    /// Those that match any; two or more.
    Or(Vec<Query>),
}

/// One test of an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Test {
    /// Headline or body holds these words, one after the other.
    Text(Words),
    /// It names somebody or something so called.
    Named(Who, Words),
    /// Its source is so called, or holds these words.
    Source(Words),
    /// It has this tag, of the reader or of the sender.
    Tag(Words),
    /// What the reader decided.
    Is(Is),
    /// What hangs on it.
    Has(Has),
    /// When it was published (or received, where the text does not say).
    Date(Days),
    /// Taken in by this import; by the last one where there is no number.
    Import(Option<u32>),
}

/// Words as typed, never empty, and whether the last one may go on (`min*`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// As typed, without quotation marks and star.
    pub text: String,
    /// A star follows: the last word is the beginning of one.
    pub begins: bool,
}

impl Words {
    /// Whole words.
    pub fn whole(text: impl Into<String>) -> Self {
        Self { text: text.into(), begins: false }
    }
}

/// Whom a name test means. `entity:#12` is the entity of that number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Who {
    /// `person:`
    Person,
    /// `org:`
    Institution,
    /// `place:`
    Place,
    /// `entity:`: any kind.
    Any,
}

/// Values of `is:`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Is {
    /// Nobody has looked; `unread` is the same.
    New,
    /// It has been on screen and waits for a decision.
    Read,
    /// Put off.
    Later,
    /// Worth keeping.
    Kept,
    /// Done with.
    Dismissed,
    /// Starred.
    Star,
    /// Not on screen yet.
    Unread,
    /// New or read.
    Undecided,
    /// Names somebody on the watch list.
    Watched,
}

impl Is {
    /// Every value.
    pub const ALL: [Self; 9] = [
        Self::New,
        Self::Read,
        Self::Later,
        Self::Kept,
        Self::Dismissed,
        Self::Star,
        Self::Unread,
        Self::Undecided,
        Self::Watched,
    ];

    /// The word of the language.
    pub fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Read => "read",
            Self::Later => "later",
            Self::Kept => "kept",
            Self::Dismissed => "dismissed",
            Self::Star => "star",
            Self::Unread => "unread",
            Self::Undecided => "undecided",
            Self::Watched => "watched",
        }
    }
}

/// Values of `has:`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Has {
    /// A note.
    Note,
    /// A note that hangs on quoted words.
    Quote,
    /// A tag of the reader.
    Tag,
}

impl Has {
    /// Every value.
    pub const ALL: [Self; 3] = [Self::Note, Self::Quote, Self::Tag];

    /// The word of the language.
    pub fn word(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Quote => "quote",
            Self::Tag => "tag",
        }
    }
}

/// The fields of the language, in the order in which completion offers them.
pub const FIELDS: [&str; 10] = ["person", "org", "place", "entity", "source", "tag", "is", "has", "date", "import"];

impl Query {
    /// Both at once, without needless nesting.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::All, q) | (q, Self::All) => q,
            (Self::And(mut all), q) => {
                all.push(q);
                Self::And(all)
            }
            (p, q) => Self::And(vec![p, q]),
        }
    }

    /// The articles that name one entity of the archive.
    pub fn entity(number: i64) -> Self {
        Self::Test(Test::Named(Who::Any, Words::whole(format!("#{number}"))))
    }

    /// The articles that name one of these entities, at least one.
    pub fn entities(numbers: impl IntoIterator<Item = i64>) -> Self {
        let mut all: Vec<Self> = numbers.into_iter().map(Self::entity).collect();
        match all.len() {
            1 => all.remove(0),
            _ => Self::Or(all),
        }
    }

    /// The words that the text of a hit holds: what to light up on the screen.
    pub fn words(&self) -> Vec<&str> {
        match self {
            Self::Test(Test::Text(words)) => vec![&words.text],
            Self::And(parts) | Self::Or(parts) => parts.iter().flat_map(Self::words).collect(),
            _ => Vec::new(),
        }
    }
}

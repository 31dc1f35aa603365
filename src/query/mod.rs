//! The query language: the text that the user types into the list, a view, a rule or the command line, and its syntax tree
//! ([`Query`]).
//!
//! Printing a tree gives text that [`parse`] turns into the same tree; a parse error has the byte where something else was
//! expected. This module does not depend on the archive: `store` translates the tree to SQL, and the caller supplies the
//! current time ([`Clock`]).

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

/// The syntax tree of a query: which articles match.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Query {
    /// Every article: the empty query.
    #[default]
    All,
    /// The articles that pass one test.
    Test(Test),
    /// The articles that do not match the inner query.
    Not(Box<Query>),
    /// The articles that match all of two or more queries.
    And(Vec<Query>),
    /// The articles that match at least one of two or more queries.
    Or(Vec<Query>),
}

/// One test of an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Test {
    /// The headline or the body contains these words as a phrase.
    Text(Words),
    /// It names an entity with a name that contains these words.
    Named(Who, Words),
    /// The name of its source is, or contains, these words.
    Source(Words),
    /// It has this tag, set by the user or by the sender.
    Tag(Words),
    /// Its triage state, its star, or whether it names a watched entity.
    Is(Is),
    /// What the user has attached to it.
    Has(Has),
    /// It was published on these days; the time of receipt counts if the text has no date.
    Date(Days),
    /// It was imported by the import of this number, or by the last one if `None`.
    Import(Option<u32>),
}

/// Words as typed, never blank, and whether the last one is a prefix (`min*`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// The words, without quotation marks and star.
    pub text: String,
    /// Whether a star follows: the last word is a prefix.
    pub begins: bool,
}

impl Words {
    /// Words of which the last is not a prefix.
    pub fn whole(text: impl Into<String>) -> Self {
        Self { text: text.into(), begins: false }
    }
}

/// The kind of entity that a name test looks for. `entity:#12` is the entity of that number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Who {
    /// `person:`
    Person,
    /// `org:`
    Institution,
    /// `place:`
    Place,
    /// `entity:`, of any kind.
    Any,
}

/// Values of `is:`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Is {
    /// It has not been on screen; the same as `unread`.
    New,
    /// It has been on screen and waits for a decision.
    Read,
    /// Put off until later.
    Later,
    /// Kept.
    Kept,
    /// Dismissed.
    Dismissed,
    /// Starred.
    Star,
    /// It has not been on screen; the same as `new`.
    Unread,
    /// New or read.
    Undecided,
    /// It names an entity on the watch list.
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

    /// The value as written in a query.
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
    /// A note with a quote.
    Quote,
    /// A tag set by the user.
    Tag,
}

impl Has {
    /// Every value.
    pub const ALL: [Self; 3] = [Self::Note, Self::Quote, Self::Tag];

    /// The value as written in a query.
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
    /// The articles that match both queries. `All` and a left operand that is an `And` add no nesting.
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

    /// The articles that name the entity of this number.
    pub fn entity(number: i64) -> Self {
        Self::Test(Test::Named(Who::Any, Words::whole(format!("#{number}"))))
    }

    /// The articles that name at least one of these entities. `numbers` must not be empty.
    pub fn entities(numbers: impl IntoIterator<Item = i64>) -> Self {
        let mut all: Vec<Self> = numbers.into_iter().map(Self::entity).collect();
        match all.len() {
            1 => all.remove(0),
            _ => Self::Or(all),
        }
    }

    /// The words that a matching text contains, to highlight them on the screen. Excluded words are left out.
    pub fn words(&self) -> Vec<&str> {
        match self {
            Self::Test(Test::Text(words)) => vec![&words.text],
            Self::And(parts) | Self::Or(parts) => parts.iter().flat_map(Self::words).collect(),
            _ => Vec::new(),
        }
    }
}

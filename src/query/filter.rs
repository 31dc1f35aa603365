//! A query together with the text it was typed as.

use super::{Query, QueryError, parse};

/// A query that was parsed once, where it was typed. It travels as a tree; its text is what the screen shows.
///
/// ```
/// # use attache::query::Filter;
/// let filter = Filter::parse("is:new and rabat")?;
/// assert_eq!(filter.text(), "is:new and rabat");
/// assert!(Filter::parse("is:nwe").is_err());
/// # Ok::<(), attache::query::QueryError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    text: String,
    query: Query,
}

impl Filter {
    /// Parses `text`. The error holds the byte at which something else was expected.
    pub fn parse(text: impl Into<String>) -> Result<Self, QueryError> {
        let text = text.into();
        let query = parse(&text)?;
        Ok(Self { text, query })
    }

    /// The text as typed; empty for the whole archive.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The parsed query.
    pub fn query(&self) -> &Query {
        &self.query
    }

    /// Whether this is the empty query, which finds every article.
    pub fn is_all(&self) -> bool {
        self.query == Query::All
    }
}

impl From<Query> for Filter {
    /// A query that the program made. Its text is the query printed, which parses back to the same query.
    fn from(query: Query) -> Self {
        Self { text: query.to_string(), query }
    }
}

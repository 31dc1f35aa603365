//! A parsed query together with its text.

use super::{Query, QueryError, parse};

/// A parsed query together with its text. The text is parsed once, when the user has typed it: the store gets the query, the
/// screen shows the text.
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
    /// Parses `text`. The error says at which byte what was expected.
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
    /// Wraps a query that the program made. Its text is the printed query, which parses to the same query.
    fn from(query: Query) -> Self {
        Self { text: query.to_string(), query }
    }
}

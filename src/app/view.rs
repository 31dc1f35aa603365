//! What a list shows.

use crate::news::triage::Sort;
use crate::query::Filter;

/// What a list shows: a filter (empty: the whole archive) and an order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// The articles.
    pub filter: Filter,
    /// The order.
    pub sort: Sort,
}

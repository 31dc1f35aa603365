//! The view of a list: which articles, in which order.

use crate::news::triage::Sort;
use crate::query::Filter;

/// The articles that a filter finds, in an order. An empty filter finds the whole archive.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// Which articles.
    pub filter: Filter,
    /// In which order.
    pub sort: Sort,
}

//! Search in the text: folded (`é` is `e`), every match lit, the place to come back to.

use std::sync::Arc;

use crate::app::scroll::Top;
use crate::text::fold::Folded;
use crate::text::span::Span;

/// Matches kept; a text has more only where the search says nothing.
const MOST: usize = 100_000;

/// A search in one text.
#[derive(Clone, Debug)]
pub struct Find {
    folded: Arc<Folded>,
    /// What was typed.
    pub words: String,
    /// Where it stands, ascending.
    pub places: Vec<Span>,
    /// Cursor and top before the search.
    pub origin: (u32, Top),
}

impl Find {
    /// A search in `body` that began at `origin`.
    pub fn new(body: &str, origin: (u32, Top)) -> Self {
        Self { folded: Arc::new(Folded::new(body)), words: String::new(), places: Vec::new(), origin }
    }

    /// Looks for other words.
    pub fn look_for(&mut self, words: &str) {
        words.clone_into(&mut self.words);
        self.places = if words.trim().is_empty() { Vec::new() } else { self.folded.places(words).take(MOST).collect() };
    }

    /// The match at or after a byte, else the first; and whether the search went around.
    pub fn at_or_after(&self, at: u32) -> Option<(usize, bool)> {
        let next = self.places.partition_point(|s| s.start < at);
        if self.places.is_empty() { None } else { Some((next % self.places.len(), next == self.places.len())) }
    }

    /// The next (or previous) match from a byte, and whether the search went around.
    pub fn next(&self, at: u32, forward: bool) -> Option<(usize, bool)> {
        if self.places.is_empty() {
            return None;
        }
        if forward {
            return self.at_or_after(at + 1);
        }
        let before = self.places.partition_point(|s| s.start < at);
        Some(before.checked_sub(1).map_or((self.places.len() - 1, true), |i| (i, false)))
    }

    /// A match in words, by its index: `"café" 2/7`.
    pub fn describe(&self, index: usize) -> String {
        format!("\"{}\" {}/{}", self.words, index + 1, self.places.len())
    }

    /// Number of the match that begins at a byte, from 1.
    pub fn number(&self, at: u32) -> Option<usize> {
        self.places.binary_search_by_key(&at, |s| s.start).ok().map(|i| i + 1)
    }

    /// Matches that overlap a stretch of the text.
    pub fn within(&self, span: Span) -> &[Span] {
        let from = self.places.partition_point(|s| s.end <= span.start);
        let upto = self.places.partition_point(|s| s.start < span.end);
        self.places.get(from..upto.max(from)).unwrap_or_default()
    }
}

//! Search in a text: its matches, folded (`é` matches `e`), and where it began.

use std::sync::Arc;

use crate::app::scroll::Top;
use crate::text::fold::Folded;
use crate::text::span::Span;

/// Matches kept at most.
const MOST: usize = 100_000;

/// A search in one text.
#[derive(Clone, Debug)]
pub struct Find {
    folded: Arc<Folded>,
    /// The words searched for.
    pub words: String,
    /// The matches, ascending.
    pub places: Vec<Span>,
    /// Cursor and top before the search, to go back to.
    pub origin: (u32, Top),
}

impl Find {
    /// A search in `body` that began at `origin`.
    pub fn new(body: &str, origin: (u32, Top)) -> Self {
        Self { folded: Arc::new(Folded::new(body)), words: String::new(), places: Vec::new(), origin }
    }

    /// Searches for other words.
    pub fn look_for(&mut self, words: &str) {
        words.clone_into(&mut self.words);
        self.places = if words.trim().is_empty() { Vec::new() } else { self.folded.places(words).take(MOST).collect() };
    }

    /// Index of the match at or after a byte, else of the first; and whether the search wrapped around.
    pub fn at_or_after(&self, at: u32) -> Option<(usize, bool)> {
        let next = self.places.partition_point(|s| s.start < at);
        if self.places.is_empty() { None } else { Some((next % self.places.len(), next == self.places.len())) }
    }

    /// Index of the next or previous match from a byte, and whether the search wrapped around.
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

    /// A match in words: `"café" 2/7`.
    pub fn describe(&self, index: usize) -> String {
        format!("\"{}\" {}/{}", self.words, index + 1, self.places.len())
    }

    /// Number of the match that begins at a byte, from 1.
    pub fn number(&self, at: u32) -> Option<usize> {
        self.places.binary_search_by_key(&at, |s| s.start).ok().map(|i| i + 1)
    }

    /// The matches that overlap a span.
    pub fn within(&self, span: Span) -> &[Span] {
        let from = self.places.partition_point(|s| s.end <= span.start);
        let upto = self.places.partition_point(|s| s.start < span.end);
        self.places.get(from..upto.max(from)).unwrap_or_default()
    }
}

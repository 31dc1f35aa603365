//! A place in a text: the one coordinate that every layer shares, and the one function that slices.

use serde::{Deserialize, Serialize};

/// A non-empty range of bytes `start..end` into a stored text, both on char boundaries of that text.
///
/// `end` is exclusive. Texts are at most 4 GiB, so `u32` is enough (bodies are bounded far below that).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte; always greater than `start`.
    pub end: u32,
}

impl Span {
    /// The span of bytes `start..end`, or of `end..start` where they are reversed. Here byte offsets narrow to 32 bits: what
    /// lies beyond 4 GiB becomes the last offset, so that a span of too large a text slices to nothing and never to other words.
    pub fn new(start: usize, end: usize) -> Self {
        let narrow = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        let (start, end) = (narrow(start), narrow(end));
        Self { start: start.min(end), end: start.max(end) }
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether it has no bytes. The engine and the archive never keep such a span; a caller may build one.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether the byte at `offset` lies inside.
    pub fn contains(self, offset: u32) -> bool {
        self.start <= offset && offset < self.end
    }

    /// Whether all of `other` lies inside.
    pub fn covers(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share a byte.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that covers both.
    #[must_use]
    pub fn join(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The words of `text` at this place; the empty string where the span ends beyond the text or inside a character.
    ///
    /// This is the only slicing of article text in the program (ARCHITECTURE.md, invariant 4).
    pub fn slice(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize).unwrap_or("")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_slices_only_where_it_fits() {
        let text = "añb";
        assert_eq!(Span::new(1, 3).slice(text), "ñ");
        assert_eq!(Span::new(2, 3).slice(text), "", "inside a char");
        assert_eq!(Span::new(2, 9).slice(text), "", "past the end");
        assert_eq!(Span::new(3, 1), Span::new(1, 3), "reversed");
        let far = (1_usize << 32) + 1;
        assert_eq!(Span::new(far, far + 2), Span { start: u32::MAX, end: u32::MAX }, "beyond 4 GiB, and not 1..3");
    }

    #[test]
    fn spans_compare_as_places() {
        let (a, b) = (Span::new(0, 4), Span::new(3, 6));
        assert!(a.overlaps(b) && !a.covers(b));
        assert_eq!(a.join(b), Span::new(0, 6));
        assert!(!Span::new(0, 3).overlaps(Span::new(3, 6)), "touching is not overlapping");
    }
}

//! A row of a wrapped text.

use crate::text::span::Span;

/// One row of a wrapped text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrappedRow {
    /// Its words, without the blanks around a break and without `\n`. Empty (`start == end`) for an empty line.
    pub span: Span,
    /// It begins a line of the text.
    pub first: bool,
    /// It ends a line of the text.
    pub last: bool,
}

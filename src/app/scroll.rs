//! How far a text is scrolled.

/// The row at the top of the text pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Top {
    /// A row of the head, from 0.
    Head(usize),
    /// The row of the body that holds this byte.
    Body(u32),
}

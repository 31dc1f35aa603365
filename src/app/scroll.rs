//! How far a text is scrolled.

/// What the first line of the pane shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Top {
    /// This row of the head.
    Head(usize),
    /// The row that holds this byte of the body.
    Body(u32),
}

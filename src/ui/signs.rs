//! Signs and borders, in Unicode and in ASCII.

use crate::news::triage::State;

/// The signs of the screen, one cell each.
#[derive(Clone, Copy, Debug)]
pub struct Signs {
    /// Between panes.
    pub line: &'static str,
    /// Before the title of the pane with the keys.
    pub focus: &'static str,
    /// Before the row under the cursor.
    pub cursor: &'static str,
    /// Before a marked row.
    pub picked: &'static str,
    /// Triage, in the order of [`State::ALL`].
    pub states: [&'static str; 5],
    /// Starred.
    pub star: &'static str,
    /// In the gutter: a quote.
    pub quote: &'static str,
    /// In the gutter: a note.
    pub note: &'static str,
    /// In the sidebar: a mention is on the text pane now.
    pub visible: &'static str,
    /// In the sidebar: the archive did not know the entity before this article.
    pub first: &'static str,
    /// In the sidebar: watched.
    pub watched: &'static str,
    /// In the sidebar: an uncertain link.
    pub uncertain: &'static str,
    /// A cell of a bar.
    pub bar: &'static str,
    /// Columns of the chart of mentions by day, the lowest first.
    pub levels: [&'static str; 8],
    /// A column of that chart without a mention.
    pub none: &'static str,
    /// Between the parts of a row.
    pub dot: &'static str,
    /// Corners and edges of a frame: top left, top right, bottom left, bottom right, across, down.
    pub frame: [&'static str; 6],
}

/// For terminals that show Unicode.
pub const UNICODE: Signs = Signs {
    line: "│",
    focus: "▌",
    cursor: "▌",
    picked: "✓",
    states: ["●", " ", "◌", "+", "×"],
    star: "★",
    quote: "▎",
    note: "✎",
    visible: "•",
    first: "✦",
    watched: "◉",
    uncertain: "?",
    bar: "■",
    levels: ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"],
    none: "·",
    dot: "·",
    frame: ["┌", "┐", "└", "┘", "─", "│"],
};

/// For terminals that show ASCII only.
pub const ASCII: Signs = Signs {
    line: "|",
    focus: ">",
    cursor: ">",
    picked: "v",
    states: ["N", " ", "~", "+", "x"],
    star: "*",
    quote: "|",
    note: "\"",
    visible: "-",
    first: "!",
    watched: "@",
    uncertain: "?",
    bar: "=",
    levels: ["1", "2", "3", "4", "5", "6", "7", "8"],
    none: ".",
    dot: "-",
    frame: ["+", "+", "+", "+", "-", "|"],
};

impl Signs {
    /// The sign of a triage state.
    pub fn state(&self, state: State) -> &'static str {
        State::ALL.iter().position(|s| *s == state).and_then(|i| self.states.get(i)).copied().unwrap_or(" ")
    }
}

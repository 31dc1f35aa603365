//! Builds plain text from words and the breaks between them, for HTML and Markdown.

/// A text under construction. Of several breaks in a row only the strongest counts.
#[derive(Debug, Default)]
pub(super) struct Flow {
    /// The text so far. It neither begins nor ends with a break, except within verbatim text.
    pub out: String,
    /// The break before the next word.
    pending: Gap,
}

/// A break before the next word, from weak to strong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    #[default]
    None,
    /// A space.
    Space,
    /// A line end.
    Line,
    /// An empty line.
    Paragraph,
}

impl Flow {
    /// Adds a break.
    pub(super) fn gap(&mut self, gap: Gap) {
        self.pending = self.pending.max(gap);
    }

    /// Adds words. A run of white space becomes one space.
    pub(super) fn words(&mut self, text: &str) {
        for c in text.chars() {
            if matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}') {
                self.gap(Gap::Space);
            } else {
                self.flush();
                self.out.push(c);
            }
        }
    }

    /// Adds text right behind the last word, before a pending break.
    pub(super) fn behind(&mut self, text: &str) {
        self.out.push_str(text);
    }

    /// Adds code, with its white space except line ends at the end.
    pub(super) fn verbatim(&mut self, text: &str) {
        self.flush();
        self.out.push_str(text.trim_end_matches('\n'));
    }

    /// Writes the pending break.
    fn flush(&mut self) {
        if !self.out.is_empty() {
            self.out.push_str(match self.pending {
                Gap::None => "",
                Gap::Space => " ",
                Gap::Line => "\n",
                Gap::Paragraph => "\n\n",
            });
        }
        self.pending = Gap::None;
    }
}

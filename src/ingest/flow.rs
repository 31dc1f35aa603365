//! A text put together from words and the breaks between them: what HTML and Markdown become.

/// Collects words and breaks; of several breaks in a row the heaviest counts.
#[derive(Debug, Default)]
pub(super) struct Flow {
    /// The text so far; it neither begins nor ends with a break.
    pub out: String,
    pending: Gap,
}

/// A break before the next word, from light to heavy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    #[default]
    None,
    Blank,
    Line,
    Paragraph,
}

impl Flow {
    /// Adds a break.
    pub(super) fn gap(&mut self, gap: Gap) {
        self.pending = self.pending.max(gap);
    }

    /// Adds words; a run of white space becomes one blank.
    pub(super) fn words(&mut self, text: &str) {
        for c in text.chars() {
            if matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}') {
                self.gap(Gap::Blank);
            } else {
                self.flush();
                self.out.push(c);
            }
        }
    }

    /// Adds code, whose white space stays as it is.
    pub(super) fn verbatim(&mut self, text: &str) {
        self.flush();
        self.out.push_str(text.trim_end_matches('\n'));
    }

    fn flush(&mut self) {
        if !self.out.is_empty() {
            self.out.push_str(match self.pending {
                Gap::None => "",
                Gap::Blank => " ",
                Gap::Line => "\n",
                Gap::Paragraph => "\n\n",
            });
        }
        self.pending = Gap::None;
    }
}

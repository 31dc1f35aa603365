//! A one-line text field: used by the jump bar, the prompts, the filter of the help, the export dialog and the entity picker.
//!
//! Holds the text as typed; drawing cleans it. The cursor is always on a grapheme boundary.

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

use crate::config::key::{Code, KeyPress};

/// Longest text of a field, in bytes. A longer paste is cut.
const LONGEST: usize = 4096;

/// The text, and the cursor as a byte offset into it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Field {
    text: String,
    at: usize,
}

impl Field {
    /// A field that holds `text`, with the cursor at its end.
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { at: text.len(), text }
    }

    /// What was typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text before and after the cursor.
    pub fn parts(&self) -> (&str, &str) {
        self.text.split_at_checked(self.at).unwrap_or((&self.text, ""))
    }

    /// Replaces the whole text; the cursor goes to its end.
    pub fn set(&mut self, text: impl Into<String>) {
        *self = Self::new(text);
    }

    /// Inserts `words` at the cursor, as one line: control characters become blanks.
    pub fn insert(&mut self, words: &str) {
        for c in words.chars() {
            if self.text.len() + c.len_utf8() > LONGEST {
                break;
            }
            let c = if c.is_control() { ' ' } else { c };
            self.text.insert(self.at, c);
            self.at += c.len_utf8();
        }
        // A combining mark may have merged with the grapheme after the cursor.
        if !GraphemeCursor::new(self.at, self.text.len(), true).is_boundary(&self.text, 0).unwrap_or(true) {
            self.at = self.next();
        }
    }

    /// Edits the field by a key. Returns whether the text changed.
    pub fn edit(&mut self, key: KeyPress) -> bool {
        let before = self.text.len();
        match key {
            KeyPress { code: Code::Char(c), ctrl: false, alt: false, .. } => {
                self.insert(c.encode_utf8(&mut [0; 4]));
                // A full field takes no more.
                return self.text.len() != before;
            }
            KeyPress { code: Code::Backspace, ctrl: false, alt: false, .. } => self.cut(self.previous(), self.at),
            KeyPress { code: Code::Backspace, .. } => self.cut(self.word(), self.at),
            KeyPress { code: Code::Delete, .. } => self.cut(self.at, self.next()),
            KeyPress { code: Code::Left, .. } => self.at = self.previous(),
            KeyPress { code: Code::Right, .. } => self.at = self.next(),
            KeyPress { code: Code::Home, .. } => self.at = 0,
            KeyPress { code: Code::End, .. } => self.at = self.text.len(),
            KeyPress { code: Code::Char(c), ctrl: true, .. } => match c {
                'a' => self.at = 0,
                'b' => self.at = self.previous(),
                'd' => self.cut(self.at, self.next()),
                'e' => self.at = self.text.len(),
                'h' => self.cut(self.previous(), self.at),
                'k' => self.cut(self.at, self.text.len()),
                'u' => self.cut(0, self.at),
                'w' => self.cut(self.word(), self.at),
                _ => {}
            },
            _ => {}
        }
        self.text.len() != before
    }

    fn cut(&mut self, from: usize, upto: usize) {
        if from < upto && self.text.is_char_boundary(from) && self.text.is_char_boundary(upto) {
            self.text.replace_range(from..upto, "");
            self.at = from;
        }
    }

    fn previous(&self) -> usize {
        self.parts().0.grapheme_indices(true).next_back().map_or(0, |(at, _)| at)
    }

    fn next(&self) -> usize {
        GraphemeCursor::new(self.at, self.text.len(), true)
            .next_boundary(&self.text, 0)
            .ok()
            .flatten()
            .unwrap_or(self.text.len())
    }

    fn word(&self) -> usize {
        let head = self.parts().0.trim_end();
        head.char_indices().rev().find(|(_, c)| c.is_whitespace()).map_or(0, |(at, c)| at + c.len_utf8())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn keys_edit_by_grapheme_and_by_word() {
        let mut field = Field::new("said Zoë\u{301} x");
        field.edit(KeyPress::plain(Code::Backspace));
        field.edit(KeyPress::plain(Code::Backspace));
        field.edit(KeyPress::plain(Code::Backspace));
        assert_eq!(field.text(), "said Zo", "a letter goes with its accents");
        field.edit(KeyPress::ctrl('w'));
        field.insert("a\nb\x1b");
        assert_eq!(field.text(), "said a b ");
    }

    proptest! {
        #[test]
        fn the_cursor_always_splits_the_text(keys in prop::collection::vec((any::<char>(), 0..12u8), 0..40)) {
            let mut field = Field::default();
            for (c, what) in keys {
                let key = match what {
                    0 => KeyPress::plain(Code::Left),
                    1 => KeyPress::plain(Code::Right),
                    2 => KeyPress::plain(Code::Backspace),
                    3 => KeyPress::plain(Code::Delete),
                    4 => KeyPress::ctrl('w'),
                    _ => KeyPress::char(c),
                };
                field.edit(key);
                let (before, after) = field.parts();
                prop_assert_eq!(format!("{before}{after}"), field.text());
            }
        }
    }
}

//! The words of a quote in the form in which they are compared with a body.

use crate::text::clean::clean_block;
use crate::text::wrap::measure;

/// A line of at least this many cells without a blank was cut in the middle of a word.
const LONG: usize = 40;

/// A cleaned text without its white space, and where that stood. A run of white space counts as one blank. A line end in a
/// quote counts as a blank too, or as nothing where a line may have been wrapped without one: behind a hyphen, beside Han or
/// kana, in a long word. So "not able" is not "notable", however the lines are wrapped.
#[derive(Debug)]
pub(super) struct Words {
    letters: String,
    /// What stands before each byte of `letters`.
    gaps: Vec<Gap>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gap {
    None,
    Blank,
    /// A line end that may stand for a blank or for nothing.
    Fold,
}

impl Words {
    /// The words of a quote as a summary has them, perhaps wrapped.
    pub(super) fn of_quote(text: &str) -> Self {
        Self::read(text, true)
    }

    /// The words of a body, or of a part of one.
    pub(super) fn of_body(text: &str) -> Self {
        Self::read(text, false)
    }

    fn read(text: &str, wrapped: bool) -> Self {
        let text = clean_block(text);
        let mut words = Self { letters: String::with_capacity(text.len()), gaps: Vec::with_capacity(text.len()) };
        let mut gap = Gap::None;
        let mut line = "";
        for next in text.split('\n') {
            let first = next.chars().find(|c| !is_dropped(*c));
            if gap != Gap::Blank {
                gap = if wrapped && may_fold(line.trim(), first) { Gap::Fold } else { Gap::Blank };
            }
            for c in next.chars() {
                if c.is_whitespace() {
                    gap = Gap::Blank;
                } else if !is_dropped(c) {
                    words.gaps.push(gap);
                    words.letters.push(c);
                    words.gaps.resize(words.letters.len(), Gap::None);
                    gap = Gap::None;
                }
            }
            line = next;
        }
        words
    }

    /// Whether these are all words of `body`.
    pub(super) fn are_all_of(&self, body: &Self) -> bool {
        self.letters == body.letters && self.fits(body, 0)
    }

    /// Whether these words stand somewhere in `body`.
    pub(super) fn are_in(&self, body: &Self) -> bool {
        !self.letters.is_empty() && body.letters.match_indices(&self.letters).any(|(at, _)| self.fits(body, at))
    }

    /// Whether the gaps are those of `body` from offset `at` on.
    fn fits(&self, body: &Self, at: usize) -> bool {
        let theirs = body.gaps.get(at..).unwrap_or(&[]);
        self.gaps.iter().zip(theirs).skip(1).all(|(ours, theirs)| match ours {
            Gap::None => *theirs != Gap::Blank,
            Gap::Blank => *theirs != Gap::None,
            Gap::Fold => true,
        })
    }
}

/// The circle that cleaning puts under a combining mark is not compared: the blank before the mark may have been trimmed.
fn is_dropped(c: char) -> bool {
    c == '◌'
}

/// Whether the line end between `line` and the character `next` may stand for nothing.
fn may_fold(line: &str, next: Option<char>) -> bool {
    let wide = |c: char| matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff60}' | '\u{20000}'..='\u{3ffff}');
    let hyphen = |c: char| matches!(c, '-' | '\u{2010}' | '\u{2013}' | '\u{2014}');
    let closes = |c: char| !c.is_alphanumeric();
    let (Some(last), Some(next)) = (line.chars().next_back(), next) else { return false };
    let blank = |c: char| c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{2007}' | '\u{202f}');
    let opens = matches!(next, '(' | '[' | '{' | '“' | '‘');
    hyphen(last)
        || wide(last)
        || wide(next)
        || (closes(last) && opens)
        || (!line.contains(blank) && measure(line) >= LONG)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_count_and_line_ends_are_blanks() {
        let long = "x".repeat(60);
        for (quote, body, same) in [
            ("not able", "not able", true),
            ("not\nable", "not able", true),
            ("not  able ", "not able", true),
            ("not able", "not\n\nable", true),
            ("notable", "not able", false),
            ("not able", "notable", false),
            ("not\nable", "notable", false),
            ("semi-\nautomatic", "semi-automatic", true),
            ("semi- automatic", "semi-automatic", false),
            ("北京\n市长", "北京市长", true),
            ("北京 市长", "北京市长", false),
            ("北京市长", "北京\n市长", false),
            (&format!("{long}\nyy"), &format!("{long}yy"), true),
            ("said. He", "said.He", false),
            ("said.\nHe", "said.He", false),
        ] {
            assert_eq!(Words::of_quote(quote).are_all_of(&Words::of_body(body)), same, "{quote:?} {body:?}");
            assert_eq!(
                Words::of_quote(quote).are_in(&Words::of_body(&format!("a b {body} c"))),
                same,
                "{quote:?} {body:?}"
            );
        }
    }
}

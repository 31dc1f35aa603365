//! Where sentences end: at paragraph and line ends, and at stops that are not part of an abbreviation.
//!
//! Promises: sentences ascend, do not overlap, and together hold every token; a headline line is a sentence of its own;
//! in text whose lines were broken at 45 to 100 columns, a line end ends no sentence. Linear. Knows no names.

use std::ops::Range;

use crate::text::abbreviation::is_title;
use crate::text::span::Span;
use crate::text::token::{Class, Gap, Token};

/// One sentence: where it is and which tokens are in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// From its first token to its last.
    pub span: Span,
    /// Index of its first token.
    pub first: u32,
    /// One past the index of its last token.
    pub last: u32,
}

impl Sentence {
    /// The indexes of its tokens.
    pub fn tokens(self) -> Range<usize> {
        self.first as usize..self.last as usize
    }
}

/// At most so many tokens are one sentence: what is longer is no prose, and is cut so that no cost grows with it.
const LONGEST: usize = 400;

/// Groups the tokens of `text` into sentences.
pub fn sentences(text: &str, tokens: &[Token]) -> Vec<Sentence> {
    let mut out = Vec::with_capacity(tokens.len() / 20 + 1);
    let mut first = 0;
    let mut wrapped = false;
    let mut paragraph_end = 0;
    for (i, token) in tokens.iter().enumerate() {
        if i == paragraph_end {
            paragraph_end =
                i + 1 + tokens.get(i + 1..).unwrap_or(&[]).iter().take_while(|t| t.gap < Gap::Paragraph).count();
            wrapped = is_wrapped(text, tokens.get(i..paragraph_end).unwrap_or(&[]));
        }
        let ends = match token.gap {
            _ if i - first >= LONGEST => true,
            Gap::Glued => false,
            Gap::Paragraph => true,
            Gap::Line if !wrapped => true,
            Gap::Line | Gap::Space => stops_before(text, tokens, i),
        };
        if ends && i > first {
            push(&mut out, tokens, first, i);
            first = i;
        }
    }
    if first < tokens.len() {
        push(&mut out, tokens, first, tokens.len());
    }
    out
}

fn push(out: &mut Vec<Sentence>, tokens: &[Token], first: usize, last: usize) {
    if let (Some(a), Some(b)) = (tokens.get(first), tokens.get(last - 1)) {
        out.push(Sentence { span: Span { start: a.start, end: b.end }, first: first as u32, last: last as u32 });
    }
}

/// Whether the lines of a paragraph were broken at a width, and not where a sentence ends.
fn is_wrapped(text: &str, paragraph: &[Token]) -> bool {
    let (mut breaks, mut open, mut line_start) = (0, 0, paragraph.first().map_or(0, |t| t.start));
    for pair in paragraph.windows(2) {
        let [a, b] = pair else { continue };
        if b.gap != Gap::Line {
            continue;
        }
        let width = a.end - line_start;
        if !(45..=100).contains(&width) {
            return false;
        }
        breaks += 1;
        open += u32::from(!matches!(a.slice(text), "." | "!" | "?" | ":" | "\"" | "”"));
        line_start = b.start;
    }
    breaks > 0 && open * 2 > breaks
}

/// Whether a sentence ends just before token `i`, which stands on the same line.
fn stops_before(text: &str, tokens: &[Token], i: usize) -> bool {
    let Some(next) = tokens.get(i) else { return true };
    // Closing quotes and brackets belong to the sentence they close.
    let before = tokens.get(i.saturating_sub(4)..i).unwrap_or(&[]);
    let mut end = before.len();
    while end > 0 && before.get(end - 1).is_some_and(|t| is_closing(t.slice(text))) {
        end -= 1;
    }
    let Some(last) = end.checked_sub(1).and_then(|e| before.get(e)) else { return false };
    let word = last.slice(text);
    let start = next.slice(text);
    match last.class {
        Class::Mark if matches!(word, "." | "!" | "?" | "..." | "…") => {
            // In "Yahoo! said" the sentence goes on: after an end comes a capital, a digit or an opening mark.
            starts_sentence(start, next.class)
        }
        Class::Word if word.ends_with('.') => {
            is_opening(start) && word.len() > 2 || starts_after_abbreviation(start) && !is_title(word)
        }
        _ => false,
    }
}

fn is_closing(word: &str) -> bool {
    matches!(word, "\"" | "”" | "’" | "'" | ")" | "]" | "»")
}

fn is_opening(word: &str) -> bool {
    matches!(word, "\"" | "“" | "‘")
}

fn starts_sentence(word: &str, class: Class) -> bool {
    class == Class::Number
        || word.chars().next().is_some_and(|c| !c.is_lowercase() && (c.is_alphabetic() || "\"“‘'([«—–-".contains(c)))
}

/// Whether a capitalised word after `U.S.`, `Inc.` or `Jr.` begins a sentence: one that inside a sentence is rarely capitalised.
fn starts_after_abbreviation(word: &str) -> bool {
    matches!(
        word,
        "The"
            | "A"
            | "An"
            | "He"
            | "She"
            | "It"
            | "They"
            | "We"
            | "I"
            | "In"
            | "On"
            | "At"
            | "But"
            | "And"
            | "However"
            | "This"
            | "That"
            | "These"
            | "Those"
            | "His"
            | "Her"
            | "Its"
            | "Their"
            | "As"
            | "After"
            | "Before"
            | "For"
            | "From"
            | "There"
            | "When"
            | "While"
            | "If"
            | "With"
            | "Some"
            | "Many"
            | "Both"
            | "By"
            | "Last"
            | "Since"
            | "Earlier"
            | "Meanwhile"
            | "Also"
            | "Officials"
            | "Police"
            | "Two"
            | "Three"
            | "No"
            | "One"
            | "Under"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::token::tokens;

    fn cut(text: &str) -> Vec<&str> {
        sentences(text, &tokens(text)).into_iter().map(|s| s.span.slice(text)).collect()
    }

    #[test]
    fn stops_and_abbreviations() {
        assert_eq!(
            cut("Mr. Blair met Gen. Musa in the U.S. on Monday. \"We won.\" He left the U.S. The end? Yes."),
            ["Mr. Blair met Gen. Musa in the U.S. on Monday.", "\"We won.\"", "He left the U.S.", "The end?", "Yes."]
        );
    }

    #[test]
    fn lines_end_sentences_unless_wrapped_by_width() {
        assert_eq!(cut("Cholera hits Ada\n\nACCRA, May 6\nNext"), ["Cholera hits Ada", "ACCRA, May 6", "Next"]);
        let wrapped = "The ministry of health of the republic said on Friday that\nthe outbreak was over in the region of Volta and that the\nschools would open. They did.";
        assert_eq!(cut(wrapped).len(), 2);
    }
}

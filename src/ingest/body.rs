//! Normalisation of bodies: NFC, `\n` line ends, hard-wrapped lines joined, one empty line between paragraphs.
//!
//! Linear time. Hostile characters stay in the body: they are replaced when it is drawn.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// A line of at least this many bytes counts as wrapped by a program; a shorter one was ended by the author.
const WRAPPED_MIN: usize = 40;
/// A line of more than this many bytes was not wrapped: it is a paragraph of its own.
const UNWRAPPED_MIN: usize = 160;

/// Converts line ends to `\n` (a paragraph separator to two) and the text to NFC.
pub(super) fn unify(text: &str) -> Cow<'_, str> {
    let odd = |c: char| matches!(c, '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}');
    let text = if text.contains(odd) {
        let text = text.replace("\r\n", "\n").replace('\u{2029}', "\n\n");
        Cow::Owned(text.replace(odd, "\n"))
    } else {
        Cow::Borrowed(text)
    };
    // The test is cheap, and most text is in NFC already.
    if is_nfc(&text) { text } else { Cow::Owned(text.nfc().collect()) }
}

/// Joins lines into paragraphs, with one empty line between them.
pub(super) fn join(lines: &[&str]) -> String {
    let mut out = String::with_capacity(lines.iter().map(|l| l.len() + 1).sum());
    let mut last: Option<&str> = None;
    let mut gap = false;
    for line in lines {
        let words = line.trim();
        if words.is_empty() {
            gap = true;
            continue;
        }
        if let Some(last) = last {
            out.push_str(if gap { "\n\n" } else { separator(last, line) });
        }
        push_words(&mut out, words);
        last = Some(line);
        gap = false;
    }
    out
}

/// The separator of two consecutive lines of the input: nothing, a space, a line end or a paragraph break.
fn separator(last: &str, next: &str) -> &'static str {
    let (before, after) = (last.trim(), next.trim());
    let indent = |line: &str| line.len() - line.trim_start().len();
    let in_parentheses = before.starts_with('(') && before.ends_with(')');
    if is_item(after) {
        "\n"
    } else if in_parentheses
        || last.len() > UNWRAPPED_MIN
        || (indent(next) >= 2 && indent(last) < 2 && !is_item(before))
    {
        "\n\n"
    } else if before.len() < WRAPPED_MIN {
        "\n"
    } else if joins_without_space(before, after) {
        ""
    } else {
        " "
    }
}

/// Whether two wrapped lines join without a space: after the hyphen of a compound ("Al-", "Khatib"), and between Han or kana.
fn joins_without_space(before: &str, after: &str) -> bool {
    let mut back = before.chars().rev();
    let (Some(a), Some(b)) = (back.next(), after.chars().next()) else { return false };
    let wide = |c: char| ('\u{2e80}'..='\u{9fff}').contains(&c) || ('\u{ff00}'..='\u{ff60}').contains(&c);
    (a == '-' && b.is_alphabetic() && back.next().is_some_and(char::is_alphabetic)) || (wide(a) && wide(b))
}

/// Whether a line begins a list item.
fn is_item(line: &str) -> bool {
    let marked = ["- ", "* ", "• ", "– ", "— ", "· "].iter().any(|mark| line.starts_with(mark));
    let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = line.len() - number.len();
    marked || ((1..=3).contains(&digits) && (number.starts_with(". ") || number.starts_with(") ")))
}

/// Adds the words of a line, with each run of spaces and tabs as one space.
fn push_words(out: &mut String, words: &str) {
    if !words.contains('\t') && !words.contains("  ") {
        out.push_str(words);
        return;
    }
    let mut after_space = false;
    for c in words.chars() {
        let is_space = matches!(c, ' ' | '\t');
        if !is_space {
            out.push(c);
        } else if !after_space {
            out.push(' ');
        }
        after_space = is_space;
    }
}

/// A text as one line of about `most` bytes at most, cut between words and ended with `…` if it is longer. A first word that
/// is too long itself is cut to `most / 4` chars.
pub(super) fn one_line(text: &str, most: usize) -> String {
    let mut out = String::new();
    for word in text.split_whitespace() {
        if out.len() + word.len() > most {
            if out.is_empty() {
                out.extend(word.chars().take(most / 4));
            }
            out.push('…');
            break;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrapped_lines_become_paragraphs() {
        let wrapped = "The ministry said on Monday that the water of the Al-\nKhatib dam had fallen to a level not \
                       seen in\nforty years.\n\n\n  Short\nlines stay.\n- one\n- two\n     Farmers of the plain said that they \
                       had known it for a\nlong time.";
        let lines: Vec<&str> = wrapped.lines().collect();
        assert_eq!(
            join(&lines),
            "The ministry said on Monday that the water of the Al-Khatib dam had fallen to a level not seen in forty \
             years.\n\nShort\nlines stay.\n- one\n- two\nFarmers of the plain said that they had known it for a long time."
        );
    }

    #[test]
    fn an_indented_line_begins_a_paragraph() {
        let lines = [
            "     Rabat and Madrid signed the accord on Monday,",
            "officials said.",
            "     It runs for ten years and can be",
        ];
        assert_eq!(join(&lines).matches("\n\n").count(), 1);
    }

    #[test]
    fn line_ends_and_composition_are_normalised() {
        assert_eq!(unify("Cafe\u{301}\r\nb\rc\u{2029}d"), "Café\nb\nc\n\nd");
    }
}

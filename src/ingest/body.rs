//! Bodies, normalised once: NFC, `\n` line ends, hard-wrapped lines joined, paragraphs apart by one empty line.
//!
//! Linear. Removes nothing that can be seen: hostile characters stay, they are cleaned where they are drawn.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Lines at least this long (bytes) are taken as wrapped by a program, not ended by a writer.
const WRAPPED: usize = 40;
/// Lines longer than this (bytes) say that the input is not wrapped at all: each line is a paragraph.
const LONG: usize = 160;

/// One kind of line end and NFC.
pub(super) fn unify(text: &str) -> Cow<'_, str> {
    let odd = |c: char| matches!(c, '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}');
    let text = if text.contains(odd) {
        let text = text.replace("\r\n", "\n").replace('\u{2029}', "\n\n");
        Cow::Owned(text.replace(odd, "\n"))
    } else {
        Cow::Borrowed(text)
    };
    // A cheap test of everything first: most news is composed already.
    if is_nfc(&text) { text } else { Cow::Owned(text.nfc().collect()) }
}

/// Joins lines into paragraphs.
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
            out.push_str(if gap { "\n\n" } else { between(last, line) });
        }
        push_words(&mut out, words);
        last = Some(line);
        gap = false;
    }
    out
}

/// What stands between two lines that follow each other.
fn between(last: &str, next: &str) -> &'static str {
    let (before, after) = (last.trim(), next.trim());
    let indent = |line: &str| line.len() - line.trim_start().len();
    let aside = before.starts_with('(') && before.ends_with(')');
    if is_item(after) {
        "\n"
    } else if aside || last.len() > LONG || (indent(next) >= 2 && indent(last) < 2 && !is_item(before)) {
        "\n\n"
    } else if before.len() < WRAPPED {
        "\n"
    } else if glued(before, after) {
        ""
    } else {
        " "
    }
}

/// Whether two wrapped lines meet without a blank: after the hyphen of a compound ("Al-" "Khatib"), between Han or kana.
fn glued(before: &str, after: &str) -> bool {
    let mut back = before.chars().rev();
    let (Some(a), Some(b)) = (back.next(), after.chars().next()) else { return false };
    let wide = |c: char| ('\u{2e80}'..='\u{9fff}').contains(&c) || ('\u{ff00}'..='\u{ff60}').contains(&c);
    (a == '-' && b.is_alphabetic() && back.next().is_some_and(char::is_alphabetic)) || (wide(a) && wide(b))
}

/// A line that begins an item of a list.
fn is_item(line: &str) -> bool {
    let marked = ["- ", "* ", "• ", "– ", "— ", "· "].iter().any(|mark| line.starts_with(mark));
    let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = line.len() - number.len();
    marked || ((1..=3).contains(&digits) && (number.starts_with(". ") || number.starts_with(") ")))
}

/// The words of a line with tabs and runs of blanks as one blank.
fn push_words(out: &mut String, words: &str) {
    if !words.contains('\t') && !words.contains("  ") {
        out.push_str(words);
        return;
    }
    let mut blank = false;
    for c in words.chars() {
        let is_blank = matches!(c, ' ' | '\t');
        if !is_blank {
            out.push(c);
        } else if !blank {
            out.push(' ');
        }
        blank = is_blank;
    }
}

/// A text as one line of at most about `most` bytes, cut between words with `…`.
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
    fn an_indent_begins_a_paragraph() {
        let lines = [
            "     Rabat and Madrid signed the accord on Monday,",
            "officials said.",
            "     It runs for ten years and can be",
        ];
        assert_eq!(join(&lines).matches("\n\n").count(), 1);
    }

    #[test]
    fn text_is_composed_and_its_line_ends_made_one() {
        assert_eq!(unify("Cafe\u{301}\r\nb\rc\u{2029}d"), "Café\nb\nc\n\nd");
    }
}

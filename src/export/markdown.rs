//! Export as CommonMark. The text of articles and notes is escaped so that it stays text, also for a renderer with extensions. Marks are HTML comments, which a renderer does not
//! show.

use std::fmt::Write;

use super::dossier::{Dossier, Entry, moment};
use crate::text::clean::{clean, clean_block};

/// The beginning of a mark, up to its hyphen.
const MARK: &str = "attache";

/// Renders a dossier as Markdown.
pub fn markdown(dossier: &Dossier) -> String {
    let mut out = format!("# {}\n\n{}\n", escape(&clean(&dossier.title)), escape(&dossier.summary_line()));
    for group in dossier.groups() {
        match group.first().and_then(|e| e.origin.as_ref()) {
            Some(origin) => {
                let source = escape(&clean(&origin.source));
                let _ = writeln!(out, "\n## {}\n\n{source}, {}", escape(&clean(&origin.headline)), moment(origin.time));
            }
            None => out.push_str("\n## Notes\n"),
        }
        for entry in group {
            push_entry(&mut out, entry);
        }
    }
    out
}

fn push_entry(out: &mut String, entry: &Entry) {
    if let (Some(mark), Some(quote)) = (entry.mark(), &entry.quote) {
        let _ = writeln!(out, "\n<!-- {mark} -->");
        let words = clean_block(&quote.words);
        push_lines(out, "> ", &words);
    }
    let _ = writeln!(out, "\n— {}", escape(&entry.credit()));
    if !entry.note.trim().is_empty() {
        out.push('\n');
        push_lines(out, "", &clean_block(entry.note.trim()));
    }
}

/// Adds the lines of a cleaned text, each behind `prefix` and escaped.
fn push_lines(out: &mut String, prefix: &str, text: &str) {
    let lines: Vec<&str> = text.split('\n').map(str::trim).collect();
    for (at, line) in lines.iter().enumerate() {
        // A backslash keeps the line break if the next line belongs to the same paragraph.
        let breaks = !line.is_empty() && lines.get(at + 1).is_some_and(|next| !next.is_empty());
        let _ = writeln!(out, "{}", format!("{prefix}{}{}", escape(line), if breaks { "\\" } else { "" }).trim_end());
    }
}

/// Escapes one line of text, so that CommonMark and its usual extensions (GFM, Pandoc) render it as that text.
///
/// Blanks around it are dropped: four of them would make it code.
pub(super) fn escape(line: &str) -> String {
    let line = line.trim();
    let mut out = String::with_capacity(line.len() + 8);
    let enumerator = enumerator(line);
    let mut before = ' ';
    for (at, c) in line.char_indices() {
        let after = line.get(at + c.len_utf8()..).unwrap_or("");
        let escaped = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '{' | '}' | '<' | '>' | '&' | '~' | '|' | '$' | '^' | '#' | '@' => {
                true
            }
            '+' | '=' => at == 0 || before == c || after.starts_with(c),
            '-' => at == 0 || after.starts_with('-'),
            // A definition, an address (`http://`), a sign (`:smile:`).
            ':' => {
                at == 0 || after.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '+' | '-' | ':'))
            }
            // An address (`www.`), an ellipsis.
            '.' => before.eq_ignore_ascii_case(&'w') || after.starts_with('.'),
            '%' => at == 0,
            _ => false,
        };
        // A heading "# attache-quote" would be a mark of Org.
        let mark = at == MARK.len() && line.starts_with(MARK) && c == '-';
        if escaped || mark || enumerator == Some(at) {
            out.push('\\');
        }
        out.push(c);
        before = c;
    }
    out
}

/// The offset of the sign that makes the beginning of a line the number of a list: the `)` of `1)`, `(a)` or `iv)`, the `.` of
/// `1.`.
fn enumerator(line: &str) -> Option<usize> {
    let open = usize::from(line.starts_with('('));
    let length = line.get(open..)?.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let at = open + length;
    ((1..=9).contains(&length) && line.get(at..)?.starts_with(['.', ')'])).then_some(at)
}

/// Undoes [`escape`].
pub(super) fn unescape(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match c {
            // A backslash at the end of a line is a line break and has no character after it.
            '\\' => out.extend(chars.next()),
            c => out.push(c),
        }
    }
    out
}

//! Export as CommonMark. Article text is escaped so that it stays text. Marks are HTML comments, which a renderer does not
//! show.

use std::fmt::Write;

use super::dossier::{Dossier, Entry, moment};
use crate::text::clean::{clean, clean_block};

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
        let lines: Vec<&str> = words.split('\n').map(str::trim).collect();
        for (at, line) in lines.iter().enumerate() {
            // A backslash keeps the line break if the next line belongs to the same paragraph.
            let breaks = !line.is_empty() && lines.get(at + 1).is_some_and(|next| !next.is_empty());
            out.push_str(format!("> {}{}", escape(line), if breaks { "\\" } else { "" }).trim_end());
            out.push('\n');
        }
    }
    let _ = writeln!(out, "\n— {}", escape(&entry.credit()));
    if !entry.note.trim().is_empty() {
        let note = clean_block(entry.note.trim());
        let lines: Vec<&str> = note.split('\n').map(str::trim).collect();
        out.push('\n');
        for (at, line) in lines.iter().enumerate() {
            let breaks = !line.is_empty() && lines.get(at + 1).is_some_and(|next| !next.is_empty());
            let _ = writeln!(out, "{}{}", escape(line), if breaks { "\\" } else { "" });
        }
    }
}

/// Escapes one line of text, so that CommonMark renders it as that text.
pub(super) fn escape(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    // "1." and "1)" would begin a list.
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    for (at, c) in line.char_indices() {
        let everywhere = matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '~' | '|' | '$');
        let at_start = at == 0 && matches!(c, '#' | '+' | '-' | '=' | ':');
        let number = digits > 0 && at == digits && matches!(c, '.' | ')');
        if everywhere || at_start || number {
            out.push('\\');
        }
        out.push(c);
    }
    out
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

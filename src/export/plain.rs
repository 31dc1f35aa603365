//! Export as plain text of 72 columns, to paste into a mail.

use super::cited::is_mark;
use super::dossier::{Dossier, moment};
use crate::text::clean::{clean, clean_block};
use crate::text::wrap::{Wrap, measure};

/// The width of the text, in cells.
const WIDTH: u16 = 72;

/// Renders a dossier as plain text.
pub fn plain(dossier: &Dossier) -> String {
    let mut out = String::new();
    let title = clean(&dossier.title);
    push_own(&mut out, &title);
    out.push_str(&"=".repeat(measure(&title).clamp(1, WIDTH.into())));
    out.push('\n');
    push_own(&mut out, &dossier.summary_line());
    for group in dossier.groups() {
        out.push('\n');
        let heading = match group.first().and_then(|e| e.origin.as_ref()) {
            Some(origin) => format!("{}\n{}, {}", clean(&origin.headline), clean(&origin.source), moment(origin.time)),
            None => "Notes".to_owned(),
        };
        push_own(&mut out, &heading);
        out.push_str(&"-".repeat(WIDTH.into()));
        out.push('\n');
        for entry in group {
            out.push('\n');
            if let (Some(mark), Some(quote)) = (entry.mark(), &entry.quote) {
                push(&mut out, "", &format!("[{mark}]"));
                push(&mut out, "> ", &clean_block(&quote.words));
            }
            push_own(&mut out, &format!("({})", entry.credit()));
            if !entry.note.trim().is_empty() {
                out.push('\n');
                push(&mut out, "  ", &clean_block(entry.note.trim()));
            }
        }
    }
    out
}

/// Adds a cleaned text at the beginning of lines, wrapped. A line that would be read as a mark is moved by a blank.
fn push_own(out: &mut String, text: &str) {
    let mut lines = String::new();
    push(&mut lines, "", text);
    for line in lines.lines() {
        if is_mark(line) {
            out.push(' ');
        }
        out.push_str(line);
        out.push('\n');
    }
}

/// Adds a cleaned text, wrapped, with `prefix` (ASCII) before each line. An empty text gives one line.
fn push(out: &mut String, prefix: &str, text: &str) {
    let width = WIDTH - prefix.len() as u16;
    let mut any = false;
    for row in Wrap::new(text, width).rows() {
        out.push_str(format!("{prefix}{}", row.span.slice(text)).trim_end());
        out.push('\n');
        any = true;
    }
    if !any {
        out.push_str(prefix.trim_end());
        out.push('\n');
    }
}

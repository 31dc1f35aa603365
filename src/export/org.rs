//! Export as Emacs Org. Quotes and notes are in example blocks, where Org interprets no markup, links or code.

use std::fmt::Write;

use super::dossier::{Dossier, moment};
use crate::text::clean::{clean, clean_block};

/// Renders a dossier as Org.
pub fn org(dossier: &Dossier) -> String {
    let mut out =
        format!("#+title: {}\n#+options: ^:nil\n\n{}\n", inline(&dossier.title), inline(&dossier.summary_line()));
    for group in dossier.groups() {
        match group.first().and_then(|e| e.origin.as_ref()) {
            Some(origin) => {
                let (headline, source) = (inline(&origin.headline), inline(&origin.source));
                let _ = writeln!(out, "\n** {headline}\n{source}, {}", moment(origin.time));
            }
            None => out.push_str("\n** Notes\n"),
        }
        for entry in group {
            out.push('\n');
            if let (Some(mark), Some(quote)) = (entry.mark(), &entry.quote) {
                let _ = writeln!(out, "# {mark}");
                push_example(&mut out, &quote.words);
            }
            let _ = writeln!(out, "— {}", inline(&entry.credit()));
            if !entry.note.trim().is_empty() {
                out.push('\n');
                push_example(&mut out, entry.note.trim());
            }
        }
    }
    out
}

/// Adds a text as an example block, cleaned.
fn push_example(out: &mut String, text: &str) {
    out.push_str("#+begin_example\n");
    for line in clean_block(text).split('\n') {
        // Org's own escape: a comma before a line that would be interpreted, and before such a comma.
        if line.trim_start_matches(',').starts_with(['*', '#']) {
            out.push(',');
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out.push_str("#+end_example\n");
}

/// Undoes the escape of [`push_example`] for one line.
pub(super) fn unescape(line: &str) -> &str {
    match line.strip_prefix(',') {
        Some(rest) if rest.trim_start_matches(',').starts_with(['*', '#']) => rest,
        _ => line,
    }
}

/// Text for one line outside of a block, cleaned. Spaces break up what Org would take for links, macros, code or footnotes.
fn inline(text: &str) -> String {
    let mut out = clean(text).into_owned();
    for (active, inert) in
        [("[[", "[ ["), ("{{{", "{ { {"), ("src_", "src _"), ("call_", "call _"), ("<<", "< <"), ("[fn:", "[fn :")]
    {
        out = out.replace(active, inert);
    }
    let out = out.trim().to_owned();
    if out.starts_with(['*', '#', '|', ':']) { format!("’{out}") } else { out }
}

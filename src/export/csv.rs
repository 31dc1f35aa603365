//! Export as CSV (RFC 4180), one row per entry.
//!
//! Cells are cleaned. A cell that a spreadsheet would take for a formula begins with an apostrophe.

use super::dossier::{Dossier, moment};
use crate::text::clean::clean_block;

/// The header line, without line end.
pub(super) const HEADER: &str = "time,source,headline,paragraph,sentence,quote,note,entity,written,digest,start,end";

/// Renders a dossier as CSV.
pub fn csv(dossier: &Dossier) -> String {
    let mut out = format!("{HEADER}\r\n");
    for entry in &dossier.entries {
        let (origin, quote) = (entry.origin.as_ref(), entry.quote.as_ref());
        let number = |f: &dyn Fn(&super::Quote) -> u32| quote.map(|q| f(q).to_string()).unwrap_or_default();
        let cells = [
            origin.map(|o| moment(o.time)).unwrap_or_default(),
            origin.map(|o| o.source.clone()).unwrap_or_default(),
            origin.map(|o| o.headline.clone()).unwrap_or_default(),
            number(&|q| q.paragraph),
            number(&|q| q.sentence),
            quote.map(|q| q.words.clone()).unwrap_or_default(),
            entry.note.clone(),
            entry.entity.clone().unwrap_or_default(),
            moment(entry.created),
            origin.map(|o| o.digest.clone()).unwrap_or_default(),
            number(&|q| q.span.start),
            number(&|q| q.span.end),
        ];
        out.push_str(&cells.map(|c| cell(&c)).join(","));
        out.push_str("\r\n");
    }
    out
}

/// A cell, cleaned and quoted where CSV requires it.
fn cell(text: &str) -> String {
    let text = clean_block(text);
    let guard = if is_formula(&text) { "'" } else { "" };
    if guard.is_empty() && !text.contains(['"', ',', '\n', '\r', '\'']) && text.trim() == text {
        return text.into_owned();
    }
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

/// Whether a spreadsheet could take the text for a formula, also after white space and with full-width signs.
fn is_formula(text: &str) -> bool {
    text.trim_start().starts_with(['=', '+', '-', '@', '\'', '＝', '＋', '－', '＠'])
}

/// The rows of cells of a text that [`csv`] wrote, as a spreadsheet reads them.
pub(super) fn rows(text: &str) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let mut row = Vec::new();
    let mut cell = String::new();
    let mut quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.next_if_eq(&'"').is_some() => cell.push('"'),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            '\r' if !quoted => {}
            c => cell.push(c),
        }
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(std::mem::take(&mut cell));
        rows.push(row);
    }
    rows
}

/// The words of a cell, without the apostrophe that [`csv`] put before a formula.
pub(super) fn words(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| is_formula(rest)).unwrap_or(cell)
}

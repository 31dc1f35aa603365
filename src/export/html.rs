//! Export as a single HTML file, which loads no resources and runs no scripts.

use std::fmt::Write;

use super::dossier::{Dossier, Entry, moment};
use crate::text::clean::{clean, clean_block};

/// The first two lines of a page.
pub(super) const FIRST: &str = "<!DOCTYPE html>";
pub(super) const SECOND: &str = "<html>";

/// The page up to its title: content security policy and styles.
const HEAD: &str = "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" \
                    content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
                    <meta name=\"viewport\" content=\"width=device-width\">\n<style>body{max-width:42em;margin:2em auto;padding:0 \
                    1em;font:1em/1.5 serif}blockquote{margin:1em 0 .3em;padding-left:1em;border-left:.2em solid \
                    #888}.credit{color:#555;font-size:.9em;margin-top:0}</style>\n";

/// Renders a dossier as HTML.
pub fn html(dossier: &Dossier) -> String {
    let title = escape(&clean(&dossier.title));
    let summary_line = escape(&dossier.summary_line());
    let mut out = format!(
        "{HEAD}<title>{title}</title>\n</head>\n<body>\n<h1>{title}</h1>\n<p class=\"credit\">{summary_line}</p>\n"
    );
    for group in dossier.groups() {
        match group.first().and_then(|e| e.origin.as_ref()) {
            Some(origin) => {
                let (headline, source) = (escape(&clean(&origin.headline)), escape(&clean(&origin.source)));
                let _ = writeln!(out, "<h2>{headline}</h2>\n<p class=\"credit\">{source}, {}</p>", moment(origin.time));
            }
            None => out.push_str("<h2>Notes</h2>\n"),
        }
        for entry in group {
            push_entry(&mut out, entry);
        }
    }
    out.push_str("</body>\n</html>\n");
    out
}

fn push_entry(out: &mut String, entry: &Entry) {
    if let (Some(mark), Some(quote)) = (entry.mark(), &entry.quote) {
        let _ = writeln!(out, "<blockquote data-mark=\"{mark}\">{}</blockquote>", paragraphs(&quote.words));
    }
    let _ = writeln!(out, "<p class=\"credit\">— {}</p>", escape(&entry.credit()));
    if !entry.note.trim().is_empty() {
        out.push_str(&paragraphs(entry.note.trim()));
        out.push('\n');
    }
}

/// The paragraphs of a text, cleaned and escaped.
fn paragraphs(text: &str) -> String {
    let text = clean_block(text);
    let one = |p: &str| format!("<p>{}</p>", escape(p).replace('\n', "<br>"));
    text.split("\n\n").map(one).collect::<Vec<_>>().concat()
}

/// Escapes text for use in HTML text or in an attribute value.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// The text in HTML that [`html`] wrote: without tags, references decoded.
pub(super) fn unescape(page: &str) -> String {
    let mut out = String::with_capacity(page.len());
    let mut inside = false;
    for c in page.chars() {
        match c {
            '<' => inside = true,
            '>' => {
                inside = false;
                out.push('\n');
            }
            c if !inside => out.push(c),
            _ => {}
        }
    }
    out.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&")
}

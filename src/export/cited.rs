//! The way back: the quotes of an exported summary, so that each can be checked against the archive.
//!
//! Reads every form that this module writes, told by content. Quotes are compared cleaned and without blanks, because forms
//! wrap and clean; edits of a word, a number or a stop are found.

use serde_json::Value;

use super::{csv, html, json, markdown, org};
use crate::text::clean::clean_block;
use crate::text::span::Span;

/// A quote as a summary gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cited {
    /// The digest of its article, or the first 16 digits of it.
    pub digest: String,
    /// Where it stood.
    pub span: Span,
    /// The words as the summary gives them: cleaned, perhaps wrapped.
    pub words: String,
    /// The line of the summary on which its mark stands, from 1; 0 where lines mean nothing.
    pub line: u32,
}

/// How a quote stands to the body of its article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Check {
    /// These words stand at that place.
    Holds,
    /// These words stand elsewhere in it.
    Moved,
    /// These words do not stand in it.
    Gone,
}

impl Cited {
    /// Checks against the body of the article it names.
    pub fn check(&self, body: &str) -> Check {
        let words = bare(&self.words);
        if bare(self.span.slice(body)) == words {
            Check::Holds
        } else if !words.is_empty() && bare(body).contains(&words) {
            Check::Moved
        } else {
            Check::Gone
        }
    }
}

/// Cleaned and without blanks, and without the circle that cleaning puts under a mark whose blank was trimmed.
fn bare(text: &str) -> String {
    clean_block(text).chars().filter(|c| !c.is_whitespace() && *c != '◌').collect()
}

/// The quotes of a summary in any of its forms, in order. None in a text that is no summary.
pub fn quotes(summary: &str) -> Vec<Cited> {
    let start = summary.trim_start_matches('\u{feff}').trim_start();
    if start.starts_with('{') {
        of_json(start)
    } else if start.starts_with(csv::HEADER) {
        of_csv(start)
    } else if start.starts_with("<!DOCTYPE html>") {
        of_html(start)
    } else {
        of_lines(summary)
    }
}

/// Markdown, plain text and Org: a line with a mark, and the quote below it.
fn of_lines(summary: &str) -> Vec<Cited> {
    let mut found = Vec::new();
    let mut lines = summary.lines().enumerate().peekable();
    while let Some((at, line)) = lines.next() {
        let line = line.trim_end();
        let comment = line.strip_prefix("<!-- ").and_then(|l| l.strip_suffix(" -->"));
        let bracket = line.strip_prefix('[').and_then(|l| l.strip_suffix(']'));
        let hash = line.strip_prefix("# ");
        let Some((digest, span)) = comment.or(bracket).or(hash).and_then(read_mark) else { continue };
        let mut words = Vec::new();
        if hash.is_some() {
            lines.next_if(|(_, l)| l.trim_end() == "#+begin_example");
            while let Some((_, l)) = lines.next_if(|(_, l)| l.trim_end() != "#+end_example") {
                words.push(org::unescape(l).to_owned());
            }
        } else {
            while let Some((_, l)) = lines.next_if(|(_, l)| l.starts_with('>')) {
                let l = l.get(1..).unwrap_or("");
                let l = l.strip_prefix(' ').unwrap_or(l);
                words.push(if comment.is_some() { markdown::unescape(l) } else { l.to_owned() });
            }
        }
        found.push(Cited { digest, span, words: words.join("\n"), line: at as u32 + 1 });
    }
    found
}

/// `attache-quote 3fa9c1d2e4f5a6b7 1200-1340`
fn read_mark(text: &str) -> Option<(String, Span)> {
    let mut words = text.strip_prefix("attache-quote ")?.split(' ');
    let digest = words.next().filter(|d| d.len() <= 64 && d.bytes().all(|b| b.is_ascii_hexdigit()))?;
    let (start, end) = words.next()?.split_once('-')?;
    let (start, end): (u32, u32) = (start.parse().ok()?, end.parse().ok()?);
    (start <= end && words.next().is_none()).then(|| (digest.to_owned(), Span { start, end }))
}

fn of_html(page: &str) -> Vec<Cited> {
    let mut found = Vec::new();
    let mut line = 1;
    for (at, part) in page.split("<blockquote data-mark=\"").enumerate() {
        if at > 0
            && let Some((mark, rest)) = part.split_once("\">")
            && let Some((digest, span)) = read_mark(mark)
        {
            let words = rest.split("</blockquote>").next().unwrap_or("");
            found.push(Cited { digest, span, words: html::unescape(words), line });
        }
        line += part.matches('\n').count() as u32;
    }
    found
}

fn of_json(text: &str) -> Vec<Cited> {
    let Ok(summary) = serde_json::from_str::<Value>(text) else { return Vec::new() };
    if summary.get("format").and_then(Value::as_str) != Some(json::NAME) {
        return Vec::new();
    }
    let entries = summary.get("entries").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let one = |entry: &Value| {
        let (quote, article) = (entry.get("quote")?, entry.get("article")?);
        let number = |name: &str| quote.get(name)?.as_u64()?.try_into().ok();
        Some(Cited {
            digest: article.get("digest")?.as_str()?.to_owned(),
            span: Span { start: number("start")?, end: number("end")? },
            words: quote.get("words")?.as_str()?.to_owned(),
            line: 0,
        })
    };
    entries.iter().filter_map(one).collect()
}

fn of_csv(text: &str) -> Vec<Cited> {
    let one = |row: &Vec<String>| {
        let [.., words, _, _, _, digest, start, end] = row.as_slice() else { return None };
        let span = Span { start: start.parse().ok()?, end: end.parse().ok()? };
        Some(Cited { digest: digest.clone(), span, words: csv::words(words).to_owned(), line: 0 })
    };
    csv::rows(text).iter().skip(1).filter_map(one).collect()
}

//! Reads the quotes of an exported summary back, so that each can be checked against the archive.
//!
//! Every export format is recognised by its content. Quotes are compared after cleaning and without white space, because an
//! export cleans and wraps them. An edit of a word, a number or a punctuation mark is still found.

use serde_json::Value;

use super::{csv, html, json, markdown, org};
use crate::text::clean::clean_block;
use crate::text::span::Span;

/// A quote in an exported summary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cited {
    /// The digest of its article in hex digits, or the first 16 of them.
    pub digest: String,
    /// The span in the body of the article, as the summary gives it.
    pub span: Span,
    /// The words as the summary gives them: cleaned and possibly wrapped.
    pub words: String,
    /// The line of its mark in the summary, from 1; 0 in JSON and CSV.
    pub line: u32,
}

/// The result of comparing a quote with the body of its article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Check {
    /// The body has these words at the given span.
    Holds,
    /// The body has these words, but elsewhere.
    Moved,
    /// The body does not have these words.
    Gone,
}

impl Cited {
    /// Compares the quote with the body of its article.
    pub fn check(&self, body: &str) -> Check {
        let words = comparable(&self.words);
        if comparable(self.span.slice(body)) == words {
            Check::Holds
        } else if !words.is_empty() && comparable(body).contains(&words) {
            Check::Moved
        } else {
            Check::Gone
        }
    }
}

/// The text in the form in which quotes are compared: cleaned, without white space, and without the circle that cleaning puts
/// under a combining mark whose preceding space was trimmed.
fn comparable(text: &str) -> String {
    clean_block(text).chars().filter(|c| !c.is_whitespace() && *c != '◌').collect()
}

/// The quotes of a summary in any export format, in order. Empty if the text is not a summary.
pub fn quotes(summary: &str) -> Vec<Cited> {
    let start = summary.trim_start_matches('\u{feff}').trim_start();
    if start.starts_with('{') {
        read_json(start)
    } else if start.starts_with(csv::HEADER) {
        read_csv(start)
    } else if start.starts_with("<!DOCTYPE html>") {
        read_html(start)
    } else {
        read_lines(summary)
    }
}

/// Reads Markdown, plain text and Org, where the quote follows the line of its mark.
fn read_lines(summary: &str) -> Vec<Cited> {
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

/// Digest and span of a mark `attache-quote 3fa9c1d2e4f5a6b7 1200-1340`; `None` if the text is not a mark.
fn read_mark(text: &str) -> Option<(String, Span)> {
    let mut words = text.strip_prefix("attache-quote ")?.split(' ');
    let digest = words.next().filter(|d| d.len() <= 64 && d.bytes().all(|b| b.is_ascii_hexdigit()))?;
    let (start, end) = words.next()?.split_once('-')?;
    let (start, end): (u32, u32) = (start.parse().ok()?, end.parse().ok()?);
    (start <= end && words.next().is_none()).then(|| (digest.to_owned(), Span { start, end }))
}

fn read_html(page: &str) -> Vec<Cited> {
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

fn read_json(text: &str) -> Vec<Cited> {
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

fn read_csv(text: &str) -> Vec<Cited> {
    let one = |row: &Vec<String>| {
        let [.., words, _, _, _, digest, start, end] = row.as_slice() else { return None };
        let span = Span { start: start.parse().ok()?, end: end.parse().ok()? };
        Some(Cited { digest: digest.clone(), span, words: csv::words(words).to_owned(), line: 0 })
    };
    csv::rows(text).iter().skip(1).filter_map(one).collect()
}

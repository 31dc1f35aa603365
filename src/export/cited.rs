//! Reads the quotes of an exported summary back, so that each can be checked against the archive.
//!
//! Every export format is recognised by its content. Quotes are compared after cleaning, see [`Words`]: a summary may be
//! wrapped again, but an edit of a letter, a blank, a number or a punctuation mark is found.

use serde_json::Value;

use super::words::Words;
use super::{csv, html, json, markdown, org};
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
        let words = Words::of_quote(&self.words);
        if words.are_all_of(&Words::of_body(self.span.slice(body))) {
            Check::Holds
        } else if words.are_in(&Words::of_body(body)) {
            Check::Moved
        } else {
            Check::Gone
        }
    }
}

/// The quotes of a summary in any export format, in order. Empty if the text is not a summary.
pub fn quotes(summary: &str) -> Vec<Cited> {
    let start = summary.trim_start_matches('\u{feff}').trim_start();
    let mut lines = start.lines();
    let first = lines.next().unwrap_or("");
    if start.starts_with('{')
        && let Some(found) = read_json(start)
    {
        found
    } else if first == csv::HEADER {
        read_csv(start)
    } else if first == html::FIRST && lines.next() == Some(html::SECOND) {
        read_html(start)
    } else {
        // The title of a plain text may look like the beginning of any other format.
        read_lines(summary)
    }
}

/// Reads Markdown, plain text and Org, where the quote follows the line of its mark.
fn read_lines(summary: &str) -> Vec<Cited> {
    let mut found = Vec::new();
    let mut lines = summary.lines().enumerate().peekable();
    while let Some((at, line)) = lines.next() {
        let line = line.trim_end();
        let Some((sign, digest, span)) = read_sign(line) else { continue };
        let mut words = Vec::new();
        while let Some((_, l)) = lines.next_if(|(_, l)| sign.quoted(l).is_some()) {
            let l = sign.quoted(l).unwrap_or("");
            words.push(if sign == Sign::Comment { markdown::unescape(l) } else { l.to_owned() });
        }
        found.push(Cited { digest, span, words: words.join("\n"), line: at as u32 + 1 });
    }
    found
}

/// What stands around a mark in a line of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    /// `<!-- mark -->` in Markdown.
    Comment,
    /// `[mark]` in plain text.
    Bracket,
    /// `# mark` in Org.
    Hash,
}

impl Sign {
    /// The text of a line of the quote below the mark; `None` if the line is not one.
    fn quoted(self, line: &str) -> Option<&str> {
        match self {
            Self::Comment | Self::Bracket => line.strip_prefix('>').map(|l| l.strip_prefix(' ').unwrap_or(l)),
            Self::Hash => org::fixed(line),
        }
    }
}

/// The mark in a line of Markdown, plain text or Org; `None` if the line has none.
fn read_sign(line: &str) -> Option<(Sign, String, Span)> {
    let comment = line.strip_prefix("<!-- ").and_then(|l| l.strip_suffix(" -->")).map(|l| (Sign::Comment, l));
    let bracket = || line.strip_prefix('[').and_then(|l| l.strip_suffix(']')).map(|l| (Sign::Bracket, l));
    let hash = || line.strip_prefix("# ").map(|l| (Sign::Hash, l));
    let (sign, mark) = comment.or_else(bracket).or_else(hash)?;
    let (digest, span) = read_mark(mark)?;
    Some((sign, digest, span))
}

/// Whether a line would be read as the line of a mark.
pub(super) fn is_mark(line: &str) -> bool {
    read_sign(line.trim_end()).is_some()
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

/// The quotes of a summary in JSON; `None` if the text is none.
fn read_json(text: &str) -> Option<Vec<Cited>> {
    let summary = serde_json::from_str::<Value>(text).ok()?;
    if summary.get("format").and_then(Value::as_str) != Some(json::NAME) {
        return None;
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
    Some(entries.iter().filter_map(one).collect())
}

fn read_csv(text: &str) -> Vec<Cited> {
    let one = |row: &Vec<String>| {
        let [.., words, _, _, _, digest, start, end] = row.as_slice() else { return None };
        let span = Span { start: start.parse().ok()?, end: end.parse().ok()? };
        Some(Cited { digest: digest.clone(), span, words: csv::words(words).to_owned(), line: 0 })
    };
    csv::rows(text).iter().skip(1).filter_map(one).collect()
}

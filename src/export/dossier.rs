//! The content of an export: quotes and notes in order, each with its source.

use crate::news::time::Timestamp;
use crate::text::clean::clean;
use crate::text::sentence::sentences;
use crate::text::span::Span;
use crate::text::token::tokens;
use crate::text::wrap::fit;

/// A summary of notes, independent of the export format.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dossier {
    /// The title, one line.
    pub title: String,
    /// What was exported, in words: a headline, a name or a query. May be empty.
    pub scope: String,
    /// When the summary was made.
    pub made: Timestamp,
    /// The entries in the order of the export. Consecutive entries of one article share a heading.
    pub entries: Vec<Entry>,
}

/// A quote, a note, or both.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// The article; `None` for a note on an entity alone.
    pub origin: Option<Origin>,
    /// The quote; `None` for a note without one.
    pub quote: Option<Quote>,
    /// The text that the user wrote; empty for a quote without a note.
    pub note: String,
    /// The name of the entity that the note is about; `None` if it is about no entity.
    pub entity: Option<String>,
    /// When the note was first saved.
    pub created: Timestamp,
}

/// The article that an entry comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// Its headline.
    pub headline: String,
    /// The source of the article.
    pub source: String,
    /// The time of the article (see [`Article::time`](crate::news::article::Article::time)).
    pub time: Timestamp,
    /// SHA-256 of its bytes as received, in hex digits.
    pub digest: String,
}

/// Quoted words and their place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// The words, exactly as in the body.
    pub words: String,
    /// The span in the body.
    pub span: Span,
    /// The number of the paragraph in which they begin, from 1.
    pub paragraph: u32,
    /// The number of the sentence in that paragraph in which they begin, from 1.
    pub sentence: u32,
}

impl Quote {
    /// The quote at `span` of `body`.
    pub fn of(body: &str, span: Span) -> Self {
        let before = Span::new(0, span.start as usize).slice(body);
        let paragraph = before.matches("\n\n").count() as u32 + 1;
        let start = before.rfind("\n\n").map_or(0, |at| at + 2);
        let end = body.get(start..).and_then(|rest| rest.find("\n\n")).map_or(body.len(), |at| start + at);
        let text = Span::new(start, end).slice(body);
        let inside = span.start.saturating_sub(start as u32);
        let sentence = sentences(text, &tokens(text)).iter().filter(|s| s.span.start <= inside).count().max(1) as u32;
        Self { words: span.slice(body).to_owned(), span, paragraph, sentence }
    }
}

impl Dossier {
    /// The entries in order, consecutive ones of one article, or of none, in one group.
    pub(super) fn groups(&self) -> impl Iterator<Item = &[Entry]> {
        let digest = |entry: &Entry| entry.origin.as_ref().map(|o| o.digest.clone());
        self.entries.chunk_by(move |a, b| digest(a) == digest(b))
    }

    /// The line below the title: "3 entries from 2 articles; tag water; made 2026-11-24 06:30 UTC". Cleaned.
    pub(super) fn summary_line(&self) -> String {
        let articles = self.groups().filter(|g| g.iter().any(|e| e.origin.is_some())).count();
        let many = |n: usize, one: &str| if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") };
        let what = many(self.entries.len(), "entry").replace("entrys", "entries");
        let scope = if self.scope.is_empty() { String::new() } else { format!("; {}", clean(&self.scope)) };
        format!("{what} from {}{scope}; made {}", many(articles, "article"), moment(self.made))
    }
}

impl Entry {
    /// The source in one line: `KNA, “Dam is full”, 2026-03-04, paragraph 2, sentence 3`. Cleaned.
    pub(super) fn credit(&self) -> String {
        let mut parts = Vec::new();
        if let Some(origin) = &self.origin {
            parts.push(clean(&origin.source).into_owned());
            parts.push(format!("“{}”", fit(&origin.headline, 72).0));
            parts.push(moment(origin.time));
        }
        if let Some(quote) = &self.quote {
            parts.push(format!("paragraph {}, sentence {}", quote.paragraph, quote.sentence));
        }
        if let Some(entity) = &self.entity {
            parts.push(format!("on {}", clean(entity)));
        }
        parts.join(", ")
    }

    /// The mark by which the quote is found in the archive: `attache-quote 3fa9c1d2e4f5a6b7 1200-1340`, the first 16 digits
    /// of the digest and the span. `None` for an entry without a quote.
    pub(super) fn mark(&self) -> Option<String> {
        let (origin, quote) = (self.origin.as_ref()?, self.quote.as_ref()?);
        let digest: String = origin.digest.chars().filter(char::is_ascii_hexdigit).take(16).collect();
        Some(format!("attache-quote {digest} {}-{}", quote.span.start, quote.span.end))
    }
}

/// `2026-03-04 14:05 UTC`. For noon sharp only the day, because a day without a time of day is stored as noon.
pub(super) fn moment(at: Timestamp) -> String {
    let Ok(at) = jiff::Timestamp::from_second(at.0) else { return "no date".to_owned() };
    let form = if at.as_second().rem_euclid(86_400) == 43_200 { "%Y-%m-%d" } else { "%Y-%m-%d %H:%M UTC" };
    at.strftime(form).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_has_its_paragraph_and_sentence() {
        let body = "Lede one. Lede two.\n\nFirst of Dr. Said's. Second here. Third.\n\nEnd.";
        let at = body.find("Second").unwrap();
        let quote = Quote::of(body, Span::new(at, at + 12));
        assert_eq!((quote.words.as_str(), quote.paragraph, quote.sentence), ("Second here.", 2, 2));
    }
}

//! What goes out: quotes and notes in order, each with where it comes from.

use crate::news::time::Timestamp;
use crate::text::clean::clean;
use crate::text::sentence::sentences;
use crate::text::span::Span;
use crate::text::token::tokens;
use crate::text::wrap::fit;

/// A summary of notes before it has a form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dossier {
    /// One line.
    pub title: String,
    /// What was asked for, in words: a headline, a name, a query.
    pub scope: String,
    /// When it was made.
    pub made: Timestamp,
    /// In the order in which they are to stand; entries of one article one after the other share its heading.
    pub entries: Vec<Entry>,
}

/// One quote, one note, or both.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// The article it is on; none for a note on an entity alone.
    pub origin: Option<Origin>,
    /// The words quoted.
    pub quote: Option<Quote>,
    /// The reader's words; empty for a bare quote.
    pub note: String,
    /// The entity it is on, by name.
    pub entity: Option<String>,
    /// When it was written.
    pub created: Timestamp,
}

/// An article as a source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// Its headline.
    pub headline: String,
    /// Who sent it.
    pub source: String,
    /// When it was published (see `Article::time`).
    pub time: Timestamp,
    /// Hex SHA-256 of its bytes as received.
    pub digest: String,
}

/// Words quoted and their place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// Exactly as in the body.
    pub words: String,
    /// Where in the body.
    pub span: Span,
    /// Number of the paragraph in which they begin, from 1.
    pub paragraph: u32,
    /// Number of the sentence in that paragraph, from 1.
    pub sentence: u32,
}

impl Quote {
    /// The words of `body` at `span`, and which paragraph and sentence they begin in.
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
    /// Entries grouped by article, in order.
    pub(super) fn groups(&self) -> impl Iterator<Item = &[Entry]> {
        let digest = |entry: &Entry| entry.origin.as_ref().map(|o| o.digest.clone());
        self.entries.chunk_by(move |a, b| digest(a) == digest(b))
    }

    /// "3 quotes and notes from 2 articles; tag water; made 2026-11-24 06:30 UTC"
    pub(super) fn account(&self) -> String {
        let articles = self.groups().filter(|g| g.iter().any(|e| e.origin.is_some())).count();
        let many = |n: usize, one: &str| if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") };
        let what = many(self.entries.len(), "entry").replace("entrys", "entries");
        let scope = if self.scope.is_empty() { String::new() } else { format!("; {}", clean(&self.scope)) };
        format!("{what} from {}{scope}; made {}", many(articles, "article"), moment(self.made))
    }
}

impl Entry {
    /// Where it comes from, in one line: `KNA, "Dam is full", 2026-03-04, paragraph 2, sentence 3`. Cleaned.
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

    /// `attache-quote 3fa9c1d2e4f5a6b7 1200-1340`: by which a quote is found again.
    pub(super) fn mark(&self) -> Option<String> {
        let (origin, quote) = (self.origin.as_ref()?, self.quote.as_ref()?);
        let digest: String = origin.digest.chars().filter(char::is_ascii_hexdigit).take(16).collect();
        Some(format!("attache-quote {digest} {}-{}", quote.span.start, quote.span.end))
    }
}

/// `2026-03-04 14:05 UTC`; without the time of day for noon sharp, which is how a day without one is kept.
pub(super) fn moment(at: Timestamp) -> String {
    let Ok(at) = jiff::Timestamp::from_second(at.0) else { return "no date".to_owned() };
    let form = if at.as_second().rem_euclid(86_400) == 43_200 { "%Y-%m-%d" } else { "%Y-%m-%d %H:%M UTC" };
    at.strftime(form).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_knows_its_place() {
        let body = "Lede one. Lede two.\n\nFirst of Dr. Said's. Second here. Third.\n\nEnd.";
        let at = body.find("Second").unwrap();
        let quote = Quote::of(body, Span::new(at, at + 12));
        assert_eq!((quote.words.as_str(), quote.paragraph, quote.sentence), ("Second here.", 2, 2));
    }
}

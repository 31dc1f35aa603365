//! Articles: what an input format yields ([`Draft`]) and what the archive holds ([`Article`]).

use serde::{Deserialize, Serialize};

use super::time::Timestamp;
use crate::text::span::Span;

/// The archive's number for an article. Never used again after a delete.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ArticleId(pub i64);

/// The head of a wire story: "NAIROBI, March 4 (KNA) --".
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dateline {
    /// As written, without the closing dash: `NAIROBI, March 4 (KNA)`.
    pub text: String,
    /// `NAIROBI`.
    pub place: Option<String>,
    /// `KNA`.
    pub agency: Option<String>,
}

/// How an article stands to earlier ones of the same story, as its own words say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Revision {
    /// Nothing is said.
    #[default]
    First,
    /// "UPDATE 1", "(adds quotes)", "Lead".
    Update,
    /// "CORRECTED", "corrects name in second paragraph".
    Correction,
    /// "KILL", "withdrawn".
    Kill,
}

/// An article as an input format yields it: text decoded and normalised once, nothing found in it yet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Who sent it: agency, feed, sender; the file's folder or name where the text does not say.
    pub source: String,
    /// The input's own name for the story (message id, slug line, `id` of a JSON line), if it has one.
    pub slug: Option<String>,
    /// One line; the first words of the body where there is none.
    pub headline: String,
    /// "By Jane Roe", without the "By".
    pub byline: Option<String>,
    /// The dateline, which also stands in the body.
    pub dateline: Option<Dateline>,
    /// When the text says it was published.
    pub published: Option<Timestamp>,
    /// How it stands to earlier versions of itself.
    pub revision: Revision,
    /// Labels given by the sender.
    pub tags: Vec<String>,
    /// NFC, `\n` line ends, paragraphs apart by one empty line, no trailing blanks. May hold hostile characters:
    /// it is cleaned where it is drawn or printed, never here (the text is the truth).
    pub body: String,
}

/// An article of the archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// Its number.
    pub id: ArticleId,
    /// What was taken in.
    pub draft: Draft,
    /// When it was taken in.
    pub received: Timestamp,
    /// Hex SHA-256 of the bytes as received.
    pub digest: String,
    /// Where the reader had got to: byte offset into the body of the sentence on top.
    pub position: u32,
}

impl Article {
    /// Published, or received where the text gives no time: the moment lists are ordered by.
    pub fn time(&self) -> Timestamp {
        self.draft.published.unwrap_or(self.received)
    }
}

/// A place in an article of the archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// Which article.
    pub article: ArticleId,
    /// Where in its body.
    pub span: Span,
}

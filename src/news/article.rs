//! Articles: what an input format yields ([`Draft`]) and what the archive stores ([`Article`]).

use serde::{Deserialize, Serialize};

use super::time::Timestamp;
use crate::text::span::Span;

/// The number of an article in the archive. It is not reused after the article is deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ArticleId(pub i64);

/// The head of a wire story: "NAIROBI, March 4 (KNA) --".
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dateline {
    /// The text as written, without the closing dash: `NAIROBI, March 4 (KNA)`.
    pub text: String,
    /// The place, `NAIROBI`; `None` if the dateline names none.
    pub place: Option<String>,
    /// The news agency, `KNA`; `None` if the dateline names none.
    pub agency: Option<String>,
}

/// How an article relates to earlier versions of its story, according to its own headline and first words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Revision {
    /// The text does not mention an earlier version.
    #[default]
    First,
    /// "UPDATE 1", "(adds quotes)", "Lead".
    Update,
    /// "CORRECTED", "corrects name in second paragraph".
    Correction,
    /// "KILL", "withdrawn".
    Kill,
}

/// An article as an input format yields it: decoded and normalised, but not annotated.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The agency, feed or sender. If the text names none, the folder or name of the file.
    pub source: String,
    /// The identifier that the input gives the story: message id, slug line, `id` of a JSON object. `None` if it gives none.
    pub slug: Option<String>,
    /// One line. If the input has no headline, the first words of the body.
    pub headline: String,
    /// The author line without "By": `Jane Roe`. `None` if there is none.
    pub byline: Option<String>,
    /// The dateline, which the body contains too. `None` if there is none.
    pub dateline: Option<Dateline>,
    /// The time of publication that the text states. `None` if it states none.
    pub published: Option<Timestamp>,
    /// How it relates to earlier versions of the story.
    pub revision: Revision,
    /// Tags given by the sender, each once.
    pub tags: Vec<String>,
    /// The text in NFC, with `\n` line ends and one empty line between paragraphs. It may contain control characters and
    /// other hostile ones: they are replaced when the text is drawn or printed, so that the stored text stays faithful.
    pub body: String,
}

/// An article of the archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// The number of the article.
    pub id: ArticleId,
    /// The content as imported.
    pub draft: Draft,
    /// The time of import.
    pub received: Timestamp,
    /// SHA-256 of the bytes as received, in hex digits.
    pub digest: String,
    /// The reading position: byte offset in the body of the sentence at the top of the screen. 0 is the beginning.
    pub position: u32,
}

impl Article {
    /// The time by which lists are sorted: the time of publication, or the time of import if the text states none.
    pub fn time(&self) -> Timestamp {
        self.draft.published.unwrap_or(self.received)
    }
}

/// A span in the body of one article of the archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// The article.
    pub article: ArticleId,
    /// The span in its body.
    pub span: Span,
}

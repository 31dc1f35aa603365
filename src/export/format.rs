//! The forms in which notes leave the program.

use serde::{Deserialize, Serialize};

/// A form of export.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Markdown.
    #[default]
    Markdown,
    /// Plain text of 72 columns, for mail.
    Text,
    /// Emacs Org.
    Org,
    /// One file of HTML.
    Html,
    /// JSON.
    Json,
    /// CSV.
    Csv,
}

impl Format {
    /// Every format, in the order in which screens list them.
    pub const ALL: [Self; 6] = [Self::Markdown, Self::Text, Self::Org, Self::Html, Self::Json, Self::Csv];

    /// Its word on the command line: `markdown`, `text`, `org`, `html`, `json`, `csv`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Markdown => "markdown",
            Self::Text => "text",
            Self::Org => "org",
            Self::Html => "html",
            Self::Json => "json",
            Self::Csv => "csv",
        }
    }

    /// The ending of its files, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Text => "txt",
            Self::Org | Self::Html | Self::Json | Self::Csv => self.word(),
        }
    }
}

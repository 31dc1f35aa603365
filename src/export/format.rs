//! The formats in which notes are exported.

use serde::{Deserialize, Serialize};

/// An export format.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Markdown (CommonMark).
    #[default]
    Markdown,
    /// Plain text, 72 columns wide, for mail.
    Text,
    /// Emacs Org.
    Org,
    /// A single HTML file.
    Html,
    /// JSON.
    Json,
    /// CSV.
    Csv,
}

impl Format {
    /// Every format, in the order in which screens list it.
    pub const ALL: [Self; 6] = [Self::Markdown, Self::Text, Self::Org, Self::Html, Self::Json, Self::Csv];

    /// The word for it on the command line: `markdown`, `text`, `org`, `html`, `json`, `csv`.
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

    /// The extension of its files, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Text => "txt",
            Self::Org | Self::Html | Self::Json | Self::Csv => self.word(),
        }
    }
}

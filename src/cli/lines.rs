//! Annotated text as JSON Lines: one object a line, the form of `attache annotate` and of annotated data.
//!
//! Knows the words of the format and how a line can be wrong; nothing about where lines come from.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use thiserror::Error;

use crate::engine::input::DetectedMention;
use crate::engine::score::EvalMention;
use crate::news::mention::{Form, Kind};
use crate::text::span::Span;

/// What a mention of a line refers to: a kind, or a word of nationality, which is annotated but is no entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MarkKind {
    /// A human being.
    Person,
    /// A body that acts.
    Institution,
    /// A place.
    Place,
    /// An event.
    Event,
    /// Any other name.
    Other,
    /// Moroccan, Shi'ite, Democrat.
    Nationality,
}

impl MarkKind {
    /// The kind, if it is one.
    pub fn kind(self) -> Option<Kind> {
        Some(match self {
            Self::Person => Kind::Person,
            Self::Institution => Kind::Institution,
            Self::Place => Kind::Place,
            Self::Event => Kind::Event,
            Self::Other => Kind::Other,
            Self::Nationality => return None,
        })
    }
}

impl From<Kind> for MarkKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Person => Self::Person,
            Kind::Institution => Self::Institution,
            Kind::Place => Self::Place,
            Kind::Event => Self::Event,
            Kind::Other => Self::Other,
        }
    }
}

/// What a chain is called: any number or word.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(untagged)]
pub enum Label {
    /// As `annotate` writes it.
    Number(i64),
    /// As some annotated data have it.
    Word(String),
}

/// A mention of an input line. What a reader of the format may leave out has a default.
#[derive(Clone, Debug, Deserialize)]
pub struct GivenMention {
    /// First byte in the text.
    pub start: u32,
    /// One past its last byte.
    pub end: u32,
    /// What it refers to.
    pub kind: MarkKind,
    /// How it refers.
    #[serde(default = "name")]
    pub form: Form,
    /// Equal numbers are one referent.
    #[serde(default)]
    pub chain: Option<Label>,
    /// How sure its finder was.
    #[serde(default)]
    pub score: Option<f32>,
}

fn name() -> Form {
    Form::Name
}

/// An input line.
#[derive(Clone, Debug, Deserialize)]
pub struct GoldLine {
    /// The sender's own name for the text; given back as it came.
    #[serde(default)]
    pub id: Value,
    /// The text; a line of predictions has none.
    #[serde(default)]
    pub text: Option<String>,
    /// Annotated data: which set it belongs to.
    #[serde(default)]
    pub set: Option<String>,
    /// Annotated data: region, agency or genre.
    #[serde(default)]
    pub genre: Option<String>,
    /// Mentions already found.
    #[serde(default)]
    pub mentions: Vec<GivenMention>,
}

/// How a line can be wrong.
#[derive(Debug, Error)]
pub enum LineError {
    /// Not JSON, not UTF-8, or not of this form.
    #[error("not a line of annotate: {0}")]
    Form(#[from] serde_json::Error),
    /// No text in a line that needs one.
    #[error("no \"text\"")]
    NoText,
    /// A text longer than spans can count.
    #[error("\"text\" is longer than 4 GiB")]
    TooLong,
    /// A mention that does not lie in the text.
    #[error("mention {number} ({start}..{end}) does not lie in the text on char boundaries")]
    Place {
        /// Its number in the line, from 0.
        number: usize,
        /// Its first byte as given.
        start: u32,
        /// Its end as given.
        end: u32,
    },
}

impl GoldLine {
    /// Reads one line.
    pub fn read(line: &[u8]) -> Result<Self, LineError> {
        let line: Self = serde_json::from_slice(line)?;
        let Some(text) = line.text.as_deref() else { return Ok(line) };
        if u32::try_from(text.len()).is_err() {
            return Err(LineError::TooLong);
        }
        let fits = |m: &GivenMention| m.start < m.end && text.get(m.start as usize..m.end as usize).is_some();
        match line.mentions.iter().enumerate().find(|(_, m)| !fits(m)) {
            Some((number, m)) => Err(LineError::Place { number, start: m.start, end: m.end }),
            None => Ok(line),
        }
    }

    /// Its mentions as the scorer takes them.
    pub fn marks(&self) -> Vec<EvalMention> {
        let mut numbers: HashMap<&Label, i64> = HashMap::new();
        let mut out = Vec::with_capacity(self.mentions.len());
        for m in &self.mentions {
            let next = numbers.len() as i64;
            let chain = m.chain.as_ref().map(|label| *numbers.entry(label).or_insert(next));
            let (kind, form) = (m.kind.kind(), m.form);
            out.push(EvalMention { start: m.start, end: m.end, kind, form, chain });
        }
        out
    }

    /// Its text.
    pub fn text(&self) -> Result<&str, LineError> {
        self.text.as_deref().ok_or(LineError::NoText)
    }
}

/// The mentions of a line as the engine takes them, sorted; words of nationality, which are in no chain, apart.
pub fn given(mentions: &[GivenMention]) -> (Vec<DetectedMention>, Vec<&GivenMention>) {
    let (mut found, mut aside) = (Vec::new(), Vec::new());
    for m in mentions {
        match m.kind.kind() {
            Some(kind) => {
                let span = Span { start: m.start, end: m.end };
                found.push(DetectedMention { span, kind, form: m.form, score: m.score.unwrap_or(1.0) });
            }
            None => aside.push(m),
        }
    }
    found.sort_by_key(|f| (f.span.start, std::cmp::Reverse(f.span.end)));
    (found, aside)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_line_says_what_is_wrong() {
        for (line, says) in [
            (
                "{\"id\":1,\"text\":\"é\",\"mentions\":[{\"start\":0,\"end\":1,\"kind\":\"person\"}]}",
                "mention 0 (0..1)",
            ),
            ("{\"id\":1,\"text\":5}", "not a line of annotate"),
            ("nonsense", "not a line of annotate"),
        ] {
            let error = GoldLine::read(line.as_bytes()).unwrap_err().to_string();
            assert!(error.contains(says), "{error}");
        }
        assert!(GoldLine::read(b"{\"id\":1}").unwrap().text().is_err());
    }
}

//! Annotated text as JSON Lines: one object a line. `attache annotate` and gold annotations use this format.
//!
//! Parses and checks single lines; the callers read the input.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use thiserror::Error;

use crate::engine::input::DetectedMention;
use crate::engine::score::EvalMention;
use crate::news::mention::{Form, Kind};
use crate::text::span::Span;

/// The kind of a mention in this format: a kind of entity, or a nationality word, which is annotated but is not an entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MarkKind {
    /// A person.
    Person,
    /// An institution: an organisation that acts.
    Institution,
    /// A place.
    Place,
    /// An event.
    Event,
    /// Any other name.
    Other,
    /// A word of nationality, religion or party: Moroccan, Shi'ite, Democrat.
    Nationality,
}

impl MarkKind {
    /// The kind of entity; `None` for a nationality word.
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

/// The label of a chain: a number or a word.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(untagged)]
pub enum Label {
    /// As `attache annotate` writes it.
    Number(i64),
    /// As some corpora have it.
    Word(String),
}

/// A mention of an input line. Optional fields have defaults.
#[derive(Clone, Debug, Deserialize)]
pub struct GivenMention {
    /// The offset of its first byte in the text.
    pub start: u32,
    /// The offset one past its last byte.
    pub end: u32,
    /// The kind of its referent.
    pub kind: MarkKind,
    /// Its form; a name by default.
    #[serde(default = "default_form")]
    pub form: Form,
    /// Its chain: mentions with equal labels have one referent.
    #[serde(default)]
    pub chain: Option<Label>,
    /// The confidence of the detector, from 0 to 1.
    #[serde(default)]
    pub score: Option<f32>,
}

fn default_form() -> Form {
    Form::Name
}

/// An input line.
#[derive(Clone, Debug, Deserialize)]
pub struct GoldLine {
    /// The identifier of the text, copied to the output unchanged.
    #[serde(default)]
    pub id: Value,
    /// The text; a line of predictions has none.
    #[serde(default)]
    pub text: Option<String>,
    /// In gold annotations: the set that the text belongs to.
    #[serde(default)]
    pub set: Option<String>,
    /// In gold annotations: region, agency or genre.
    #[serde(default)]
    pub genre: Option<String>,
    /// Its mentions.
    #[serde(default)]
    pub mentions: Vec<GivenMention>,
}

/// What is wrong with a line.
#[derive(Debug, Error)]
pub enum LineError {
    /// Not JSON, not UTF-8, or without the fields of this format.
    #[error("not a valid input line: {0}")]
    Form(#[from] serde_json::Error),
    /// `text` is missing.
    #[error("\"text\" is missing")]
    NoText,
    /// The text is longer than a span can address.
    #[error("\"text\" is longer than 4 GiB")]
    TooLong,
    /// The span of a mention is empty, outside the text, or not on char boundaries.
    #[error("mention {number} ({start}..{end}) is empty, outside the text or not on char boundaries")]
    Place {
        /// Its position in `mentions`, from 0.
        number: usize,
        /// Its `start`.
        start: u32,
        /// Its `end`.
        end: u32,
    },
}

impl GoldLine {
    /// Parses one line and checks the spans of its mentions.
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

    /// Its mentions in the scorer's form, with chains numbered from 0.
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

    /// Its text, or an error if there is none.
    pub fn text(&self) -> Result<&str, LineError> {
        self.text.as_deref().ok_or(LineError::NoText)
    }
}

/// The mentions of a line in the engine's form, sorted by position; and its nationality words, which belong to no chain.
pub fn given(mentions: &[GivenMention]) -> (Vec<DetectedMention>, Vec<&GivenMention>) {
    let (mut found, mut nationalities) = (Vec::new(), Vec::new());
    for m in mentions {
        match m.kind.kind() {
            Some(kind) => {
                let span = Span { start: m.start, end: m.end };
                found.push(DetectedMention { span, kind, form: m.form, score: m.score.unwrap_or(1.0) });
            }
            None => nationalities.push(m),
        }
    }
    found.sort_by_key(|f| (f.span.start, std::cmp::Reverse(f.span.end)));
    (found, nationalities)
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
            ("{\"id\":1,\"text\":5}", "not a valid input line"),
            ("nonsense", "not a valid input line"),
        ] {
            let error = GoldLine::read(line.as_bytes()).unwrap_err().to_string();
            assert!(error.contains(says), "{error}");
        }
        assert!(GoldLine::read(b"{\"id\":1}").unwrap().text().is_err());
    }
}

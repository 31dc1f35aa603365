//! A finding of `attache doctor`: what, how serious, where, what to do.

use std::fmt;

use serde::Serialize;

/// How serious a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// All is well.
    Ok,
    /// Something to look at.
    Look,
    /// The archive cannot be used, or is damaged.
    Broken,
}

impl Level {
    pub fn sign(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Look => "!!",
            Self::Broken => "XX",
        }
    }
}

/// What a check found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The check, by a name that stays: `terminal`, `settling`.
    pub check: &'static str,
    /// How serious it is.
    pub level: Level,
    /// What was found, in a sentence.
    pub what: String,
    /// The file, folder or place that it is about.
    #[serde(rename = "where")]
    pub place: Option<String>,
    /// What to do.
    pub advice: Option<String>,
}

impl Finding {
    /// All is well.
    pub fn ok(check: &'static str, what: impl Into<String>) -> Self {
        Self { check, level: Level::Ok, what: what.into(), place: None, advice: None }
    }

    /// Something to look at, and what to do about it.
    pub fn look(check: &'static str, what: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { level: Level::Look, advice: Some(advice.into()), ..Self::ok(check, what) }
    }

    /// The archive cannot be used, or is damaged.
    pub fn broken(check: &'static str, what: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { level: Level::Broken, ..Self::look(check, what, advice) }
    }

    /// The same, about a place.
    #[must_use]
    pub fn at(self, place: &dyn fmt::Display) -> Self {
        Self { place: Some(place.to_string()), ..self }
    }

    /// As text: sign, sentence and place in a line; of what is not well, where and what to do in lines of their own.
    pub fn text(&self) -> String {
        let mut text = format!("{}  {}", self.level.sign(), self.what);
        match (&self.place, &self.advice) {
            (Some(place), None) => text = format!("{text} ({place})"),
            (place, advice) => {
                let more = [("where", place), ("what to do", advice)];
                for (word, words) in more.iter().filter_map(|(word, words)| Some((word, words.as_ref()?))) {
                    text = format!("{text}\n    {word}: {words}");
                }
            }
        }
        text
    }
}

//! Edits: every change the user makes, as data. An edit holds what it changed and what was there before, so that
//! [`super::apply`] can do it and undo it. [`super::journal`] keeps edits as JSON in the archive.
//!
//! The JSON names (`deeds`, `fresh`, `said` …) are part of the archive format and stay as they are.

use serde::{Deserialize, Serialize};

use crate::news::article::ArticleId;
use crate::news::entity::Correction;
use crate::news::note::Note;
use crate::news::triage::State;

/// One change. A bulk change ("dismiss these 400 articles") is one edit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Edit {
    /// Articles were put into the state `to`; `from` lists their numbers by the state they were in.
    State { to: State, from: Vec<(State, Vec<i64>)> },
    /// Articles got the star (`on`) or lost it.
    Star { on: bool, articles: Vec<i64> },
    /// Articles got a tag (`on`) or lost it.
    Tag { on: bool, tag: String, articles: Vec<i64> },
    /// A note was written (`before` is `None`), changed, or deleted (`after` is `None`).
    Note { before: Option<Box<Note>>, after: Option<Box<Note>> },
    /// A correction was made. It replaced the corrections `instead`, which undoing restores.
    Correction {
        correction: Correction,
        #[serde(default)]
        instead: Vec<Correction>,
        #[serde(default, rename = "said")]
        sentence: String,
    },
    /// Chains, each given by its article and its judgement key, were moved to the new entity `new`.
    Split {
        correction: Correction,
        #[serde(rename = "fresh")]
        new: i64,
        chains: Vec<(i64, String)>,
        #[serde(default, rename = "said")]
        sentence: String,
    },
    /// The judgement about one chain and one entity changed from `before` to `after`: `Some(true)` confirms the link,
    /// `Some(false)` refuses it, `None` is no judgement. `name` is the judgement key of the chain (see [`super::chain_split`]).
    Judgement {
        article: i64,
        name: String,
        entity: i64,
        before: Option<bool>,
        after: Option<bool>,
        #[serde(default, rename = "said")]
        sentence: String,
    },
    /// An entity was put on the watch list (`on`) or taken off it.
    Watch { entity: i64, name: String, on: bool },
    /// Several edits that are one step of undo, for example all corrections of an imported file.
    Batch {
        #[serde(rename = "deeds")]
        edits: Vec<Edit>,
    },
}

/// What an edit, an undo or a redo changed, for the screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Step {
    /// In words: `3 articles dismissed`. Empty where nothing changed.
    pub sentence: String,
    /// The articles that changed.
    pub articles: Vec<ArticleId>,
    /// Notes or links changed: an open article has to be read again.
    pub reload: bool,
    /// Groups, names or the watch list changed: what is shown of entities has to be read again.
    pub entities: bool,
}

impl Edit {
    /// Some edits as one: the edit itself where there is one, a batch of several, `None` of none.
    pub fn one_of(mut edits: Vec<Self>) -> Option<Self> {
        if edits.len() > 1 { Some(Self::Batch { edits }) } else { edits.pop() }
    }

    /// What the edit changes. Undoing it changes the same, so the sentence serves both ways: `undone: 3 articles dismissed`.
    pub fn step(&self) -> Step {
        let (articles, reload, entities) = match self {
            Self::State { from, .. } => {
                (from.iter().flat_map(|(_, ids)| ids).copied().map(ArticleId).collect(), false, false)
            }
            Self::Star { articles, .. } | Self::Tag { articles, .. } => {
                (articles.iter().copied().map(ArticleId).collect(), false, false)
            }
            Self::Note { before, after } => {
                let note = after.as_ref().or(before.as_ref());
                (note.and_then(|note| note.article).into_iter().collect(), true, false)
            }
            Self::Correction { .. } | Self::Watch { .. } => (Vec::new(), true, true),
            Self::Split { chains, .. } => (chains.iter().map(|(id, _)| ArticleId(*id)).collect(), true, true),
            Self::Judgement { article, .. } => (vec![ArticleId(*article)], true, false),
            Self::Batch { edits } => match edits.as_slice() {
                // One command of the user that took several edits: the first stands for all.
                [first @ (Self::Watch { .. } | Self::Judgement { .. }), ..] => return first.step(),
                _ => (Vec::new(), true, true),
            },
        };
        Step { sentence: self.sentence(), articles, reload, entities }
    }

    /// The edit in words.
    fn sentence(&self) -> String {
        match self {
            Self::State { to, from } => {
                let done = match to {
                    State::New => "unread again",
                    State::Read => "read",
                    State::Later => "put off",
                    State::Kept => "kept",
                    State::Dismissed => "dismissed",
                };
                format!("{} {done}", count_articles(from.iter().map(|(_, ids)| ids.len()).sum()))
            }
            Self::Star { on, articles } => {
                format!("{} {}", count_articles(articles.len()), if *on { "starred" } else { "no longer starred" })
            }
            Self::Tag { on, tag, articles } => {
                let done = if *on { "tagged" } else { "no longer tagged" };
                format!("{} {done} #{tag}", count_articles(articles.len()))
            }
            Self::Note { before, after } => match (before, after) {
                (None, _) => "note written".to_owned(),
                (_, None) => "note deleted".to_owned(),
                (Some(_), Some(_)) => "note changed".to_owned(),
            },
            Self::Correction { sentence, .. } => stored_or(sentence, "entity corrected"),
            Self::Split { sentence, .. } => stored_or(sentence, "mentions split off"),
            Self::Judgement { after, sentence, .. } => {
                stored_or(sentence, if *after == Some(true) { "link confirmed" } else { "link refused" })
            }
            Self::Watch { name, on, .. } => format!("{name} {}", if *on { "watched" } else { "no longer watched" }),
            Self::Batch { edits } => match edits.as_slice() {
                [first @ (Self::Watch { .. } | Self::Judgement { .. }), ..] => first.sentence(),
                _ => format!("{} corrections taken in", edits.len()),
            },
        }
    }
}

/// `1 article`, `3 articles`.
pub fn count_articles(articles: usize) -> String {
    if articles == 1 { "1 article".to_owned() } else { format!("{articles} articles") }
}

/// The sentence stored with an edit; a general one for edits of the first versions, which stored none.
fn stored_or(stored: &str, general: &str) -> String {
    if stored.is_empty() { general.to_owned() } else { stored.to_owned() }
}

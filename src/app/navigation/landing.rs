//! Where a step of navigation leads, and what is said about it.

use super::jump_list::Spot;
use crate::app::reader::Reader;
use crate::app::status::Weight;
use crate::news::article::ArticleId;

/// Where a step of navigation leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// To a place of this or another article.
    To(Spot),
    /// To the first (`true`) or last mention of the focus in another article.
    Mention(ArticleId, bool),
    /// Nowhere: an answer is waited for, or there is nothing to step along.
    Stay,
    /// Nowhere: no article of the list names the focus.
    NoMention,
}

/// A step with what is said about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Landing {
    /// Where to.
    pub step: Step,
    /// The place left goes on the jump list.
    pub jumps: bool,
    /// What the status line says.
    pub notice: Option<(Weight, String)>,
}

impl Landing {
    /// Nowhere.
    pub fn stay() -> Self {
        Self { step: Step::Stay, jumps: false, notice: None }
    }

    /// To a byte of the article shown.
    pub(super) fn here(reader: &Reader, at: u32) -> Self {
        Self::to(Spot { article: reader.id(), at })
    }

    /// To a place, without an entry in the jump list.
    pub fn to(spot: Spot) -> Self {
        Self { step: Step::To(spot), jumps: false, notice: None }
    }

    /// To a mention in another article.
    pub(super) fn mention(article: ArticleId, forward: bool) -> Self {
        Self { step: Step::Mention(article, forward), jumps: true, notice: None }
    }

    /// Says something in passing.
    #[must_use]
    pub fn say(mut self, words: impl Into<String>) -> Self {
        self.notice = Some((Weight::Plain, words.into()));
        self
    }

    /// Warns of something.
    #[must_use]
    pub fn warn(mut self, words: impl Into<String>) -> Self {
        self.notice = Some((Weight::Warning, words.into()));
        self
    }
}

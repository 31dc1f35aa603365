//! The result of a step of navigation: where it leads, and its notice.

use super::jump_list::Spot;
use crate::app::reader::Reader;
use crate::app::status::Weight;
use crate::news::article::ArticleId;

/// Where a step of navigation leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// To a position in this or another article.
    To(Spot),
    /// To the first (`true`) or last mention of the focus in another article.
    Mention(ArticleId, bool),
    /// Nowhere: the step waits for an answer, or there is nothing to follow.
    Stay,
    /// Nowhere: no article of the list names the focus.
    NoMention,
}

/// A step with its notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Landing {
    /// Where to.
    pub step: Step,
    /// The position left is pushed on the jump list.
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

    /// To a position, without an entry in the jump list.
    pub fn to(spot: Spot) -> Self {
        Self { step: Step::To(spot), jumps: false, notice: None }
    }

    /// To a mention in another article.
    pub(super) fn mention(article: ArticleId, forward: bool) -> Self {
        Self { step: Step::Mention(article, forward), jumps: true, notice: None }
    }

    /// Adds a message.
    #[must_use]
    pub fn say(mut self, words: impl Into<String>) -> Self {
        self.notice = Some((Weight::Plain, words.into()));
        self
    }

    /// Adds a warning.
    #[must_use]
    pub fn warn(mut self, words: impl Into<String>) -> Self {
        self.notice = Some((Weight::Warning, words.into()));
        self
    }
}

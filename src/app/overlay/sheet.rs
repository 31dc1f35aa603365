//! A sheet of sentences: the explanation of a link, or the messages of the status line. The candidates of a link can be chosen by
//! number.

use super::cursor::moved;
use crate::app::intent::Reply;
use crate::app::request::Request;
use crate::config::key::KeyPress;
use crate::config::scope::SheetAction;
use crate::news::article::ArticleId;
use crate::news::entity::EntityId;

/// Rows that a page key moves by.
const PAGE: usize = 10;

/// A sheet of sentences. They may hold text from articles or files; drawing cleans them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// The title.
    pub title: String,
    /// Its paragraphs.
    pub lines: Vec<String>,
    /// Index of the first paragraph shown.
    pub top: usize,
    /// The link that it explains.
    pub link: Option<LinkChoice>,
}

/// A link that the user can decide: a chain of an article and its candidates, best first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkChoice {
    /// The article.
    pub article: ArticleId,
    /// Index into the article's chains.
    pub chain: u32,
    /// The candidates.
    pub candidates: Vec<EntityId>,
}

impl Sheet {
    /// A sheet from its beginning.
    pub fn new(title: impl Into<String>, lines: Vec<String>) -> Self {
        Self { title: title.into(), lines, top: 0, link: None }
    }

    /// A digit confirms the candidate of that number.
    pub(super) fn digit(&self, key: KeyPress) -> Option<Reply> {
        let number = key.typed().and_then(|c| c.to_digit(10)).and_then(|n| (n as usize).checked_sub(1))?;
        self.judge(number, true)
    }

    fn judge(&self, candidate: usize, same: bool) -> Option<Reply> {
        let link = self.link.as_ref()?;
        let entity = *link.candidates.get(candidate)?;
        Some(Reply::close().send(Request::Judge { article: link.article, chains: vec![link.chain], entity, same }))
    }

    pub(super) fn act(&mut self, action: SheetAction) -> Reply {
        match action {
            SheetAction::ConfirmLink | SheetAction::RefuseLink => {
                let reply = self.judge(0, action == SheetAction::ConfirmLink);
                reply.unwrap_or_else(|| Reply::stay().say("there is no link to decide about here"))
            }
            SheetAction::Move(motion) => {
                self.top = moved(self.top, self.lines.len(), PAGE, motion);
                Reply::stay()
            }
            SheetAction::Advance => {
                self.top = (self.top + PAGE).min(self.lines.len().saturating_sub(1));
                Reply::stay()
            }
            SheetAction::Open | SheetAction::Why | SheetAction::Messages | SheetAction::Closing(_) => Reply::close(),
            SheetAction::Anywhere(_) => Reply::stay(),
        }
    }
}

//! Something to read and close: why a mention was linked, what was said in the status line. Where the link is in doubt, the
//! candidates can be taken by their number.

use super::moved;
use crate::app::model::Model;
use crate::app::request::Request;
use crate::config::action::Action;
use crate::config::key::KeyPress;
use crate::news::article::ArticleId;
use crate::news::entity::EntityId;

/// A page of sentences. May hold words of strangers: whoever draws it cleans it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// What it is.
    pub title: String,
    /// Its paragraphs.
    pub lines: Vec<String>,
    /// The first one shown.
    pub top: usize,
    /// The link it is about.
    pub link: Option<Judged>,
}

/// A link that can be decided: a chain of an article, and who may be meant, best first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// Where.
    pub article: ArticleId,
    /// Index into the article's chains.
    pub chain: u32,
    /// Who may be meant.
    pub candidates: Vec<EntityId>,
}

impl Page {
    /// A page from its beginning.
    pub fn new(title: impl Into<String>, lines: Vec<String>) -> Self {
        Self { title: title.into(), lines, top: 0, link: None }
    }
}

impl Model {
    pub(super) fn page_key(&mut self, page: &mut Page, key: KeyPress, action: Option<Action>) -> bool {
        if let Some(link) = &page.link {
            let number = key.typed().and_then(|c| c.to_digit(10)).and_then(|n| (n as usize).checked_sub(1));
            let decided = match action {
                Some(Action::ConfirmLink) => link.candidates.first().map(|entity| (*entity, true)),
                Some(Action::RefuseLink) => link.candidates.first().map(|entity| (*entity, false)),
                _ => number.and_then(|at| link.candidates.get(at)).map(|entity| (*entity, true)),
            };
            if let Some((entity, same)) = decided {
                let (article, chain) = (link.article, link.chain);
                self.send(Request::Judge { article, chains: vec![chain], entity, same });
                return true;
            }
        }
        page.top = moved(page.top, page.lines.len(), 10, action);
        matches!(
            action,
            Some(Action::Back | Action::DropFocus | Action::Quit | Action::Open | Action::Why | Action::Messages)
        )
    }
}

//! A yes-or-no question.

use crate::app::intent::{Intent, Reply};
use crate::config::key::{Code, KeyPress};
use crate::config::scope::{ChoiceAction, Closing};

/// The question.
#[derive(Clone, Debug, PartialEq)]
pub struct Confirm {
    /// The text of the question.
    pub question: String,
    /// What to do after a yes.
    pub yes: Vec<Intent>,
}

impl Confirm {
    /// The answer of a key, if it is one. These keys have priority over the keymap.
    pub fn answer(key: KeyPress) -> Option<bool> {
        match key.code {
            Code::Char('y' | 'Y') | Code::Enter if !key.ctrl && !key.alt => Some(true),
            Code::Char('n' | 'N' | 'q') | Code::Esc => Some(false),
            _ => None,
        }
    }

    /// Takes the answer of the user.
    pub fn take(&mut self, yes: bool) -> Reply {
        let intents = if yes { std::mem::take(&mut self.yes) } else { Vec::new() };
        Reply::close().and_all(intents)
    }

    pub(super) fn act(&mut self, action: ChoiceAction) -> Reply {
        match action {
            ChoiceAction::Open => self.take(true),
            ChoiceAction::Closing(Closing::Back | Closing::DropFocus | Closing::Quit) => self.take(false),
            ChoiceAction::Move(_) | ChoiceAction::Advance | ChoiceAction::Anywhere(_) => {
                Reply::stay().say("y answers yes, n answers no")
            }
        }
    }
}

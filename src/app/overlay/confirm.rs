//! A question that is answered by yes or no.

use crate::app::intent::{Intent, Reply};
use crate::config::key::{Code, KeyPress};
use crate::config::scope::{ChoiceAction, Closing};

/// The question.
#[derive(Clone, Debug, PartialEq)]
pub struct Confirm {
    /// As asked.
    pub question: String,
    /// What a yes does.
    pub yes: Vec<Intent>,
}

impl Confirm {
    /// The answer that a key is, if it is one: letters go before the keymap here.
    pub fn answer(key: KeyPress) -> Option<bool> {
        match key.code {
            Code::Char('y' | 'Y') | Code::Enter if !key.ctrl && !key.alt => Some(true),
            Code::Char('n' | 'N' | 'q') | Code::Esc => Some(false),
            _ => None,
        }
    }

    /// The user has answered.
    pub fn take(&mut self, yes: bool) -> Reply {
        let intents = if yes { std::mem::take(&mut self.yes) } else { Vec::new() };
        Reply::close().and_all(intents)
    }

    pub(super) fn act(&mut self, action: ChoiceAction) -> Reply {
        match action {
            ChoiceAction::Open => self.take(true),
            ChoiceAction::Closing(Closing::Back | Closing::DropFocus | Closing::Quit) => self.take(false),
            ChoiceAction::Move(_) | ChoiceAction::Advance | ChoiceAction::Anywhere(_) => {
                Reply::stay().say("y says yes, n says no")
            }
        }
    }
}

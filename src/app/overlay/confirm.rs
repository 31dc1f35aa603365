//! A question that is answered by yes or no.

use crate::app::model::Model;
use crate::app::request::Request;
use crate::config::action::Action;
use crate::config::key::{Code, KeyPress};

/// What a yes does.
#[derive(Clone, Debug, PartialEq)]
pub enum Then {
    /// These commands; a marked set is done with.
    Do(Vec<Request>),
    /// These commands; nothing else changes.
    Tell(Vec<Request>),
    /// The note being written is given up.
    GiveUpNote,
    /// The program ends.
    Quit,
}

/// The question.
#[derive(Clone, Debug, PartialEq)]
pub struct Confirm {
    /// As asked.
    pub question: String,
    /// What a yes does.
    pub then: Then,
}

impl Model {
    pub(super) fn confirm_key(&mut self, confirm: &mut Confirm, key: KeyPress, action: Option<Action>) -> bool {
        let yes = matches!(key.code, Code::Char('y' | 'Y') | Code::Enter) && !key.ctrl && !key.alt;
        let no = matches!(key.code, Code::Char('n' | 'N' | 'q') | Code::Esc) || action == Some(Action::Quit);
        if yes {
            self.pending.clear();
            match std::mem::replace(&mut confirm.then, Then::Do(Vec::new())) {
                Then::Do(commands) => {
                    self.list.picked.clear();
                    self.send_all(commands);
                }
                Then::Tell(commands) => self.send_all(commands),
                Then::GiveUpNote => self.give_up_note(),
                Then::Quit => self.quit(),
            }
        }
        yes || no
    }
}

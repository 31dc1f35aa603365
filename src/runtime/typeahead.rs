//! Typeahead: keys typed before an article is shown wait for it.
//!
//! A user who types `Enter ] p` in one go means a person in the article that Enter opens, not one in the article still on
//! the screen. So `]` and `p` are held until the archive has answered `Enter`, at most `PATIENCE`. Likewise keys after the one that saves
//! a note are meant for what is below its editor: they wait until it is saved, at most `SAVING`.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use crate::app::command::Command;
use crate::app::message::{Failed, Message};
use crate::app::request::{Request, Ticket};

/// Longest time keys are held. An archive usually answers within a few ms.
const PATIENCE: Duration = Duration::from_millis(250);
/// Longest time keys are held for a note to be saved: a disk can be slow. Later keys are meant for the editor, which says that it waits.
const SAVING: Duration = Duration::from_secs(1);
/// Most keys held; further ones are not held back.
const MOST: usize = 4096;

/// The request whose answer is awaited, and the keys held for it.
#[derive(Debug, Default)]
pub struct Typeahead {
    /// The request, and until when keys wait for its answer.
    awaited: Option<(Ticket, Instant)>,
    held: VecDeque<Message>,
}

impl Typeahead {
    /// Keeps the message and returns nothing if it is input that has to wait; else returns the message.
    pub fn hold(&mut self, message: Message) -> Option<Message> {
        let typed = matches!(message, Message::Key(_) | Message::Paste(_));
        if typed && (self.awaited.is_some() || !self.held.is_empty()) && self.held.len() < MOST {
            self.held.push_back(message);
            return None;
        }
        Some(message)
    }

    /// Tells that a command was sent. `typed`: it follows from input, not from an answer. Returns whether keys are now held
    /// for its answer.
    pub fn sent(&mut self, command: &Command, typed: bool, now: Instant) -> bool {
        let patience = match command {
            Command::Request(_, Request::Open(_) | Request::Locate { .. }) if typed || self.awaited.is_some() => {
                PATIENCE
            }
            Command::Request(_, Request::SaveNote(_)) if typed => SAVING,
            _ => return false,
        };
        if let Command::Request(ticket, _) = command {
            self.awaited = Some((*ticket, now + patience));
        }
        true
    }

    /// The awaited request, if this message answers it. To be called before the model takes the message; afterwards call
    /// [`Typeahead::answered`].
    pub fn answer_in(&self, message: &Message) -> Option<Ticket> {
        let (awaited, _) = self.awaited?;
        match message {
            Message::Answer(ticket, _) | Message::Failed { what: Failed::Request(ticket), .. }
                if *ticket == awaited =>
            {
                Some(awaited)
            }
            _ => None,
        }
    }

    /// Tells that the model has taken the answer to a request. Returns whether no further answer is awaited, so that held
    /// keys are released.
    pub fn answered(&mut self, ticket: Ticket) -> bool {
        self.awaited.take_if(|(awaited, _)| *awaited == ticket);
        self.awaited.is_none()
    }

    /// When held keys are released without an answer.
    pub fn deadline(&self) -> Option<Instant> {
        self.awaited.map(|(_, until)| until)
    }

    /// The next held key that need not wait any longer.
    pub fn release(&mut self, now: Instant) -> Option<Message> {
        self.awaited.take_if(|(_, until)| *until <= now);
        if self.awaited.is_some() { None } else { self.held.pop_front() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::key::KeyPress;
    use crate::news::article::ArticleId;

    #[test]
    fn keys_wait_for_the_article_they_are_meant_for() {
        let mut typeahead = Typeahead::default();
        let now = Instant::now();
        let key = || Message::Key(KeyPress::char('n'));
        assert!(typeahead.hold(key()).is_some());
        let open = Command::Request(Ticket(7), Request::Open(ArticleId(1)));
        typeahead.sent(&open, false, now);
        assert!(typeahead.deadline().is_none(), "a preview holds no keys");
        typeahead.sent(&open, true, now);
        assert!(typeahead.hold(key()).is_none() && typeahead.release(now).is_none());
        assert!(typeahead.hold(Message::Changed).is_some(), "answers are not held");
        typeahead.answered(Ticket(7));
        assert!(typeahead.release(now).is_some() && typeahead.release(now).is_none());
        typeahead.sent(&open, true, now);
        typeahead.hold(key());
        assert!(typeahead.release(now + PATIENCE).is_some(), "released at the deadline");
        let save = Command::Request(Ticket(8), Request::SaveNote(Box::default()));
        typeahead.sent(&save, true, now);
        assert!(typeahead.hold(key()).is_none() && typeahead.release(now + PATIENCE).is_none(), "a disk may be slow");
        typeahead.answered(Ticket(8));
        assert!(typeahead.release(now).is_some());
    }
}

//! Keys typed ahead: they wait for the article that an earlier key has asked for, and then act on it.
//!
//! Somebody who types `Enter ] p` in one breath means the person in the text that is about to be shown, not one in the text
//! that is still there. Nothing waits long: an archive that does not answer in time does not hold the keys.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use crate::app::command::Command;
use crate::app::message::{Failed, Message};
use crate::app::request::{Request, Ticket};

/// Longer than a healthy archive takes by far, shorter than patience.
const PATIENCE: Duration = Duration::from_millis(250);
/// Keys held at most; more come from a flood, not from fingers.
const MOST: usize = 4096;

/// What is awaited, and the keys that wait for it.
#[derive(Debug, Default)]
pub struct Ahead {
    awaited: Option<(Ticket, Instant)>,
    held: VecDeque<Message>,
}

impl Ahead {
    /// Whether the message is a key that has to wait; then it is kept here.
    pub fn holds(&mut self, message: Message) -> Option<Message> {
        let typed = matches!(message, Message::Key(_) | Message::Paste(_));
        if typed && (self.awaited.is_some() || !self.held.is_empty()) && self.held.len() < MOST {
            self.held.push_back(message);
            return None;
        }
        Some(message)
    }

    /// A command that `typed` input, or the answer to it, has led to. True where keys wait for its answer.
    pub fn asked(&mut self, command: &Command, typed: bool, now: Instant) -> bool {
        if let Command::Request(ticket, Request::Open(_) | Request::Locate { .. }) = command
            && (typed || self.awaited.is_some())
        {
            self.awaited = Some((*ticket, now + PATIENCE));
            return true;
        }
        false
    }

    /// Whether this is what the keys wait for. To be asked before the model takes the message, to be told after.
    pub fn is_answer(&self, message: &Message) -> Option<Ticket> {
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

    /// The model has taken the answer. True if it asked for nothing more, so that the keys may go on.
    pub fn answered(&mut self, ticket: Ticket) -> bool {
        self.awaited.take_if(|(awaited, _)| *awaited == ticket);
        self.awaited.is_none()
    }

    /// Until when the keys wait.
    pub fn until(&self) -> Option<Instant> {
        self.awaited.map(|(_, until)| until)
    }

    /// The next key that need not wait any more.
    pub fn next(&mut self, now: Instant) -> Option<Message> {
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
        let mut ahead = Ahead::default();
        let now = Instant::now();
        let key = || Message::Key(KeyPress::char('n'));
        assert!(ahead.holds(key()).is_some());
        let open = Command::Request(Ticket(7), Request::Open(ArticleId(1)));
        ahead.asked(&open, false, now);
        assert!(ahead.until().is_none(), "a preview holds nothing up");
        ahead.asked(&open, true, now);
        assert!(ahead.holds(key()).is_none() && ahead.next(now).is_none());
        assert!(ahead.holds(Message::Changed).is_some(), "answers pass");
        ahead.answered(Ticket(7));
        assert!(ahead.next(now).is_some() && ahead.next(now).is_none());
        ahead.asked(&open, true, now);
        ahead.holds(key());
        assert!(ahead.next(now + PATIENCE).is_some(), "not for ever");
    }
}

//! Typeahead: keys typed before the archive has answered wait for what they are meant for.
//!
//! A user who types `Enter ] p` in one go means a person in the article that Enter opens, not one in the article still on the
//! screen. So `]` and `p` are held until the archive has answered `Enter`. Likewise keys after the one that saves a note are
//! meant for what is below its editor, and those after `u` for the row that it goes back to ([`Request::moves_keys`]). Keys never
//! go to something else because the archive is slow. When they have waited for a quarter of a second, the screen says so, and Esc
//! or Ctrl-c drops them; they are dropped as well where the request fails.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use crate::app::command::Command;
use crate::app::message::{Failed, Message};
use crate::app::request::{Request, Ticket};
use crate::config::key::{Code, KeyPress};

/// Time after which the screen says that keys wait. An archive usually answers within a few ms.
const PATIENCE: Duration = Duration::from_millis(250);
/// Most keys held; further ones are dropped, and told of with the others.
const MOST: usize = 4096;

/// The request whose answer is awaited, and the keys held for it.
#[derive(Debug, Default)]
pub struct Typeahead {
    /// The request, and when it was sent.
    awaited: Option<(Ticket, Instant)>,
    held: VecDeque<Message>,
    /// Keys that found no room.
    lost: usize,
    /// So many keys were told of as waiting.
    told: usize,
}

/// What became of a message.
#[derive(Debug)]
pub enum Held {
    /// It need not wait.
    No(Box<Message>),
    /// It waits.
    Waits,
    /// It was the wish not to wait: so many keys were dropped.
    Dropped(usize),
}

impl Typeahead {
    /// Keeps the message if it is input that has to wait.
    pub fn hold(&mut self, message: Message, now: Instant) -> Held {
        let typed = matches!(message, Message::Key(_) | Message::Paste(_));
        if !typed || self.awaited.is_none() && self.held.is_empty() {
            return Held::No(Box::new(message));
        }
        let impatient = self.awaited.is_some_and(|(_, since)| since + PATIENCE <= now);
        if impatient
            && matches!(message, Message::Key(key) if key == KeyPress::plain(Code::Esc) || key == KeyPress::ctrl('c'))
        {
            self.awaited = None;
            return Held::Dropped(self.drop_held().unwrap_or(0));
        }
        if self.held.len() < MOST {
            self.held.push_back(message);
        } else {
            self.lost += 1;
        }
        Held::Waits
    }

    /// Tells that a command was sent. `typed`: it follows from input, not from an answer. Returns whether keys are now held
    /// for its answer.
    pub fn sent(&mut self, command: &Command, typed: bool, now: Instant) -> bool {
        let Command::Request(ticket, request) = command else { return false };
        let follows = matches!(request, Request::Open(_) | Request::Locate { .. }) && self.awaited.is_some();
        let waits = request.moves_keys() && (typed || follows);
        if waits {
            self.awaited = Some((*ticket, now));
            self.told = 0;
        }
        waits
    }

    /// The request that keys wait for.
    pub fn awaited(&self) -> Option<Ticket> {
        self.awaited.map(|(ticket, _)| ticket)
    }

    /// The awaited request, if this message answers it. To be called before the model takes the message; afterwards call
    /// [`Typeahead::answered`].
    pub fn answer_in(&self, message: &Message) -> Option<Ticket> {
        let awaited = self.awaited()?;
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

    /// When the screen has to say how many keys wait; `None` where it has said so, or none waits.
    pub fn deadline(&self) -> Option<Instant> {
        let (_, since) = self.awaited?;
        (self.held.len() + self.lost != self.told).then_some(since + PATIENCE)
    }

    /// How many keys wait, where the screen has to say so and has not said it yet.
    pub fn waiting(&mut self, now: Instant) -> Option<usize> {
        if self.deadline()? > now {
            return None;
        }
        self.told = self.held.len() + self.lost;
        Some(self.told)
    }

    /// Drops the keys that are held. How many; none where there are none.
    pub fn drop_held(&mut self) -> Option<usize> {
        let keys = self.held.len() + std::mem::take(&mut self.lost);
        self.held.clear();
        (keys > 0).then_some(keys)
    }

    /// The next held key that need not wait any longer.
    pub fn release(&mut self) -> Option<Message> {
        if self.awaited.is_some() {
            return None;
        }
        let next = self.held.pop_front();
        // Keys that found no room were typed after these.
        next.or_else(|| {
            Some(Message::KeysDropped(std::mem::take(&mut self.lost))).filter(|m| !matches!(m, Message::KeysDropped(0)))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::news::article::ArticleId;

    fn key() -> Message {
        Message::Key(KeyPress::char('n'))
    }

    fn waits(typeahead: &mut Typeahead, now: Instant) -> bool {
        matches!(typeahead.hold(key(), now), Held::Waits)
    }

    #[test]
    fn keys_wait_for_the_article_they_are_meant_for_however_slow_the_archive_is() {
        let mut typeahead = Typeahead::default();
        let now = Instant::now();
        assert!(!waits(&mut typeahead, now));
        let open = Command::Request(Ticket(7), Request::Open(ArticleId(1)));
        assert!(!typeahead.sent(&open, false, now), "a preview holds no keys");
        typeahead.sent(&open, true, now);
        assert!(waits(&mut typeahead, now) && typeahead.release().is_none());
        assert!(matches!(typeahead.hold(Message::Changed, now), Held::No(_)), "answers are not held");
        assert_eq!(typeahead.waiting(now), None, "nothing is said at once");
        let late = now + PATIENCE;
        assert_eq!((typeahead.waiting(late), typeahead.waiting(late)), (Some(1), None), "it is said once");
        assert!(waits(&mut typeahead, late) && typeahead.release().is_none());
        assert_eq!(typeahead.waiting(late), Some(2));
        assert!(typeahead.answered(Ticket(7)));
        assert!(typeahead.release().is_some() && typeahead.release().is_some() && typeahead.release().is_none());
        let save = Command::Request(Ticket(8), Request::SaveNote(Box::default()));
        typeahead.sent(&save, true, now);
        assert!(waits(&mut typeahead, late + PATIENCE * 9) && typeahead.release().is_none(), "a disk may be slow");
        typeahead.answered(Ticket(8));
        assert!(typeahead.release().is_some());
        typeahead.sent(&Command::Request(Ticket(9), Request::Undo), true, now);
        assert!(waits(&mut typeahead, now), "undo moves the cursor");
    }

    #[test]
    fn esc_is_a_key_like_others_until_the_screen_says_that_keys_wait_and_then_drops_them() {
        let mut typeahead = Typeahead::default();
        let (now, esc) = (Instant::now(), || Message::Key(KeyPress::plain(Code::Esc)));
        typeahead.sent(&Command::Request(Ticket(7), Request::Open(ArticleId(1))), true, now);
        assert!(waits(&mut typeahead, now) && matches!(typeahead.hold(esc(), now), Held::Waits));
        assert!(matches!(typeahead.hold(esc(), now + PATIENCE), Held::Dropped(2)));
        assert!(typeahead.release().is_none() && !waits(&mut typeahead, now), "nothing is awaited any more");
    }

    #[test]
    fn keys_that_find_no_room_are_counted() {
        let mut typeahead = Typeahead::default();
        let now = Instant::now();
        typeahead.sent(&Command::Request(Ticket(7), Request::Open(ArticleId(1))), true, now);
        assert!((0..MOST + 2).all(|_| waits(&mut typeahead, now)));
        typeahead.answered(Ticket(7));
        let all: Vec<Message> = std::iter::from_fn(|| typeahead.release()).collect();
        assert_eq!(all.len(), MOST + 1);
        assert!(matches!(all.last(), Some(Message::KeysDropped(2))));
    }
}

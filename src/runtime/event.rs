//! The events that the main loop handles, and the channel they arrive on.

use std::sync::mpsc::Sender;

use crate::app::message::{Edited, Message};

/// An event: a message for the model, or something the main loop handles itself.
#[derive(Debug)]
pub enum Event {
    /// For the model.
    Message(Message),
    /// The terminal's background colour: red, green, blue.
    Background([u8; 3]),
    /// The terminal has processed everything sent before the last status request.
    Ready,
    /// A signal, by number.
    Signal(i32),
    /// The terminal is gone.
    Gone,
    /// A lane asks to put a text on the clipboard.
    Copy(String),
    /// The external editor has ended.
    Edited(Edited),
}

/// The sending end of the channel. Cheap to clone. Events sent after the main loop has ended are dropped.
#[derive(Clone, Debug)]
pub struct Inbox(Sender<Event>);

impl Inbox {
    /// An inbox that sends to `events`.
    pub fn new(events: Sender<Event>) -> Self {
        Self(events)
    }

    /// Sends a message for the model.
    pub fn tell(&self, message: Message) {
        self.event(Event::Message(message));
    }

    /// Sends an event.
    pub fn event(&self, event: Event) {
        let _ = self.0.send(event);
    }
}

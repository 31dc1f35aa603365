//! What reaches the main loop, and the way there.

use std::sync::mpsc::Sender;

use crate::app::message::Message;

/// What wakes the main loop.
#[derive(Debug)]
pub enum Event {
    /// For the model.
    Message(Message),
    /// The terminal told the colour of its ground.
    Ground([u8; 3]),
    /// The terminal has shown everything sent before the question.
    Ready,
    /// A signal came.
    Signal(i32),
    /// The terminal is gone.
    Gone,
    /// A lane wants a text on the clipboard.
    Copy(String),
    /// The external editor is done: its text, or why there is none.
    Edited(Result<String, String>),
}

/// Where lanes and threads put what they have to say. Cheap to clone; when nobody listens any more, words are lost.
#[derive(Clone, Debug)]
pub struct Inbox(Sender<Event>);

impl Inbox {
    /// The way to a main loop.
    pub fn new(events: Sender<Event>) -> Self {
        Self(events)
    }

    /// Tells the model something.
    pub fn tell(&self, message: Message) {
        self.event(Event::Message(message));
    }

    /// Tells the main loop something.
    pub fn event(&self, event: Event) {
        let _ = self.0.send(event);
    }
}

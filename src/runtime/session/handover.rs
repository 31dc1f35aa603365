//! Texts of notes leave the session: to the external editor, and to files where the archive does not keep them in time.

use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::Signal;

use super::{Away, LATE, Session};
use crate::app::message::{Edited, Message};
use crate::app::request::Request;
use crate::news::note::NoteDraft;
use crate::runtime::editor;
use crate::runtime::event::Event;

/// Time for the external editor to end after it was told to.
const ENDING: Duration = Duration::from_millis(240);

impl Session {
    /// Gives the terminal to the external editor.
    pub(super) fn edit(&mut self, draft: NoteDraft, again: Option<PathBuf>) {
        let program = match self.policy.program(editor::program(&self.preferences.settings.editor)) {
            Ok(program) => program,
            Err(error) => {
                self.inbox.tell(Message::Edited(Edited::Nothing { why: error.to_string(), file: again }));
                return;
            }
        };
        self.keyboard.pause();
        self.terminal.leave();
        self.turn.away = Some(Away::Editing);
        let (inbox, files, running) = (self.inbox.clone(), self.files.clone(), self.editor.clone());
        // A thread of its own: the loop goes on handling signals and answers.
        let started = thread::Builder::new()
            .name("editor".to_owned())
            .spawn(move || inbox.event(Event::Edited(editor::edit(&program, &files, &draft, again, &running))));
        if let Err(error) = started {
            let why = format!("the editor was not started: {error}");
            self.inbox.event(Event::Edited(Edited::Nothing { why, file: None }));
        }
    }

    /// Ends the external editor, and takes what it has saved. It has to be quick: the watchdog waits.
    pub(super) fn end_editor(&mut self) {
        for (signal, time) in [(Signal::TERM, ENDING), (Signal::KILL, ENDING / 3)] {
            self.editor.signal(signal);
            let until = Instant::now() + time;
            while let Ok(event) = self.events.recv_timeout(until.saturating_duration_since(Instant::now())) {
                match event {
                    Event::Edited(edited) => return self.tell(Message::Edited(edited)),
                    Event::Message(message) => self.tell(message),
                    _ => {}
                }
            }
        }
    }

    /// Tells the model that the archive owes answers about changes, and looks again as long as it does. The model writes drafts to
    /// files then, and says what is not kept.
    pub(super) fn tell_late(&mut self) {
        if self.model.requests.find(Request::changes).is_some() {
            self.turn.late = Some(Instant::now() + LATE);
            self.tell(Message::Late);
        }
    }
}

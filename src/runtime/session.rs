//! One session of the program: the main loop.
//!
//! Each turn waits for an event, handles all events that have arrived, sends the commands they lead to, and draws one frame.
//! While nothing happens the loop sleeps and writes nothing. What the screen shows is decided in `app`.

mod handover;

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTSTP, SIGWINCH};

use super::background::BackgroundLane;
use super::clipboard;
use super::directory::Links;
use super::editor;
use super::environment::Environment;
use super::event::{Event, Inbox};
use super::files::Places;
use super::flow_control::FlowControl;
use super::foreground;
use super::input::Keyboard;
use super::lane::Lane;
use super::note_files::NoteFiles;
use super::policy::Policy;
use super::preferences::Preferences;
use super::signals;
use super::terminal::Terminal;
use super::typeahead::{Held, Typeahead};
use super::ui_state::UiStateFile;
use crate::app::command::{Command, Wake};
use crate::app::message::{Answer, Failed, Message};
use crate::app::model::Model;
use crate::app::request::Request;
use crate::app::update::update;
use crate::config::colour::is_dark;
use crate::ui;

/// A background colour reported later than this does not change the theme, so colours do not change while the user reads.
const BACKGROUND_DEADLINE: Duration = Duration::from_secs(2);
/// Longest time a frame waits for the archive's answer, so that one frame shows key and answer.
const ANSWER: Duration = Duration::from_millis(8);
/// The same for the first frame: the archive's file is not cached yet.
const FIRST_ANSWER: Duration = Duration::from_millis(25);
/// Time between two times of telling the model that the archive owes answers. A change that is told of twice is shown as not kept,
/// and a draft is written to a file: after half a second at most.
const LATE: Duration = Duration::from_millis(250);
/// Most events handled between two frames.
const BATCH: usize = 4096;

/// How a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The user quit.
    Quit,
    /// A signal, by number; a terminal that is gone counts as SIGHUP.
    Signal(i32),
}

/// A session that has ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// How.
    pub end: End,
    /// What the archive has not kept, in sentences: it said so after the screen was gone.
    pub unkept: Vec<String>,
}

/// Why another program has the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Away {
    Suspended,
    Editing,
}

/// The parts of a session.
pub struct Session {
    pub model: Model,
    pub terminal: Terminal,
    pub keyboard: Keyboard,
    pub foreground: Lane<foreground::Numbered>,
    pub background: BackgroundLane,
    pub inbox: Inbox,
    pub events: Receiver<Event>,
    pub preferences: Preferences,
    pub policy: Policy,
    pub environment: Environment,
    pub places: Places,
    /// Files of notes that the archive does not hold.
    pub files: NoteFiles,
    /// The external editor.
    pub editor: editor::Running,
    pub ui_state: UiStateFile,
    pub flow: FlowControl,
    /// When the terminal was asked for its background colour; `None` once it has answered, or where it was not asked.
    pub colour_asked: Option<Instant>,
    pub turn: Turn,
}

/// What the loop keeps from one turn to the next.
#[derive(Debug, Default)]
pub struct Turn {
    /// The model changed since the last frame.
    dirty: bool,
    away: Option<Away>,
    /// The pause that `Command::After` asked for, and when it ends.
    after: Option<(Instant, Wake)>,
    typeahead: Typeahead,
    /// When the model is told that the archive owes answers.
    late: Option<Instant>,
    end: Option<End>,
}

impl Session {
    /// Runs until the end. On return the terminal is restored and everything sent to the archive is written.
    pub fn run(mut self, first: Vec<Command>) -> Ended {
        for command in first {
            self.carry_out(command);
        }
        self.turn.dirty = true;
        self.flow.hold(Instant::now() + FIRST_ANSWER);
        let end = loop {
            if let Some(end) = self.turn.end {
                break end;
            }
            let now = Instant::now();
            let mut until = earlier(self.turn.after.map(|(at, _)| at), self.turn.typeahead.deadline());
            until = earlier(until, self.turn.late);
            if self.turn.dirty && self.turn.away.is_none() {
                let next = self.flow.next_frame(now);
                if next <= now {
                    self.draw(now);
                    continue;
                }
                until = earlier(until, Some(next));
            }
            let event = match until {
                None => self.events.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(until) => self.events.recv_timeout(until.saturating_duration_since(now)),
            };
            match event {
                Ok(event) => self.take(event),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break End::Quit,
            }
            for _ in 0..BATCH {
                let Ok(event) = self.events.try_recv() else { break };
                self.take(event);
            }
            self.let_go();
            if self.turn.late.take_if(|at| *at <= Instant::now()).is_some() {
                self.tell_late();
            }
            if let Some((_, wake)) = self.turn.after.take_if(|(at, _)| *at <= Instant::now()) {
                self.tell(Message::Woken(wake));
            }
        };
        if self.turn.away == Some(Away::Editing) {
            self.end_editor();
        }
        // The terminal first: writing what is left may take a moment, and the user wants the shell.
        self.terminal.leave();
        self.background.cancel();
        if matches!(end, End::Signal(_)) {
            for command in update(&mut self.model, Message::Ended) {
                self.carry_out(command);
            }
        }
        self.foreground.end();
        self.background.end();
        let failures = self.events.try_iter().filter_map(|event| match event {
            Event::Message(Message::Failed { what: Failed::Request(ticket), error }) => Some((ticket, error)),
            _ => None,
        });
        let requests = &self.model.requests;
        let unkept = failures.filter_map(|(ticket, error)| {
            let request = &requests.get(ticket)?.request;
            let told = request.is_asked_for() || matches!(request, Request::SaveDraft(_));
            told.then(|| format!("{}: {error}", request.failure()))
        });
        Ended { end, unkept: unkept.collect() }
    }

    fn draw(&mut self, now: Instant) {
        self.turn.dirty = false;
        let model = &self.model;
        let drawn = self.terminal.draw(|frame| ui::view(model, frame));
        let request = drawn.as_ref().is_ok_and(|bytes| self.flow.drawn(now, *bytes));
        tracing::trace!(bytes = drawn.as_ref().ok(), request, slow = self.flow.is_slow(), "frame");
        let requested = if request { self.terminal.request_status() } else { Ok(()) };
        if let Err(error) = drawn.and(requested) {
            tracing::warn!(%error, "the terminal accepts no more bytes");
            self.turn.end = Some(End::Signal(SIGHUP));
        }
    }

    /// Updates the model with a message and carries out the commands it returns.
    fn tell(&mut self, message: Message) {
        // An answer that shows nothing needs no frame.
        let shown = self.model.requests.late_changes();
        self.turn.dirty |= !matches!(message, Message::Answer(_, Answer::Done) | Message::Late);
        let typed = matches!(message, Message::Key(_) | Message::Paste(_));
        let answer = self.turn.typeahead.answer_in(&message);
        let failed = answer.is_some() && matches!(message, Message::Failed { .. });
        if matches!(message, Message::Answer(_, Answer::Opened(_) | Answer::Listed { total: Some(0), .. })) {
            self.flow.release();
        }
        for command in update(&mut self.model, message) {
            let now = Instant::now();
            if self.turn.typeahead.sent(&command, typed, now) {
                self.flow.hold(now + ANSWER);
            }
            self.carry_out(command);
        }
        self.turn.dirty |= shown != self.model.requests.late_changes();
        // A request that was withdrawn is not answered any more.
        let withdrawn = self.turn.typeahead.awaited().filter(|ticket| self.model.requests.get(*ticket).is_none());
        if answer.or(withdrawn).is_some_and(|ticket| self.turn.typeahead.answered(ticket)) {
            self.flow.release();
        }
        if failed && let Some(keys) = self.turn.typeahead.drop_held() {
            self.tell(Message::KeysDropped(keys));
        }
    }

    /// Lets keys go that need not wait any longer, and tells of those that wait for long.
    fn let_go(&mut self) {
        while let Some(typed) = self.turn.typeahead.release() {
            self.tell(typed);
        }
        if let Some(keys) = self.turn.typeahead.waiting(Instant::now()) {
            self.tell(Message::KeysWait(keys));
        }
    }

    fn take(&mut self, event: Event) {
        match event {
            Event::Message(message) => match self.turn.typeahead.hold(message, Instant::now()) {
                Held::No(message) => self.tell(*message),
                Held::Waits => {}
                Held::Dropped(keys) => self.tell(Message::KeysDropped(keys)),
            },
            Event::Ready => self.flow.ready(Instant::now()),
            Event::Background([red, green, blue]) => self.set_background(is_dark(red, green, blue)),
            Event::Copy(text) => self.copy(&text),
            Event::Gone => self.turn.end = Some(End::Signal(SIGHUP)),
            Event::Signal(SIGWINCH) => self.measure(),
            Event::Signal(SIGTSTP) => self.suspend(),
            Event::Signal(SIGCONT) => self.resume(),
            // Ctrl-c in the editor reaches this process as well, but it is meant for the editor.
            Event::Signal(SIGINT) if self.turn.away == Some(Away::Editing) => {}
            Event::Signal(signal) => self.turn.end = Some(End::Signal(signal)),
            Event::Edited(edited) => {
                self.come_back();
                self.tell(Message::Edited(edited));
            }
        }
    }

    fn carry_out(&mut self, command: Command) {
        match command {
            Command::Copy(text) => self.copy(&text),
            Command::Edit(draft, again) => self.edit(*draft, again),
            Command::Rescue(draft) => {
                if let Err(error) = self.files.rescue(&draft) {
                    tracing::error!(%error, "a draft could not be written to a file");
                }
            }
            // On a slow line a preview would take seconds to arrive: show articles only on Enter.
            Command::After { wake: Wake::Preview(_) | Wake::Glance(_), .. } if self.flow.is_slow() => {
                self.turn.after = None;
            }
            Command::After { ms, wake } => {
                self.turn.after = Some((Instant::now() + Duration::from_millis(ms.into()), wake));
            }
            Command::Redraw => self.forget(),
            Command::Keep(kept) => {
                self.ui_state.keep(kept, &self.preferences.settings);
                self.write_ui_state();
            }
            Command::Suspend => self.suspend(),
            Command::Quit => self.turn.end = Some(End::Quit),
            Command::Import(paths) => match self.policy.sources(&paths, Links::Inside) {
                Ok(sources) => self.background.import(sources),
                Err(error) => {
                    self.inbox.tell(Message::Failed { what: Failed::Import, error: error.to_string() });
                }
            },
            Command::Cancel => self.background.cancel(),
            Command::Request(ticket, request) => {
                if request.changes() {
                    self.turn.late.get_or_insert_with(|| Instant::now() + LATE);
                }
                if !self.foreground.send((ticket, request)) {
                    let error = "the archive does not answer any more; see the log".to_owned();
                    self.inbox.tell(Message::Failed { what: Failed::Request(ticket), error });
                }
            }
        }
    }

    /// Takes the theme for a background that was reported.
    fn set_background(&mut self, dark: bool) {
        let in_time = self.colour_asked.take().is_some_and(|asked| asked.elapsed() < BACKGROUND_DEADLINE);
        if !self.preferences.depends_on_background() {
            return;
        }
        if self.ui_state.set_dark(&self.environment.term, dark) {
            self.write_ui_state();
        }
        let theme = self.preferences.theme(Some(dark));
        if in_time && theme != *self.model.setup.theme {
            self.tell(Message::Theme(Arc::new(theme)));
        }
    }

    fn write_ui_state(&self) {
        if let Err(error) = self.ui_state.write(&self.places.state) {
            tracing::warn!(%error, "screen.toml cannot be written");
        }
    }

    fn measure(&mut self) {
        if let Some((width, height)) = self.terminal.measure() {
            self.tell(Message::Resize { width, height });
        }
    }

    fn forget(&mut self) {
        self.turn.dirty = true;
        if self.turn.away.is_none()
            && let Err(error) = self.terminal.forget()
        {
            tracing::warn!(%error, "cannot redraw");
        }
    }

    fn copy(&mut self, text: &str) {
        let sent = clipboard::copy(text, &self.environment.term)
            .map_err(|error| error.to_string())
            .and_then(|bytes| self.terminal.send(&bytes).map_err(|error| error.to_string()));
        self.inbox.tell(match sent {
            Ok(()) => Message::Copied(clipboard::told(text.chars().count(), self.environment.tmux)),
            Err(error) => Message::Failed { what: Failed::Copy, error },
        });
    }

    fn suspend(&mut self) {
        if self.turn.away.is_none() {
            self.keyboard.pause();
            self.terminal.leave();
            self.turn.away = Some(Away::Suspended);
        }
        signals::stop();
    }

    /// The process was continued. The shell may have changed the terminal's modes meanwhile.
    fn resume(&mut self) {
        match self.turn.away {
            Some(Away::Editing) => {}
            Some(Away::Suspended) => {
                self.come_back();
                self.tell(Message::Resumed);
            }
            None => {
                self.terminal.leave();
                self.keyboard.pause();
                self.come_back();
            }
        }
    }

    /// Takes the terminal back after another program had it.
    fn come_back(&mut self) {
        self.turn.away = None;
        if let Err(error) = self.terminal.enter() {
            tracing::warn!(%error, "the terminal cannot be taken back");
            self.turn.end = Some(End::Signal(SIGHUP));
            return;
        }
        self.keyboard.resume();
        self.turn.dirty = true;
        self.measure();
    }
}

fn earlier(a: Option<Instant>, b: Option<Instant>) -> Option<Instant> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

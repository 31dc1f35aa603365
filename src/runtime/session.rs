//! One session of the reader: the main loop.
//!
//! Draw; block until something comes; take everything that waits; update; send the commands; draw once. Idle it wakes for
//! nothing and writes nothing. Decides nothing about the screen: that is `app`.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTSTP, SIGWINCH};

use super::background::Jobs;
use super::clipboard;
use super::editor;
use super::environment::Environment;
use super::event::{Event, Inbox};
use super::files::Places;
use super::flow_control::Pace;
use super::foreground;
use super::input::Keyboard;
use super::lane::Lane;
use super::preferences::Preferences;
use super::signals;
use super::terminal::Terminal;
use super::typeahead::Ahead;
use super::ui_state::Screen;
use crate::app::command::{Command, Wake};
use crate::app::message::{Answer, Failed, Message};
use crate::app::model::Model;
use crate::app::update::update;
use crate::config::colour::is_dark;
use crate::ui;

/// An answer about the ground that comes later than this changes nothing: colours do not flip under a reading eye.
const GROUND_DEADLINE: Duration = Duration::from_secs(2);
/// How long a frame waits for an answer of the archive; at the start, when the archive is not warm yet.
const ANSWER: Duration = Duration::from_millis(8);
const FIRST_ANSWER: Duration = Duration::from_millis(25);
/// Events taken before a frame is thought of again.
const BATCH: usize = 4096;

/// How a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The reader quit.
    Quit,
    /// A signal, or the terminal went away.
    Signal(i32),
}

/// Why the terminal is not ours at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Away {
    Suspended,
    Editing,
}

/// What a session works with.
pub struct Session {
    pub model: Model,
    pub terminal: Terminal,
    pub keyboard: Keyboard,
    pub foreground: Lane<foreground::Numbered>,
    pub jobs: Jobs,
    pub inbox: Inbox,
    pub events: Receiver<Event>,
    pub preferences: Preferences,
    pub environment: Environment,
    pub places: Places,
    pub screen: Screen,
    pub pace: Pace,
    /// Since when the terminal's ground is waited for.
    pub asked: Option<Instant>,
    pub clock: Moments,
}

/// What changes in the loop itself.
#[derive(Debug, Default)]
pub struct Moments {
    dirty: bool,
    away: Option<Away>,
    after: Option<(Instant, Wake)>,
    ahead: Ahead,
    end: Option<End>,
}

impl Session {
    /// Runs until the end; then everything sent to the archive is in it.
    pub fn run(mut self, first: Vec<Command>) -> End {
        for command in first {
            self.carry_out(command);
        }
        self.clock.dirty = true;
        self.pace.hold(Instant::now() + FIRST_ANSWER);
        let end = loop {
            if let Some(end) = self.clock.end {
                break end;
            }
            let now = Instant::now();
            let mut until = earlier(self.clock.after.map(|(at, _)| at), self.clock.ahead.until());
            if self.clock.dirty && self.clock.away.is_none() {
                let next = self.pace.next(now);
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
            while let Some(typed) = self.clock.ahead.next(Instant::now()) {
                self.tell(typed);
            }
            if let Some((_, wake)) = self.clock.after.take_if(|(at, _)| *at <= Instant::now()) {
                self.tell(Message::Woken(wake));
            }
        };
        // The terminal first: what follows may take a moment, and the reader should have the shell.
        self.terminal.leave();
        self.jobs.cancel();
        if matches!(end, End::Signal(_)) {
            for command in update(&mut self.model, Message::Ended) {
                self.carry_out(command);
            }
        }
        self.foreground.end();
        self.jobs.end();
        end
    }

    fn draw(&mut self, now: Instant) {
        self.clock.dirty = false;
        let model = &self.model;
        let drawn = self.terminal.draw(|frame| ui::view(model, frame));
        let ask = drawn.as_ref().is_ok_and(|bytes| self.pace.drawn(now, *bytes));
        tracing::trace!(bytes = drawn.as_ref().ok(), ask, slow = self.pace.is_slow(), "frame");
        let asked = if ask { self.terminal.ask_ready() } else { Ok(()) };
        if let Err(error) = drawn.and(asked) {
            tracing::warn!(%error, "the terminal takes nothing any more");
            self.clock.end = Some(End::Signal(SIGHUP));
        }
    }

    /// Tells the model what happened, and does what it wants then.
    fn tell(&mut self, message: Message) {
        // An answer that shows nothing needs no frame.
        self.clock.dirty |= !matches!(message, Message::Answer(_, Answer::Done));
        let typed = matches!(message, Message::Key(_) | Message::Paste(_));
        let answer = self.clock.ahead.is_answer(&message);
        if matches!(message, Message::Answer(_, Answer::Opened(_) | Answer::Listed { total: Some(0), .. })) {
            self.pace.release();
        }
        for command in update(&mut self.model, message) {
            let now = Instant::now();
            if self.clock.ahead.asked(&command, typed, now) {
                self.pace.hold(now + ANSWER);
            }
            self.carry_out(command);
        }
        if answer.is_some_and(|ticket| self.clock.ahead.answered(ticket)) {
            self.pace.release();
        }
    }

    fn take(&mut self, event: Event) {
        match event {
            Event::Message(message) => {
                if let Some(message) = self.clock.ahead.holds(message) {
                    self.tell(message);
                }
            }
            Event::Ready => self.pace.ready(Instant::now()),
            Event::Ground([red, green, blue]) => self.ground(is_dark(red, green, blue)),
            Event::Copy(text) => self.copy(&text),
            Event::Gone => self.clock.end = Some(End::Signal(SIGHUP)),
            Event::Signal(SIGWINCH) => self.measure(),
            Event::Signal(SIGTSTP) => self.suspend(),
            Event::Signal(SIGCONT) => self.resume(),
            // The terminal sends it to editor and reader alike; it is the editor's.
            Event::Signal(SIGINT) if self.clock.away == Some(Away::Editing) => {}
            Event::Signal(signal) => self.clock.end = Some(End::Signal(signal)),
            Event::Edited(edited) => {
                self.come_back();
                match edited {
                    Ok(text) => self.tell(Message::Edited(Some(text))),
                    Err(error) => {
                        self.tell(Message::Edited(None));
                        self.tell(Message::Failed { what: Failed::Editor, error });
                    }
                }
            }
        }
    }

    fn carry_out(&mut self, command: Command) {
        match command {
            Command::Copy(text) => self.copy(&text),
            Command::Edit(text) => self.edit(text),
            // What is only shown in passing would fill a slow line for seconds; Enter shows it there.
            Command::After { wake: Wake::Preview(_) | Wake::Glance(_), .. } if self.pace.is_slow() => {
                self.clock.after = None;
            }
            Command::After { ms, wake } => {
                self.clock.after = Some((Instant::now() + Duration::from_millis(ms.into()), wake));
            }
            Command::Redraw => self.forget(),
            Command::Keep(kept) => {
                self.screen.keep(kept, &self.preferences.settings);
                self.keep();
            }
            Command::Suspend => self.suspend(),
            Command::Quit => self.clock.end = Some(End::Quit),
            Command::Import(paths) => self.jobs.import(paths),
            Command::Cancel => self.jobs.cancel(),
            Command::Request(ticket, request) => {
                if !self.foreground.send((ticket, request)) {
                    let error = "the archive does not answer any more; see the log".to_owned();
                    self.inbox.tell(Message::Failed { what: Failed::Request(ticket), error });
                }
            }
        }
    }

    /// Colours for the terminal's ground.
    fn ground(&mut self, dark: bool) {
        let in_time = self.asked.take().is_some_and(|asked| asked.elapsed() < GROUND_DEADLINE);
        if !self.preferences.depends_on_ground() {
            return;
        }
        if self.screen.learn(&self.environment.term, dark) {
            self.keep();
        }
        let theme = self.preferences.theme(Some(dark));
        if in_time && theme != *self.model.setup.theme {
            self.tell(Message::Theme(Arc::new(theme)));
        }
    }

    fn keep(&mut self) {
        if let Err(error) = self.screen.write(&self.places.state) {
            tracing::warn!(%error, "the panes are not kept");
        }
    }

    fn measure(&mut self) {
        if let Some((width, height)) = self.terminal.measure() {
            self.tell(Message::Resize { width, height });
        }
    }

    fn forget(&mut self) {
        self.clock.dirty = true;
        if self.clock.away.is_none()
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
            Ok(()) => Message::Copied(format!("copied {} characters", text.chars().count())),
            Err(error) => Message::Failed { what: Failed::Copy, error },
        });
    }

    fn edit(&mut self, text: String) {
        if self.preferences.settings.restricted {
            let error = "outside programs are switched off (restricted in config.toml)".to_owned();
            self.inbox.tell(Message::Failed { what: Failed::Editor, error });
            return;
        }
        self.keyboard.pause();
        self.terminal.leave();
        self.clock.away = Some(Away::Editing);
        let (inbox, folder) = (self.inbox.clone(), self.places.state.clone());
        let program = editor::program(&self.preferences.settings.editor);
        // The loop goes on meanwhile: signals and lanes are heard.
        let started = thread::Builder::new()
            .name("editor".to_owned())
            .spawn(move || inbox.event(Event::Edited(editor::edit(&program, &text, &folder))));
        if let Err(error) = started {
            self.inbox.event(Event::Edited(Err(error.to_string())));
        }
    }

    fn suspend(&mut self) {
        if self.clock.away.is_none() {
            self.keyboard.pause();
            self.terminal.leave();
            self.clock.away = Some(Away::Suspended);
        }
        signals::stop();
    }

    /// The process goes on. Whoever stopped it, the shell may have changed the terminal.
    fn resume(&mut self) {
        match self.clock.away {
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

    /// Takes the terminal again.
    fn come_back(&mut self) {
        self.clock.away = None;
        if let Err(error) = self.terminal.enter() {
            tracing::warn!(%error, "the terminal cannot be taken again");
            self.clock.end = Some(End::Signal(SIGHUP));
            return;
        }
        self.keyboard.resume();
        self.clock.dirty = true;
        self.measure();
    }
}

fn earlier(a: Option<Instant>, b: Option<Instant>) -> Option<Instant> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

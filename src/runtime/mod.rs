//! Threads, terminal, files and clock: everything with an effect. [`read`] is the reader's session from start to end.

pub mod backend;
pub mod background;
pub mod clipboard;
pub mod clock;
mod concordance;
pub mod decode;
pub mod directory;
pub mod editor;
pub mod environment;
pub mod event;
pub mod files;
pub mod flow_control;
pub mod foreground;
pub mod input;
pub mod intake;
pub mod lane;
#[cfg(test)]
mod large;
pub mod log;
pub mod names;
pub mod panic_hook;
pub mod preferences;
pub mod reannotate;
pub mod save;
pub mod scratch;
pub mod session;
pub mod signals;
pub mod source;
pub mod terminal;
mod together;
pub mod typeahead;
pub mod ui_state;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::Instant;

use anyhow::Context;

use crate::app::command::{Command, View};
use crate::app::message::Message;
use crate::app::model::{Model, Setup};
use crate::store::{Access, Store};
use environment::Environment;
use event::{Event, Inbox};
use files::Places;
use flow_control::Pace;
use input::Keyboard;
use preferences::{Preferences, Wishes};
use scratch::Scratch;
use session::{End, Moments, Session};
use signals::Watchdog;
use terminal::{Modes, Terminal};
use ui_state::Screen;

/// What the command line says about a session.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where the files are.
    pub places: Places,
    /// What to take in at the start.
    pub paths: Vec<PathBuf>,
    /// In a throw-away archive.
    pub scratch: bool,
    /// Theme and colours.
    pub wishes: Wishes,
}

/// Opens the reader and stays until it is left.
pub fn read(options: Options) -> anyhow::Result<End> {
    let Options { places, paths, scratch, wishes } = options;
    let environment = Environment::read();
    if let Some(why) = environment.refusal() {
        anyhow::bail!(why);
    }
    let preferences = Preferences::read(&places.config, &wishes, &environment);
    let scratch = scratch.then(Scratch::new).transpose().context("cannot make a throw-away archive")?;
    let archive = scratch.as_ref().map_or_else(|| places.archive(), |scratch| scratch.path().join("archive.db"));
    let store = Store::open(&archive, Access::Write)?;

    let synchronised = preferences.settings.synchronised.or(environment.synchronised);
    let taken = Modes::find(preferences.settings.mouse, synchronised).context("no terminal to draw on")?;
    let taken = Arc::new(taken);
    let (sender, events) = channel::<Event>();
    let inbox = Inbox::new(sender);
    panic_hook::install(Arc::clone(&taken), places.log());
    let (watchdog, _alive) = Watchdog::new(Arc::clone(&taken));
    signals::listen(inbox.clone(), watchdog.clone()).context("cannot listen to signals")?;

    let (answers, copies) = (inbox.clone(), inbox.clone());
    let tell = move |message: Message| answers.tell(message);
    let copy = move |text: String| copies.event(Event::Copy(text));
    let names = names::Gatherer::new(archive.clone(), tell.clone());
    let foreground = foreground::spawn(store, names.clone(), preferences.watch.clone(), tell.clone(), copy)?;
    let jobs = background::Jobs::spawn(archive, names, tell)?;

    let screen = Screen::read(&places.state);
    let dark = environment.dark.or_else(|| screen.dark(&environment.term));
    let setup = Setup {
        keymap: Arc::clone(&preferences.keymap),
        theme: Arc::new(preferences.theme(dark)),
        ascii: preferences.ascii,
        kept: screen.panes(&preferences.settings),
        zone: clock::zone(),
        view: View::default(),
        scratch: scratch.is_some(),
        arriving: !paths.is_empty(),
    };
    let terminal = Terminal::take(Arc::clone(&taken), preferences.ascii, environment.erases)?;
    let (width, height) = terminal.size();
    let (model, mut first) = Model::new(setup, width, height);
    let keyboard = Keyboard::start(taken.input()?, inbox.clone(), move || watchdog.bite(signal_hook::consts::SIGHUP))?;
    if !paths.is_empty() {
        first.push(Command::Import(paths));
    }
    for mistake in &preferences.mistakes {
        inbox.tell(Message::Notice(mistake.to_string()));
    }
    let now = Instant::now();
    let asked = preferences.depends_on_ground() && environment.answers;
    if asked {
        terminal.ask_ground()?;
    }
    let mut pace = Pace::new(now);
    // Every terminal since the VT100 can answer this one.
    terminal.ask_ready()?;
    pace.probed(now);
    let clock = Moments::default();
    let asked = asked.then_some(now);
    let session = Session {
        model,
        terminal,
        keyboard,
        foreground,
        jobs,
        inbox,
        events,
        preferences,
        environment,
        places,
        screen,
        pace,
        asked,
        clock,
    };
    Ok(session.run(first))
}

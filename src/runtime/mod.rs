//! Everything with an effect: threads, terminal, files, clock. [`read`] runs a whole session.

pub mod backend;
pub mod background;
pub mod clipboard;
pub mod clock;
mod concordance;
pub mod decode;
pub mod directory;
pub mod disk;
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
pub mod note_files;
pub mod out;
pub mod panic_hook;
pub mod policy;
pub mod preferences;
pub mod reannotate;
pub mod save;
pub mod scratch;
pub mod session;
pub mod settling;
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

use crate::app::command::Command;
use crate::app::message::Message;
use crate::app::model::Model;
use crate::app::setup::Setup;
use crate::app::view::View;
use crate::store::{Access, Store};
use background::BackgroundLane;
use environment::Environment;
use event::{Event, Inbox};
use files::Places;
use flow_control::FlowControl;
use input::Keyboard;
use note_files::NoteFiles;
use policy::Policy;
use preferences::{LookOptions, Preferences};
use scratch::Scratch;
use session::{Ended, Session, Turn};
use signals::Watchdog;
use terminal::{Modes, Terminal};
use ui_state::UiStateFile;

/// What the command line says about a session.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where the files are.
    pub places: Places,
    /// Files and folders to import at the start.
    pub paths: Vec<PathBuf>,
    /// Use a temporary archive that is removed at the end.
    pub scratch: bool,
    /// What the command line says about theme and colours.
    pub look: LookOptions,
}

/// Runs a session on the terminal until the user quits or a signal ends it.
pub fn read(options: Options) -> anyhow::Result<Ended> {
    let Options { places, paths, scratch, look } = options;
    let environment = Environment::read();
    if let Some(why) = environment.refusal() {
        anyhow::bail!(why);
    }
    let preferences = Preferences::read(&places.config, &look, &environment);
    let policy = Policy::new(&preferences.settings, Some(&places));
    let scratch =
        scratch.then(|| Scratch::new(&policy.temporary())).transpose().context("cannot make a temporary archive")?;
    scratch::sweep_aside(policy.temporary())?;
    let archive = scratch.as_ref().map_or_else(|| places.archive(), |scratch| scratch.path().join("archive.db"));
    let mut store = Store::open(&archive, Access::Write)?;
    let read_only = !store.writable();

    // What is written in a throw-away archive goes with it.
    let folder = scratch.as_ref().map_or(places.state.as_path(), Scratch::path);
    let files = NoteFiles::new(folder, &archive, store.session());

    let synchronised = preferences.settings.synchronised.or(environment.synchronised);
    let tty = Modes::find(preferences.settings.mouse, synchronised).context("no terminal to draw on")?;
    let tty = Arc::new(tty);
    let (sender, events) = channel::<Event>();
    let inbox = Inbox::new(sender);
    panic_hook::install(Arc::clone(&tty), places.log());
    let (watchdog, _alive) = Watchdog::new(Arc::clone(&tty));
    signals::listen(inbox.clone(), watchdog.clone()).context("cannot listen to signals")?;

    let (answers, copies) = (inbox.clone(), inbox.clone());
    let tell = move |message: Message| answers.tell(message);
    let copy = move |text: String| copies.event(Event::Copy(text));
    let names = names::IndexBuilder::new(archive.clone(), tell.clone());
    let watch = preferences.watch.clone();
    let foreground = foreground::spawn(store, names.clone(), watch, files.clone(), policy.clone(), tell.clone(), copy)?;
    let background = BackgroundLane::spawn(archive, names, tell)?;

    let ui_state = UiStateFile::read(&places.state);
    let setup = Setup {
        scratch: scratch.is_some(),
        read_only,
        arriving: !paths.is_empty(),
        ..setup(&preferences, &ui_state, &environment)
    };
    let terminal = Terminal::take(Arc::clone(&tty), preferences.ascii, environment.erases)?;
    let (width, height) = terminal.size();
    let (model, mut first) = Model::new(setup, width, height);
    let keyboard =
        Keyboard::start(tty.input()?, inbox.clone(), move || watchdog.end_in_time(signal_hook::consts::SIGHUP))?;
    if !paths.is_empty() {
        first.push(Command::Import(paths));
    }
    for mistake in &preferences.mistakes {
        inbox.tell(Message::Notice(mistake.to_string()));
    }
    let now = Instant::now();
    let asked = preferences.depends_on_background() && environment.answers;
    if asked {
        terminal.ask_background()?;
    }
    let mut flow = FlowControl::new(now);
    // Every terminal since the VT100 answers this request.
    terminal.request_status()?;
    flow.requested(now);
    let session = Session {
        model,
        terminal,
        keyboard,
        foreground,
        background,
        inbox,
        events,
        preferences,
        policy,
        environment,
        places,
        files,
        editor: editor::Running::default(),
        ui_state,
        flow,
        colour_asked: asked.then_some(now),
        turn: Turn::default(),
    };
    Ok(session.run(first))
}

/// What a session starts with, as configured and as the last one left it: on an archive that can be changed, with nothing to import.
fn setup(preferences: &Preferences, kept: &UiStateFile, environment: &Environment) -> Setup {
    let dark = environment.dark.or_else(|| kept.dark(&environment.term));
    Setup {
        keymap: Arc::clone(&preferences.keymap),
        theme: Arc::new(preferences.theme(dark)),
        ascii: preferences.ascii,
        kept: kept.panes(&preferences.settings),
        zone: clock::zone(),
        view: View::default(),
        scratch: false,
        read_only: false,
        arriving: false,
    }
}

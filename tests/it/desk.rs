//! A desk for tests: the model on a real archive that answers at once, and the screen as text.
//!
//! Articles are one string each, marked as `marked` says. Keys are one string: `"jjf ham<cr>n"`.

use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use attache::app::command::{Command, UiState, Wake};
use attache::app::message::Message;
use attache::app::model::Model;
use attache::app::request::{Destination, Request, Ticket};
use attache::app::setup::Setup;
use attache::app::update;
use attache::app::view::View;
use attache::config::key::{Code, KeyPress};
use attache::config::keymap::Keymap;
use attache::config::settings::Settings;
use attache::config::theme::Theme;
use attache::news::article::ArticleId;
use attache::news::entity::{EntityId, Link};
use attache::news::time::Timestamp;
use attache::resolve::Resolver;
use attache::runtime::foreground::Foreground;
use attache::runtime::names::{self, IndexBuilder, IndexRequests};
use attache::runtime::note_files::NoteFiles;
use attache::runtime::policy::Policy;
use attache::store::{Access, Faults, Store, Taken};
use attache::ui;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use tempfile::TempDir;

use crate::marked::{Marked, marked};

/// When the articles were received. The first one was published an hour before, each other an hour before the last.
const NOW: Timestamp = Timestamp(1_795_000_000);
const HOUR: i64 = 3_600;

type Queue<T> = Rc<RefCell<VecDeque<T>>>;
type Tell = Box<dyn Fn(Message)>;
type Copy = Box<dyn Fn(String)>;

/// Model and archive.
pub struct Desk {
    pub model: Model,
    archive: Archive,
    waiting: Option<Wake>,
    /// Every request so far, for stories to look at.
    pub sent: Vec<Request>,
    /// Every other command so far, texts for the clipboard included: what the main loop would do.
    pub effects: Vec<Command>,
    /// Answers of the archive are held back until asked for.
    pub slow: bool,
}

impl Desk {
    pub fn new(width: u16, height: u16, articles: &[&str]) -> Self {
        Self::themed(width, height, articles, Theme::default())
    }

    pub fn themed(width: u16, height: u16, articles: &[&str], theme: Theme) -> Self {
        let hours = (1..).map(|hours| hours * HOUR);
        Self::on(width, height, theme, Archive::new(articles.iter().copied().zip(hours)))
    }

    /// A desk with articles that are so many days old.
    pub fn dated(width: u16, height: u16, articles: &[(&str, i64)]) -> Self {
        let seconds = articles.iter().map(|(text, days)| (*text, days * 24 * HOUR));
        Self::on(width, height, Theme::default(), Archive::new(seconds))
    }

    /// Another reader of the same archive.
    pub fn beside(other: &Self) -> Self {
        let archive = Archive::open(Rc::clone(&other.archive.folder), other.archive.who.clone());
        Self::on(other.model.screen.area.width, other.model.screen.area.height, Theme::default(), archive)
    }

    /// The reader is gone, as after `kill -9`; the archive stays for the next one.
    pub fn dies(self) -> Self {
        let Self { archive, model, .. } = self;
        let (folder, who) = (Rc::clone(&archive.folder), archive.who.clone());
        drop(archive);
        Self::on(model.screen.area.width, model.screen.area.height, Theme::default(), Archive::open(folder, who))
    }

    /// What goes wrong when the archive is written.
    pub fn faults(&self) -> &Faults {
        &self.archive.faults
    }

    /// The archive, to look at.
    pub fn store(&self) -> Store {
        Store::open(&self.archive.path, Access::Read).unwrap()
    }

    fn on(width: u16, height: u16, theme: Theme, mut archive: Archive) -> Self {
        archive.lane.restore_drafts();
        let setup = Setup {
            keymap: Arc::new(Keymap::shipped()),
            theme: Arc::new(theme),
            ascii: false,
            kept: UiState { list: true, entities: true, list_more: 0, entities_more: 0, measure: 72 },
            zone: jiff::tz::TimeZone::UTC,
            view: View::default(),
            scratch: false,
            read_only: false,
            arriving: false,
        };
        let (model, first) = Model::new(setup, width, height);
        let mut desk = Self { model, archive, waiting: None, sent: Vec::new(), effects: Vec::new(), slow: false };
        desk.carry_out(first);
        desk.deliver();
        desk
    }

    /// The folder of the archive, for files of the test.
    pub fn folder(&self) -> &Path {
        self.archive.folder.path()
    }

    /// The entity that a number of the marks means.
    pub fn who(&self, number: i64) -> EntityId {
        self.archive.who[&number]
    }

    /// A message and all that follows from it.
    pub fn send(&mut self, message: Message) {
        self.update(message);
        if !self.slow {
            self.deliver();
        }
    }

    fn update(&mut self, message: Message) {
        let commands = update(&mut self.model, message);
        self.carry_out(commands);
    }

    fn carry_out(&mut self, commands: Vec<Command>) {
        for command in commands {
            match command {
                Command::Request(ticket, request) => {
                    self.sent.push(request.clone());
                    self.archive.answer(ticket, request);
                    self.effects.extend(self.archive.copied.borrow_mut().drain(..).map(Command::Copy));
                }
                Command::After { wake, .. } => self.waiting = Some(wake),
                effect @ (Command::Import(_)
                | Command::Cancel
                | Command::Copy(_)
                | Command::Edit(..)
                | Command::Rescue(_)
                | Command::Redraw
                | Command::Keep(_)
                | Command::Suspend
                | Command::Quit) => self.effects.push(effect),
            }
        }
    }

    /// Delivers all answers of the archive, those held back included.
    pub fn deliver(&mut self) {
        self.slow = false;
        loop {
            let answer = self.archive.told.borrow_mut().pop_front();
            let Some(answer) = answer else { return };
            self.update(answer);
        }
    }

    /// The keys pause.
    pub fn pause(&mut self) {
        if let Some(wake) = self.waiting.take() {
            self.send(Message::Woken(wake));
        }
    }

    /// Types keys: characters, and names in `<>`: `<cr>`, `<esc>`, `<tab>`, `<down>`, `<c-o>`, `<a-right>`.
    pub fn keys(&mut self, typed: &str) -> &mut Self {
        for key in keys(typed) {
            self.send(Message::Key(key));
        }
        self
    }

    /// The screen drawn.
    pub fn buffer(&self) -> Buffer {
        let area: Rect = self.model.screen.area;
        let mut buffer = Buffer::empty(area);
        ui::draw(&self.model, area, &mut buffer);
        buffer
    }

    /// The screen as text, blanks at the ends of rows cut.
    pub fn screen(&self) -> String {
        let buffer = self.buffer();
        let mut rows = Vec::new();
        for y in 0..buffer.area.height {
            let mut row = String::new();
            let mut x = 0;
            while x < buffer.area.width {
                let symbol = buffer[(x, y)].symbol();
                row.push_str(symbol);
                x += unicode_width::UnicodeWidthStr::width(symbol).max(1) as u16;
            }
            rows.push(row.trim_end().to_owned());
        }
        rows.join("\n")
    }

    /// The last row.
    pub fn status(&self) -> String {
        self.screen().lines().last().unwrap_or("").to_owned()
    }

    /// The words under the cursor of the text: from it to the next blank.
    pub fn here(&self) -> String {
        let Some(reader) = &self.model.reader else { return String::new() };
        reader.body()[reader.cursor as usize..].split_whitespace().next().unwrap_or("").to_owned()
    }
}

/// A temporary archive and the foreground lane on it, without its thread.
struct Archive {
    lane: Foreground<Tell, Copy>,
    told: Queue<Message>,
    copied: Queue<String>,
    wanted: IndexRequests,
    who: BTreeMap<i64, EntityId>,
    faults: Faults,
    path: PathBuf,
    folder: Rc<TempDir>,
}

impl Archive {
    /// An archive of marked articles that are so many seconds old.
    fn new<'t>(articles: impl Iterator<Item = (&'t str, i64)>) -> Self {
        let folder = folder();
        let path = folder.path().join("archive.db");
        let mut store = Store::open(&path, Access::Write).unwrap();
        let who = fill(&mut store, articles);
        drop(store);
        Self::open(Rc::new(folder), who)
    }

    fn open(folder: Rc<TempDir>, who: BTreeMap<i64, EntityId>) -> Self {
        let path = folder.path().join("archive.db");
        let mut store = Store::open(&path, Access::Write).unwrap();
        let faults = Faults::default();
        store.inject(&faults);
        let files = NoteFiles::new(folder.path(), &path, store.session());
        let (told, copied): (Queue<Message>, Queue<String>) = Default::default();
        let (tell, copy) = (Rc::clone(&told), Rc::clone(&copied));
        let (names, wanted) = IndexBuilder::queue();
        let lane = Foreground::new(
            store,
            names,
            Vec::new(),
            files,
            Policy::new(&Settings::default(), None),
            Box::new(move |message| tell.borrow_mut().push_back(message)) as Tell,
            Box::new(move |text| copy.borrow_mut().push_back(text)) as Copy,
        );
        Self { lane, told, copied, wanted, who, faults, path, folder }
    }

    /// Answers a request as the lane's thread does while no other waits, and builds the index of names where it changed. Files
    /// are written to the archive's folder only, whatever their path.
    fn answer(&mut self, ticket: Ticket, mut request: Request) {
        if let Request::Export { to: Destination::File { path, .. }, .. } = &mut request {
            *path = self.folder.path().join(path.file_name().unwrap_or_default());
        }
        self.lane.answer(ticket, request);
        while self.lane.work_on() {}
        if self.wanted.take() {
            let store = Store::open(&self.path, Access::Read).unwrap();
            self.told.borrow_mut().extend(names::messages(&store).unwrap());
        }
    }
}

/// A private folder, in memory where the system has a place for that: an archive waits for its disk at every change.
fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    let builder = tempfile::Builder::new();
    if memory.is_dir() { builder.tempdir_in(memory).or_else(|_| builder.tempdir()) } else { builder.tempdir() }.unwrap()
}

/// Stores marked articles. Linking must find what the marks say: one entity for each number, and an uncertain link where there
/// is a `?`. Names without letters are never linked.
fn fill<'t>(store: &mut Store, articles: impl Iterator<Item = (&'t str, i64)>) -> BTreeMap<i64, EntityId> {
    let mut batch = Vec::new();
    let mut marks = Vec::new();
    for (at, (text, age)) in articles.enumerate() {
        let Marked { mut draft, found, marks: these } = marked(text);
        draft.published = Some(Timestamp(NOW.0 - age));
        let mut digest = [0; 32];
        digest[..8].copy_from_slice(&at.to_le_bytes());
        batch.push(Taken { draft, digest, received: NOW, found });
        marks.push(these);
    }
    let import = store.begin_import(NOW).unwrap();
    let mut resolver = Resolver::new(store);
    resolver.insert(import, 1, &batch).unwrap();
    resolver.consolidate().unwrap();
    let mut who = BTreeMap::new();
    for ((at, taken), marks) in (1..).zip(&batch).zip(marks) {
        let links = store.links(ArticleId(at), &taken.found).unwrap();
        for ((link, chain), (number, uncertain)) in links.iter().zip(&taken.found.chains).zip(marks) {
            assert_eq!(matches!(link.link, Link::Uncertain(_)), uncertain, "{} in article {at}: {link:?}", chain.name);
            let letters = chain.name.chars().any(char::is_alphanumeric);
            let Some(entity) = link.entity().filter(|_| !uncertain && letters) else {
                assert!(uncertain || !letters, "{} in article {at} has no link", chain.name);
                continue;
            };
            let known = *who.entry(number).or_insert(entity);
            assert_eq!(known, entity, "{} in article {at} is not number {number}: {link:?}", chain.name);
        }
    }
    let different: std::collections::BTreeSet<&EntityId> = who.values().collect();
    assert_eq!(different.len(), who.len(), "two numbers are one entity: {who:?}");
    who
}

/// The keys of a string: see [`Desk::keys`].
pub fn keys(typed: &str) -> Vec<KeyPress> {
    let (mut all, mut rest) = (Vec::new(), typed);
    while let Some(c) = rest.chars().next() {
        let name = rest.strip_prefix('<').and_then(|tail| Some((tail, tail.find('>')?))).filter(|(_, end)| *end > 0);
        all.push(if let Some((tail, end)) = name {
            rest = &tail[end + 1..];
            named_key(&tail[..end])
        } else {
            rest = &rest[c.len_utf8()..];
            KeyPress::char(c)
        });
    }
    all
}

fn named_key(name: &str) -> KeyPress {
    if let Some(c) = name.strip_prefix("c-") {
        return KeyPress::ctrl(c.chars().next().unwrap());
    }
    if let Some(rest) = name.strip_prefix("a-") {
        return KeyPress { alt: true, ..named_key(rest) };
    }
    KeyPress::plain(match name {
        "cr" => Code::Enter,
        "esc" => Code::Esc,
        "tab" => Code::Tab,
        "space" => Code::Char(' '),
        "bs" => Code::Backspace,
        "up" => Code::Up,
        "down" => Code::Down,
        "left" => Code::Left,
        "right" => Code::Right,
        other => panic!("no key {other}"),
    })
}

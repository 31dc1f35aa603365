//! The model: everything the screen shows, as plain data. Only `update` changes it; drawing only reads it.

use ratatui::layout::Rect;

use super::command::{Command, PAUSE, Wake};
use super::keys::Keys;
use super::layout::{Pane, Screen};
use super::list::List;
use super::navigation::Navigation;
use super::navigation::focus::FocusPosition;
use super::navigation::jump_list::Spot;
use super::obstacle::{NOTHING_KEPT, Obstacle};
use super::overlay::Overlay;
use super::reader::Reader;
use super::request::{Arrival, Purpose, Request, Requests};
use super::setup::Setup;
use super::sidebar::Sidebar;
use super::status::Status;
use super::view::View;
use super::workspace::{Memory, Names, Workspace};
use crate::config::keymap::Context;
use crate::news::article::ArticleId;

/// The whole screen, in parts. A part owns its state; methods of the model do what concerns several parts.
#[derive(Clone, Debug)]
pub struct Model {
    /// What the session started with.
    pub setup: Setup,
    /// The size of the screen, its panes, and which pane has the keys.
    pub screen: Screen,
    /// The list of articles.
    pub list: List,
    /// The text pane, once an article is open.
    pub reader: Option<Reader>,
    /// The entities of that article.
    pub sidebar: Sidebar,
    /// The focus, the search, and the way back.
    pub navigation: Navigation,
    /// The overlays over the panes, the topmost last. The topmost has the keys.
    pub overlays: Vec<Overlay>,
    /// What the status line shows.
    pub status: Status,
    /// The pending keys.
    pub keys: Keys,
    /// The requests that the archive has not answered yet.
    pub requests: Requests,
    /// The names of the archive.
    pub names: Names,
    /// What is remembered from one overlay to the next.
    pub memory: Memory,
    /// The commands that `update` returns, in order.
    pub(super) out: Vec<Command>,
}

impl Model {
    /// An empty screen of `width` columns and `height` rows, and its first commands.
    pub fn new(setup: Setup, width: u16, height: u16) -> (Self, Vec<Command>) {
        let area = Rect::new(0, 0, width, height);
        let mut model = Self {
            screen: Screen { area, active: Pane::Articles, beside: Pane::Articles, kept: setup.kept },
            list: List::new(setup.view.clone()),
            reader: None,
            sidebar: Sidebar::default(),
            navigation: Navigation::default(),
            overlays: Vec::new(),
            status: Status { obstacle: setup.read_only.then_some(Obstacle::ReadOnly), ..Status::default() },
            keys: Keys::default(),
            requests: Requests::default(),
            names: Names::default(),
            memory: Memory::default(),
            out: Vec::new(),
            setup,
        };
        if model.setup.read_only {
            model.status.warn(NOTHING_KEPT);
        }
        model.relist();
        let first = std::mem::take(&mut model.out);
        (model, first)
    }

    /// The screen for reading only.
    pub fn workspace(&self) -> Workspace<'_> {
        Workspace {
            setup: &self.setup,
            screen: &self.screen,
            list: &self.list,
            reader: self.reader.as_ref(),
            sidebar: &self.sidebar,
            navigation: &self.navigation,
            names: &self.names,
            memory: &self.memory,
            context: self.context(),
        }
    }

    /// The context in which keys are looked up.
    pub fn context(&self) -> Context {
        match self.overlays.last() {
            Some(overlay) => overlay.context(),
            None => match self.screen.active {
                Pane::Articles => Context::Articles,
                Pane::Text => Context::Text,
                Pane::Entities => Context::Entities,
            },
        }
    }

    /// The article that decisions are about: the one under the cursor if the list has the keys, else the one shown.
    pub fn article(&self) -> Option<ArticleId> {
        let shown = self.shown();
        let current = self.list.current();
        if self.screen.active == Pane::Articles { current.or(shown) } else { shown.or(current) }
    }

    /// The article shown.
    pub fn shown(&self) -> Option<ArticleId> {
        self.reader.as_ref().map(Reader::id)
    }

    /// The position of the cursor in the text; none in a preview.
    pub fn here(&self) -> Option<Spot> {
        self.reader.as_ref().filter(|r| !r.preview).map(|r| Spot { article: r.id(), at: r.cursor })
    }

    /// The position of the cursor among the mentions of the focus.
    pub fn focus_position(&self) -> Option<FocusPosition> {
        let focus = self.navigation.focus.as_ref()?;
        Some(focus.position(self.reader.as_ref(), &self.sidebar))
    }

    /// Sends a request whose answer has no further purpose.
    pub(super) fn send(&mut self, request: Request) {
        self.ask(request, Purpose::Plain);
    }

    /// Whether the archive can only be read, in which case the user is told.
    pub(super) fn keeps_nothing(&mut self) -> bool {
        if self.setup.read_only {
            self.status.warn(NOTHING_KEPT);
        }
        self.setup.read_only
    }

    /// Sends a request, and remembers what its answer is for. Of an archive that can only be read, no change is asked for; only a text
    /// that was typed is, as its failure keeps the text on the screen.
    pub(super) fn ask(&mut self, request: Request, purpose: Purpose) {
        if self.setup.read_only && request.changes() {
            match request {
                Request::Seen(_) | Request::Chosen(_) | Request::Position { .. } => return,
                Request::SaveNote(_) | Request::SaveDraft(_) | Request::DropDraft(_) => {}
                _ => return self.status.warn(NOTHING_KEPT),
            }
        }
        let ticket = self.requests.enter(request.clone(), purpose);
        self.out.push(Command::Request(ticket, request));
    }

    /// Asks for the ids of the view again. If an answer is still on its way, asks after it.
    pub(super) fn relist(&mut self) {
        if self.requests.find(|request| matches!(request, Request::List { .. })).is_some() {
            self.list.changed = true;
            return;
        }
        let (view, around) = (self.list.view.clone(), self.list.current());
        self.send(Request::List { view, around });
    }

    /// Shows a view in the list. An answer for the old view is dropped when it comes.
    pub(super) fn show(&mut self, view: View) {
        if self.list.view != view {
            self.list.view = view;
            self.list.picked.clear();
            self.list.undecided = None;
        }
        self.requests.withdraw(|request| matches!(request, Request::List { .. }));
        self.list.changed = false;
        self.relist();
        self.locate_again();
    }

    /// Shows a view and gives the list the keys.
    pub(super) fn show_list(&mut self, view: View) {
        self.show(view);
        self.enter(Pane::Articles);
    }

    /// Asks which articles of the list name the entity in focus, after the focus or the list has changed.
    pub(super) fn locate_again(&mut self) {
        let Some(focus) = &mut self.navigation.focus else { return };
        let all = focus.all();
        if !all.is_empty() {
            focus.whole = false;
            self.send(Request::Locate { all, view: self.list.view.clone() });
        }
    }

    /// Ends every update: scrolls the list to its cursor, asks for the rows that are about to be shown, and previews the article under
    /// the cursor after a pause.
    pub(super) fn follow_cursors(&mut self) {
        let (height, extra) = self.screen.list_room();
        self.list.follow(height, extra);
        let panes = self.screen.panes();
        if panes.articles.is_some()
            && let Some(request) = self.list.wanted(height)
        {
            self.send(request);
        }
        let current = self.list.current();
        if self.screen.active == Pane::Articles && panes.text.is_some() && self.list.previewed != current {
            let first = self.list.previewed.is_none() && self.reader.is_none();
            self.list.previewed = current;
            match current {
                Some(id) if first => self.open(id, Arrival::Preview),
                Some(id) if self.shown() != Some(id) => {
                    self.out.push(Command::After { ms: PAUSE, wake: Wake::Preview(id) });
                }
                _ => {}
            }
        }
    }
}

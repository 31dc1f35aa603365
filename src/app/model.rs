//! The model: everything the screen shows, as plain data. Only `update` changes it, the drawing only reads it.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::tz::TimeZone;
use ratatui::layout::Rect;

use super::command::{Command, UiState, View, Wake};
use super::jump_list::{Spot, Trail};
use super::layout::{Pane, Panes, below_title};
use super::list::List;
use super::navigation::Walk;
use super::overlay::Overlay;
use super::overlay::line::Prompt;
use super::reader::{MARGIN, Reader, Room};
use super::request::{Arrival, Purpose, Request, Requests};
use super::sidebar::Sidebar;
use super::status::Status;
use crate::config::action::Action;
use crate::config::key::{KeyPress, Sequence};
use crate::config::keymap::{Context, Keymap};
use crate::config::theme::Theme;
use crate::name_index::finder::Finder;
use crate::news::article::ArticleId;
use crate::news::entity::EntityId;

/// Milliseconds without a key before the article under the cursor is shown in passing. A held key thus sends the list's
/// few changed cells and never a pane of text.
pub const PAUSE: u32 = 250;

/// What a session starts with.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The keys.
    pub keymap: Arc<Keymap>,
    /// The colours.
    pub theme: Arc<Theme>,
    /// Signs and borders in ASCII.
    pub ascii: bool,
    /// Panes and widths as they were left.
    pub kept: UiState,
    /// The zone times are shown in.
    pub zone: TimeZone,
    /// The list to open on.
    pub view: View,
    /// The archive is thrown away at the end: ask before notes are lost.
    pub scratch: bool,
    /// Articles named on the command line are being taken in: the list is to open on them.
    pub arriving: bool,
}

/// The next key names a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Naming {
    /// To set it.
    Set,
    /// To go to it.
    GoTo,
}

/// The whole screen.
#[derive(Clone, Debug)]
pub struct Model {
    /// What the session started with; `kept` changes.
    pub setup: Setup,
    /// The terminal.
    pub area: Rect,
    /// The pane that has the keys.
    pub focus: Pane,
    /// The side pane that keeps the text company where there is room for one.
    pub beside: Pane,
    /// The articles.
    pub list: List,
    /// The text, once there is one.
    pub reader: Option<Reader>,
    /// Who is in it.
    pub sidebar: Sidebar,
    /// The entity in focus.
    pub walk: Option<Walk>,
    /// The concordance that is walked in an order of its own.
    pub(super) lines: Option<super::overlay::mentions::Lines>,
    /// The way here.
    pub trail: Trail,
    /// What lies on top of the panes, the topmost last.
    pub overlays: Vec<Overlay>,
    /// What the program says.
    pub status: Status,
    /// Keys of a sequence that is not complete.
    pub pending: Vec<KeyPress>,
    /// What may follow them.
    pub may_follow: Vec<(Sequence, Action)>,
    /// The next key names a mark.
    pub naming: Option<Naming>,
    /// The index of names, once it is there.
    pub finder: Option<Arc<Finder>>,
    /// What was typed before, by prompt, newest last.
    pub history: HashMap<Prompt, Vec<String>>,
    /// Words of the last text search.
    pub last_find: String,
    /// What was last chosen by in the jump bar.
    pub last_jump: String,
    /// Notes written in this session.
    pub written: usize,
    /// The page of an entity that was closed last, and the row under its cursor: it opens there again.
    pub(super) paged: Option<(EntityId, usize)>,
    /// The page of an entity from which a row led on, and how many places lay behind then: the way back leads to it.
    pub(super) left_page: Option<(EntityId, usize)>,
    pub(super) watched: Vec<EntityId>,
    /// Of those, who bears a name of watch.toml.
    pub(super) on_file: Vec<EntityId>,
    pub(super) picks: Vec<(EntityId, u32)>,
    /// The requests under way.
    pub requests: Requests,
    pub(super) out: Vec<Command>,
}

impl Model {
    /// An empty screen of this size, and what it wants first.
    pub fn new(setup: Setup, width: u16, height: u16) -> (Self, Vec<Command>) {
        let mut model = Self {
            area: Rect::new(0, 0, width, height),
            focus: Pane::Articles,
            beside: Pane::Articles,
            list: List::new(setup.view.clone()),
            setup,
            reader: None,
            sidebar: Sidebar::default(),
            walk: None,
            lines: None,
            trail: Trail::default(),
            overlays: Vec::new(),
            status: Status::default(),
            pending: Vec::new(),
            may_follow: Vec::new(),
            naming: None,
            finder: None,
            history: HashMap::new(),
            last_find: String::new(),
            last_jump: String::new(),
            written: 0,
            paged: None,
            left_page: None,
            watched: Vec::new(),
            on_file: Vec::new(),
            picks: Vec::new(),
            requests: Requests::default(),
            out: Vec::new(),
        };
        model.relist();
        let first = std::mem::take(&mut model.out);
        (model, first)
    }

    /// Where the panes are.
    pub fn panes(&self) -> Panes {
        Panes::new(self.area, self.setup.kept, self.focus, self.beside)
    }

    /// Room for the text; where its pane is not there, the room it will have.
    pub fn room(&self) -> Room {
        let pane = self.panes().text.or_else(|| {
            let kept = self.setup.kept;
            Panes::new(self.area, kept, Pane::Text, self.beside).text
        });
        let pane = below_title(pane.unwrap_or(Rect::new(0, 0, 20, 5)));
        let width = pane.width.saturating_sub(MARGIN + 1).clamp(1, self.setup.kept.measure.max(10));
        Room { width, height: usize::from(pane.height.max(1)) }
    }

    /// Lines of the list, and how many more than one the row under the cursor takes: lede and entities.
    pub fn list_room(&self) -> (usize, usize) {
        let Some(pane) = self.panes().articles.map(below_title) else { return (1, 0) };
        let extra = if pane.height >= 14 { 3 } else { 0 };
        (usize::from(pane.height.max(1)), extra)
    }

    /// Lines of the sidebar.
    pub fn sidebar_height(&self) -> usize {
        self.panes().entities.map_or(1, |pane| usize::from(below_title(pane).height.max(1)))
    }

    /// The context keys are looked up in.
    pub fn context(&self) -> Context {
        match self.overlays.last() {
            Some(overlay) => overlay.context(),
            None => match self.focus {
                Pane::Articles => Context::Articles,
                Pane::Text => Context::Text,
                Pane::Entities => Context::Entities,
            },
        }
    }

    /// The article that commands are about: under the cursor of the list, else the one shown.
    pub fn article(&self) -> Option<ArticleId> {
        let shown = self.reader.as_ref().map(Reader::id);
        if self.focus == Pane::Articles { self.list.current().or(shown) } else { shown.or_else(|| self.list.current()) }
    }

    /// Where the reader is.
    pub fn here(&self) -> Option<Spot> {
        self.reader.as_ref().filter(|r| !r.preview).map(|r| Spot { article: r.id(), at: r.cursor })
    }

    /// Sends a request that says itself what it is for.
    pub(super) fn send(&mut self, request: Request) {
        self.ask(request, Purpose::Plain);
    }

    /// Sends requests in order.
    pub(super) fn send_all(&mut self, requests: impl IntoIterator<Item = Request>) {
        for request in requests {
            self.send(request);
        }
    }

    /// Sends a request; its answer is for `purpose`.
    pub(super) fn ask(&mut self, request: Request, purpose: Purpose) {
        let ticket = self.requests.enter(request.clone(), purpose);
        self.out.push(Command::Request(ticket, request));
    }

    /// Asks for the ids of the view again; if an answer is still on its way, after it.
    pub(super) fn relist(&mut self) {
        if self.requests.find(|request| matches!(request, Request::List { .. })).is_some() {
            self.list.changed = true;
            return;
        }
        let (view, around) = (self.list.view.clone(), self.list.current());
        self.send(Request::List { view, around });
    }

    /// Shows another view; an answer for the old one is dropped when it comes.
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

    /// Shows another view and gives the list the keys.
    pub(super) fn show_list(&mut self, view: View) {
        self.show(view);
        self.enter(Pane::Articles);
    }

    /// What every message ends with: lists follow their cursors, rows about to be seen are asked for.
    pub(super) fn settle(&mut self) {
        let (height, extra) = self.list_room();
        self.list.follow(height, extra);
        if self.panes().articles.is_some()
            && let Some(request) = self.list.wanted(height)
        {
            self.send(request);
        }
        let current = self.list.current();
        if self.focus == Pane::Articles && self.panes().text.is_some() && self.list.previewed != current {
            let first = self.list.previewed.is_none() && self.reader.is_none();
            self.list.previewed = current;
            match current {
                Some(id) if first => self.open(id, Arrival::Preview),
                Some(id) if self.reader.as_ref().map(Reader::id) != Some(id) => {
                    self.out.push(Command::After { ms: PAUSE, wake: Wake::Preview(id) });
                }
                _ => {}
            }
        }
    }
}

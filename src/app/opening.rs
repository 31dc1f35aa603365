//! Opening and leaving articles, and carrying out the steps of navigation.

use std::sync::Arc;

use super::layout::Pane;
use super::message::Opened;
use super::model::Model;
use super::navigation::jump_list::Spot;
use super::navigation::landing::{Landing, Step};
use super::reader::Reader;
use super::request::{Arrival, Purpose, Request};
use super::scroll::Top;
use super::sidebar::Sidebar;
use crate::config::action::Action;
use crate::config::keymap::Context;
use crate::news::article::ArticleId;
use crate::news::triage::State;

impl Model {
    /// Shows an article: at once if it is on the screen, else when the archive answers.
    pub(super) fn open(&mut self, article: ArticleId, arrival: Arrival) {
        self.requests.withdraw(|request| matches!(request, Request::Open(_)));
        if self.shown() == Some(article) && !matches!(arrival, Arrival::Stay(..)) {
            self.arrive(arrival);
            if self.reader.as_ref().is_some_and(|reader| reader.opened.whole) {
                return;
            }
        }
        self.ask(Request::Open(article), Purpose::Arrive(arrival));
    }

    /// Asks for the open article again, after its links or notes have changed.
    pub(super) fn reopen(&mut self) {
        if let Some(reader) = &self.reader {
            let (id, stay) = (reader.id(), Arrival::Stay(reader.cursor, reader.top));
            if self.requests.find(|request| matches!(request, Request::Open(_))).is_none() {
                self.open(id, stay);
            }
        }
    }

    /// The archive has answered with an article.
    pub(super) fn opened(&mut self, arrival: Arrival, opened: Arc<Opened>) {
        let same = self.shown() == Some(opened.article.id);
        if same && !opened.whole {
            // What is shown stays until all of it has come.
            return;
        }
        // The names follow the text, in which the user may be anywhere by now.
        let arrival = match &self.reader {
            Some(reader) if same && !reader.opened.whole && !matches!(arrival, Arrival::Mention(_)) => {
                Arrival::Stay(reader.cursor, reader.top)
            }
            _ => arrival,
        };
        let (cursor, at) = (self.sidebar.current().map(|entry| entry.referent), self.sidebar.cursor);
        let kept = self.reader.take_if(|_| same);
        self.leave();
        self.list.learn(vec![opened.row.clone()]);
        self.sidebar = Sidebar::new(&opened);
        if same {
            // If the entity under the cursor is gone, for example merged, the cursor keeps its index.
            let at = cursor.and_then(|referent| self.sidebar.of(referent)).map_or(at, |(at, _)| at);
            self.sidebar.go(at, self.screen.sidebar_height());
        }
        let mut reader = Reader::new(opened, true);
        if let Some(old) = kept {
            let find = old.find.filter(|_| old.opened.article.draft.body == reader.opened.article.draft.body);
            (reader.preview, reader.seen, reader.find, reader.selecting) = (old.preview, old.seen, find, old.selecting);
        }
        self.reader = Some(reader);
        self.arrive(arrival);
    }

    fn arrive(&mut self, arrival: Arrival) {
        let room = self.screen.room();
        let Some(reader) = &mut self.reader else { return };
        match arrival {
            Arrival::Preview => return,
            Arrival::Stay(cursor, top) => {
                reader.top = top;
                reader.go(cursor, room);
                return;
            }
            Arrival::Read => {}
            Arrival::At(at) => reader.go(at, room),
            Arrival::Mention(first) => {
                let starts =
                    self.navigation.focus.as_ref().map_or_else(Vec::new, |focus| focus.starts(reader, &self.sidebar));
                if let Some(&to) = if first { starts.first() } else { starts.last() } {
                    reader.go(to, room);
                }
            }
        }
        reader.preview = false;
        let id = reader.id();
        self.list.go_to(id);
        self.list.previewed = Some(id);
    }

    /// Leaves the article shown: saves the reading position and marks the article as seen.
    pub(super) fn leave(&mut self) {
        self.mark_seen();
        let room = self.screen.room();
        let Some(reader) = self.reader.as_ref().filter(|reader| !reader.preview) else { return };
        let offset = match reader.top {
            Top::Head(_) => 0,
            Top::Body(_) if reader.at_end(room) && reader.shown(room).is_some_and(|s| s.start == 0) => 0,
            Top::Body(at) => reader.sentence_at(at).map_or(at, |s| s.start.max(at)),
        };
        if offset != reader.opened.article.position {
            let article = reader.id();
            self.send(Request::Position { article, offset });
        }
    }

    /// A new article that was open, not only previewed, becomes read.
    pub(super) fn mark_seen(&mut self) {
        let Some(reader) = self.reader.as_mut().filter(|r| !r.preview && !r.seen) else { return };
        reader.seen = true;
        let id = reader.id();
        let state = self.list.row(id).map_or(reader.opened.row.state, |row| row.state);
        if state == State::New {
            self.send(Request::Seen(id));
            self.state_changed(id, State::Read);
        }
    }

    /// Gives a pane the keys. From the list to the text, opens the article under the cursor.
    pub(super) fn enter(&mut self, pane: Pane) {
        if pane == Pane::Text && self.screen.active == Pane::Articles {
            if let Some(id) = self.list.current() {
                self.open(id, Arrival::Read);
            }
        } else if pane != Pane::Articles && self.reader.is_none() {
            return;
        }
        if pane != Pane::Text {
            self.screen.beside = pane;
        }
        self.screen.active = pane;
        if pane == Pane::Entities {
            self.sidebar.go(self.sidebar.cursor, self.screen.sidebar_height());
        }
    }

    /// Opens the article under the cursor of the list and gives the text the keys.
    pub(super) fn read_current(&mut self) {
        if let Some(id) = self.list.current() {
            if let Some(here) = self.here().filter(|here| here.article != id) {
                self.navigation.jumps.push(here);
            }
            self.open(id, Arrival::Read);
            self.screen.active = Pane::Text;
        }
    }

    /// Goes `by` articles down the list; outside the list, opens the article.
    pub(super) fn neighbour(&mut self, by: isize) {
        if !self.list.step(by) {
            self.status.say(if by > 0 { "this is the last article" } else { "this is the first article" });
        } else if self.screen.active != Pane::Articles {
            self.read_current();
        }
    }

    /// Scrolls a page down; at the end of the text, goes to the next undecided article.
    pub(super) fn advance(&mut self) {
        let room = self.screen.room();
        let page = room.height.saturating_sub(2).max(1) as isize;
        if !self.reader.as_mut().is_some_and(|reader| reader.scroll(page, room)) {
            self.next_undecided();
        }
    }

    /// Pushes the position of the cursor on the jump list.
    pub(super) fn push_jump(&mut self) {
        if let Some(here) = self.here() {
            self.navigation.jumps.push(here);
        }
    }

    /// Goes to a position in this or another article.
    pub(super) fn go_to(&mut self, spot: Spot) {
        self.open(spot.article, Arrival::At(spot.at));
        self.screen.active = Pane::Text;
    }

    /// Carries out a step of navigation and shows its notice.
    pub(super) fn land(&mut self, landing: Landing) {
        if let Some((weight, words)) = landing.notice {
            self.status.put(weight, words);
        }
        if landing.jumps {
            self.push_jump();
        }
        match landing.step {
            Step::To(spot) => self.go_to(spot),
            Step::Mention(article, first) => self.open(article, Arrival::Mention(first)),
            Step::Stay => {}
            Step::NoMention => self.warn_of_no_mention(),
        }
    }

    /// Warns that no article of the list names the focus, and says how to search all articles.
    fn warn_of_no_mention(&mut self) {
        let name = self.navigation.focus.as_ref().map_or("", |focus| &focus.name);
        let key = self.workspace().key_in(Context::Articles, Action::Back);
        let said = if self.list.view.filter.is_all() || key.is_empty() {
            format!("no mention of {name} in any article")
        } else {
            format!("no mention of {name} in this list: {key} in the list shows all articles")
        };
        self.status.warn(said);
    }

    /// Goes back in the jump list. Going back past the jump that left the page of an entity opens the page again.
    pub(super) fn jump_back(&mut self) {
        let to = self.navigation.jumps.back(self.here());
        let Some(spot) = to else { return self.status.say("this is where the jump list begins") };
        self.go_to(spot);
        if let Some((entity, behind)) = self.memory.left_page
            && self.navigation.jumps.behind() < behind
        {
            self.memory.left_page = None;
            self.send(Request::Entity(entity));
        }
    }

    /// Goes forward in the jump list.
    pub(super) fn jump_forward(&mut self) {
        match self.navigation.jumps.forward() {
            Some(spot) => self.go_to(spot),
            None => self.status.say("this is where the jump list ends"),
        }
    }
}

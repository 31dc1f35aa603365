//! Opening and leaving articles, and going where navigation leads.

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
    /// Shows an article: now if it is the one on screen, else when it is there.
    pub(super) fn open(&mut self, article: ArticleId, arrival: Arrival) {
        self.requests.withdraw(|request| matches!(request, Request::Open(_)));
        if self.shown() == Some(article) && !matches!(arrival, Arrival::Stay(..)) {
            self.arrive(arrival);
            return;
        }
        self.ask(Request::Open(article), Purpose::Arrive(arrival));
    }

    /// Reads the open article again: links or notes changed.
    pub(super) fn reopen(&mut self) {
        if let Some(reader) = &self.reader {
            let (id, stay) = (reader.id(), Arrival::Stay(reader.cursor, reader.top));
            if self.requests.find(|request| matches!(request, Request::Open(_))).is_none() {
                self.open(id, stay);
            }
        }
    }

    /// An article that was asked for is there.
    pub(super) fn opened(&mut self, arrival: Arrival, opened: Arc<Opened>) {
        let same = self.shown() == Some(opened.article.id);
        let (cursor, at) = (self.sidebar.current().map(|entry| entry.who), self.sidebar.cursor);
        let kept = self.reader.take_if(|_| same);
        self.leave();
        self.list.learn(vec![opened.row.clone()]);
        self.sidebar = Sidebar::new(&opened);
        if same {
            // The entity under the cursor may have been merged into another one: then the cursor stays in its place.
            let at = cursor.and_then(|who| self.sidebar.of(who)).map_or(at, |(at, _)| at);
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

    /// The user leaves the article shown: its position is kept, and it has been on screen.
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

    /// The article that is read (not shown in passing) has been on screen: it is no longer new.
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

    /// Gives the keys to a pane.
    pub(super) fn enter(&mut self, pane: Pane) {
        if pane == Pane::Text && self.screen.focus == Pane::Articles {
            if let Some(id) = self.list.current() {
                self.open(id, Arrival::Read);
            }
        } else if pane != Pane::Articles && self.reader.is_none() {
            return;
        }
        if pane != Pane::Text {
            self.screen.beside = pane;
        }
        self.screen.focus = pane;
        if pane == Pane::Entities {
            self.sidebar.go(self.sidebar.cursor, self.screen.sidebar_height());
        }
    }

    /// Reads the article under the cursor of the list.
    pub(super) fn read_current(&mut self) {
        if let Some(id) = self.list.current() {
            if let Some(here) = self.here().filter(|here| here.article != id) {
                self.navigation.jumps.push(here);
            }
            self.open(id, Arrival::Read);
            self.screen.focus = Pane::Text;
        }
    }

    /// Opens the next (or previous) article of the list.
    pub(super) fn neighbour(&mut self, by: isize) {
        if !self.list.step(by) {
            self.status.say(if by > 0 { "this is the last article" } else { "this is the first article" });
        } else if self.screen.focus != Pane::Articles {
            self.read_current();
        }
    }

    /// A page on; at the end of the text, the next undecided article.
    pub(super) fn advance(&mut self) {
        let room = self.screen.room();
        let page = room.height.saturating_sub(2).max(1) as isize;
        if !self.reader.as_mut().is_some_and(|reader| reader.scroll(page, room)) {
            self.next_undecided();
        }
    }

    /// Puts the place of the cursor on the jump list before a jump.
    pub(super) fn push_jump(&mut self) {
        if let Some(here) = self.here() {
            self.navigation.jumps.push(here);
        }
    }

    /// Goes to a place of this article or another.
    pub(super) fn go_to(&mut self, spot: Spot) {
        self.open(spot.article, Arrival::At(spot.at));
        self.screen.focus = Pane::Text;
    }

    /// Goes where navigation leads, and says what it says.
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

    /// No article of the list names the focus: says how to look in more articles.
    fn warn_of_no_mention(&mut self) {
        let name = self.navigation.focus.as_ref().map_or("", |focus| &focus.name);
        let key = self.workspace().key_in(Context::Articles, Action::Back);
        let said = if self.list.view.filter.is_all() || key.is_empty() {
            format!("no mention of {name} in any article")
        } else {
            format!("no mention of {name} in this list: {key} in the list widens it")
        };
        self.status.warn(said);
    }

    /// Back the way the user came. Where that way began on the page of an entity, the page opens again.
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

    /// Forward again.
    pub(super) fn jump_forward(&mut self) {
        match self.navigation.jumps.forward() {
            Some(spot) => self.go_to(spot),
            None => self.status.say("this is where the jump list ends"),
        }
    }
}

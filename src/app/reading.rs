//! Opening and leaving articles, moving in the text, the search in it.

use super::find::Find;
use super::jump_list::Spot;
use super::layout::Pane;
use super::message::Opened;
use super::model::Model;
use super::reader::{Reader, Top};
use super::request::{Arrival, Purpose, Request};
use super::sidebar::Sidebar;
use crate::news::article::ArticleId;
use crate::news::triage::State;
use std::sync::Arc;

impl Model {
    /// Shows an article, now if it is the one on screen, else when it is there.
    pub(super) fn open(&mut self, article: ArticleId, arrive: Arrival) {
        self.requests.withdraw(|request| matches!(request, Request::Open(_)));
        if self.reader.as_ref().is_some_and(|r| r.id() == article) && !matches!(arrive, Arrival::Stay(..)) {
            self.arrive(arrive);
            return;
        }
        self.ask(Request::Open(article), Purpose::Arrive(arrive));
    }

    /// Reads the open article anew: links or notes changed.
    pub(super) fn reopen(&mut self) {
        if let Some(reader) = &self.reader {
            let (id, stay) = (reader.id(), Arrival::Stay(reader.cursor, reader.top));
            if self.requests.find(|request| matches!(request, Request::Open(_))).is_none() {
                self.open(id, stay);
            }
        }
    }

    /// An article that was asked for is there.
    pub(super) fn opened(&mut self, arrive: Arrival, opened: Arc<Opened>) {
        let same = self.reader.as_ref().map(Reader::id) == Some(opened.article.id);
        let (cursor, at) = (self.sidebar.current().map(|entry| entry.who), self.sidebar.cursor);
        let kept = self.reader.take_if(|_| same);
        self.leave();
        self.list.learn(vec![opened.row.clone()]);
        self.sidebar = Sidebar::new(&opened);
        if same {
            // Whoever it was on may have become another one: then it stays in its place.
            let at = cursor.and_then(|who| self.sidebar.of(who)).map_or(at, |(at, _)| at);
            let height = self.sidebar_height();
            self.sidebar.go(at, height);
        }
        let mut reader = Reader::new(opened, true);
        if let Some(old) = kept {
            let find = old.find.filter(|_| old.opened.article.draft.body == reader.opened.article.draft.body);
            (reader.preview, reader.seen, reader.find, reader.selecting) = (old.preview, old.seen, find, old.selecting);
        }
        self.reader = Some(reader);
        self.arrive(arrive);
    }

    fn arrive(&mut self, arrive: Arrival) {
        let room = self.room();
        let Some(reader) = &mut self.reader else { return };
        match arrive {
            Arrival::Preview => return,
            Arrival::Read => reader.preview = false,
            Arrival::At(at) => {
                reader.preview = false;
                reader.go(at, room);
            }
            Arrival::Stay(cursor, top) => {
                reader.top = top;
                reader.go(cursor, room);
                return;
            }
            Arrival::Mention(forward) => {
                reader.preview = false;
                self.arrive_at_mention(forward);
            }
        }
        let id = self.reader.as_ref().map(Reader::id);
        if let Some(id) = id {
            self.list.go_to(id);
            self.list.previewed = Some(id);
        }
    }

    /// The reader goes away from the article shown: its place is kept, and it has been on screen.
    pub(super) fn leave(&mut self) {
        self.has_been_seen();
        let room = self.room();
        let Some(reader) = &self.reader else { return };
        if !reader.preview {
            let offset = match reader.top {
                Top::Head(_) => 0,
                Top::Body(_) if reader.at_end(room) && reader.shown(room).is_some_and(|s| s.start == 0) => 0,
                Top::Body(at) => reader.sentence_at(at).map_or(at, |s| s.start.max(at)),
            };
            if offset != reader.opened.article.position {
                let request = Request::Position { article: reader.id(), offset };
                self.send(request);
            }
        }
    }

    /// The article that is open (not shown in passing) has been on screen: it is no longer new.
    pub(super) fn has_been_seen(&mut self) {
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
        if pane == Pane::Text && self.focus == Pane::Articles {
            if let Some(id) = self.list.current() {
                self.open(id, Arrival::Read);
            }
        } else if pane != Pane::Articles && self.reader.is_none() {
            return;
        }
        if pane != Pane::Text {
            self.beside = pane;
        }
        self.focus = pane;
        if pane == Pane::Entities {
            let (at, height) = (self.sidebar.cursor, self.sidebar_height());
            self.sidebar.go(at, height);
        }
    }

    /// Reads the article under the cursor of the list.
    pub(super) fn read_current(&mut self) {
        if let Some(id) = self.list.current() {
            if let Some(here) = self.here().filter(|here| here.article != id) {
                self.trail.leave(here);
            }
            self.open(id, Arrival::Read);
            self.focus = Pane::Text;
        }
    }

    /// Opens the next (or previous) article of the list.
    pub(super) fn neighbour(&mut self, by: isize) {
        if !self.list.step(by) {
            self.status.say(if by > 0 { "this is the last article" } else { "this is the first article" });
        } else if self.focus != Pane::Articles {
            self.read_current();
        }
    }

    /// A page on; at the end of the text, the next undecided article.
    pub(super) fn advance(&mut self) {
        if self.focus == Pane::Articles {
            self.read_current();
            return;
        }
        let room = self.room();
        let page = room.height.saturating_sub(2).max(1) as isize;
        if !self.reader.as_mut().is_some_and(|reader| reader.scroll(page, room)) {
            self.next_undecided();
        }
    }

    /// Goes to a place, of this article or another.
    pub(super) fn go_to(&mut self, spot: Spot) {
        self.open(spot.article, Arrival::At(spot.at));
        self.focus = Pane::Text;
    }

    /// Remembers the way before a jump.
    pub(super) fn leave_trail(&mut self) {
        if let Some(here) = self.here() {
            self.trail.leave(here);
        }
    }

    /// Looks for words in the text as they are typed: to the first match after where the search began.
    pub(super) fn find_typed(&mut self, words: &str) {
        let room = self.room();
        let Some(reader) = &mut self.reader else { return };
        let mut find = match reader.find.take() {
            Some(find) => find,
            None => Find::new(reader.body(), (reader.cursor, reader.top)),
        };
        find.look_for(words);
        let (cursor, top) = find.origin;
        if let Some(place) = find.at_or_after(cursor).and_then(|(i, _)| find.places.get(i)) {
            reader.go(place.start, room);
        } else {
            (reader.cursor, reader.top) = (cursor, top);
        }
        reader.find = Some(find);
    }

    /// Gives a search up: back to where it began.
    pub(super) fn find_dropped(&mut self) {
        let Some(reader) = &mut self.reader else { return };
        if let Some(find) = reader.find.take() {
            (reader.cursor, reader.top) = find.origin;
        }
    }

    /// Keeps a search: `n` and `N` repeat it.
    pub(super) fn find_kept(&mut self, words: &str) {
        words.clone_into(&mut self.last_find);
        let Some(reader) = &mut self.reader else { return };
        let Some(find) = &reader.find else { return };
        if find.places.is_empty() {
            let next = self.walk.as_ref().map_or(String::new(), |walk| format!("; n still goes on with {}", walk.name));
            self.status.warn(format!("\"{words}\" is not in this text{next}"));
            self.find_dropped();
            return;
        }
        let (at, _) = find.origin;
        let article = reader.id();
        if !reader.preview {
            self.trail.leave(Spot { article, at });
        }
        self.walk = None;
        self.focus = Pane::Text;
        self.open(article, Arrival::Read);
        self.say_match();
    }

    /// Repeats the last text search.
    pub(super) fn find_next(&mut self, forward: bool) {
        let words = self.last_find.clone();
        if words.is_empty() {
            self.status.say("nobody is in focus, and nothing was searched for");
            return;
        }
        let room = self.room();
        let Some(reader) = &mut self.reader else { return };
        if reader.find.is_none() {
            let mut find = Find::new(reader.body(), (reader.cursor, reader.top));
            find.look_for(&words);
            reader.find = Some(find);
        }
        let found = reader.find.as_ref().and_then(|find| {
            let (i, around) = find.next(reader.cursor, forward)?;
            Some((find.places.get(i)?.start, around))
        });
        match found {
            Some((at, around)) => {
                reader.go(at, room);
                let id = reader.id();
                self.focus = Pane::Text;
                self.open(id, Arrival::Read);
                self.say_match();
                if around {
                    let place = if forward { "from the beginning" } else { "from the end" };
                    let said = self.status.now.take().map_or(String::new(), |n| n.text);
                    self.status.say(format!("{said} · on {place}"));
                }
            }
            None => self.status.warn(format!("\"{words}\" is not in this text")),
        }
    }

    fn say_match(&mut self) {
        let Some(reader) = &self.reader else { return };
        let Some(find) = &reader.find else { return };
        if let Some(number) = find.number(reader.cursor) {
            self.status.say(format!("\"{}\" {number}/{}", find.words, find.places.len()));
        }
    }
}

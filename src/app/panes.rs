//! Showing, hiding and widening panes; putting an entity in focus from a pane; going back and quitting.

use super::command::Command;
use super::intent::Intent;
use super::layout::Pane;
use super::model::Model;
use super::reader::NAMES_FOLLOW;
use super::request::Request;
use super::view::View;
use crate::query::Filter;

/// Cells by which a side pane can be narrowed.
const NARROWEST: i16 = -40;
/// Cells by which a side pane can be widened.
const WIDEST: i16 = 80;

impl Model {
    /// Hides the side pane that has the keys. In the text, hides both side panes, or shows both if none is shown.
    pub(super) fn toggle_pane(&mut self) {
        let kept = &mut self.screen.kept;
        match self.screen.active {
            Pane::Articles => kept.list = !kept.list,
            Pane::Entities => kept.entities = !kept.entities,
            Pane::Text => {
                let show = !(kept.list || kept.entities);
                (kept.list, kept.entities) = (show, show);
            }
        }
        self.out.push(Command::Keep(self.screen.kept));
        if self.screen.active != Pane::Text {
            self.enter(Pane::Text);
        }
    }

    /// Widens the pane that has the keys by `by` cells. In the text, widens the measure by twice as many.
    pub(super) fn widen(&mut self, by: i16) {
        let kept = &mut self.screen.kept;
        match self.screen.active {
            Pane::Articles => kept.list_more = (kept.list_more + by).clamp(NARROWEST, WIDEST),
            Pane::Entities => kept.entities_more = (kept.entities_more + by).clamp(NARROWEST, WIDEST),
            Pane::Text => kept.measure = kept.measure.saturating_add_signed(2 * by).clamp(30, 200),
        }
        self.out.push(Command::Keep(self.screen.kept));
        let room = self.screen.room();
        if let Some(reader) = &mut self.reader {
            reader.resized(room);
        }
        if self.screen.active == Pane::Text {
            self.status.say(format!("measure {}", self.screen.kept.measure.min(self.screen.area.width)));
        }
    }

    /// Puts the entity under the cursor of the text in focus.
    pub(super) fn focus_under_cursor(&mut self) {
        let Some((_, chain)) = self.workspace().mention_here() else {
            let follow = self.reader.as_ref().is_some_and(|reader| !reader.opened.whole);
            return self.status.say(if follow { NAMES_FOLLOW } else { "no mention is under the cursor" });
        };
        let Some(entry) = self.sidebar.of_chain(chain) else { return };
        let focus = [(entry.referent, entry.name.clone())];
        if self.navigation.focus_on(&focus) {
            self.locate_again();
        }
    }

    /// Puts the entry under the cursor of the sidebar in focus and goes to its nearest mention.
    pub(super) fn focus_on_entry(&mut self) {
        let Some(entry) = self.sidebar.current() else { return };
        let focus = [(entry.referent, entry.name.clone())];
        self.push_jump();
        if self.navigation.focus_on(&focus) {
            self.locate_again();
        }
        self.go_to_nearest();
    }

    /// Goes to the mention of the focus nearest after the cursor.
    pub(super) fn go_to_nearest(&mut self) {
        let landing = self.navigation.nearest(self.reader.as_ref(), &self.sidebar, &self.list);
        self.screen.active = Pane::Text;
        self.land(landing);
    }

    /// Drops one thing: the selection, else the search if nothing is in focus, else the marks of the sidebar, else the focus, else the
    /// marks of the list.
    pub(super) fn drop_focus(&mut self) {
        if let Some(reader) = &mut self.reader {
            if reader.selecting.take().is_some() {
                return;
            }
            if self.navigation.focus.is_none() && reader.find.take().is_some() {
                return;
            }
        }
        if self.screen.active == Pane::Entities && !self.sidebar.picked.is_empty() {
            self.sidebar.picked.clear();
            return;
        }
        if self.navigation.focus.take().is_none() && self.screen.active == Pane::Articles {
            self.list.picked.clear();
        }
    }

    /// Goes back: from the sidebar to the text, from there to the list, from a filtered list to all articles, from there out.
    pub(super) fn back(&mut self) {
        match self.screen.active {
            Pane::Entities => self.enter(Pane::Text),
            Pane::Text => {
                self.leave();
                self.enter(Pane::Articles);
            }
            Pane::Articles if !self.list.view.filter.is_all() && self.list.view != self.setup.view => {
                let sort = self.list.view.sort;
                self.show(View { filter: Filter::default(), sort });
            }
            Pane::Articles => self.ask_to_quit(),
        }
    }

    /// Ends the program once the archive has kept what the user did. Asked again while it waits, offers not to wait.
    pub(super) fn quit(&mut self) {
        let open = self.requests.pending().iter().filter(|pending| pending.request.is_asked_for()).count();
        let changes = if open == 1 { "1 change".to_owned() } else { format!("{open} changes") };
        if open == 0 {
            self.quit_now();
        } else if std::mem::replace(&mut self.memory.quitting, true) {
            let question = format!("The archive has not kept {changes} yet. Quit without waiting for it?");
            self.perform(Intent::Confirm { question, yes: vec![Intent::QuitNow] });
        } else {
            self.status.say(format!("the program ends when the archive has kept {changes}"));
        }
    }

    /// Ends the program.
    pub(super) fn quit_now(&mut self) {
        self.leave();
        self.out.push(Command::Quit);
    }

    /// The archive has answered: ends the program if that was what it waited for. A failure is shown first.
    pub(super) fn quit_on(&mut self, failed: bool) {
        let waits = self.requests.find(Request::is_asked_for).is_some();
        if self.memory.quitting && (failed || !waits) {
            self.memory.quitting = false;
            if !failed {
                self.quit_now();
            }
        }
    }

    /// Ends the program. Asks first if notes would be lost with a scratch archive.
    pub(super) fn ask_to_quit(&mut self) {
        let written = self.memory.written;
        if !self.setup.scratch || written == 0 {
            return self.perform(Intent::Quit);
        }
        let notes = if written == 1 { "1 note".to_owned() } else { format!("{written} notes") };
        let question = format!("This archive is deleted at the end, with {notes}. Quit?");
        self.perform(Intent::Confirm { question, yes: vec![Intent::Quit] });
    }
}

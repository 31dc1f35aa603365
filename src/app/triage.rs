//! Triage: decisions about one article, the marked articles, or all that a query finds; then on to the next undecided article.

use std::sync::Arc;

use super::intent::Intent;
use super::layout::Pane;
use super::model::Model;
use super::request::{Purpose, Request, Targets};
use super::wording::{articles, capital, verb};
use crate::news::article::ArticleId;
use crate::news::list_row::ListRow;
use crate::news::triage::{Change, State};
use crate::query::Filter;

impl Model {
    /// Decides about the marked articles if there are any and the list has the keys, else about one article.
    pub(super) fn decide(&mut self, change: Change) {
        if self.screen.active == Pane::Articles && !self.list.picked.is_empty() {
            let mut ids: Vec<_> = self.list.picked.iter().copied().collect();
            ids.sort_unstable();
            if ids.len() > 1 {
                let question = format!("{} {}?", capital(&verb(&change)), articles(ids.len()));
                self.confirm_triage(question, Targets::Articles(ids), change);
                return;
            }
            self.change(ids, change);
            self.list.picked.clear();
            return;
        }
        let Some(id) = self.article() else { return };
        let advances = matches!(change, Change::State(state) if state != State::New);
        self.change(vec![id], change);
        if advances {
            self.next_undecided();
        }
    }

    fn change(&mut self, ids: Vec<ArticleId>, change: Change) {
        for &id in &ids {
            self.show_in_advance(id, &change);
        }
        self.send(Request::Triage { targets: Targets::Articles(ids), change });
    }

    /// Shows a change before the archive has answered.
    fn show_in_advance(&mut self, id: ArticleId, change: &Change) {
        if let Change::State(state) = change {
            self.state_changed(id, *state);
            return;
        }
        let apply = |row: &mut ListRow| match change {
            Change::Star(on) => row.star = *on,
            Change::Tag(tag) if !row.tags.contains(tag) => row.tags.push(tag.clone()),
            Change::Untag(tag) => row.tags.retain(|t| t != tag),
            Change::State(_) | Change::Tag(_) => {}
        };
        self.list.row_mut(id).map(apply);
        if let Some(reader) = self.reader.as_mut().filter(|r| r.id() == id) {
            apply(&mut Arc::make_mut(&mut reader.opened).row);
        }
    }

    /// Shows a new triage state of an article, and updates the number of undecided ones.
    pub(super) fn state_changed(&mut self, id: ArticleId, state: State) {
        self.list.set_state(id, state);
        if let Some(reader) = self.reader.as_mut().filter(|r| r.id() == id) {
            let row = &mut Arc::make_mut(&mut reader.opened).row;
            row.state = state;
            // An article that the user marks as new stays new until it is opened again.
            reader.seen = true;
        }
    }

    /// Goes to the next undecided article, and opens it unless the list has the keys.
    pub(super) fn next_undecided(&mut self) {
        match self.list.next_undecided() {
            Some(at) => {
                let back = at < self.list.cursor();
                self.list.go(at);
                if back {
                    self.status.say("continued from the top: the first undecided article");
                }
                // A row that was not fetched may turn out to be decided: the search continues when it comes.
                self.list.seeking = self.list.current().is_some_and(|id| self.list.row(id).is_none());
                if self.screen.active != Pane::Articles && !self.list.seeking {
                    self.read_current();
                }
            }
            None => self.status.say("no undecided article is left here"),
        }
    }

    /// Continues a search for an undecided article when rows have come.
    pub(super) fn seek_on(&mut self) {
        if !self.list.seeking {
            return;
        }
        let row = self.list.current().and_then(|id| self.list.row(id));
        let Some(undecided) = row.map(|row| row.state.undecided()) else { return };
        self.list.seeking = false;
        if !undecided {
            self.next_undecided();
        } else if self.screen.active != Pane::Articles {
            self.read_current();
        }
    }

    /// Adds a star to the article, or removes it.
    pub(super) fn star(&mut self) {
        let starred = self.article().and_then(|id| self.row(id)).is_some_and(|row| row.star);
        self.decide(Change::Star(!starred));
    }

    /// Adds a tag to the article, or removes it if the article has it.
    pub(super) fn tag(&mut self, tag: &str) {
        let tag = tag.trim().trim_start_matches(['#', '-']);
        if tag.is_empty() {
            return;
        }
        let tagged = self.article().and_then(|id| self.row(id)).is_some_and(|row| row.tags.iter().any(|t| t == tag));
        self.decide(if tagged { Change::Untag(tag.to_owned()) } else { Change::Tag(tag.to_owned()) });
    }

    /// Marks or unmarks the article under the cursor and moves down.
    pub(super) fn pick(&mut self) {
        if let Some(id) = self.list.current() {
            if !self.list.picked.remove(&id) {
                self.list.picked.insert(id);
            }
            self.list.picked_last = Some(id);
            self.list.step(1);
            self.say_picked();
        }
    }

    /// Marks all articles from the last marked one to the cursor.
    pub(super) fn pick_range(&mut self) {
        if let Some(from) = self.list.picked_last.or_else(|| self.list.current()) {
            let range = self.list.range_from(from);
            self.list.picked.extend(range);
            self.list.picked_last = self.list.current();
            self.say_picked();
        }
    }

    fn say_picked(&mut self) {
        let count = self.list.picked.len();
        self.status.say(format!("{} marked", articles(count)));
    }

    /// Asks how many articles a filter finds, before a change to all of them.
    pub(super) fn bulk(&mut self, filter: Filter, change: Change) {
        self.ask(Request::Count(filter), Purpose::Confirm(change));
    }

    /// Asks the user to confirm the change, once the number of articles is known.
    pub(super) fn counted(&mut self, filter: Filter, change: Change, count: usize) {
        if count == 0 {
            self.status.say(format!("{} finds nothing", filter.text()));
            return;
        }
        let question = format!("{} {}?", capital(&verb(&change)), articles(count));
        self.confirm_triage(question, Targets::Found(filter), change);
    }

    /// Asks before a change to many articles.
    fn confirm_triage(&mut self, question: String, targets: Targets, change: Change) {
        let yes = vec![Intent::ClearPicked, Intent::send(Request::Triage { targets, change })];
        self.perform(Intent::Confirm { question, yes });
    }

    /// Takes rows that the archive has changed. `all_here` is false if it changed more than these.
    pub(super) fn rows_changed(&mut self, rows: Vec<ListRow>, all_here: bool) {
        if let Some(reader) = &mut self.reader
            && let Some(row) = rows.iter().find(|row| row.id == reader.id())
            && reader.opened.row != *row
        {
            Arc::make_mut(&mut reader.opened).row = row.clone();
        }
        let counted = self.list.changed(rows);
        if !all_here {
            let again = self.list.refresh();
            self.send(again);
        }
        // A filtered list may have lost or gained articles.
        if !all_here || !counted || !self.list.view.filter.is_all() {
            self.relist();
        }
    }

    /// The row of an article: from the list, else from the text.
    fn row(&self, id: ArticleId) -> Option<&ListRow> {
        let shown = || self.reader.as_ref().filter(|reader| reader.id() == id).map(|reader| &reader.opened.row);
        self.list.row(id).or_else(shown)
    }
}

//! Hands each answer of the archive to the part that waits for it. An answer to a withdrawn request is dropped.

use std::sync::Arc;

use super::layout::Pane;
use super::message::{Answer, Failed, Imported};
use super::model::Model;
use super::overlay::Overlay;
use super::overlay::entity_page::EntityPage;
use super::overlay::mentions::Concordance;
use super::overlay::menu::Menu;
use super::overlay::notes::{self, NoteList};
use super::overlay::{export, together};
use super::request::{Pending, Purpose, Request, Targets, Ticket};
use super::subject::Subject;
use super::view::View;
use super::wording::articles;
use crate::config::action::Action;
use crate::news::article::ArticleId;
use crate::news::entity::{EntityId, MentionLine};
use crate::news::note::{NoteRow, Scope};
use crate::news::profile::Profile;
use crate::query::{Query, Test};

impl Model {
    /// Takes an answer of the archive.
    pub(super) fn take_answer(&mut self, ticket: Ticket, answer: Answer) {
        let pending = if answer.is_last() { self.requests.end(ticket) } else { self.requests.get(ticket).cloned() };
        let Some(Pending { request, purpose, .. }) = pending else { return };
        match answer {
            Answer::Listed { ids, offset, total, whole, undecided } => {
                self.list.listed(ids, offset, total, whole);
                self.list.undecided = undecided.or(self.list.undecided);
                if whole {
                    self.list_is_whole();
                }
            }
            Answer::Rows(rows) => {
                self.list.learn(rows);
                self.seek_on();
            }
            Answer::Opened(opened) => {
                if let Purpose::Arrive(arrival) = purpose {
                    self.opened(arrival, opened);
                }
            }
            Answer::Located { all, articles, whole } => self.located(&all, articles, whole),
            Answer::Entity(profile) => {
                if let Request::Entity(asked) = request {
                    self.show_page(asked, &profile);
                }
            }
            Answer::Glance(glance) => {
                if let (Request::Glance { entity, .. }, Some((headline, line))) = (request, glance)
                    && let Some(Overlay::Jump(jump)) = self.overlays.last_mut()
                {
                    jump.glanced(entity, headline, line);
                }
            }
            Answer::Hidden(all) if all.is_empty() => self.status.say("no entity is hidden"),
            Answer::Hidden(all) => {
                let subjects = all.iter().map(|(id, kind, name, many)| Subject::new(*id, name, *kind, *many));
                self.overlays.push(Overlay::Menu(Menu::hidden(subjects)));
            }
            Answer::Mentions { all, lines, more } => {
                let surface = if let Purpose::Surface(surface) = purpose { Some(surface) } else { None };
                self.show_mentions(all, lines, more, surface);
            }
            Answer::Together { names, joints, more } => {
                if let Request::Together { all, .. } = request {
                    match together::page(&self.workspace(), &all, &names, &joints, more) {
                        Ok(page) => self.overlays.push(Overlay::Entity(page)),
                        Err(words) => self.status.say(words),
                    }
                }
            }
            Answer::Notes(found) => {
                if let (Request::Notes(scope), Purpose::Words(words)) = (request, purpose) {
                    self.show_notes(scope, words, found);
                }
            }
            Answer::Counted(count) => {
                if let (Request::Count(filter), Purpose::Confirm(change)) = (request, purpose) {
                    self.counted(filter, change, count);
                }
            }
            change => self.take_change(request, change),
        }
        self.quit_on(false);
    }

    /// Takes the answer to a change.
    fn take_change(&mut self, request: Request, answer: Answer) {
        match answer {
            Answer::Triaged { sentence, rows, changed } => {
                if !sentence.is_empty() {
                    self.status.say(sentence);
                }
                let all_here = changed <= rows.len();
                self.rows_changed(rows, all_here);
            }
            Answer::Undone { sentence, rows, changed, first, reload, entities } => {
                self.status.say(sentence);
                let all_here = changed <= rows.len();
                self.rows_changed(rows, all_here);
                self.undone(first, reload, entities);
            }
            Answer::NoteSaved(note, row) => {
                self.list.learn(row.into_iter().map(|row| *row).collect());
                if let Request::SaveNote(draft) = &request {
                    self.note_saved(draft, &note);
                }
            }
            Answer::NoteNewer(theirs) => self.note_is_newer(&request, theirs),
            Answer::NoteDeleted(id, row) => {
                if let Some(reader) = &mut self.reader {
                    Arc::make_mut(&mut reader.opened).notes.retain(|note| note.id != id);
                }
                self.status.say("note deleted; u restores it");
                self.notes_changed();
                self.list.learn(row.into_iter().map(|row| *row).collect());
            }
            Answer::Corrected(sentence) => self.corrected(&sentence),
            Answer::Exported(sentence) => self.status.say(sentence),
            Answer::Exists(path) => self.perform_all(export::replace(request, &path)),
            Answer::Done
            | Answer::Listed { .. }
            | Answer::Rows(_)
            | Answer::Opened(_)
            | Answer::Located { .. }
            | Answer::Entity(_)
            | Answer::Glance(_)
            | Answer::Hidden(_)
            | Answer::Mentions { .. }
            | Answer::Together { .. }
            | Answer::Notes(_)
            | Answer::Counted(_) => {}
        }
    }

    /// Reports what could not be done, reverts what the screen showed in advance, and stops waiting.
    pub(super) fn failed(&mut self, what: Failed, error: &str) {
        let what = match what {
            Failed::Request(ticket) => {
                let Some(pending) = self.requests.end(ticket) else { return };
                self.request_failed(&pending.request);
                self.quit_on(pending.request.is_asked_for());
                pending.request.failure()
            }
            Failed::Import => {
                self.status.progress = None;
                "the import stopped"
            }
            Failed::Reannotate => "the archive is not annotated again",
            Failed::Names => "the jump bar does not know new names",
            Failed::Copy => "nothing is copied",
        };
        self.status.fail(format!("{what}: {error}"));
    }

    fn request_failed(&mut self, request: &Request) {
        match request {
            Request::Locate { .. } => self.navigation.stop_waiting(),
            // The screen showed the change in advance: read again what the archive holds.
            Request::Triage { .. } | Request::Seen(_) | Request::DeleteNote(..) => {
                if let Request::Triage { targets: Targets::Articles(ids), .. } = request
                    && ids.len() > 1
                {
                    self.list.picked.extend(ids);
                }
                let rows = self.list.refresh();
                self.send(rows);
                self.relist();
                self.reopen();
                self.notes_changed();
            }
            Request::SaveNote(draft) => self.note_failed(draft),
            Request::Watch { entity, on } => {
                self.names.watched.retain(|id| id != entity);
                if !on {
                    self.names.watched.push(*entity);
                }
                self.reopen();
            }
            Request::Glance { .. }
            | Request::List { .. }
            | Request::Rows(_)
            | Request::Open(_)
            | Request::Entity(_)
            | Request::Hidden
            | Request::Mentions { .. }
            | Request::Together { .. }
            | Request::Notes(_)
            | Request::Count(_)
            | Request::Undo
            | Request::Redo
            | Request::Correct(_)
            | Request::Judge { .. }
            | Request::Refuse { .. }
            | Request::Carve { .. }
            | Request::Chosen(_)
            | Request::Position { .. }
            | Request::SaveDraft(_)
            | Request::DropDraft(_)
            | Request::Export { .. } => {}
        }
    }

    /// The whole list has come. If it changed meanwhile, it is asked for again.
    fn list_is_whole(&mut self) {
        if std::mem::take(&mut self.list.changed) {
            self.list.stale();
            self.relist();
        }
    }

    /// Takes the articles that name the focus, and continues a step that waited for them.
    fn located(&mut self, all: &[(EntityId, String)], articles: Vec<ArticleId>, whole: bool) {
        let (reader, sidebar, list) = (self.reader.as_ref(), &self.sidebar, &self.list);
        if let Some(landing) = self.navigation.located(all, articles, whole, reader, sidebar, list) {
            self.status.now = None;
            self.land(landing);
        }
    }

    /// Shows the page of an entity, or updates it if it is open. The entity may have been merged since it was asked for.
    fn show_page(&mut self, asked: EntityId, profile: &Profile) {
        let mut page = EntityPage::new(&self.workspace(), profile);
        let entity = page.subject.entity;
        let open = self.overlays.iter_mut().rev().find_map(|overlay| match overlay {
            Overlay::Entity(open) if open.is_of(asked, entity) => Some(open),
            _ => None,
        });
        if let Some(open) = open {
            let cursor = open.cursor;
            *open = page;
            open.go(cursor.min(open.rows.len().saturating_sub(1)));
            return;
        }
        if let Some((_, row)) = self.memory.closed_page.filter(|(closed, _)| *closed == entity) {
            page.go(row.min(page.rows.len().saturating_sub(1)));
        }
        self.overlays.push(Overlay::Entity(page));
    }

    fn show_mentions(
        &mut self,
        all: Vec<(EntityId, String)>,
        lines: Vec<MentionLine>,
        more: bool,
        surface: Option<String>,
    ) {
        let (list, said) = Concordance::new(all, lines, more, surface, self.here());
        if let Some(said) = said {
            self.status.say(said);
        }
        self.overlays.push(Overlay::Mentions(list));
    }

    /// Shows notes in place of an open list of notes. If the article has none, asks for all notes.
    fn show_notes(&mut self, scope: Scope, words: String, found: Vec<NoteRow>) {
        let at = self.overlays.iter().position(|overlay| matches!(overlay, Overlay::Notes(_)));
        let before = at.map(|at| self.overlays.remove(at));
        let before =
            before.as_ref().and_then(|overlay| if let Overlay::Notes(list) = overlay { Some(list) } else { None });
        match NoteList::new(scope, words, found, before) {
            Some(list) => self.overlays.push(Overlay::Notes(list)),
            None => self.perform(notes::ask(Scope::All, "")),
        }
    }

    /// Shows the result of an undo or redo: the cursor goes to the first article concerned.
    fn undone(&mut self, first: Option<ArticleId>, reload: bool, entities: bool) {
        if let Some(first) = first.filter(|id| self.list.go_to(*id) && self.screen.active != Pane::Articles)
            && self.shown() != Some(first)
        {
            self.read_current();
        }
        if reload {
            self.reopen();
            self.notes_changed();
        }
        if entities {
            self.entities_changed();
        }
    }

    /// Reports a correction, with the key that undoes it.
    fn corrected(&mut self, sentence: &str) {
        if sentence.is_empty() {
            self.status.say("nothing changed: it was already so");
        } else {
            let key = self.workspace().key(Action::Undo);
            let undo = if key.is_empty() { key } else { format!(" · {key} undoes") };
            self.status.say(format!("{sentence}{undo}"));
        }
        self.entities_changed();
    }

    /// Entities or links have changed: asks again for everything that shows them.
    pub(super) fn entities_changed(&mut self) {
        self.reopen();
        self.locate_again();
        let rows = self.list.refresh();
        self.send(rows);
        let pages = self.overlays.iter().filter_map(|o| if let Overlay::Entity(page) = o { Some(page) } else { None });
        if let Some(entity) = pages.filter(|page| page.of_one).map(|page| page.subject.entity).next_back() {
            self.send(Request::Entity(entity));
        }
    }

    /// The archive has changed. When the first articles of files named on the command line have come, the list shows only these;
    /// going back shows the whole archive.
    pub(super) fn archive_changed(&mut self) {
        if std::mem::take(&mut self.setup.arriving) && !self.list.ids().is_empty() {
            let filter = Query::Test(Test::Import(None)).into();
            self.show(View { filter, ..self.setup.view.clone() });
        } else {
            self.relist();
        }
    }

    /// An import has ended.
    pub(super) fn imported(&mut self, imported: &Imported) {
        self.status.progress = None;
        let mut sentence = format!("{} imported", articles(imported.taken as usize));
        if imported.known > 0 {
            sentence = format!("{sentence}, {} already known", imported.known);
        }
        if imported.cancelled {
            sentence.push_str(", then cancelled");
        }
        if imported.unsettled > 0 {
            let left = imported.unsettled;
            sentence =
                format!("{sentence}; {left} names and articles are left to settle, when nothing else is imported");
        }
        for (name, what) in &imported.left_out {
            self.status.warn(format!("{name}: left out: {what}"));
        }
        for (name, reason) in &imported.refused {
            self.status.warn(format!("{name}: {reason}"));
        }
        let parts = [(imported.refused.len(), "refused"), (imported.left_out.len(), "not imported in full")];
        let told: Vec<String> = parts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!(", {n} {what}")).collect();
        if told.is_empty() {
            self.status.say(sentence);
        } else {
            self.status.warn(format!("{sentence}{}: see the messages (gm)", told.concat()));
        }
        // The import may have added copies to stories and changed the links of short names.
        let rows = self.list.refresh();
        self.send(rows);
        self.relist();
        self.reopen();
    }
}

#[cfg(test)]
mod tests;

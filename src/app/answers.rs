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
use super::request::{Pending, Purpose, Request, Ticket};
use super::subject::Subject;
use super::view::View;
use super::wording::articles;
use crate::config::action::Action;
use crate::news::article::ArticleId;
use crate::news::entity::{EntityId, MentionLine};
use crate::news::list_row::ListRow;
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
            Answer::Undone { sentence, rows, first, reload, entities } => {
                self.status.say(sentence);
                self.undone(rows, first, reload, entities);
            }
            Answer::NoteSaved(note, row) => {
                self.note_saved(&note);
                self.list.learn(row.into_iter().map(|row| *row).collect());
                self.send(Request::DropDraft);
            }
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
                pending.request.failure()
            }
            Failed::Import => {
                self.status.progress = None;
                "the import stopped"
            }
            Failed::Reannotate => "the archive is not annotated again",
            Failed::Names => "the jump bar does not know new names",
            Failed::Copy => "nothing is copied",
            Failed::Editor => "the editor failed",
        };
        self.status.fail(format!("{what}: {error}"));
    }

    fn request_failed(&mut self, request: &Request) {
        match request {
            Request::Locate { .. } => self.navigation.stop_waiting(),
            // The screen showed the change in advance: read again what the archive holds.
            Request::Triage { .. } | Request::Seen(_) | Request::DeleteNote(_) => {
                let rows = self.list.refresh();
                self.send(rows);
                self.relist();
                self.reopen();
                self.notes_changed();
            }
            // The editor opens again with the text. The draft is still kept.
            Request::SaveNote(draft) if !draft.text.is_empty() => {
                let about = draft.anchor.as_ref().map_or("not saved yet".to_owned(), |anchor| anchor.quote.clone());
                self.perform(super::intent::Intent::WriteNote(draft.clone(), about));
            }
            Request::Watch { .. } => self.reopen(),
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
            | Request::SaveNote(_)
            | Request::Correct(_)
            | Request::Judge { .. }
            | Request::Refuse { .. }
            | Request::Carve { .. }
            | Request::Chosen(_)
            | Request::Position { .. }
            | Request::SaveDraft(_)
            | Request::DropDraft
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
    fn undone(&mut self, rows: Vec<ListRow>, first: Option<ArticleId>, reload: bool, entities: bool) {
        self.rows_changed(rows, true);
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
        for (name, reason) in &imported.refused {
            self.status.warn(format!("{name}: {reason}"));
        }
        if imported.refused.is_empty() {
            self.status.say(sentence);
        } else {
            self.status.warn(format!("{sentence}, {} refused: see the messages", imported.refused.len()));
        }
        // The import may have added copies to stories and changed the links of short names.
        let rows = self.list.refresh();
        self.send(rows);
        self.relist();
        self.reopen();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::app::command::{Command, UiState};
    use crate::app::message::Message;
    use crate::app::navigation::focus::Focus;
    use crate::app::request::{Arrival, Destination, Targets};
    use crate::app::scroll::Top;
    use crate::app::setup::Setup;
    use crate::app::sidebar::Referent;
    use crate::app::update::update;
    use crate::config::keymap::Keymap;
    use crate::config::theme::Theme;
    use crate::export::format::Format;
    use crate::news::entity::Correction;
    use crate::news::note::{NoteDraft, NoteId};
    use crate::news::triage::{Change, State};

    fn model() -> Model {
        let setup = Setup {
            keymap: Arc::new(Keymap::shipped()),
            theme: Arc::new(Theme::default()),
            ascii: false,
            kept: UiState { list: true, entities: true, list_more: 0, entities_more: 0, measure: 72 },
            zone: jiff::tz::TimeZone::UTC,
            view: View::default(),
            scratch: false,
            arriving: false,
        };
        Model::new(setup, 80, 24).0
    }

    /// One request of each kind. The match does not compile if a kind is missing.
    fn one_of_each() -> Vec<Request> {
        let (view, article, entity) = (View::default, ArticleId(1), EntityId(1));
        let all = vec![
            Request::List { view: view(), around: None },
            Request::Rows(vec![article]),
            Request::Open(article),
            Request::Locate { all: vec![entity], view: view() },
            Request::Entity(entity),
            Request::Glance { entity, view: view(), from: None },
            Request::Hidden,
            Request::Mentions { all: vec![entity], view: view() },
            Request::Together { all: vec![entity], view: view() },
            Request::Notes(Scope::All),
            Request::Count(view().filter),
            Request::Triage { targets: Targets::Articles(vec![article]), change: Change::State(State::Kept) },
            Request::Seen(article),
            Request::Undo,
            Request::Redo,
            Request::SaveNote(NoteDraft::default()),
            Request::DeleteNote(NoteId(1)),
            Request::Correct(Correction::Hide(entity)),
            Request::Judge { article, chains: vec![0], entity, same: true },
            Request::Refuse { article, mention: 0, entity },
            Request::Carve { article, mention: 0 },
            Request::Watch { entity, on: true },
            Request::Chosen(entity),
            Request::Position { article, offset: 0 },
            Request::SaveDraft(NoteDraft::default()),
            Request::DropDraft,
            Request::Export { scope: Scope::All, format: Format::default(), to: Destination::Clipboard },
        ];
        let kind = |request: &Request| match request {
            Request::List { .. } => 0,
            Request::Rows(_) => 1,
            Request::Open(_) => 2,
            Request::Locate { .. } => 3,
            Request::Entity(_) => 4,
            Request::Glance { .. } => 5,
            Request::Hidden => 6,
            Request::Mentions { .. } => 7,
            Request::Together { .. } => 8,
            Request::Notes(_) => 9,
            Request::Count(_) => 10,
            Request::Triage { .. } => 11,
            Request::Seen(_) => 12,
            Request::Undo => 13,
            Request::Redo => 14,
            Request::SaveNote(_) => 15,
            Request::DeleteNote(_) => 16,
            Request::Correct(_) => 17,
            Request::Judge { .. } => 18,
            Request::Refuse { .. } => 19,
            Request::Carve { .. } => 20,
            Request::Watch { .. } => 21,
            Request::Chosen(_) => 22,
            Request::Position { .. } => 23,
            Request::SaveDraft(_) => 24,
            Request::DropDraft => 25,
            Request::Export { .. } => 26,
        };
        assert_eq!(all.iter().map(kind).collect::<Vec<_>>(), (0..27).collect::<Vec<_>>());
        all
    }

    fn fail(model: &mut Model, ticket: Ticket) -> Vec<Command> {
        update(model, Message::Failed { what: Failed::Request(ticket), error: "the disk is full".to_owned() })
    }

    #[test]
    fn a_failed_request_is_reported_and_ends() {
        for request in one_of_each() {
            let mut model = model();
            let purpose = Purpose::Arrive(Arrival::Stay(0, Top::Head(0)));
            let ticket = model.requests.enter(request.clone(), purpose);
            fail(&mut model, ticket);
            let said = model.status.now.as_ref().map(|notice| notice.text.as_str());
            let wanted = format!("{}: the disk is full", request.failure());
            assert_eq!(said, Some(wanted.as_str()));
            assert!(model.requests.get(ticket).is_none(), "{request:?}");
        }
    }

    #[test]
    fn a_failed_answer_ends_the_step_that_waits_for_it() {
        let mut model = model();
        let mut focus = Focus::new(Referent::Entity(EntityId(1)), Vec::new(), "Ana".to_owned());
        focus.waiting = Some(true);
        model.navigation.focus = Some(focus);
        let ticket =
            model.requests.enter(Request::Locate { all: vec![EntityId(1)], view: View::default() }, Purpose::Plain);
        fail(&mut model, ticket);
        assert_eq!(model.navigation.focus.map(|focus| focus.waiting), Some(None));
    }

    #[test]
    fn a_note_that_cannot_be_saved_opens_again_and_its_draft_is_dropped_only_once_it_is_saved() {
        let mut model = model();
        let draft = NoteDraft { article: Some(ArticleId(1)), text: "ask her".to_owned(), ..NoteDraft::default() };
        let ticket = model.requests.enter(Request::SaveNote(draft.clone()), Purpose::Plain);
        fail(&mut model, ticket);
        let Some(Overlay::Note(note)) = model.overlays.pop() else { panic!("the editor is not open") };
        assert_eq!((note.text(), note.draft.article), ("ask her".to_owned(), Some(ArticleId(1))));
        let ticket = model.requests.enter(Request::SaveNote(draft), Purpose::Plain);
        let saved = crate::news::note::Note {
            id: NoteId(1),
            anchor: None,
            article: None,
            entity: None,
            text: "ask her".to_owned(),
            created: crate::news::time::Timestamp(0),
            edited: crate::news::time::Timestamp(0),
        };
        let commands = update(&mut model, Message::Answer(ticket, Answer::NoteSaved(Box::new(saved), None)));
        assert!(commands.iter().any(|command| matches!(command, Command::Request(_, Request::DropDraft))));
        assert!(model.overlays.is_empty());
    }

    #[test]
    fn an_answer_to_a_withdrawn_request_is_dropped() {
        let mut model = model();
        let old = model.requests.enter(Request::Entity(EntityId(1)), Purpose::Plain);
        model.requests.enter(Request::Entity(EntityId(2)), Purpose::Plain);
        fail(&mut model, old);
        assert_eq!(model.status.now, None);
    }
}

//! A message in, commands out: the one place where the model changes.

use ratatui::layout::Rect;

use super::command::{Command, View, Wake};
use super::jump_list::Spot;
use super::layout::Pane;
use super::message::{Answer, Failed, Imported, Message};
use super::model::{Model, Naming};
use super::overlay::Overlay;
use super::request::{Arrival, Pending, Purpose, Request, Ticket};
use super::triage::articles;
use crate::config::action::Action;
use crate::config::key::{Code, KeyPress};
use crate::config::keymap::Resolution;
use crate::news::article::{ArticleId, Row};
use crate::query::{Query, Test};

/// Takes in what happened; answers with what is wanted now, in the order in which it is to take effect.
pub fn update(model: &mut Model, message: Message) -> Vec<Command> {
    match message {
        Message::Key(key) => model.key(key),
        Message::Paste(text) => model.paste(&text),
        Message::Resize { width, height } => model.resize(width, height),
        Message::Woken(Wake::Preview(id)) => model.woken(id),
        Message::Woken(Wake::Glance(entity)) => model.glance(entity),
        Message::Theme(theme) => model.setup.theme = theme,
        Message::Ended => model.leave(),
        Message::Resumed => model.out.push(Command::Redraw),
        Message::Edited(text) => model.edited(text.as_deref()),
        Message::Copied(sentence) | Message::Notice(sentence) => model.status.say(sentence),
        Message::Failed { what, error } => model.failed(what, &error),
        Message::Answer(ticket, answer) => model.take_answer(ticket, answer),
        Message::Names(finder) => model.names(finder),
        Message::Known { watched, picks } => {
            (model.watched, model.picks) = (watched, picks);
            model.watched.extend(&model.on_file);
        }
        Message::OnFile(entities) => {
            model.watched.extend(&entities);
            model.on_file = entities;
            model.entities_changed();
        }
        Message::Restored(note) => {
            model.status.say("this note was being written when the last session ended");
            model.open_note(note, "restored".to_owned());
        }
        Message::Progress(progress) => model.status.progress = Some(progress).filter(|p| !p.doing.is_empty()),
        Message::Imported(imported) => model.imported(&imported),
        Message::Changed => model.changed(),
    }
    model.settle();
    std::mem::take(&mut model.out)
}

impl Model {
    /// An answer of the archive. One to a request that was withdrawn is dropped: the user has moved on.
    fn take_answer(&mut self, ticket: Ticket, answer: Answer) {
        let pending = if answer.is_last() { self.requests.end(ticket) } else { self.requests.get(ticket).cloned() };
        let Some(Pending { request, purpose, .. }) = pending else { return };
        match answer {
            Answer::Listed { ids, offset, total, whole, undecided } => {
                self.list.listed(ids, offset, total, whole);
                self.list.undecided = undecided.or(self.list.undecided);
                if whole {
                    self.list_whole();
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
                    self.entity_page(asked, &profile);
                }
            }
            Answer::Glance(glance) => {
                if let (Request::Glance { entity, .. }, Some((headline, line))) = (request, glance) {
                    self.glanced(entity, headline, line);
                }
            }
            Answer::Hidden(all) => self.hidden(&all),
            Answer::Mentions { all, lines, more } => {
                let only = if let Purpose::Surface(surface) = purpose { Some(surface) } else { None };
                self.mentions(all, lines, more, only);
            }
            Answer::Together { names, joints, more } => {
                if let Request::Together { all, .. } = request {
                    self.together(&all, &names, &joints, more);
                }
            }
            Answer::Notes(notes) => {
                if let (Request::Notes(scope), Purpose::Words(words)) = (request, purpose) {
                    self.noted(scope, words, notes);
                }
            }
            Answer::Counted(count) => {
                if let (Request::Count(filter), Purpose::Confirm(change)) = (request, purpose) {
                    self.counted(filter, change, count);
                }
            }
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
            }
            Answer::NoteDeleted(id, row) => {
                self.note_gone(id);
                self.status.say("note deleted; u brings it back");
                self.notes_changed();
                self.list.learn(row.into_iter().map(|row| *row).collect());
            }
            Answer::Corrected(sentence) => self.corrected(&sentence),
            Answer::Exported(sentence) => self.status.say(sentence),
            Answer::Exists(path) => self.export_exists(request, &path),
            Answer::Done => {}
        }
    }

    /// A step was taken back or done again: the cursor goes to what came back.
    fn undone(&mut self, rows: Vec<Row>, first: Option<ArticleId>, reload: bool, entities: bool) {
        self.rows_changed(rows, true);
        if let Some(first) = first.filter(|id| self.list.go_to(*id) && self.focus != Pane::Articles)
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

    /// The whole order is there. What changed meanwhile is asked for now.
    fn list_whole(&mut self) {
        if std::mem::take(&mut self.list.changed) {
            self.list.stale();
            self.relist();
        }
    }

    fn resize(&mut self, width: u16, height: u16) {
        self.area = Rect::new(0, 0, width, height);
        let room = self.room();
        if let Some(reader) = &mut self.reader {
            reader.resized(room);
        }
        let (at, height) = (self.sidebar.cursor, self.sidebar_height());
        self.sidebar.go(at, height);
    }

    /// No key for a while: the article under the cursor is shown in passing.
    fn woken(&mut self, id: crate::news::article::ArticleId) {
        let wanted = self.focus == Pane::Articles && self.list.current() == Some(id);
        let free = self
            .requests
            .find(|request| matches!(request, Request::Open(_)))
            .is_none_or(|pending| pending.purpose == Purpose::Arrive(Arrival::Preview));
        if wanted && free && self.shown() != Some(id) && self.panes().text.is_some() {
            self.open(id, Arrival::Preview);
        }
    }

    fn failed(&mut self, what: Failed, error: &str) {
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

    /// Takes back what was shown before the archive had answered, and stops waiting for the answer.
    fn request_failed(&mut self, request: &Request) {
        match request {
            Request::Locate { .. } => {
                if let Some(walk) = &mut self.walk {
                    walk.stop_waiting();
                }
            }
            Request::Triage { .. } | Request::Seen(_) | Request::DeleteNote(_) => {
                let rows = self.list.refresh();
                self.send(rows);
                self.relist();
                self.reopen();
            }
            Request::SaveNote(draft) => self.open_note(draft.clone(), "not saved yet".to_owned()),
            _ => {}
        }
    }

    /// The archive has changed. The first of what was named on the command line is there: that is what the reader wants
    /// to see, the rest of the archive is a `q` away.
    fn changed(&mut self) {
        if std::mem::take(&mut self.setup.arriving) && !self.list.ids().is_empty() {
            self.show(View { filter: Query::Test(Test::Import(None)).into(), ..self.setup.view.clone() });
        } else {
            self.relist();
        }
    }

    fn imported(&mut self, imported: &Imported) {
        self.status.progress = None;
        let mut sentence = format!("{} taken in", articles(imported.taken as usize));
        if imported.known > 0 {
            sentence = format!("{sentence}, {} known already", imported.known);
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
        // Stories may have won copies.
        let again = self.list.refresh();
        self.send(again);
        self.relist();
        // Whom short names mean was decided again when all was known.
        self.reopen();
    }

    fn key(&mut self, key: KeyPress) {
        self.status.now = None;
        self.list.seeking = false;
        self.has_been_seen();
        if !self.overlays.is_empty() {
            self.overlay_key(key);
            return;
        }
        if let Some(naming) = self.naming.take() {
            self.named(naming, key);
            return;
        }
        let context = self.context();
        let began = !self.pending.is_empty();
        if began && key.code == Code::Esc {
            self.pending.clear();
            self.may_follow.clear();
            return;
        }
        match self.setup.keymap.resolve(context, &self.pending, key) {
            Resolution::Found(action) => {
                self.pending.clear();
                self.may_follow.clear();
                self.act(action);
            }
            Resolution::Prefix(follow) => {
                self.pending.push(key);
                self.may_follow = follow;
            }
            Resolution::None => {
                self.pending.push(key);
                let keys: Vec<String> = self.pending.drain(..).map(|key| key.to_string()).collect();
                self.may_follow.clear();
                let help = self.setup.keymap.key_for(context, Action::Help).map_or(String::new(), ToString::to_string);
                self.status.say(format!("{} does nothing here; {help} shows the keys", keys.join(" ")));
            }
        }
    }

    /// The letter of a mark.
    fn named(&mut self, naming: Naming, key: KeyPress) {
        let Some(letter) = key.typed().filter(|c| c.is_alphanumeric() || *c == '\'') else { return };
        match naming {
            Naming::Set => {
                if let Some(spot) = self.here() {
                    self.trail.marks.insert(letter, spot);
                    self.status.say(format!("marked: ' {letter} comes back here"));
                }
            }
            Naming::GoTo if letter == '\'' => self.back_on_trail(),
            Naming::GoTo => match self.trail.marks.get(&letter).copied() {
                Some(spot) => {
                    self.leave_trail();
                    self.go_to(spot);
                }
                None => self.status.warn(format!("there is no mark {letter}")),
            },
        }
    }

    /// Back the way the reader came.
    pub(super) fn back_on_trail(&mut self) {
        let here = self.here();
        let to = self.trail.back(here);
        self.on_trail(to, "this is where the way began");
        // The way led away from the page of an entity: it lies on top again.
        if let Some((entity, behind)) = self.left_page
            && to.is_some()
            && self.trail.behind() < behind
        {
            self.left_page = None;
            self.ask_page(entity);
        }
    }

    /// Forward again.
    pub(super) fn forward_on_trail(&mut self) {
        let to = self.trail.forward();
        self.on_trail(to, "this is as far as the way goes");
    }

    fn on_trail(&mut self, to: Option<Spot>, end: &str) {
        match to {
            Some(spot) => self.go_to(spot),
            None => self.status.say(end),
        }
    }

    /// Ends the program; asks first where notes would be thrown away with the archive.
    pub(super) fn wish_to_quit(&mut self) {
        use super::overlay::confirm::{Confirm, Then};
        if self.setup.scratch && self.written > 0 {
            let notes = if self.written == 1 { "1 note".to_owned() } else { format!("{} notes", self.written) };
            let question = format!("This archive is thrown away at the end, with {notes}. Quit?");
            self.overlays.push(Overlay::Confirm(Confirm { question, then: Then::Quit }));
            return;
        }
        self.quit();
    }

    /// Ends the program.
    pub(super) fn quit(&mut self) {
        self.leave();
        self.out.push(Command::Quit);
    }
}

//! Note editors and the archive: an editor opens on a draft, closes when its note is saved, and stays with its text otherwise.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::command::Command;
use super::intent::{NoteStep, Reply};
use super::message::Edited;
use super::model::Model;
use super::overlay::Overlay;
use super::overlay::menu::Menu;
use super::overlay::note::{NoteEditor, Saving};
use super::request::{Pending, Request};
use crate::news::note::{DraftKey, Note, NoteDraft};

impl Model {
    /// Opens the editor on a note. A draft of it that was put aside in this session is gone on with.
    pub(super) fn write_note(&mut self, mut draft: NoteDraft, about: String) {
        let same = |request: &Request| matches!(request, Request::SaveNote(other) if other.is_about_the_same(&draft));
        if self.requests.find(same).is_some() {
            return self.status.say("the archive has not answered yet: this is still being saved");
        }
        let aside = self.memory.drafts.iter().position(|other| other.is_about_the_same(&draft));
        let recovered = aside.is_some();
        if let Some(at) = aside {
            draft = self.memory.drafts.remove(at);
            self.status.say("this draft was put aside");
        } else if draft.key.number == 0 {
            self.memory.drafted += 1;
            draft.key = DraftKey { session: 0, number: self.memory.drafted };
        }
        let mut editor = NoteEditor::new(draft, about);
        editor.recovered = recovered;
        self.overlays.push(Overlay::Note(Box::new(editor)));
    }

    /// Opens a note that was being written when an earlier session ended.
    pub(super) fn restored(&mut self, draft: NoteDraft, about: String) {
        if draft.file.is_some() {
            self.send(Request::SaveDraft(Box::new(draft.clone())));
        }
        let mut editor = NoteEditor::new(draft, about);
        editor.recovered = true;
        self.overlays.push(Overlay::Note(Box::new(editor)));
        let others = self.overlays.iter().filter(|overlay| matches!(overlay, Overlay::Note(_))).count() - 1;
        let others = match others {
            0 => String::new(),
            1 => "; another one is below it".to_owned(),
            many => format!("; {many} others are below it"),
        };
        self.status.say(format!("this note was being written when an earlier session ended{others}"));
    }

    /// Does what was answered to a question about the topmost editor.
    pub(super) fn note_step(&mut self, step: NoteStep) {
        let Some(at) = self.topmost_note() else { return };
        match step {
            NoteStep::AskToDiscard => {
                if let Some(Overlay::Note(note)) = self.overlays.get(at) {
                    let menu = Menu::discard(note.recovered);
                    self.overlays.push(Overlay::Menu(menu));
                }
            }
            NoteStep::Close => {
                if let Overlay::Note(note) = self.overlays.remove(at) {
                    self.send(Request::DropDraft(note.draft.key));
                }
            }
            NoteStep::Leave => {
                if let Overlay::Note(note) = self.overlays.remove(at) {
                    self.memory.drafts.push(note.written());
                    self.send(Request::SaveDraft(Box::new(note.written())));
                    self.status.say(
                        "put aside as a draft: the key for notes opens it here again, and the next start offers it",
                    );
                }
            }
            NoteStep::Save(version) => self.in_note(|note| {
                note.draft.version = version;
                if version.is_none() {
                    note.draft.id = None;
                }
                note.save()
            }),
            NoteStep::Both(theirs) => self.in_note(|note| {
                let both = format!("{}\n\n--- also saved meanwhile ---\n{}", note.text().trim_end(), theirs.text);
                note.draft.version = Some(theirs.version());
                note.take(&both)
            }),
            NoteStep::KeepMine => self.in_note(NoteEditor::keep),
            NoteStep::Take { text, file } => self.in_note(|note| {
                note.draft.file = Some(file);
                note.take(&text)
            }),
        }
    }

    /// The external editor has ended.
    pub(super) fn edited(&mut self, edited: Edited) {
        if self.topmost_note().is_none() {
            return;
        }
        match edited {
            Edited::Saved { text, file } => {
                self.in_note(|note| {
                    note.left = None;
                    note.draft.file = Some(file);
                    note.take(&text)
                });
            }
            Edited::Doubtful { why, text, file } => {
                let menu = Menu::doubtful(&why, text, file);
                self.overlays.push(Overlay::Menu(menu));
            }
            Edited::Nothing { why, file } => {
                self.in_note(|note| {
                    note.left = file;
                    Reply::stay()
                });
                self.status.fail(why);
            }
        }
    }

    /// A note was saved: its editor closes, unless more was typed since; the open article and its row show the note before they are read
    /// again.
    pub(super) fn note_saved(&mut self, saved: &NoteDraft, note: &Note) {
        self.memory.written += 1;
        if let Some(reader) = &mut self.reader
            && note.article == Some(reader.id())
        {
            let id = reader.id();
            let opened = Arc::make_mut(&mut reader.opened);
            opened.notes.retain(|old| old.id != note.id);
            let place = |n: &Note| n.anchor.as_ref().map_or(0, |a| a.span.start);
            let at = opened.notes.partition_point(|old| place(old) <= place(note));
            opened.notes.insert(at, note.clone());
            opened.row.notes = opened.notes.len() as u32;
            let count = opened.row.notes;
            if let Some(row) = self.list.row_mut(id) {
                row.notes = count;
            }
        }
        self.status.say(if note.text.is_empty() { "quoted" } else { "note saved" });
        if let Some(at) = self.note_of(saved.key) {
            self.close_saved(at, note);
        }
        self.notes_changed();
    }

    /// Closes the editor of a saved note, or goes on with what was typed since.
    fn close_saved(&mut self, at: usize, note: &Note) {
        let Some(Overlay::Note(editor)) = self.overlays.get_mut(at) else { return };
        let key = editor.draft.key;
        if editor.text().trim_end() == note.text {
            self.overlays.remove(at);
            // What was typed and taken back since may have been kept as a draft.
            return self.send(Request::DropDraft(key));
        }
        editor.saved(note.text.clone());
        (editor.draft.id, editor.draft.version) = (Some(note.id), Some(note.version()));
        let draft = Box::new(editor.written());
        self.send(Request::SaveDraft(draft));
        self.status.warn("the note is saved, but not what was typed since");
    }

    /// A note was not saved: its editor stays with the text.
    pub(super) fn note_failed(&mut self, draft: &NoteDraft) {
        if draft.key.number == 0 {
            return;
        }
        if let Some(at) = self.note_of(draft.key)
            && let Some(Overlay::Note(editor)) = self.overlays.get_mut(at)
        {
            editor.saving = Saving::Failed;
        } else {
            self.write_note(draft.clone(), String::new());
        }
    }

    /// A note has another text than the user has seen: shows both, and asks.
    pub(super) fn note_is_newer(&mut self, request: &Request, theirs: Option<Box<Note>>) {
        match request {
            Request::SaveNote(draft) if draft.key.number > 0 => {
                self.note_failed(draft);
                self.overlays.push(Overlay::Menu(Menu::newer(&draft.text, theirs)));
            }
            _ => self.status.warn("the note is not deleted: it was changed meanwhile; look at it first"),
        }
        self.reopen();
        self.notes_changed();
    }

    /// The archive is late, or the session ends: drafts that it has not kept yet, and that are `wanted`, are written to files.
    pub(super) fn rescue_drafts(&mut self, wanted: impl Fn(&Pending) -> bool) {
        let pending = self.requests.pending().iter().filter(|pending| wanted(pending));
        let waiting = pending.filter_map(|pending| match &pending.request {
            Request::SaveDraft(draft) => Some((draft.key, draft)),
            _ => None,
        });
        // The newest of each comes last.
        let newest: BTreeMap<DraftKey, &Box<NoteDraft>> = waiting.collect();
        self.out.extend(newest.into_values().cloned().map(Command::Rescue));
    }

    /// Notes changed: an open list of notes is asked for again.
    pub(super) fn notes_changed(&mut self) {
        let open = self.overlays.iter().find_map(|overlay| match overlay {
            Overlay::Notes(list) => Some((list.scope.clone(), list.words.clone())),
            _ => None,
        });
        if let Some((scope, words)) = open {
            self.perform(super::overlay::notes::ask(scope, &words));
        }
    }

    fn in_note(&mut self, change: impl FnOnce(&mut NoteEditor) -> Reply) {
        let Some(at) = self.topmost_note() else { return };
        let Some(Overlay::Note(note)) = self.overlays.get_mut(at) else { return };
        let reply = change(note);
        if reply.closes {
            self.overlays.remove(at);
        }
        self.perform_all(reply.intents);
    }

    fn topmost_note(&self) -> Option<usize> {
        self.overlays.iter().rposition(|overlay| matches!(overlay, Overlay::Note(_)))
    }

    fn note_of(&self, key: DraftKey) -> Option<usize> {
        self.overlays.iter().position(|overlay| matches!(overlay, Overlay::Note(note) if note.draft.key == key))
    }
}

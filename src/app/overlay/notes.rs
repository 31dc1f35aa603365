//! The list of notes: on the article, or all; each leads to its place, can be changed and deleted.

use super::{Overlay, moved};
use crate::app::command::Command;
use crate::app::jump_list::Spot;
use crate::app::model::Model;
use crate::app::request::{Purpose, Request};
use crate::config::action::Action;
use crate::news::note::{Note, NoteDraft, NoteId, NoteRow, Scope};
use crate::text::fold::fold;

/// The list.
#[derive(Clone, Debug)]
pub struct NoteList {
    /// On what.
    pub scope: Scope,
    /// Only those with these words, folded.
    pub words: String,
    /// The notes, by article and place.
    pub notes: Vec<NoteRow>,
    /// The note under the cursor.
    pub cursor: usize,
}

/// A note as the editor takes it.
pub fn draft(note: &Note) -> NoteDraft {
    NoteDraft {
        id: Some(note.id),
        anchor: note.anchor.clone(),
        article: note.article,
        entity: note.entity,
        text: note.text.clone(),
    }
}

impl Model {
    /// Asks for notes; the list opens when they are there.
    pub(super) fn ask_notes(&mut self, scope: Scope, words: &str) {
        self.ask(Request::Notes(scope), Purpose::Words(fold(words)));
    }

    /// The notes of the article; asked for again inside that list, all notes.
    pub(in crate::app) fn open_notes(&mut self) {
        let scope = self.reader.as_ref().map_or(Scope::All, |reader| Scope::Article(reader.id()));
        self.ask_notes(scope, "");
    }

    /// The notes are there.
    pub(in crate::app) fn noted(&mut self, scope: Scope, words: String, mut notes: Vec<NoteRow>) {
        if !words.is_empty() {
            let quote = |row: &NoteRow| row.note.anchor.as_ref().map_or(String::new(), |a| a.quote.clone());
            notes.retain(|row| fold(&format!("{} {} {}", row.note.text, quote(row), row.about)).contains(&words));
        }
        if notes.is_empty() && matches!(scope, Scope::Article(_)) && words.is_empty() {
            self.ask_notes(Scope::All, "");
            return;
        }
        // One list of notes at a time.
        let cursor = match self.overlays.iter().position(|o| matches!(o, Overlay::Notes(_))) {
            Some(at) => match self.overlays.remove(at) {
                Overlay::Notes(old) if old.scope == scope => old.cursor.min(notes.len().saturating_sub(1)),
                _ => 0,
            },
            None => 0,
        };
        self.overlays.push(Overlay::Notes(NoteList { scope, words, notes, cursor }));
    }

    pub(super) fn notes_key(&mut self, list: &mut NoteList, action: Option<Action>) -> bool {
        let current = list.notes.get(list.cursor).cloned();
        match (action, current) {
            (Some(Action::Back | Action::DropFocus | Action::Quit), _) => return true,
            (Some(Action::Open), Some(row)) => {
                if let Some(anchor) = &row.note.anchor {
                    self.leave_trail();
                    self.go_to(Spot { article: anchor.article, at: anchor.span.start });
                } else if let Some(article) = row.note.article {
                    self.leave_trail();
                    self.go_to(Spot { article, at: 0 });
                } else if let Some(entity) = row.note.entity {
                    self.jump_to(entity, row.about.clone());
                }
                return true;
            }
            (Some(Action::EditNote | Action::Note), Some(row)) => {
                self.open_note(draft(&row.note), row.about.clone());
            }
            (Some(Action::DeleteNote), Some(row)) => {
                self.send(Request::DeleteNote(row.note.id));
                list.notes.remove(list.cursor);
                list.cursor = list.cursor.min(list.notes.len().saturating_sub(1));
            }
            (Some(Action::Copy | Action::CopyWithSource), Some(row)) => {
                let quote = row.note.anchor.as_ref().map_or("", |a| a.quote.as_str());
                self.out.push(Command::Copy(format!("{quote}\n{}", row.note.text).trim().to_owned()));
            }
            (Some(Action::Export), _) => self.open_export(),
            (Some(Action::Undo), _) => self.send(Request::Undo),
            (Some(Action::Redo), _) => self.send(Request::Redo),
            (Some(Action::Notes), _) => {
                let all = self.reader.as_ref().map_or(Scope::All, |reader| Scope::Article(reader.id()));
                let scope = if list.scope == Scope::All { all } else { Scope::All };
                self.ask_notes(scope, "");
            }
            (Some(Action::CommandLine), _) => self.open_line(super::line::Prompt::Command),
            _ => list.cursor = moved(list.cursor, list.notes.len(), 10, action),
        }
        false
    }

    /// Notes changed: the list of them, if open, asks again.
    pub(in crate::app) fn notes_changed(&mut self) {
        let open =
            self.overlays.iter().find_map(|o| if let Overlay::Notes(l) = o { Some(l.scope.clone()) } else { None });
        if let Some(scope) = open {
            self.ask_notes(scope, "");
        }
    }

    /// A note is gone from the text shown.
    pub(in crate::app) fn note_gone(&mut self, id: NoteId) {
        if let Some(reader) = &mut self.reader {
            std::sync::Arc::make_mut(&mut reader.opened).notes.retain(|note| note.id != id);
        }
    }
}

//! A note being written: a text area over the panes. Every change is kept as a draft, so that a lost line loses nothing.
//!
//! `Ctrl-s` saves and closes; Esc closes what was not changed and asks before it gives up what was.

use crate::app::request::Request;
use tui_textarea::{CursorMove, Input, Key, TextArea};

use super::Overlay;
use super::confirm::{Confirm, Then};
use crate::app::command::Command;
use crate::app::model::Model;
use crate::config::action::Action;
use crate::config::key::{Code, KeyPress};
use crate::news::note::NoteDraft;

/// Longest note, in bytes: a paste may be longer, a note may not.
const LONGEST: usize = 1 << 20;

/// The editor.
#[derive(Clone, Debug)]
pub struct NoteEditor {
    /// The note without its text.
    pub draft: NoteDraft,
    /// What it is on, in words: the quoted sentence, a headline, a name.
    pub about: String,
    /// The text.
    pub area: TextArea<'static>,
    /// The text as it was.
    before: String,
}

impl NoteEditor {
    /// An editor on a note, the cursor behind its text.
    pub fn new(draft: NoteDraft, about: String) -> Self {
        let mut area = TextArea::new(draft.text.split('\n').map(str::to_owned).collect());
        area.move_cursor(CursorMove::Bottom);
        area.move_cursor(CursorMove::End);
        Self { before: draft.text.clone(), draft, about, area }
    }

    /// What was written.
    pub fn text(&self) -> String {
        self.area.lines().join("\n")
    }

    /// Whether it was changed.
    pub fn changed(&self) -> bool {
        self.text() != self.before
    }

    /// Puts another text in place of all.
    fn set(&mut self, text: &str) {
        self.area = Self::new(NoteDraft { text: text.to_owned(), ..NoteDraft::default() }, String::new()).area;
    }

    /// Puts pasted text at the cursor, without its control characters.
    pub fn paste(&mut self, text: &str) {
        let room = LONGEST.saturating_sub(self.text().len());
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let mut taken: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
        let mut end = taken.len().min(room);
        while !taken.is_char_boundary(end) {
            end -= 1;
        }
        taken.truncate(end);
        self.area.insert_str(taken);
    }
}

/// A key as the text area knows it.
fn input(key: KeyPress) -> Option<Input> {
    let code = match key.code {
        Code::Char(c) => Key::Char(c),
        Code::Enter => Key::Enter,
        Code::Tab => Key::Tab,
        Code::Backspace => Key::Backspace,
        Code::Delete => Key::Delete,
        Code::Up => Key::Up,
        Code::Down => Key::Down,
        Code::Left => Key::Left,
        Code::Right => Key::Right,
        Code::Home => Key::Home,
        Code::End => Key::End,
        Code::PageUp => Key::PageUp,
        Code::PageDown => Key::PageDown,
        Code::Esc | Code::Insert | Code::F(_) => return None,
    };
    Some(Input { key: code, ctrl: key.ctrl, alt: key.alt, shift: key.shift })
}

impl Model {
    /// Opens the editor on a note.
    pub(in crate::app) fn open_note(&mut self, draft: NoteDraft, about: String) {
        self.overlays.push(Overlay::Note(Box::new(NoteEditor::new(draft, about))));
    }

    pub(super) fn note_key(&mut self, note: &mut NoteEditor, key: KeyPress, action: Option<Action>) -> bool {
        match action {
            Some(Action::SaveNote) => {
                let draft = NoteDraft { text: note.text().trim_end().to_owned(), ..note.draft.clone() };
                if draft.text.is_empty() && draft.anchor.is_none() && draft.id.is_none() {
                    self.status.say("nothing was written, nothing is saved");
                } else {
                    self.send(Request::SaveNote(draft));
                }
                self.send(Request::DropDraft);
                true
            }
            Some(Action::ExternalEditor) => {
                self.out.push(Command::Edit(note.text()));
                false
            }
            Some(Action::Cancel) if note.changed() => {
                let question = "Give up what you wrote?".to_owned();
                self.overlays.push(Overlay::Confirm(Confirm { question, then: Then::GiveUpNote }));
                false
            }
            Some(Action::Cancel) => {
                self.send(Request::DropDraft);
                true
            }
            Some(_) => false,
            None => {
                let before = note.area.lines().len();
                if input(key).is_some_and(|input| note.area.input(input)) || before != note.area.lines().len() {
                    self.keep_draft(note);
                }
                false
            }
        }
    }

    fn keep_draft(&mut self, note: &NoteEditor) {
        let note = NoteDraft { text: note.text(), ..note.draft.clone() };
        self.send(Request::SaveDraft(note));
    }

    /// The note on top was changed by a paste.
    pub(super) fn note_typed(&mut self) {
        if let Some(Overlay::Note(note)) = self.overlays.last().cloned() {
            self.keep_draft(&note);
        }
    }

    /// The external editor is done.
    pub(in crate::app) fn edited(&mut self, text: Option<&str>) {
        if let Some(Overlay::Note(note)) = self.overlays.last_mut()
            && let Some(text) = text
        {
            note.set(text.trim_end_matches('\n'));
            self.note_typed();
        }
    }

    /// The reader gave the note up.
    pub(super) fn give_up_note(&mut self) {
        self.overlays.retain(|overlay| !matches!(overlay, Overlay::Note(_)));
        self.send(Request::DropDraft);
    }
}

//! The note editor: a text area over the panes. Every change is saved as a draft, so that a lost connection loses no text.
//!
//! Saving closes the editor. Cancelling closes it too, but asks first if the text was changed.

use tui_textarea::{CursorMove, Input, Key, TextArea};

use crate::app::command::Command;
use crate::app::intent::{Intent, Reply};
use crate::app::request::Request;
use crate::config::key::{Code, KeyPress};
use crate::config::scope::EditorAction;
use crate::news::note::NoteDraft;

/// Longest note, in bytes. A longer paste is cut.
const LONGEST: usize = 1 << 20;

/// The editor.
#[derive(Clone, Debug)]
pub struct NoteEditor {
    /// The note without its text.
    pub draft: NoteDraft,
    /// What the note is on: the quoted text, a headline, a name.
    pub about: String,
    /// The text.
    pub area: TextArea<'static>,
    /// The text when the editor was opened.
    before: String,
}

impl NoteEditor {
    /// An editor on a note, with the cursor at the end of the text.
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

    /// Whether the text was changed.
    pub fn changed(&self) -> bool {
        self.text() != self.before
    }

    /// Replaces the whole text.
    fn set(&mut self, text: &str) {
        self.area = Self::new(NoteDraft { text: text.to_owned(), ..NoteDraft::default() }, String::new()).area;
    }

    /// Inserts text at the cursor, without its control characters.
    fn insert(&mut self, text: &str) {
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

/// A key as input for the text area; none if it takes no such key.
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

impl NoteEditor {
    pub(super) fn act(&mut self, action: EditorAction) -> Reply {
        match action {
            EditorAction::SaveNote => {
                let draft = NoteDraft { text: self.text().trim_end().to_owned(), ..self.draft.clone() };
                let reply = Reply::close();
                if draft.text.is_empty() && draft.anchor.is_none() && draft.id.is_none() {
                    reply.say("the note is empty and was not saved").send(Request::DropDraft)
                } else {
                    // The draft is dropped only once the archive has saved the note.
                    reply.send(Request::SaveNote(draft))
                }
            }
            EditorAction::ExternalEditor => Reply::stay().and(Intent::Effect(Command::Edit(self.text()))),
            EditorAction::Cancel if self.changed() => {
                let question = "Discard what you wrote?".to_owned();
                Reply::stay().and(Intent::Confirm { question, yes: vec![Intent::CloseNote] })
            }
            EditorAction::Cancel => Reply::close().send(Request::DropDraft),
            EditorAction::Anywhere(_) => Reply::stay(),
        }
    }

    /// A key that is bound to nothing edits the text.
    pub(super) fn type_key(&mut self, key: KeyPress) -> Reply {
        let before = self.area.lines().len();
        if input(key).is_some_and(|input| self.area.input(input)) || before != self.area.lines().len() {
            return self.keep();
        }
        Reply::stay()
    }

    /// Inserts pasted text at the cursor.
    pub(super) fn paste(&mut self, text: &str) -> Reply {
        self.insert(text);
        self.keep()
    }

    /// Takes the text of the external editor.
    pub fn edited(&mut self, text: &str) -> Reply {
        self.set(text.trim_end_matches('\n'));
        self.keep()
    }

    fn keep(&self) -> Reply {
        Reply::stay().send(Request::SaveDraft(NoteDraft { text: self.text(), ..self.draft.clone() }))
    }
}

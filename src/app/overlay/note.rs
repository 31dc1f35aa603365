//! The note editor: a text area over the panes. Every change is saved as a draft, so that a lost connection loses no text.
//!
//! It closes once the archive has said that the note is saved. Until then it can be edited, but not left. Cancelling asks first if there
//! is anything to lose. What follows an answer or a question is in `app/noting`.

use std::path::PathBuf;

use tui_textarea::{CursorMove, Input, Key, TextArea};

use crate::app::command::Command;
use crate::app::intent::{Intent, NoteStep, Reply};
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
    /// How far saving is.
    pub saving: Saving,
    /// The text when the editor was opened, or when it was saved last.
    before: String,
    /// It is of an earlier session, or was put aside: there is something to lose even if it is not changed.
    pub recovered: bool,
    /// A file that the external editor left and that could not be taken: it goes on with that one.
    pub left: Option<PathBuf>,
}

/// How far saving a note is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Saving {
    /// It is being written.
    #[default]
    No,
    /// The archive has not answered yet.
    Waits,
    /// The archive did not save it.
    Failed,
}

impl NoteEditor {
    /// An editor on a note, with the cursor at the end of the text.
    pub fn new(draft: NoteDraft, about: String) -> Self {
        let mut area = TextArea::new(draft.text.split('\n').map(str::to_owned).collect());
        area.move_cursor(CursorMove::Bottom);
        area.move_cursor(CursorMove::End);
        let (before, saving) = (draft.text.clone(), Saving::No);
        Self { before, draft, about, area, saving, recovered: false, left: None }
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

    /// The note is saved with this text; what was typed since then is not.
    pub fn saved(&mut self, text: String) {
        (self.saving, self.before, self.recovered) = (Saving::No, text, false);
    }

    /// Inserts text at the cursor, without its control characters. False where a part of it has no room.
    fn insert(&mut self, text: &str) -> bool {
        let room = LONGEST.saturating_sub(self.text().len());
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let mut taken: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
        let mut end = taken.len().min(room);
        while !taken.is_char_boundary(end) {
            end -= 1;
        }
        let whole = end == taken.len();
        taken.truncate(end);
        self.area.insert_str(taken);
        whole
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
            EditorAction::SaveNote | EditorAction::ExternalEditor | EditorAction::Cancel
                if self.saving == Saving::Waits =>
            {
                Reply::stay().say("the archive has not answered yet; the text stays here until it has")
            }
            EditorAction::SaveNote => self.save(),
            EditorAction::ExternalEditor => {
                let draft = Box::new(self.written());
                let edit = Command::Edit(draft.clone(), self.left.clone());
                Reply::stay().send(Request::SaveDraft(draft)).and(Intent::Effect(edit))
            }
            EditorAction::Cancel if self.changed() || self.recovered => {
                Reply::stay().and(Intent::InNote(NoteStep::AskToDiscard))
            }
            EditorAction::Cancel => Reply::close().send(Request::DropDraft(self.draft.key)),
            EditorAction::Anywhere(_) => Reply::stay(),
        }
    }

    /// Saves the note. The editor closes when the archive has saved it.
    pub fn save(&mut self) -> Reply {
        let draft = NoteDraft { text: self.text().trim_end().to_owned(), ..self.draft.clone() };
        if draft.text.is_empty() && draft.anchor.is_none() && draft.id.is_none() {
            return Reply::close().say("the note is empty and was not saved").send(Request::DropDraft(draft.key));
        }
        self.saving = Saving::Waits;
        Reply::stay().send(Request::SaveNote(Box::new(draft)))
    }

    /// The note with its text.
    pub fn written(&self) -> NoteDraft {
        NoteDraft { text: self.text(), ..self.draft.clone() }
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
        let whole = self.insert(text);
        let reply = self.keep();
        if whole {
            return reply;
        }
        reply.and(Intent::Warn(format!(
            "the end of what was pasted is not in the note: it holds {LONGEST} bytes at most"
        )))
    }

    /// Takes another text as a whole: that of the external editor, or both texts of a note.
    pub fn take(&mut self, text: &str) -> Reply {
        self.set(text.trim_end_matches('\n'));
        self.keep()
    }

    /// Keeps the text as a draft.
    pub fn keep(&mut self) -> Reply {
        self.draft.turn += 1;
        Reply::stay().send(Request::SaveDraft(Box::new(self.written())))
    }
}

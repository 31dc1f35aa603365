//! The list of notes: those on the article, or all. A note leads to its position and can be edited, copied and deleted.

use super::cursor::moved;
use crate::app::command::Command;
use crate::app::intent::{Intent, Prompt, Reply, Target};
use crate::app::navigation::jump_list::Spot;
use crate::app::request::{Purpose, Request};
use crate::app::workspace::Workspace;
use crate::config::scope::NotesAction;
use crate::news::note::{Note, NoteDraft, NoteRow, Scope};
use crate::text::fold::fold;

/// Rows that a page key moves by.
const PAGE: usize = 10;

/// The list.
#[derive(Clone, Debug)]
pub struct NoteList {
    /// What the notes are on.
    pub scope: Scope,
    /// Only notes with these folded words are shown.
    pub words: String,
    /// The notes, by article and place.
    pub notes: Vec<NoteRow>,
    /// The note under the cursor.
    pub cursor: usize,
}

/// Asks for the notes of the article shown, else for all.
pub fn ask_here(cx: &Workspace<'_>) -> Intent {
    ask(cx.shown().map_or(Scope::All, Scope::Article), "")
}

/// Asks for notes with these words.
pub fn ask(scope: Scope, words: &str) -> Intent {
    Intent::Ask(Request::Notes(scope), Purpose::Words(fold(words)))
}

/// The draft that edits a note.
pub fn draft(note: &Note) -> NoteDraft {
    NoteDraft {
        id: Some(note.id),
        anchor: note.anchor.clone(),
        article: note.article,
        entity: note.entity,
        text: note.text.clone(),
        version: Some(note.version()),
        ..NoteDraft::default()
    }
}

fn quote(row: &NoteRow) -> &str {
    row.note.anchor.as_ref().map_or("", |anchor| anchor.quote.as_str())
}

/// Goes to what a note is on; none if it is on nothing.
pub fn lead(row: &NoteRow) -> Option<Intent> {
    let note = &row.note;
    let spot = |spot| (Vec::new(), Target::Spot(spot));
    let (focus, to) = match (&note.anchor, note.article, note.entity) {
        (Some(anchor), ..) => spot(Spot { article: anchor.article, at: anchor.span.start }),
        (None, Some(article), _) => spot(Spot { article, at: 0 }),
        (None, None, Some(entity)) => (vec![(entity, row.about.clone())], Target::Nearest),
        (None, None, None) => return None,
    };
    Some(Intent::Leave { focus, to, order: None })
}

impl NoteList {
    /// The list for an answer. None if an article has no notes: the caller then asks for all notes.
    pub fn new(scope: Scope, words: String, mut notes: Vec<NoteRow>, before: Option<&Self>) -> Option<Self> {
        if !words.is_empty() {
            notes.retain(|row| fold(&format!("{} {} {}", row.note.text, quote(row), row.about)).contains(&words));
        }
        if notes.is_empty() && matches!(scope, Scope::Article(_)) && words.is_empty() {
            return None;
        }
        let cursor = before.filter(|before| before.scope == scope).map_or(0, |before| before.cursor);
        let cursor = cursor.min(notes.len().saturating_sub(1));
        Some(Self { scope, words, notes, cursor })
    }

    pub(super) fn act(&mut self, cx: &Workspace<'_>, action: NotesAction) -> Reply {
        match action {
            NotesAction::Closing(_) => return Reply::close(),
            NotesAction::Move(motion) => self.cursor = moved(self.cursor, self.notes.len(), PAGE, motion),
            NotesAction::Advance => self.cursor = (self.cursor + PAGE).min(self.notes.len().saturating_sub(1)),
            NotesAction::Undo => return Reply::stay().send(Request::Undo),
            NotesAction::Redo => return Reply::stay().send(Request::Redo),
            NotesAction::Export => return Reply::stay().and(Intent::OpenExport),
            NotesAction::CommandLine => {
                return Reply::stay().and(Intent::OpenPrompt(Prompt::Command, String::new()));
            }
            NotesAction::Notes => {
                let here = ask_here(cx);
                return Reply::stay().and(if self.scope == Scope::All { here } else { ask(Scope::All, "") });
            }
            NotesAction::Anywhere(_) => {}
            NotesAction::Open => return self.with_row(|row| Reply::close().and_all(lead(row))),
            NotesAction::EditNote | NotesAction::Note => {
                return self.with_row(|row| Reply::stay().and(Intent::WriteNote(draft(&row.note), row.about.clone())));
            }
            NotesAction::Copy | NotesAction::CopyWithSource => {
                return self.with_row(|row| {
                    let text = format!("{}\n{}", quote(row), row.note.text);
                    Reply::stay().and(Intent::Effect(Command::Copy(text.trim().to_owned())))
                });
            }
            NotesAction::DeleteNote => {
                let reply =
                    self.with_row(|row| Reply::stay().send(Request::DeleteNote(row.note.id, row.note.version())));
                if self.cursor < self.notes.len() {
                    self.notes.remove(self.cursor);
                    self.cursor = self.cursor.min(self.notes.len().saturating_sub(1));
                }
                return reply;
            }
        }
        Reply::stay()
    }

    /// The reply about the note under the cursor, or a message if there is none.
    fn with_row(&self, reply: impl FnOnce(&NoteRow) -> Reply) -> Reply {
        self.notes.get(self.cursor).map_or_else(|| Reply::stay().say("there are no notes here"), reply)
    }
}

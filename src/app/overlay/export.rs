//! The export dialog: which notes, in which format, where to.

use std::path::PathBuf;

use crate::app::field::Field;
use crate::app::intent::{Intent, Reply};
use crate::app::request::{Destination, Request};
use crate::app::sidebar::Referent;
use crate::app::workspace::Workspace;
use crate::config::key::{Code, KeyPress};
use crate::config::scope::PromptAction;
use crate::export::format::Format;
use crate::news::note::Scope;

/// A row of the dialog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportRow {
    /// Which notes.
    Scope,
    /// The format.
    Format,
    /// File or clipboard.
    Where,
    /// The path of the file.
    Path,
}

/// The dialog.
#[derive(Clone, Debug)]
pub struct ExportDialog {
    /// The scopes to choose from, with their labels.
    pub scopes: Vec<(Scope, String)>,
    /// Index of the chosen scope.
    pub scope: usize,
    /// Index of the chosen format in [`Format::ALL`].
    pub format: usize,
    /// Export to the clipboard instead of a file.
    pub clipboard: bool,
    /// The path of the file.
    pub path: Field,
    /// The user typed a path: its extension no longer follows the format.
    named: bool,
    /// The row under the cursor.
    pub row: ExportRow,
}

impl ExportDialog {
    /// The rows shown. The path is not needed for the clipboard.
    pub fn rows(&self) -> &'static [ExportRow] {
        use ExportRow::{Format, Path, Scope, Where};
        if self.clipboard { &[Scope, Format, Where] } else { &[Scope, Format, Where, Path] }
    }

    /// The chosen format.
    pub fn format(&self) -> Format {
        Format::ALL.get(self.format).copied().unwrap_or_default()
    }

    fn name_file(&mut self) {
        if !self.named {
            self.path.set(format!("attache-notes.{}", self.format().extension()));
        }
    }

    fn turn(&mut self, forward: bool) {
        let turned = |at: usize, len: usize| (at + if forward { 1 } else { len.max(1) - 1 }) % len.max(1);
        match self.row {
            ExportRow::Scope => self.scope = turned(self.scope, self.scopes.len()),
            ExportRow::Format => {
                self.format = turned(self.format, Format::ALL.len());
                self.name_file();
            }
            ExportRow::Where => self.clipboard = !self.clipboard,
            ExportRow::Path => {}
        }
    }

    fn choose_row(&mut self, down: bool) {
        let rows = self.rows();
        let at = rows.iter().position(|row| *row == self.row).unwrap_or(0);
        let to = if down { at + 1 } else { at.saturating_sub(1) };
        self.row = rows.get(to).copied().unwrap_or(self.row);
    }
}

impl ExportDialog {
    /// A dialog with the scopes that can be exported from here, the narrowest first.
    pub fn new(cx: &Workspace<'_>) -> Self {
        let mut scopes = Vec::new();
        if let Some(reader) = cx.reader {
            let headline = &reader.opened.article.draft.headline;
            scopes.push((Scope::Article(reader.id()), format!("this article: {headline}")));
        }
        if let Some(focus) = &cx.navigation.focus
            && let Some(Referent::Entity(id)) = focus.only()
        {
            scopes.push((Scope::Entity(id), format!("notes about {}", focus.name)));
        }
        let query = cx.list.view.filter.text();
        if !query.is_empty() {
            scopes.push((Scope::Query(query.to_owned()), format!("articles of this list: {query}")));
        }
        scopes.push((Scope::All, "all notes".to_owned()));
        let path = Field::new("attache-notes.md");
        Self { scopes, scope: 0, format: 0, clipboard: false, path, named: false, row: ExportRow::Scope }
    }

    pub(super) fn act(&mut self, action: PromptAction) -> Reply {
        match action {
            PromptAction::Cancel => return Reply::close(),
            PromptAction::Accept => return self.accept(),
            PromptAction::NextChoice => self.choose_row(true),
            PromptAction::PreviousChoice => self.choose_row(false),
            PromptAction::Complete => self.turn(true),
            PromptAction::Move(_) | PromptAction::Anywhere(_) => {}
        }
        Reply::stay()
    }

    /// A key that is bound to nothing edits the path, or changes the other rows.
    pub(super) fn type_key(&mut self, key: KeyPress) -> Reply {
        if self.row == ExportRow::Path {
            self.named |= self.path.edit(key);
            return Reply::stay();
        }
        match key.code {
            Code::Right | Code::Char(' ' | 'l') => self.turn(true),
            Code::Left | Code::Char('h') => self.turn(false),
            Code::Char('j') => self.choose_row(true),
            Code::Char('k') => self.choose_row(false),
            _ => {}
        }
        Reply::stay()
    }

    fn accept(&self) -> Reply {
        let Some((scope, _)) = self.scopes.get(self.scope).cloned() else { return Reply::close() };
        let path = self.path.text().trim();
        if path.is_empty() && !self.clipboard {
            return Reply::stay().and(Intent::Warn("the file has no name".to_owned()));
        }
        let file = Destination::File { path: PathBuf::from(path), replace: false };
        let to = if self.clipboard { Destination::Clipboard } else { file };
        Reply::close().send(Request::Export { scope, format: self.format(), to })
    }
}

/// The question whether an export may replace an existing file.
pub fn replace(export: Request, path: &str) -> Option<Intent> {
    let Request::Export { scope, format, to: Destination::File { path: file, .. } } = export else { return None };
    let to = Destination::File { path: file, replace: true };
    let yes = vec![Intent::send(Request::Export { scope, format, to })];
    Some(Intent::Confirm { question: format!("{path} exists. Replace it?"), yes })
}

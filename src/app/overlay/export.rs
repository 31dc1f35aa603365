//! What to export, in which form, where to.

use crate::app::request::{Destination, Request};
use std::path::PathBuf;

use super::Overlay;
use super::confirm::{Confirm, Then};
use crate::app::field::Field;
use crate::app::model::Model;
use crate::app::sidebar::Who;
use crate::config::action::Action;
use crate::config::key::{Code, KeyPress};
use crate::export::format::Format;
use crate::news::note::Scope;

/// A row of the dialog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportRow {
    /// On what.
    Scope,
    /// In which form.
    Format,
    /// Where to.
    Where,
    /// The file.
    Path,
}

/// The dialog.
#[derive(Clone, Debug)]
pub struct ExportDialog {
    /// What can be exported here, with its words.
    pub scopes: Vec<(Scope, String)>,
    /// The scope chosen.
    pub scope: usize,
    /// The form chosen.
    pub format: usize,
    /// To the clipboard instead of a file.
    pub clipboard: bool,
    /// The file.
    pub path: Field,
    /// The name was typed: it no longer follows the form.
    named: bool,
    /// The row under the cursor.
    pub row: ExportRow,
}

impl ExportDialog {
    /// The rows there are.
    pub fn rows(&self) -> &'static [ExportRow] {
        use ExportRow::{Format, Path, Scope, Where};
        if self.clipboard { &[Scope, Format, Where] } else { &[Scope, Format, Where, Path] }
    }

    /// The form chosen.
    pub fn form(&self) -> Format {
        Format::ALL.get(self.format).copied().unwrap_or_default()
    }

    fn name_file(&mut self) {
        if !self.named {
            self.path.set(format!("attache-notes.{}", self.form().extension()));
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

impl Model {
    /// Opens the dialog.
    pub(in crate::app) fn open_export(&mut self) {
        let mut scopes = Vec::new();
        if let Some(reader) = &self.reader {
            let headline = &reader.opened.article.draft.headline;
            scopes.push((Scope::Article(reader.id()), format!("this article: {headline}")));
        }
        if let Some(walk) = &self.walk
            && let Some(Who::Entity(id)) = walk.only()
        {
            scopes.push((Scope::Entity(id), format!("notes about {}", walk.name)));
        }
        let query = self.list.view.filter.text();
        if !query.is_empty() {
            scopes.push((Scope::Query(query.to_owned()), format!("articles of this list: {query}")));
        }
        scopes.push((Scope::All, "all notes".to_owned()));
        let path = Field::new("attache-notes.md");
        let row = ExportRow::Scope;
        let dialog = ExportDialog { scopes, scope: 0, format: 0, clipboard: false, path, named: false, row };
        self.overlays.push(Overlay::Export(dialog));
    }

    pub(super) fn export_key(&mut self, dialog: &mut ExportDialog, key: KeyPress, action: Option<Action>) -> bool {
        match action {
            Some(Action::Cancel) => return true,
            Some(Action::Accept) => return self.export_accept(dialog),
            Some(Action::NextChoice) => dialog.choose_row(true),
            Some(Action::PreviousChoice) => dialog.choose_row(false),
            Some(Action::Complete) => dialog.turn(true),
            Some(_) => {}
            None if dialog.row == ExportRow::Path => dialog.named |= dialog.path.edit(key),
            None => match key.code {
                Code::Right | Code::Char(' ' | 'l') => dialog.turn(true),
                Code::Left | Code::Char('h') => dialog.turn(false),
                Code::Char('j') => dialog.choose_row(true),
                Code::Char('k') => dialog.choose_row(false),
                _ => {}
            },
        }
        false
    }

    fn export_accept(&mut self, dialog: &ExportDialog) -> bool {
        let Some((scope, _)) = dialog.scopes.get(dialog.scope).cloned() else { return true };
        let path = dialog.path.text().trim();
        if path.is_empty() && !dialog.clipboard {
            self.status.warn("the file has no name");
            return false;
        }
        let file = Destination::File { path: PathBuf::from(path), replace: false };
        let to = if dialog.clipboard { Destination::Clipboard } else { file };
        self.send(Request::Export { scope, format: dialog.form(), to });
        true
    }

    /// The file of the last export exists: ask.
    pub(in crate::app) fn export_exists(&mut self, export: Request, path: &str) {
        let Request::Export { scope, format, to: Destination::File { path: file, .. } } = export else { return };
        let question = format!("{path} exists. Replace it?");
        let to = Destination::File { path: file, replace: true };
        let then = Then::Do(vec![Request::Export { scope, format, to }]);
        self.overlays.push(Overlay::Confirm(Confirm { question, then }));
    }
}

//! Exports notes: to a file, or as text for the clipboard.

use crate::app::message::Answer;
use crate::app::request::Destination;
use crate::export::format::Format;
use crate::export::render;
use crate::news::note::Scope;
use crate::runtime::clock::clock;
use crate::runtime::policy::Policy;
use crate::runtime::save::{SaveError, save};
use crate::store::{Store, StoreError};

/// What came of an export.
pub enum Exported {
    /// A file was written, or one exists under its name.
    File(Answer),
    /// A text for the clipboard.
    Clipboard(String),
}

/// Exports the notes of a scope.
pub fn export(
    store: &Store,
    policy: &Policy,
    scope: &Scope,
    format: Format,
    to: Destination,
) -> anyhow::Result<Exported> {
    let dossier = store.dossier(scope, &clock())?;
    let notes = match dossier.entries.len() {
        0 => return Err(StoreError::Missing("notes there to export".to_owned()).into()),
        1 => "1 note".to_owned(),
        count => format!("{count} notes"),
    };
    let text = render(&dossier, format);
    match to {
        Destination::Clipboard => Ok(Exported::Clipboard(text)),
        Destination::File { path, replace } => {
            let target = policy.target(&path)?;
            let shown = target.path().display().to_string();
            match save(&target, text.as_bytes(), replace) {
                Ok(()) => Ok(Exported::File(Answer::Exported(format!("{notes} written to {shown}")))),
                Err(SaveError::Exists(_)) => Ok(Exported::File(Answer::Exists(shown))),
                Err(error) => Err(error.into()),
            }
        }
    }
}

//! What the quick lane changes in the archive: decisions, notes, corrections, and summaries written to files.

use super::{NOTE, Quick, ROWS};
use crate::app::command::{Command, Destination, Targets};
use crate::app::message::Message;
use crate::export::format::Format;
use crate::export::render;
use crate::news::article::{ArticleId, Row};
use crate::news::note::Scope;
use crate::news::triage::Change;
use crate::query::parse;
use crate::runtime::clock::clock;
use crate::runtime::save::{SaveError, save};
use crate::store::{Step, StoreError};

impl<T: Fn(Message) + Clone + Send + 'static, C: Fn(String)> Quick<T, C> {
    /// Carries out what changes the archive.
    pub(super) fn change(&mut self, command: Command) -> Result<(), StoreError> {
        let now = clock().now;
        match command {
            Command::Triage { targets, change } => self.triage(targets, &change)?,
            Command::Seen(article) => {
                let story = self.store.story(article)?;
                let mut changed = Vec::new();
                for id in story {
                    if self.store.seen(id)? {
                        changed.push(id);
                    }
                }
                if !changed.is_empty() {
                    let rows = self.rows_of(&changed)?;
                    (self.tell)(Message::Triaged { sentence: String::new(), rows, changed: changed.len() });
                }
            }
            Command::Undo => {
                let step = self.store.undo()?;
                self.undone(step, "undone", "nothing to undo")?;
            }
            Command::Redo => {
                let step = self.store.redo()?;
                self.undone(step, "redone", "nothing to redo")?;
            }
            Command::SaveNote(draft) => {
                let note = self.store.save_note(&draft, now)?;
                let article = note.article;
                (self.tell)(Message::NoteSaved(note));
                self.renew(article)?;
            }
            Command::DeleteNote(id) => {
                let step = self.store.delete_note(id, now)?;
                (self.tell)(Message::NoteDeleted(id));
                self.renew(step.articles.first().copied())?;
            }
            Command::Correct(correction) => {
                let step = self.store.correct(&correction, now)?;
                self.corrected(step);
            }
            Command::Judge { article, chains, entity, same } => {
                let step = self.store.judge(article, &chains, entity, same, now)?;
                self.corrected(step);
            }
            Command::Refuse { article, mention, entity } => {
                let step = self.store.refuse(article, mention, entity, now)?;
                self.corrected(step);
            }
            Command::Carve { article, mention } => {
                let step = self.store.carve(article, mention, now)?;
                self.corrected(step);
            }
            Command::Watch { entity, on } => {
                let mut step = self.store.watch(entity, on, now)?;
                if !on && self.watched.contains(&self.store.root(entity)?) {
                    let name = self.store.shown(entity)?.unwrap_or_default();
                    step.sentence = format!("{name} stands in watch.toml: it is watched until it is taken out there");
                }
                self.corrected(step);
            }
            Command::Chosen(entity) => self.store.chosen(entity)?,
            Command::Position { article, offset } => self.store.set_position(article, offset)?,
            Command::SaveDraft(draft) => self.store.keep_draft(NOTE, Some(&draft.note))?,
            Command::DropDraft => self.store.keep_draft(NOTE, None)?,
            Command::Export { scope, format, to } => self.export(&scope, format, to)?,
            // Questions, and what is for other lanes and for the terminal.
            _ => {}
        }
        Ok(())
    }

    fn triage(&mut self, targets: Targets, change: &Change) -> Result<(), StoreError> {
        let mut ids = match targets {
            Targets::Articles(ids) => ids,
            Targets::Found(query) => self.store.all(&parse(&query)?, &clock())?,
        };
        if matches!(change, Change::State(_)) {
            // A row stands for a story: its copies are decided with it, or the next one would take its place.
            let mut all = Vec::with_capacity(ids.len());
            for id in ids {
                all.extend(self.store.story(id)?);
            }
            all.sort_unstable();
            all.dedup();
            ids = all;
        }
        let step = self.store.triage(&ids, change, clock().now)?;
        let rows = self.rows_of(&step.articles)?;
        (self.tell)(Message::Triaged { sentence: step.sentence, rows, changed: step.articles.len() });
        Ok(())
    }

    fn rows_of(&self, ids: &[ArticleId]) -> Result<Vec<Row>, StoreError> {
        if ids.len() > ROWS { Ok(Vec::new()) } else { self.store.rows(ids) }
    }

    /// Sends the row of an article anew: the number of its notes changed.
    fn renew(&self, article: Option<ArticleId>) -> Result<(), StoreError> {
        if let Some(id) = article {
            (self.tell)(Message::Rows { rows: self.store.rows(&[id])? });
        }
        Ok(())
    }

    fn undone(&self, step: Option<Step>, done: &str, nothing: &str) -> Result<(), StoreError> {
        let entities = step.as_ref().is_some_and(|step| step.entities);
        let message = match step {
            None => Message::Undone {
                sentence: nothing.to_owned(),
                rows: Vec::new(),
                first: None,
                reload: false,
                entities: false,
            },
            Some(step) => Message::Undone {
                sentence: format!("{done}: {}", step.sentence),
                rows: self.rows_of(&step.articles)?,
                first: step.articles.first().copied(),
                reload: step.reload,
                entities: step.entities,
            },
        };
        (self.tell)(message);
        if entities {
            self.names.ask();
        }
        Ok(())
    }

    fn corrected(&self, step: Step) {
        (self.tell)(Message::Corrected { sentence: step.sentence });
        if step.entities {
            self.names.ask();
        }
    }

    fn export(&self, scope: &Scope, format: Format, to: Destination) -> Result<(), StoreError> {
        let dossier = self.store.dossier(scope, &clock())?;
        if dossier.entries.is_empty() {
            return Err(StoreError::Missing("notes there to export".to_owned()));
        }
        let text = render(&dossier, format);
        let count =
            if dossier.entries.len() == 1 { "1 note".to_owned() } else { format!("{} notes", dossier.entries.len()) };
        match to {
            Destination::Clipboard => (self.copy)(text),
            Destination::File { path, replace } => {
                let shown = path.display().to_string();
                (self.tell)(match save(&path, text.as_bytes(), replace) {
                    Ok(()) => Message::Exported(format!("{count} written to {shown}")),
                    Err(SaveError::Exists(_)) => Message::Exists(shown),
                    Err(error) => Message::Failed { what: "export".to_owned(), error: error.to_string() },
                });
            }
        }
        Ok(())
    }
}

//! What the foreground lane changes: triage, notes, corrections, the watch list, and exports.

use super::{Foreground, ROWS};
use crate::app::message::{Answer, Message};
use crate::app::request::{Destination, Targets, Ticket};
use crate::export::format::Format;
use crate::export::render;
use crate::news::article::{ArticleId, Row};
use crate::news::entity::EntityId;
use crate::news::note::{NoteDraft, NoteId, Scope};
use crate::news::triage::Change;
use crate::runtime::clock::clock;
use crate::runtime::save::{SaveError, save};
use crate::store::{Step, StoreError};

impl<T: Fn(Message), C: Fn(String)> Foreground<T, C> {
    pub(super) fn triage(&mut self, targets: Targets, change: &Change) -> Result<Answer, StoreError> {
        let mut ids = match targets {
            Targets::Articles(ids) => ids,
            Targets::Found(filter) => self.store.all(filter.query(), &clock())?,
        };
        if matches!(change, Change::State(_)) {
            // A row stands for a story: its copies are decided with it, or the next copy would take its place.
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
        Ok(Answer::Triaged { sentence: step.sentence, rows, changed: step.articles.len() })
    }

    /// Marks an article and its copies as read.
    pub(super) fn seen(&mut self, article: ArticleId) -> Result<Answer, StoreError> {
        let mut changed = Vec::new();
        for id in self.store.story(article)? {
            if self.store.seen(id)? {
                changed.push(id);
            }
        }
        if changed.is_empty() {
            return Ok(Answer::Done);
        }
        let rows = self.rows_of(&changed)?;
        Ok(Answer::Triaged { sentence: String::new(), rows, changed: changed.len() })
    }

    fn rows_of(&self, ids: &[ArticleId]) -> Result<Vec<Row>, StoreError> {
        if ids.len() > ROWS { Ok(Vec::new()) } else { self.store.rows(ids) }
    }

    pub(super) fn save_note(&mut self, draft: &NoteDraft) -> Result<Answer, StoreError> {
        let note = self.store.save_note(draft, clock().now)?;
        let row = self.row_of(note.article)?;
        Ok(Answer::NoteSaved(Box::new(note), row))
    }

    pub(super) fn delete_note(&mut self, id: NoteId) -> Result<Answer, StoreError> {
        let step = self.store.delete_note(id, clock().now)?;
        Ok(Answer::NoteDeleted(id, self.row_of(step.articles.first().copied())?))
    }

    /// The row of an article whose number of notes changed.
    fn row_of(&self, article: Option<ArticleId>) -> Result<Option<Box<Row>>, StoreError> {
        article.map_or(Ok(None), |id| Ok(self.store.rows(&[id])?.pop().map(Box::new)))
    }

    pub(super) fn undone(&self, step: Option<Step>, done: &str, nothing: &str) -> Result<Answer, StoreError> {
        let Some(step) = step else {
            let sentence = nothing.to_owned();
            return Ok(Answer::Undone { sentence, rows: Vec::new(), first: None, reload: false, entities: false });
        };
        if step.entities {
            self.names.ask();
        }
        Ok(Answer::Undone {
            sentence: format!("{done}: {}", step.sentence),
            rows: self.rows_of(&step.articles)?,
            first: step.articles.first().copied(),
            reload: step.reload,
            entities: step.entities,
        })
    }

    pub(super) fn corrected(&self, step: Step) -> Answer {
        if step.entities {
            self.names.ask();
        }
        Answer::Corrected(step.sentence)
    }

    pub(super) fn watch(&mut self, entity: EntityId, on: bool) -> Result<Answer, StoreError> {
        let mut step = self.store.watch(entity, on, clock().now)?;
        if !on && self.watched.contains(&self.store.root(entity)?) {
            let name = self.store.shown(entity)?.unwrap_or_default();
            step.sentence = format!("{name} is in watch.toml and stays watched until it is taken out there");
        }
        Ok(self.corrected(step))
    }

    /// Writes an export. To the clipboard the main loop sends it, and says so itself.
    pub(super) fn export(
        &self,
        ticket: Ticket,
        scope: &Scope,
        format: Format,
        to: Destination,
    ) -> Result<Option<Answer>, StoreError> {
        let dossier = self.store.dossier(scope, &clock())?;
        if dossier.entries.is_empty() {
            return Err(StoreError::Missing("notes there to export".to_owned()));
        }
        let text = render(&dossier, format);
        let count =
            if dossier.entries.len() == 1 { "1 note".to_owned() } else { format!("{} notes", dossier.entries.len()) };
        Ok(match to {
            Destination::Clipboard => {
                (self.copy)(text);
                Some(Answer::Done)
            }
            Destination::File { path, replace } => {
                let shown = path.display().to_string();
                match save(&path, text.as_bytes(), replace) {
                    Ok(()) => Some(Answer::Exported(format!("{count} written to {shown}"))),
                    Err(SaveError::Exists(_)) => Some(Answer::Exists(shown)),
                    Err(error) => {
                        self.fail(ticket, error.to_string());
                        None
                    }
                }
            }
        })
    }
}

//! Changes to the archive that take more than one call of the store: triage, notes, undo, the watch list.

use crate::app::message::Answer;
use crate::app::request::Targets;
use crate::news::article::ArticleId;
use crate::news::entity::EntityId;
use crate::news::list_row::ListRow;
use crate::news::note::{NoteDraft, NoteId};
use crate::news::triage::Change;
use crate::runtime::clock::clock;
use crate::store::{Result, Step, Store};

/// Most rows sent after a change; after a larger one the list asks again.
const ROWS: usize = 500;

/// Decides about articles. A decision about the state of an article is also one about its copies, because the list shows one
/// row for all of them: otherwise the next copy would take its place.
pub fn triage(store: &mut Store, targets: Targets, change: &Change) -> Result<Answer> {
    let mut ids = match targets {
        Targets::Articles(ids) => ids,
        Targets::Found(filter) => store.all(filter.query(), &clock())?,
    };
    if matches!(change, Change::State(_)) {
        let mut with_copies = Vec::with_capacity(ids.len());
        for id in ids {
            with_copies.extend(store.story(id)?);
        }
        with_copies.sort_unstable();
        with_copies.dedup();
        ids = with_copies;
    }
    let step = store.triage(&ids, change, clock().now)?;
    let rows = rows_of(store, &step.articles)?;
    Ok(Answer::Triaged { sentence: step.sentence, rows, changed: step.articles.len() })
}

/// Marks an article and its copies as read.
pub fn seen(store: &mut Store, article: ArticleId) -> Result<Answer> {
    let mut changed = Vec::new();
    for id in store.story(article)? {
        if store.seen(id)? {
            changed.push(id);
        }
    }
    if changed.is_empty() {
        return Ok(Answer::Done);
    }
    let rows = rows_of(store, &changed)?;
    Ok(Answer::Triaged { sentence: String::new(), rows, changed: changed.len() })
}

/// Saves a note.
pub fn save_note(store: &mut Store, draft: &NoteDraft) -> Result<Answer> {
    let note = store.save_note(draft, clock().now)?;
    let row = row_of(store, note.article)?;
    Ok(Answer::NoteSaved(Box::new(note), row))
}

/// Deletes a note.
pub fn delete_note(store: &mut Store, id: NoteId) -> Result<Answer> {
    let step = store.delete_note(id, clock().now)?;
    Ok(Answer::NoteDeleted(id, row_of(store, step.articles.first().copied())?))
}

/// The answer to undo and redo. `done` is the verb of the sentence; `nothing` is the sentence where there was no step.
pub fn undone(store: &Store, step: Option<Step>, done: &str, nothing: &str) -> Result<Answer> {
    let Some(step) = step else {
        let sentence = nothing.to_owned();
        return Ok(Answer::Undone { sentence, rows: Vec::new(), first: None, reload: false, entities: false });
    };
    Ok(Answer::Undone {
        sentence: format!("{done}: {}", step.sentence),
        rows: rows_of(store, &step.articles)?,
        first: step.articles.first().copied(),
        reload: step.reload,
        entities: step.entities,
    })
}

/// Puts an entity on the watch list or takes it off. `in_file`: the entities that watch.toml names; they stay watched.
pub fn watch(store: &mut Store, in_file: &[EntityId], entity: EntityId, on: bool) -> Result<Step> {
    let mut step = store.watch(entity, on, clock().now)?;
    if !on && in_file.contains(&store.root(entity)?) {
        let name = store.shown(entity)?.unwrap_or_default();
        step.sentence = format!("{name} is in watch.toml and stays watched until it is taken out there");
    }
    Ok(step)
}

fn rows_of(store: &Store, ids: &[ArticleId]) -> Result<Vec<ListRow>> {
    if ids.len() > ROWS { Ok(Vec::new()) } else { store.rows(ids) }
}

/// The row of an article whose number of notes changed.
fn row_of(store: &Store, article: Option<ArticleId>) -> Result<Option<Box<ListRow>>> {
    article.map_or(Ok(None), |id| Ok(store.rows(&[id])?.pop().map(Box::new)))
}

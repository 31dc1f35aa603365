//! Changes to the archive that take more than one call of the store: triage, notes, undo, the watch list.

use crate::app::message::Answer;
use crate::app::request::Targets;
use crate::news::article::ArticleId;
use crate::news::entity::EntityId;
use crate::news::list_row::ListRow;
use crate::news::note::{DraftKey, NoteDraft, NoteId, NoteVersion};
use crate::news::triage::Change;
use crate::runtime::clock::{clock, now_in_milliseconds};
use crate::runtime::note_files::NoteFiles;
use crate::store::{Deleted, Result, Saved, Step, Store};

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
    // The screen showed it as read already: an archive that is only read says otherwise.
    let shown = if changed.is_empty() { vec![article] } else { changed };
    let rows = rows_of(store, &shown)?;
    Ok(Answer::Triaged { sentence: String::new(), rows, changed: shown.len() })
}

/// Saves a note; once it is kept, no file of its draft is needed.
pub fn save_note(store: &mut Store, files: &NoteFiles, draft: &NoteDraft) -> Result<Answer> {
    match store.save_note(draft, clock().now)? {
        Saved::Newer(note) => Ok(Answer::NoteNewer(note)),
        Saved::Note(note) => {
            forget(files, draft.key);
            // The note is kept, whatever becomes of its row.
            let row = row_of(store, note.article).unwrap_or_default();
            Ok(Answer::NoteSaved(note, row))
        }
    }
}

/// Keeps a draft; in a file where the archive does not.
pub fn save_draft(store: &mut Store, files: &NoteFiles, draft: &NoteDraft) -> anyhow::Result<Answer> {
    let Err(error) = store.keep_draft(draft, now_in_milliseconds()) else {
        files.kept(draft);
        return Ok(Answer::Done);
    };
    let told = match files.rescue(draft) {
        Ok(path) => format!("it is kept in {} ({error})", path.display()),
        Err(failed) => format!("it is on this screen only, no file can be written either ({failed}; {error})"),
    };
    Err(anyhow::Error::new(error).context(told))
}

/// Drops a draft that was given up.
pub fn drop_draft(store: &mut Store, files: &NoteFiles, key: DraftKey) -> Result<Answer> {
    store.drop_draft(key)?;
    forget(files, key);
    Ok(Answer::Done)
}

fn forget(files: &NoteFiles, key: DraftKey) {
    if key.number > 0 {
        files.forget(key);
    }
}

/// Deletes a note.
pub fn delete_note(store: &mut Store, id: NoteId, seen: NoteVersion) -> Result<Answer> {
    match store.delete_note(id, seen, clock().now)? {
        Deleted::Newer(note) => Ok(Answer::NoteNewer(Some(note))),
        Deleted::Note(step) => Ok(Answer::NoteDeleted(id, row_of(store, step.articles.first().copied())?)),
    }
}

/// The answer to undo and redo. `done` is the verb of the sentence; `nothing` is the sentence where there was no step.
pub fn undone(store: &Store, step: Option<Step>, done: &str, nothing: &str) -> Result<Answer> {
    let Some(step) = step else {
        let sentence = nothing.to_owned();
        let rows = Vec::new();
        return Ok(Answer::Undone { sentence, rows, changed: 0, first: None, reload: false, entities: false });
    };
    Ok(Answer::Undone {
        sentence: format!("{done}: {}", step.sentence),
        rows: rows_of(store, &step.articles)?,
        changed: step.articles.len(),
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

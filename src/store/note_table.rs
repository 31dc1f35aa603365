//! The table of notes: one row a note, with the anchor of a quote in columns of its own.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::error::Result;
use crate::news::article::ArticleId;
use crate::news::entity::EntityId;
use crate::news::note::{Anchor, Note, NoteId};
use crate::news::time::Timestamp;
use crate::text::span::Span;

/// The columns that [`decode`] reads, of a table `n`.
pub const COLUMNS: &str =
    "n.id, n.article, n.entity, n.start, n.end, n.quote, n.before, n.after, n.text, n.created, n.edited";

/// The number for a new note: never one that was used before.
pub fn next_id(db: &Connection) -> Result<NoteId> {
    let sql = "SELECT max(coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'notes'), 0),
               coalesce((SELECT max(id) FROM notes), 0)) + 1";
    Ok(db.prepare_cached(sql)?.query_row([], |row| row.get(0).map(NoteId))?)
}

/// The note of a number.
pub fn read(db: &Connection, id: NoteId) -> Result<Option<Note>> {
    let sql = format!("SELECT {COLUMNS} FROM notes n WHERE n.id = ?1");
    Ok(db.prepare_cached(&sql)?.query_row([id.0], |row| decode(row, 0)).optional()?)
}

/// Stores a note under its number, in place of the one that is there.
pub fn write(db: &Connection, note: &Note) -> Result<()> {
    let anchor = note.anchor.as_ref();
    let sql =
        "INSERT OR REPLACE INTO notes(id, article, entity, start, end, quote, before, after, text, created, edited)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
    db.prepare_cached(sql)?.execute(params![
        note.id.0,
        note.article.map(|a| a.0),
        note.entity.map(|e| e.0),
        anchor.map(|a| a.span.start),
        anchor.map(|a| a.span.end),
        anchor.map(|a| &a.quote),
        anchor.map(|a| &a.before),
        anchor.map(|a| &a.after),
        note.text,
        note.created.0,
        note.edited.0,
    ])?;
    Ok(())
}

/// Deletes a note.
pub fn delete(db: &Connection, id: NoteId) -> Result<()> {
    db.prepare_cached("DELETE FROM notes WHERE id = ?1")?.execute([id.0])?;
    Ok(())
}

/// Reads [`COLUMNS`], the first of them in column `at`.
pub fn decode(row: &Row, at: usize) -> rusqlite::Result<Note> {
    let article: Option<i64> = row.get(at + 1)?;
    let anchor = match (article, row.get::<_, Option<String>>(at + 5)?) {
        (Some(article), Some(quote)) => Some(Anchor {
            article: ArticleId(article),
            span: Span { start: row.get(at + 3)?, end: row.get(at + 4)? },
            quote,
            before: row.get(at + 6)?,
            after: row.get(at + 7)?,
        }),
        _ => None,
    };
    Ok(Note {
        id: NoteId(row.get(at)?),
        anchor,
        article: article.map(ArticleId),
        entity: row.get::<_, Option<i64>>(at + 2)?.map(EntityId),
        text: row.get(at + 8)?,
        created: Timestamp(row.get(at + 9)?),
        edited: Timestamp(row.get(at + 10)?),
    })
}

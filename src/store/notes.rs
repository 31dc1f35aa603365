//! Notes. A note is written and deleted only by who has seen its text.

use rusqlite::params;

use super::column::all_readable;
use super::drafts::drop_draft;
use super::edit::{Edit, Step};
use super::error::{Result, StoreError};
use super::note_table::{COLUMNS, decode, next_id, read};
use super::{Store, codec, groups};
use crate::news::article::ArticleId;
use crate::news::entity::EntityId;
use crate::news::note::{Note, NoteDraft, NoteId, NoteRow, NoteVersion, Scope};
use crate::news::time::Timestamp;
use crate::query::{self, Clock};
use crate::text::span::Span;

/// What became of a note that was to be saved.
#[derive(Clone, Debug, PartialEq)]
pub enum Saved {
    /// It is saved.
    Note(Box<Note>),
    /// Nothing is saved: the note has another text by now, or is deleted (`None`).
    Newer(Option<Box<Note>>),
}

/// What became of a note that was to be deleted.
#[derive(Clone, Debug, PartialEq)]
pub enum Deleted {
    /// It is deleted.
    Note(Step),
    /// It is not deleted: it has another text by now.
    Newer(Box<Note>),
}

impl Store {
    /// Saves a draft as a new note, or as the new text of its note, and drops the draft; undoable. Nothing is saved where the note has
    /// another text than the one that the draft was made of.
    pub fn save_note(&mut self, draft: &NoteDraft, now: Timestamp) -> Result<Saved> {
        let key = self.full(draft.key);
        let mut saved = Saved::Newer(None);
        self.perform(now, |db| {
            let before = match draft.id {
                Some(id) => read(db, id)?,
                None => None,
            };
            let seen = match &before {
                Some(before) => before.text == draft.text || Some(before.version()) == draft.version,
                None => draft.id.is_none(),
            };
            if !seen {
                saved = Saved::Newer(before.map(Box::new));
                return Ok(None);
            }
            let note = Note {
                id: before.as_ref().map_or_else(|| next_id(db), |note| Ok(note.id))?,
                anchor: draft.anchor.clone(),
                article: draft.article.or(draft.anchor.as_ref().map(|a| a.article)),
                entity: draft.entity,
                text: draft.text.clone(),
                created: before.as_ref().map_or(now, |note| note.created),
                edited: now,
            };
            drop_draft(db, key)?;
            saved = Saved::Note(Box::new(note.clone()));
            Ok(Some(Edit::Note { before: before.map(Box::new), after: Some(Box::new(note)) }))
        })?;
        Ok(saved)
    }

    /// Deletes a note; undoable. It stays where its text is another than that of the version `seen`.
    pub fn delete_note(&mut self, id: NoteId, seen: NoteVersion, now: Timestamp) -> Result<Deleted> {
        let mut newer = None;
        let step = self.perform(now, |db| {
            let before = read(db, id)?.ok_or_else(|| StoreError::Missing(format!("note {}", id.0)))?;
            if before.version() != seen {
                newer = Some(Box::new(before));
                return Ok(None);
            }
            Ok(Some(Edit::Note { before: Some(Box::new(before)), after: None }))
        })?;
        Ok(newer.map_or(Deleted::Note(step), Deleted::Newer))
    }

    /// The notes on an article, in the order of its text; those without a quote last.
    pub fn notes_on(&self, article: ArticleId) -> Result<Vec<Note>> {
        let sql = format!("SELECT {COLUMNS} FROM notes n WHERE n.article = ?1 ORDER BY n.start IS NULL, n.start, n.id");
        let mut rows = self.db.prepare_cached(&sql)?;
        all_readable(rows.query_map([article.0], |row| decode(row, 0))?)
    }

    /// The notes of a scope: newest article first, then in the order of the text; those on entities alone come last.
    pub fn notes(&self, scope: &Scope, clock: &Clock) -> Result<Vec<NoteRow>> {
        match scope {
            Scope::Article(article) => self.notes_of("n.article", &[article.0]),
            Scope::Entity(entity) => self.notes_about(*entity, None),
            Scope::Query(text) => {
                let found = self.all(&query::parse(text)?, clock)?;
                self.notes_of("n.article", &found.iter().map(|id| id.0).collect::<Vec<_>>())
            }
            Scope::All => self.notes_of("0", &[0]),
        }
    }

    /// The notes whose column `what` holds one of these numbers.
    fn notes_of(&self, what: &str, list: &[i64]) -> Result<Vec<NoteRow>> {
        let sql = format!(
            "SELECT {COLUMNS}, coalesce(a.headline, e.shown, e.name, ''), coalesce(s.name, ''),
               coalesce(a.published, a.received)
             FROM notes n LEFT JOIN articles a ON a.id = n.article LEFT JOIN sources s ON s.id = a.source
               LEFT JOIN entities e ON e.id = n.entity
             WHERE {what} IN (SELECT value FROM json_each(?1))
             ORDER BY a.slot IS NULL, a.slot DESC, n.start IS NULL, n.start, n.id"
        );
        let mut rows = self.db.prepare_cached(&sql)?;
        let found = rows.query_map([codec::json_numbers(list)], |row| {
            Ok(NoteRow {
                note: decode(row, 0)?,
                about: row.get(11)?,
                source: row.get(12)?,
                time: row.get::<_, Option<i64>>(13)?.map(Timestamp),
            })
        })?;
        all_readable(found)
    }

    /// The notes on an entity, and those whose quote names it. With `most`, articles are looked at, newest first, only until there are
    /// that many.
    pub(super) fn notes_about(&self, entity: EntityId, most: Option<usize>) -> Result<Vec<NoteRow>> {
        let group = groups::members(&self.db, entity)?;
        let list = codec::json_numbers(&group);
        let on = "SELECT id FROM notes WHERE entity IN (SELECT value FROM json_each(?1)) ORDER BY id DESC LIMIT ?2";
        let mut rows = self.db.prepare_cached(on)?;
        // A negative limit is none.
        let limit = most.map_or(-1, |most| most as i64);
        let mut found =
            rows.query_map(params![list, limit], |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?;
        // Start from the articles with quotes: they are fewer than those that name the entity.
        let quoted = "SELECT n.article FROM notes n CROSS JOIN articles a ON a.id = n.article WHERE n.quote IS NOT NULL
                      AND EXISTS (SELECT 1 FROM appearances p WHERE p.slot = a.slot
                        AND p.entity IN (SELECT value FROM json_each(?1)))
                      GROUP BY n.article ORDER BY a.slot DESC";
        let mut rows = self.db.prepare_cached(quoted)?;
        let articles =
            rows.query_map([&list], |row| row.get(0).map(ArticleId))?.collect::<rusqlite::Result<Vec<_>>>()?;
        for article in articles {
            if most.is_some_and(|most| found.len() >= most) {
                break;
            }
            let annotations = self.annotations(article)?;
            let chains = self.chains(article, &annotations, &group)?;
            let named = annotations.mentions.iter().filter(|mention| chains.contains(&mention.chain));
            let places: Vec<Span> = named.map(|mention| mention.span).collect();
            for note in self.notes_on(article)? {
                let here = note.anchor.is_some_and(|a| places.iter().any(|p| p.overlaps(a.span)));
                if here && !found.contains(&note.id.0) {
                    found.push(note.id.0);
                }
            }
        }
        self.notes_of("n.id", &found)
    }
}

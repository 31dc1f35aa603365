//! Notes, and drafts of notes: what is being typed.

use rusqlite::params;

use super::column::{self, all_readable, readable, to_json};
use super::edit::{Edit, Step};
use super::error::{Result, StoreError};
use super::note_table::{COLUMNS, decode, next_id, read};
use super::{Store, codec, groups};
use crate::news::article::ArticleId;
use crate::news::entity::EntityId;
use crate::news::note::{Note, NoteDraft, NoteId, NoteRow, Scope};
use crate::news::time::Timestamp;
use crate::query::{self, Clock};
use crate::text::span::Span;

impl Store {
    /// Saves a draft as a new note, or as the new text of its note; undoable. A draft of a note that was deleted meanwhile becomes a
    /// new note.
    pub fn save_note(&mut self, draft: &NoteDraft, now: Timestamp) -> Result<Note> {
        let mut saved = None;
        self.perform(now, |db| {
            let before = match draft.id {
                Some(id) => read(db, id)?,
                None => None,
            };
            let id = match (draft.id, &before) {
                (Some(id), Some(_)) => id,
                _ => next_id(db)?,
            };
            let note = Note {
                id,
                anchor: draft.anchor.clone(),
                article: draft.article.or(draft.anchor.as_ref().map(|a| a.article)),
                entity: draft.entity,
                text: draft.text.clone(),
                created: before.as_ref().map_or(now, |note| note.created),
                edited: now,
            };
            saved = Some(note.clone());
            Ok(Some(Edit::Note { before: before.map(Box::new), after: Some(Box::new(note)) }))
        })?;
        saved.ok_or_else(|| StoreError::Missing("note of this draft".to_owned()))
    }

    /// Deletes a note; undoable.
    pub fn delete_note(&mut self, id: NoteId, now: Timestamp) -> Result<Step> {
        self.perform(now, |db| {
            let before = read(db, id)?.ok_or_else(|| StoreError::Missing(format!("note {}", id.0)))?;
            Ok(Some(Edit::Note { before: Some(Box::new(before)), after: None }))
        })
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

    /// Stores what is being typed in field number `field`, or forgets it (`None`). A stored draft that cannot be read is moved to
    /// another number first, so that it is not overwritten.
    pub fn keep_draft(&mut self, field: u32, draft: Option<&NoteDraft>) -> Result<()> {
        let unreadable = self.draft(field)?.is_none();
        let tx = self.write()?;
        if unreadable {
            let aside = "UPDATE drafts SET id = (SELECT max(id) + 1 FROM drafts) WHERE id = ?1";
            tx.prepare_cached(aside)?.execute([field])?;
        }
        match draft {
            Some(draft) => {
                let text = to_json(draft, "a draft")?;
                let sql = "INSERT OR REPLACE INTO drafts(id, draft) VALUES (?1, ?2)";
                tx.prepare_cached(sql)?.execute(params![field, text])?;
            }
            None => drop(tx.prepare_cached("DELETE FROM drafts WHERE id = ?1")?.execute([field])?),
        }
        tx.commit()
    }

    /// What was being typed in a field when the last session ended. `None` where nothing was, or where it cannot be read: then
    /// [`Store::unreadable`] lists it.
    pub fn draft(&self, field: u32) -> Result<Option<NoteDraft>> {
        let mut query = self.db.prepare_cached("SELECT draft FROM drafts WHERE id = ?1")?;
        let mut rows = query.query_map([field], |row| column::json(row, 0))?;
        rows.next().map_or(Ok(None), readable)
    }
}

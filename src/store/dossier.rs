//! Dossiers, the content of an export: notes with where they come from. And articles by their digest, which exports cite.

use rusqlite::OptionalExtension;

use super::Store;
use super::error::Result;
use crate::export::{Dossier, Entry, Origin, Quote};
use crate::news::article::ArticleId;
use crate::news::note::{NoteRow, Scope};
use crate::query::Clock;

impl Store {
    /// The notes of a scope, in the order of [`Store::notes`].
    pub fn dossier(&self, scope: &Scope, clock: &Clock) -> Result<Dossier> {
        let (title, words) = match scope {
            Scope::Article(id) => (self.article(*id)?.draft.headline, "one article".to_owned()),
            Scope::Entity(id) => (self.entity(*id)?.name, "one name".to_owned()),
            Scope::Query(query) => ("Notes".to_owned(), format!("query {query}")),
            Scope::All => ("Notes".to_owned(), "all notes".to_owned()),
        };
        let rows = self.notes(scope, clock)?;
        let mut entries = Vec::with_capacity(rows.len());
        let mut last: Option<(ArticleId, Origin, String)> = None;
        for row in rows {
            entries.push(self.entry(row, &mut last)?);
        }
        Ok(Dossier { title, scope: words, made: clock.now, entries })
    }

    /// One note. `last` caches the article of the note before, which is usually the same.
    fn entry(&self, row: NoteRow, last: &mut Option<(ArticleId, Origin, String)>) -> Result<Entry> {
        let note = row.note;
        if let Some(id) = note.article
            && last.as_ref().is_none_or(|(same, ..)| *same != id)
        {
            let article = self.article(id)?;
            let time = article.time();
            let origin =
                Origin { headline: article.draft.headline, source: article.draft.source, time, digest: article.digest };
            *last = Some((id, origin, article.draft.body));
        }
        let about = last.as_ref().filter(|(id, ..)| note.article == Some(*id));
        let quote = match (&note.anchor, about) {
            (Some(anchor), Some((_, _, body))) => Some(Quote::of(body, anchor.span)),
            _ => None,
        };
        let entity = match note.entity {
            Some(id) => self.shown(id)?,
            None => None,
        };
        let origin = about.map(|(_, origin, _)| origin.clone());
        Ok(Entry { origin, quote, note: note.text, entity, created: note.created })
    }

    /// The article whose digest begins with these hex digits (16 or more), if there is one.
    pub fn by_digest(&self, digits: &str) -> Result<Option<ArticleId>> {
        let whole = digits.len() >= 16 && digits.bytes().all(|b| b.is_ascii_hexdigit());
        if !whole {
            return Ok(None);
        }
        // Whole bytes are looked up in the index; LIKE, which ignores case, also compares an odd digit at the end.
        let (pairs, _) = digits.as_bytes().as_chunks::<2>();
        let value = |digit: u8| char::from(digit).to_digit(16).unwrap_or(0) as u8;
        let bytes: Vec<u8> = pairs.iter().map(|[high, low]| value(*high) << 4 | value(*low)).collect();
        let mut last = bytes.clone();
        last.resize(32, 0xff);
        let sql = "SELECT id FROM articles WHERE digest BETWEEN ?1 AND ?2 AND hex(digest) LIKE ?3 || '%' LIMIT 1";
        let mut query = self.db.prepare_cached(sql)?;
        Ok(query.query_row(rusqlite::params![bytes, last, digits], |row| row.get(0).map(ArticleId)).optional()?)
    }
}

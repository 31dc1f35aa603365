//! Drafts of notes: what is being typed. A draft has the number of its session and its own; see [`super::sessions`].

use rusqlite::{Connection, OptionalExtension, params};

use super::Store;
use super::column::{self, readable, to_json};
use super::error::Result;
use crate::news::article::ArticleId;
use crate::news::note::{DraftKey, NoteDraft};

/// A draft of a session that has ended.
#[derive(Clone, Debug, PartialEq)]
pub struct LostDraft {
    /// The draft.
    pub draft: NoteDraft,
    /// When it was kept: milliseconds since 1970.
    pub at: i64,
}

impl Store {
    /// The number of this session, for what it writes outside the archive. From now on it is alive for others.
    pub fn session(&mut self) -> i64 {
        self.sessions.begin()
    }

    /// Takes over what a session left behind. False where the session is alive.
    pub fn claim(&mut self, session: i64) -> bool {
        self.sessions.claim(session)
    }

    /// Keeps a draft in place of the one with its key. `at`: milliseconds since 1970.
    pub fn keep_draft(&mut self, draft: &NoteDraft, at: i64) -> Result<()> {
        let key = self.full(draft.key);
        self.sessions.begin();
        let text = to_json(draft, "a draft")?;
        let tx = self.write()?;
        let sql = "INSERT OR REPLACE INTO drafts(session, number, draft, at) VALUES (?1, ?2, ?3, ?4)";
        tx.prepare_cached(sql)?.execute(params![key.session, key.number, text, at])?;
        tx.commit()
    }

    /// Drops a draft: it was given up.
    pub fn drop_draft(&mut self, key: DraftKey) -> Result<()> {
        let key = self.full(key);
        let tx = self.write()?;
        drop_draft(&tx, key)?;
        tx.commit()
    }

    /// The drafts of sessions that have ended, newest first; this session owns them from now on. Those that cannot be read are listed
    /// by [`Store::unreadable`] and stay.
    pub fn lost_drafts(&mut self) -> Result<Vec<LostDraft>> {
        let mut query =
            self.db.prepare_cached("SELECT session, number, draft, at FROM drafts ORDER BY at DESC, number DESC")?;
        let found = query.query_map([], |row| {
            let key = DraftKey { session: row.get(0)?, number: row.get(1)? };
            Ok((LostDraft { draft: NoteDraft { key, ..column::json(row, 2)? }, at: row.get(3)? }, key.session))
        })?;
        let mut lost = Vec::new();
        for row in found {
            if let Some((draft, session)) = readable(row)?
                && session != self.sessions.own()
                && self.sessions.claim(session)
            {
                lost.push(draft);
            }
        }
        Ok(lost)
    }

    /// Removes what dead sessions without drafts left beside the archive.
    pub fn sweep_sessions(&mut self) {
        self.sessions.sweep();
    }

    /// What a draft is about, for its head: the quoted words and the headline, or the name of the entity.
    pub fn about(&self, draft: &NoteDraft) -> Result<String> {
        let quote = draft.anchor.as_ref().map(|anchor| format!("“{}”", anchor.quote));
        let headline = match draft.article.or(draft.anchor.as_ref().map(|anchor| anchor.article)) {
            Some(ArticleId(id)) => {
                let mut query = self.db.prepare_cached("SELECT headline FROM articles WHERE id = ?1")?;
                query.query_row([id], |row| row.get::<_, String>(0)).optional()?
            }
            None => None,
        };
        let name = match draft.entity {
            Some(entity) => self.shown(entity)?,
            None => None,
        };
        let parts: Vec<String> = [quote, headline, name].into_iter().flatten().collect();
        Ok(parts.join(" · "))
    }

    /// The key of a draft with the number of its session.
    pub(super) fn full(&self, key: DraftKey) -> DraftKey {
        if key.session == 0 { DraftKey { session: self.sessions.own(), ..key } } else { key }
    }
}

/// Drops a draft, as a part of a change.
pub fn drop_draft(db: &Connection, key: DraftKey) -> Result<()> {
    let sql = "DELETE FROM drafts WHERE session = ?1 AND number = ?2";
    db.prepare_cached(sql)?.execute(params![key.session, key.number])?;
    Ok(())
}

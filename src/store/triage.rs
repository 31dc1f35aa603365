//! Triage: states, stars, tags; also where an article was left, and what was chosen in the jump bar.

use rusqlite::{Connection, OptionalExtension, params};

use super::edit::{Edit, Step};
use super::error::Result;
use super::{Access, Store, rows};
use crate::news::article::ArticleId;
use crate::news::entity::EntityId;
use crate::news::time::Timestamp;
use crate::news::triage::{Change, State};
use crate::text::fold;

impl Store {
    /// Changes the state, star or tag of articles: one step of undo, however many. The step names those that changed.
    pub fn triage(&mut self, articles: &[ArticleId], change: &Change, now: Timestamp) -> Result<Step> {
        self.perform(now, |db| {
            Ok(match change {
                Change::State(to) => {
                    let from = Self::states(db, articles, *to)?;
                    (!from.is_empty()).then_some(Edit::State { to: *to, from })
                }
                Change::Star(on) => {
                    let mut other = db.prepare_cached("SELECT id FROM marks WHERE id = ?1 AND star <> ?2")?;
                    let mut ids = Vec::new();
                    for id in articles {
                        ids.extend(other.query_row(params![id.0, on], |row| row.get::<_, i64>(0)).optional()?);
                    }
                    (!ids.is_empty()).then_some(Edit::Star { on: *on, articles: ids })
                }
                Change::Tag(tag) | Change::Untag(tag) => {
                    let on = matches!(change, Change::Tag(_));
                    let tag = tag.trim().trim_start_matches('#').to_owned();
                    let folded = fold::key(&tag);
                    if folded.is_empty() {
                        return Ok(None);
                    }
                    let sql = "SELECT a.id FROM articles a WHERE a.id = ?1
                               AND EXISTS (SELECT 1 FROM tags t WHERE t.folded = ?2 AND t.slot = a.slot) <> ?3";
                    let mut other = db.prepare_cached(sql)?;
                    let mut ids = Vec::new();
                    for id in articles {
                        ids.extend(other.query_row(params![id.0, folded, on], |row| row.get::<_, i64>(0)).optional()?);
                    }
                    (!ids.is_empty()).then_some(Edit::Tag { on, tag, articles: ids })
                }
            })
        })
    }

    /// An article was on the screen: new becomes read. True where it changed. Not undoable.
    pub fn seen(&mut self, article: ArticleId) -> Result<bool> {
        if self.access == Access::Read {
            return Ok(false);
        }
        let sql = "UPDATE marks SET state = ?2 WHERE id = ?1 AND state = ?3";
        let tx = self.write()?;
        let changed = tx.prepare_cached(sql)?.execute(params![article.0, State::Read as u8, State::New as u8])?;
        tx.commit()?;
        Ok(changed > 0)
    }

    /// Stores where an article was left: the byte of its body that was on top.
    pub fn set_position(&mut self, article: ArticleId, offset: u32) -> Result<()> {
        if self.access == Access::Read {
            return Ok(());
        }
        let tx = self.write()?;
        tx.prepare_cached("UPDATE marks SET position = ?2 WHERE id = ?1")?.execute(params![article.0, offset])?;
        tx.commit()
    }

    /// The user's tags by name, each with the number of articles that have it.
    pub fn tags(&self) -> Result<Vec<(String, u32)>> {
        let mut rows =
            self.db.prepare_cached("SELECT min(name), count(*) FROM tags GROUP BY folded ORDER BY folded")?;
        let found = rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?;
        Ok(found)
    }

    /// Counts that an entity was chosen in the jump bar.
    pub fn chosen(&mut self, entity: EntityId) -> Result<()> {
        if self.access == Access::Read {
            return Ok(());
        }
        let sql = "INSERT INTO picks(entity, times) VALUES (?1, 1) ON CONFLICT DO UPDATE SET times = times + 1";
        let tx = self.write()?;
        tx.prepare_cached(sql)?.execute([entity.0])?;
        tx.commit()
    }

    /// The articles that are not in the state `to`, by the state they are in.
    fn states(db: &Connection, articles: &[ArticleId], to: State) -> Result<Vec<(State, Vec<i64>)>> {
        let mut from: Vec<(State, Vec<i64>)> = State::ALL.iter().map(|s| (*s, Vec::new())).collect();
        let mut query = db.prepare_cached("SELECT state FROM marks WHERE id = ?1")?;
        for id in articles {
            let Some(number) = query.query_row([id.0], |row| row.get(0)).optional()? else { continue };
            let state = rows::state(number);
            if let Some((_, ids)) = from.iter_mut().find(|(s, _)| *s == state && *s != to) {
                ids.push(id.0);
            }
        }
        from.retain(|(_, ids)| !ids.is_empty());
        Ok(from)
    }
}

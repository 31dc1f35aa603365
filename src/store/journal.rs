//! The journal: every change by the reader as a deed with its opposite, so that it can be undone and redone, also after a
//! restart. A bulk change is one deed.
//!
//! Taking back touches only what still is as the deed left it: what another program changed since stays.

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use serde::{Deserialize, Serialize};

use super::error::{Result, StoreError};
use super::{Access, Store, correct, entities, grouping, notes, rows};
use crate::news::article::ArticleId;
use crate::news::entity::{Correction, EntityId};
use crate::news::note::Note;
use crate::news::time::Timestamp;
use crate::news::triage::State;
use crate::text::fold;

/// Deeds kept.
const KEPT: i64 = 5_000;

/// What the reader did, with what it was like before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Edit {
    /// Articles were put into a state, from the states given.
    State { to: State, from: Vec<(State, Vec<i64>)> },
    /// Articles got the star or lost it.
    Star { on: bool, articles: Vec<i64> },
    /// Articles got a tag or lost it.
    Tag { on: bool, tag: String, articles: Vec<i64> },
    /// A note was written, changed or deleted.
    Note { before: Option<Box<Note>>, after: Option<Box<Note>> },
    /// A correction was made, instead of some that were kept; how it was told.
    Correction {
        correction: Correction,
        #[serde(default)]
        instead: Vec<Correction>,
        #[serde(default)]
        said: String,
    },
    /// Chains of some articles, by name, are somebody else: a new entity.
    Split {
        correction: Correction,
        fresh: i64,
        chains: Vec<(i64, String)>,
        #[serde(default)]
        said: String,
    },
    /// A chain was judged.
    Judgement {
        article: i64,
        name: String,
        entity: i64,
        before: Option<bool>,
        after: Option<bool>,
        #[serde(default)]
        said: String,
    },
    /// An entity was put on the watch list or taken off.
    Watch { entity: i64, name: String, on: bool },
    /// Several at once: rulings that were taken in.
    Batch { deeds: Vec<Edit> },
}

/// A step forwards or back, for the screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Step {
    /// In words: `3 articles dismissed`.
    pub sentence: String,
    /// Articles concerned.
    pub articles: Vec<ArticleId>,
    /// Notes or links changed.
    pub reload: bool,
    /// Who is who changed, or who is watched.
    pub entities: bool,
}

impl Edit {
    /// What undoes it, up to the direction.
    fn step(&self) -> Step {
        let ids = |list: &[i64]| list.iter().copied().map(ArticleId).collect::<Vec<_>>();
        let (sentence, articles, reload) = match self {
            Self::State { to, from } => {
                let articles: Vec<i64> = from.iter().flat_map(|(_, ids)| ids.iter().copied()).collect();
                let done = match to {
                    State::New => "unread again",
                    State::Read => "read",
                    State::Later => "put off",
                    State::Kept => "kept",
                    State::Dismissed => "dismissed",
                };
                (format!("{} {done}", many(articles.len())), ids(&articles), false)
            }
            Self::Star { on, articles } => {
                let done = if *on { "starred" } else { "no longer starred" };
                (format!("{} {done}", many(articles.len())), ids(articles), false)
            }
            Self::Tag { on, tag, articles } => {
                let done = if *on { "tagged" } else { "no longer tagged" };
                (format!("{} {done} #{tag}", many(articles.len())), ids(articles), false)
            }
            Self::Note { before, after } => {
                let what = match (before, after) {
                    (None, _) => "note written",
                    (_, None) => "note deleted",
                    _ => "note changed",
                };
                let note = after.as_ref().or(before.as_ref());
                (what.to_owned(), note.and_then(|n| n.article).into_iter().collect(), true)
            }
            Self::Correction { said, .. } => (or(said, "a correction"), Vec::new(), true),
            Self::Split { said, chains, .. } => {
                (or(said, "mentions split off"), chains.iter().map(|(id, _)| ArticleId(*id)).collect(), true)
            }
            Self::Judgement { article, after, said, .. } => {
                let what = if *after == Some(true) { "link confirmed" } else { "link refused" };
                (or(said, what), ids(&[*article]), true)
            }
            Self::Watch { name, on, .. } => {
                (format!("{name} {}", if *on { "watched" } else { "no longer watched" }), Vec::new(), true)
            }
            Self::Batch { deeds } => match deeds.as_slice() {
                [first @ (Self::Watch { .. } | Self::Judgement { .. }), ..] => return first.step(),
                _ => (format!("{} corrections taken in", deeds.len()), Vec::new(), true),
            },
        };
        let entities = !matches!(
            self,
            Self::State { .. } | Self::Star { .. } | Self::Tag { .. } | Self::Note { .. } | Self::Judgement { .. }
        );
        Step { sentence, articles, reload, entities }
    }

    /// Does it (`forwards`) or takes it back.
    fn play(&self, db: &Connection, forwards: bool) -> Result<()> {
        match self {
            Self::State { to, from } => {
                let mut set = db.prepare_cached("UPDATE marks SET state = ?3 WHERE id = ?1 AND state = ?2")?;
                for (old, articles) in from {
                    let (now, then) = if forwards { (*old, *to) } else { (*to, *old) };
                    for id in articles {
                        set.execute(params![id, now as u8, then as u8])?;
                    }
                }
            }
            Self::Star { on, articles } => {
                let mut set = db.prepare_cached("UPDATE marks SET star = ?2 WHERE id = ?1")?;
                for id in articles {
                    set.execute(params![id, *on == forwards])?;
                }
            }
            Self::Tag { on, tag, articles } => tag_all(db, *on == forwards, tag, articles)?,
            Self::Note { before, after } => {
                let (gone, come) = if forwards { (before, after) } else { (after, before) };
                match (gone, come) {
                    (_, Some(note)) => notes::write(db, note)?,
                    (Some(note), None) => notes::erase(db, note.id)?,
                    (None, None) => {}
                }
            }
            Self::Correction { correction, instead, .. } => {
                let concerned = exchange(db, correction, instead, forwards)?;
                grouping::regroup(db, concerned)?;
            }
            Self::Split { correction, fresh, chains, .. } => {
                correct::write(db, correction, forwards)?;
                for (article, name) in chains {
                    judge(db, *article, name, *fresh, forwards.then_some(true))?;
                }
            }
            Self::Judgement { article, name, entity, before, after, .. } => {
                judge(db, *article, name, *entity, if forwards { *after } else { *before })?;
            }
            Self::Watch { entity, on, .. } => {
                let sql = if *on == forwards {
                    "INSERT OR IGNORE INTO watched(entity) VALUES (?1)"
                } else {
                    "DELETE FROM watched WHERE entity = ?1"
                };
                db.prepare_cached(sql)?.execute([entity])?;
            }
            Self::Batch { deeds } => {
                let mut concerned = Vec::new();
                for at in 0..deeds.len() {
                    let at = if forwards { at } else { deeds.len() - 1 - at };
                    match deeds.get(at) {
                        // Applied together at the end.
                        Some(Self::Correction { correction, instead, .. }) => {
                            concerned.extend(exchange(db, correction, instead, forwards)?);
                        }
                        Some(deed) => deed.play(db, forwards)?,
                        None => {}
                    }
                }
                grouping::regroup(db, concerned)?;
            }
        }
        Ok(())
    }
}

/// So many articles, in words.
pub(super) fn many(articles: usize) -> String {
    if articles == 1 { "1 article".to_owned() } else { format!("{articles} articles") }
}

fn or(said: &str, what: &str) -> String {
    if said.is_empty() { what.to_owned() } else { said.to_owned() }
}

/// Keeps a correction and forgets those in whose place it comes; or the other way round. Whom they are about.
fn exchange(db: &Connection, correction: &Correction, instead: &[Correction], forwards: bool) -> Result<Vec<i64>> {
    if !forwards {
        correct::write(db, correction, false)?;
    }
    for old in instead {
        correct::write(db, old, !forwards)?;
    }
    if forwards {
        correct::write(db, correction, true)?;
    }
    Ok(instead.iter().chain([correction]).flat_map(grouping::partners).collect())
}

/// Writes what the reader said about a chain, or forgets it.
fn judge(db: &Connection, article: i64, name: &str, entity: i64, said: Option<bool>) -> Result<()> {
    let sql = match said {
        Some(_) => "INSERT OR REPLACE INTO judgements(article, name, entity, same) VALUES (?1, ?2, ?3, ?4)",
        None => "DELETE FROM judgements WHERE article = ?1 AND name = ?2 AND entity = ?3 AND ?4 IS NULL",
    };
    db.prepare_cached(sql)?.execute(params![article, name, entity, said])?;
    entities::settle(db, ArticleId(article), Some(EntityId(entity)))
}

fn tag_all(db: &Connection, on: bool, tag: &str, articles: &[i64]) -> Result<()> {
    let folded = fold::key(tag);
    let mut set = db.prepare_cached(if on {
        "INSERT OR IGNORE INTO tags(folded, slot, name) SELECT ?2, slot, ?3 FROM articles WHERE id = ?1"
    } else {
        "DELETE FROM tags WHERE folded = ?2 AND slot = (SELECT slot FROM articles WHERE id = ?1) AND ?3 IS NOT NULL"
    })?;
    for id in articles {
        set.execute(params![id, folded, tag])?;
    }
    Ok(())
}

impl Store {
    /// Does a deed and writes it into the journal, in one transaction.
    pub(super) fn perform(
        &mut self,
        now: Timestamp,
        plan: impl FnOnce(&Connection) -> Result<Option<Edit>>,
    ) -> Result<Step> {
        if self.access == Access::Read {
            return Err(StoreError::ReadOnly);
        }
        let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let Some(deed) = plan(&tx)? else { return Ok(Step::default()) };
        deed.play(&tx, true)?;
        tx.prepare_cached("DELETE FROM journal WHERE undone = 1")?.execute([])?;
        let text = serde_json::to_string(&deed).map_err(|_| StoreError::Garbled("a deed"))?;
        tx.prepare_cached("INSERT INTO journal(at, deed) VALUES (?1, ?2)")?.execute(params![now.0, text])?;
        let last = tx.last_insert_rowid();
        tx.prepare_cached("DELETE FROM journal WHERE id <= ?1")?.execute([last - KEPT])?;
        tx.commit()?;
        self.own += 1;
        Ok(deed.step())
    }

    /// Takes the last deed back; `None` where there is none.
    pub fn undo(&mut self) -> Result<Option<Step>> {
        self.turn("SELECT id, deed FROM journal WHERE undone = 0 ORDER BY id DESC LIMIT 1", false)
    }

    /// Does again what was taken back last; `None` where there is nothing.
    pub fn redo(&mut self) -> Result<Option<Step>> {
        self.turn("SELECT id, deed FROM journal WHERE undone = 1 ORDER BY id LIMIT 1", true)
    }

    fn turn(&mut self, which: &str, forwards: bool) -> Result<Option<Step>> {
        if self.access == Access::Read {
            return Err(StoreError::ReadOnly);
        }
        let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let found = tx
            .prepare_cached(which)?
            .query_row([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)))
            .optional()?;
        let Some((id, text)) = found else { return Ok(None) };
        let deed: Edit = serde_json::from_str(&text).map_err(|_| StoreError::Garbled("a deed"))?;
        deed.play(&tx, forwards)?;
        tx.prepare_cached("UPDATE journal SET undone = ?2 WHERE id = ?1")?.execute(params![id, !forwards])?;
        tx.commit()?;
        self.own += 1;
        Ok(Some(deed.step()))
    }

    /// The states that articles are in, those of `to` left out: what a change to `to` would change.
    pub(super) fn states(db: &Connection, articles: &[ArticleId], to: State) -> Result<Vec<(State, Vec<i64>)>> {
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

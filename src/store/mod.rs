//! The archive: one SQLite file, the only place with SQL.
//!
//! Texts, what the engine derived from them, and what the user decided are different tables with different writers
//! (`schema/1_tables.sql`). No list is kept in memory: each is a window on a query. The caller says what time it is.
//!
//! By task: `open`, `look`, `schema` (the file); `articles`, `rows`, `list` with `question`, `translate`, `postings`, `fts` (lists);
//! `insert`, `link_session`, `relink` (import); `entities`, `groups`, `judgements`, `appearances`, `regroup` (who is who); `triage`,
//! `notes`, `drafts`, `sessions`, `decide`, `judge`, `rule` (what the user changes) with `edit`, `apply`, `journal` (undo); `write` (every transaction).

mod appearances;
mod apply;
mod articles;
mod bearers;
mod chain_split;
pub mod codec;
mod column;
mod constrained_sets;
mod corrections;
mod decide;
mod derived;
mod dossier;
mod drafts;
mod edit;
mod entities;
mod error;
mod facts;
mod faults;
mod fts;
mod groups;
mod insert;
mod journal;
mod judge;
mod judgements;
mod link_changes;
mod link_session;
mod list;
mod look;
mod minhash;
mod names;
mod note_table;
mod notes;
mod open;
mod ordinal;
mod postings;
mod profile;
mod question;
mod regroup;
mod relink;
mod rows;
mod rule;
mod rulings;
mod schema;
mod sentences;
mod sessions;
mod story;
mod translate;
mod triage;
mod turn;
mod unreadable;
mod watched;
mod write;

use std::collections::HashMap;

use rusqlite::Connection;

pub use derived::StoredArticle;
pub use drafts::LostDraft;
pub use edit::Step;
pub use entities::LinkScan;
pub use error::{Result, StoreError};
pub use faults::{Fault, Faults};
pub use insert::{Stored, Taken};
pub use link_session::{LinkBasis, LinkSession, LinkWriter};
pub use list::{Listing, Scan};
pub use notes::{Deleted, Saved};
pub use relink::Requeue;
pub use unreadable::Unreadable;

use crate::news::entity::EntityId;
use sessions::Sessions;
use turn::Turn;

/// What an archive is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Reading only; nothing is made.
    Read,
    /// Changes by the user: each is on the disk when its call returns.
    Write,
    /// Import: large batches, fewer waits for the disk.
    Bulk,
}

/// A connection to an archive. One per thread.
#[derive(Debug)]
pub struct Store {
    db: Connection,
    access: Access,
    /// Transactions written by this connection.
    own: u64,
    /// Entities of nodes that linking has read.
    node_entities: HashMap<u32, EntityId>,
    /// The session that writes drafts of notes.
    sessions: Sessions,
    /// What goes wrong when it writes: in tests.
    faults: Faults,
    /// Who may write first.
    turn: Turn,
}

impl Store {
    /// Whether changes can be made.
    pub fn writable(&self) -> bool {
        self.access != Access::Read
    }

    /// A number that changes with every write to the archive, by any program: what was read at another generation may be stale.
    pub fn generation(&self) -> Result<u64> {
        let others: i64 = self.db.query_row("PRAGMA data_version", [], |row| row.get(0))?;
        Ok((others as u64) << 32 | (self.own & 0xffff_ffff))
    }

    /// How many names and articles still wait for a stage of linking: more than 0 after an import that was interrupted.
    pub fn unsettled(&self) -> Result<u64> {
        let sql = "SELECT (SELECT count(*) FROM due) + (SELECT count(*) FROM undecided) + (SELECT count(*) FROM asked)";
        Ok(self.db.query_row(sql, [], |row| row.get::<_, i64>(0))? as u64)
    }

    /// Whether any name or article waits for a stage of linking. Costs the same for every archive.
    pub fn is_unsettled(&self) -> Result<bool> {
        let sql =
            "SELECT EXISTS (SELECT 1 FROM due) OR EXISTS (SELECT 1 FROM undecided) OR EXISTS (SELECT 1 FROM asked)";
        Ok(self.db.query_row(sql, [], |row| row.get(0))?)
    }

    /// Checks the whole file; what SQLite complains of, at most 20 lines. May take seconds for a large archive.
    pub fn complaints(&self) -> Result<Vec<String>> {
        let mut rows = self.db.prepare("PRAGMA integrity_check(20)")?;
        let lines = rows.query_map([], |row| row.get::<_, String>(0))?.collect::<std::result::Result<Vec<_>, _>>()?;
        Ok(lines.into_iter().filter(|line| line != "ok").collect())
    }
}

#[cfg(test)]
mod tests;

//! The archive: one SQLite file, the only place with SQL.
//!
//! Texts, what was derived from them and what the reader decided are different tables with different writers. Nothing
//! here keeps a list in memory; every list is a window on a query. Knows no screen, no threads and no clock: whoever
//! calls says what time it is.

mod appearances;
mod apply;
mod articles;
mod bearers;
mod chain_split;
mod codec;
mod column;
mod constrained_sets;
mod corrections;
mod decide;
mod derived;
mod dossier;
mod edit;
mod entities;
mod error;
mod facts;
mod fts;
mod groups;
mod insert;
mod journal;
mod judge;
mod judgements;
mod link_changes;
mod link_session;
mod list;
mod minhash;
mod names;
mod note_table;
mod notes;
mod open;
mod ordinal;
mod postings;
mod profile;
mod regroup;
mod relink;
mod rows;
mod rule;
mod rulings;
mod schema;
mod sentences;
mod sql;
mod story;
mod triage;
mod unreadable;
mod watched;

use std::collections::HashMap;

use rusqlite::Connection;

pub use derived::StoredArticle;
pub use edit::Step;
pub use error::{Result, StoreError};
pub use insert::{Stored, Taken};
pub use link_session::LinkSession;
pub use list::{Listing, Scan};
pub use relink::Requeue;
pub use unreadable::Unreadable;

use crate::news::entity::EntityId;

/// What an archive is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Reading only; nothing is made.
    Read,
    /// The reader's own changes: each is on the disk when its call returns.
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
}

impl Store {
    /// Whether changes can be made.
    pub fn writable(&self) -> bool {
        self.access != Access::Read
    }

    /// A number that changes whenever the archive does, whoever wrote: a cached row with another one is stale.
    pub fn generation(&self) -> Result<u64> {
        let others: i64 = self.db.query_row("PRAGMA data_version", [], |row| row.get(0))?;
        Ok((others as u64) << 32 | (self.own & 0xffff_ffff))
    }

    /// Checks the whole file; the complaints found. May take seconds for a large archive.
    pub fn complaints(&self) -> Result<Vec<String>> {
        let mut rows = self.db.prepare("PRAGMA integrity_check(20)")?;
        let lines = rows.query_map([], |row| row.get::<_, String>(0))?.collect::<std::result::Result<Vec<_>, _>>()?;
        Ok(lines.into_iter().filter(|line| line != "ok").collect())
    }
}

#[cfg(test)]
mod tests;

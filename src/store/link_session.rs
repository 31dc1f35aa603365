//! Reading and writing for linking, in two transactions, so that other writers do not wait while the linker decides.
//!
//! A [`LinkSession`] reads a snapshot; the linker decides on it. [`Store::write_links`] then writes what was decided, unless
//! another linker wrote meanwhile: the stamp in the table `linking` changes with everything that linking writes, and nothing
//! else changes what linking reads. What the user decides is in other tables, and is applied when links are written.
//!
//! The session is the archive's [`LinkStorage`]. It gives nodes to the linker, and [`LinkWriter`] turns the nodes of links into
//! entities when they are written ([`super::insert`], [`super::relink`]). Each failure names the table at which linking failed.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Deref;

use rusqlite::{Connection, OptionalExtension, Params, Row, Transaction, TransactionBehavior, params};

use super::error::{Result, StoreError};
use super::write::Write;
use super::{Store, facts};
use crate::engine::link::facts::Facts;
use crate::engine::link::links::ChainLink;
use crate::engine::link::signature::Signature;
use crate::engine::link::storage::{Answer, COMMON, LinkStorage, Members, Stage};
use crate::news::entity::{EntityId, Link};

/// A snapshot of what linking knows; see the head of this file.
#[derive(Debug)]
pub struct LinkSession<'s> {
    pub(super) db: &'s Connection,
    /// Keeps the snapshot; a [`LinkWriter`] reads in its own transaction.
    _snapshot: Option<Transaction<'s>>,
    /// The number that the next new node will have.
    pub(super) next: u32,
    /// The entities of nodes. A node has one entity for ever.
    pub(super) entities: RefCell<HashMap<u32, EntityId>>,
    stamp: i64,
}

/// What was read, once the snapshot is closed: it is needed to write what was decided.
#[derive(Debug)]
pub struct LinkBasis {
    stamp: i64,
    entities: HashMap<u32, EntityId>,
}

/// A transaction that writes what was decided on a snapshot. It reads as a [`LinkSession`] does.
#[derive(Debug)]
pub struct LinkWriter<'s>(LinkSession<'s>);

impl<'s> Deref for LinkWriter<'s> {
    type Target = LinkSession<'s>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

/// Entities of at most this many nodes are kept between sessions, some 5 MB.
const KEPT: usize = 200_000;

/// So many times writing gives way to the user; then it goes through. Somebody who decides once a second is not kept waiting for
/// half an hour; but an article that takes seconds to write is stored even beside a script that decides all the time.
const INTERRUPTIONS: u32 = 2_000;

/// Bytes of a member in a stored block: the number of the node, then its signature, both little-endian.
const MEMBER: usize = 12;

/// A member of a block as it is stored.
pub(super) fn member_bytes((node, signature): (u32, Signature)) -> [u8; MEMBER] {
    let mut out = [0; MEMBER];
    out[..4].copy_from_slice(&node.to_le_bytes());
    out[4..].copy_from_slice(&signature.0.to_le_bytes());
    out
}

fn read_member([a, b, c, d, signature @ ..]: [u8; MEMBER]) -> (u32, Signature) {
    (u32::from_le_bytes([a, b, c, d]), Signature(u64::from_le_bytes(signature)))
}

/// An error of linking with the table at which it happened.
pub(super) fn at<T>(table: &'static str, result: rusqlite::Result<T>) -> Result<T> {
    result.map_err(|error| StoreError::Linking { table, error: Box::new(error.into()) })
}

impl Store {
    /// Begins to read for linking. Other programs can write meanwhile.
    pub fn link_session(&mut self) -> Result<LinkSession<'_>> {
        let snapshot = Transaction::new_unchecked(&self.db, TransactionBehavior::Deferred)?;
        LinkSession::begin(&self.db, Some(snapshot), std::mem::take(&mut self.node_entities))
    }

    /// Writes what was decided on a snapshot, all of it in one transaction or nothing. Waits for other writers, and gives way to
    /// the user's decisions, unless there is `hurry`: `write` runs again after each. Returns what `write` returns, with the new
    /// stamp; `None` where another linker wrote since the snapshot.
    pub fn write_links<W>(
        &mut self,
        basis: LinkBasis,
        hurry: impl Fn() -> bool,
        write: impl Fn(&LinkWriter<'_>) -> Result<W>,
    ) -> Result<Option<(W, i64)>> {
        let LinkBasis { stamp, mut entities } = basis;
        let mut patience = INTERRUPTIONS;
        loop {
            self.turn.wait();
            let tx = Write::begin(&mut self.db, self.access, &mut self.own, &self.faults)?;
            let gives_way = (patience > 0 && !hurry()).then(|| self.turn.give_way());
            let Attempt { written, next, entities: read } = attempt(&tx, LinkBasis { stamp, entities }, &write)?;
            entities = read;
            drop(gives_way);
            match written {
                Ok(Some(written)) => {
                    tx.commit()?;
                    if entities.len() <= KEPT {
                        self.node_entities = entities;
                    }
                    return Ok(Some((written, stamp + 1)));
                }
                Ok(None) => return Ok(None),
                Err(error) if error.is_interruption() => {
                    patience -= 1;
                    // The new nodes were not committed.
                    entities.retain(|node, _| *node < next);
                }
                Err(error) => return Err(error),
            }
        }
    }
}

/// What became of writing on a transaction.
struct Attempt<W> {
    /// What was written; `None` where the stamp of the archive is not that of the basis.
    written: Result<Option<W>>,
    /// The first new node.
    next: u32,
    /// The entities of nodes, those of new nodes with them.
    entities: HashMap<u32, EntityId>,
}

/// Writes on a transaction, and the new stamp with it.
fn attempt<W>(db: &Connection, basis: LinkBasis, write: impl Fn(&LinkWriter<'_>) -> Result<W>) -> Result<Attempt<W>> {
    let writer = LinkWriter(LinkSession::begin(db, None, basis.entities)?);
    let written = if writer.stamp == basis.stamp {
        write(&writer).and_then(|written| {
            at("linking", db.execute("UPDATE linking SET stamp = ?1", [basis.stamp + 1]))?;
            Ok(Some(written))
        })
    } else {
        Ok(None)
    };
    let LinkWriter(session) = writer;
    Ok(Attempt { written, next: session.next, entities: session.end().entities })
}

impl<'s> LinkSession<'s> {
    fn begin(db: &'s Connection, snapshot: Option<Transaction<'s>>, entities: HashMap<u32, EntityId>) -> Result<Self> {
        let stamp = at("linking", db.query_row("SELECT stamp FROM linking", [], |row| row.get(0)))?;
        let sql = "SELECT coalesce(max(number), -1) + 1 FROM nodes";
        let next = at("nodes", db.prepare_cached(sql).and_then(|mut rows| rows.query_row([], |row| row.get(0))))?;
        Ok(Self { db, _snapshot: snapshot, next, entities: RefCell::new(entities), stamp })
    }

    /// A number that changes with everything that linking writes: with the same stamp as before, the linker's state is that of
    /// the archive.
    pub fn stamp(&self) -> i64 {
        self.stamp
    }

    /// Ends the snapshot.
    pub fn end(self) -> LinkBasis {
        LinkBasis { stamp: self.stamp, entities: self.entities.into_inner() }
    }

    /// The entity of a node.
    pub(super) fn entity(&self, node: u32) -> Result<Option<EntityId>> {
        if let Some(entity) = self.entities.borrow().get(&node) {
            return Ok(Some(*entity));
        }
        let sql = "SELECT entity FROM nodes WHERE number = ?1";
        let entity = self.one("nodes", sql, [node], |row| row.get(0).map(EntityId))?;
        self.entities.borrow_mut().extend(entity.map(|entity| (node, entity)));
        Ok(entity)
    }

    /// Links with entities in the place of nodes.
    pub(super) fn links(&self, links: &[ChainLink]) -> Result<Vec<Link>> {
        let entity = |node: u32| {
            self.entity(node)?.ok_or_else(|| StoreError::Garbled {
                what: format!("a link to the node {node}"),
                expected: "a row of that number in the table nodes",
            })
        };
        let one = |link: &ChainLink| {
            Ok(match link {
                ChainLink::Certain(node, reason) => Link::Certain(entity(*node)?, vec![reason.clone()]),
                ChainLink::Uncertain(candidates) => {
                    let one = |(node, share, reason): &(u32, f32, _)| {
                        Ok((entity(*node)?, *share, vec![Clone::clone(reason)]))
                    };
                    Link::Uncertain(candidates.iter().map(one).collect::<Result<_>>()?)
                }
                ChainLink::None => Link::Refused,
            })
        };
        links.iter().map(one).collect()
    }

    fn one<T>(
        &self,
        table: &'static str,
        sql: &str,
        with: impl Params,
        read: impl FnOnce(&Row) -> rusqlite::Result<T>,
    ) -> Result<Option<T>> {
        at(table, self.db.prepare_cached(sql).and_then(|mut rows| rows.query_row(with, read).optional()))
    }

    fn all<T>(
        &self,
        table: &'static str,
        sql: &str,
        with: impl Params,
        read: impl Fn(&Row) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        at(table, self.db.prepare_cached(sql).and_then(|mut rows| rows.query_map(with, read)?.collect()))
    }
}

impl LinkStorage for LinkSession<'_> {
    type Error = StoreError;

    fn next_number(&self) -> Answer<u32, Self> {
        Ok(self.next)
    }

    fn number(&self, key: &str) -> Answer<Option<u32>, Self> {
        self.one("nodes", "SELECT number FROM nodes WHERE key = ?1", [key], |row| row.get(0))
    }

    fn read(&self, node: u32) -> Answer<Option<(Facts, u32)>, Self> {
        let sql = "SELECT key, facts, lead, entity FROM nodes WHERE number = ?1";
        let found = self.one("nodes", sql, [node], |row| {
            let key: Option<String> = row.get(0)?;
            let key = key.unwrap_or_else(|| format!("lost {node}"));
            Ok((facts::read(&key, row.get_ref(1)?.as_blob()?), row.get(2)?, EntityId(row.get(3)?)))
        })?;
        let Some((facts, lead, entity)) = found else { return Ok(None) };
        self.entities.borrow_mut().insert(node, entity);
        Ok(Some((facts, lead)))
    }

    fn bearers(&self, word: &str) -> Answer<Option<Vec<u32>>, Self> {
        // One more than COMMON. Written out: SQLite compiles a statement anew for each limit that is bound.
        const { assert!(COMMON == 64, "the limit below") };
        let sql = "SELECT node FROM words WHERE word = ?1 ORDER BY node LIMIT 65";
        let list = self.all("words", sql, [word], |row| row.get(0))?;
        Ok((list.len() <= COMMON).then_some(list))
    }

    fn bears(&self, word: &str, node: u32) -> Answer<bool, Self> {
        let sql = "SELECT 1 FROM words WHERE word = ?1 AND node = ?2";
        Ok(self.one("words", sql, params![word, node], |_| Ok(()))?.is_some())
    }

    fn block(&self, hash: u64) -> Answer<Members, Self> {
        let members = self.one("blocks", "SELECT lies FROM blocks WHERE block = ?1", [hash as i64], |row| {
            let bytes = row.get_ref(0)?.as_blob()?.as_chunks::<MEMBER>().0;
            Ok(bytes.iter().map(|bytes| read_member(*bytes)).collect::<Vec<_>>())
        })?;
        // A closed block is stored without members; an open one has at least one.
        Ok(match members {
            Some(members) if members.is_empty() => Members::Closed,
            members => Members::Open(members.unwrap_or_default()),
        })
    }

    fn pairs(&self, node: u32) -> Answer<Vec<(u32, Option<f32>)>, Self> {
        let sql = "SELECT other, score FROM pairs WHERE node = ?1 ORDER BY other";
        self.all("pairs", sql, [node], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    fn has_pairs(&self, node: u32) -> Answer<bool, Self> {
        Ok(self.one("pairs", "SELECT 1 FROM pairs WHERE node = ?1 LIMIT 1", [node], |_| Ok(()))?.is_some())
    }

    fn dependents(&self, companion: u32) -> Answer<Vec<(u32, u32)>, Self> {
        let sql = "SELECT a, b FROM stakes WHERE companion = ?1";
        self.all("stakes", sql, [companion], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    fn due(&self, stage: Stage, limit: usize) -> Answer<Vec<(u32, u32)>, Self> {
        let sql = "SELECT node, articles FROM due WHERE stage = ?1 ORDER BY node LIMIT ?2";
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.all("due", sql, params![stage as u8, limit], |row| Ok((row.get(0)?, row.get(1)?)))
    }
}

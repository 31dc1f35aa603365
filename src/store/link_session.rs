//! A transaction for linking: what is read to decide links is what they are written against, and all of it is written or
//! nothing.
//!
//! The session is the archive's [`LinkStorage`]. It gives nodes to the linker, and turns the nodes of links into entities
//! when they are written ([`super::insert`], [`super::relink`]). Each failure names the table at which linking failed.

use std::cell::RefCell;
use std::collections::HashMap;

use rusqlite::{OptionalExtension, Params, Row, params};

use super::error::{Result, StoreError};
use super::write::Write;
use super::{Store, facts};
use crate::engine::link::facts::Facts;
use crate::engine::link::links::ChainLink;
use crate::engine::link::signature::Signature;
use crate::engine::link::storage::{Answer, COMMON, LinkStorage, Members, Stage};
use crate::news::entity::{EntityId, Link};

/// See the head of this file. Dropped without [`LinkSession::commit`], it leaves the archive as it was.
#[derive(Debug)]
pub struct LinkSession<'s> {
    pub(super) tx: Write<'s>,
    /// The number that the next new node will have.
    pub(super) next: u32,
    /// The entities of nodes. A node has one entity for ever.
    pub(super) entities: RefCell<HashMap<u32, EntityId>>,
    stamp: i64,
    /// Where the entities are kept between sessions.
    kept: &'s mut HashMap<u32, EntityId>,
}

/// Entities of at most this many nodes are kept between sessions, some 5 MB.
const KEPT: usize = 200_000;

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
    /// Begins a transaction for linking. Waits for other writers.
    pub fn link_session(&mut self) -> Result<LinkSession<'_>> {
        let Self { db, access, own, node_entities: kept, faults, .. } = self;
        let tx = Write::begin(db, *access, own, faults)?;
        let stamp = at("linking", tx.query_row("SELECT stamp FROM linking", [], |row| row.get(0)))?;
        let sql = "SELECT coalesce(max(number), -1) + 1 FROM nodes";
        let next = at("nodes", tx.prepare_cached(sql).and_then(|mut rows| rows.query_row([], |row| row.get(0))))?;
        let entities = RefCell::new(std::mem::take(kept));
        Ok(LinkSession { tx, next, entities, stamp, kept })
    }
}

impl LinkSession<'_> {
    /// A number that changes with every session that is committed: with the same stamp as before, the linker's state is
    /// that of the archive.
    pub fn stamp(&self) -> i64 {
        self.stamp
    }

    /// Commits what was written. Returns the new stamp.
    pub fn commit(self) -> Result<i64> {
        let stamp = self.stamp + 1;
        at("linking", self.tx.execute("UPDATE linking SET stamp = ?1", [stamp]))?;
        self.tx.commit()?;
        let entities = self.entities.into_inner();
        if entities.len() <= KEPT {
            *self.kept = entities;
        }
        Ok(stamp)
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
        at(table, self.tx.prepare_cached(sql).and_then(|mut rows| rows.query_row(with, read).optional()))
    }

    fn all<T>(
        &self,
        table: &'static str,
        sql: &str,
        with: impl Params,
        read: impl Fn(&Row) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        at(table, self.tx.prepare_cached(sql).and_then(|mut rows| rows.query_map(with, read)?.collect()))
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

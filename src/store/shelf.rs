//! The shelf of linking as tables of the archive.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, Params, Row, params};

use super::error::{Result, StoreError};
use super::{codec, facts};
use crate::engine::link::block::Sign;
use crate::engine::link::facts::Facts;
use crate::engine::link::shelf::{CROWD, Lying, Shelf, Stage};
use crate::news::entity::EntityId;
use crate::news::mention::Kind;

/// The tables `nodes`, `words`, `blocks`, `pairs`, `stakes`, `due`, in a transaction.
#[derive(Debug)]
pub struct Tables<'t> {
    db: &'t Connection,
    /// The number of the next node.
    next: u32,
    /// The entity of each node that was looked at.
    entities: HashMap<u32, EntityId>,
    /// The first thing that went wrong.
    failed: Option<rusqlite::Error>,
}

/// Bytes of a node in a block: its number, and its sign.
const LIES: usize = 12;

fn lying_bytes((node, sign): (u32, Sign)) -> [u8; LIES] {
    let mut out = [0; LIES];
    out[..4].copy_from_slice(&node.to_le_bytes());
    out[4..].copy_from_slice(&sign.0.to_le_bytes());
    out
}

fn read_lying([a, b, c, d, sign @ ..]: [u8; LIES]) -> (u32, Sign) {
    (u32::from_le_bytes([a, b, c, d]), Sign(u64::from_le_bytes(sign)))
}

impl<'t> Tables<'t> {
    /// The tables of an archive, of which these entities are known.
    pub fn new(db: &'t Connection, entities: HashMap<u32, EntityId>) -> Result<Self> {
        let sql = "SELECT coalesce(max(number), -1) + 1 FROM nodes";
        let next = db.prepare_cached(sql)?.query_row([], |row| row.get(0))?;
        Ok(Self { db, next, entities, failed: None })
    }

    /// The number that the next new node will have.
    pub fn next(&self) -> u32 {
        self.next
    }

    /// The entity of a node.
    pub fn entity(&mut self, node: u32) -> Option<EntityId> {
        if let Some(entity) = self.entities.get(&node) {
            return Some(*entity);
        }
        let sql = "SELECT entity FROM nodes WHERE number = ?1";
        let entity = self.one(sql, [node], |row| row.get(0).map(EntityId))?;
        self.entities.insert(node, entity);
        Some(entity)
    }

    /// The entities it knows; or what went wrong, if anything did: then what was answered since must not be relied on.
    pub fn close(self) -> Result<HashMap<u32, EntityId>> {
        self.failed.map_or(Ok(self.entities), |error| Err(StoreError::from(error)))
    }

    fn one<T>(&mut self, sql: &str, with: impl Params, read: impl FnOnce(&Row) -> rusqlite::Result<T>) -> Option<T> {
        let found = self.db.prepare_cached(sql).and_then(|mut rows| rows.query_row(with, read).optional());
        self.answer(found).flatten()
    }

    fn all<T>(&mut self, sql: &str, with: impl Params, read: impl Fn(&Row) -> rusqlite::Result<T>) -> Vec<T> {
        let found = self.db.prepare_cached(sql).and_then(|mut rows| rows.query_map(with, read)?.collect());
        self.answer(found).unwrap_or_default()
    }

    /// Rows changed.
    fn run(&mut self, sql: &str, with: impl Params) -> usize {
        let done = self.db.prepare_cached(sql).and_then(|mut write| write.execute(with));
        self.answer(done).unwrap_or(0)
    }

    fn answer<T>(&mut self, found: rusqlite::Result<T>) -> Option<T> {
        match found {
            Ok(found) => Some(found),
            Err(error) => {
                self.failed.get_or_insert(error);
                None
            }
        }
    }
}

impl Shelf for Tables<'_> {
    fn number(&mut self, key: &str) -> Option<u32> {
        self.one("SELECT number FROM nodes WHERE key = ?1", [key], |row| row.get(0))
    }

    fn add(&mut self, kind: Kind, _key: &str, name: &str) -> u32 {
        let number = self.next;
        self.next += 1;
        self.run("INSERT INTO entities(kind, name) VALUES (?1, ?2)", params![codec::kind(kind), name]);
        self.entities.insert(number, EntityId(self.db.last_insert_rowid()));
        number
    }

    fn read(&mut self, node: u32) -> Option<(Facts, u32)> {
        let sql = "SELECT key, facts, lead, entity FROM nodes WHERE number = ?1";
        let (facts, lead, entity) = self.one(sql, [node], |row| {
            let key: Option<String> = row.get(0)?;
            let key = key.unwrap_or_else(|| format!("lost {node}"));
            let facts = facts::read(&key, row.get_ref(1)?.as_blob()?);
            Ok((facts, row.get(2)?, EntityId(row.get(3)?)))
        })?;
        self.entities.insert(node, entity);
        Some((facts, lead))
    }

    fn write(&mut self, node: u32, facts: &Facts) {
        let entity = self.entity(node).map(|entity| entity.0);
        let sql = "INSERT INTO nodes(number, entity, lead, key, facts) VALUES (?1, ?2, ?1, ?3, ?4)
                   ON CONFLICT(number) DO UPDATE SET facts = excluded.facts";
        self.run(sql, params![node, entity, facts.key, facts::pack(facts)]);
    }

    fn lead(&mut self, node: u32, lead: u32) {
        self.run("UPDATE nodes SET lead = ?2 WHERE number = ?1", [node, lead]);
    }

    fn bearers(&mut self, word: &str) -> Option<Vec<u32>> {
        // One more than a crowd. Written out: SQLite compiles a statement anew whenever a limit is bound.
        const { assert!(CROWD == 64, "the limit below") };
        let list = self.all("SELECT node FROM words WHERE word = ?1 ORDER BY node LIMIT 65", [word], |row| row.get(0));
        (list.len() <= CROWD).then_some(list)
    }

    fn bears(&mut self, word: &str, node: u32) -> bool {
        let sql = "SELECT 1 FROM words WHERE word = ?1 AND node = ?2";
        self.one(sql, params![word, node], |_| Ok(())).is_some()
    }

    fn enlist(&mut self, word: &str, node: u32) {
        if self.run("INSERT OR IGNORE INTO words(word, node) VALUES (?1, ?2)", params![word, node]) > 0 {
            let sql = "INSERT OR IGNORE INTO asked(word) SELECT ?1 WHERE EXISTS (SELECT 1 FROM weak WHERE word = ?1)";
            self.run(sql, [word]);
        }
    }

    fn block(&mut self, block: u64) -> Lying {
        let lies = |row: &Row| {
            let bytes = row.get_ref(0)?.as_blob()?.as_chunks::<LIES>().0;
            Ok(bytes.iter().map(|bytes| read_lying(*bytes)).collect::<Vec<_>>())
        };
        match self.one("SELECT lies FROM blocks WHERE block = ?1", [block as i64], lies) {
            Some(list) if list.is_empty() => Lying::Crowd,
            found => Lying::Some(found.unwrap_or_default()),
        }
    }

    fn lie(&mut self, block: u64, list: &[(u32, Sign)]) {
        let bytes: Vec<u8> = list.iter().flat_map(|lying| lying_bytes(*lying)).collect();
        self.run("INSERT OR REPLACE INTO blocks(block, lies) VALUES (?1, ?2)", params![block as i64, bytes]);
    }

    fn crowd(&mut self, block: u64) {
        self.lie(block, &[]);
    }

    fn pairs(&mut self, node: u32) -> Vec<(u32, Option<f32>)> {
        let sql = "SELECT other, score FROM pairs WHERE node = ?1";
        self.all(sql, [node], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    fn paired(&mut self, node: u32) -> bool {
        self.one("SELECT 1 FROM pairs WHERE node = ?1 LIMIT 1", [node], |_| Ok(())).is_some()
    }

    fn pair(&mut self, a: u32, b: u32, score: Option<f32>) {
        for (one, other) in [(a, b), (b, a)] {
            let sql = "INSERT OR REPLACE INTO pairs(node, other, score) VALUES (?1, ?2, ?3)";
            self.run(sql, params![one, other, score]);
        }
    }

    fn part(&mut self, a: u32, b: u32) {
        for (one, other) in [(a, b), (b, a)] {
            self.run("DELETE FROM pairs WHERE node = ?1 AND other = ?2", [one, other]);
        }
    }

    fn stakes(&mut self, companion: u32) -> Vec<(u32, u32)> {
        self.all("SELECT a, b FROM stakes WHERE companion = ?1", [companion], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    fn stake(&mut self, companion: u32, a: u32, b: u32) {
        self.run("INSERT OR IGNORE INTO stakes(companion, a, b) VALUES (?1, ?2, ?3)", [companion, a, b]);
    }

    fn due(&mut self, stage: Stage, limit: usize) -> Vec<(u32, u32)> {
        let sql = "SELECT node, articles FROM due WHERE stage = ?1 ORDER BY node LIMIT ?2";
        self.all(sql, params![stage as u8, limit as i64], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    fn mark(&mut self, stage: Stage, node: u32, articles: u32) {
        let sql = "INSERT OR IGNORE INTO due(stage, node, articles) VALUES (?1, ?2, ?3)";
        self.run(sql, params![stage as u8, node, articles]);
    }

    fn done(&mut self, stage: Stage, node: u32) {
        self.run("DELETE FROM due WHERE stage = ?1 AND node = ?2", params![stage as u8, node]);
    }

    fn done_to(&mut self, stage: Stage, last: u32) {
        self.run("DELETE FROM due WHERE stage = ?1 AND node <= ?2", params![stage as u8, last]);
    }
}

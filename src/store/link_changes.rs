//! Writing what the linker decided: the tables `nodes`, `words`, `blocks`, `pairs`, `stakes` and `due`.

use rusqlite::{Params, params};

use super::codec;
use super::error::Result;
use super::facts;
use super::link_session::{LinkWriter, at, member_bytes};
use crate::engine::link::changes::{Changes, PairChange};
use crate::engine::link::storage::Members;
use crate::news::entity::EntityId;

impl LinkWriter<'_> {
    /// Writes the changes of one step of linking. Makes an entity for each new node.
    pub fn write(&self, changes: &Changes) -> Result<()> {
        self.write_nodes(changes)?;
        self.write_words(changes)?;
        for (block, members) in &changes.blocks {
            // A closed block is stored without members.
            let bytes: Vec<u8> = match members {
                Members::Open(members) => members.iter().flat_map(|member| member_bytes(*member)).collect(),
                Members::Closed => Vec::new(),
            };
            let sql = "INSERT OR REPLACE INTO blocks(block, lies) VALUES (?1, ?2)";
            self.run("blocks", sql, params![*block as i64, bytes])?;
        }
        for (node, pairs) in &changes.pairs {
            for (other, change) in pairs {
                match change {
                    PairChange::Set(score) => {
                        let sql = "INSERT OR REPLACE INTO pairs(node, other, score) VALUES (?1, ?2, ?3)";
                        self.run("pairs", sql, params![node, other, score])?;
                    }
                    PairChange::Removed => {
                        self.run("pairs", "DELETE FROM pairs WHERE node = ?1 AND other = ?2", [node, other])?;
                    }
                }
            }
        }
        for (companion, pairs) in &changes.dependents {
            for (a, b) in pairs {
                let sql = "INSERT OR IGNORE INTO stakes(companion, a, b) VALUES (?1, ?2, ?3)";
                self.run("stakes", sql, [companion, a, b])?;
            }
        }
        self.write_due(changes)
    }

    fn write_nodes(&self, changes: &Changes) -> Result<()> {
        for (number, new) in (self.next..).zip(&changes.new) {
            let sql = "INSERT INTO entities(kind, name) VALUES (?1, ?2)";
            self.run("entities", sql, params![codec::kind(new.kind), new.name])?;
            self.entities.borrow_mut().insert(number, EntityId(self.db.last_insert_rowid()));
        }
        for (node, facts) in &changes.facts {
            let bytes = facts::pack(facts);
            if *node < self.next {
                self.run("nodes", "UPDATE nodes SET facts = ?2 WHERE number = ?1", params![node, bytes])?;
            } else {
                let entity = self.entities.borrow().get(node).map(|entity| entity.0);
                let sql = "INSERT INTO nodes(number, entity, lead, key, facts) VALUES (?1, ?2, ?1, ?3, ?4)";
                self.run("nodes", sql, params![node, entity, facts.key, bytes])?;
            }
        }
        for (node, lead) in &changes.leads {
            self.run("nodes", "UPDATE nodes SET lead = ?2 WHERE number = ?1", [node, lead])?;
        }
        Ok(())
    }

    /// Enters words. A word that articles have as a short name (`weak`) has a new bearer then, so these articles have to be
    /// resolved again (`asked`).
    fn write_words(&self, changes: &Changes) -> Result<()> {
        for (word, nodes) in &changes.words {
            let mut new = false;
            for node in nodes {
                let sql = "INSERT OR IGNORE INTO words(word, node) VALUES (?1, ?2)";
                new |= self.run("words", sql, params![word, node])? > 0;
            }
            if new {
                let sql =
                    "INSERT OR IGNORE INTO asked(word) SELECT ?1 WHERE EXISTS (SELECT 1 FROM weak WHERE word = ?1)";
                self.run("asked", sql, [word])?;
            }
        }
        Ok(())
    }

    fn write_due(&self, changes: &Changes) -> Result<()> {
        for (stage, last) in &changes.done_to {
            self.run("due", "DELETE FROM due WHERE stage = ?1 AND node <= ?2", params![*stage as u8, last])?;
        }
        for (stage, node) in &changes.done {
            self.run("due", "DELETE FROM due WHERE stage = ?1 AND node = ?2", params![*stage as u8, node])?;
        }
        for ((stage, node), articles) in &changes.due {
            let sql = "INSERT OR IGNORE INTO due(stage, node, articles) VALUES (?1, ?2, ?3)";
            self.run("due", sql, params![*stage as u8, node, articles])?;
        }
        Ok(())
    }

    /// Runs a statement; the rows it changed.
    pub(super) fn run(&self, table: &'static str, sql: &str, with: impl Params) -> Result<usize> {
        at(table, self.db.prepare_cached(sql).and_then(|mut write| write.execute(with)))
    }
}

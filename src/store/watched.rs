//! Who is watched: the entities on the archive's watch list, those that bear a name of watch.toml, and every member of their groups.
//!
//! The names of watch.toml are resolved into a temporary table of each connection, so that the file alone says who is on it.

use rusqlite::{Connection, params};

use super::Store;
use super::codec;
use super::error::Result;
use super::fts::spaced;
use crate::news::entity::EntityId;
use crate::news::mention::Kind;
use crate::text::fold;

/// Makes the table of entities that watch.toml names, for a connection.
pub const TABLE: &str = "CREATE TEMP TABLE IF NOT EXISTS listed(entity INTEGER PRIMARY KEY)";

/// A statement for the numbers of all watched entities: those on either list, and every member of their groups.
pub const WATCHED: &str = "WITH w(entity) AS (SELECT entity FROM watched UNION SELECT entity FROM temp.listed)
  SELECT coalesce(e.same, e.id) AS id FROM w JOIN entities e ON e.id = w.entity
  UNION SELECT m.id FROM w JOIN entities e ON e.id = w.entity JOIN entities m ON m.same = coalesce(e.same, e.id)";

/// A condition: the group of the root `r` is watched.
pub const IS_WATCHED: &str = "(EXISTS (SELECT 1 FROM watched w WHERE w.entity = r.id)
  OR EXISTS (SELECT 1 FROM temp.listed w WHERE w.entity = r.id)
  OR EXISTS (SELECT 1 FROM entities m WHERE m.same = r.id AND (m.id IN watched OR m.id IN temp.listed)))";

/// At most this many aliases are compared with a name of watch.toml.
const MANY: i64 = 1000;

impl Store {
    /// Watches, for this connection, the entities that bear one of these names (compared folded) and are of the kind, where one is
    /// given. Returns their roots. Has to be called again after an import.
    pub fn watch_names(&self, names: &[(&str, Option<Kind>)]) -> Result<Vec<EntityId>> {
        self.db.prepare_cached("DELETE FROM temp.listed")?.execute([])?;
        let sql = "SELECT a.entity, a.name, coalesce(r.retyped, r.kind), r.id
                   FROM alias_words w CROSS JOIN aliases a ON a.id = w.rowid
                   JOIN entities e ON e.id = a.entity JOIN entities r ON r.id = coalesce(e.same, e.id)
                   WHERE w.alias_words MATCH ?1 AND a.articles > 0 LIMIT ?2";
        let mut search = self.db.prepare_cached(sql)?;
        let mut keep = self.db.prepare_cached("INSERT OR IGNORE INTO temp.listed(entity) VALUES (?1)")?;
        let mut found = Vec::new();
        for (name, kind) in names {
            let key = fold::key(name);
            let mut rows = search.query(params![expression(name), MANY])?;
            while let Some(row) = rows.next()? {
                let (entity, alias): (i64, String) = (row.get(0)?, row.get(1)?);
                let of_kind = kind.is_none() || codec::read_kind(row.get(2)?) == *kind;
                if of_kind && fold::key(&alias) == key {
                    keep.execute([entity])?;
                    found.push(EntityId(row.get(3)?));
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }

    /// The entities on the watch list in the archive, ascending; names of watch.toml and other members of a group apart.
    pub fn watched(&self) -> Result<Vec<EntityId>> {
        Ok(list(&self.db)?.into_iter().map(EntityId).collect())
    }

    /// Every watched entity, whole groups.
    pub fn watching(&self) -> Result<Vec<EntityId>> {
        let mut rows = self.db.prepare_cached(WATCHED)?;
        Ok(rows.query_map([], |row| row.get(0).map(EntityId))?.collect::<rusqlite::Result<_>>()?)
    }
}

/// The numbers on the watch list of the archive, ascending.
pub fn list(db: &Connection) -> Result<Vec<i64>> {
    let mut rows = db.prepare_cached("SELECT entity FROM watched ORDER BY entity")?;
    Ok(rows.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}

/// Puts an entity on the watch list or takes it off.
pub fn set(db: &Connection, entity: i64, on: bool) -> Result<()> {
    let sql =
        if on { "INSERT OR IGNORE INTO watched(entity) VALUES (?1)" } else { "DELETE FROM watched WHERE entity = ?1" };
    db.prepare_cached(sql)?.execute([entity])?;
    Ok(())
}

/// An expression of the index of names for all words as written or all words as folded: the index folds less than names are
/// compared.
fn expression(name: &str) -> String {
    let quoted = |words: Vec<String>| {
        let words = words.iter().map(|word| format!("\"{}\"", word.replace('"', "")));
        words.collect::<Vec<_>>().join(" ")
    };
    let written = name.split_whitespace().map(|word| spaced(word).into_owned()).collect();
    let folded: Vec<String> = fold::words(name).into_iter().map(|word| spaced(&word.text).into_owned()).collect();
    if folded.is_empty() { quoted(written) } else { format!("({}) OR ({})", quoted(written), quoted(folded)) }
}

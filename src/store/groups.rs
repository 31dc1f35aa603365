//! Groups: the entities that are the same person, institution or place.
//!
//! A group has one root. The column `entities.same` of every other member holds the number of the root; it is NULL for the root
//! and for an entity that stands alone. [`super::regroup`] decides who belongs to a group; this file only reads the result.

use rusqlite::{Connection, OptionalExtension};

use super::codec::json_numbers;
use super::error::Result;
use crate::news::entity::EntityId;

/// The numbers of all members of an entity's group, the entity and the root included, ascending. Empty where the archive does not
/// have the entity.
pub fn members(db: &Connection, id: EntityId) -> Result<Vec<i64>> {
    let sql = "SELECT id FROM entities WHERE id = (SELECT coalesce(same, id) FROM entities WHERE id = ?1)
               UNION SELECT id FROM entities WHERE same = (SELECT coalesce(same, id) FROM entities WHERE id = ?1)";
    let mut rows = db.prepare_cached(sql)?;
    Ok(rows.query_map([id.0], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}

/// The root of an entity's group; the entity itself where it stands alone or is gone from the archive.
pub fn root(db: &Connection, id: EntityId) -> Result<EntityId> {
    let mut root = db.prepare_cached("SELECT coalesce(same, id) FROM entities WHERE id = ?1")?;
    Ok(root.query_row([id.0], |row| row.get(0).map(EntityId)).optional()?.unwrap_or(id))
}

/// The name that these entities are shown by together: a name of several words before one of a single word, then the name with
/// most articles, then the longest. `None` where no article names any of them.
pub fn common_name(db: &Connection, members: &[i64]) -> Result<Option<String>> {
    let sql = "SELECT a.name FROM aliases a WHERE a.entity IN (SELECT value FROM json_each(?1)) GROUP BY a.name
               ORDER BY instr(a.name, ' ') = 0, sum(a.articles) DESC, length(a.name) DESC, a.name LIMIT 1";
    Ok(db.prepare_cached(sql)?.query_row([json_numbers(members)], |row| row.get(0)).optional()?)
}

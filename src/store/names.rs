//! What the index of names is filled from.

use std::collections::HashSet;

use super::Store;
use super::codec;
use super::error::Result;
use crate::name_index::hit::Named;
use crate::news::entity::EntityId;

/// At most this many roles of an entity, the most frequent ones.
const ROLES: usize = 4;

impl Store {
    /// Calls `each` with every entity that is shown, its aliases and roles, until it returns false. Entities that stand alone come
    /// first, by number; groups come at the end. Three tables are read side by side, so only groups are held in memory.
    pub fn names(&self, mut each: impl FnMut(Named) -> bool) -> Result<()> {
        let mut entities = self.db.prepare_cached(
            "SELECT id, coalesce(retyped, kind), coalesce(shown, name), articles, same, hidden, shared
             FROM entities WHERE articles > 0 OR id IN (SELECT same FROM entities WHERE same IS NOT NULL) ORDER BY id",
        )?;
        let mut aliases = self
            .db
            .prepare_cached("SELECT entity, name, articles FROM aliases WHERE articles > 0 ORDER BY entity, name")?;
        let mut roles =
            self.db.prepare_cached("SELECT entity, role, times FROM roles ORDER BY entity, times DESC, folded")?;
        let (mut entities, mut aliases, mut roles) = (entities.query([])?, aliases.query([])?, roles.query([])?);
        let roots = self.roots_of_groups()?;
        let mut alias = next(&mut aliases)?;
        let mut role = next(&mut roles)?;
        // The members of a group are not neighbours in the table: they are collected. Root, `shared`, member.
        let mut merged: Vec<(i64, u32, Named)> = Vec::new();
        while let Some(row) = entities.next()? {
            let id: i64 = row.get(0)?;
            let mut named = Named {
                entity: EntityId(id),
                kind: codec::kind_or_other(row.get(1)?),
                name: row.get(2)?,
                aliases: Vec::new(),
                roles: Vec::new(),
                articles: row.get(3)?,
            };
            while let Some((entity, name, articles)) = alias.take_if(|(entity, ..)| *entity <= id) {
                if entity == id {
                    named.aliases.push((name, articles));
                }
                alias = next(&mut aliases)?;
            }
            while let Some((entity, words, _)) = role.take_if(|(entity, ..)| *entity <= id) {
                if entity == id && named.roles.len() < ROLES {
                    named.roles.push(words);
                }
                role = next(&mut roles)?;
            }
            let root: i64 = row.get::<_, Option<i64>>(4)?.unwrap_or(id);
            let hidden: bool = row.get(5)?;
            if root != id || roots.contains(&id) {
                if !hidden || root != id {
                    merged.push((root, row.get(6)?, named));
                }
            } else if !hidden && !each(named) {
                return Ok(());
            }
        }
        merged.sort_by_key(|(root, _, named)| (*root, named.entity.0 != *root));
        for group in merged.chunk_by(|a, b| a.0 == b.0) {
            let mut parts = group.iter().map(|(_, _, named)| named.clone());
            // A root that is missing is hidden, and its whole group with it.
            let Some(mut whole) = parts.next().filter(|whole| Some(whole.entity.0) == group.first().map(|g| g.0))
            else {
                continue;
            };
            for part in parts {
                whole.aliases.extend(part.aliases);
                whole.roles.extend(part.roles);
                whole.articles += part.articles;
            }
            whole.articles = whole.articles.saturating_sub(group.iter().map(|(_, shared, _)| shared).sum());
            if whole.articles == 0 {
                continue;
            }
            if !each(whole) {
                break;
            }
        }
        Ok(())
    }

    /// The roots of groups of two or more.
    fn roots_of_groups(&self) -> Result<HashSet<i64>> {
        let mut rows = self.db.prepare_cached("SELECT DISTINCT same FROM entities WHERE same IS NOT NULL")?;
        Ok(rows.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    }

    /// How often each entity was chosen in the jump bar.
    pub fn picks(&self) -> Result<Vec<(EntityId, u32)>> {
        let mut rows = self.db.prepare_cached("SELECT entity, times FROM picks ORDER BY entity")?;
        Ok(rows.query_map([], |row| Ok((EntityId(row.get(0)?), row.get(1)?)))?.collect::<rusqlite::Result<_>>()?)
    }
}

/// The next row: entity, text, number.
fn next(rows: &mut rusqlite::Rows) -> Result<Option<(i64, String, u32)>> {
    Ok(match rows.next()? {
        Some(row) => Some((row.get(0)?, row.get(1)?, row.get(2)?)),
        None => None,
    })
}

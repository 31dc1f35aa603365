//! Names of the reader's own list (watch.toml): whoever bears one is watched as well. Kept beside the connection, not in the
//! archive: the file says who is on it.

use rusqlite::params;

use super::Store;
use super::codec;
use super::error::Result;
use super::words::spaced;
use crate::news::entity::EntityId;
use crate::news::mention::Kind;
use crate::text::fold;

/// SQL for a table that holds them; made for every connection.
pub const TABLE: &str = "CREATE TEMP TABLE IF NOT EXISTS listed(entity INTEGER PRIMARY KEY)";

/// Names of one length of list that are compared: a name of one common word bears no more.
const MANY: i64 = 1000;

impl Store {
    /// Watches, for this connection, whoever bears one of these names (after folding) and is of the kind, if one is given.
    /// Answers with who that is now; call it again when names were taken in.
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
}

/// All words as written, or all as folded: the index folds less than names are folded for comparing.
fn expression(name: &str) -> String {
    let quoted = |words: Vec<String>| {
        let words = words.iter().map(|word| format!("\"{}\"", word.replace('"', "")));
        words.collect::<Vec<_>>().join(" ")
    };
    let written = name.split_whitespace().map(|word| spaced(word).into_owned()).collect();
    let folded: Vec<String> = fold::words(name).into_iter().map(|word| spaced(&word.text).into_owned()).collect();
    if folded.is_empty() { quoted(written) } else { format!("({}) OR ({})", quoted(written), quoted(folded)) }
}

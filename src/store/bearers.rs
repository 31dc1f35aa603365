//! Who a name of a rulings file stands for: an entity by kind and name and, where several bear that name, an article.

use std::collections::{BTreeSet, HashMap};

use rusqlite::{Connection, OptionalExtension, params};

use super::codec;
use super::column::to_json;
use super::error::{Result, StoreError};
use crate::news::mention::Kind;
use crate::news::ruling::Called;

/// Why a ruling does not become an edit.
#[derive(Debug)]
pub enum Refusal {
    /// It cannot be applied in this archive; why, in words.
    Here(String),
    /// The archive failed.
    Failed(StoreError),
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        Self::Failed(error)
    }
}

/// An entity that bears a name.
struct Bearer {
    id: i64,
    root: i64,
    kind: Kind,
}

/// The entities that bear any of some names, by name.
pub struct Bearers(HashMap<String, Vec<Bearer>>);

impl Bearers {
    /// Reads the table of aliases once.
    pub fn read(db: &Connection, names: &BTreeSet<&str>) -> Result<Self> {
        let mut all: HashMap<String, Vec<Bearer>> = HashMap::new();
        if names.is_empty() {
            return Ok(Self(all));
        }
        let sql =
            "SELECT a.name, e.id, coalesce(e.same, e.id), e.kind FROM aliases a JOIN entities e ON e.id = a.entity
                   WHERE a.name IN (SELECT value FROM json_each(?1)) ORDER BY e.id";
        let mut rows = db.prepare_cached(sql)?;
        let mut rows = rows.query([to_json(names, "a list of names")?])?;
        while let Some(row) = rows.next()? {
            let kind = codec::kind_or_other(row.get(3)?);
            all.entry(row.get(0)?).or_default().push(Bearer { id: row.get(1)?, root: row.get(2)?, kind });
        }
        Ok(Self(all))
    }

    /// The number of the entity that is meant. Of several bearers those count that appear in the article given, then those whose
    /// own name it is; what is left has to be one group.
    pub fn find(&self, db: &Connection, called: &Called) -> std::result::Result<i64, Refusal> {
        let of_kind = |b: &&Bearer| b.kind == called.kind;
        let mut may: Vec<&Bearer> = self.0.get(&called.name).into_iter().flatten().filter(of_kind).collect();
        if let Some(digits) = &called.article {
            prefer(&mut may, |bearer| appears_in(db, bearer.id, digits))?;
        }
        prefer(&mut may, |bearer| Ok(own_name(db, bearer.id)?.is_some_and(|(_, name)| name == called.name)))?;
        let (kind, name) = (called.kind.word(), &called.name);
        match may.first() {
            None => Err(Refusal::Here(format!("this archive has no {kind} called \"{name}\""))),
            Some(first) if may.iter().all(|b| b.root == first.root) => Ok(first.id),
            Some(_) => Err(Refusal::Here(format!("this archive has more than one {kind} called \"{name}\""))),
        }
    }
}

/// Keeps those that pass the test, if any does; else all.
fn prefer(may: &mut Vec<&Bearer>, mut test: impl FnMut(&Bearer) -> Result<bool>) -> Result<()> {
    let mut passed = Vec::new();
    for bearer in may.iter() {
        if test(bearer)? {
            passed.push(*bearer);
        }
    }
    if !passed.is_empty() {
        *may = passed;
    }
    Ok(())
}

/// Whether an entity appears in the article whose digest begins with these hex digits.
fn appears_in(db: &Connection, entity: i64, digits: &str) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM appearances p JOIN articles a ON a.slot = p.slot
               WHERE p.entity = ?1 AND substr(lower(hex(a.digest)), 1, length(?2)) = ?2)";
    Ok(db.prepare_cached(sql)?.query_row(params![entity, digits], |row| row.get(0))?)
}

/// Kind and fullest common name of an entity itself, its group apart. `None` where no text names it (it was split off; the split
/// is a ruling itself).
pub fn own_name(db: &Connection, id: i64) -> Result<Option<(Kind, String)>> {
    let sql =
        "SELECT e.kind, a.name FROM entities e JOIN aliases a ON a.entity = e.id AND a.articles > 0 WHERE e.id = ?1
               ORDER BY instr(a.name, ' ') = 0, a.articles DESC, length(a.name) DESC, a.name LIMIT 1";
    let found = db.prepare_cached(sql)?.query_row([id], |row| Ok((row.get::<_, u8>(0)?, row.get(1)?))).optional()?;
    Ok(found.map(|(kind, name)| (codec::kind_or_other(kind), name)))
}

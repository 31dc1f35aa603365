//! The reader's corrections of entities: kept as said, and applied to the table of entities all together, so that taking
//! one back leaves no trace of it.
//!
//! What the reader said weighs more than what linking found, and a refusal more than any merge that would go round it by
//! way of somebody else.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rusqlite::{Connection, OptionalExtension, params};

use super::entities::group;
use super::error::Result;
use super::pack;
use crate::engine::names;
use crate::news::entity::{Correction, EntityId};
use crate::news::mention::Kind;

/// Keeps a correction, or forgets it; nothing is applied.
pub fn write(db: &Connection, correction: &Correction, kept: bool) -> Result<()> {
    let text = serde_json::to_string(correction).unwrap_or_default();
    let sql = if kept {
        "INSERT OR IGNORE INTO corrections(correction) VALUES (?1)"
    } else {
        "DELETE FROM corrections WHERE correction = ?1"
    };
    db.prepare_cached(sql)?.execute([text])?;
    Ok(())
}

/// Every correction, in the order in which they were made.
pub fn all(db: &Connection) -> Result<Vec<Correction>> {
    let mut rows = db.prepare_cached("SELECT correction FROM corrections ORDER BY id")?;
    let texts = rows.query_map([], |row| row.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
    Ok(texts.iter().filter_map(|text| serde_json::from_str(text).ok()).collect())
}

/// What is kept now that a new correction takes the place of: an older name or kind of the same entity, and the opposite
/// decision about the same two.
pub fn replaced(db: &Connection, correction: &Correction) -> Result<Vec<Correction>> {
    let (one, other) = match correction {
        Correction::Merge(a, b) | Correction::NotSame(a, b) => (group(db, *a)?, group(db, *b)?),
        Correction::Rename(a, _) | Correction::Retype(a, _) => (group(db, *a)?, Vec::new()),
        Correction::Split(..) | Correction::Hide(_) => return Ok(Vec::new()),
    };
    let across = |a: &EntityId, b: &EntityId| {
        one.contains(&a.0) && other.contains(&b.0) || one.contains(&b.0) && other.contains(&a.0)
    };
    let mut kept = all(db)?;
    kept.retain(|kept| match (correction, kept) {
        (Correction::Merge(..), Correction::NotSame(a, b)) => across(a, b),
        // Another merge that would bring the two together is passed over while this is kept.
        (Correction::NotSame(a, b), Correction::Merge(x, y)) => (x, y) == (a, b) || (x, y) == (b, a),
        (Correction::Rename(..), Correction::Rename(a, _)) | (Correction::Retype(..), Correction::Retype(a, _)) => {
            one.contains(&a.0)
        }
        _ => false,
    });
    Ok(kept)
}

/// Writes what all corrections together say into the table of entities. A name, a kind or hiding said of one is of all who
/// turned out to be it.
pub fn apply(db: &Connection) -> Result<()> {
    // Whoever led a group and leads none any more gets the own name back.
    let mut led = db.prepare_cached("SELECT DISTINCT same FROM entities WHERE same IS NOT NULL")?;
    let mut roots = led.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<BTreeSet<i64>>>()?;
    db.execute(
        "UPDATE entities SET same = NULL, shown = NULL, retyped = NULL, hidden = 0
         WHERE same IS NOT NULL OR shown IS NOT NULL OR retyped IS NOT NULL OR hidden = 1",
        [],
    )?;
    let corrections = all(db)?;
    let mut bonds = Bonds::new(&corrections);
    linked(db, &mut bonds)?;
    for correction in &corrections {
        if let Correction::Merge(a, b) = correction {
            bonds.join(a.0, b.0);
        }
    }
    for correction in &corrections {
        match correction {
            Correction::Rename(entity, name) => {
                let sql = "UPDATE entities SET shown = ?2 WHERE id = ?1";
                db.prepare_cached(sql)?.execute(params![bonds.root(entity.0), name])?;
            }
            Correction::Retype(entity, kind) => {
                let sql = "UPDATE entities SET retyped = ?2 WHERE id = ?1";
                db.prepare_cached(sql)?.execute(params![bonds.root(entity.0), pack::kind(*kind)])?;
            }
            Correction::Hide(entity) => {
                db.prepare_cached("UPDATE entities SET hidden = 1 WHERE id = ?1")?.execute([bonds.root(entity.0)])?;
            }
            // What they say is in the bonds, and in the judgements that a split makes.
            Correction::Merge(..) | Correction::NotSame(..) | Correction::Split(..) => {}
        }
    }
    let joined: Vec<i64> = bonds.up.keys().copied().collect();
    let mut set = db.prepare_cached("UPDATE entities SET same = ?2 WHERE id = ?1")?;
    for id in joined {
        let root = bonds.root(id);
        set.execute(params![id, root])?;
        roots.insert(root);
    }
    name_groups(db, roots)
}

/// Names each group by the fullest common name of all its members, as a single entity is named by its own.
fn name_groups(db: &Connection, roots: BTreeSet<i64>) -> Result<()> {
    let mut rename = db.prepare_cached("UPDATE entities SET name = ?2 WHERE id = ?1")?;
    for root in roots {
        if let Some(name) = common_name(db, &group(db, EntityId(root))?)? {
            rename.execute(params![root, name])?;
        }
    }
    Ok(())
}

/// The fullest common name of some entities.
pub fn common_name(db: &Connection, group: &[i64]) -> Result<Option<String>> {
    let sql = "SELECT a.name FROM aliases a WHERE a.entity IN (SELECT value FROM json_each(?1)) GROUP BY a.name
               ORDER BY instr(a.name, ' ') = 0, sum(a.articles) DESC, length(a.name) DESC, a.name LIMIT 1";
    let group = serde_json::to_string(group).unwrap_or_default();
    Ok(db.prepare_cached(sql)?.query_row([group], |row| row.get(0)).optional()?)
}

/// Lays together what linking did, each with the oldest of its group, but for what the reader said is not the same: then
/// whoever is not spoken of goes with the one whose name is more like theirs.
fn linked(db: &Connection, bonds: &mut Bonds) -> Result<()> {
    let sql = "SELECT n.lead, n.entity FROM nodes n WHERE n.lead IN (SELECT lead FROM nodes WHERE lead <> number)
               ORDER BY n.lead, n.entity";
    let mut rows = db.prepare_cached(sql)?;
    let rows = rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut groups: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    for row in rows {
        let (lead, entity): (i64, i64) = row?;
        groups.entry(lead).or_default().push(entity);
    }
    for group in groups.values() {
        if bonds.divide(group) {
            parted(db, group, bonds)?;
        } else if let Some((first, rest)) = group.split_first() {
            for id in rest {
                bonds.join(*first, *id);
            }
        }
    }
    Ok(())
}

/// Joins the members of a group in which two are not the same.
fn parted(db: &Connection, group: &[i64], bonds: &mut Bonds) -> Result<()> {
    let mut read = db.prepare_cached("SELECT kind, name FROM entities WHERE id = ?1")?;
    let mut names: HashMap<i64, (Kind, String)> = HashMap::new();
    for id in group {
        let row = read.query_row([id], |r| Ok((r.get::<_, u8>(0)?, r.get(1)?))).optional()?;
        if let Some((kind, name)) = row {
            names.insert(*id, (pack::read_kind(kind).unwrap_or(Kind::Other), name));
        }
    }
    let likeness = |a: i64, b: i64| match (names.get(&a), names.get(&b)) {
        (Some((kind, a)), Some((_, b))) => names::compare(a, b, *kind).score,
        _ => 0.0,
    };
    let (spoken, others): (Vec<i64>, Vec<i64>) = group.iter().partition(|id| bonds.barred.contains_key(*id));
    let mut poles: Vec<i64> = Vec::new();
    for id in spoken.into_iter().chain(others) {
        let mut near: Vec<(f32, i64)> = poles.iter().map(|pole| (likeness(*pole, id), *pole)).collect();
        near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        if !near.iter().any(|(_, pole)| bonds.join((*pole).min(id), (*pole).max(id))) {
            poles.push(id);
        }
    }
    Ok(())
}

/// Who is one with whom, and who may not be.
struct Bonds {
    /// Whoever is not a root → somebody nearer to it.
    up: HashMap<i64, i64>,
    apart: Vec<(i64, i64)>,
    /// Root → those of `apart` that speak of somebody there.
    barred: HashMap<i64, Vec<usize>>,
}

impl Bonds {
    fn new(corrections: &[Correction]) -> Self {
        let mut bonds = Self { up: HashMap::new(), apart: Vec::new(), barred: HashMap::new() };
        for correction in corrections {
            let Correction::NotSame(a, b) = correction else { continue };
            for id in [a.0, b.0] {
                bonds.barred.entry(id).or_default().push(bonds.apart.len());
            }
            bonds.apart.push((a.0, b.0));
        }
        bonds
    }

    fn root(&mut self, id: i64) -> i64 {
        let mut root = id;
        while let Some(&up) = self.up.get(&root) {
            root = up;
        }
        let mut at = id;
        while at != root {
            at = self.up.insert(at, root).unwrap_or(root);
        }
        root
    }

    /// Makes two one under the root of `keep`; false where the reader said that they are not.
    fn join(&mut self, keep: i64, other: i64) -> bool {
        let (a, b) = (self.root(keep), self.root(other));
        if a == b {
            return true;
        }
        for at in self.barred.get(&b).cloned().unwrap_or_default() {
            let Some(&(x, y)) = self.apart.get(at) else { continue };
            let ends = (self.root(x), self.root(y));
            if ends == (a, b) || ends == (b, a) {
                return false;
            }
        }
        self.up.insert(b, a);
        if let Some(more) = self.barred.remove(&b) {
            self.barred.entry(a).or_default().extend(more);
        }
        true
    }

    /// Whether two of a group that linking laid together, of whom none is joined yet, may not be one.
    fn divide(&self, group: &[i64]) -> bool {
        let pairs = group.iter().filter_map(|id| self.barred.get(id)).flatten();
        pairs.filter_map(|at| self.apart.get(*at)).any(|(a, b)| group.contains(a) && group.contains(b))
    }
}

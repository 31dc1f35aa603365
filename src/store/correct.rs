//! The reader's corrections of entities: kept as said, and applied to the table of entities all together, so that taking
//! one back leaves no trace of it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rusqlite::{Connection, params};

use super::error::Result;
use super::pack;
use crate::news::entity::Correction;

/// Keeps a correction, or forgets it, and applies what is kept.
pub fn keep(db: &Connection, correction: &Correction, kept: bool) -> Result<()> {
    write(db, correction, kept)?;
    apply(db)
}

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

/// Writes what all corrections together say into the table of entities.
pub fn apply(db: &Connection) -> Result<()> {
    db.execute(
        "UPDATE entities SET same = NULL, shown = NULL, retyped = NULL, hidden = 0
         WHERE same IS NOT NULL OR shown IS NOT NULL OR retyped IS NOT NULL OR hidden = 1",
        [],
    )?;
    let mut roots: HashMap<i64, i64> = HashMap::new();
    let root = |roots: &HashMap<i64, i64>, mut id: i64| {
        while let Some(&up) = roots.get(&id) {
            id = up;
        }
        id
    };
    let corrections = all(db)?;
    for (id, up) in joined(db, &corrections)? {
        roots.insert(id, up);
    }
    for correction in corrections {
        match correction {
            Correction::Merge(a, b) => {
                let (a, b) = (root(&roots, a.0), root(&roots, b.0));
                if a != b {
                    roots.insert(b, a);
                }
            }
            Correction::Rename(entity, name) => {
                db.execute("UPDATE entities SET shown = ?2 WHERE id = ?1", params![entity.0, name])?;
            }
            Correction::Retype(entity, kind) => {
                db.execute("UPDATE entities SET retyped = ?2 WHERE id = ?1", params![entity.0, pack::kind(kind)])?;
            }
            Correction::Hide(entity) => {
                db.execute("UPDATE entities SET hidden = 1 WHERE id = ?1", [entity.0])?;
            }
            // What they say is for linking, and for the judgements that a split makes.
            Correction::NotSame(..) | Correction::Split(..) => {}
        }
    }
    for id in roots.keys() {
        db.execute("UPDATE entities SET same = ?2 WHERE id = ?1", params![id, root(&roots, *id)])?;
    }
    name_groups(db, roots.keys().map(|id| root(&roots, *id)).collect())
}

/// Names each group by the fullest common name of all its members, as a single entity is named by its own.
fn name_groups(db: &Connection, roots: BTreeSet<i64>) -> Result<()> {
    let mut rename = db.prepare_cached(
        "UPDATE entities SET name = coalesce((SELECT a.name FROM aliases a
           WHERE a.entity IN (SELECT ?1 UNION ALL SELECT id FROM entities WHERE same = ?1) GROUP BY a.name
           ORDER BY instr(a.name, ' ') = 0, sum(a.articles) DESC, length(a.name) DESC, a.name LIMIT 1), name)
         WHERE id = ?1",
    )?;
    for root in roots {
        rename.execute([root])?;
    }
    Ok(())
}

/// What linking laid together, each with the oldest of its group, but for what the reader said is not the same.
fn joined(db: &Connection, corrections: &[Correction]) -> Result<Vec<(i64, i64)>> {
    let sql = "SELECT n.lead, n.entity FROM nodes n WHERE n.lead IN (SELECT lead FROM nodes WHERE lead <> number)
               ORDER BY n.lead, n.entity";
    let mut rows = db.prepare_cached(sql)?;
    let rows = rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut groups: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    for row in rows {
        let (lead, entity): (i64, i64) = row?;
        groups.entry(lead).or_default().push(entity);
    }
    for correction in corrections {
        let Correction::NotSame(a, b) = correction else { continue };
        for group in groups.values_mut().filter(|group| group.contains(&a.0) && group.contains(&b.0)) {
            // Whoever is younger leaves: the group keeps its number.
            group.retain(|entity| *entity != a.0.max(b.0));
        }
    }
    let pairs = groups.values().filter_map(|group| group.split_first());
    Ok(pairs.flat_map(|(first, rest)| rest.iter().map(|id| (*id, *first))).collect())
}

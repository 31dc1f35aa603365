//! Recomputes groups: which entities are one, from what linking found and what the user decided, and the name, kind and visibility
//! that follow. Only the entities that a change can reach are recomputed, so a correction costs what its group holds, and undoing it
//! leaves no trace.

use std::cmp::Reverse;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension, params};

use super::constrained_sets::ConstrainedSets;
use super::corrections;
use super::error::Result;
use super::groups::common_name;
use super::{appearances, codec, groups};
use crate::engine::names;
use crate::news::entity::{Correction, EntityId};
use crate::news::mention::Kind;
use crate::text::clean;

/// The columns of an entity that follow from groups and corrections.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Computed {
    /// The root of its group; `None` where it is the root.
    same: Option<i64>,
    /// The name to show: the user's, else the common name of the group that it is the root of.
    shown: Option<String>,
    retyped: Option<u8>,
    hidden: bool,
}

/// A row of the table of entities.
#[derive(Debug)]
struct Row {
    kind: Kind,
    name: String,
    articles: i64,
    shared: i64,
    computed: Computed,
}

/// Entities that may be in one group, by the stored groups, by linking, or by corrections.
#[derive(Debug, Default)]
struct Component {
    entities: BTreeSet<i64>,
    /// The groups that linking found: leading node → entities.
    linked: BTreeMap<i64, Vec<i64>>,
    /// Corrections by number, which is the order in which they were made.
    corrections: BTreeMap<i64, Correction>,
}

/// The members of each group of two or more, by root.
type Groups = BTreeMap<i64, BTreeSet<i64>>;

/// Recomputes the groups of these entities and of all that are connected with them: after a correction about them was made or
/// undone, or linking merged or parted them. A name, a kind or hiding given to one member holds for its whole group.
pub fn regroup(db: &Connection, changed: impl IntoIterator<Item = i64>) -> Result<()> {
    let component = Component::gather(db, changed)?;
    let mut before = BTreeMap::new();
    for id in &component.entities {
        before.extend(read(db, *id)?.map(|row| (*id, row)));
    }
    let mut after = component.computed(&before);
    let old = groups(before.iter().map(|(id, row)| (*id, row.computed.same)));
    let new = groups(after.iter().map(|(id, computed)| (*id, computed.same)));
    let mut counts = BTreeMap::new();
    for (root, members) in &new {
        if let Some(computed) = after.get_mut(root).filter(|computed| computed.shown.is_none()) {
            computed.shown = common_name(db, &members.iter().copied().collect::<Vec<_>>())?;
        }
        counts.insert(*root, shared(db, members, &old, &before)?);
    }
    let mut write = db.prepare_cached(
        "UPDATE entities SET same = ?2, shown = ?3, retyped = ?4, hidden = ?5, shared = ?6 WHERE id = ?1",
    )?;
    for (id, computed) in &after {
        let shared = counts.get(id).copied().unwrap_or(0);
        if before.get(id).is_none_or(|row| row.computed != *computed || row.shared != shared) {
            write.execute(params![id, computed.same, computed.shown, computed.retyped, computed.hidden, shared])?;
        }
    }
    Ok(())
}

fn read(db: &Connection, id: i64) -> Result<Option<Row>> {
    let sql = "SELECT kind, name, articles, shared, same, shown, retyped, hidden FROM entities WHERE id = ?1";
    let row = |r: &rusqlite::Row| {
        let kind = codec::kind_or_other(r.get(0)?);
        let computed = Computed { same: r.get(4)?, shown: r.get(5)?, retyped: r.get(6)?, hidden: r.get(7)? };
        Ok(Row { kind, name: r.get(1)?, articles: r.get(2)?, shared: r.get(3)?, computed })
    };
    Ok(db.prepare_cached(sql)?.query_row([id], row).optional()?)
}

/// Updates the name a group is shown by, after one of its members got a new alias. Keeps a name given by the user.
pub fn rename(db: &Connection, entity: EntityId) -> Result<()> {
    let members = groups::members(db, entity)?;
    if members.len() < 2 {
        return Ok(());
    }
    let root = groups::root(db, entity)?;
    for id in &members {
        if corrections::about(db, *id)?.iter().any(|(_, correction)| matches!(correction, Correction::Rename(..))) {
            return Ok(());
        }
    }
    let name = common_name(db, &members)?;
    db.prepare_cached("UPDATE entities SET shown = ?2 WHERE id = ?1")?.execute(params![root.0, name])?;
    Ok(())
}

impl Component {
    fn gather(db: &Connection, seeds: impl IntoIterator<Item = i64>) -> Result<Self> {
        let mut all = Self::default();
        let mut waiting: Vec<i64> = seeds.into_iter().collect();
        let mut lead = db.prepare_cached("SELECT lead FROM nodes WHERE entity = ?1")?;
        let mut linked = db.prepare_cached(
            "SELECT entity FROM nodes WHERE number = ?1
             UNION SELECT entity FROM nodes WHERE lead = ?1 AND lead <> number ORDER BY entity",
        )?;
        let mut roots = BTreeSet::new();
        while let Some(id) = waiting.pop() {
            if !all.entities.insert(id) {
                continue;
            }
            for lead in lead.query_map([id], |r| r.get::<_, i64>(0))?.collect::<rusqlite::Result<Vec<_>>>()? {
                if let Entry::Vacant(place) = all.linked.entry(lead) {
                    let members = linked.query_map([lead], |r| r.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?;
                    waiting.extend(&members);
                    place.insert(members);
                }
            }
            if roots.insert(groups::root(db, EntityId(id))?) {
                waiting.extend(groups::members(db, EntityId(id))?);
            }
            for (number, correction) in corrections::about(db, id)? {
                waiting.extend(corrections::entities(&correction));
                all.corrections.insert(number, correction);
            }
        }
        Ok(all)
    }

    /// The computed columns of each entity; the names of groups are filled in later.
    fn computed(&self, rows: &BTreeMap<i64, Row>) -> BTreeMap<i64, Computed> {
        let likeness = |a: i64, b: i64| match (rows.get(&a), rows.get(&b)) {
            (Some(a), Some(b)) => names::compare(&a.name, &b.name, a.kind).score,
            _ => 0.0,
        };
        let mut sets = ConstrainedSets::new(self.corrections.values());
        for group in self.linked.values() {
            sets.join_group(group, likeness);
        }
        for correction in self.corrections.values() {
            if let Correction::Merge(a, b) = correction
                && rows.contains_key(&a.0)
                && rows.contains_key(&b.0)
            {
                sets.join(a.0, b.0);
            }
        }
        let mut after: BTreeMap<i64, Computed> = BTreeMap::new();
        for id in rows.keys() {
            let root = sets.root(*id);
            after.entry(*id).or_default().same = (root != *id).then_some(root);
        }
        for correction in self.corrections.values() {
            let (Correction::Rename(who, _) | Correction::Retype(who, _) | Correction::Hide(who)) = correction else {
                // The others act through the sets, and through the judgements that a split makes.
                continue;
            };
            let computed = after.entry(sets.root(who.0)).or_default();
            match correction {
                Correction::Rename(_, name) => computed.shown = Some(clean::name(name).into_owned()),
                Correction::Retype(_, kind) => computed.retyped = Some(codec::kind(*kind)),
                _ => computed.hidden = true,
            }
        }
        after
    }
}

/// Groups of two or more, from each entity and the root it belongs to.
fn groups(all: impl Iterator<Item = (i64, Option<i64>)>) -> Groups {
    let mut groups = Groups::new();
    for (id, same) in all {
        if let Some(root) = same {
            groups.entry(root).or_insert_with(|| BTreeSet::from([root])).insert(id);
        }
    }
    groups
}

/// The value of `entities.shared` for a group: how many articles are counted more than once when those of its members are added up.
/// Starts from the values of the old groups and adds or removes members, whichever way looks at fewer articles.
fn shared(db: &Connection, members: &BTreeSet<i64>, old: &Groups, rows: &BTreeMap<i64, Row>) -> Result<i64> {
    let articles = |ids: &BTreeSet<i64>| ids.iter().filter_map(|id| Some(rows.get(id)?.articles)).sum::<i64>();
    let kept = |root: &i64| rows.get(root).map_or(0, |row| row.shared);
    // One way: old groups that are wholly in it are units, and so is everybody else alone.
    let root = |id: &i64| rows.get(id).map(|row| row.computed.same.unwrap_or(*id));
    let roots: BTreeSet<i64> = members.iter().filter_map(root).collect();
    let old: Vec<(&i64, &BTreeSet<i64>)> = roots.iter().filter_map(|root| old.get_key_value(root)).collect();
    let whole = old.iter().filter(|(_, group)| group.is_subset(members));
    let mut units: Vec<(BTreeSet<i64>, i64)> =
        whole.map(|(root, group)| (BTreeSet::clone(group), kept(root))).collect();
    let placed: BTreeSet<i64> = units.iter().flat_map(|(group, _)| group).copied().collect();
    units.extend(members.difference(&placed).map(|id| (BTreeSet::from([*id]), 0)));
    units.sort_by_key(|(unit, _)| Reverse(articles(unit)));
    let mut long: i64 = units.iter().skip(1).map(|(unit, _)| articles(unit)).sum();
    // The other way: an old group that some members left.
    for (root, group) in old {
        let leaving: BTreeSet<i64> = group.difference(members).copied().collect();
        let rest: BTreeSet<i64> = group.intersection(members).copied().collect();
        let joining: BTreeSet<i64> = members.difference(group).copied().collect();
        let short = articles(&leaving) + articles(&joining);
        if short < long && !rest.is_empty() && !leaving.is_empty() {
            long = short;
            let left = within(db, &leaving)? + overlap(db, &leaving, &rest)?;
            units = vec![(rest, kept(root) - left)];
            units.extend(joining.iter().map(|id| (BTreeSet::from([*id]), 0)));
        }
    }
    let mut units = units.into_iter();
    let (mut group, mut shared) = units.next().unwrap_or_default();
    for (unit, more) in units {
        shared += more + overlap(db, &unit, &group)?;
        group.extend(unit);
    }
    Ok(shared)
}

/// The same for entities of which nothing is known yet.
fn within(db: &Connection, some: &BTreeSet<i64>) -> Result<i64> {
    let (mut group, mut shared) = (BTreeSet::new(), 0);
    for id in some {
        shared += overlap(db, &BTreeSet::from([*id]), &group)?;
        group.insert(*id);
    }
    Ok(shared)
}

fn overlap(db: &Connection, some: &BTreeSet<i64>, others: &BTreeSet<i64>) -> Result<i64> {
    let list = |ids: &BTreeSet<i64>| ids.iter().copied().collect::<Vec<_>>();
    appearances::overlap(db, &list(some), &list(others))
}

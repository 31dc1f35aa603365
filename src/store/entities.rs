//! Entities as they are shown: each stands for its group, with the user's corrections and judgements applied.

use rusqlite::{OptionalExtension, params};

use super::codec::json_numbers;
use super::error::{Result, StoreError};
use super::judgements::effective_links;
use super::watched::IS_WATCHED;
use super::{Store, appearances, codec, groups, ordinal};
use crate::engine::names;
use crate::news::article::ArticleId;
use crate::news::entity::{Alias, Entity, EntityId, Link, Linked, Reason, RoleSeen};
use crate::news::mention::{Annotations, Kind};
use crate::news::triage::Sort;
use crate::query::{Clock, Query};

/// The links of an article on their way.
#[derive(Debug)]
pub struct LinkScan {
    /// The ordinal of the article.
    at: Option<i64>,
    /// The links that are not read yet.
    links: std::vec::IntoIter<Link>,
    /// The links of the first chains.
    pub linked: Vec<Linked>,
}

impl Store {
    /// The entities of a kind, or all, by the number of articles that name them, most first: number, kind, name, articles.
    pub fn ranked(&self, kind: Option<Kind>, limit: usize) -> Result<Vec<(EntityId, Kind, String, u32)>> {
        let sql = "SELECT r.id, coalesce(r.retyped, r.kind), coalesce(r.shown, r.name),
                     r.articles + coalesce(g.articles, 0) - r.shared AS named
                   FROM entities r LEFT JOIN (SELECT same AS root, sum(articles) AS articles FROM entities
                     WHERE same IS NOT NULL GROUP BY same) g ON g.root = r.id
                   WHERE r.same IS NULL AND r.hidden = 0 AND (?1 IS NULL OR coalesce(r.retyped, r.kind) = ?1) AND named > 0
                   ORDER BY named DESC, 3, r.id LIMIT ?2";
        let mut rows = self.db.prepare_cached(sql)?;
        let found = rows.query_map(params![kind.map(codec::kind), limit as i64], |row| {
            let kind = codec::kind_or_other(row.get(1)?);
            Ok((EntityId(row.get(0)?), kind, row.get(2)?, row.get(3)?))
        })?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// An entity with the aliases and roles of its whole group.
    pub fn entity(&self, id: EntityId) -> Result<Entity> {
        let sql = format!(
            "SELECT r.id, coalesce(r.retyped, r.kind), coalesce(r.shown, r.name), {IS_WATCHED}
             FROM entities e JOIN entities r ON r.id = coalesce(e.same, e.id) WHERE e.id = ?1"
        );
        let row = |r: &rusqlite::Row| Ok((r.get::<_, i64>(0)?, r.get::<_, u8>(1)?, r.get::<_, String>(2)?, r.get(3)?));
        let found = self.db.prepare_cached(&sql)?.query_row([id.0], row).optional()?;
        let (root, kind, name, watched) = found.ok_or_else(|| StoreError::Missing(format!("entity {}", id.0)))?;
        let group = json_numbers(&groups::members(&self.db, EntityId(root))?);
        let mut rows = self.db.prepare_cached(
            // `entity` comes from the row with max(articles): SQLite's rule for bare columns.
            "SELECT name, sum(articles), entity, max(articles) FROM aliases
             WHERE entity IN (SELECT value FROM json_each(?1))
             GROUP BY name HAVING sum(articles) > 0 ORDER BY 2 DESC, 1",
        )?;
        let alias = |r: &rusqlite::Row| Ok(Alias { name: r.get(0)?, articles: r.get(1)?, of: EntityId(r.get(2)?) });
        let aliases = rows.query_map([&group], alias)?;
        let aliases = aliases.collect::<rusqlite::Result<_>>()?;
        let mut rows = self.db.prepare_cached(
            "SELECT r.role, r.slot, s.name FROM roles r JOIN articles a ON a.slot = r.slot JOIN sources s ON s.id = a.source
             WHERE r.entity IN (SELECT value FROM json_each(?1)) ORDER BY r.slot DESC, r.folded",
        )?;
        let roles = rows.query_map([&group], |r| {
            let at: i64 = r.get(1)?;
            Ok(RoleSeen { role: r.get(0)?, article: ordinal::article(at), time: ordinal::time(at), source: r.get(2)? })
        })?;
        let roles = roles.collect::<rusqlite::Result<_>>()?;
        let (articles, first) = self.extent(root)?;
        let kind = codec::kind_or_other(kind);
        let first = first.map(ordinal::article);
        Ok(Entity { id: EntityId(root), kind, name, aliases, roles, articles, watched, first })
    }

    /// The entities that the user hid, by name, at most 500: number, kind, name, articles.
    pub fn hidden(&self) -> Result<Vec<(EntityId, Kind, String, u32)>> {
        let sql = "SELECT id, coalesce(retyped, kind), coalesce(shown, name) FROM entities
                   WHERE hidden = 1 AND same IS NULL ORDER BY 3, 1 LIMIT 500";
        let mut rows = self.db.prepare_cached(sql)?;
        let row = |r: &rusqlite::Row| Ok((EntityId(r.get(0)?), r.get::<_, u8>(1)?, r.get::<_, String>(2)?));
        let found = rows.query_map([], row)?.collect::<rusqlite::Result<Vec<_>>>()?;
        let mut all = Vec::with_capacity(found.len());
        for (id, kind, name) in found {
            all.push((id, codec::kind_or_other(kind), name, self.entity(id)?.articles));
        }
        Ok(all)
    }

    /// The root of an entity's group; the entity itself where it stands alone or is gone.
    pub fn root(&self, id: EntityId) -> Result<EntityId> {
        let sql = "SELECT coalesce(same, id) FROM entities WHERE id = ?1";
        let root = self.db.prepare_cached(sql)?.query_row([id.0], |row| row.get(0)).optional()?;
        Ok(root.map_or(id, EntityId))
    }

    /// The name an entity is shown by, which is its group's; `None` where it is hidden or gone.
    pub fn shown(&self, id: EntityId) -> Result<Option<String>> {
        let sql = "SELECT coalesce(r.shown, r.name) FROM entities e JOIN entities r ON r.id = coalesce(e.same, e.id)
                   WHERE e.id = ?1 AND r.hidden = 0";
        Ok(self.db.prepare_cached(sql)?.query_row([id.0], |row| row.get(0)).optional()?)
    }

    /// The articles of a query that name an entity, in the order of the list, one a story.
    pub fn appearances(&self, id: EntityId, query: &Query, sort: Sort, clock: &Clock) -> Result<Vec<ArticleId>> {
        self.order(&query.clone().and(Query::entity(id.0)), sort, clock)
    }

    /// The chains of an article whose link, or likeliest candidate, is a member of a group; judgements applied.
    pub fn chains(&self, id: ArticleId, found: &Annotations, group: &[i64]) -> Result<Vec<u32>> {
        let mut links = effective_links(&self.db, id)?;
        links.truncate(found.chains.len());
        let ours = (0u32..).zip(&links).filter(|(_, link)| {
            let likeliest = link.candidates().next();
            likeliest.is_some_and(|entity| group.contains(&entity.0))
        });
        Ok(ours.map(|(chain, _)| chain).collect())
    }

    /// The numbers of all members of an entity's group.
    pub fn group(&self, id: EntityId) -> Result<Vec<i64>> {
        groups::members(&self.db, id)
    }

    /// The link of each chain of an article, in order, with what is shown of its entity; judgements applied.
    pub fn links(&self, id: ArticleId, found: &Annotations) -> Result<Vec<Linked>> {
        let mut scan = self.begin_links(id)?;
        self.read_links(&mut scan, found, usize::MAX)?;
        Ok(scan.linked)
    }

    /// Begins to read the links of an article.
    pub fn begin_links(&self, id: ArticleId) -> Result<LinkScan> {
        let sql = "SELECT slot FROM articles WHERE id = ?1";
        let at = self.db.prepare_cached(sql)?.query_row([id.0], |row| row.get(0)).optional()?;
        Ok(LinkScan { at, links: effective_links(&self.db, id)?.into_iter(), linked: Vec::new() })
    }

    /// Reads the links of at most `many` more chains. Whether all are read.
    pub fn read_links(&self, scan: &mut LinkScan, found: &Annotations, many: usize) -> Result<bool> {
        // One snapshot for all chains: each statement for itself would lock the file anew. A caller that changes has one already.
        let _snapshot = self.db.is_autocommit().then(|| self.db.unchecked_transaction()).transpose()?;
        for chain in found.chains.iter().skip(scan.linked.len()).take(many) {
            let link = scan.links.next().unwrap_or(Link::Refused);
            let mut one = Linked::new(self.roots(link)?, &chain.name, chain.kind);
            let seen = match one.entity() {
                Some(entity) => self.known_as(entity)?,
                None => None,
            };
            match seen {
                Some(seen) => {
                    one.first = seen.first == scan.at && scan.at.is_some();
                    (one.name, one.kind, one.articles) = (seen.name, seen.kind.unwrap_or(chain.kind), seen.articles);
                    (one.watched, one.hidden) = (seen.watched, seen.hidden);
                }
                // The entity is gone from the archive.
                None => one.link = Link::Refused,
            }
            if let Link::Uncertain(candidates) = &one.link {
                for (entity, ..) in candidates {
                    one.candidates.push(self.shown(*entity)?.unwrap_or_default());
                }
            }
            scan.linked.push(one);
        }
        Ok(scan.linked.len() == found.chains.len())
    }

    /// What is shown of the root of a group.
    fn known_as(&self, id: EntityId) -> Result<Option<Seen>> {
        // Of an entity that stands alone this one statement tells everything; most do.
        let sql = format!(
            "SELECT coalesce(r.shown, r.name), {IS_WATCHED}, r.hidden, r.retyped, r.articles - r.shared,
               (SELECT slot FROM appearances p WHERE p.entity = r.id ORDER BY slot LIMIT 1),
               NOT EXISTS (SELECT 1 FROM entities m WHERE m.same = r.id)
             FROM entities r WHERE r.id = ?1"
        );
        let row = |r: &rusqlite::Row| {
            let kind = r.get::<_, Option<u8>>(3)?.and_then(codec::read_kind);
            let (name, watched, hidden) = (r.get(0)?, r.get(1)?, r.get(2)?);
            Ok((Seen { name, articles: r.get(4)?, watched, hidden, kind, first: r.get(5)? }, r.get(6)?))
        };
        let found: Option<(Seen, bool)> = self.db.prepare_cached(&sql)?.query_row([id.0], row).optional()?;
        let Some((mut seen, alone)) = found else { return Ok(None) };
        if !alone {
            (seen.articles, seen.first) = self.extent(id.0)?;
        }
        Ok(Some(seen))
    }

    /// The number of articles of a group, and the ordinal of the first. Costs a look at each member, never at their articles: opening
    /// an article asks this for each of its chains.
    fn extent(&self, root: i64) -> Result<(u32, Option<i64>)> {
        let sql = "WITH g(id, articles) AS (SELECT id, articles - shared FROM entities WHERE id = ?1
                     UNION ALL SELECT id, articles FROM entities WHERE same = ?1)
                   SELECT sum(articles), min((SELECT slot FROM appearances p WHERE p.entity = g.id ORDER BY slot LIMIT 1))
                   FROM g";
        let row = |r: &rusqlite::Row| Ok((r.get::<_, Option<u32>>(0)?.unwrap_or(0), r.get(1)?));
        Ok(self.db.prepare_cached(sql)?.query_row([root], row)?)
    }

    /// The number of articles of two groups together, before they are merged. Costs what the smaller one appears in.
    pub(super) fn united(&self, one: &[i64], other: &[i64]) -> Result<u32> {
        let extent = |group: &[i64]| match group.first() {
            Some(id) => self.extent(groups::root(&self.db, EntityId(*id))?.0),
            None => Ok((0, None)),
        };
        let (a, b) = (extent(one)?.0, extent(other)?.0);
        if one.iter().any(|id| other.contains(id)) {
            return Ok(a);
        }
        let (few, many) = if a < b { (one, other) } else { (other, one) };
        let both = appearances::overlap(&self.db, few, many)?;
        Ok((a + b).saturating_sub(both as u32))
    }

    /// A link with each entity replaced by the root of its group.
    fn roots(&self, link: Link) -> Result<Link> {
        let find = |id: EntityId| groups::root(&self.db, id);
        Ok(match link {
            Link::Certain(entity, mut reasons) => {
                let root = find(entity)?;
                reasons.extend(self.likeness(entity, root)?);
                Link::Certain(root, reasons)
            }
            Link::Uncertain(candidates) => {
                let mut out: Vec<(EntityId, f32, Vec<Reason>)> = Vec::new();
                for (entity, share, reasons) in candidates {
                    let entity = find(entity)?;
                    match out.iter_mut().find(|c| c.0 == entity) {
                        Some(same) => same.1 = (same.1 + share).min(1.0),
                        None => out.push((entity, share, reasons)),
                    }
                }
                Link::Uncertain(out)
            }
            Link::Refused => Link::Refused,
        })
    }
}

impl Store {
    /// Why an entity belongs to a group by its name; `None` for the root, and where the names alone do not say so (the user merged
    /// them).
    fn likeness(&self, entity: EntityId, root: EntityId) -> Result<Option<Reason>> {
        if entity == root {
            return Ok(None);
        }
        let sql = "SELECT e.kind, e.name, r.shown, r.name FROM entities e, entities r WHERE e.id = ?1 AND r.id = ?2";
        let row = |r: &rusqlite::Row| Ok((r.get::<_, u8>(0)?, r.get(1)?, r.get(2)?, r.get(3)?));
        let found: Option<(u8, String, Option<String>, String)> =
            self.db.prepare_cached(sql)?.query_row([entity.0, root.0], row).optional()?;
        let Some((kind, own, shown, name)) = found else { return Ok(None) };
        let kind = codec::kind_or_other(kind);
        for other in shown.into_iter().chain([name]) {
            let how = names::compare(&own, &other, kind);
            // Names written alike need no explanation.
            if how.same() && own != other {
                return Ok(Some(Reason::LikeName(other, how.ground.sentence())));
            }
        }
        Ok(None)
    }
}

/// What is shown of an entity beside its link.
struct Seen {
    name: String,
    articles: u32,
    watched: bool,
    hidden: bool,
    /// The kind that the user gave, if any.
    kind: Option<Kind>,
    /// The ordinal of the earliest article that names it.
    first: Option<i64>,
}

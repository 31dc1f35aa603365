//! What the page of an entity shows. Every part of it is bounded, however many articles name the entity.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use rusqlite::{OptionalExtension, params};

use super::error::Result;
use super::{Store, codec, groups, ordinal};
use crate::news::entity::EntityId;
use crate::news::mention::Kind;
use crate::news::profile::{Companion, Profile};

/// At most this many of the newest appearances are counted by day.
const NEWEST: usize = 2_000;
/// Company is counted in at most this many of the newest: each costs reading an article's links.
const COMPANY: usize = 500;
/// At most this many companions have their names looked up, before members of one group are counted together.
const LOOKED_UP: usize = 200;
/// Companions shown.
const TOLD: usize = 24;
/// Notes shown.
const NOTES: usize = 50;

const DAY: i64 = 86_400;

impl Store {
    /// The page of an entity: appearances by day, entities named with it, places, notes. Company is as the engine linked it:
    /// judgements about links of others are not applied.
    pub fn profile(&self, id: EntityId) -> Result<Profile> {
        let entity = self.entity(id)?;
        let group = groups::members(&self.db, id)?;
        let slots = self.newest(&group)?;
        let mut days: BTreeMap<i64, u32> = BTreeMap::new();
        for (at, mentions) in &slots {
            *days.entry(ordinal::time(*at).0.div_euclid(DAY)).or_default() += mentions;
        }
        let (together, counted) = self.together(&slots, &group)?;
        let (places, company): (Vec<_>, Vec<_>) = together.into_iter().partition(|c| c.kind == Kind::Place);
        let company = company.into_iter().filter(|c| matches!(c.kind, Kind::Person | Kind::Institution));
        let mut notes = self.notes_about(entity.id, Some(NOTES))?;
        notes.truncate(NOTES);
        Ok(Profile {
            more: entity.articles as usize > slots.len(),
            entity,
            days: days.into_iter().collect(),
            company: company.take(TOLD).collect(),
            places: places.into_iter().take(TOLD).collect(),
            notes,
            counted,
        })
    }

    /// Ordinals of the newest appearances of a group, newest first, with the number of mentions.
    fn newest(&self, group: &[i64]) -> Result<Vec<(i64, u32)>> {
        let mut all: BTreeMap<Reverse<i64>, u32> = BTreeMap::new();
        let sql = "SELECT slot, mentions FROM appearances WHERE entity = ?1 ORDER BY slot DESC LIMIT ?2";
        let mut rows = self.db.prepare_cached(sql)?;
        for id in group {
            for row in rows.query_map(params![id, NEWEST as i64], |r| Ok((r.get(0)?, r.get::<_, u32>(1)?)))? {
                let (at, mentions) = row?;
                *all.entry(Reverse(at)).or_default() += mentions;
            }
        }
        Ok(all.into_iter().take(NEWEST).map(|(Reverse(at), mentions)| (at, mentions)).collect())
    }

    /// Who is named in the newest of these articles, most often first; and the number of articles looked at.
    fn together(&self, slots: &[(i64, u32)], group: &[i64]) -> Result<(Vec<Companion>, u32)> {
        let mut times: HashMap<i64, u32> = HashMap::new();
        let mut links = self.db.prepare_cached("SELECT links FROM annotations WHERE id = ?1")?;
        let mut counted = 0;
        for (at, _) in slots.iter().take(COMPANY) {
            let bytes = links.query_row([ordinal::article(*at).0], |r| r.get::<_, Vec<u8>>(0)).optional()?;
            // Links that cannot be decoded name no company: opening the article tells of them.
            let found = codec::read_links(&bytes.unwrap_or_default()).unwrap_or_default();
            let here: BTreeSet<i64> = found.iter().filter_map(|l| l.candidates().next()).map(|e| e.0).collect();
            for id in here {
                *times.entry(id).or_default() += 1;
            }
            counted += 1;
        }
        let mut often: Vec<(i64, u32)> = times.into_iter().filter(|(id, _)| !group.contains(id)).collect();
        often.sort_by_key(|(id, times)| (Reverse(*times), *id));
        often.truncate(LOOKED_UP);
        let sql = "SELECT r.id, coalesce(r.retyped, r.kind), coalesce(r.shown, r.name)
                   FROM entities e JOIN entities r ON r.id = coalesce(e.same, e.id) WHERE e.id = ?1 AND r.hidden = 0";
        let mut name = self.db.prepare_cached(sql)?;
        let mut all: Vec<Companion> = Vec::new();
        for (id, times) in often {
            let row = |r: &rusqlite::Row| Ok((r.get::<_, i64>(0)?, r.get::<_, u8>(1)?, r.get::<_, String>(2)?));
            let Some((root, kind, name)) = name.query_row([id], row).optional()? else { continue };
            match all.iter_mut().find(|c| c.entity.0 == root) {
                // An article may name two members: the sum is at most the articles looked at.
                Some(same) => same.articles = (same.articles + times).min(counted),
                None => all.push(Companion {
                    entity: EntityId(root),
                    kind: codec::kind_or_other(kind),
                    name,
                    articles: times,
                }),
            }
        }
        all.sort_by(|a, b| b.articles.cmp(&a.articles).then_with(|| a.name.cmp(&b.name)));
        Ok((all, counted))
    }
}

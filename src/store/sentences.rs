//! Decisions about entities in words: `merged A. Merkel into Angela Merkel, 12 articles`.

use rusqlite::OptionalExtension;

use super::edit::count_articles;
use super::error::Result;
use super::{Store, codec, corrections, groups, judgements};
use crate::news::entity::{Correction, EntityId};

impl Store {
    /// A correction in words, with the names that hold before it is made.
    pub(super) fn correction_sentence(&self, correction: &Correction) -> Result<String> {
        Ok(match correction {
            Correction::Merge(a, b) => {
                let (one, other) = self.names_apart(*a, *b)?;
                let mut both = groups::members(&self.db, *a)?;
                let more = groups::members(&self.db, *b)?;
                let articles = self.united(&both, &more)?;
                both.extend(more);
                let into = groups::common_name(&self.db, &both)?;
                let other_stays = into.is_some() && into == self.shown(*b)? && into != self.shown(*a)?;
                let (from, into) = if other_stays { (one, other) } else { (other, one) };
                format!("merged {from} into {into}, {}", count_articles(articles as usize))
            }
            Correction::NotSame(a, b) => {
                let (one, other) = self.names_apart(*a, *b)?;
                format!("{one} and {other} are kept apart")
            }
            Correction::Rename(a, to) => format!("{} is shown as {to}", self.name_or_number(*a)?),
            Correction::Retype(a, kind) => format!("{} is now {}", self.name_or_number(*a)?, kind.phrase()),
            Correction::Hide(a) => format!("{} is hidden", self.name_or_number(*a)?),
            Correction::Show(a) => format!("{} is shown again", self.entity(*a)?.name),
            Correction::Split(a, _) => format!("mentions of {} split off", self.name_or_number(*a)?),
        })
    }

    /// Decisions, in words, about entities that no name in a text stands for (they were split off): the file of corrections cannot
    /// name them.
    pub fn untold(&self) -> Result<Vec<String>> {
        let nameless = |id: i64| groups::common_name(&self.db, &[id]).map(|name| name.is_none());
        let mut sentences = Vec::new();
        let mut split = Vec::new();
        for correction in corrections::all(&self.db)? {
            match &correction {
                // The file tells a split by its articles.
                Correction::Split(_, articles) => split.extend(articles.iter().copied()),
                // To show an entity again is to forget that it was hidden: there is nothing to tell.
                Correction::Show(_) => {}
                _ => {
                    for id in corrections::entities(&correction) {
                        if nameless(id)? {
                            sentences.push(self.correction_sentence(&correction)?);
                            break;
                        }
                    }
                }
            }
        }
        for id in self.watched()? {
            if nameless(id.0)? {
                sentences.push(format!("{} is watched", self.name_or_number(id)?));
            }
        }
        // What a part of a chain was made: the file only says which entity it is not.
        for judgement in judgements::all(&self.db)? {
            if judgement.same && !split.contains(&judgement.article) && nameless(judgement.entity.0)? {
                let (name, article) = (&judgement.key, judgement.article.0);
                sentences.push(format!("{name} in article {article} is {}", self.another_of_kind(judgement.entity)?));
            }
        }
        sentences.sort();
        Ok(sentences)
    }

    /// The name an entity is shown by; `entity 7` where it is hidden or gone.
    pub(super) fn name_or_number(&self, id: EntityId) -> Result<String> {
        Ok(self.shown(id)?.unwrap_or_else(|| format!("entity {}", id.0)))
    }

    /// `another person`: what a part that was split off an entity is.
    pub(super) fn another_of_kind(&self, id: EntityId) -> Result<&'static str> {
        let sql = "SELECT coalesce(r.retyped, r.kind) FROM entities e JOIN entities r ON r.id = coalesce(e.same, e.id)
                   WHERE e.id = ?1";
        let kind: Option<u8> = self.db.prepare_cached(sql)?.query_row([id.0], |row| row.get(0)).optional()?;
        Ok(kind.map_or("another", |kind| codec::kind_or_other(kind).another()))
    }

    /// Names for two entities that differ, for a sentence about both. Two members of one group are shown by one name: then each
    /// one's own name is used. Where even these are equal, what differs is added: the newest role, else the number of articles, else
    /// the number of the entity (`entity:#7` finds it).
    ///
    /// Example: "Ama Boateng (judge)" and "Ama Boateng (singer)".
    pub(super) fn names_apart(&self, a: EntityId, b: EntityId) -> Result<(String, String)> {
        let (mut one, mut other) = (self.name_or_number(a)?, self.name_or_number(b)?);
        if one == other {
            (one, other) = (self.own_name(a)?.unwrap_or(one), self.own_name(b)?.unwrap_or(other));
        }
        if one != other || a == b {
            return Ok((one, other));
        }
        for (x, y) in self.details(a)?.into_iter().zip(self.details(b)?) {
            if let (Some(x), Some(y)) = (x, y)
                && x != y
            {
                return Ok((format!("{one} ({x})"), format!("{other} ({y})")));
            }
        }
        Ok((one, other))
    }

    /// The fullest common name of an entity itself, its group apart.
    fn own_name(&self, id: EntityId) -> Result<Option<String>> {
        groups::common_name(&self.db, &[id.0])
    }

    /// What tells an entity from another one of its name, its group apart: newest role, articles, number.
    fn details(&self, id: EntityId) -> Result<[Option<String>; 3]> {
        let role = "SELECT role FROM roles WHERE entity = ?1 ORDER BY slot DESC, folded LIMIT 1";
        let role = self.db.prepare_cached(role)?.query_row([id.0], |row| row.get(0)).optional()?;
        let articles = "SELECT articles FROM entities WHERE id = ?1";
        let articles: Option<u32> = self.db.prepare_cached(articles)?.query_row([id.0], |row| row.get(0)).optional()?;
        Ok([role, articles.map(|n| count_articles(n as usize)), Some(format!("#{}", id.0))])
    }
}

//! Rows of the list: what it shows of each article, by number.

use std::collections::HashSet;

use rusqlite::{OptionalExtension, Row as SqlRow};

use super::error::Result;
use super::watched::WATCHED;
use super::{Store, codec, column};
use crate::news::article::{ArticleId, Revision};
use crate::news::entity::Link;
use crate::news::list_row::ListRow;
use crate::news::time::Timestamp;
use crate::news::triage::State;

/// The points of an appearance `p` of a watched entity, in SQL: 6 for one mention, up to 10 for five.
const POINTS: &str = "5 + min(p.mentions, 5)";

/// A statement for the ordinals of the articles that have points, most points first.
pub fn pointed() -> String {
    format!(
        "SELECT p.slot AS slot FROM ({WATCHED}) w CROSS JOIN appearances p ON p.entity = w.id
         GROUP BY p.slot ORDER BY sum({POINTS}) DESC, p.slot DESC LIMIT -1"
    )
}

impl Store {
    /// The rows of these articles, in this order; without those that are gone.
    pub fn rows(&self, ids: &[ArticleId]) -> Result<Vec<ListRow>> {
        let sql =
            "SELECT a.id, m.state, m.star, coalesce(a.published, a.received), s.name, a.headline, b.lede, a.revision,
               CASE WHEN a.story IS NULL THEN 0 ELSE (SELECT count(*) - 1 FROM articles c WHERE c.story = a.story) END,
               (SELECT count(*) FROM notes n WHERE n.article = a.id),
               (SELECT json_group_array(t.name) FROM tags t WHERE t.slot = a.slot),
               coalesce(n.leads, x''), a.slot
             FROM articles a JOIN sources s ON s.id = a.source JOIN bodies b ON b.id = a.id JOIN marks m ON m.id = a.id
               LEFT JOIN annotations n ON n.id = a.id
             WHERE a.id = ?1";
        let mut query = self.db.prepare_cached(sql)?;
        let mut watched = self.db.prepare_cached(WATCHED)?;
        let watched = watched.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<HashSet<i64>>>()?;
        let mut rows = Vec::with_capacity(ids.len());
        for id in ids {
            let row = |row: &SqlRow| Ok((self::row(row)?, row.get::<_, Vec<u8>>(11)?, row.get(12)?));
            let Some((mut row, leads, slot)) = query.query_row([id.0], row).optional()? else { continue };
            for entity in codec::read_entities(&leads) {
                if let Some(name) = self.shown(entity)? {
                    row.entities.push((self.root(entity)?, name));
                }
            }
            if !watched.is_empty() {
                let points = self.points(*id, slot, &watched)?;
                (row.score, row.watched) = (Some(points), points > 0.0);
            }
            rows.push(row);
        }
        Ok(rows)
    }

    /// The points of an article: the sum over the watched entities it names. Looks at the entities that the article may name, not at
    /// all that are watched.
    fn points(&self, id: ArticleId, slot: i64, watched: &HashSet<i64>) -> Result<f32> {
        let mut links = self.db.prepare_cached("SELECT links FROM annotations WHERE id = ?1")?;
        let links: Option<Vec<u8>> = links.query_row([id.0], |row| row.get(0)).optional()?;
        // Links that cannot be decoded give no points: opening the article tells of them.
        let links = codec::read_links(&links.unwrap_or_default()).unwrap_or_default();
        let mut named: Vec<i64> = links.iter().flat_map(Link::candidates).map(|entity| entity.0).collect();
        let mut judged = self.db.prepare_cached("SELECT entity FROM judgements WHERE article = ?1")?;
        for entity in judged.query_map([id.0], |row| row.get(0))? {
            named.push(entity?);
        }
        named.sort_unstable();
        named.dedup();
        let sql = format!("SELECT {POINTS} FROM appearances p WHERE p.entity = ?1 AND p.slot = ?2");
        let mut points = self.db.prepare_cached(&sql)?;
        let mut sum = 0.0;
        for entity in named.iter().filter(|entity| watched.contains(entity)) {
            sum += points.query_row([*entity, slot], |row| row.get::<_, f32>(0)).optional()?.unwrap_or(0.0);
        }
        Ok(sum)
    }
}

fn row(row: &SqlRow) -> rusqlite::Result<ListRow> {
    Ok(ListRow {
        id: ArticleId(row.get(0)?),
        state: state(row.get(1)?),
        star: row.get(2)?,
        time: Timestamp(row.get(3)?),
        source: row.get(4)?,
        headline: row.get(5)?,
        lede: row.get(6)?,
        revision: revision(row.get(7)?),
        copies: row.get(8)?,
        notes: row.get(9)?,
        tags: column::json(row, 10)?,
        score: None,
        watched: false,
        entities: Vec::new(),
    })
}

/// The state of a number. An unknown one, of a later version, is shown as new: [`Store::unreadable`] lists it.
pub fn state(number: u8) -> State {
    State::ALL.get(number as usize).copied().unwrap_or_default()
}

/// The revision of a number. An unknown one, of a later version, counts as the first.
pub fn revision(number: u8) -> Revision {
    [Revision::First, Revision::Update, Revision::Correction, Revision::Kill]
        .get(number as usize)
        .copied()
        .unwrap_or_default()
}

//! Rows of the list, by number.

use rusqlite::{OptionalExtension, Row as SqlRow};

use super::error::Result;
use super::names::WATCHED;
use super::{Store, pack};
use crate::news::article::{ArticleId, Revision, Row};
use crate::news::time::Timestamp;
use crate::news::triage::State;

/// SQL for the points of an article: a star, being kept for later, and each mention of somebody watched count.
pub fn score(slot: &str) -> String {
    format!(
        "SELECT coalesce(sum(5 + min(p.mentions, 5)), 0) FROM ({WATCHED}) w
         CROSS JOIN appearances p ON p.entity = w.id AND p.slot = {slot}"
    )
}

impl Store {
    /// Rows of these articles, in their order; those that are gone are missing.
    pub fn rows(&self, ids: &[ArticleId]) -> Result<Vec<Row>> {
        let sql = format!(
            "SELECT a.id, m.state, m.star, coalesce(a.published, a.received), s.name, a.headline, b.lede, a.revision,
               CASE WHEN a.story IS NULL THEN 0 ELSE (SELECT count(*) - 1 FROM articles c WHERE c.story = a.story) END,
               (SELECT count(*) FROM notes n WHERE n.article = a.id),
               (SELECT json_group_array(t.name) FROM tags t WHERE t.slot = a.slot),
               coalesce(n.leads, x''), (SELECT count(*) FROM watched), ({})
             FROM articles a JOIN sources s ON s.id = a.source JOIN bodies b ON b.id = a.id JOIN marks m ON m.id = a.id
               LEFT JOIN annotations n ON n.id = a.id
             WHERE a.id = ?1",
            score("a.slot")
        );
        let mut query = self.db.prepare_cached(&sql)?;
        let mut rows = Vec::with_capacity(ids.len());
        for id in ids {
            let found = query.query_row([id.0], |row| Ok((self::row(row)?, row.get::<_, Vec<u8>>(11)?))).optional()?;
            let Some((mut row, leads)) = found else { continue };
            for entity in pack::read_entities(&leads) {
                if let Some(name) = self.shown(entity)? {
                    row.entities.push(name);
                }
            }
            rows.push(row);
        }
        Ok(rows)
    }
}

fn row(row: &SqlRow) -> rusqlite::Result<Row> {
    let tags: String = row.get(10)?;
    let watching: i64 = row.get(12)?;
    Ok(Row {
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
        tags: serde_json::from_str(&tags).unwrap_or_default(),
        score: (watching > 0).then_some(row.get::<_, f64>(13)? as f32),
        entities: Vec::new(),
    })
}

/// The state of a number.
pub fn state(number: u8) -> State {
    State::ALL.get(number as usize).copied().unwrap_or_default()
}

/// The revision of a number.
pub fn revision(number: u8) -> Revision {
    [Revision::First, Revision::Update, Revision::Correction, Revision::Kill]
        .get(number as usize)
        .copied()
        .unwrap_or_default()
}

//! Single articles: text, story, annotations.

use rusqlite::{OptionalExtension, Row as SqlRow};

use super::error::{Result, StoreError};
use super::{Store, codec};
use crate::news::article::{Article, ArticleId, Draft};
use crate::news::mention::Annotations;
use crate::news::time::Timestamp;

impl Store {
    /// The highest article number so far: every later article has a higher one. 0 where the archive is empty.
    pub fn latest(&self) -> Result<ArticleId> {
        let sql = "SELECT coalesce(max(id), 0) FROM articles";
        Ok(self.db.prepare_cached(sql)?.query_row([], |row| row.get(0).map(ArticleId))?)
    }

    /// An article with its text.
    pub fn article(&self, id: ArticleId) -> Result<Article> {
        let sql =
            "SELECT a.id, s.name, a.slug, a.headline, a.byline, a.dateline, a.published, a.revision, a.labels, b.body,
                     a.received, lower(hex(a.digest)), m.position
                   FROM articles a JOIN sources s ON s.id = a.source JOIN bodies b ON b.id = a.id
                     JOIN marks m ON m.id = a.id WHERE a.id = ?1";
        let found = self.db.prepare_cached(sql)?.query_row([id.0], article).optional()?;
        found.ok_or_else(|| StoreError::Missing(format!("article {}", id.0)))
    }

    /// An article and all copies and versions of its story, by number.
    pub fn story(&self, id: ArticleId) -> Result<Vec<ArticleId>> {
        let sql = "SELECT id FROM articles WHERE id = ?1
                   UNION SELECT id FROM articles WHERE story = (SELECT story FROM articles WHERE id = ?1)";
        let mut rows = self.db.prepare_cached(sql)?;
        Ok(rows.query_map([id.0], |row| row.get(0).map(ArticleId))?.collect::<rusqlite::Result<_>>()?)
    }

    /// The body of an article.
    pub fn body(&self, id: ArticleId) -> Result<String> {
        let mut query = self.db.prepare_cached("SELECT body FROM bodies WHERE id = ?1")?;
        let found = query.query_row([id.0], |row| row.get(0)).optional()?;
        found.ok_or_else(|| StoreError::Missing(format!("article {}", id.0)))
    }

    /// What the engine found in an article, its chains split as the user's judgements say. Empty where it was not annotated yet.
    pub fn annotations(&self, id: ArticleId) -> Result<Annotations> {
        super::chain_split::annotations(&self.db, id, self.as_found(id)?)
    }

    /// What the engine found in an article, as stored.
    pub(super) fn as_found(&self, id: ArticleId) -> Result<Annotations> {
        let mut query = self.db.prepare_cached("SELECT found FROM annotations WHERE id = ?1")?;
        let found: Option<Vec<u8>> = query.query_row([id.0], |row| row.get(0)).optional()?;
        let Some(bytes) = found else { return Ok(Annotations::default()) };
        codec::read_annotations(&bytes).map_err(|garbled| garbled.in_article(id))
    }
}

fn article(row: &SqlRow) -> rusqlite::Result<Article> {
    let json = |text: Option<String>| text.unwrap_or_else(|| "null".to_owned());
    Ok(Article {
        id: ArticleId(row.get(0)?),
        draft: Draft {
            source: row.get(1)?,
            slug: row.get(2)?,
            headline: row.get(3)?,
            byline: row.get(4)?,
            // Dateline and labels of a form that a later version knows are left out: the body has the dateline too.
            dateline: serde_json::from_str(&json(row.get(5)?)).unwrap_or_default(),
            published: row.get::<_, Option<i64>>(6)?.map(Timestamp),
            revision: super::rows::revision(row.get(7)?),
            tags: serde_json::from_str(&json(row.get(8)?)).unwrap_or_default(),
            body: row.get(9)?,
        },
        received: Timestamp(row.get(10)?),
        digest: row.get(11)?,
        position: row.get(12)?,
    })
}

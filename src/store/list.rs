//! Lists: the articles a query finds, in order, copies and versions of one story folded into the first of them.

use std::collections::HashSet;

use rusqlite::params_from_iter;

use super::error::Result;
use super::{Store, slot, sql};
use crate::news::article::ArticleId;
use crate::news::triage::Sort;
use crate::query::{Clock, Is, Query, Test};

/// Articles in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// Their numbers.
    pub ids: Vec<ArticleId>,
    /// Nothing follows.
    pub whole: bool,
}

/// How far a window looks for the article it is to hold.
const FAR: usize = 5_000;

impl Store {
    /// The first `size` articles of a query, and all up to `size` beyond `around` where that is among the first thousands.
    pub fn window(
        &self,
        query: &Query,
        sort: Sort,
        clock: &Clock,
        around: Option<ArticleId>,
        size: usize,
    ) -> Result<Listing> {
        let first = self.list(query, sort, clock, size)?;
        let Some(article) = around.filter(|a| !first.whole && !first.ids.contains(a)) else { return Ok(first) };
        let mut far = self.list(query, sort, clock, FAR)?;
        let Some(at) = far.ids.iter().position(|id| *id == article) else { return Ok(first) };
        if far.ids.len() > at + size {
            far.ids.truncate(at + size);
            far.whole = false;
        }
        Ok(far)
    }

    /// All articles of a query, in order.
    pub fn order(&self, query: &Query, sort: Sort, clock: &Clock) -> Result<Vec<ArticleId>> {
        Ok(self.list(query, sort, clock, usize::MAX)?.ids)
    }

    /// How many articles a query finds, copies folded or not.
    pub fn count(&self, query: &Query, clock: &Clock, folded: bool) -> Result<usize> {
        if folded {
            return Ok(self.list(query, Sort::Newest, clock, usize::MAX)?.ids.len());
        }
        Ok(self.all(query, clock)?.len())
    }

    /// How many articles of a query wait for a decision, copies folded.
    pub fn undecided(&self, query: &Query, clock: &Clock) -> Result<usize> {
        self.count(&query.clone().and(Query::Test(Test::Is(Is::Undecided))), clock, true)
    }

    /// Every article of a query, copies and versions too: what a bulk change is for. Newest first.
    pub fn all(&self, query: &Query, clock: &Clock) -> Result<Vec<ArticleId>> {
        let mut ids = Vec::new();
        self.walk(query, Sort::Newest, clock, |slot, _| {
            ids.push(slot::article(slot));
            true
        })?;
        Ok(ids)
    }

    fn list(&self, query: &Query, sort: Sort, clock: &Clock, size: usize) -> Result<Listing> {
        let mut stories = HashSet::new();
        let mut listing = Listing { ids: Vec::new(), whole: true };
        self.walk(query, sort, clock, |slot, story| {
            if story.is_none_or(|story| stories.insert(story)) {
                if listing.ids.len() >= size {
                    listing.whole = false;
                    return false;
                }
                listing.ids.push(slot::article(slot));
            }
            true
        })?;
        Ok(listing)
    }

    /// Calls `each` with slot and story, in order, until it says no.
    fn walk(
        &self,
        query: &Query,
        sort: Sort,
        clock: &Clock,
        mut each: impl FnMut(i64, Option<i64>) -> bool,
    ) -> Result<()> {
        let asked = sql::question(&self.db, query, clock)?;
        let order = asked.order;
        let by = match sort {
            Sort::Newest => format!("{order} DESC"),
            Sort::Oldest => format!("{order} ASC"),
            Sort::Score => format!("({}) DESC, {order} DESC", super::rows::score("a.slot")),
        };
        let mut rows = self.db.prepare_cached(&format!("{} ORDER BY {by}", asked.sql))?;
        let mut rows = rows.query(params_from_iter(asked.values))?;
        while let Some(row) = rows.next()? {
            if !each(row.get(0)?, row.get(1)?) {
                break;
            }
        }
        Ok(())
    }

    /// The articles that hold all of `text`'s words, best first by BM25 (Robertson and Zaragoza, "The probabilistic relevance
    /// framework: BM25 and beyond", 2009; a word of the headline counts five times), copies folded. Costs what it finds, not
    /// what it shows. Queries without words come newest first.
    pub fn best(&self, query: &Query, clock: &Clock, size: usize) -> Result<Vec<ArticleId>> {
        let asked = sql::question(&self.db, query, clock)?;
        let by = if asked.order == "s.rowid" { "bm25(search, 5.0, 1.0), s.rowid DESC" } else { "slot DESC" };
        let mut rows = self.db.prepare_cached(&format!("{} ORDER BY {by}", asked.sql))?;
        let mut rows = rows.query(params_from_iter(asked.values))?;
        let (mut ids, mut stories) = (Vec::new(), HashSet::new());
        while let Some(row) = rows.next()? {
            let story: Option<i64> = row.get(1)?;
            if ids.len() >= size {
                break;
            }
            if story.is_none_or(|story| stories.insert(story)) {
                ids.push(slot::article(row.get(0)?));
            }
        }
        Ok(ids)
    }
}

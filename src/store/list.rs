//! Lists: the articles a query finds, in order, copies and versions of one story folded into the first of them.

use std::collections::HashSet;

use rusqlite::{OptionalExtension, params_from_iter};

use super::error::Result;
use super::{Store, ordinal, sql};
use crate::news::article::ArticleId;
use crate::news::triage::Sort;
use crate::query::{Clock, Query};

/// Articles in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// Their numbers.
    pub ids: Vec<ArticleId>,
    /// Nothing follows.
    pub whole: bool,
}

/// A list being read to its end in pieces, so that whoever reads can do something else in between.
#[derive(Clone, Debug, Default)]
pub struct Scan {
    query: Query,
    sort: Sort,
    last: Option<i64>,
    stories: HashSet<i64>,
    /// What was read so far, in order, copies folded.
    pub ids: Vec<ArticleId>,
}

impl Scan {
    /// From the beginning.
    pub fn new(query: Query, sort: Sort) -> Self {
        Self { query, sort, ..Self::default() }
    }
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

    /// Of the articles of a list those that `named` finds: the first behind another in the order of the list, or the first of all
    /// where none is. By score only the first thousands are looked at.
    pub fn next(
        &self,
        list: &Query,
        named: Query,
        sort: Sort,
        clock: &Clock,
        from: Option<ArticleId>,
    ) -> Result<Option<ArticleId>> {
        let both = list.clone().and(named);
        let next = match from {
            None => None,
            Some(from) if sort == Sort::Score => {
                let there: HashSet<ArticleId> = self.list(&both, sort, clock, FAR)?.ids.into_iter().collect();
                let all = self.list(list, sort, clock, FAR)?.ids;
                all.into_iter().skip_while(|id| *id != from).skip(1).find(|id| there.contains(id))
            }
            Some(from) => self.behind(&both, sort, clock, from)?,
        };
        match next {
            Some(next) => Ok(Some(next)),
            None => Ok(self.list(&both, sort, clock, 1)?.ids.first().copied()),
        }
    }

    /// The next in time.
    fn behind(&self, query: &Query, sort: Sort, clock: &Clock, from: ArticleId) -> Result<Option<ArticleId>> {
        let mut sql = self.db.prepare_cached("SELECT slot FROM articles WHERE id = ?1")?;
        let Some(from) = sql.query_row([from.0], |row| row.get(0)).optional()? else { return Ok(None) };
        let mut next = None;
        self.walk(query, sort, Some(from), clock, |slot, _| {
            next = Some(ordinal::article(slot));
            false
        })?;
        Ok(next)
    }

    /// How many articles a query finds: copies and versions too, as a bulk change counts.
    pub fn count(&self, query: &Query, clock: &Clock) -> Result<usize> {
        Ok(self.all(query, clock)?.len())
    }

    /// Goes on with a scan for about `size` articles. Whether it has come to the end.
    pub fn scan(&self, scan: &mut Scan, clock: &Clock, size: usize) -> Result<bool> {
        let (mut left, mut done) = (size, true);
        let (ids, stories, last) = (&mut scan.ids, &mut scan.stories, &mut scan.last);
        self.walk(&scan.query, scan.sort, *last, clock, |slot, story| {
            if left == 0 {
                done = false;
                return false;
            }
            left -= usize::from(scan.sort != Sort::Score);
            *last = Some(slot);
            if story.is_none_or(|story| stories.insert(story)) {
                ids.push(ordinal::article(slot));
            }
            true
        })?;
        Ok(done)
    }

    /// Every article of a query, copies and versions too: what a bulk change is for. Newest first.
    pub fn all(&self, query: &Query, clock: &Clock) -> Result<Vec<ArticleId>> {
        let mut ids = Vec::new();
        self.walk(query, Sort::Newest, None, clock, |slot, _| {
            ids.push(ordinal::article(slot));
            true
        })?;
        Ok(ids)
    }

    fn list(&self, query: &Query, sort: Sort, clock: &Clock, size: usize) -> Result<Listing> {
        let mut stories = HashSet::new();
        let mut listing = Listing { ids: Vec::new(), whole: true };
        self.walk(query, sort, None, clock, |slot, story| {
            if story.is_none_or(|story| stories.insert(story)) {
                if listing.ids.len() >= size {
                    listing.whole = false;
                    return false;
                }
                listing.ids.push(ordinal::article(slot));
            }
            true
        })?;
        Ok(listing)
    }

    /// Calls `each` with slot and story, in order, from the one after `after`, until it says no.
    fn walk(
        &self,
        query: &Query,
        sort: Sort,
        after: Option<i64>,
        clock: &Clock,
        each: impl FnMut(i64, Option<i64>) -> bool,
    ) -> Result<()> {
        match sort {
            Sort::Score => self.walk_points(query, clock, each),
            Sort::Newest | Sort::Oldest => self.walk_time(query, sort == Sort::Oldest, after, clock, each),
        }
    }

    fn walk_time(
        &self,
        query: &Query,
        oldest: bool,
        after: Option<i64>,
        clock: &Clock,
        mut each: impl FnMut(i64, Option<i64>) -> bool,
    ) -> Result<()> {
        let asked = sql::question(&self.db, query, clock)?;
        let mut rows = self.db.prepare_cached(&asked.sql(oldest, after))?;
        let mut rows = rows.query(params_from_iter(asked.values))?;
        while let Some(row) = rows.next()? {
            if !each(row.get(0)?, row.get(1)?) {
                break;
            }
        }
        Ok(())
    }

    /// By points: those that name somebody watched, most points first, then all others as they come.
    fn walk_points(&self, query: &Query, clock: &Clock, mut each: impl FnMut(i64, Option<i64>) -> bool) -> Result<()> {
        let asked = sql::pointed(&self.db, query, clock)?;
        let mut rows = self.db.prepare_cached(&asked.sql(false, None))?;
        let mut rows = rows.query(params_from_iter(asked.values))?;
        let mut told = HashSet::new();
        while let Some(row) = rows.next()? {
            let slot = row.get(0)?;
            told.insert(slot);
            if !each(slot, row.get(1)?) {
                return Ok(());
            }
        }
        self.walk_time(query, false, None, clock, |slot, story| told.contains(&slot) || each(slot, story))
    }

    /// The articles that hold all of `text`'s words, best first by BM25 (Robertson and Zaragoza, "The probabilistic relevance
    /// framework: BM25 and beyond", 2009; a word of the headline counts five times), copies folded. Costs what it finds, not
    /// what it shows. Queries without words come newest first.
    pub fn best(&self, query: &Query, clock: &Clock, size: usize) -> Result<Vec<ArticleId>> {
        let asked = sql::question(&self.db, query, clock)?;
        let mut rows = self.db.prepare_cached(&if asked.worded() { asked.best() } else { asked.sql(false, None) })?;
        let mut rows = rows.query(params_from_iter(asked.values))?;
        let (mut ids, mut stories) = (Vec::new(), HashSet::new());
        while let Some(row) = rows.next()? {
            let story: Option<i64> = row.get(1)?;
            if ids.len() >= size {
                break;
            }
            if story.is_none_or(|story| stories.insert(story)) {
                ids.push(ordinal::article(row.get(0)?));
            }
        }
        Ok(ids)
    }
}

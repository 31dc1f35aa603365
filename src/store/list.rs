//! Lists: the articles a query finds, in order. Copies and versions of one story are one row, the first of them in the order.

use std::collections::HashSet;

use rusqlite::{OptionalExtension, params_from_iter};

use super::error::Result;
use super::question::{pointed, question};
use super::{Store, ordinal};
use crate::news::article::ArticleId;
use crate::news::triage::Sort;
use crate::query::{Clock, Query};

/// The beginning of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// Article numbers, in order.
    pub ids: Vec<ArticleId>,
    /// The list ends here.
    pub whole: bool,
}

/// A list that is read to its end in pieces, so that the lane can do something else in between.
#[derive(Clone, Debug, Default)]
pub struct Scan {
    query: Query,
    sort: Sort,
    /// The ordinal read last.
    last: Option<i64>,
    /// Stories that have their row.
    stories: HashSet<i64>,
    /// What was read so far, in order, one article a story.
    pub ids: Vec<ArticleId>,
}

impl Scan {
    /// A list of which nothing was read yet.
    pub fn new(query: Query, sort: Sort) -> Self {
        Self { query, sort, ..Self::default() }
    }
}

/// How many rows from the beginning a window looks for the article it is asked to contain, and [`Store::next`] by score.
const FAR: usize = 5_000;

impl Store {
    /// The first `size` rows of a query; where `around` is among the first 5,000, all rows up to `size` beyond it.
    pub fn window(
        &self,
        query: &Query,
        sort: Sort,
        clock: &Clock,
        around: Option<ArticleId>,
        size: usize,
    ) -> Result<Listing> {
        let first = self.list(query, sort, clock, Some(size))?;
        let Some(article) = around.filter(|a| !first.whole && !first.ids.contains(a)) else { return Ok(first) };
        let mut far = self.list(query, sort, clock, Some(FAR))?;
        let Some(at) = far.ids.iter().position(|id| *id == article) else { return Ok(first) };
        if far.ids.len() > at + size {
            far.ids.truncate(at + size);
            far.whole = false;
        }
        Ok(far)
    }

    /// All rows of a query, in order.
    pub fn order(&self, query: &Query, sort: Sort, clock: &Clock) -> Result<Vec<ArticleId>> {
        Ok(self.list(query, sort, clock, None)?.ids)
    }

    /// Of the articles of a list that `named` finds too: the next one after `from`, or the first one where none follows. By score
    /// only the first 5,000 rows are looked at.
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
                let named: HashSet<ArticleId> = self.list(&both, sort, clock, Some(FAR))?.ids.into_iter().collect();
                let all = self.list(list, sort, clock, Some(FAR))?.ids;
                all.into_iter().skip_while(|id| *id != from).skip(1).find(|id| named.contains(id))
            }
            Some(from) => self.next_in_time(&both, sort, clock, from)?,
        };
        match next {
            Some(next) => Ok(Some(next)),
            None => Ok(self.list(&both, sort, clock, Some(1))?.ids.first().copied()),
        }
    }

    /// The article of a query that follows `from` by time.
    fn next_in_time(&self, query: &Query, sort: Sort, clock: &Clock, from: ArticleId) -> Result<Option<ArticleId>> {
        let mut sql = self.db.prepare_cached("SELECT slot FROM articles WHERE id = ?1")?;
        let Some(from) = sql.query_row([from.0], |row| row.get(0)).optional()? else { return Ok(None) };
        let mut next = None;
        self.visit(query, sort, Some(from), clock, |ordinal, _| {
            next = Some(ordinal::article(ordinal));
            false
        })?;
        Ok(next)
    }

    /// How many articles a query finds, copies and versions included: as many as a bulk change would change.
    pub fn count(&self, query: &Query, clock: &Clock) -> Result<usize> {
        Ok(self.all(query, clock)?.len())
    }

    /// Reads about `size` articles further in a scan. True when it has come to the end.
    pub fn scan(&self, scan: &mut Scan, clock: &Clock, size: usize) -> Result<bool> {
        let (mut left, mut done) = (size, true);
        let (ids, stories, last) = (&mut scan.ids, &mut scan.stories, &mut scan.last);
        self.visit(&scan.query, scan.sort, *last, clock, |ordinal, story| {
            if left == 0 {
                done = false;
                return false;
            }
            // By score a scan cannot start in the middle: it is read in one go.
            left -= usize::from(scan.sort != Sort::Score);
            *last = Some(ordinal);
            if story.is_none_or(|story| stories.insert(story)) {
                ids.push(ordinal::article(ordinal));
            }
            true
        })?;
        Ok(done)
    }

    /// Every article of a query, copies and versions included, newest first: what a bulk change is about.
    pub fn all(&self, query: &Query, clock: &Clock) -> Result<Vec<ArticleId>> {
        let mut ids = Vec::new();
        self.visit(query, Sort::Newest, None, clock, |ordinal, _| {
            ids.push(ordinal::article(ordinal));
            true
        })?;
        Ok(ids)
    }

    /// The first `size` rows of a list, or all.
    fn list(&self, query: &Query, sort: Sort, clock: &Clock, size: Option<usize>) -> Result<Listing> {
        let mut stories = HashSet::new();
        let mut listing = Listing { ids: Vec::new(), whole: true };
        self.visit(query, sort, None, clock, |ordinal, story| {
            if story.is_none_or(|story| stories.insert(story)) {
                if size.is_some_and(|size| listing.ids.len() >= size) {
                    listing.whole = false;
                    return false;
                }
                listing.ids.push(ordinal::article(ordinal));
            }
            true
        })?;
        Ok(listing)
    }

    /// Calls `each` with the ordinal and story of every article of a query, in order, until it returns false. Starts after the
    /// ordinal `after`; by score always at the beginning.
    fn visit(
        &self,
        query: &Query,
        sort: Sort,
        after: Option<i64>,
        clock: &Clock,
        each: impl FnMut(i64, Option<i64>) -> bool,
    ) -> Result<()> {
        match sort {
            Sort::Score => self.visit_by_score(query, clock, each),
            Sort::Newest => self.visit_by_time(query, false, after, clock, each),
            Sort::Oldest => self.visit_by_time(query, true, after, clock, each),
        }
    }

    fn visit_by_time(
        &self,
        query: &Query,
        oldest_first: bool,
        after: Option<i64>,
        clock: &Clock,
        mut each: impl FnMut(i64, Option<i64>) -> bool,
    ) -> Result<()> {
        let asked = question(&self.db, query, clock)?;
        let mut rows = self.db.prepare_cached(&asked.sql(oldest_first, after))?;
        let mut rows = rows.query(params_from_iter(asked.values))?;
        while let Some(row) = rows.next()? {
            if !each(row.get(0)?, row.get(1)?) {
                break;
            }
        }
        Ok(())
    }

    /// First the articles that name a watched entity, most points first, then all others, newest first.
    fn visit_by_score(
        &self,
        query: &Query,
        clock: &Clock,
        mut each: impl FnMut(i64, Option<i64>) -> bool,
    ) -> Result<()> {
        let asked = pointed(&self.db, query, clock)?;
        let mut rows = self.db.prepare_cached(&asked.sql(false, None))?;
        let mut rows = rows.query(params_from_iter(asked.values))?;
        let mut visited = HashSet::new();
        while let Some(row) = rows.next()? {
            let ordinal = row.get(0)?;
            visited.insert(ordinal);
            if !each(ordinal, row.get(1)?) {
                return Ok(());
            }
        }
        self.visit_by_time(query, false, None, clock, |ordinal, story| {
            visited.contains(&ordinal) || each(ordinal, story)
        })
    }

    /// The first `size` rows of a query with the best match of its words first: BM25 (Robertson and Zaragoza, "The probabilistic
    /// relevance framework: BM25 and beyond", 2009), a word of the headline counting five times. Costs what the query finds, not
    /// what is returned. A query without words comes newest first.
    pub fn best(&self, query: &Query, clock: &Clock, size: usize) -> Result<Vec<ArticleId>> {
        let asked = question(&self.db, query, clock)?;
        let mut rows = self.db.prepare_cached(&asked.best())?;
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

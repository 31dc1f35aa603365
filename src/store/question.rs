//! A query as one SQL statement that yields ordinal and story of the articles it finds, in list order.
//!
//! One part of the query drives the statement: the part whose index finds least. The other parts are conditions on each article
//! found. Words are driven by the full-text index; states, entities, tags and notes by their own indexes (see [`super::postings`]),
//! everything else by the order of the articles. All of these yield ordinals in list order, so a page costs what it shows.

use rusqlite::Connection;
use rusqlite::types::Value;

use super::error::Result;
use super::fts::{positive, words_only};
use super::postings::{OrdinalRange, Postings};
use super::rows;
use super::translate::Translator;
use crate::query::{Clock, Query};

/// Up to this many articles it is cheaper to ask each whether it has the words of a query than to search for the words.
const FEW: i64 = 1_000;

/// A query, ready to be asked.
pub struct Question {
    driver: Driver,
    /// Conditions in SQL on the row `a` of an article.
    conditions: Vec<String>,
    /// The parameters of the statement, in order.
    pub values: Vec<Value>,
    /// The bounds that the dates of the query set.
    range: OrdinalRange,
}

/// What the statement reads first.
enum Driver {
    /// The full-text index, for the expression in this parameter.
    Words(String),
    /// Merged postings.
    Postings(Vec<Postings>),
    /// All articles.
    Order,
    /// The articles that have points, most first.
    Points,
}

/// Translates a query. Names, tags and sources are looked up in the archive on the way.
pub fn question(db: &Connection, query: &Query, clock: &Clock) -> Result<Question> {
    let mut translator = Translator::new(db, clock);
    let parts = conjuncts(query);
    // The postings of the part that finds least: size, position, series.
    let mut least: Option<(i64, usize, Vec<Postings>)> = None;
    for (at, part) in parts.iter().enumerate() {
        if let Some((size, postings)) = translator.postings(part)?
            && least.as_ref().is_none_or(|(least, ..)| size < *least)
        {
            least = Some((size, at, postings));
        }
    }
    let has_words = parts.iter().any(positive);
    let range = translator.range(parts);
    let mut driver = Driver::Order;
    let mut rest: Vec<&Query> = parts.iter().filter(|part| **part != Query::All).collect();
    match least {
        Some((size, at, postings)) if !has_words || size <= FEW => {
            translator.few = size <= FEW;
            driver = Driver::Postings(postings);
            rest = parts.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, part)| part).collect();
        }
        _ if has_words => {
            let (texts, others): (Vec<&Query>, Vec<&Query>) = parts.iter().partition(|part| positive(part));
            let expression = texts.iter().filter_map(|part| words_only(part)).collect::<Vec<_>>().join(" AND ");
            driver = Driver::Words(translator.parameter(expression));
            rest = others;
        }
        _ => {}
    }
    let conditions = rest.into_iter().map(|part| translator.condition(part)).collect::<Result<Vec<_>>>()?;
    Ok(Question { driver, conditions, values: translator.values, range })
}

/// The same for those articles only that have points, most points first.
pub fn pointed(db: &Connection, query: &Query, clock: &Clock) -> Result<Question> {
    let mut translator = Translator::new(db, clock);
    let conditions = conjuncts(query).iter().map(|part| translator.condition(part)).collect::<Result<Vec<_>>>()?;
    Ok(Question { driver: Driver::Points, conditions, values: translator.values, range: OrdinalRange::default() })
}

/// The parts that all have to match.
fn conjuncts(query: &Query) -> &[Query] {
    match query {
        Query::And(parts) => parts,
        one => std::slice::from_ref(one),
    }
}

impl Question {
    /// The statement, from the article that comes next after the ordinal `after`, or from the first one.
    pub fn sql(&self, oldest_first: bool, after: Option<i64>) -> String {
        let mut range = OrdinalRange { oldest_first, ..self.range };
        match after {
            Some(ordinal) if oldest_first => range.from = range.from.max(Some(ordinal + 1)),
            Some(ordinal) => range.to = Some(range.to.map_or(ordinal, |to| to.min(ordinal))),
            None => {}
        }
        match &self.driver {
            Driver::Words(parameter) => self.by_words(parameter, &range.of("s.rowid")),
            Driver::Postings(series) => self.select(&format!(
                "{} w CROSS JOIN articles a INDEXED BY articles_order ON a.slot = w.slot WHERE 1",
                Postings::merged(series, range)
            )),
            Driver::Order => self.select("articles a WHERE 1") + &range.of("a.slot"),
            Driver::Points => self.select(&format!(
                "({}) w CROSS JOIN articles a INDEXED BY articles_order ON a.slot = w.slot WHERE 1",
                rows::pointed()
            )),
        }
    }

    /// The statement with the best match of the words first (BM25; a word of the headline counts five times). Newest first where
    /// the query does not look for words.
    pub fn best(&self) -> String {
        match &self.driver {
            Driver::Words(parameter) => self.by_words(parameter, " ORDER BY bm25(search, 5.0, 1.0), s.rowid DESC"),
            Driver::Postings(_) | Driver::Order | Driver::Points => self.sql(false, None),
        }
    }

    fn by_words(&self, parameter: &str, order: &str) -> String {
        let from = "search s CROSS JOIN articles a INDEXED BY articles_order ON a.slot = s.rowid WHERE s.search MATCH ";
        self.select(&format!("{from}{parameter}")) + order
    }

    fn select(&self, from: &str) -> String {
        let mut sql = format!("SELECT a.slot AS slot, a.story AS story FROM {from}");
        for condition in &self.conditions {
            sql.push_str(" AND ");
            sql.push_str(condition);
        }
        sql
    }
}

//! A query as SQL: which table drives, and what is asked of each article.
//!
//! Whatever drives yields slots in list order, so a window costs what it shows: words are driven by the full-text index;
//! states, entities, tags and notes by their own (see [`super::postings`]), the rest by the order of the articles.

use rusqlite::Connection;
use rusqlite::types::Value;

use super::codec::json_numbers;
use super::error::Result;
use super::fts::{pattern, phrase, phrase_of_any, positive, words_only};
use super::ordinal;
use super::postings::{MOST, Postings, Reading};
use super::watched::WATCHED;
use crate::news::mention::Kind;
use crate::news::triage::State;
use crate::query::{Clock, Has, Is, Query, Test, Who, Words};

/// Entities looked at for a name test.
const MANY: usize = 2_000;

/// Articles so few that each is better asked whether it has the words of a query.
const FEW: i64 = 1_000;

/// The articles that have notes.
const NOTED: &str = "(SELECT a.slot AS slot, n.quote AS quote FROM notes n CROSS JOIN articles a ON a.id = n.article)";

/// A question to the archive: slot and story of the articles a query finds.
pub struct Question {
    driver: Driver,
    tests: Vec<String>,
    /// Its parameters, in order.
    pub values: Vec<Value>,
    /// The bounds that its dates set.
    bounds: Reading,
}

/// What is walked.
enum Driver {
    /// The full-text index, for this parameter.
    Words(String),
    Strands(Vec<Postings>),
    /// All articles.
    Order,
    /// Those with points, most first.
    Points,
}

/// Translates; looks names up on the way.
pub fn question(db: &Connection, query: &Query, clock: &Clock) -> Result<Question> {
    let mut asked = Asked { db, clock, values: Vec::new(), few: false };
    let parts = parts(query);
    // Whatever finds least is walked; words before anything that finds more than a few, and never one by one.
    let mut least: Option<(i64, usize, Vec<Postings>)> = None;
    for (i, part) in parts.iter().enumerate() {
        if let Some((size, strands)) = asked.strands(part)?
            && least.as_ref().is_none_or(|(least, ..)| size < *least)
        {
            least = Some((size, i, strands));
        }
    }
    let worded = parts.iter().any(positive);
    let mut question =
        Question { driver: Driver::Order, tests: Vec::new(), values: Vec::new(), bounds: asked.bounds(parts) };
    let mut rest: Vec<&Query> = parts.iter().filter(|part| **part != Query::All).collect();
    match least {
        Some((size, at, strands)) if !worded || size <= FEW => {
            asked.few = size <= FEW;
            question.driver = Driver::Strands(strands);
            rest = parts.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, part)| part).collect();
        }
        _ if worded => {
            let (texts, others): (Vec<&Query>, Vec<&Query>) = parts.iter().partition(|q| positive(q));
            let expression = texts.iter().filter_map(|q| words_only(q)).collect::<Vec<_>>().join(" AND ");
            question.driver = Driver::Words(asked.value(expression));
            rest = others;
        }
        _ => {}
    }
    for part in rest {
        question.tests.push(asked.test(part)?);
    }
    question.values = asked.values;
    Ok(question)
}

/// The same for the articles that have points, most first.
pub fn pointed(db: &Connection, query: &Query, clock: &Clock) -> Result<Question> {
    let mut asked = Asked { db, clock, values: Vec::new(), few: false };
    let tests = parts(query).iter().map(|part| asked.test(part)).collect::<Result<Vec<_>>>()?;
    Ok(Question { driver: Driver::Points, tests, values: asked.values, bounds: Reading::default() })
}

/// What all have to match.
fn parts(query: &Query) -> &[Query] {
    match query {
        Query::And(parts) => parts,
        one => std::slice::from_ref(one),
    }
}

impl Question {
    /// Whether words are what is looked for first.
    pub fn worded(&self) -> bool {
        matches!(self.driver, Driver::Words(_))
    }

    /// The statement, newest first or oldest first, from behind the slot `after`.
    pub fn sql(&self, oldest: bool, after: Option<i64>) -> String {
        let mut reading = Reading { oldest, ..self.bounds };
        match after {
            Some(slot) if oldest => reading.from = reading.from.max(Some(slot + 1)),
            Some(slot) => reading.to = Some(reading.to.map_or(slot, |to| to.min(slot))),
            None => {}
        }
        match &self.driver {
            Driver::Words(_) => self.by_words(&reading.of("s.rowid")),
            Driver::Strands(strands) => self.with(&format!(
                "{} w CROSS JOIN articles a INDEXED BY articles_order ON a.slot = w.slot WHERE 1",
                Postings::merged(strands, reading)
            )),
            Driver::Order => self.with("articles a WHERE 1") + &reading.of("a.slot"),
            Driver::Points => self.with(&format!(
                "({}) w CROSS JOIN articles a INDEXED BY articles_order ON a.slot = w.slot WHERE 1",
                super::rows::pointed()
            )),
        }
    }

    /// The statement with the words that fit best first, for a question of words.
    pub fn best(&self) -> String {
        self.by_words(" ORDER BY bm25(search, 5.0, 1.0), s.rowid DESC")
    }

    fn by_words(&self, order: &str) -> String {
        let Driver::Words(value) = &self.driver else { return self.sql(false, None) };
        let from = "search s CROSS JOIN articles a INDEXED BY articles_order ON a.slot = s.rowid WHERE s.search MATCH ";
        self.with(&format!("{from}{value}")) + order
    }

    fn with(&self, from: &str) -> String {
        let mut sql = format!("SELECT a.slot AS slot, a.story AS story FROM {from}");
        for test in &self.tests {
            sql.push_str(" AND ");
            sql.push_str(test);
        }
        sql
    }
}

struct Asked<'d> {
    db: &'d Connection,
    clock: &'d Clock,
    values: Vec<Value>,
    /// What is walked is so little that words are better looked for article by article.
    few: bool,
}

impl Asked<'_> {
    /// The next parameter.
    fn value(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("?{}", self.values.len())
    }

    /// Where the articles that pass lie in list order, and about how many there are; `None` where no index says so.
    fn strands(&mut self, part: &Query) -> Result<Option<(i64, Vec<Postings>)>> {
        let (size, strands) = match part {
            Query::Or(parts) => {
                let (mut size, mut all) = (0, Vec::new());
                for part in parts {
                    let Some((more, strands)) = self.strands(part)? else { return Ok(None) };
                    size += more;
                    all.extend(strands);
                }
                (size, all)
            }
            Query::Test(Test::Named(who, words)) => {
                let list = self.entities(*who, words)?;
                (self.articles_of(&list)?, appearances(&list, certain(words)))
            }
            Query::Test(Test::Tag(words)) => self.tagged(words)?,
            Query::Test(Test::Is(Is::Watched)) => {
                let mut rows = self.db.prepare_cached(WATCHED)?;
                let list = rows.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?;
                (self.articles_of(&list)?, appearances(&list, ""))
            }
            Query::Test(Test::Is(is)) => match (is, state(*is)) {
                (Is::Star, _) => (1_000, vec![Postings::new("marks INDEXED BY marks_star", "star = 1")]),
                (Is::Undecided, _) => (100_000, vec![Postings::new("marks INDEXED BY marks_undecided", "state <= 1")]),
                (_, Some(state)) => {
                    let test = format!("state = {}", state as u8);
                    (20_000, vec![Postings::new("marks INDEXED BY marks_state", test)])
                }
                _ => return Ok(None),
            },
            Query::Test(Test::Has(Has::Note)) => (500, vec![Postings::new(NOTED, "1")]),
            Query::Test(Test::Has(Has::Quote)) => (500, vec![Postings::new(NOTED, "quote IS NOT NULL")]),
            Query::Test(Test::Has(Has::Tag)) => (1_000, vec![Postings::new("tags", "1")]),
            _ => return Ok(None),
        };
        Ok((!strands.is_empty() && strands.len() <= MOST).then_some((size, strands)))
    }

    /// In how many articles these entities occur, those that name two counted twice.
    fn articles_of(&self, list: &[i64]) -> Result<i64> {
        let sql = "SELECT coalesce(sum(articles), 0) FROM entities WHERE id IN (SELECT value FROM json_each(?1))";
        Ok(self.db.prepare_cached(sql)?.query_row([json_numbers(list)], |row| row.get(0))?)
    }

    /// The reader's tags and the senders' labels that hold these words. Each label costs a look, not its articles.
    fn tagged(&mut self, words: &Words) -> Result<(i64, Vec<Postings>)> {
        const TAGS: &str = "SELECT DISTINCT folded FROM tags WHERE ' ' || folded || ' ' LIKE ?1";
        const LABELS: &str = "WITH RECURSIVE each(folded) AS (SELECT min(folded) FROM labels UNION ALL
            SELECT (SELECT min(l.folded) FROM labels l WHERE l.folded > each.folded) FROM each WHERE folded IS NOT NULL)
            SELECT folded FROM each WHERE ' ' || folded || ' ' LIKE ?1";
        let (mut size, mut all) = (0, Vec::new());
        for (table, sql, often) in [("tags", TAGS, 1_000), ("labels", LABELS, 20_000)] {
            let mut rows = self.db.prepare_cached(sql)?;
            let found = rows.query_map([pattern(words)], |row| row.get(0))?;
            for folded in found.collect::<rusqlite::Result<Vec<String>>>()? {
                size += often;
                all.push(Postings::new(table, format!("folded = {}", self.value(folded))));
            }
        }
        Ok((size, all))
    }

    /// The bounds that dates set which all have to match.
    fn bounds(&self, parts: &[Query]) -> Reading {
        let mut bounds = Reading::default();
        for part in parts {
            if let Query::Test(Test::Date(days)) = part {
                let (from, to) = days.moments(self.clock);
                bounds.from = bounds.from.max(from.map(ordinal::first));
                bounds.to = [bounds.to, to.map(ordinal::first)].into_iter().flatten().min();
            }
        }
        bounds
    }

    fn test(&mut self, query: &Query) -> Result<String> {
        Ok(match query {
            Query::All => "1".to_owned(),
            Query::Not(inner) => format!("NOT ({})", self.test(inner)?),
            Query::And(parts) => self.all(parts, " AND ")?,
            Query::Or(parts) => match words_only(query) {
                Some(expression) => self.text(expression),
                None => self.all(parts, " OR ")?,
            },
            Query::Test(test) => self.single(test)?,
        })
    }

    fn all(&mut self, parts: &[Query], between: &str) -> Result<String> {
        let tests = parts.iter().map(|part| self.test(part)).collect::<Result<Vec<_>>>()?;
        Ok(format!("({})", tests.join(between)))
    }

    fn text(&mut self, expression: String) -> String {
        let value = self.value(expression);
        if self.few {
            return format!("EXISTS (SELECT 1 FROM search WHERE search MATCH {value} AND rowid = a.slot)");
        }
        format!("a.slot IN (SELECT rowid FROM search WHERE search MATCH {value})")
    }

    fn single(&mut self, test: &Test) -> Result<String> {
        let number = format!("(a.slot & {})", ordinal::NUMBER);
        Ok(match test {
            Test::Text(words) => match phrase(words) {
                Some(expression) => self.text(expression),
                None => "0".to_owned(),
            },
            Test::Named(who, words) => {
                let list = self.entities(*who, words)?;
                let strands = appearances(&list, certain(words));
                if strands.len() <= MOST {
                    return Ok(if strands.is_empty() { "0".to_owned() } else { Postings::holds(&strands) });
                }
                let value = self.value(json_numbers(&list));
                format!(
                    "a.slot IN (SELECT p.slot FROM appearances p WHERE p.entity IN (SELECT value FROM json_each({value})){})",
                    certain(words)
                )
            }
            Test::Source(words) => {
                // One source is walked in its own order; several have to be sorted.
                match self.sources(words)?.as_slice() {
                    [only] => format!("a.source = {only}"),
                    several => format!("a.source IN (SELECT value FROM json_each('{}'))", json_numbers(several)),
                }
            }
            Test::Tag(words) => {
                let (_, strands) = self.tagged(words)?;
                if strands.len() <= MOST {
                    return Ok(if strands.is_empty() { "0".to_owned() } else { Postings::holds(&strands) });
                }
                let like = self.value(pattern(words));
                format!(
                    "a.slot IN (SELECT slot FROM tags WHERE ' ' || folded || ' ' LIKE {like}
                     UNION ALL SELECT slot FROM labels WHERE ' ' || folded || ' ' LIKE {like})"
                )
            }
            Test::Is(is) => decided(*is, &number),
            Test::Has(Has::Note) => format!("{number} IN (SELECT article FROM notes WHERE article IS NOT NULL)"),
            Test::Has(Has::Quote) => {
                format!("{number} IN (SELECT article FROM notes WHERE article IS NOT NULL AND quote IS NOT NULL)")
            }
            Test::Has(Has::Tag) => "a.slot IN (SELECT slot FROM tags)".to_owned(),
            Test::Date(days) => {
                let (from, to) = days.moments(self.clock);
                let from = from.map(|t| format!("a.slot >= {}", ordinal::first(t)));
                let to = to.map(|t| format!("a.slot < {}", ordinal::first(t)));
                [from, to].into_iter().flatten().collect::<Vec<_>>().join(" AND ")
            }
            Test::Import(None) => "a.import = (SELECT max(import) FROM articles)".to_owned(),
            Test::Import(Some(import)) => format!("a.import = {import}"),
        })
    }

    fn sources(&self, words: &Words) -> Result<Vec<i64>> {
        let mut rows = self.db.prepare_cached("SELECT id FROM sources WHERE ' ' || folded || ' ' LIKE ?1")?;
        let found = rows.query_map([pattern(words)], |row| row.get(0))?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// The entities that bear a name, with those that the reader said are the same.
    fn entities(&self, who: Who, words: &Words) -> Result<Vec<i64>> {
        let kind = match who {
            Who::Person => Some(Kind::Person),
            Who::Institution => Some(Kind::Institution),
            Who::Place => Some(Kind::Place),
            Who::Any => None,
        };
        let number = words.text.strip_prefix('#').and_then(|n| n.parse::<i64>().ok());
        let mut found = match (number, phrase_of_any(words)) {
            (Some(number), _) if who == Who::Any => vec![number],
            (_, Some(expression)) => {
                let sql = "SELECT DISTINCT a.entity FROM alias_words w CROSS JOIN aliases a ON a.id = w.rowid
                           JOIN entities e ON e.id = a.entity
                           WHERE w.alias_words MATCH ?1 AND (?2 IS NULL OR coalesce(e.retyped, e.kind) = ?2) LIMIT ?3";
                let kind = kind.map(super::codec::kind);
                let mut rows = self.db.prepare_cached(sql)?;
                let found = rows.query_map(rusqlite::params![expression, kind, MANY as i64], |row| row.get(0))?;
                found.collect::<rusqlite::Result<Vec<_>>>()?
            }
            _ => Vec::new(),
        };
        let sql = "SELECT id FROM entities WHERE same = (SELECT coalesce(same, id) FROM entities WHERE id = ?1)
                   UNION SELECT same FROM entities WHERE id = ?1 AND same IS NOT NULL";
        let mut group = self.db.prepare_cached(sql)?;
        for i in 0..found.len() {
            let Some(entity) = found.get(i).copied() else { break };
            let others = group.query_map([entity], |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?;
            found.extend(others);
        }
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }
}

/// Where entities occur, with one more test.
fn appearances(list: &[i64], and: &str) -> Vec<Postings> {
    list.iter().map(|id| Postings::new("appearances", format!("entity = {id}{and}"))).collect()
}

/// A name finds those it surely means; a number, all that may be meant.
fn certain(words: &Words) -> &'static str {
    if words.text.starts_with('#') { "" } else { " AND certain = 1" }
}

/// A test of what the reader decided about the article of this number.
fn decided(is: Is, number: &str) -> String {
    let mark = |test: &str| format!("EXISTS (SELECT 1 FROM marks m WHERE m.id = {number} AND {test})");
    match is {
        Is::Star => mark("m.star = 1"),
        Is::Undecided => mark("m.state <= 1"),
        Is::Watched => {
            format!("a.slot IN (SELECT p.slot FROM ({WATCHED}) w CROSS JOIN appearances p ON p.entity = w.id)")
        }
        other => mark(&format!("m.state = {}", state(other).unwrap_or_default() as u8)),
    }
}

fn state(is: Is) -> Option<State> {
    match is {
        Is::New | Is::Unread => Some(State::New),
        Is::Read => Some(State::Read),
        Is::Later => Some(State::Later),
        Is::Kept => Some(State::Kept),
        Is::Dismissed => Some(State::Dismissed),
        Is::Star | Is::Undecided | Is::Watched => None,
    }
}

//! The tests of a query in SQL: as postings that can drive a statement, or as conditions on the row `a` of an article.

use rusqlite::types::Value;
use rusqlite::{Connection, params};

use super::codec::{self, json_numbers};
use super::error::Result;
use super::fts::{pattern, phrase, phrase_of_any, words_only};
use super::groups;
use super::ordinal;
use super::postings::{MAX_MERGED, OrdinalRange, Postings};
use super::watched::WATCHED;
use crate::news::entity::EntityId;
use crate::news::mention::Kind;
use crate::news::triage::State;
use crate::query::{Clock, Has, Is, Query, Test, Who, Words};

/// At most this many entities are looked at for a name.
const MAX_ENTITIES: i64 = 2_000;

/// The articles that have notes, one row a note.
const NOTED: &str = "(SELECT a.slot AS slot, n.quote AS quote FROM notes n CROSS JOIN articles a ON a.id = n.article)";

// How many articles a test finds where counting them would cost more than it saves. Only their order matters: the smallest drives.
const NOTED_ARTICLES: i64 = 500;
const STARRED_ARTICLES: i64 = 1_000;
const TAGGED_ARTICLES: i64 = 1_000;
const LABELLED_ARTICLES: i64 = 20_000;
const ARTICLES_OF_STATE: i64 = 20_000;
const UNDECIDED_ARTICLES: i64 = 100_000;

/// Translates one query; collects the parameters of the statement.
pub struct Translator<'d> {
    db: &'d Connection,
    clock: &'d Clock,
    /// The parameters so far.
    pub values: Vec<Value>,
    /// The driver finds so few articles that words are better looked for article by article.
    pub few: bool,
}

impl<'d> Translator<'d> {
    pub fn new(db: &'d Connection, clock: &'d Clock) -> Self {
        Self { db, clock, values: Vec::new(), few: false }
    }

    /// Adds a parameter; what it is called in the statement: `?3`.
    pub fn parameter(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("?{}", self.values.len())
    }

    /// The postings of the articles that pass, and about how many articles that are; `None` where no index knows them, or where
    /// there are too many series to merge.
    pub fn postings(&mut self, part: &Query) -> Result<Option<(i64, Vec<Postings>)>> {
        let (size, series) = match part {
            Query::Or(parts) => {
                let (mut size, mut all) = (0, Vec::new());
                for part in parts {
                    let Some((more, series)) = self.postings(part)? else { return Ok(None) };
                    size += more;
                    all.extend(series);
                }
                (size, all)
            }
            Query::Test(test) => match self.postings_of(test)? {
                Some(found) => found,
                None => return Ok(None),
            },
            Query::All | Query::Not(_) | Query::And(_) => return Ok(None),
        };
        Ok((!series.is_empty() && series.len() <= MAX_MERGED).then_some((size, series)))
    }

    fn postings_of(&mut self, test: &Test) -> Result<Option<(i64, Vec<Postings>)>> {
        Ok(Some(match test {
            Test::Named(who, words) => {
                let entities = self.entities(*who, words)?;
                (self.articles_of(&entities)?, appearances(&entities, certainty(words)))
            }
            Test::Tag(words) => self.tagged(words)?,
            Test::Is(Is::Watched) => {
                let mut rows = self.db.prepare_cached(WATCHED)?;
                let entities = rows.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?;
                (self.articles_of(&entities)?, appearances(&entities, ""))
            }
            Test::Is(Is::Star) => (STARRED_ARTICLES, vec![Postings::new("marks INDEXED BY marks_star", "star = 1")]),
            Test::Is(Is::Undecided) => {
                (UNDECIDED_ARTICLES, vec![Postings::new("marks INDEXED BY marks_undecided", "state <= 1")])
            }
            Test::Is(Is::New | Is::Unread) => of_state(State::New),
            Test::Is(Is::Read) => of_state(State::Read),
            Test::Is(Is::Later) => of_state(State::Later),
            Test::Is(Is::Kept) => of_state(State::Kept),
            Test::Is(Is::Dismissed) => of_state(State::Dismissed),
            Test::Has(Has::Note) => (NOTED_ARTICLES, vec![Postings::new(NOTED, "1")]),
            Test::Has(Has::Quote) => (NOTED_ARTICLES, vec![Postings::new(NOTED, "quote IS NOT NULL")]),
            Test::Has(Has::Tag) => (TAGGED_ARTICLES, vec![Postings::new("tags", "1")]),
            Test::Text(_) | Test::Source(_) | Test::Date(_) | Test::Import(_) => return Ok(None),
        }))
    }

    /// In how many articles these entities appear; an article that names two of them counts twice.
    fn articles_of(&self, entities: &[i64]) -> Result<i64> {
        let sql = "SELECT coalesce(sum(articles), 0) FROM entities WHERE id IN (SELECT value FROM json_each(?1))";
        Ok(self.db.prepare_cached(sql)?.query_row([json_numbers(entities)], |row| row.get(0))?)
    }

    /// The user's tags and the senders' labels that contain these words. Each costs a look into the index, not its articles.
    fn tagged(&mut self, words: &Words) -> Result<(i64, Vec<Postings>)> {
        const TAGS: &str = "SELECT DISTINCT folded FROM tags WHERE ' ' || folded || ' ' LIKE ?1";
        const LABELS: &str = "WITH RECURSIVE each(folded) AS (SELECT min(folded) FROM labels UNION ALL
            SELECT (SELECT min(l.folded) FROM labels l WHERE l.folded > each.folded) FROM each WHERE folded IS NOT NULL)
            SELECT folded FROM each WHERE ' ' || folded || ' ' LIKE ?1";
        let (mut size, mut series) = (0, Vec::new());
        for (table, sql, articles) in [("tags", TAGS, TAGGED_ARTICLES), ("labels", LABELS, LABELLED_ARTICLES)] {
            let mut rows = self.db.prepare_cached(sql)?;
            let found = rows.query_map([pattern(words)], |row| row.get(0))?;
            for folded in found.collect::<rusqlite::Result<Vec<String>>>()? {
                size += articles;
                series.push(Postings::new(table, format!("folded = {}", self.parameter(folded))));
            }
        }
        Ok((size, series))
    }

    /// The bounds set by those dates that all articles have to match.
    pub fn range(&self, conjuncts: &[Query]) -> OrdinalRange {
        let mut range = OrdinalRange::default();
        for part in conjuncts {
            if let Query::Test(Test::Date(days)) = part {
                let (from, to) = days.moments(self.clock);
                range.from = range.from.max(from.map(ordinal::first));
                range.to = [range.to, to.map(ordinal::first)].into_iter().flatten().min();
            }
        }
        range
    }

    /// A query as a condition.
    pub fn condition(&mut self, query: &Query) -> Result<String> {
        Ok(match query {
            Query::All => "1".to_owned(),
            Query::Not(inner) => format!("NOT ({})", self.condition(inner)?),
            Query::And(parts) => self.joined(parts, " AND ")?,
            Query::Or(parts) => match words_only(query) {
                Some(expression) => self.text(expression),
                None => self.joined(parts, " OR ")?,
            },
            Query::Test(test) => self.condition_of(test)?,
        })
    }

    fn joined(&mut self, parts: &[Query], between: &str) -> Result<String> {
        let conditions = parts.iter().map(|part| self.condition(part)).collect::<Result<Vec<_>>>()?;
        Ok(format!("({})", conditions.join(between)))
    }

    /// The article matches an expression of the full-text index.
    fn text(&mut self, expression: String) -> String {
        let value = self.parameter(expression);
        if self.few {
            return format!("EXISTS (SELECT 1 FROM search WHERE search MATCH {value} AND rowid = a.slot)");
        }
        format!("a.slot IN (SELECT rowid FROM search WHERE search MATCH {value})")
    }

    fn condition_of(&mut self, test: &Test) -> Result<String> {
        let number = format!("(a.slot & {})", ordinal::NUMBER);
        Ok(match test {
            Test::Text(words) => match phrase(words) {
                Some(expression) => self.text(expression),
                None => "0".to_owned(),
            },
            Test::Named(who, words) => self.named(*who, words)?,
            Test::Source(words) => match self.sources(words)?.as_slice() {
                // The index of articles by source yields one source in list order.
                [only] => format!("a.source = {only}"),
                several => format!("a.source IN (SELECT value FROM json_each('{}'))", json_numbers(several)),
            },
            Test::Tag(words) => {
                let (_, series) = self.tagged(words)?;
                if series.len() <= MAX_MERGED {
                    return Ok(Postings::any_holds(&series));
                }
                let like = self.parameter(pattern(words));
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

    /// The article names one of the entities that bear a name.
    fn named(&mut self, who: Who, words: &Words) -> Result<String> {
        let entities = self.entities(who, words)?;
        if entities.len() <= MAX_MERGED {
            return Ok(Postings::any_holds(&appearances(&entities, certainty(words))));
        }
        let value = self.parameter(json_numbers(&entities));
        Ok(format!(
            "a.slot IN (SELECT p.slot FROM appearances p WHERE p.entity IN (SELECT value FROM json_each({value})){})",
            certainty(words)
        ))
    }

    /// The numbers of the sources whose names contain these words.
    fn sources(&self, words: &Words) -> Result<Vec<i64>> {
        let mut rows = self.db.prepare_cached("SELECT id FROM sources WHERE ' ' || folded || ' ' LIKE ?1")?;
        let found = rows.query_map([pattern(words)], |row| row.get(0))?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// The entities that bear a name, or the one of a number (`#7`), with all members of their groups.
    fn entities(&self, who: Who, words: &Words) -> Result<Vec<i64>> {
        let kind = match who {
            Who::Person => Some(Kind::Person),
            Who::Institution => Some(Kind::Institution),
            Who::Place => Some(Kind::Place),
            Who::Any => None,
        };
        // `#7th` is no number: it is looked for as a name.
        let number = words.text.strip_prefix('#').and_then(|digits| digits.parse::<i64>().ok());
        let bearers = match (number, phrase_of_any(words)) {
            (Some(number), _) if who == Who::Any => vec![number],
            (_, Some(expression)) => {
                let sql = "SELECT DISTINCT a.entity FROM alias_words w CROSS JOIN aliases a ON a.id = w.rowid
                           JOIN entities e ON e.id = a.entity
                           WHERE w.alias_words MATCH ?1 AND (?2 IS NULL OR coalesce(e.retyped, e.kind) = ?2) LIMIT ?3";
                let mut rows = self.db.prepare_cached(sql)?;
                let found =
                    rows.query_map(params![expression, kind.map(codec::kind), MAX_ENTITIES], |row| row.get(0))?;
                found.collect::<rusqlite::Result<Vec<_>>>()?
            }
            _ => Vec::new(),
        };
        let mut all = bearers.clone();
        for entity in bearers {
            all.extend(groups::members(self.db, EntityId(entity))?);
        }
        all.sort_unstable();
        all.dedup();
        Ok(all)
    }
}

/// The articles that are in a state.
fn of_state(state: State) -> (i64, Vec<Postings>) {
    let test = format!("state = {}", state as u8);
    (ARTICLES_OF_STATE, vec![Postings::new("marks INDEXED BY marks_state", test)])
}

/// The appearances of entities, with one more condition.
fn appearances(entities: &[i64], and: &str) -> Vec<Postings> {
    entities.iter().map(|id| Postings::new("appearances", format!("entity = {id}{and}"))).collect()
}

/// A name finds only the articles that certainly mean the entity; a number finds those that may mean it too.
fn certainty(words: &Words) -> &'static str {
    if words.text.starts_with('#') { "" } else { " AND certain = 1" }
}

/// A condition on what the user decided about the article of a number.
fn decided(is: Is, number: &str) -> String {
    let mark = |test: &str| format!("EXISTS (SELECT 1 FROM marks m WHERE m.id = {number} AND {test})");
    let state = |state: State| mark(&format!("m.state = {}", state as u8));
    match is {
        Is::New | Is::Unread => state(State::New),
        Is::Read => state(State::Read),
        Is::Later => state(State::Later),
        Is::Kept => state(State::Kept),
        Is::Dismissed => state(State::Dismissed),
        Is::Star => mark("m.star = 1"),
        Is::Undecided => mark("m.state <= 1"),
        Is::Watched => {
            format!("a.slot IN (SELECT p.slot FROM ({WATCHED}) w CROSS JOIN appearances p ON p.entity = w.id)")
        }
    }
}

//! A query as SQL: which table drives, and what is asked of each article.
//!
//! Whatever drives yields slots in list order, so a window costs what it shows: words are driven by the full-text index, a
//! triage state by its own index, one entity by its appearances, the rest by the order of the articles.

use rusqlite::Connection;
use rusqlite::types::Value;

use super::error::Result;
use super::names::WATCHED;
use super::slot;
use crate::news::mention::Kind;
use crate::news::triage::State;
use crate::query::{Clock, Has, Is, Query, Test, Who, Words};
use crate::text::fold;

/// Entities looked at for a name test.
const MANY: usize = 2_000;

/// A question to the archive: `SELECT slot, story` of the articles a query finds.
pub struct Question {
    from: String,
    tests: Vec<String>,
    /// Its parameters, in order.
    pub values: Vec<Value>,
    /// The column to order by.
    pub order: &'static str,
}

/// Translates; looks names up on the way.
pub fn question(db: &Connection, query: &Query, clock: &Clock) -> Result<Question> {
    let mut asked = Asked { db, clock, values: Vec::new() };
    let parts: &[Query] = match query {
        Query::And(parts) => parts,
        one => std::slice::from_ref(one),
    };
    // Words first: the full-text index narrows most.
    let (texts, others): (Vec<&Query>, Vec<&Query>) = parts.iter().partition(|q| positive(q));
    let (from, order, rest) = if texts.is_empty() { asked.driver(parts)? } else { asked.by_words(&texts, &others) };
    let mut asks = Vec::new();
    for part in rest {
        asks.push(asked.test(part)?);
    }
    Ok(Question { from, tests: asks, values: asked.values, order })
}

impl Question {
    /// The statement up to its order, with one more test unless that is empty.
    pub fn sql(&self, more: &str) -> String {
        let mut sql = self.from.clone();
        let mut and = if sql.contains(" WHERE ") { " AND " } else { " WHERE " };
        for test in self.tests.iter().map(String::as_str).chain([more]).filter(|test| !test.is_empty()) {
            sql.push_str(and);
            sql.push_str(test);
            and = " AND ";
        }
        sql
    }
}

struct Asked<'d> {
    db: &'d Connection,
    clock: &'d Clock,
    values: Vec<Value>,
}

impl Asked<'_> {
    /// The next parameter.
    fn value(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("?{}", self.values.len())
    }

    fn by_words<'q>(&mut self, texts: &[&Query], others: &[&'q Query]) -> (String, &'static str, Vec<&'q Query>) {
        let expression = texts.iter().filter_map(|q| words_only(q)).collect::<Vec<_>>().join(" AND ");
        let value = self.value(expression);
        let from = format!(
            "SELECT a.slot AS slot, a.story AS story FROM search s CROSS JOIN articles a INDEXED BY articles_order
             ON a.slot = s.rowid WHERE s.search MATCH {value}"
        );
        (from, "s.rowid", others.to_vec())
    }

    /// The table to walk where no words are asked for, and the tests that it does not already answer.
    fn driver<'q>(&mut self, parts: &'q [Query]) -> Result<(String, &'static str, Vec<&'q Query>)> {
        let rest = |skip: usize| parts.iter().enumerate().filter(|(i, _)| *i != skip).map(|(_, q)| q).collect();
        let walk = |table: &str, test: &str| {
            format!(
                "SELECT a.slot AS slot, a.story AS story FROM {table} CROSS JOIN articles a INDEXED BY articles_order
                 ON a.slot = w.slot WHERE {test}"
            )
        };
        for (i, part) in parts.iter().enumerate() {
            let Query::Test(test) = part else { continue };
            if let Test::Named(who, words) = test
                && let [entity] = self.entities(*who, words)?.as_slice()
            {
                let value = self.value(*entity);
                let from = walk("appearances w", &format!("w.entity = {value}{}", certain("w", words)));
                return Ok((from, "w.slot", rest(i)));
            }
            let from = match test {
                Test::Is(Is::Undecided) => walk("marks w INDEXED BY marks_undecided", "w.state <= 1"),
                Test::Is(Is::Star) => walk("marks w INDEXED BY marks_star", "w.star = 1"),
                Test::Is(is) => match state(*is) {
                    Some(state) => walk("marks w INDEXED BY marks_state", &format!("w.state = {}", state as u8)),
                    None => continue,
                },
                _ => continue,
            };
            return Ok((from, "w.slot", rest(i)));
        }
        let all = if matches!(parts, [Query::All]) { Vec::new() } else { parts.iter().collect() };
        Ok(("SELECT a.slot AS slot, a.story AS story FROM articles a".to_owned(), "a.slot", all))
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
        format!("a.slot IN (SELECT rowid FROM search WHERE search MATCH {value})")
    }

    fn single(&mut self, test: &Test) -> Result<String> {
        let number = format!("(a.slot & {})", slot::NUMBER);
        Ok(match test {
            Test::Text(words) => match phrase(words) {
                Some(expression) => self.text(expression),
                None => "0".to_owned(),
            },
            Test::Named(who, words) => {
                let list = self.entities(*who, words)?;
                let value = self.value(json(&list));
                format!(
                    "a.slot IN (SELECT p.slot FROM appearances p WHERE p.entity IN (SELECT value FROM json_each({value})){})",
                    certain("p", words)
                )
            }
            Test::Source(words) => {
                // One source is walked in its own order; several have to be sorted.
                match self.sources(words)?.as_slice() {
                    [only] => format!("a.source = {only}"),
                    several => format!("a.source IN (SELECT value FROM json_each('{}'))", json(several)),
                }
            }
            Test::Tag(words) => {
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
                let from = from.map(|t| format!("a.slot >= {}", slot::first(t)));
                let to = to.map(|t| format!("a.slot < {}", slot::first(t)));
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
                let kind = kind.map(super::pack::kind);
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

/// A name finds those it surely means; a number, all that may be meant.
fn certain(table: &str, words: &Words) -> String {
    if words.text.starts_with('#') { String::new() } else { format!(" AND {table}.certain = 1") }
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

fn json(ids: &[i64]) -> String {
    serde_json::to_string(ids).unwrap_or_default()
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

/// Whether the full-text index alone can answer, and finds rather than excludes.
fn positive(query: &Query) -> bool {
    words_only(query).is_some()
}

/// An expression of the full-text index for a query of words alone; `None` where anything else is asked.
fn words_only(query: &Query) -> Option<String> {
    let all = |parts: &[Query], between: &str| {
        let parts = parts.iter().map(words_only).collect::<Option<Vec<_>>>()?;
        Some(format!("({})", parts.join(between)))
    };
    match query {
        Query::Test(Test::Text(words)) => phrase(words),
        Query::And(parts) => all(parts, " AND "),
        Query::Or(parts) => all(parts, " OR "),
        _ => None,
    }
}

/// Words one after the other, as the full-text index reads them; `None` where there is no letter to look for.
fn phrase(words: &Words) -> Option<String> {
    words.text.chars().any(char::is_alphanumeric).then(|| {
        let quoted = spaced(&words.text).replace('"', "\"\"").replace('\0', " ");
        format!("\"{quoted}\"{}", if words.begins { " *" } else { "" })
    })
}

/// Words in any order: names turn around.
fn phrase_of_any(words: &Words) -> Option<String> {
    let each = fold::words(&words.text);
    let last = each.len().checked_sub(1)?;
    let parts: Vec<String> = each
        .iter()
        .enumerate()
        .filter_map(|(i, w)| phrase(&Words { text: w.text.clone(), begins: words.begins && i == last }))
        .collect();
    (!parts.is_empty()).then(|| parts.join(" AND "))
}

/// A pattern that finds folded words inside a folded name between blanks.
fn pattern(words: &Words) -> String {
    let folded = fold::key(&words.text).replace(['%', '_'], " ");
    if words.begins { format!("% {folded}%") } else { format!("% {folded} %") }
}

/// Text with blanks between signs of scripts that write none, so that each is a word of the index and a run of them is a
/// phrase.
pub fn spaced(text: &str) -> std::borrow::Cow<'_, str> {
    let unspaced = |c: char| {
        matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' | '\u{e00}'..='\u{eff}'
            | '\u{1780}'..='\u{17ff}' | '\u{1000}'..='\u{109f}')
    };
    if text.is_ascii() || !text.chars().any(unspaced) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len() * 4 / 3);
    for c in text.chars() {
        if unspaced(c) {
            out.push(' ');
            out.push(c);
            out.push(' ');
        } else {
            out.push(c);
        }
    }
    out.into()
}

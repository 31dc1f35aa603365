//! Postings: rows of a table that record which articles have something (a tag, an entity, a state), as ordinals in list order.
//! Several series of postings are merged while they are read, so the first page of a list costs what it shows, however many
//! articles match.

use std::fmt::Write;

/// One series: the rows of a table that pass a test. An index of the table yields them in list order.
#[derive(Clone, Debug)]
pub struct Postings {
    /// A table, or a subquery like one, with the column `slot`.
    table: &'static str,
    /// A condition in SQL on its rows.
    test: String,
}

/// At most this many series are merged: each costs a look into its index before the first row comes.
pub const MAX_MERGED: usize = 60;

/// Which ordinals are read, and in which order.
#[derive(Clone, Copy, Debug, Default)]
pub struct OrdinalRange {
    /// Ascending; otherwise descending, which is the newest first.
    pub oldest_first: bool,
    /// The lowest one.
    pub from: Option<i64>,
    /// The one above the highest.
    pub to: Option<i64>,
}

impl OrdinalRange {
    /// The bounds as conditions on a column, each preceded by `AND`; empty where there are none.
    fn bounds(self, column: &str) -> String {
        let mut out = String::new();
        for (sign, bound) in [(">=", self.from), ("<", self.to)] {
            if let Some(ordinal) = bound {
                // Writing to a string cannot fail.
                let _ = write!(out, " AND {column} {sign} {ordinal}");
            }
        }
        out
    }

    /// The end of a statement: bounds of a column and its order.
    pub fn of(self, column: &str) -> String {
        format!("{} ORDER BY {column} {}", self.bounds(column), self.direction())
    }

    fn direction(self) -> &'static str {
        if self.oldest_first { "ASC" } else { "DESC" }
    }
}

impl Postings {
    /// The rows of `table` that pass `test`.
    pub fn new(table: &'static str, test: impl Into<String>) -> Self {
        Self { table, test: test.into() }
    }

    /// A condition: the article of the row `a` is in one of the series. Without any series no article is.
    pub fn any_holds(series: &[Self]) -> String {
        if series.is_empty() {
            return "0".to_owned();
        }
        let each =
            series.iter().map(|s| format!("EXISTS (SELECT 1 FROM {} WHERE {} AND slot = a.slot)", s.table, s.test));
        format!("({})", each.collect::<Vec<_>>().join(" OR "))
    }

    /// A subquery with the column `slot`: the ordinals of all series, each once, in order. SQLite streams it unless the outer query
    /// sorts; without the `LIMIT` it would drop the `ORDER BY` as useless.
    pub fn merged(series: &[Self], range: OrdinalRange) -> String {
        let distinct = if series.len() == 1 { "DISTINCT " } else { "" };
        let each = series
            .iter()
            .map(|s| format!("SELECT {distinct}slot FROM {} WHERE {}{}", s.table, s.test, range.bounds("slot")));
        format!("({} ORDER BY slot {} LIMIT -1)", each.collect::<Vec<_>>().join(" UNION "), range.direction())
    }
}

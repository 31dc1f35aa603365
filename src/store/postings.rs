//! Strands: rows of a table that hold the slots of what a test finds, in list order by an index of that table. Several are merged
//! as they are read, so that the first articles of a list cost what they show, however many it has.

use std::fmt::Write;

/// One run of slots in list order.
#[derive(Clone, Debug)]
pub struct Postings {
    /// A table with a column `slot`, or something like one.
    table: &'static str,
    /// What its rows have to pass.
    test: String,
}

/// More strands than these are not merged: each costs a look into its index before the first row comes.
pub const MOST: usize = 60;

/// In which order slots are read, and which of them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Reading {
    /// The oldest first.
    pub oldest: bool,
    /// None before this one.
    pub from: Option<i64>,
    /// None at or after this one.
    pub to: Option<i64>,
}

impl Reading {
    /// What a column has to pass; begins with a conjunction where there is anything.
    fn bounds(self, column: &str) -> String {
        let mut out = String::new();
        for (sign, bound) in [(">=", self.from), ("<", self.to)] {
            if let Some(slot) = bound {
                // Writing to a string can not fail.
                let _ = write!(out, " AND {column} {sign} {slot}");
            }
        }
        out
    }

    /// The order and bounds of a column, to stand behind a test.
    pub fn of(self, column: &str) -> String {
        format!("{} ORDER BY {column} {}", self.bounds(column), if self.oldest { "ASC" } else { "DESC" })
    }
}

impl Postings {
    /// Rows of a table that pass a test.
    pub fn new(table: &'static str, test: impl Into<String>) -> Self {
        Self { table, test: test.into() }
    }

    /// A test of an article `a`.
    pub fn holds(strands: &[Self]) -> String {
        let each =
            strands.iter().map(|s| format!("EXISTS (SELECT 1 FROM {} WHERE {} AND slot = a.slot)", s.table, s.test));
        format!("({})", each.collect::<Vec<_>>().join(" OR "))
    }

    /// A table of slots, each once, in order. Merging is lazy as long as nobody sorts behind it; the limit keeps SQLite
    /// from taking the order for needless.
    pub fn merged(strands: &[Self], reading: Reading) -> String {
        let distinct = if strands.len() == 1 { "DISTINCT " } else { "" };
        let each = strands
            .iter()
            .map(|s| format!("SELECT {distinct}slot FROM {} WHERE {}{}", s.table, s.test, reading.bounds("slot")));
        let order = if reading.oldest { "ASC" } else { "DESC" };
        format!("({} ORDER BY slot {order} LIMIT -1)", each.collect::<Vec<_>>().join(" UNION "))
    }
}

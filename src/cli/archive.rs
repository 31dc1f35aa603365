//! Shared by the subcommands that read the archive: opening it, parsing query arguments, and formatting list rows and times.

use std::io;

use serde::Serialize;

use super::globals::Globals;
use crate::news::list_row::ListRow;
use crate::news::time::Timestamp;
use crate::query::{Query, parse};
use crate::runtime::out::{Out, complain};
use crate::runtime::preferences::watched_names;
use crate::store::{Access, Store, StoreError};

/// Opens the archive for reading and adds the names of watch.toml to its watch list for this run. Mistakes in watch.toml are
/// printed. If the archive does not exist yet, prints that and returns `None`.
pub fn open(globals: &Globals) -> anyhow::Result<Option<Store>> {
    match Store::open(&globals.places()?.archive(), Access::Read) {
        Ok(store) => {
            let (names, mistakes) = watched_names(&globals.places()?.config);
            for mistake in mistakes {
                complain(&mistake.to_string());
            }
            let names: Vec<_> = names.iter().map(|wanted| (wanted.name.as_str(), wanted.kind)).collect();
            if !names.is_empty() {
                store.watch_names(&names)?;
            }
            Ok(Some(store))
        }
        Err(error @ StoreError::NotThere(_)) => {
            complain(&error.to_string());
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}

/// Joins the arguments with spaces and parses them as one query. An argument that was quoted for the shell is parsed like
/// the rest: `"a or b"` is an alternative, not a phrase.
pub fn query(arguments: &[String]) -> anyhow::Result<Query> {
    let text = arguments.join(" ");
    parse(&text).map_err(|error| anyhow::anyhow!("in the query \"{text}\" {error}"))
}

/// The query for the value of `--since`: articles from that day on (`2026-11-24`, `7d`), or of the last hours (`24h`).
pub fn since(text: &str) -> anyhow::Result<Query> {
    parse(&format!("date:{text}..")).map_err(|_| {
        anyhow::anyhow!("--since \"{text}\": expected a day (2026-11-24, 2026-11, today, yesterday, 7d) or hours (24h)")
    })
}

/// A time in the system's time zone, to the minute: `2026-11-24 09:30`. Empty if out of range.
pub fn local_time(time: Timestamp) -> String {
    jiff::Timestamp::from_second(time.0)
        .map(|t| t.to_zoned_datetime(jiff::tz::TimeZone::system()).strftime("%Y-%m-%d %H:%M").to_string())
        .unwrap_or_default()
}

/// A time as RFC 3339 in UTC. Empty if out of range.
pub fn rfc3339(time: Timestamp) -> String {
    jiff::Timestamp::from_second(time.0).map(|t| t.to_string()).unwrap_or_default()
}

/// Prints a list row as one line of tab-separated values: article number, triage state, time, source, headline. A `*` after the
/// state marks a star; `(+2)` after the headline counts copies.
pub fn print(row: &ListRow, out: &mut Out) -> io::Result<()> {
    let star = if row.star { "*" } else { "" };
    let copies = if row.copies > 0 { format!(" (+{})", row.copies) } else { String::new() };
    out.row(&[
        &row.id.0.to_string(),
        &format!("{}{star}", row.state.word()),
        &local_time(row.time),
        &row.source,
        &format!("{}{copies}", row.headline),
    ])
}

/// A list row as JSON.
#[derive(Serialize)]
pub struct JsonRow<'r> {
    id: i64,
    state: &'static str,
    star: bool,
    time: String,
    source: &'r str,
    headline: &'r str,
    lede: &'r str,
    copies: u32,
    notes: u32,
    tags: &'r [String],
    entities: Vec<&'r str>,
}

impl<'r> From<&'r ListRow> for JsonRow<'r> {
    fn from(row: &'r ListRow) -> Self {
        Self {
            id: row.id.0,
            state: row.state.word(),
            star: row.star,
            time: rfc3339(row.time),
            source: &row.source,
            headline: &row.headline,
            lede: &row.lede,
            copies: row.copies,
            notes: row.notes,
            tags: &row.tags,
            entities: row.entities.iter().map(|(_, name)| name.as_str()).collect(),
        }
    }
}

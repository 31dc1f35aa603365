//! `attache list`: lists the articles that match a query, newest first.

use super::archive::{self, JsonRow};
use super::exit::Exit;
use super::globals::Globals;
use crate::news::article::ArticleId;
use crate::news::triage::Sort;
use crate::runtime::clock::clock;
use crate::runtime::out::Out;
use crate::store::Store;

/// How many rows are read from the archive at a time.
const WINDOW: usize = 500;

/// Options of `attache list`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// List articles that match: words, fields such as person: or source:, and, or, not (default: all articles)
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,

    /// List at most N articles (default: no limit)
    #[arg(short = 'n', long, value_name = "N")]
    pub limit: Option<usize>,

    /// List the oldest articles first
    #[arg(long)]
    pub oldest: bool,
}

/// Runs `attache list`.
pub fn run(args: &Args, globals: &Globals) -> anyhow::Result<Exit> {
    let Some(store) = archive::open(globals)? else { return Ok(Exit::Nothing) };
    let query = archive::query(&args.query)?;
    let sort = if args.oldest { Sort::Oldest } else { Sort::Newest };
    let ids = match args.limit {
        Some(limit) => store.window(&query, sort, &clock(), None, limit)?.ids,
        None => store.order(&query, sort, &clock())?,
    };
    print(&store, &ids, globals)
}

/// Prints the rows of the articles `ids` in this order.
pub fn print(store: &Store, ids: &[ArticleId], globals: &Globals) -> anyhow::Result<Exit> {
    let mut out = Out::new();
    for window in ids.chunks(WINDOW) {
        for row in store.rows(window)? {
            if globals.json {
                out.json(&JsonRow::from(&row))?;
            } else {
                archive::print(&row, &mut out)?;
            }
        }
    }
    out.flush()?;
    Ok(if ids.is_empty() { Exit::Nothing } else { Exit::Done })
}

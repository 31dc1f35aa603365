//! `attache search`: lists the articles that match a query, best match first.

use super::archive;
use super::exit::Exit;
use super::globals::Globals;
use super::list;
use crate::runtime::clock::clock;

/// Options of `attache search`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Search for articles that match: words, fields such as person: or source:, and, or, not
    #[arg(value_name = "QUERY", required = true)]
    pub query: Vec<String>,

    /// List at most N articles
    #[arg(short = 'n', long, value_name = "N", default_value_t = 50)]
    pub limit: usize,
}

/// Runs `attache search`.
pub fn run(args: &Args, globals: &Globals) -> anyhow::Result<Exit> {
    let Some(store) = archive::open(globals)? else { return Ok(Exit::Nothing) };
    let query = archive::query(&args.query)?;
    let ids = store.best(&query, &clock(), args.limit)?;
    list::print(&store, &ids, globals)
}

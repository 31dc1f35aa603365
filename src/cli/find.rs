//! `attache find`: prints the entities that the jump bar lists for a text, best first.

use serde::Serialize;

use super::archive;
use super::exit::Exit;
use super::globals::Globals;
use crate::name_index::hit::{Context, Tier};
use crate::news::mention::Kind;
use crate::runtime::names;
use crate::runtime::out::Out;

/// Options of `attache find`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The text to look up, as typed into the jump bar
    #[arg(value_name = "TEXT", required = true)]
    pub text: Vec<String>,

    /// List at most N entities
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub limit: usize,
}

/// One output line of `--json`.
#[derive(Serialize)]
struct Row<'a> {
    entity: i64,
    kind: Kind,
    name: &'a str,
    alias: &'a str,
    tier: Tier,
    score: u32,
    articles: u32,
    watched: bool,
}

/// Runs `attache find`.
pub fn run(args: &Args, globals: &Globals) -> anyhow::Result<Exit> {
    let Some(store) = archive::open(globals)? else { return Ok(Exit::Nothing) };
    let finder = names::finder(&store)?;
    let context =
        Context { watched: store.watching()?, picks: store.picks()?, limit: args.limit, ..Context::default() };
    let text = args.text.join(" ");
    let hits = finder.query(text.strip_prefix('@').unwrap_or(&text), &context);
    let mut out = Out::new();
    for hit in &hits {
        if globals.json {
            out.json(&Row {
                entity: hit.entity.0,
                kind: hit.kind,
                name: &hit.name,
                alias: &hit.alias,
                tier: hit.tier,
                score: hit.score,
                articles: hit.articles,
                watched: hit.watched,
            })?;
        } else {
            let alias = if hit.alias == hit.name { String::new() } else { format!(" ({})", hit.alias) };
            let (tier, kind) = (u8::from(hit.tier), hit.kind.word());
            out.line(&format!("{tier} {kind:<11} {}{alias} · {}", hit.name, hit.articles))?;
        }
    }
    out.flush()?;
    Ok(if hits.is_empty() { Exit::Nothing } else { Exit::Done })
}

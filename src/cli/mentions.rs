//! `attache mentions`: prints every mention of an entity with its sentence. The exit code is 1 if there is none, for scripts.

use super::archive;
use super::entity_mentions::EntityMentions;
use super::exit::Exit;
use super::globals::Globals;
use crate::name_index::hit::{Context, Hit, Tier};
use crate::news::triage::Sort;
use crate::query::Query;
use crate::runtime::clock::clock;
use crate::runtime::names;
use crate::runtime::out::{Out, complain, say};
use crate::store::Store;

/// Options of `attache mentions`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The name of an entity, or a part of it
    #[arg(value_name = "NAME", required = true)]
    pub name: Vec<String>,

    /// Search only articles from this day on (2026-11-01, 2026-11, today, yesterday, 7d) or of the last hours (24h)
    #[arg(long, value_name = "DATE")]
    pub since: Option<String>,

    /// Print only names, not pronouns and descriptions
    #[arg(long)]
    pub names: bool,
}

/// Runs `attache mentions`.
pub fn run(args: &Args, globals: &Globals) -> anyhow::Result<Exit> {
    let Some(store) = archive::open(globals)? else { return Ok(Exit::Nothing) };
    let text = args.name.join(" ");
    let finder = names::finder(&store)?;
    let context = Context { picks: store.picks()?, limit: 6, ..Context::default() };
    let hits = finder.query(&text, &context);
    let Some(best) = hits.first() else {
        complain(&format!("no entity in the archive has a name like \"{text}\""));
        return Ok(Exit::Nothing);
    };
    if !globals.quiet || best.tier > Tier::Contained {
        report_choice(&text, best, &hits);
    }
    let query = match &args.since {
        Some(since) => archive::since(since)?,
        None => archive::query(&[])?,
    };
    print(&store, best, &query, args, globals)
}

/// Prints which entity was chosen for `text`, if other entities match it equally well or if it matches only approximately.
fn report_choice(text: &str, best: &Hit, hits: &[Hit]) {
    let rivals: Vec<&str> =
        hits.iter().skip(1).filter(|hit| hit.tier == best.tier).map(|hit| hit.name.as_str()).collect();
    let chosen = format!("showing {} for \"{text}\"", best.name);
    if !rivals.is_empty() {
        say(&format!("{chosen}; it may also be {}", rivals.join(", ")));
    } else if best.tier > Tier::Contained {
        say(&chosen);
    }
}

fn print(store: &Store, hit: &Hit, query: &Query, args: &Args, globals: &Globals) -> anyhow::Result<Exit> {
    let mut out = Out::new();
    let mut any = false;
    let entity = store.root(hit.entity)?;
    for id in store.appearances(entity, query, Sort::Newest, &clock())? {
        let article = EntityMentions::read(store, id, entity, &hit.name)?;
        let mentions = article.mentions(args.names);
        for mention in &mentions {
            any = true;
            article.print(mention, mentions.len(), globals.json, false, &mut out)?;
        }
    }
    out.flush()?;
    Ok(if any { Exit::Done } else { Exit::Nothing })
}

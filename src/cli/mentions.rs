//! `attache mentions`: prints every mention of somebody, with its sentence. Ends with 1 where there is none, for cron.

use super::archive;
use super::exit::Exit;
use super::globals::Globals;
use super::out::{Out, complain, say};
use super::sighting::Sightings;
use crate::name_index::hit::{Context, Hit, Tier};
use crate::news::triage::Sort;
use crate::query::Query;
use crate::runtime::clock::clock;
use crate::runtime::names;
use crate::store::Store;

/// Options of `attache mentions`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A name, or a part of it
    #[arg(value_name = "NAME", required = true)]
    pub name: Vec<String>,

    /// Only articles of this day and later (2026-11-01, 2026-11, today, yesterday, 7d), or of the last hours (24h)
    #[arg(long, value_name = "DATE")]
    pub since: Option<String>,

    /// Names alone, without pronouns and descriptions
    #[arg(long)]
    pub names: bool,
}

/// Runs it.
pub fn run(args: &Args, globals: &Globals) -> anyhow::Result<Exit> {
    let Some(store) = archive::open(globals)? else { return Ok(Exit::Nothing) };
    let text = args.name.join(" ");
    let finder = names::finder(&store)?;
    let context = Context { picks: store.picks()?, limit: 6, ..Context::default() };
    let hits = finder.query(&text, &context);
    let Some(best) = hits.first() else {
        complain(&format!("nobody in the archive is called \"{text}\", nor anything like it"));
        return Ok(Exit::Nothing);
    };
    if !globals.quiet || best.tier > Tier::Contained {
        tell_choice(&text, best, &hits);
    }
    let query = match &args.since {
        Some(since) => archive::since(since)?,
        None => archive::query(&[])?,
    };
    print(&store, best, &query, args, globals)
}

/// Says as whom the name is read, where that is a choice: others answer it as well, or nobody is called so.
fn tell_choice(text: &str, best: &Hit, hits: &[Hit]) {
    let rivals: Vec<&str> =
        hits.iter().skip(1).filter(|hit| hit.tier == best.tier).map(|hit| hit.name.as_str()).collect();
    let read = format!("\"{text}\" is read as {}", best.name);
    if !rivals.is_empty() {
        say(&format!("{read}; it may also be {}", rivals.join(", ")));
    } else if best.tier > Tier::Contained {
        say(&read);
    }
}

fn print(store: &Store, hit: &Hit, query: &Query, args: &Args, globals: &Globals) -> anyhow::Result<Exit> {
    let mut out = Out::new();
    let mut any = false;
    let entity = store.root(hit.entity)?;
    for id in store.appearances(entity, query, Sort::Newest, &clock())? {
        let seen = Sightings::read(store, id, entity, &hit.name)?;
        let mentions = seen.mentions(args.names);
        for mention in &mentions {
            any = true;
            seen.print(mention, mentions.len(), globals.json, false, &mut out)?;
        }
    }
    out.flush()?;
    Ok(if any { Exit::Done } else { Exit::Nothing })
}

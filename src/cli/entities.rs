//! `attache entities`: lists the entities of the archive, or those named in the articles that match a query.

use std::collections::BTreeMap;

use serde::Serialize;

use super::archive;
use super::exit::Exit;
use super::globals::Globals;
use crate::news::entity::{Entity, EntityId};
use crate::news::mention::Kind;
use crate::news::triage::Sort;
use crate::runtime::clock::clock;
use crate::runtime::out::Out;
use crate::store::Store;

/// Options of `attache entities`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Count only articles that match: words, fields such as person: or source:, and, or, not
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,

    /// List only entities of this kind: person, institution, place, event or other
    #[arg(long, value_name = "KIND", value_parser = kind)]
    pub kind: Option<Kind>,

    /// List only entities on the watch list
    #[arg(long)]
    pub watched: bool,

    /// List at most N entities
    #[arg(short = 'n', long, value_name = "N", default_value_t = 1000)]
    pub limit: usize,
}

fn kind(word: &str) -> Result<Kind, String> {
    let found = Kind::ALL.into_iter().find(|kind| kind.word() == word);
    found.ok_or_else(|| "expected person, institution, place, event or other".to_owned())
}

#[derive(Serialize)]
struct Row {
    entity: i64,
    kind: Kind,
    name: String,
    articles: u32,
}

/// Runs `attache entities`.
pub fn run(args: &Args, globals: &Globals) -> anyhow::Result<Exit> {
    let Some(store) = archive::open(globals)? else { return Ok(Exit::Nothing) };
    let mut rows = match (args.query.is_empty(), args.watched) {
        (true, true) => watched(&store, args)?,
        (true, false) => all(&store, args)?,
        (false, _) => in_articles(&store, args)?,
    };
    rows.truncate(args.limit);
    let mut out = Out::new();
    for row in &rows {
        if globals.json {
            out.json(row)?;
        } else {
            out.row(&[&row.articles.to_string(), row.kind.word(), &row.name])?;
        }
    }
    out.flush()?;
    Ok(if rows.is_empty() { Exit::Nothing } else { Exit::Done })
}

fn all(store: &Store, args: &Args) -> anyhow::Result<Vec<Row>> {
    let ranked = store.ranked(args.kind, args.limit)?;
    let row = |(id, kind, name, articles): (EntityId, Kind, String, u32)| Row { entity: id.0, kind, name, articles };
    Ok(ranked.into_iter().map(row).collect())
}

fn watched(store: &Store, args: &Args) -> anyhow::Result<Vec<Row>> {
    let mut watched = super::watch::watched(store)?;
    watched.retain(|entity| args.kind.is_none_or(|kind| kind == entity.kind));
    watched.sort_by_key(|entity| std::cmp::Reverse(entity.articles));
    let row = |e: Entity| Row { entity: e.id.0, kind: e.kind, name: e.name, articles: e.articles };
    Ok(watched.into_iter().map(row).collect())
}

/// The entities named in the articles that match the query, with the number of these articles, most first.
fn in_articles(store: &Store, args: &Args) -> anyhow::Result<Vec<Row>> {
    let query = archive::query(&args.query)?;
    let mut counts: BTreeMap<EntityId, Row> = BTreeMap::new();
    for article in store.order(&query, Sort::Newest, &clock())? {
        let found = store.annotations(article)?;
        let links = store.links(article, &found)?;
        let mut counted: Vec<EntityId> = Vec::new();
        for linked in links {
            let Some(entity) = linked.entity().filter(|e| !counted.contains(e)) else { continue };
            if linked.hidden {
                continue;
            }
            if args.kind.is_none_or(|kind| kind == linked.kind) && (!args.watched || linked.watched) {
                counted.push(entity);
                let row = || Row { entity: entity.0, kind: linked.kind, name: linked.name, articles: 0 };
                counts.entry(entity).or_insert_with(row).articles += 1;
            }
        }
    }
    let mut rows: Vec<Row> = counts.into_values().collect();
    rows.sort_by(|a, b| b.articles.cmp(&a.articles).then_with(|| a.name.cmp(&b.name)));
    Ok(rows)
}

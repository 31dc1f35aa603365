//! `attache mentions`: prints every mention of somebody, with its sentence. Ends with 1 where there is none, for cron.

use serde::Serialize;

use super::Globals;
use super::archive;
use super::exit::Exit;
use super::out::{Out, say};
use crate::library::hit::{Context, Hit, Tier};
use crate::news::article::ArticleId;
use crate::news::entity::{EntityId, Linked};
use crate::news::mention::Form;
use crate::news::triage::Sort;
use crate::query::Query;
use crate::runtime::clock::clock;
use crate::runtime::names;
use crate::store::Store;
use crate::text::span::Span;

/// Options of `attache mentions`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A name, or a part of it
    #[arg(value_name = "NAME", required = true)]
    pub name: Vec<String>,

    /// Only articles of this day and later: 2026-11-01, today, 7d
    #[arg(long, value_name = "DATE")]
    pub since: Option<String>,

    /// Names alone, without pronouns and descriptions
    #[arg(long)]
    pub names: bool,
}

#[derive(Serialize)]
struct Row<'a> {
    entity: i64,
    name: &'a str,
    article: i64,
    time: String,
    source: &'a str,
    headline: &'a str,
    start: u32,
    end: u32,
    surface: &'a str,
    form: Form,
    certain: bool,
    sentence: String,
}

/// Runs it.
pub fn run(args: &Args, globals: &Globals) -> anyhow::Result<Exit> {
    let Some(store) = archive::open(globals)? else { return Ok(Exit::Nothing) };
    let text = args.name.join(" ");
    let finder = names::finder(&store)?;
    let context = Context { picks: store.picks()?, limit: 6, ..Context::default() };
    let hits = finder.query(&text, &context);
    let Some(best) = hits.first() else { return Ok(Exit::Nothing) };
    if !globals.quiet {
        tell_others(&text, best, &hits);
    }
    let query = match &args.since {
        Some(since) => archive::query(&[format!("date:{since}..")])?,
        None => archive::query(&[])?,
    };
    print(&store, best, &query, args, globals)
}

/// Says whom else the name may mean: the caller sees that a choice was made.
fn tell_others(text: &str, best: &Hit, hits: &[Hit]) {
    let rivals = hits.iter().skip(1).filter(|hit| hit.tier == best.tier && hit.tier <= Tier::Beginnings);
    let rivals: Vec<&str> = rivals.map(|hit| hit.name.as_str()).collect();
    if !rivals.is_empty() {
        say(&format!("\"{text}\" is read as {}; it may also be {}", best.name, rivals.join(", ")));
    }
}

fn print(store: &Store, hit: &Hit, query: &Query, args: &Args, globals: &Globals) -> anyhow::Result<Exit> {
    let mut out = Out::new();
    let mut any = false;
    for appearance in store.appearances(hit.entity, query, Sort::Newest, &clock())? {
        any |= article(store, hit, appearance.article, args, globals, &mut out)?;
    }
    out.flush()?;
    Ok(if any { Exit::Done } else { Exit::Nothing })
}

/// Prints the mentions in one article; whether there was one.
fn article(
    store: &Store,
    hit: &Hit,
    id: ArticleId,
    args: &Args,
    globals: &Globals,
    out: &mut Out,
) -> anyhow::Result<bool> {
    let article = store.article(id)?;
    let found = store.annotations(id)?;
    let links = store.links(id, &found)?;
    let body = article.draft.body.as_str();
    let mut any = false;
    for mention in &found.mentions {
        let wanted = if args.names { mention.form == Form::Name } else { mention.form != Form::Role };
        if !wanted || meant(&links, mention.chain) != Some(hit.entity) {
            continue;
        }
        any = true;
        let sentence = found.sentences.iter().find(|s| s.covers(mention.span)).copied().unwrap_or(mention.span);
        let words = one_line(sentence, body);
        if globals.json {
            out.json(&Row {
                entity: hit.entity.0,
                name: &hit.name,
                article: id.0,
                time: archive::rfc3339(article.time()),
                source: &article.draft.source,
                headline: &article.draft.headline,
                start: mention.span.start,
                end: mention.span.end,
                surface: mention.span.slice(body),
                form: mention.form,
                certain: links
                    .get(mention.chain as usize)
                    .is_some_and(|l| matches!(l.link, crate::news::entity::Link::Certain(..))),
                sentence: words,
            })?;
        } else {
            out.line(&format!("{}\t{}\t{}\t{words}", id.0, archive::moment(article.time()), article.draft.source))?;
        }
    }
    Ok(any)
}

/// Whom a chain of an article means.
pub fn meant(links: &[Linked], chain: u32) -> Option<EntityId> {
    links.get(chain as usize).and_then(Linked::entity)
}

/// A sentence without its line ends.
pub fn one_line(span: Span, body: &str) -> String {
    span.slice(body).split_whitespace().collect::<Vec<_>>().join(" ")
}

//! `attache show`: prints an article and the entities named in it.

use serde::Serialize;

use super::archive;
use super::exit::Exit;
use super::globals::Globals;
use crate::news::article::{Article, ArticleId};
use crate::news::entity::Linked;
use crate::news::mention::{Annotations, Kind};
use crate::runtime::out::{Out, complain};
use crate::store::StoreError;

/// Options of `attache show`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The number of the article, as attache list prints it
    #[arg(value_name = "ID")]
    pub id: i64,
}

#[derive(Serialize)]
struct Shown<'a> {
    id: i64,
    headline: &'a str,
    source: &'a str,
    time: String,
    byline: Option<&'a str>,
    digest: &'a str,
    tags: &'a [String],
    body: &'a str,
    entities: Vec<Named<'a>>,
}

/// An entity named in the article. `mentions` counts its mentions here, `articles` the articles of the archive that name it.
#[derive(Serialize)]
struct Named<'a> {
    entity: Option<i64>,
    kind: Kind,
    name: &'a str,
    mentions: usize,
    articles: u32,
    roles: &'a [String],
}

/// Runs `attache show`.
pub fn run(args: &Args, globals: &Globals) -> anyhow::Result<Exit> {
    let Some(store) = archive::open(globals)? else { return Ok(Exit::Nothing) };
    let id = ArticleId(args.id);
    let article = match store.article(id) {
        Err(error @ StoreError::Missing(_)) => {
            complain(&error.to_string());
            return Ok(Exit::Nothing);
        }
        other => other?,
    };
    let found = store.annotations(id)?;
    let links = store.links(id, &found)?;
    let mut out = Out::new();
    if globals.json {
        out.json(&shown(&article, &found, &links))?;
    } else {
        print(&mut out, &article, &found, &links)?;
    }
    out.flush()?;
    Ok(Exit::Done)
}

fn named<'a>(found: &'a Annotations, links: &'a [Linked]) -> Vec<Named<'a>> {
    let pairs = found.chains.iter().zip(links).filter(|(_, linked)| !linked.hidden);
    let named = pairs.map(|(chain, linked)| Named {
        entity: linked.entity().map(|e| e.0),
        kind: linked.kind,
        name: &linked.name,
        mentions: chain.mentions.len(),
        articles: linked.articles,
        roles: &chain.roles,
    });
    named.collect()
}

fn shown<'a>(article: &'a Article, found: &'a Annotations, links: &'a [Linked]) -> Shown<'a> {
    let draft = &article.draft;
    Shown {
        id: article.id.0,
        headline: &draft.headline,
        source: &draft.source,
        time: archive::rfc3339(article.time()),
        byline: draft.byline.as_deref(),
        digest: &article.digest,
        tags: &draft.tags,
        body: &draft.body,
        entities: named(found, links),
    }
}

fn print(out: &mut Out, article: &Article, found: &Annotations, links: &[Linked]) -> std::io::Result<()> {
    let draft = &article.draft;
    out.line(&draft.headline)?;
    let byline = draft.byline.as_ref().map(|by| format!("By {by}, ")).unwrap_or_default();
    out.line(&format!("{byline}{}, {}", draft.source, archive::local_time(article.time())))?;
    out.line("")?;
    out.lines(&draft.body)?;
    let all = named(found, links);
    for kind in Kind::ALL {
        let list: Vec<String> =
            all.iter().filter(|n| n.kind == kind).map(|n| format!("{} ({})", n.name, n.mentions)).collect();
        if !list.is_empty() {
            out.line("")?;
            out.line(&format!("{}: {}", kind.word(), list.join(", ")))?;
        }
    }
    Ok(())
}

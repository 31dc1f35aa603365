//! `attache watch --once`: prints the new articles that name an entity on the watch list, for cron. The exit code is 0 if there
//! are some and 1 if there are none.
//!
//! An article is new if it was imported since the last run. The number of the last article that a run has seen is kept in a
//! file of the state folder, so that the archive can be opened read-only.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use anyhow::Context as _;
use serde::{Deserialize, Serialize};

use super::archive;
use super::entity_mentions::EntityMentions;
use super::exit::Exit;
use super::globals::Globals;
use crate::news::article::ArticleId;
use crate::news::entity::Entity;
use crate::news::triage::Sort;
use crate::runtime::clock::clock;
use crate::runtime::files::{private_folder, write_atomically};
use crate::runtime::out::{Out, say};
use crate::runtime::preferences::watched_names;
use crate::store::Store;

/// Options of `attache watch`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Check once and exit (required: there is no continuous mode yet)
    #[arg(long, required = true)]
    pub once: bool,

    /// Print articles from this day on (2026-11-01, yesterday, 7d) or of the last hours (24h) instead of those imported since
    /// the last run; does not count as a run
    #[arg(long, value_name = "DATE")]
    pub since: Option<String>,
}

/// The state that is kept between runs.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Seen {
    /// The highest article number that a run has seen.
    article: i64,
}

/// Runs `attache watch`.
pub fn run(args: &Args, globals: &Globals) -> anyhow::Result<Exit> {
    let Some(store) = archive::open(globals)? else { return Ok(Exit::Nothing) };
    let state = globals.places()?.state;
    let query = match &args.since {
        Some(since) => archive::since(since)?,
        None => archive::query(&[])?,
    };
    // Read first: what is imported during this run is left to the next one.
    let latest = store.latest()?;
    let seen = if args.since.is_some() { Seen::default() } else { read(&state) };
    // A number that the archive has not reached belongs to another archive.
    let after = if seen.article > latest.0 { 0 } else { seen.article };
    let watched = watched(&store)?;
    if watched.is_empty() && !globals.quiet {
        say("the watch list is empty: add an entity with w on the screen, or names in watch.toml");
    }
    let mut out = Out::new();
    let mut any = false;
    for entity in &watched {
        for id in store.appearances(entity.id, &query, Sort::Oldest, &clock())? {
            if id.0 > after && id.0 <= latest.0 {
                any = true;
                // Only the first mention is printed: its sentence shows what the article is about.
                let article = EntityMentions::read(&store, id, entity.id, &entity.name)?;
                let mentions = article.mentions(false);
                if let Some(first) = mentions.first() {
                    article.print(first, mentions.len(), globals.json, true, &mut out)?;
                }
            }
        }
    }
    out.flush()?;
    // The run counts only once its output is written.
    if args.since.is_none() && seen.article != latest.0 {
        save(&state, latest)
            .with_context(|| format!("cannot save the state of this run in \"{}\"", state.display()))?;
    }
    // A mistake in watch.toml may hide a name: the exit code must not say that there is nothing new.
    if !watched_names(&globals.places()?.config).1.is_empty() {
        return Ok(Exit::Usage);
    }
    Ok(if any { Exit::Done } else { Exit::Nothing })
}

/// The entities on the watch list, including those with a name of watch.toml, each once, sorted by name.
pub fn watched(store: &Store) -> anyhow::Result<Vec<Entity>> {
    let mut all: Vec<Entity> = Vec::new();
    for id in store.watching()? {
        let entity = store.entity(id)?;
        if !all.iter().any(|other| other.id == entity.id) {
            all.push(entity);
        }
    }
    all.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(all)
}

fn read(state: &Path) -> Seen {
    let text = fs::read_to_string(state.join("watch.toml")).unwrap_or_default();
    toml::from_str(&text).unwrap_or_default()
}

/// Saves the number of the last article that this run has seen.
fn save(state: &Path, latest: ArticleId) -> io::Result<()> {
    private_folder(state).map_err(io::Error::other)?;
    let text = toml::to_string(&Seen { article: latest.0 }).map_err(io::Error::other)?;
    write_atomically(&state.join("watch.toml"), |file| file.write_all(text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_saves_the_last_article_it_saw() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(read(folder.path()).article, 0);
        save(folder.path(), ArticleId(17)).unwrap();
        save(folder.path(), ArticleId(23)).unwrap();
        assert_eq!(read(folder.path()).article, 23);
        fs::write(folder.path().join("watch.toml"), "article = \"x\"").unwrap();
        assert_eq!(read(folder.path()).article, 0, "an unreadable file counts as none");
    }
}

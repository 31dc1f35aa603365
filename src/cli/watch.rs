//! `attache watch --once`: prints what is new of those on the watch list, for cron. Ends with 0 where there is news, with 1
//! where there is none.
//!
//! New is what was taken in since the last run; how far that was stands in a file of the state folder, so that reading
//! the archive needs no right to write to it.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use anyhow::Context as _;
use serde::{Deserialize, Serialize};

use super::archive;
use super::exit::Exit;
use super::globals::Globals;
use super::out::{Out, say};
use super::sighting::Sightings;
use crate::news::article::ArticleId;
use crate::news::entity::Entity;
use crate::news::triage::Sort;
use crate::runtime::clock::clock;
use crate::runtime::files::{private_folder, write_atomically};
use crate::runtime::preferences::watched_names;
use crate::store::Store;

/// Options of `attache watch`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Look once and end (there is no other way yet)
    #[arg(long, required = true)]
    pub once: bool,

    /// Instead of what came since the last run: articles of this day and later (2026-11-01, yesterday, 7d) or of the last
    /// hours (24h); the last run stays as it is
    #[arg(long, value_name = "DATE")]
    pub since: Option<String>,
}

/// What is kept from run to run.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Seen {
    /// Number of the last article that was looked at.
    article: i64,
}

/// Runs it.
pub fn run(args: &Args, globals: &Globals) -> anyhow::Result<Exit> {
    let Some(store) = archive::open(globals)? else { return Ok(Exit::Nothing) };
    let state = globals.places()?.state;
    let query = match &args.since {
        Some(since) => archive::since(since)?,
        None => archive::query(&[])?,
    };
    // Before anything is read: what comes in meanwhile is for the next run.
    let latest = store.latest()?;
    let seen = if args.since.is_some() { Seen::default() } else { read(&state) };
    // An archive younger than the file is another archive.
    let after = if seen.article > latest.0 { 0 } else { seen.article };
    let watched = watched(&store)?;
    if watched.is_empty() && !globals.quiet {
        say("nobody is on the watch list: w in the reader puts somebody on it, and watch.toml may hold names");
    }
    let mut out = Out::new();
    let mut any = false;
    for entity in &watched {
        for id in store.appearances(entity.id, &query, Sort::Oldest, &clock())? {
            if id.0 > after && id.0 <= latest.0 {
                any = true;
                // The first sentence that names them says what it is about.
                let seen = Sightings::read(&store, id, entity.id, &entity.name)?;
                let mentions = seen.mentions(false);
                if let Some(first) = mentions.first() {
                    seen.print(first, mentions.len(), globals.json, true, &mut out)?;
                }
            }
        }
    }
    out.flush()?;
    // Only what was printed to its end counts as told.
    if args.since.is_none() && seen.article != latest.0 {
        keep(&state, latest).with_context(|| format!("cannot remember this run in \"{}\"", state.display()))?;
    }
    // Whoever is not looked for because of a slip in the file is not "nothing new".
    if !watched_names(&globals.places()?.config).1.is_empty() {
        return Ok(Exit::Usage);
    }
    Ok(if any { Exit::Done } else { Exit::Nothing })
}

/// Those on the watch list and those who bear a name of watch.toml, each once, with what the archive knows of them.
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

/// Remembers how far this run came.
fn keep(state: &Path, latest: ArticleId) -> io::Result<()> {
    private_folder(state).map_err(io::Error::other)?;
    let text = toml::to_string(&Seen { article: latest.0 }).map_err(io::Error::other)?;
    write_atomically(&state.join("watch.toml"), |file| file.write_all(text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_remembers_how_far_it_came() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(read(folder.path()).article, 0);
        keep(folder.path(), ArticleId(17)).unwrap();
        keep(folder.path(), ArticleId(23)).unwrap();
        assert_eq!(read(folder.path()).article, 23);
        fs::write(folder.path().join("watch.toml"), "article = \"x\"").unwrap();
        assert_eq!(read(folder.path()).article, 0, "what can not be read is as nothing");
    }
}

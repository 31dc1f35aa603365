//! `attache corrections`: exports the user's decisions about entities as a TOML file that colleagues can compare and merge, and
//! imports such a file. The file identifies entities by name and kind, not by number, so that it applies to any archive.
//! Importing it twice has the same effect as importing it once.

mod format;

use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::archive;
use super::exit::Exit;
use super::globals::Globals;
use crate::news::ruling::{Ruled, Ruling};
use crate::runtime::clock::clock;
use crate::runtime::out::{Out, complain, say};
use crate::runtime::policy::Source;
use crate::runtime::save::save;
use crate::store::{Access, Store};

/// Options of `attache corrections`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Whether to export or import
    #[command(subcommand)]
    pub command: Command,
}

/// The subcommands of `attache corrections`.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Export all corrections, confirmed and refused links, and the watch list
    Export {
        /// Write to FILE instead of standard output
        #[arg(value_name = "FILE")]
        file: Option<PathBuf>,
        /// Overwrite FILE if it exists, keeping the comments in it
        #[arg(long)]
        force: bool,
    },
    /// Import the corrections in FILE as one step of undo; each that cannot be applied is reported with its line
    Import {
        /// A file written by attache corrections export; - for standard input
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// Where this archive has a different decision, replace it by the one in FILE
        #[arg(long)]
        replace: bool,
    },
}

/// Runs `attache corrections`.
pub fn run(args: &Args, globals: &Globals) -> anyhow::Result<Exit> {
    let policy = globals.policy();
    // Before anything is read: what is not allowed is refused in the same way whatever there is.
    match &args.command {
        Command::Export { file: Some(file), .. } if file != Path::new("-") => drop(policy.target(file)?),
        Command::Import { file, .. } => drop(policy.source(file)?),
        Command::Export { .. } => {}
    }
    let Some(store) = archive::open(globals)? else { return Ok(Exit::Nothing) };
    match &args.command {
        Command::Export { file, force } => {
            let rulings = store.rulings()?;
            let mut text = format::print(&rulings);
            let omitted = store.untold()?;
            for sentence in &omitted {
                complain(&format!("not exported, because its entity has no name of its own: {sentence}"));
            }
            text.push_str(&format::omitted(&omitted));
            if let Some(path) = file.as_ref().filter(|path| *path != Path::new("-")) {
                let target = policy.target(path)?;
                let path = target.path();
                if let Some(old) = policy.source(path).ok().and_then(|old| old.text().ok()).filter(|_| *force) {
                    let (with_comments, lost) = format::keep_comments(&text, &old);
                    text = with_comments;
                    for (line, comment) in lost {
                        let place = format!("{}:{line}", path.display());
                        complain(&format!("{place}: \"{comment}\" is dropped: its decision is not in this archive"));
                    }
                }
                save(&target, text.as_bytes(), *force)?;
                if !globals.quiet {
                    say(&format!("{} corrections written to \"{}\"", rulings.len(), path.display()));
                }
            } else {
                let mut out = Out::new();
                out.lines(&text)?;
                out.flush()?;
            }
            Ok(if rulings.is_empty() { Exit::Nothing } else { Exit::Done })
        }
        Command::Import { file, replace } => {
            drop(store);
            import(&policy.source(file)?, *replace, globals)
        }
    }
}

fn import(source: &Source, replace: bool, globals: &Globals) -> anyhow::Result<Exit> {
    let file = source.path();
    let text = source.text();
    let shown = if file == Path::new("-") { "standard input".to_owned() } else { file.display().to_string() };
    let text = text.with_context(|| format!("cannot read {shown}"))?;
    let lines = format::read(&text).map_err(|(line, why)| anyhow::anyhow!("{shown}:{line}: {why}"))?;
    let (lines, contradictions) = format::without_contradictions(lines);
    for (line, why) in &contradictions {
        complain(&format!("{shown}:{line}: {why}"));
    }
    let rulings: Vec<Ruling> = lines.iter().map(|(_, ruling)| ruling.clone()).collect();
    let mut store = Store::open(&globals.places()?.archive(), Access::Write)?;
    let (outcomes, _) = store.rule(&rulings, replace, clock().now)?;
    let (mut done, mut known, mut refused, mut conflicting) = (0, 0, 0, contradictions.len());
    for ((line, _), outcome) in lines.iter().zip(outcomes) {
        match outcome {
            Ruled::Done => done += 1,
            Ruled::Known => known += 1,
            Ruled::Contrary(what) => {
                conflicting += 1;
                complain(&format!("{shown}:{line}: {what}; not changed (--replace applies the file's decision)"));
            }
            Ruled::Refused(why) => {
                refused += 1;
                complain(&format!("{shown}:{line}: {why}"));
            }
        }
    }
    if !globals.quiet {
        let conflicting = if conflicting > 0 { format!(", {conflicting} conflicting") } else { String::new() };
        say(&format!("{done} corrections imported, {known} already known, {refused} refused{conflicting}"));
    }
    Ok(match (refused + conflicting, done + known) {
        (0, 0) => Exit::Nothing,
        (0, _) => Exit::Done,
        _ => Exit::Refused,
    })
}

//! `attache corrections`: the reader's decisions about entities as a TOML file that two colleagues can compare, merge and
//! take in. Names and kinds stand in it, not numbers; taking it in twice is as good as once.

mod sheet;

use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::archive;
use super::exit::Exit;
use super::globals::Globals;
use super::out::{Out, complain, say};
use crate::news::ruling::{Ruled, Ruling};
use crate::runtime::clock::clock;
use crate::runtime::save::save;
use crate::store::{Access, Store};

/// Options of `attache corrections`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What to do with them
    #[command(subcommand)]
    pub command: Command,
}

/// The two ways.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Write all corrections, confirmed and refused links, and the watch list
    Export {
        /// Write to FILE instead of standard output
        #[arg(value_name = "FILE")]
        file: Option<PathBuf>,
        /// Replace FILE where it exists
        #[arg(long)]
        force: bool,
    },
    /// Take the corrections of FILE in, as one step of undo; what can not be applied is said with its line
    Import {
        /// A file that was exported, perhaps by a colleague; - for standard input
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// Where something else was decided here, take the word of FILE
        #[arg(long)]
        replace: bool,
    },
}

/// Runs it.
pub fn run(args: &Args, globals: &Globals) -> anyhow::Result<Exit> {
    let Some(store) = archive::open(globals)? else { return Ok(Exit::Nothing) };
    match &args.command {
        Command::Export { file, force } => {
            let rulings = store.rulings()?;
            let mut text = sheet::print(&rulings);
            let untold = store.untold()?;
            for sentence in &untold {
                complain(&format!("not in the file, as no name tells whom it is about: {sentence}"));
            }
            text.push_str(&sheet::untold(&untold));
            if let Some(path) = file.as_ref().filter(|path| *path != Path::new("-")) {
                if let Some(old) = std::fs::read_to_string(path).ok().filter(|_| *force) {
                    let (with, lost) = sheet::remarked(&text, &old);
                    text = with;
                    for (line, remark) in lost {
                        let place = format!("{}:{line}", path.display());
                        complain(&format!("{place}: \"{remark}\" is lost: the decision it stood by is not made here"));
                    }
                }
                save(path, text.as_bytes(), *force)?;
                if !globals.quiet {
                    say(&format!("{} corrections written to \"{}\"", rulings.len(), path.display()));
                }
            } else {
                let mut out = Out::new();
                out.line(text.trim_end())?;
                out.flush()?;
            }
            Ok(if rulings.is_empty() { Exit::Nothing } else { Exit::Done })
        }
        Command::Import { file, replace } => {
            drop(store);
            take_in(file, *replace, globals)
        }
    }
}

fn take_in(file: &Path, replace: bool, globals: &Globals) -> anyhow::Result<Exit> {
    let text = if file == Path::new("-") {
        std::io::read_to_string(std::io::stdin().lock())
    } else {
        std::fs::read_to_string(file)
    };
    let shown = if file == Path::new("-") { "standard input".to_owned() } else { file.display().to_string() };
    let text = text.with_context(|| format!("cannot read {shown}"))?;
    let lines = sheet::read(&text).map_err(|(line, why)| anyhow::anyhow!("{shown}:{line}: {why}"))?;
    let (lines, contradictions) = sheet::settled(lines);
    for (line, why) in &contradictions {
        complain(&format!("{shown}:{line}: {why}"));
    }
    let rulings: Vec<Ruling> = lines.iter().map(|(_, ruling)| ruling.clone()).collect();
    let mut store = Store::open(&globals.places()?.archive(), Access::Write)?;
    let (outcomes, _) = store.rule(&rulings, replace, clock().now)?;
    let (mut done, mut known, mut refused, mut contrary) = (0, 0, 0, contradictions.len());
    for ((line, _), outcome) in lines.iter().zip(outcomes) {
        match outcome {
            Ruled::Done => done += 1,
            Ruled::Known => known += 1,
            Ruled::Contrary(what) => {
                contrary += 1;
                complain(&format!("{shown}:{line}: {what}; left so (--replace takes the word of the file)"));
            }
            Ruled::Refused(why) => {
                refused += 1;
                complain(&format!("{shown}:{line}: {why}"));
            }
        }
    }
    if !globals.quiet {
        let contrary = if contrary > 0 { format!(", {contrary} contrary") } else { String::new() };
        say(&format!("{done} corrections taken in, {known} known already, {refused} refused{contrary}"));
    }
    Ok(match (refused + contrary, done + known) {
        (0, 0) => Exit::Nothing,
        (0, _) => Exit::Done,
        _ => Exit::Refused,
    })
}

//! `attache import`: imports files and folders into the archive.

use std::io;

use serde::Serialize;

use super::exit::Exit;
use super::globals::Globals;
use super::interrupt::Interrupt;
use crate::engine::Engine;
use crate::runtime::directory::Links;
use crate::runtime::intake::{self, News, Tally};
use crate::runtime::out::{self, Out};
use crate::runtime::settling::WHO_SETTLES;
use crate::store::{Access, Store, StoreError};

/// Options of `attache import`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files and folders to import; - for standard input. In a folder, hidden files and READMEs are passed over
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<std::path::PathBuf>,

    /// In a folder, follow links that lead out of it
    #[arg(long)]
    pub follow_links: bool,
}

/// The result of the import, as JSON.
#[derive(Serialize)]
struct Summary<'t> {
    taken: u64,
    known: u64,
    refused: Vec<Refused<'t>>,
    left_out: Vec<LeftOut<'t>>,
    cancelled: bool,
    /// Names and articles that are left to settle.
    unsettled: u64,
    failed: Option<&'t str>,
}

#[derive(Serialize)]
struct Refused<'t> {
    name: &'t str,
    reason: &'t str,
}

#[derive(Serialize)]
struct LeftOut<'t> {
    name: &'t str,
    what: &'t str,
}

/// Runs `attache import`.
pub fn run(args: &Args, globals: &Globals) -> anyhow::Result<Exit> {
    let links = if args.follow_links { Links::Everywhere } else { Links::Inside };
    let sources = globals.policy().sources(&args.paths, links)?;
    let archive = globals.places()?.archive();
    let mut store = Store::open(&archive, Access::Bulk)?;
    if !store.writable() {
        return Err(StoreError::ReadOnly.into());
    }
    // Between two articles, and between two steps of settling.
    let interrupt = Interrupt::listen()?;
    let bar = out::stderr_is_terminal() && !globals.quiet;
    let tally = intake::import(&mut store, &archive, &Engine::new(), &sources, &interrupt.stop, |news| match news {
        News::Progress(tally) if bar => draw_progress(tally),
        News::Settling(how_far) if bar => out::redraw(&how_far.words()),
        News::Progress(_) | News::Settling(_) | News::Stored => {}
    });
    if bar {
        // Clear the line of the progress bar, also before an error.
        out::redraw("");
    }
    let tally = tally?;
    summarize(&tally, globals)?;
    Ok(match interrupt.exit() {
        _ if tally.failed.is_some() => Exit::Usage,
        None if tally.refused.is_empty() => Exit::Done,
        None => Exit::Refused,
        Some(signal) => signal,
    })
}

/// Draws the progress bar over the current line of standard error.
fn draw_progress(tally: &Tally) {
    let done = tally.taken + tally.known;
    let share = if tally.of_files == 0 { 0.0 } else { tally.files as f64 / tally.of_files as f64 };
    let full = ((share * 30.0) as usize).min(30);
    let bar: String = (0..30).map(|i| if i < full { '#' } else { '.' }).collect();
    let refused = if tally.refused.is_empty() { String::new() } else { format!(", {} refused", tally.refused.len()) };
    let files = if tally.of_files > 1 {
        format!("[{bar}] file {} of {}, ", tally.files, tally.of_files)
    } else {
        String::new()
    };
    out::redraw(&format!("{files}{done} articles{refused}"));
}

fn summarize(tally: &Tally, globals: &Globals) -> io::Result<()> {
    if globals.json {
        let refused = tally.refused.iter().map(|(name, reason)| Refused { name, reason }).collect();
        let left_out = tally.left_out.iter().map(|(name, what)| LeftOut { name, what }).collect();
        let mut out = Out::new();
        let (taken, known, cancelled) = (tally.taken, tally.known, tally.cancelled);
        let (unsettled, failed) = (tally.unsettled, tally.failed.as_deref());
        out.json(&Summary { taken, known, refused, left_out, cancelled, unsettled, failed })?;
        return out.flush();
    }
    for (name, reason) in &tally.refused {
        out::complain(&format!("\"{name}\" refused: {reason}"));
    }
    for (name, what) in &tally.left_out {
        out::complain(&format!("\"{name}\" left out: {what}"));
    }
    if let Some(error) = &tally.failed {
        out::complain(error);
    }
    if !globals.quiet {
        let stopped = if tally.cancelled || tally.failed.is_some() { ", stopped before the end" } else { "" };
        let (taken, known, refused) = (tally.taken, tally.known, tally.refused.len());
        out::say(&format!("{taken} imported, {known} already in the archive, {refused} refused{stopped}"));
        if tally.unsettled > 0 {
            out::say(&format!("{} names and articles are left to settle: {WHO_SETTLES}", tally.unsettled));
        }
    }
    Ok(())
}

//! `attache doctor`: checks the terminal, the configuration, the folders and the archive. Each finding names what it is about, where,
//! and what to do.
//!
//! It changes nothing, unless `--settle` asks for it. The exit code is 0 if all is well, 1 if there is something to look at, and 2 if the
//! archive cannot be used or is damaged.

mod archive;
mod configuration;
mod files;
mod finding;
mod terminal;

use serde::Serialize;

use finding::{Finding, Level};

use super::exit::Exit;
use super::globals::Globals;
use crate::runtime::environment::Environment;
use crate::runtime::out::Out;

/// Options of `attache doctor`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Skip the integrity check, which reads the whole archive
    #[arg(long)]
    pub fast: bool,

    /// Finish what an import that was interrupted left to do: which names are one person or institution
    #[arg(long)]
    pub settle: bool,
}

/// Everything, as JSON: one object.
#[derive(Serialize)]
struct Report {
    level: Level,
    findings: Vec<Finding>,
}

/// Runs `attache doctor`.
pub fn run(args: &Args, globals: &Globals) -> anyhow::Result<Exit> {
    let places = globals.places()?;
    let (policy, environment) = (globals.policy(), Environment::read());
    let mut findings = terminal::check(&environment, &policy);
    findings.extend(configuration::check(&places, globals, &environment));
    findings.extend(files::check(&places, &policy));
    let stopped = if args.settle { archive::settle(&places.archive(), globals, &mut findings)? } else { None };
    if stopped.is_none() {
        findings.extend(archive::check(&places.archive(), args.fast));
    }
    let level = findings.iter().map(|finding| finding.level).max().unwrap_or(Level::Ok);
    let mut out = Out::new();
    if globals.json {
        out.json(&Report { level, findings })?;
    } else {
        for finding in &findings {
            for line in finding.text().lines() {
                out.line(line)?;
            }
        }
    }
    out.flush()?;
    if let Some(signal) = stopped {
        return Ok(signal);
    }
    Ok(match level {
        Level::Ok => Exit::Done,
        Level::Look => Exit::Notable,
        Level::Broken => Exit::Usage,
    })
}

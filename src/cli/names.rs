//! `attache names`: compares pairs of names read as JSON Lines from standard input.
//!
//! An input line has the fields `a`, `b` and, optionally, `kind`. Each valid line is answered by a line with the fields `same`,
//! `score` (0 to 1) and `why`.

use std::io::{BufRead, Read};
use std::path::PathBuf;

use anyhow::Context as _;
use serde::{Deserialize, Serialize};

use super::exit::Exit;
use super::globals::Globals;
use crate::engine::names;
use crate::news::mention::Kind;
use crate::runtime::out::{Out, complain, say};
use crate::runtime::policy::Target;
use crate::runtime::save::save;

/// Options of `attache names`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Build the table of equivalent names from lines {"names": [...]} on standard input and write it to FILE
    #[arg(long, value_name = "FILE", hide = true)]
    pub classes: Option<PathBuf>,
}

#[derive(Deserialize)]
struct Pair {
    a: String,
    b: String,
    kind: Option<Kind>,
}

#[derive(Serialize)]
struct Answer {
    same: bool,
    score: f32,
    why: String,
}

#[derive(Deserialize)]
struct Class {
    names: Vec<String>,
}

/// Runs `attache names`.
pub fn run(args: &Args, globals: &Globals) -> anyhow::Result<Exit> {
    if let Some(file) = &args.classes {
        return classes(&globals.policy().target(file)?, globals);
    }
    let mut out = Out::new();
    let mut exit = Exit::Done;
    for (number, line) in std::io::stdin().lock().lines().enumerate() {
        let line = line.context("cannot read standard input")?;
        if line.trim().is_empty() {
            continue;
        }
        match serde_json::from_str::<Pair>(&line) {
            Ok(pair) => {
                let verdict = match pair.kind {
                    Some(kind) => names::compare(&pair.a, &pair.b, kind),
                    None => names::compare_any(&pair.a, &pair.b),
                };
                let score = (verdict.score * 1000.0).round() / 1000.0;
                out.json(&Answer { same: verdict.same(), score, why: verdict.ground.sentence() })?;
            }
            Err(error) => {
                complain(&format!("line {}: {error}", number + 1));
                exit = Exit::Refused;
            }
        }
    }
    out.flush()?;
    Ok(exit)
}

/// Builds the table of classes of equivalent names from standard input and writes it to `file`.
fn classes(target: &Target, globals: &Globals) -> anyhow::Result<Exit> {
    let mut text = String::new();
    std::io::stdin().lock().read_to_string(&mut text).context("cannot read standard input")?;
    let mut rows = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let class: Class = serde_json::from_str(line).with_context(|| format!("line {}", number + 1))?;
        rows.push(class);
    }
    let table = names::classes::build(rows.iter().map(|class| class.names.iter().map(String::as_str).collect()));
    save(target, &table, true)?;
    if !globals.quiet {
        say(&format!("{} classes, {} bytes", rows.len(), table.len()));
    }
    Ok(Exit::Done)
}

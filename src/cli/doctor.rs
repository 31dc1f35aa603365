//! `attache doctor`: looks for what is wrong with the installation.

use std::io::IsTerminal;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::exit::Exit;
use super::globals::Globals;
use super::out::Out;
use crate::engine::Engine;
use crate::news::article::ArticleId;
use crate::runtime::clock::clock;
use crate::runtime::files::Places;
use crate::store::{Access, Store, StoreError};

/// Options of `attache doctor`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Do not read the whole archive
    #[arg(long)]
    pub fast: bool,
}

/// What was looked at, and whether it is as it should be.
struct Finding {
    well: bool,
    sentence: String,
}

/// Runs it.
pub fn run(args: &Args, globals: &Globals) -> anyhow::Result<Exit> {
    let places = globals.places()?;
    let mut findings = Vec::new();
    terminal(&mut findings);
    folders(&places, &mut findings);
    archive(&places.archive(), args.fast, &mut findings);
    let mut out = Out::new();
    for finding in &findings {
        if globals.json {
            out.json(&serde_json::json!({ "ok": finding.well, "about": finding.sentence }))?;
        } else {
            out.line(&format!("{}  {}", if finding.well { "ok" } else { "!!" }, finding.sentence))?;
        }
    }
    out.flush()?;
    Ok(if findings.iter().all(|f| f.well) { Exit::Done } else { Exit::Usage })
}

fn terminal(findings: &mut Vec<Finding>) {
    let term = std::env::var("TERM").unwrap_or_default();
    let well = std::io::stdout().is_terminal() && !term.is_empty() && term != "dumb";
    let colour = std::env::var("COLORTERM").unwrap_or_default();
    let sentence = if well {
        let colour = if colour.is_empty() { "not said" } else { colour.as_str() };
        format!("terminal {term}, COLORTERM {colour}")
    } else {
        "standard output is no terminal to draw on: lists are printed instead".to_owned()
    };
    // No fault: it may be meant so.
    findings.push(Finding { well: true, sentence });
}

fn folders(places: &Places, findings: &mut Vec<Finding>) {
    for (name, path) in [("data", &places.data), ("state", &places.state), ("configuration", &places.config)] {
        let finding = match std::fs::metadata(path) {
            Err(_) => Finding { well: true, sentence: format!("{name} folder {} is not there yet", path.display()) },
            Ok(about) => {
                let mode = about.permissions().mode() & 0o777;
                let open = if name == "configuration" { mode & 0o022 } else { mode & 0o077 };
                let fault = if open == 0 { "" } else { ": others have rights there" };
                Finding {
                    well: open == 0,
                    sentence: format!("{name} folder {} (mode {mode:o}){fault}", path.display()),
                }
            }
        };
        findings.push(finding);
    }
}

fn archive(path: &Path, fast: bool, findings: &mut Vec<Finding>) {
    let mut tell = |well, sentence: String| findings.push(Finding { well, sentence });
    let store = match Store::open(path, Access::Read) {
        Ok(store) => store,
        Err(error @ StoreError::NotThere(_)) => return tell(true, error.to_string()),
        Err(error) => return tell(false, format!("{}: {error}", path.display())),
    };
    let bytes = std::fs::metadata(path).map_or(0, |about| about.len());
    match store.count(&crate::query::Query::All, &clock()) {
        Ok(articles) => tell(true, format!("archive {}: {articles} articles, {} MB", path.display(), bytes >> 20)),
        Err(error) => tell(false, error.to_string()),
    }
    match store.stale(Engine::VERSION, ArticleId(0), 1) {
        Ok(stale) if stale.is_empty() => tell(true, format!("every article was read by engine {}", Engine::VERSION)),
        Ok(_) => tell(true, "some articles were read by an older engine".to_owned()),
        Err(error) => tell(false, error.to_string()),
    }
    match store.unreadable() {
        Ok(rows) if rows.is_empty() => tell(true, "every decision, note and draft can be read".to_owned()),
        Ok(rows) => rows.into_iter().for_each(|row| tell(false, row.to_string())),
        Err(error) => tell(false, error.to_string()),
    }
    if fast {
        return;
    }
    match store.complaints() {
        Ok(complaints) if complaints.is_empty() => tell(true, "the archive is whole".to_owned()),
        Ok(complaints) => complaints.into_iter().for_each(|c| tell(false, format!("the archive is damaged: {c}"))),
        Err(error) => tell(false, error.to_string()),
    }
}

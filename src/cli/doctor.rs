//! `attache doctor`: checks the terminal, the folders and the archive, and reports problems.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::exit::Exit;
use super::globals::Globals;
use crate::engine::Engine;
use crate::news::article::ArticleId;
use crate::runtime::clock::clock;
use crate::runtime::files::Places;
use crate::runtime::out::{Out, stdout_is_terminal};
use crate::store::{Access, Store, StoreError};

/// Options of `attache doctor`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Skip the integrity check, which reads the whole archive
    #[arg(long)]
    pub fast: bool,
}

/// The result of one check.
struct Finding {
    /// Whether there is no problem.
    ok: bool,
    sentence: String,
}

/// Runs `attache doctor`. Ends with [`Exit::Usage`] if a check found a problem.
pub fn run(args: &Args, globals: &Globals) -> anyhow::Result<Exit> {
    let places = globals.places()?;
    let mut findings = Vec::new();
    terminal(&mut findings);
    folders(&places, &mut findings);
    archive(&places.archive(), args.fast, &mut findings);
    let mut out = Out::new();
    for finding in &findings {
        if globals.json {
            out.json(&serde_json::json!({ "ok": finding.ok, "about": finding.sentence }))?;
        } else {
            out.line(&format!("{}  {}", if finding.ok { "ok" } else { "!!" }, finding.sentence))?;
        }
    }
    out.flush()?;
    Ok(if findings.iter().all(|f| f.ok) { Exit::Done } else { Exit::Usage })
}

fn terminal(findings: &mut Vec<Finding>) {
    let term = std::env::var("TERM").unwrap_or_default();
    let usable = stdout_is_terminal() && !term.is_empty() && term != "dumb";
    let colour = std::env::var("COLORTERM").unwrap_or_default();
    let sentence = if usable {
        let colour = if colour.is_empty() { "not set" } else { colour.as_str() };
        format!("terminal {term}, COLORTERM {colour}")
    } else {
        "standard output is not a terminal: attache prints the list instead of opening the screen".to_owned()
    };
    // Not a problem: the output may be piped on purpose.
    findings.push(Finding { ok: true, sentence });
}

fn folders(places: &Places, findings: &mut Vec<Finding>) {
    for (name, path) in [("data", &places.data), ("state", &places.state), ("configuration", &places.config)] {
        let finding = match std::fs::metadata(path) {
            Err(_) => Finding { ok: true, sentence: format!("{name} folder {} does not exist yet", path.display()) },
            Ok(metadata) => {
                let mode = metadata.permissions().mode() & 0o777;
                let open = if name == "configuration" { mode & 0o022 } else { mode & 0o077 };
                let problem = if open == 0 { "" } else { ": other users have access to it" };
                Finding {
                    ok: open == 0,
                    sentence: format!("{name} folder {} (mode {mode:o}){problem}", path.display()),
                }
            }
        };
        findings.push(finding);
    }
}

fn archive(path: &Path, fast: bool, findings: &mut Vec<Finding>) {
    let mut report = |ok, sentence: String| findings.push(Finding { ok, sentence });
    let store = match Store::open(path, Access::Read) {
        Ok(store) => store,
        Err(error @ StoreError::NotThere(_)) => return report(true, error.to_string()),
        Err(error) => return report(false, format!("{}: {error}", path.display())),
    };
    let bytes = std::fs::metadata(path).map_or(0, |metadata| metadata.len());
    match store.count(&crate::query::Query::All, &clock()) {
        Ok(articles) => report(true, format!("archive {}: {articles} articles, {} MB", path.display(), bytes >> 20)),
        Err(error) => report(false, error.to_string()),
    }
    match store.stale(Engine::VERSION, ArticleId(0), 1) {
        Ok(stale) if stale.is_empty() => {
            report(true, format!("every article was annotated by engine {}", Engine::VERSION));
        }
        Ok(_) => report(true, "some articles were annotated by another version of the engine".to_owned()),
        Err(error) => report(false, error.to_string()),
    }
    match store.unreadable() {
        Ok(rows) if rows.is_empty() => report(true, "all corrections, notes and drafts are readable".to_owned()),
        Ok(rows) => rows.into_iter().for_each(|row| report(false, row.to_string())),
        Err(error) => report(false, error.to_string()),
    }
    if fast {
        return;
    }
    match store.complaints() {
        Ok(complaints) if complaints.is_empty() => report(true, "the archive is intact".to_owned()),
        Ok(complaints) => complaints.into_iter().for_each(|c| report(false, format!("the archive is damaged: {c}"))),
        Err(error) => report(false, error.to_string()),
    }
}

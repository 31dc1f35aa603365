//! What `attache doctor` says about the archive: whether it can be opened, written and read, what is still to be settled, what cannot be
//! decoded, and whether the file is intact.

use std::path::Path;

use super::finding::Finding;
use crate::cli::exit::Exit;
use crate::cli::globals::Globals;
use crate::cli::interrupt::Interrupt;
use crate::engine::Engine;
use crate::news::article::ArticleId;
use crate::query::Query;
use crate::resolve::Resolver;
use crate::runtime::clock::clock;
use crate::runtime::out;
use crate::runtime::settling::{self, Settling, WHO_SETTLES};
use crate::store::{Access, Store, StoreError};

const BACKUP: &str = "keep a copy of the file as it is, and go back to the last good copy";

/// Checks the archive.
pub fn check(path: &Path, fast: bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    let store = match Store::open(path, Access::Read) {
        Ok(store) => store,
        Err(error @ StoreError::NotThere(_)) => {
            findings.push(Finding::ok("archive", error.to_string()));
            return findings;
        }
        Err(error) => {
            findings.push(Finding::broken("archive", error.to_string(), unusable(&error)).at(&path.display()));
            return findings;
        }
    };
    findings.push(contents(&store, path));
    if !Store::can_be_written(path) {
        let what = "the archive can only be read: nothing that is decided or written is kept";
        let advice =
            "give yourself the right to write to the file and to its folder (chmod u+w), or mount the disk for writing";
        findings.push(Finding::look("read-only", what, advice).at(&path.display()));
    }
    findings.push(settling(&store, path));
    findings.push(annotations(&store));
    findings.extend(unreadable(&store, path));
    if !fast {
        findings.extend(intact(&store, path));
    }
    findings
}

/// What to do about an archive that cannot be opened.
fn unusable(error: &StoreError) -> &'static str {
    match error {
        StoreError::Newer { .. } => "use the newer attache that wrote it",
        StoreError::Foreign(_) => "choose another folder with --data-dir, or move the file away",
        StoreError::Place { .. } | StoreError::File { .. } => {
            "mend the path or its rights, or choose another folder with --data-dir"
        }
        StoreError::Unfinished(_) => "open it once where its folder can be written",
        StoreError::Busy => "wait until the other program has finished",
        StoreError::NotThere(_)
        | StoreError::Damaged { .. }
        | StoreError::ReadOnly
        | StoreError::Full
        | StoreError::Disk(_)
        | StoreError::Query(_)
        | StoreError::Missing(_)
        | StoreError::Linking { .. }
        | StoreError::Garbled { .. }
        | StoreError::Encode { .. }
        | StoreError::Interrupted
        | StoreError::Sqlite(_) => BACKUP,
    }
}

fn contents(store: &Store, path: &Path) -> Finding {
    let bytes = std::fs::metadata(path).map_or(0, |about| about.len());
    match store.count(&Query::All, &clock()) {
        Ok(articles) => Finding::ok("archive", format!("the archive has {articles} articles in {} MB", bytes >> 20))
            .at(&path.display()),
        Err(error) => Finding::broken("archive", error.to_string(), BACKUP).at(&path.display()),
    }
}

/// Works off what interrupted imports left to do. A signal stops it between two steps; returns the exit code then.
pub fn settle(path: &Path, globals: &Globals, findings: &mut Vec<Finding>) -> anyhow::Result<Option<Exit>> {
    if !path.exists() {
        return Ok(None);
    }
    let interrupt = Interrupt::listen()?;
    let bar = out::stderr_is_terminal() && !globals.quiet;
    let settled = Store::open(path, Access::Bulk).and_then(|mut store| {
        let mut resolver = Resolver::new(&mut store);
        settling::settle(&mut resolver, &interrupt.stop, |how_far| {
            if bar {
                out::redraw(&how_far.words());
            }
        })
    });
    if bar {
        out::redraw("");
    }
    findings.push(match settled {
        Ok(Settling { done: 0, left: 0 }) => Finding::ok("settling", "nothing was left to settle"),
        Ok(Settling { done, left: 0 }) => {
            Finding::ok("settling", format!("settled what {done} names and articles waited for"))
        }
        Ok(Settling { done, left }) => {
            let what = format!("stopped: {done} names and articles were settled, {left} are left");
            Finding::look("settling", what, WHO_SETTLES).at(&path.display())
        }
        Err(error) => {
            let what = format!("settling ended early: {error}");
            Finding::look("settling", what, "see what else is found").at(&path.display())
        }
    });
    Ok(interrupt.exit())
}

fn settling(store: &Store, path: &Path) -> Finding {
    match store.unsettled() {
        Ok(0) => Finding::ok("settling", "all names are settled"),
        Ok(due) => {
            let what = format!(
                "an import was interrupted: {due} names and articles wait to be settled, so one person may be two entities"
            );
            Finding::look("settling", what, WHO_SETTLES).at(&path.display())
        }
        Err(error) => Finding::broken("settling", error.to_string(), BACKUP).at(&path.display()),
    }
}

fn annotations(store: &Store) -> Finding {
    match store.stale(Engine::VERSION, ArticleId(0), 1) {
        Ok(stale) if stale.is_empty() => {
            Finding::ok("annotations", format!("every article was annotated by engine {}", Engine::VERSION))
        }
        Ok(_) => Finding::ok(
            "annotations",
            "some articles were annotated by another engine: the screen annotates them again",
        ),
        Err(error) => Finding::broken("annotations", error.to_string(), BACKUP),
    }
}

fn unreadable(store: &Store, path: &Path) -> Vec<Finding> {
    match store.unreadable() {
        Ok(rows) if rows.is_empty() => vec![Finding::ok("decisions", "all corrections, notes and drafts are readable")],
        Ok(rows) => {
            let advice = "it may be of a newer attache: use that one, or make the decision again";
            rows.iter().map(|row| Finding::look("decisions", row.to_string(), advice).at(&path.display())).collect()
        }
        Err(error) => vec![Finding::broken("decisions", error.to_string(), BACKUP).at(&path.display())],
    }
}

fn intact(store: &Store, path: &Path) -> Vec<Finding> {
    match store.complaints() {
        Ok(complaints) if complaints.is_empty() => vec![Finding::ok("integrity", "the archive is intact")],
        Ok(complaints) => complaints
            .iter()
            .map(|told| {
                Finding::broken("integrity", format!("the archive is damaged: {told}"), BACKUP).at(&path.display())
            })
            .collect(),
        Err(error) => vec![Finding::broken("integrity", error.to_string(), BACKUP).at(&path.display())],
    }
}

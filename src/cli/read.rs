//! `attache [PATH…]`: opens the screen; if standard output is not a terminal, imports and prints the list instead.

use std::path::{Path, PathBuf};

use super::exit::Exit;
use super::globals::{Globals, When};
use super::{import, list};
use crate::runtime::directory::Links;
use crate::runtime::session::End;
use crate::runtime::{self, log, out, preferences::LookOptions};
use crate::store::Store;

/// Runs `attache` without a subcommand.
pub fn run(paths: Vec<PathBuf>, scratch: bool, plain: bool, globals: &Globals) -> anyhow::Result<Exit> {
    let sources = globals.policy().sources(&paths, Links::Inside)?;
    if let Some(missing) = sources.paths().iter().find(|path| !exists(path)) {
        let hint = if paths.len() == 1 { "; attache --help lists the subcommands" } else { "" };
        anyhow::bail!("there is no file or folder \"{}\"{hint}", missing.display());
    }
    let places = globals.places()?;
    if plain || !out::stdout_is_terminal() {
        if scratch {
            anyhow::bail!(
                "--scratch needs a terminal and excludes --plain; use --data-dir with a temporary folder instead"
            );
        }
        return print(paths, globals);
    }
    if !scratch {
        // Before the log is written: the folder of a file that is not ours stays as it is.
        Store::look(&places.archive())?;
    }
    if let Err(error) = log::start(&places.log(), globals.verbose) {
        out::complain(&format!("cannot write the log {}: {error}", places.log().display()));
    }
    let colour = match globals.color {
        When::Auto => None,
        When::Always => Some(true),
        When::Never => Some(false),
    };
    let look = LookOptions { theme: globals.theme.clone(), colour };
    let ended = runtime::read(runtime::Options { places, paths, scratch, look })?;
    for sentence in &ended.unkept {
        out::complain(sentence);
    }
    Ok(match ended.end {
        End::Quit if ended.unkept.is_empty() => Exit::Done,
        End::Quit => Exit::Usage,
        End::Signal(signal) => Exit::Signal(u8::try_from(signal).unwrap_or(1)),
    })
}

/// Whether a path exists; `-` is standard input.
fn exists(path: &Path) -> bool {
    path.as_os_str() == "-" || path.symlink_metadata().is_ok()
}

/// Imports `paths`, then prints the list of the archive.
fn print(paths: Vec<PathBuf>, globals: &Globals) -> anyhow::Result<Exit> {
    let imported =
        if paths.is_empty() { Exit::Done } else { import::run(&import::Args { paths, follow_links: false }, globals)? };
    let listed = list::run(&list::Args { query: Vec::new(), limit: None, oldest: false }, globals)?;
    Ok(if imported == Exit::Done { listed } else { imported })
}

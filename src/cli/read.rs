//! `attache [PATH…]`: opens the reader; where there is no screen to draw on, prints the list.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use super::exit::Exit;
use super::globals::{Globals, When};
use super::{import, list, out};
use crate::runtime::session::End;
use crate::runtime::{self, log, preferences::LookOptions};

/// Runs it.
pub fn run(paths: Vec<PathBuf>, scratch: bool, plain: bool, globals: &Globals) -> anyhow::Result<Exit> {
    if let Some(missing) = paths.iter().find(|path| !is_there(path)) {
        let hint = if paths.len() == 1 { "; attache --help lists the subcommands" } else { "" };
        anyhow::bail!("there is no file or folder \"{}\"{hint}", missing.display());
    }
    let places = globals.places()?;
    if plain || !io::stdout().is_terminal() {
        if scratch {
            anyhow::bail!("--scratch needs a screen; use --data-dir with a folder of your own instead");
        }
        return print(paths, globals);
    }
    if let Err(error) = log::start(&places.log(), globals.verbose) {
        out::complain(&format!("no log is written: {}: {error}", places.log().display()));
    }
    let colour = match globals.color {
        When::Auto => None,
        When::Always => Some(true),
        When::Never => Some(false),
    };
    let look = LookOptions { theme: globals.theme.clone(), colour };
    Ok(match runtime::read(runtime::Options { places, paths, scratch, look })? {
        End::Quit => Exit::Done,
        End::Signal(signal) => Exit::Signal(u8::try_from(signal).unwrap_or(1)),
    })
}

fn is_there(path: &Path) -> bool {
    path.as_os_str() == "-" || path.symlink_metadata().is_ok()
}

/// Without a screen: take in what is named, then print the list.
fn print(paths: Vec<PathBuf>, globals: &Globals) -> anyhow::Result<Exit> {
    let taken = if paths.is_empty() { Exit::Done } else { import::run(&import::Args { paths }, globals)? };
    let listed = list::run(&list::Args { query: Vec::new(), limit: None, oldest: false }, globals)?;
    Ok(if taken == Exit::Done { listed } else { taken })
}

//! `attache paths`: prints the paths of the program's folders, archive and log.

use super::exit::Exit;
use super::globals::Globals;
use crate::runtime::out::Out;

/// Options of `attache paths`.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Runs `attache paths`.
pub fn run(_args: &Args, globals: &Globals) -> anyhow::Result<Exit> {
    let places = globals.places()?;
    let rows = [
        ("config", places.config.clone()),
        ("data", places.data.clone()),
        ("state", places.state.clone()),
        ("archive", places.archive()),
        ("log", places.log()),
    ];
    let mut out = Out::new();
    if globals.json {
        let object: serde_json::Map<_, _> =
            rows.iter().map(|(name, path)| ((*name).to_owned(), path.to_string_lossy().into())).collect();
        out.json(&object)?;
    } else {
        for (name, path) in rows {
            out.line(&format!("{name:8} {}", path.display()))?;
        }
    }
    out.flush()?;
    Ok(Exit::Done)
}

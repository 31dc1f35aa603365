//! `attache verify`: checks every quote of an exported summary against the archive.

use super::Globals;
use super::exit::Exit;

/// Options of `attache verify`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The exported summary
    #[arg(value_name = "FILE")]
    pub file: std::path::PathBuf,
}

/// Runs it.
pub fn run(_args: &Args, _globals: &Globals) -> anyhow::Result<Exit> {
    anyhow::bail!("\"verify\" is being built")
}

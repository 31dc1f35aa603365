//! `attache notes`: prints notes.

use super::Globals;
use super::exit::Exit;

/// Options of `attache notes`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Words, fields such as person: or source:, and, or, not
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
}

/// Runs it.
pub fn run(_args: &Args, _globals: &Globals) -> anyhow::Result<Exit> {
    anyhow::bail!("\"notes\" is being built")
}

//! `attache search`: lists articles that a query finds, best first.

use super::Globals;
use super::exit::Exit;

/// Options of `attache search`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Words, fields such as person: or source:, and, or, not
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
}

/// Runs it.
pub fn run(_args: &Args, _globals: &Globals) -> anyhow::Result<Exit> {
    anyhow::bail!("\"search\" is being built")
}

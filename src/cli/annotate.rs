//! `attache annotate`: finds entities in JSON Lines of standard input.

use super::Globals;
use super::exit::Exit;

/// Options of `attache annotate`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Take the mentions of the input as found; decide only who is who
    #[arg(long)]
    pub gold_mentions: bool,

    /// Link over all lines as well
    #[arg(long)]
    pub across: bool,
}

/// Runs it.
pub fn run(_args: &Args, _globals: &Globals) -> anyhow::Result<Exit> {
    anyhow::bail!("\"annotate\" is being built")
}

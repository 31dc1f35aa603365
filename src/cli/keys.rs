//! `attache keys`: prints the keys.

use super::Globals;
use super::exit::Exit;

/// Options of `attache keys`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// As a Markdown table
    #[arg(long)]
    pub markdown: bool,
}

/// Runs it.
pub fn run(_args: &Args, _globals: &Globals) -> anyhow::Result<Exit> {
    anyhow::bail!("\"keys\" is being built")
}

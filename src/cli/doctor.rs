//! `attache doctor`: looks for what is wrong with the installation.

use super::Globals;
use super::exit::Exit;

/// Options of `attache doctor`.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Runs it.
pub fn run(_args: &Args, _globals: &Globals) -> anyhow::Result<Exit> {
    anyhow::bail!("\"doctor\" is being built")
}

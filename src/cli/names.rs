//! `attache names`: compares pairs of names in JSON Lines of standard input.

use super::Globals;
use super::exit::Exit;

/// Options of `attache names`.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Runs it.
pub fn run(_args: &Args, _globals: &Globals) -> anyhow::Result<Exit> {
    anyhow::bail!("\"names\" is being built")
}

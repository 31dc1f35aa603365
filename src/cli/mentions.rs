//! `attache mentions`: prints every mention of somebody, with its sentence.

use super::Globals;
use super::exit::Exit;

/// Options of `attache mentions`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A name, or a part of it
    #[arg(value_name = "NAME", required = true)]
    pub name: Vec<String>,
}

/// Runs it.
pub fn run(_args: &Args, _globals: &Globals) -> anyhow::Result<Exit> {
    anyhow::bail!("\"mentions\" is being built")
}

//! `attache show`: prints an article.

use super::Globals;
use super::exit::Exit;

/// Options of `attache show`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The number of an article, as list prints it
    #[arg(value_name = "ID")]
    pub id: i64,
}

/// Runs it.
pub fn run(_args: &Args, _globals: &Globals) -> anyhow::Result<Exit> {
    anyhow::bail!("\"show\" is being built")
}

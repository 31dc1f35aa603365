//! `attache train`: trains the weights of the engine.

use super::Globals;
use super::exit::Exit;

/// Options of `attache train`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Folders with training data
    #[arg(long, value_name = "DIR")]
    pub data: Vec<std::path::PathBuf>,

    /// Where to write the weights
    #[arg(long, value_name = "FILE")]
    pub out: std::path::PathBuf,
}

/// Runs it.
pub fn run(_args: &Args, _globals: &Globals) -> anyhow::Result<Exit> {
    anyhow::bail!("\"train\" is being built")
}

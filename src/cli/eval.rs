//! `attache eval`: scores the engine against annotated text.

use super::Globals;
use super::exit::Exit;

/// Options of `attache eval`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Annotated text, JSON Lines or .ann
    #[arg(value_name = "GOLD", required = true)]
    pub gold: Vec<std::path::PathBuf>,

    /// Score this output of annotate instead of running the engine
    #[arg(long, value_name = "FILE")]
    pub pred: Option<std::path::PathBuf>,
}

/// Runs it.
pub fn run(_args: &Args, _globals: &Globals) -> anyhow::Result<Exit> {
    anyhow::bail!("\"eval\" is being built")
}

//! `attache export`: writes a summary of notes.

use super::Globals;
use super::exit::Exit;

/// Options of `attache export`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Which notes: a query
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,

    /// The format
    #[arg(long, value_name = "FORMAT", default_value = "markdown")]
    pub format: String,

    /// Write to FILE instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<std::path::PathBuf>,
}

/// Runs it.
pub fn run(_args: &Args, _globals: &Globals) -> anyhow::Result<Exit> {
    anyhow::bail!("\"export\" is being built")
}

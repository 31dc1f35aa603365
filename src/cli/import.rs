//! `attache import`: takes files and folders into the archive.

use super::Globals;
use super::exit::Exit;

/// Options of `attache import`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files and folders; - for standard input
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<std::path::PathBuf>,
}

/// Runs it.
pub fn run(_args: &Args, _globals: &Globals) -> anyhow::Result<Exit> {
    anyhow::bail!("\"import\" is being built")
}

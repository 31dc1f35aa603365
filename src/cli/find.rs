//! `attache find`: prints what the jump bar would list, best first.

use super::Globals;
use super::exit::Exit;

/// Options of `attache find`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What would be typed into the jump bar
    #[arg(value_name = "TEXT", required = true)]
    pub text: Vec<String>,
}

/// Runs it.
pub fn run(_args: &Args, _globals: &Globals) -> anyhow::Result<Exit> {
    anyhow::bail!("\"find\" is being built")
}

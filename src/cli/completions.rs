//! `attache completions SHELL`: prints a completion script.

use clap_complete::Shell;

use super::Globals;
use super::exit::Exit;
use super::out::Out;

/// Options of `attache completions`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub shell: Shell,
}

/// Runs it.
pub fn run(args: &Args, _globals: &Globals) -> anyhow::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut super::command(), "attache", &mut script);
    let mut out = Out::new();
    out.raw(&script)?;
    out.flush()?;
    Ok(Exit::Done)
}

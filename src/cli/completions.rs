//! `attache completions SHELL`: prints a completion script.

use clap_complete::Shell;

use super::exit::Exit;
use super::out::Out;

/// Options of `attache completions`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub shell: Shell,
}

/// Prints the script that completes `command`.
pub fn run(args: &Args, mut command: clap::Command) -> anyhow::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "attache", &mut script);
    let mut out = Out::new();
    out.raw(&script)?;
    out.flush()?;
    Ok(Exit::Done)
}

//! `attache completions SHELL`: prints the completion script of a shell.

use clap_complete::Shell;

use super::exit::Exit;
use crate::runtime::out::Out;

/// Options of `attache completions`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The shell to complete for
    #[arg(value_name = "SHELL")]
    pub shell: Shell,
}

/// Prints the script that completes the options and subcommands of `command`.
pub fn run(args: &Args, mut command: clap::Command) -> anyhow::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "attache", &mut script);
    let mut out = Out::new();
    out.lines(std::str::from_utf8(&script)?)?;
    out.flush()?;
    Ok(Exit::Done)
}

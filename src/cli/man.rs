//! `attache man`: prints the manual page, in troff.

use super::Globals;
use super::exit::Exit;
use super::out::Out;

/// Options of `attache man`.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Runs it.
pub fn run(_args: &Args, _globals: &Globals) -> anyhow::Result<Exit> {
    let mut page = Vec::new();
    clap_mangen::Man::new(super::command()).render(&mut page)?;
    let mut out = Out::new();
    out.raw(&page)?;
    out.flush()?;
    Ok(Exit::Done)
}

//! `attache man`: prints the manual page, in troff.

use super::exit::Exit;
use crate::runtime::out::Out;

/// Prints the manual page of `command`.
pub fn run(command: clap::Command) -> anyhow::Result<Exit> {
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page)?;
    let mut out = Out::new();
    out.lines(std::str::from_utf8(&page)?)?;
    out.flush()?;
    Ok(Exit::Done)
}

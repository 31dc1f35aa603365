//! `attache notes`: prints the user's notes, grouped by article.

use super::archive;
use super::exit::Exit;
use super::globals::Globals;
use crate::news::note::{NoteRow, Scope};
use crate::runtime::clock::clock;
use crate::runtime::out::Out;

/// Options of `attache notes`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Print notes on articles that match: words, fields such as person: or source:, and, or, not (default: all notes)
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
}

/// Runs `attache notes`.
pub fn run(args: &Args, globals: &Globals) -> anyhow::Result<Exit> {
    let Some(store) = archive::open(globals)? else { return Ok(Exit::Nothing) };
    archive::query(&args.query)?;
    let scope = if args.query.is_empty() { Scope::All } else { Scope::Query(args.query.join(" ")) };
    let notes = store.notes(&scope, &clock())?;
    let mut out = Out::new();
    let mut last: Option<&NoteRow> = None;
    for row in &notes {
        if globals.json {
            out.json(row)?;
            continue;
        }
        if last.is_none_or(|l| l.note.article != row.note.article || l.about != row.about) {
            let time = row.time.map(|t| format!(", {}", archive::local_time(t))).unwrap_or_default();
            let source = if row.source.is_empty() { String::new() } else { format!(" ({}{time})", row.source) };
            let number = row.note.article.map(|id| format!("{}  ", id.0)).unwrap_or_default();
            if last.is_some() {
                out.line("")?;
            }
            out.line(&format!("{number}{}{source}", row.about))?;
        }
        if let Some(anchor) = &row.note.anchor {
            out.line(&format!("  > {}", anchor.quote))?;
        }
        if !row.note.text.is_empty() {
            out.lines(&format!("  {}", row.note.text.replace('\n', "\n  ")))?;
        }
        last = Some(row);
    }
    out.flush()?;
    Ok(if notes.is_empty() { Exit::Nothing } else { Exit::Done })
}

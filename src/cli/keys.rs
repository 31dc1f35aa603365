//! `attache keys`: prints the keys that hold, from the same table as the help on the screen.

use std::fmt::Write;

use serde::Serialize;

use super::exit::Exit;
use super::globals::Globals;
use super::out::{self, Out};
use crate::config::keymap::{Context, Keymap};
use crate::runtime::environment::Environment;
use crate::runtime::preferences::{LookOptions, Preferences};

/// Options of `attache keys`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// As a Markdown table, of the shipped keys
    #[arg(long)]
    pub markdown: bool,
}

/// A line of the table.
#[derive(Serialize)]
struct Row {
    context: &'static str,
    keys: Vec<String>,
    action: &'static str,
    sentence: &'static str,
}

/// Runs it.
pub fn run(args: &Args, globals: &Globals) -> anyhow::Result<Exit> {
    let mut out = Out::new();
    if args.markdown {
        out.raw(markdown(&Keymap::shipped()).as_bytes())?;
        out.flush()?;
        return Ok(Exit::Done);
    }
    let preferences = Preferences::read(&globals.places()?.config, &LookOptions::default(), &Environment::read());
    for mistake in &preferences.mistakes {
        out::complain(&mistake.to_string());
    }
    let rows = rows(&preferences.keymap);
    if globals.json {
        for row in rows {
            out.json(&row)?;
        }
    } else {
        let mut title = "";
        for row in rows {
            if title != row.context {
                let gap = if title.is_empty() { "" } else { "\n" };
                title = row.context;
                out.line(&format!("{gap}[{title}]"))?;
            }
            out.line(&format!("  {:<18} {:<24} {}", row.keys.join("  "), row.action, row.sentence))?;
        }
    }
    out.flush()?;
    Ok(if preferences.mistakes.is_empty() { Exit::Done } else { Exit::Usage })
}

fn rows(keymap: &Keymap) -> Vec<Row> {
    let mut rows = Vec::new();
    for context in Context::ALL {
        for (action, keys) in keymap.own(context) {
            rows.push(Row {
                context: context.name(),
                keys: keys.into_iter().map(ToString::to_string).collect(),
                action: action.name(),
                sentence: action.sentence(),
            });
        }
    }
    rows
}

/// The keys as tables, one for each context: for the README.
pub fn markdown(keymap: &Keymap) -> String {
    let mut text = String::new();
    for context in Context::ALL.into_iter().filter(|context| !keymap.own(*context).is_empty()) {
        // Writing into memory does not fail.
        let _ = write!(text, "\n**{}**\n\n| keys | what they do |\n|---|---|\n", context.title());
        for (action, keys) in keymap.own(context) {
            let keys: Vec<String> = keys.iter().map(|key| code(&key.to_string())).collect();
            let _ = writeln!(text, "| {} | {} |", keys.join(" "), action.sentence());
        }
    }
    text.trim_start().to_owned()
}

/// A key as code in a Markdown table: a bar must be escaped there.
fn code(key: &str) -> String {
    format!("`{}`", key.replace('|', "\\|"))
}

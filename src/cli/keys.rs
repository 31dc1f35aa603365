//! `attache keys`: prints the key bindings in effect, from the table that the help screen shows.

use std::fmt::Write;

use serde::Serialize;

use super::exit::Exit;
use super::globals::Globals;
use crate::config::keymap::{Context, Keymap};
use crate::runtime::environment::Environment;
use crate::runtime::out::{self, Out};
use crate::runtime::preferences::{LookOptions, Preferences};

/// Options of `attache keys`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Print the default keys as Markdown tables, ignoring keys.toml
    #[arg(long)]
    pub markdown: bool,
}

/// The keys of one action in one context.
#[derive(Serialize)]
struct Row {
    context: &'static str,
    keys: Vec<String>,
    action: &'static str,
    sentence: &'static str,
}

/// Runs `attache keys`. Ends with [`Exit::Usage`] if a configuration file has a mistake.
pub fn run(args: &Args, globals: &Globals) -> anyhow::Result<Exit> {
    let mut out = Out::new();
    if args.markdown {
        out.lines(&markdown(&Keymap::shipped()))?;
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
                if !title.is_empty() {
                    out.line("")?;
                }
                title = row.context;
                out.line(&format!("[{title}]"))?;
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

/// The keys as Markdown tables, one for each context, for the README.
pub fn markdown(keymap: &Keymap) -> String {
    let mut text = String::new();
    for context in Context::ALL.into_iter().filter(|context| !keymap.own(*context).is_empty()) {
        // Writing to a string cannot fail.
        let _ = write!(text, "\n**{}**\n\n| keys | what they do |\n|---|---|\n", context.title());
        for (action, keys) in keymap.own(context) {
            let keys: Vec<String> = keys.iter().map(|key| code(&key.to_string())).collect();
            let _ = writeln!(text, "| {} | {} |", keys.join(" "), action.sentence());
        }
    }
    text.trim_start().to_owned()
}

/// A key as code in a Markdown table, where `|` must be escaped.
fn code(key: &str) -> String {
    format!("`{}`", key.replace('|', "\\|"))
}

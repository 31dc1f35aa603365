//! The command line: the name of any action, or another command, with arguments. A line is parsed completely before it runs.

use std::path::PathBuf;

use super::command::Command;
use super::decisions;
use super::intent::{Intent, Line};
use super::request::Request;
use super::workspace::Workspace;
use crate::config::action::Action;
use crate::config::scope::{Decision, PANES, Triage};
use crate::news::triage::{Change, Sort, State};
use crate::query::Filter;

/// Commands that are not actions, with what they do.
pub const WORDS: &[(&str, &str)] = &[
    ("import", "Import files and folders"),
    ("query", "Show the articles that a query finds"),
    ("measure", "Set the width of the text, in columns"),
    ("untag", "Remove a tag"),
    ("cancel", "Stop the running job"),
    ("hidden", "List the hidden entities, to show them again"),
];

/// Parses a line. The error is a message that says what was expected.
pub fn parse(cx: &Workspace<'_>, line: &str) -> Result<Line, String> {
    let line = line.trim();
    let (word, rest) = line.split_once(char::is_whitespace).map_or((line, ""), |(word, rest)| (word, rest.trim()));
    Ok(match (word, rest) {
        ("", _) => Line::Nothing,
        ("import", "") => return Err("expected files or folders to import".to_owned()),
        ("import", paths) => {
            let paths = split(paths).into_iter().map(PathBuf::from).collect();
            Line::Want(vec![Intent::Effect(Command::Import(paths))])
        }
        ("query", text) => Line::Show(filter(text)?),
        ("sort" | "cycle_sort", "newest") => Line::Sort(Sort::Newest),
        ("sort" | "cycle_sort", "oldest") => Line::Sort(Sort::Oldest),
        ("sort" | "cycle_sort", "score") => Line::Sort(Sort::Score),
        ("measure", columns) => {
            let columns: u16 = columns.parse().map_err(|_| "expected a number of columns, 30 to 200".to_owned())?;
            Line::Measure(columns.clamp(30, 200))
        }
        ("tag", tag) if !tag.is_empty() => Line::Decide(Change::Tag(tag.trim_start_matches('#').to_owned())),
        ("untag", tag) if !tag.is_empty() => Line::Decide(Change::Untag(tag.trim_start_matches('#').to_owned())),
        ("hidden", "") => Line::Want(vec![Intent::send(Request::Hidden)]),
        ("cancel", _) => Line::Want(vec![Intent::Effect(Command::Cancel)]),
        ("q" | "wq" | "x" | "quit", "") => Line::Act(Action::Quit),
        (name, "") => match Action::named(name) {
            Some(action) => Line::Act(action),
            None => return Err(format!("no command is called \"{name}\"; Tab completes, ? shows the keys")),
        },
        (name, text) => with_words(cx, name, text)?,
    })
}

/// An action with an argument: a triage state with a query, or a decision with a name or kind.
fn with_words(cx: &Workspace<'_>, name: &str, words: &str) -> Result<Line, String> {
    let refused = || format!("\"{name}\" takes no argument");
    let action = Action::named(name).ok_or_else(refused)?;
    if let Some(state) = Triage::of(action).and_then(state) {
        return Ok(Line::DecideAll(filter(words)?, state));
    }
    Decision::of(action).ok_or_else(refused)?;
    decisions::with_words(cx, action, words).map(Line::Want)
}

/// The state that an action puts articles in.
pub fn state(action: Triage) -> Option<State> {
    Some(match action {
        Triage::MarkNew => State::New,
        Triage::MarkRead => State::Read,
        Triage::Later => State::Later,
        Triage::Keep => State::Kept,
        Triage::Dismiss => State::Dismissed,
        Triage::Star | Triage::Tag => return None,
    })
}

fn filter(text: &str) -> Result<Filter, String> {
    Filter::parse(text).map_err(|error| error.to_string())
}

/// The names of commands and actions that begin with what is typed, sorted.
pub fn complete(typed: &str) -> Vec<String> {
    let word = typed.trim_start();
    if word.is_empty() || word.contains(char::is_whitespace) {
        return Vec::new();
    }
    let actions = Action::ALL.iter().filter(|action| PANES.iter().any(|pane| pane.takes(**action)));
    let names = WORDS.iter().map(|word| word.0).chain(actions.map(|action| action.name()));
    let mut found: Vec<String> = names.filter(|name| name.starts_with(word)).map(str::to_owned).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// Splits at blanks, except inside quotation marks.
fn split(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut quote = None;
    for c in text.chars() {
        match (quote, c) {
            (Some(q), c) if c == q => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, c) if c.is_whitespace() => {
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
            }
            (_, c) => word.push(c),
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

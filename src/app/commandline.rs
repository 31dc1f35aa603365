//! What the command line takes: the name of any action, and a few words with something behind them.

use super::request::Request;
use std::path::PathBuf;

use super::command::{Command, View};
use super::model::Model;
use crate::config::action::Action;
use crate::news::triage::{Change, Sort, State};
use crate::query::Filter;

impl Model {
    /// Runs a line. The error says what was expected.
    pub(super) fn run(&mut self, line: &str) -> Result<(), String> {
        let line = line.trim();
        let (word, rest) = line.split_once(char::is_whitespace).map_or((line, ""), |(word, rest)| (word, rest.trim()));
        match (word, rest) {
            ("", _) => {}
            ("import", "") => return Err("expected files or folders to take in".to_owned()),
            ("import", paths) => self.out.push(Command::Import(split(paths).into_iter().map(PathBuf::from).collect())),
            ("query", text) => {
                self.show_list(View { filter: filter(text)?, sort: self.list.view.sort });
            }
            ("sort" | "cycle_sort", "newest") => self.sort(Sort::Newest),
            ("sort" | "cycle_sort", "oldest") => self.sort(Sort::Oldest),
            ("sort" | "cycle_sort", "score") => self.sort(Sort::Score),
            ("measure", columns) => {
                let columns: u16 = columns.parse().map_err(|_| "expected a number of columns, 30 to 200".to_owned())?;
                self.setup.kept.measure = columns.clamp(30, 200);
                self.out.push(Command::Keep(self.setup.kept));
            }
            ("tag", tag) if !tag.is_empty() => self.decide(Change::Tag(tag.trim_start_matches('#').to_owned())),
            ("untag", tag) if !tag.is_empty() => self.decide(Change::Untag(tag.trim_start_matches('#').to_owned())),
            ("hidden", "") => self.send(Request::Hidden),
            ("cancel", _) => self.out.push(Command::Cancel),
            ("q" | "wq" | "x" | "quit", "") => self.wish_to_quit(),
            (name, "") => match Action::named(name) {
                Some(action) => self.act(action),
                None => return Err(format!("no command is called \"{name}\"; Tab completes, ? shows the keys")),
            },
            ("rename" | "kind" | "merge" | "not_same" | "together", text) => {
                if let Some(action) = Action::named(word) {
                    self.correct(action, text)?;
                }
            }
            (name, text) => {
                let Some(state) = Action::named(name).and_then(state) else {
                    return Err(format!("\"{name}\" takes nothing behind it"));
                };
                self.bulk(filter(text)?, Change::State(state));
            }
        }
        Ok(())
    }

    fn sort(&mut self, sort: Sort) {
        self.show(View { filter: self.list.view.filter.clone(), sort });
    }
}

/// The state an action puts articles in: with a query behind it, all that it finds.
fn state(action: Action) -> Option<State> {
    Some(match action {
        Action::MarkNew => State::New,
        Action::MarkRead => State::Read,
        Action::Later => State::Later,
        Action::Keep => State::Kept,
        Action::Dismiss => State::Dismissed,
        _ => return None,
    })
}

fn filter(text: &str) -> Result<Filter, String> {
    Filter::parse(text).map_err(|error| error.to_string())
}

/// Words apart by blanks; quotation marks hold blanks together.
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

//! A line typed at the foot of the screen: search in the text, query for the list, command, tag.

use super::Overlay;
use crate::app::command::View;
use crate::app::field::Field;
use crate::app::model::Model;
use crate::config::action::Action;
use crate::config::key::KeyPress;
use crate::news::entity::EntityId;
use crate::query::{self, Filter};

/// Lines remembered of each prompt.
const REMEMBERED: usize = 100;

/// What is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Prompt {
    /// Words to find in the text.
    Find,
    /// A query for the list.
    Query,
    /// A command.
    Command,
    /// A tag.
    Tag,
    /// The name to show somebody by.
    Rename,
}

impl Prompt {
    /// What stands before the field.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Find => "/",
            Self::Query => "query: ",
            Self::Command => ":",
            Self::Tag => "tag: ",
            Self::Rename => "show as: ",
        }
    }
}

/// The line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What is typed.
    pub prompt: Prompt,
    /// The text.
    pub field: Field,
    /// Whom it is about.
    pub(in crate::app) about: Option<EntityId>,
    /// What is wrong with it: the byte, and what was expected.
    pub wrong: Option<(usize, String)>,
    /// Continuations of the last word.
    pub choices: Vec<String>,
    /// The one that stands in the field, if Tab was pressed, and what was typed before that.
    chosen: Option<(usize, String)>,
    /// Which line of the history stands in the field.
    recalled: Option<usize>,
}

impl Line {
    /// A line that begins with `text`.
    pub fn new(prompt: Prompt, text: &str) -> Self {
        let field = Field::new(text);
        Self { prompt, field, about: None, wrong: None, choices: Vec::new(), chosen: None, recalled: None }
    }

    /// The choice that stands in the field.
    pub fn choice(&self) -> Option<usize> {
        self.chosen.as_ref().map(|(at, _)| *at)
    }

    fn offer(&mut self) {
        self.chosen = None;
        self.recalled = None;
        self.choices = match self.prompt {
            Prompt::Query => query::complete(self.field.text()),
            Prompt::Command => commands(self.field.text()),
            Prompt::Find | Prompt::Tag | Prompt::Rename => Vec::new(),
        };
    }

    /// Puts the next choice in place of the last word.
    fn complete(&mut self) {
        if self.choices.is_empty() {
            return;
        }
        let (at, typed) = match self.chosen.take() {
            Some((at, typed)) => ((at + 1) % self.choices.len(), typed),
            None => (0, self.field.text().to_owned()),
        };
        let Some(choice) = self.choices.get(at) else { return };
        let keep = typed.rfind(|c: char| c.is_whitespace() || matches!(c, '(' | ')')).map_or(0, |i| i + 1);
        let head = typed.get(..keep).unwrap_or("").to_owned();
        self.field.set(head + choice);
        // A single choice is taken: what follows it is offered next.
        if self.choices.len() == 1 { self.offer() } else { self.chosen = Some((at, typed)) }
    }

    fn recall(&mut self, history: &[String], older: bool) {
        let at = match (self.recalled, older) {
            (None, true) => history.len().checked_sub(1),
            (None, false) => None,
            (Some(at), true) => Some(at.saturating_sub(1)),
            (Some(at), false) => (at + 1 < history.len()).then_some(at + 1),
        };
        match at.and_then(|i| history.get(i)) {
            Some(text) => self.field.set(text.clone()),
            None if self.recalled.is_some() => self.field.set(""),
            None => return,
        }
        self.recalled = at;
    }
}

/// Words of the command line that are no actions.
pub const WORDS: &[(&str, &str)] = &[
    ("import", "Take files and folders in"),
    ("query", "Show what a query finds"),
    ("measure", "Columns of the text"),
    ("untag", "Take a tag away"),
    ("cancel", "Stop the job that runs"),
    ("hidden", "Whom you hid, to show them again"),
];

/// Commands that begin like this.
fn commands(typed: &str) -> Vec<String> {
    let word = typed.trim_start();
    if word.is_empty() || word.contains(char::is_whitespace) {
        return Vec::new();
    }
    let names = WORDS.iter().map(|w| w.0).chain(Action::ALL.iter().map(|a| a.name()));
    let mut found: Vec<String> = names.filter(|name| name.starts_with(word)).map(str::to_owned).collect();
    found.sort_unstable();
    found.dedup();
    found
}

impl Model {
    /// Opens a line.
    pub(in crate::app) fn open_line(&mut self, prompt: Prompt) {
        let text = if prompt == Prompt::Query { self.list.view.filter.text().to_owned() } else { String::new() };
        self.overlays.push(Overlay::Line(Line::new(prompt, &text)));
    }

    /// Something was typed.
    pub(super) fn line_typed(&mut self) {
        let Some(Overlay::Line(mut line)) = self.overlays.pop() else { return };
        self.typed(&mut line);
        self.overlays.push(Overlay::Line(line));
    }

    fn typed(&mut self, line: &mut Line) {
        line.wrong = None;
        line.offer();
        if line.prompt == Prompt::Find {
            self.find_typed(line.field.text());
        }
    }

    pub(super) fn line_key(&mut self, line: &mut Line, key: KeyPress, action: Option<Action>) -> bool {
        match action {
            Some(Action::Cancel) => {
                if line.prompt == Prompt::Find {
                    self.find_dropped();
                }
                return true;
            }
            Some(Action::Accept) => return self.line_accept(line),
            Some(Action::Complete) => line.complete(),
            Some(Action::PreviousChoice | Action::NextChoice) => {
                let history = self.history.get(&line.prompt).map_or(&[][..], Vec::as_slice);
                line.recall(history, action == Some(Action::PreviousChoice));
                if line.prompt == Prompt::Find {
                    self.find_typed(line.field.text());
                }
            }
            Some(_) => {}
            None => {
                let empty = line.field.text().is_empty();
                if line.field.edit(key) {
                    self.typed(line);
                } else if empty && key.code == crate::config::key::Code::Backspace {
                    // Backspace in an empty line closes it, as in other programs.
                    return true;
                }
            }
        }
        false
    }

    fn line_accept(&mut self, line: &mut Line) -> bool {
        let text = line.field.text().trim().to_owned();
        let sort = self.list.view.sort;
        match line.prompt {
            Prompt::Find if text.is_empty() => self.find_dropped(),
            Prompt::Find => self.find_kept(line.field.text()),
            Prompt::Tag => self.tag(&text),
            Prompt::Rename => {
                let Some(entity) = line.about else { return true };
                if let Err(wrong) = self.renamed(entity, &text) {
                    line.wrong = Some((0, wrong));
                    return false;
                }
            }
            Prompt::Query => match Filter::parse(text.clone()) {
                Ok(filter) => self.show_list(View { filter, sort }),
                Err(error) => {
                    line.wrong = Some((error.at, format!("expected {}", error.expected)));
                    return false;
                }
            },
            Prompt::Command => {
                if let Err(wrong) = self.run(&text) {
                    line.wrong = Some((0, wrong));
                    return false;
                }
            }
        }
        if !text.is_empty() {
            let history = self.history.entry(line.prompt).or_default();
            history.retain(|old| *old != text);
            history.push(text);
            let extra = history.len().saturating_sub(REMEMBERED);
            history.drain(..extra);
        }
        true
    }
}

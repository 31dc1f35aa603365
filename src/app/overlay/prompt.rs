//! A prompt: a line typed in the status line. It searches the text, filters the list, runs a command, tags an article or renames an
//! entity.

use crate::app::commandline;
use crate::app::decisions;
use crate::app::field::Field;
use crate::app::intent::{Intent, Prompt, Reply};
use crate::app::subject::Subject;
use crate::app::view::View;
use crate::app::workspace::Workspace;
use crate::config::key::{Code, KeyPress};
use crate::config::scope::PromptAction;
use crate::news::entity::EntityId;
use crate::query::{self, Filter};

/// Lines of history for each prompt, at most.
const REMEMBERED: usize = 100;

/// A prompt with its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PromptLine {
    /// What is typed.
    pub prompt: Prompt,
    /// The text.
    pub field: Field,
    /// The entity that `Rename` is about.
    about: Option<EntityId>,
    /// What is wrong with the line: the byte, and a message.
    pub wrong: Option<(usize, String)>,
    /// The completions of the last word.
    pub choices: Vec<String>,
    /// The completion in the field, and what was typed before it.
    chosen: Option<(usize, String)>,
    /// The index of the line of the history that is in the field.
    recalled: Option<usize>,
}

impl PromptLine {
    /// A prompt that holds `text`.
    pub fn new(prompt: Prompt, text: &str) -> Self {
        let field = Field::new(text);
        Self { prompt, field, about: None, wrong: None, choices: Vec::new(), chosen: None, recalled: None }
    }

    /// A prompt for a new name of an entity, which holds its present name.
    pub fn rename(subject: &Subject) -> Self {
        Self { about: Some(subject.entity), ..Self::new(Prompt::Rename, &subject.name) }
    }

    /// Index of the completion in the field.
    pub fn choice(&self) -> Option<usize> {
        self.chosen.as_ref().map(|(at, _)| *at)
    }

    fn offer(&mut self) {
        self.chosen = None;
        self.recalled = None;
        self.choices = match self.prompt {
            Prompt::Query => query::complete(self.field.text()),
            Prompt::Command => commandline::complete(self.field.text()),
            Prompt::Find | Prompt::Tag | Prompt::Rename => Vec::new(),
        };
    }

    /// Replaces the last word by the next completion.
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
        // A single completion is accepted at once, and what may follow it is offered.
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

impl PromptLine {
    /// Follows a change of the line.
    fn typed(&mut self) -> Reply {
        self.wrong = None;
        self.offer();
        if self.prompt == Prompt::Find { self.find() } else { Reply::stay() }
    }

    fn find(&self) -> Reply {
        Reply::stay().and(Intent::FindTyped(self.field.text().to_owned()))
    }

    pub(super) fn act(&mut self, cx: &Workspace<'_>, action: PromptAction) -> Reply {
        match action {
            PromptAction::Cancel => {
                let dropped = (self.prompt == Prompt::Find).then_some(Intent::FindDropped);
                return Reply::close().and_all(dropped);
            }
            PromptAction::Accept => {
                return self.accept(cx).unwrap_or_else(|wrong| {
                    self.wrong = Some(wrong);
                    Reply::stay()
                });
            }
            PromptAction::Complete => self.complete(),
            PromptAction::PreviousChoice | PromptAction::NextChoice => {
                let history = cx.memory.history.get(&self.prompt).map_or(&[][..], Vec::as_slice);
                self.recall(history, action == PromptAction::PreviousChoice);
                if self.prompt == Prompt::Find {
                    return self.find();
                }
            }
            PromptAction::Move(_) | PromptAction::Anywhere(_) => {}
        }
        Reply::stay()
    }

    /// A key that is bound to nothing edits the line. Backspace in an empty line closes the prompt.
    pub(super) fn type_key(&mut self, key: KeyPress) -> Reply {
        let empty = self.field.text().is_empty();
        if self.field.edit(key) {
            return self.typed();
        }
        if empty && key.code == Code::Backspace { Reply::close() } else { Reply::stay() }
    }

    pub(super) fn paste(&mut self, text: &str) -> Reply {
        self.field.insert(text);
        self.typed()
    }

    /// Accepts the line. The error is the byte that is wrong and a message.
    fn accept(&self, cx: &Workspace<'_>) -> Result<Reply, (usize, String)> {
        let text = self.field.text().trim();
        let wanted = match self.prompt {
            Prompt::Find if text.is_empty() => Intent::FindDropped,
            Prompt::Find => Intent::FindKept(self.field.text().to_owned()),
            Prompt::Tag => Intent::Tag(text.to_owned()),
            Prompt::Rename => {
                let Some(entity) = self.about else { return Ok(Reply::close()) };
                decisions::rename(entity, text).map_err(|wrong| (0, wrong))?
            }
            Prompt::Query => {
                let filter = Filter::parse(text).map_err(|error| (error.at, format!("expected {}", error.expected)))?;
                Intent::Show(View { filter, sort: cx.list.view.sort })
            }
            Prompt::Command => Intent::Run(commandline::parse(cx, text).map_err(|wrong| (0, wrong))?),
        };
        let remember = (!text.is_empty()).then(|| Intent::Remember(self.prompt, text.to_owned()));
        Ok(Reply::close().and_all(remember).and(wanted))
    }
}

/// Adds a line to the history of a prompt and removes an equal older one.
pub fn remember(history: &mut Vec<String>, text: String) {
    history.retain(|old| *old != text);
    history.push(text);
    let extra = history.len().saturating_sub(REMEMBERED);
    history.drain(..extra);
}

//! The help: the keys of a context, generated from the keymap and filtered by what is typed.

use super::cursor::{moved, turned};
use crate::app::field::Field;
use crate::app::intent::{Intent, Reply};
use crate::config::action::Action;
use crate::config::key::KeyPress;
use crate::config::keymap::{Context, Keymap};
use crate::config::scope::PromptAction;
use crate::text::fold::fold;

/// Rows that a page key moves by.
const PAGE: usize = 10;

/// The help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Help {
    /// The context it was opened from.
    pub about: Context,
    /// The filter.
    pub filter: Field,
    /// The row under the cursor.
    pub cursor: usize,
}

/// One row of the help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HelpRow {
    /// The title of a context.
    Title(&'static str),
    /// Keys and their action.
    Key(String, Action),
    /// A sign and what it means.
    Sign(Sign, &'static str),
}

/// The signs of a pane and what they mean.
pub fn legend(context: Context) -> &'static [(Sign, &'static str)] {
    match context {
        Context::Articles => &[
            (Sign::Star, "starred"),
            (Sign::Watched, "names a watched entity"),
            (Sign::Picked, "marked"),
            (Sign::Note, "has notes"),
        ],
        Context::Text => &[(Sign::Uncertain, "an uncertain link"), (Sign::Note, "a note"), (Sign::Quote, "quoted")],
        Context::Entities => &[
            (Sign::Visible, "on the text pane now"),
            (Sign::First, "first seen: the archive did not know it before this article"),
            (Sign::Watched, "on the watch list"),
            (Sign::Uncertain, "the link is uncertain"),
            (Sign::Picked, "marked"),
        ],
        _ => &[],
    }
}

/// A sign of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// Starred.
    Star,
    /// Marked.
    Picked,
    /// With a note.
    Note,
    /// Quoted.
    Quote,
    /// On the text pane.
    Visible,
    /// First seen here.
    First,
    /// Watched.
    Watched,
    /// An uncertain link.
    Uncertain,
}

impl Help {
    /// The rows that pass the filter: first the keys of the context, then the global ones, then those of the other contexts.
    pub fn rows(&self, keymap: &Keymap) -> Vec<HelpRow> {
        let wanted = fold(self.filter.text());
        let words: Vec<&str> = wanted.split_whitespace().collect();
        let others = Context::ALL.into_iter().filter(|c| *c != self.about && *c != Context::Global);
        let mut rows = Vec::new();
        let here = self.about.own_actions();
        for context in [self.about, Context::Global].into_iter().chain(others) {
            let mut titled = false;
            let mut held = keymap.own(context);
            if context == self.about && context != Context::Global {
                // Global keys of actions that this context lists as its own are shown with its own keys.
                let everywhere = keymap.own(Context::Global);
                held.extend(everywhere.into_iter().filter(|(action, _)| here.contains(action)));
                // A key of this context that the list does not name comes after those that it names.
                held.sort_by_key(|(action, _)| here.iter().position(|wanted| wanted == action).unwrap_or(here.len()));
            } else if context == Context::Global {
                held.retain(|(action, _)| !here.contains(action));
            }
            for (action, keys) in held {
                let keys: Vec<String> = keys.iter().map(ToString::to_string).collect();
                let keys = keys.join(" ");
                let text = fold(&format!("{} {}", action.sentence(), action.name().replace('_', " ")));
                if !words.iter().all(|word| text.contains(word)) && keys != self.filter.text() {
                    continue;
                }
                if !titled {
                    rows.push(HelpRow::Title(context.title()));
                    titled = true;
                }
                rows.push(HelpRow::Key(keys, action));
            }
            if context == self.about {
                let signs = legend(context).iter().filter(|(_, words)| {
                    let words = fold(words);
                    wanted.is_empty() || words.contains(wanted.as_str())
                });
                rows.extend(signs.map(|(sign, words)| HelpRow::Sign(*sign, words)));
            }
        }
        rows
    }
}

impl Help {
    /// The help for a context.
    pub fn new(about: Context) -> Self {
        Self { about, filter: Field::default(), cursor: 1 }
    }

    /// Moves the cursor to the next row with a key, past titles and signs.
    fn go(&mut self, keymap: &Keymap, step: impl Fn(usize, usize) -> usize) {
        let rows = self.rows(keymap);
        self.cursor = step(self.cursor, rows.len());
        while !matches!(rows.get(self.cursor), Some(HelpRow::Key(..)) | None) {
            let to = step(self.cursor, rows.len());
            if to == self.cursor {
                break;
            }
            self.cursor = to;
        }
    }

    pub(super) fn act(&mut self, keymap: &Keymap, action: PromptAction) -> Reply {
        match action {
            PromptAction::Cancel => return Reply::close(),
            PromptAction::Accept => {
                // The action under the cursor runs in the context that the help was opened from.
                let rows = self.rows(keymap);
                let Some(HelpRow::Key(_, chosen)) = rows.get(self.cursor) else { return Reply::close() };
                return Reply::close().and(Intent::Perform(*chosen));
            }
            PromptAction::NextChoice => self.go(keymap, |at, len| turned(at, len, true)),
            PromptAction::PreviousChoice => self.go(keymap, |at, len| turned(at, len, false)),
            PromptAction::Move(motion) => self.go(keymap, |at, len| moved(at, len, PAGE, motion)),
            PromptAction::Complete | PromptAction::Anywhere(_) => {}
        }
        Reply::stay()
    }

    /// A key that is bound to nothing edits the filter.
    pub(super) fn type_key(&mut self, key: KeyPress) -> Reply {
        if self.filter.edit(key) {
            // The first row is a title, the second a key.
            self.cursor = 1;
        }
        Reply::stay()
    }
}

//! The keys of a pane, made from the keymap, filtered as one types.

use super::moved;
use crate::app::field::Field;
use crate::app::model::Model;
use crate::config::action::Action;
use crate::config::key::KeyPress;
use crate::config::keymap::{Context, Keymap};
use crate::text::fold::fold;

/// The help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Help {
    /// The pane it was asked from.
    pub about: Context,
    /// What is looked for.
    pub filter: Field,
    /// The row under the cursor.
    pub cursor: usize,
}

/// One row of the help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HelpRow {
    /// Where the following hold.
    Title(&'static str),
    /// Keys and what they do.
    Key(String, Action),
}

impl Help {
    /// The rows that pass the filter: the pane's own first, then those that hold everywhere, then the others.
    pub fn rows(&self, keymap: &Keymap) -> Vec<HelpRow> {
        let wanted = fold(self.filter.text());
        let words: Vec<&str> = wanted.split_whitespace().collect();
        let others = Context::ALL.into_iter().filter(|c| *c != self.about && *c != Context::Global);
        let mut rows = Vec::new();
        for context in [self.about, Context::Global].into_iter().chain(others) {
            let mut titled = false;
            for (action, keys) in keymap.own(context) {
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
        }
        rows
    }
}

impl Model {
    pub(super) fn help_key(&mut self, help: &mut Help, key: KeyPress, action: Option<Action>) -> bool {
        match action {
            Some(Action::Cancel) => return true,
            Some(Action::Accept) => {
                // The action under the cursor is done at once, in the pane the help was asked from.
                if let Some(HelpRow::Key(_, chosen)) = help.rows(&self.setup.keymap).get(help.cursor) {
                    self.act(*chosen);
                }
                return true;
            }
            Some(_) => {
                let rows = help.rows(&self.setup.keymap);
                help.cursor = moved(help.cursor, rows.len(), 10, action);
                if matches!(rows.get(help.cursor), Some(HelpRow::Title(_))) {
                    help.cursor = moved(help.cursor, rows.len(), 10, action);
                }
            }
            None => {
                if help.filter.edit(key) {
                    // To the first row that is a key.
                    help.cursor = 1;
                }
            }
        }
        false
    }
}

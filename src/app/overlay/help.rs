//! The keys of a pane, made from the keymap, filtered as one types.

use super::{Overlay, moved};
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
    /// A sign and what it means.
    Sign(Sign, &'static str),
}

/// What the reader says of an entity, wherever it stands.
const SAID: &[Action] =
    &[Action::Merge, Action::NotSame, Action::Split, Action::Rename, Action::Kind, Action::Hide, Action::Watch];

/// What one does in a place with keys that hold everywhere, in the order of help.
fn about(context: Context) -> Vec<Action> {
    use Action as A;
    let parts: [&[A]; 3] = match context {
        Context::Articles => [
            &[A::Open, A::Later, A::Dismiss, A::Keep, A::MarkRead, A::Star, A::Tag, A::Pick, A::PickRange, A::Search],
            &[],
            &[],
        ],
        Context::Text => [
            &[
                A::JumpBar,
                A::Next,
                A::Previous,
                A::Quote,
                A::Select,
                A::Note,
                A::Why,
                A::ConfirmLink,
                A::RefuseLink,
                A::About,
            ],
            SAID,
            &[A::Mentions, A::Together, A::NextUncertain],
        ],
        Context::Entities => {
            [&[A::Open, A::About, A::Mentions, A::Together, A::Pick, A::ConfirmLink, A::RefuseLink], SAID, &[A::Note]]
        }
        Context::Page => [
            &[A::Open, A::Mentions, A::Together, A::Why],
            SAID,
            &[A::Note, A::NextParagraph, A::PreviousParagraph, A::Undo, A::Redo, A::Back],
        ],
        Context::Mentions => [&[A::Open, A::CycleSort, A::Pick, A::Split, A::Back], &[], &[]],
        _ => [&[], &[], &[]],
    };
    parts.concat()
}

/// What signs mean that stand in a place, by their names in the table of signs.
pub fn legend(context: Context) -> &'static [(Sign, &'static str)] {
    match context {
        Context::Articles => &[
            (Sign::Star, "starred"),
            (Sign::Watched, "names somebody who is watched"),
            (Sign::Picked, "marked"),
            (Sign::Note, "has notes"),
        ],
        Context::Text => {
            &[(Sign::Uncertain, "a link that is uncertain"), (Sign::Note, "a note"), (Sign::Quote, "quoted")]
        }
        Context::Entities => &[
            (Sign::Visible, "on the text pane now"),
            (Sign::First, "first seen: the archive did not know it before this article"),
            (Sign::Watched, "on the watch list"),
            (Sign::Uncertain, "uncertain whether it is this one"),
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
    /// In sight.
    Visible,
    /// First seen here.
    First,
    /// Watched.
    Watched,
    /// An uncertain link.
    Uncertain,
}

impl Help {
    /// The rows that pass the filter: the pane's own first, then those that hold everywhere, then the others.
    pub fn rows(&self, keymap: &Keymap) -> Vec<HelpRow> {
        let wanted = fold(self.filter.text());
        let words: Vec<&str> = wanted.split_whitespace().collect();
        let others = Context::ALL.into_iter().filter(|c| *c != self.about && *c != Context::Global);
        let mut rows = Vec::new();
        let here = about(self.about);
        for context in [self.about, Context::Global].into_iter().chain(others) {
            let mut titled = false;
            let mut held = keymap.own(context);
            if context == self.about && context != Context::Global {
                // What is bound everywhere and has its use here is told first.
                let everywhere = keymap.own(Context::Global);
                held.extend(everywhere.into_iter().filter(|(action, _)| here.contains(action)));
                held.sort_by_key(|(action, _)| here.iter().position(|wanted| wanted == action));
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
                let told = legend(context).iter().filter(|(_, words)| {
                    let words = fold(words);
                    wanted.is_empty() || words.contains(wanted.as_str())
                });
                rows.extend(told.map(|(sign, words)| HelpRow::Sign(*sign, words)));
            }
        }
        rows
    }
}

impl Model {
    /// Opens the help of a place.
    pub(in crate::app) fn open_help(&mut self, about: Context) {
        self.overlays.push(Overlay::Help(Help { about, filter: Field::default(), cursor: 1 }));
    }

    pub(super) fn help_key(&mut self, help: &mut Help, key: KeyPress, action: Option<Action>) -> bool {
        match action {
            Some(Action::Cancel) => return true,
            Some(Action::Accept) => {
                // The action under the cursor is done at once, in the pane the help was asked from.
                if let Some(HelpRow::Key(_, chosen)) = help.rows(&self.setup.keymap).get(help.cursor) {
                    self.do_below(*chosen);
                }
                return true;
            }
            Some(_) => {
                let rows = help.rows(&self.setup.keymap);
                help.cursor = moved(help.cursor, rows.len(), 10, action);
                while !matches!(rows.get(help.cursor), Some(HelpRow::Key(..)) | None) {
                    let to = moved(help.cursor, rows.len(), 10, action);
                    if to == help.cursor {
                        break;
                    }
                    help.cursor = to;
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

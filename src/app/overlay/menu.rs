//! A choice between a few things: saved views, kinds of an entity.

use super::moved;
use crate::app::command::{Command, View};
use crate::app::correcting::Subject;
use crate::app::model::Model;
use crate::config::action::Action;
use crate::config::key::KeyPress;
use crate::news::entity::Correction;
use crate::news::mention::Kind;

/// One choice.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// The key that takes it at once.
    pub key: char,
    /// What it is called.
    pub label: String,
    /// What it does.
    pub does: Does,
}

/// What a choice does.
#[derive(Clone, Debug, PartialEq)]
pub enum Does {
    /// Shows what this query finds.
    View(String),
    /// Asks for this.
    Command(Command),
}

/// The menu.
#[derive(Clone, Debug, PartialEq)]
pub struct Menu {
    /// What is chosen.
    pub title: String,
    /// The choices.
    pub items: Vec<Item>,
    /// The one under the cursor.
    pub cursor: usize,
}

/// The views that are always there; their letters are none of those that move.
const VIEWS: &[(char, &str, &str)] = &[
    ('a', "All articles", ""),
    ('u', "Undecided", "is:undecided"),
    ('n', "New", "is:new"),
    ('l', "Put off for later", "is:later"),
    ('p', "Kept", "is:kept"),
    ('s', "Starred", "is:star"),
    ('o', "With notes", "has:note"),
    ('d', "Dismissed", "is:dismissed"),
];

impl Menu {
    /// The menu of views, with the one that is shown under the cursor.
    pub fn views(now: &View) -> Self {
        let item = |&(key, label, query): &(char, &str, &str)| Item {
            key,
            label: label.to_owned(),
            does: Does::View(query.to_owned()),
        };
        let cursor = VIEWS.iter().position(|view| view.2 == now.query).unwrap_or(0);
        Self { title: "Views".to_owned(), items: VIEWS.iter().map(item).collect(), cursor }
    }

    /// Whom to show again.
    pub fn hidden(all: impl Iterator<Item = Subject>) -> Self {
        let item = |(at, one): (usize, Subject)| Item {
            // Beyond nine by the cursor alone.
            key: u32::try_from(at + 1).ok().and_then(|n| char::from_digit(n, 10)).unwrap_or('·'),
            label: one.words(),
            does: Does::Command(Command::Correct(Correction::Show(one.entity))),
        };
        Self { title: "Show again".to_owned(), items: all.enumerate().map(item).collect(), cursor: 0 }
    }

    /// What somebody is.
    pub fn kinds(one: &Subject) -> Self {
        let item = |kind: Kind| Item {
            key: match kind {
                Kind::Person => 'p',
                Kind::Institution => 'i',
                Kind::Place => 'l',
                Kind::Event => 'e',
                Kind::Other => 'o',
            },
            label: kind.phrase().to_owned(),
            does: Does::Command(Command::Correct(Correction::Retype(one.entity, kind))),
        };
        let cursor = Kind::ALL.iter().position(|kind| one.about.starts_with(kind.word())).unwrap_or(0);
        Self { title: format!("{} is", one.name), items: Kind::ALL.into_iter().map(item).collect(), cursor }
    }
}

impl Model {
    pub(super) fn menu_key(&mut self, menu: &mut Menu, key: KeyPress, action: Option<Action>) -> bool {
        let direct = key.typed().and_then(|c| menu.items.iter().position(|item| item.key == c));
        if let Some(at) = direct {
            menu.cursor = at;
        }
        if direct.is_some() || action == Some(Action::Open) {
            self.pending.clear();
            match menu.items.get(menu.cursor).map(|item| item.does.clone()) {
                Some(Does::View(query)) => {
                    let sort = self.list.view.sort;
                    self.show_list(View { query, sort });
                }
                Some(Does::Command(command)) => self.out.push(command),
                None => {}
            }
            return true;
        }
        menu.cursor = moved(menu.cursor, menu.items.len(), 5, action);
        matches!(action, Some(Action::Back | Action::DropFocus | Action::Quit))
    }
}

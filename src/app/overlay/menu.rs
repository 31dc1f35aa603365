//! A choice between a few things: saved views, kinds of an entity.

use super::moved;
use crate::app::command::View;
use crate::app::correcting::Subject;
use crate::app::model::Model;
use crate::app::request::Request;
use crate::config::action::Action;
use crate::config::key::KeyPress;
use crate::news::entity::Correction;
use crate::news::mention::Kind;
use crate::query::{Filter, Has, Is, Query, Test};

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
    View(Filter),
    /// Asks the archive for this.
    Request(Request),
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
const VIEWS: &[(char, &str, Query)] = &[
    ('a', "All articles", Query::All),
    ('u', "Undecided", Query::Test(Test::Is(Is::Undecided))),
    ('n', "New", Query::Test(Test::Is(Is::New))),
    ('l', "Put off for later", Query::Test(Test::Is(Is::Later))),
    ('p', "Kept", Query::Test(Test::Is(Is::Kept))),
    ('s', "Starred", Query::Test(Test::Is(Is::Star))),
    ('o', "With notes", Query::Test(Test::Has(Has::Note))),
    ('d', "Dismissed", Query::Test(Test::Is(Is::Dismissed))),
];

impl Menu {
    /// The menu of views, with the one that is shown under the cursor.
    pub fn views(now: &View) -> Self {
        let item = |(key, label, query): &(char, &str, Query)| Item {
            key: *key,
            label: (*label).to_owned(),
            does: Does::View(query.clone().into()),
        };
        let cursor = VIEWS.iter().position(|view| view.2 == *now.filter.query()).unwrap_or(0);
        Self { title: "Views".to_owned(), items: VIEWS.iter().map(item).collect(), cursor }
    }

    /// Whom to show again.
    pub fn hidden(all: impl Iterator<Item = Subject>) -> Self {
        let item = |(at, one): (usize, Subject)| Item {
            // Beyond nine by the cursor alone.
            key: u32::try_from(at + 1).ok().and_then(|n| char::from_digit(n, 10)).unwrap_or('·'),
            label: one.words(),
            does: Does::Request(Request::Correct(Correction::Show(one.entity))),
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
            does: Does::Request(Request::Correct(Correction::Retype(one.entity, kind))),
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
                Some(Does::View(filter)) => {
                    let sort = self.list.view.sort;
                    self.show_list(View { filter, sort });
                }
                Some(Does::Request(request)) => self.send(request),
                None => {}
            }
            return true;
        }
        menu.cursor = moved(menu.cursor, menu.items.len(), 5, action);
        matches!(action, Some(Action::Back | Action::DropFocus | Action::Quit))
    }
}

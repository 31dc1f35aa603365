//! Menus: views of the list, kinds of an entity, hidden entities.

use super::cursor::moved;
use crate::app::intent::{Intent, Reply};
use crate::app::request::Request;
use crate::app::subject::Subject;
use crate::app::view::View;
use crate::config::key::KeyPress;
use crate::config::scope::ChoiceAction;
use crate::news::entity::Correction;
use crate::news::mention::Kind;
use crate::query::{Has, Is, Query, Test};

/// Rows that a page key moves by.
const PAGE: usize = 5;

/// An item of a menu.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// The key that chooses it at once.
    pub key: char,
    /// Its label.
    pub label: String,
    /// What choosing it does.
    pub does: Intent,
}

/// The menu.
#[derive(Clone, Debug, PartialEq)]
pub struct Menu {
    /// Its title.
    pub title: String,
    /// Its items.
    pub items: Vec<Item>,
    /// Index of the item under the cursor.
    pub cursor: usize,
}

/// The views. Their letters differ from the keys that move the cursor.
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
    /// The menu of views, with the cursor on the one that is shown.
    pub fn views(now: &View) -> Self {
        let item = |(key, label, query): &(char, &str, Query)| Item {
            key: *key,
            label: (*label).to_owned(),
            does: Intent::Show(View { filter: query.clone().into(), sort: now.sort }),
        };
        let cursor = VIEWS.iter().position(|view| view.2 == *now.filter.query()).unwrap_or(0);
        Self { title: "Views".to_owned(), items: VIEWS.iter().map(item).collect(), cursor }
    }

    /// The menu of hidden entities, to show one of them again.
    pub fn hidden(all: impl Iterator<Item = Subject>) -> Self {
        let item = |(at, one): (usize, Subject)| Item {
            // Only the first nine have a key.
            key: u32::try_from(at + 1).ok().and_then(|n| char::from_digit(n, 10)).unwrap_or('·'),
            label: one.words(),
            does: Intent::send(Request::Correct(Correction::Show(one.entity))),
        };
        Self { title: "Show again".to_owned(), items: all.enumerate().map(item).collect(), cursor: 0 }
    }

    /// The menu of kinds, with the cursor on the kind of the entity.
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
            does: Intent::send(Request::Correct(Correction::Retype(one.entity, kind))),
        };
        let cursor = Kind::ALL.iter().position(|kind| one.about.starts_with(kind.word())).unwrap_or(0);
        Self { title: format!("{} is", one.name), items: Kind::ALL.into_iter().map(item).collect(), cursor }
    }

    /// A letter chooses its item. Letters of items have priority over the keymap.
    pub(super) fn letter(&mut self, key: KeyPress) -> Option<Reply> {
        let letter = key.typed()?;
        self.cursor = self.items.iter().position(|item| item.key == letter)?;
        Some(self.choose())
    }

    fn choose(&self) -> Reply {
        Reply::close().and_all(self.items.get(self.cursor).map(|item| item.does.clone()))
    }

    pub(super) fn act(&mut self, action: ChoiceAction) -> Reply {
        match action {
            ChoiceAction::Open => return self.choose(),
            ChoiceAction::Closing(_) => return Reply::close(),
            ChoiceAction::Move(motion) => self.cursor = moved(self.cursor, self.items.len(), PAGE, motion),
            ChoiceAction::Advance => self.cursor = (self.cursor + PAGE).min(self.items.len().saturating_sub(1)),
            ChoiceAction::Anywhere(_) => {}
        }
        Reply::stay()
    }
}

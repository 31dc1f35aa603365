//! Menus: views of the list, kinds of an entity, hidden entities, and questions with more answers than yes and no.

use std::path::PathBuf;

use super::cursor::moved;
use crate::app::intent::{Intent, NoteStep, Reply};
use crate::app::request::Request;
use crate::app::subject::Subject;
use crate::app::view::View;
use crate::config::key::KeyPress;
use crate::config::scope::ChoiceAction;
use crate::news::entity::Correction;
use crate::news::mention::Kind;
use crate::news::note::Note;
use crate::query::{Has, Is, Query, Test};

/// Rows that a page key moves by.
const PAGE: usize = 5;
/// Lines and characters of each that are shown of a text.
const LINES: usize = 5;
const CHARS: usize = 200;

/// An item of a menu.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// The key that chooses it at once.
    pub key: char,
    /// Its label.
    pub label: String,
    /// What choosing it does; nothing only closes the menu.
    pub does: Vec<Intent>,
}

impl Item {
    fn new(key: char, label: &str, does: Vec<Intent>) -> Self {
        Self { key, label: label.to_owned(), does }
    }
}

/// The beginning of a text, to know it by.
fn excerpt(text: &str) -> String {
    let lines: Vec<String> = text.lines().take(LINES).map(|line| line.chars().take(CHARS).collect()).collect();
    let short = lines.join("\n");
    if short.len() < text.trim_end().len() { format!("{short} …") } else { short }
}

/// The menu.
#[derive(Clone, Debug, PartialEq)]
pub struct Menu {
    /// Its title.
    pub title: String,
    /// What is to be known before choosing. May be empty.
    pub text: String,
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
    fn new(title: &str, text: &str, items: Vec<Item>) -> Self {
        Self { title: title.to_owned(), text: text.to_owned(), items, cursor: 0 }
    }

    /// Asks what becomes of a note that is given up.
    pub fn discard(recovered: bool) -> Self {
        let title = if recovered { "Discard this draft?" } else { "Discard what you wrote?" };
        let items = vec![
            Item::new('n', "no: go on writing", Vec::new()),
            Item::new(
                'l',
                "later: it stays a draft, and the next start offers it",
                vec![Intent::InNote(NoteStep::Leave)],
            ),
            Item::new('y', "yes: it is gone", vec![Intent::InNote(NoteStep::Close)]),
        ];
        Self::new(title, "", items)
    }

    /// Asks which of two texts of a note counts: the one that was written here, or the one that somebody else saved meanwhile. None if
    /// the note was deleted.
    pub fn newer(mine: &str, theirs: Option<Box<Note>>) -> Self {
        let close = vec![Intent::InNote(NoteStep::Close)];
        let Some(note) = theirs else {
            let text = format!("It was deleted while you wrote. Yours:\n{}", excerpt(mine));
            let items = vec![
                Item::new('m', "save mine as a new note", vec![Intent::InNote(NoteStep::Save(None))]),
                Item::new('t', "leave it deleted; mine is gone", close),
            ];
            return Self::new("This note is deleted", &text, items);
        };
        let text = format!("It was changed while you wrote.\nNow:\n{}\nYours:\n{}", excerpt(&note.text), excerpt(mine));
        let items = vec![
            Item::new('b', "edit both as one text", vec![Intent::InNote(NoteStep::Both(note.clone()))]),
            Item::new('m', "keep mine", vec![Intent::InNote(NoteStep::Save(Some(note.version())))]),
            Item::new('t', "keep theirs; mine is gone", close),
        ];
        Self::new("This note has another text", &text, items)
    }

    /// Asks whether the text counts that an external editor saved before it failed.
    pub fn doubtful(why: &str, text: String, file: PathBuf) -> Self {
        let about = format!("{why}. Before that it saved another text:\n{}", excerpt(&text));
        let items = vec![
            Item::new('n', "keep the note as it was", vec![Intent::InNote(NoteStep::KeepMine)]),
            Item::new('e', "take what the editor saved", vec![Intent::InNote(NoteStep::Take { text, file })]),
        ];
        Self::new("Which text?", &about, items)
    }

    /// The menu of views, with the cursor on the one that is shown.
    pub fn views(now: &View) -> Self {
        let item = |(key, label, query): &(char, &str, Query)| Item {
            key: *key,
            label: (*label).to_owned(),
            does: vec![Intent::Show(View { filter: query.clone().into(), sort: now.sort })],
        };
        let cursor = VIEWS.iter().position(|view| view.2 == *now.filter.query()).unwrap_or(0);
        Self { cursor, ..Self::new("Views", "", VIEWS.iter().map(item).collect()) }
    }

    /// The menu of hidden entities, to show one of them again.
    pub fn hidden(all: impl Iterator<Item = Subject>) -> Self {
        let item = |(at, one): (usize, Subject)| Item {
            // Only the first nine have a key.
            key: u32::try_from(at + 1).ok().and_then(|n| char::from_digit(n, 10)).unwrap_or('·'),
            label: one.words(),
            does: vec![Intent::send(Request::Correct(Correction::Show(one.entity)))],
        };
        Self::new("Show again", "", all.enumerate().map(item).collect())
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
            does: vec![Intent::send(Request::Correct(Correction::Retype(one.entity, kind)))],
        };
        let cursor = Kind::ALL.iter().position(|kind| one.about.starts_with(kind.word())).unwrap_or(0);
        Self { cursor, ..Self::new(&format!("{} is", one.name), "", Kind::ALL.into_iter().map(item).collect()) }
    }

    /// A letter chooses its item. Letters of items have priority over the keymap.
    pub(super) fn letter(&mut self, key: KeyPress) -> Option<Reply> {
        let letter = key.typed()?;
        self.cursor = self.items.iter().position(|item| item.key == letter)?;
        Some(self.choose())
    }

    fn choose(&self) -> Reply {
        Reply::close().and_all(self.items.get(self.cursor).map(|item| item.does.clone()).unwrap_or_default())
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

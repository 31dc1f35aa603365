//! Decisions of who is who, by one key each: about whoever is under the cursor of text or sidebar, or in focus, or whose page
//! is open. What joins two asks first and names both; everything can be undone, and the archive's answer says so.

use super::layout::Pane;
use super::model::Model;
use super::navigation::Walk;
use super::overlay::Overlay;
use super::overlay::confirm::{Confirm, Then};
use super::overlay::entity_picker::Purpose;
use super::overlay::line::{Line, Prompt};
use super::overlay::menu::Menu;
use super::request::Request;
use super::sidebar::{Entry, Who};
use super::triage::articles;
use crate::config::action::Action;
use crate::news::article::ArticleId;
use crate::news::entity::{Correction, EntityId};
use crate::news::mention::Kind;

/// Whom a decision is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// Which.
    pub entity: EntityId,
    /// The name it is shown by.
    pub name: String,
    /// What else tells it from others, in words: `person, 3 articles`. May be empty.
    pub about: String,
    /// In how many articles, where known.
    pub articles: u32,
}

impl Subject {
    /// Somebody of whom kind and number of articles are known.
    pub fn new(entity: EntityId, name: impl Into<String>, kind: Kind, many: u32) -> Self {
        Self {
            entity,
            name: name.into(),
            about: format!("{}, {}", kind.word(), articles(many as usize)),
            articles: many,
        }
    }

    fn entry(entry: &Entry) -> Option<Self> {
        let Who::Entity(entity) = entry.who else { return None };
        Some(Self::new(entity, &entry.name, entry.kind, entry.articles))
    }

    /// Name and what tells it from others.
    pub fn words(&self) -> String {
        if self.about.is_empty() { self.name.clone() } else { format!("{} ({})", self.name, self.about) }
    }
}

impl Model {
    /// The entity in focus.
    pub(super) fn in_focus(&self) -> Option<Subject> {
        let walk = self.walk.as_ref()?;
        let Some(Who::Entity(entity)) = walk.only() else { return None };
        let here = self.sidebar.of(walk.who).and_then(|(_, entry)| Subject::entry(entry));
        Some(here.unwrap_or_else(|| Subject { entity, name: walk.name.clone(), about: String::new(), articles: 0 }))
    }

    /// The entry under the cursor of the sidebar or the text.
    fn entry_here(&self) -> Option<&Entry> {
        match self.focus {
            Pane::Entities => self.sidebar.current(),
            Pane::Text => self.mention_here().and_then(|(_, chain)| self.sidebar.of_chain(chain)),
            Pane::Articles => None,
        }
    }

    /// Those that are marked in the sidebar.
    pub(super) fn marked(&self) -> Vec<Subject> {
        self.sidebar.picked.iter().filter_map(|who| Subject::entry(self.sidebar.of(*who)?.1)).collect()
    }

    /// Does what a key says with whoever is under the cursor, else in focus.
    pub(super) fn decide_here(&mut self, action: Action) {
        if action == Action::Together
            && let Some(all) = self.walk.as_ref().map(Walk::all).filter(|all| all.len() > 1)
        {
            self.ask_together(all);
            return;
        }
        if let Some((chain, name)) = self.nobody_here() {
            match action {
                Action::Merge => return self.ask_who(chain, &name),
                Action::Split => return self.carve(chain),
                _ => {}
            }
        } else if let Some((_, chain)) = self.mention_here().filter(|_| self.focus == Pane::Text)
            && action == Action::Split
        {
            return self.carve(chain);
        }
        // The name under the cursor is meant, be it nobody's; whoever is in focus only where there is none.
        let one = match self.entry_here() {
            Some(entry) => Subject::entry(entry),
            None => self.in_focus(),
        };
        match one {
            Some(one) => self.decide_about(action, &one),
            None if self.entry_here().is_some() => self.status.say("this name is linked to nobody of the archive"),
            None => self.status.say("put the cursor on a name, or somebody in focus, first"),
        }
    }

    /// Asks who a name of the article shown is that is linked to nobody.
    pub(super) fn ask_who(&mut self, chain: u32, name: &str) {
        let Some(article) = self.shown() else { return };
        // No number of an entity: whoever is found may be meant.
        let one = Subject { entity: EntityId(0), name: name.to_owned(), about: String::new(), articles: 0 };
        self.open_pick(Purpose::Whose(article, chain), &one);
    }

    /// The mention under the cursor, or the first of a chain, and those of the same name are somebody new.
    fn carve(&mut self, chain: u32) {
        let Some(reader) = &self.reader else { return };
        let here = self.mention_here().filter(|_| self.focus == Pane::Text).map(|(at, _)| at as u32);
        let first = reader.opened.annotations.chains.get(chain as usize).and_then(|chain| chain.mentions.first());
        if let Some(mention) = here.or(first.copied()) {
            self.send(Request::Carve { article: reader.id(), mention });
        }
    }

    /// Does what a key says with somebody.
    pub(super) fn decide_about(&mut self, action: Action, one: &Subject) {
        let entity = one.entity;
        match action {
            Action::Merge | Action::NotSame | Action::Together => self.with_another(action, one),
            Action::Split => self.split(entity, self.shown()),
            Action::Rename => {
                let mut line = Line::new(Prompt::Rename, &one.name);
                line.about = Some(entity);
                self.overlays.push(Overlay::Line(line));
            }
            Action::Kind => self.overlays.push(Overlay::Menu(Menu::kinds(one))),
            Action::Hide => self.send(Request::Correct(Correction::Hide(entity))),
            Action::About => self.ask_page(entity),
            Action::Watch => self.watch(entity),
            Action::Mentions => self.mentions_of(entity),
            _ => {}
        }
    }

    /// What is about two or more: with those marked in the sidebar, else with somebody who is asked for.
    fn with_another(&mut self, action: Action, one: &Subject) {
        let mut others = if self.focus == Pane::Entities { self.marked() } else { Vec::new() };
        // Two or more that are marked are meant; one, with the one under the cursor.
        let first = if others.len() > 1 { others.remove(0) } else { one.clone() };
        let one = &first;
        others.retain(|other| other.entity != one.entity);
        let purpose = match action {
            Action::Merge => Purpose::Same,
            Action::NotSame => Purpose::Apart,
            _ => Purpose::Together,
        };
        if others.is_empty() { self.open_pick(purpose, one) } else { self.settle_on(purpose, one, &others) }
    }

    /// The others are known.
    pub(super) fn settle_on(&mut self, purpose: Purpose, one: &Subject, others: &[Subject]) {
        // The one that is named most gives the others its number.
        let most = others.iter().filter(|other| other.articles > one.articles).max_by_key(|other| other.articles);
        let most = most.unwrap_or(one).entity;
        let merges = std::iter::once(one).chain(others).map(|subject| subject.entity).filter(|entity| *entity != most);
        let merges = merges.map(|entity| Request::Correct(Correction::Merge(most, entity))).collect();
        match purpose {
            Purpose::Same => {
                let names: Vec<String> =
                    std::iter::once(one).chain(others).map(|subject| format!("- {}", subject.words())).collect();
                let all = if others.len() == 1 { "Are these two one" } else { "Are these all one" };
                let question =
                    format!("{all} and the same?\n{}\nEvery mention of them is of one then.", names.join("\n"));
                let then = Then::Tell(merges);
                self.overlays.push(Overlay::Confirm(Confirm { question, then }));
            }
            Purpose::Apart => {
                let apart = |other: &Subject| Request::Correct(Correction::NotSame(other.entity, one.entity));
                self.send_all(others.iter().map(apart));
            }
            Purpose::Whose(article, chain) => {
                let who = others.first().map(|other| other.entity);
                let judge = |entity| Request::Judge { article, chains: vec![chain], entity, same: true };
                self.send_all(who.map(judge));
            }
            Purpose::Together => {
                let all = std::iter::once(one).chain(others).map(|subject| subject.entity).collect();
                self.ask_together(all);
            }
        }
    }

    /// In an article, what was taken for an entity is somebody else.
    pub(super) fn split(&mut self, entity: EntityId, article: Option<ArticleId>) {
        match article {
            Some(article) => self.send(Request::Correct(Correction::Split(entity, vec![article]))),
            None => self.status.say("open an article that names it first: its mentions there are split off"),
        }
    }

    /// The name to show was typed.
    pub(super) fn renamed(&mut self, entity: EntityId, name: &str) -> Result<(), String> {
        let name = name.trim();
        if name.is_empty() {
            return Err("expected the name to show".to_owned());
        }
        self.send(Request::Correct(Correction::Rename(entity, name.to_owned())));
        Ok(())
    }

    /// Runs a decision with words behind it, from the command line. The error says what was expected.
    pub(super) fn correct(&mut self, action: Action, rest: &str) -> Result<(), String> {
        let one = self.entry_here().and_then(Subject::entry).or_else(|| self.in_focus());
        let one = one.ok_or("put the cursor on a name, or somebody in focus, first")?;
        match action {
            Action::Rename => self.renamed(one.entity, rest),
            Action::Kind => {
                let kind = Kind::ALL.into_iter().find(|kind| kind.word() == rest);
                let kind = kind.ok_or("expected person, institution, place, event or other")?;
                self.send(Request::Correct(Correction::Retype(one.entity, kind)));
                Ok(())
            }
            Action::Merge | Action::NotSame | Action::Together => {
                let found = self.candidates(&one, rest).into_iter().next();
                let hit = found.ok_or_else(|| format!("nobody is called \"{rest}\""))?;
                let purpose = match action {
                    Action::Merge => Purpose::Same,
                    Action::NotSame => Purpose::Apart,
                    _ => Purpose::Together,
                };
                self.settle_on(purpose, &one, &[Subject::new(hit.entity, hit.name, hit.kind, hit.articles)]);
                Ok(())
            }
            _ => Err(format!("{} takes nothing behind it", action.name())),
        }
    }

    /// Who is hidden: a choice of whom to show again.
    pub(super) fn hidden(&mut self, all: &[(EntityId, Kind, String, u32)]) {
        if all.is_empty() {
            self.status.say("nobody is hidden");
            return;
        }
        let subjects = all.iter().map(|(id, kind, name, many)| Subject::new(*id, name, *kind, *many));
        self.overlays.push(Overlay::Menu(Menu::hidden(subjects)));
    }

    /// A decision was taken; how it is told, and how it is taken back.
    pub(super) fn corrected(&mut self, sentence: &str) {
        if sentence.is_empty() {
            self.status.say("nothing changed: it was so already");
        } else {
            self.say_undoable(sentence);
        }
        self.entities_changed();
    }

    /// Says what was done, with the key that takes it back.
    pub(super) fn say_undoable(&mut self, sentence: &str) {
        let key = self.setup.keymap.key_for(self.context(), Action::Undo).map(ToString::to_string);
        self.status.say(key.map_or_else(|| sentence.to_owned(), |key| format!("{sentence} · {key} undoes")));
    }

    /// Who is who has changed: whatever shows it is asked for again.
    pub(super) fn entities_changed(&mut self) {
        self.reopen();
        self.locate_again();
        let again = self.list.refresh();
        self.send(again);
        let pages = self.overlays.iter().filter_map(|o| if let Overlay::Entity(page) = o { Some(page) } else { None });
        if let Some(entity) = pages.filter(|page| page.of_one).map(|page| page.entity).next_back() {
            self.send(Request::Entity(entity));
        }
    }
}

//! The jump bar: finds entities by any part of a name, as the user remembers it or heard it; the best hit first.
//!
//! The first character can say where to search: `@` entities, `>` and `/` articles, `~` notes, `#` tags, `:` commands. Hits never
//! move under the cursor: a new index is used only once something is typed.

use super::cursor::{moved, turned};
use super::notes;
use crate::app::command::{Command, PAUSE, Wake};
use crate::app::field::Field;
use crate::app::intent::{Intent, Prompt, Reply, Target};
use crate::app::request::Request;
use crate::app::sidebar::Referent;
use crate::app::view::View;
use crate::app::workspace::Workspace;
use crate::config::key::{Code, KeyPress};
use crate::config::scope::JumpAction;
use crate::name_index::hit::Hit;
use crate::news::entity::{EntityId, MentionLine};
use crate::news::note::Scope;
use crate::query::{Filter, Query, Test, Words};

/// Rows that a page key moves by.
const PAGE: usize = 10;
/// Hits shown at most.
const MOST: usize = 50;
/// Columns of the screen from which there is room for the preview of a mention.
pub const GLANCE: u16 = 100;

/// The jump bar.
#[derive(Clone, Debug, Default)]
pub struct Jump {
    /// What is typed.
    pub field: Field,
    /// The hits, best first.
    pub hits: Vec<Hit>,
    /// The hit under the cursor.
    pub cursor: usize,
    /// The field holds what was typed the last time; the first typed key replaces it.
    pub selected: bool,
    /// The preview of a mention of the hit under the cursor, after a pause.
    pub glance: Option<Glance>,
    /// The marked entities, in the order of marking. Enter puts all of them in focus.
    pub picked: Vec<(EntityId, String)>,
}

/// The preview of a mention.
#[derive(Clone, Debug)]
pub struct Glance {
    /// The mentioned entity.
    pub entity: EntityId,
    /// The article's headline.
    pub headline: String,
    /// The mention with the words around it.
    pub line: MentionLine,
}

/// Where the jump bar searches, by its first character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sigil {
    /// Names.
    Entities,
    /// The articles: filters the list.
    Articles,
    /// Notes.
    Notes,
    /// Tags: filters the list.
    Tags,
    /// The command line.
    Commands,
}

impl Jump {
    /// Where it searches, and the words after that character.
    pub fn sigil(&self) -> (Sigil, &str) {
        let text = self.field.text();
        let rest = |c: char| text.strip_prefix(c).map(str::trim_start);
        match text.chars().next() {
            Some('@') => (Sigil::Entities, rest('@').unwrap_or("")),
            Some(c @ ('>' | '/')) => (Sigil::Articles, rest(c).unwrap_or("")),
            Some('~') => (Sigil::Notes, rest('~').unwrap_or("")),
            Some('#') => (Sigil::Tags, rest('#').unwrap_or("")),
            Some(':') => (Sigil::Commands, rest(':').unwrap_or("")),
            _ => (Sigil::Entities, text),
        }
    }
}

impl Jump {
    /// Marks or unmarks the hit under the cursor and moves down.
    fn pick(&mut self) {
        let Some(hit) = self.hits.get(self.cursor) else { return };
        match self.picked.iter().position(|(entity, _)| *entity == hit.entity) {
            Some(at) => drop(self.picked.remove(at)),
            None => self.picked.push((hit.entity, hit.name.clone())),
        }
        self.cursor = (self.cursor + 1).min(self.hits.len() - 1);
    }
}

impl Jump {
    /// The jump bar with what was typed the last time, which the first typed key replaces.
    pub fn new(cx: &Workspace<'_>) -> (Self, Reply) {
        let field = Field::new(cx.memory.last_jump.clone());
        let selected = !field.text().is_empty();
        let mut jump = Self { field, selected, ..Self::default() };
        let reply = jump.look(cx);
        (jump, reply)
    }

    /// The index of names was filled or replaced. Hits that are shown stay as they are.
    pub fn index_changed(&mut self, cx: &Workspace<'_>) -> Reply {
        if self.hits.is_empty() { self.look(cx) } else { Reply::stay() }
    }

    /// Searches the index for what is typed.
    fn look(&mut self, cx: &Workspace<'_>) -> Reply {
        self.cursor = 0;
        self.hits = match (self.sigil(), &cx.names.finder) {
            ((Sigil::Entities, words), Some(finder)) => finder.query(words, &cx.ranking(MOST)),
            _ => Vec::new(),
        };
        self.preview(cx)
    }

    /// Asks for a preview of the hit under the cursor after a pause, if the screen is wide enough.
    fn preview(&self, cx: &Workspace<'_>) -> Reply {
        let hit = self.hits.get(self.cursor).filter(|_| cx.screen.area.width >= GLANCE);
        let after = |hit: &Hit| Intent::Effect(Command::After { ms: PAUSE, wake: Wake::Glance(hit.entity) });
        Reply::stay().and_all(hit.map(after))
    }

    /// Previews the mention that Enter would go to: from this text, else from the archive.
    pub fn glance_at(&mut self, cx: &Workspace<'_>, entity: EntityId) -> Reply {
        let shown = self.glance.as_ref().is_some_and(|glance| glance.entity == entity);
        if shown || !self.is_on(entity) {
            return Reply::stay();
        }
        let here = cx.reader.and_then(|reader| {
            let (_, entry) = cx.sidebar.of(Referent::Entity(entity))?;
            let all = &reader.opened.annotations.mentions;
            let mentions = || entry.mentions.iter().filter_map(|at| all.get(*at as usize));
            let next = mentions().find(|m| m.span.start >= reader.cursor).or_else(|| mentions().next_back())?;
            let article = &reader.opened.article;
            Some((article.draft.headline.clone(), MentionLine::of(article, next.span)))
        });
        if let Some((headline, line)) = here {
            self.glance = Some(Glance { entity, headline, line });
            return Reply::stay();
        }
        Reply::stay().send(Request::Glance { entity, view: cx.list.view.clone(), from: cx.list.current() })
    }

    /// Takes the preview of a mention from the archive.
    pub fn glanced(&mut self, entity: EntityId, headline: String, line: MentionLine) {
        if self.is_on(entity) {
            self.glance = Some(Glance { entity, headline, line });
        }
    }

    fn is_on(&self, entity: EntityId) -> bool {
        self.hits.get(self.cursor).is_some_and(|hit| hit.entity == entity)
    }

    pub(super) fn act(&mut self, cx: &Workspace<'_>, action: JumpAction) -> Reply {
        self.selected = false;
        match action {
            JumpAction::Cancel => return Reply::close().and_all(self.kept()),
            JumpAction::Accept => return self.accept(cx),
            // Up in an empty field recalls what was typed last, as in the prompts.
            JumpAction::PreviousChoice if self.field.text().is_empty() && !cx.memory.last_jump.is_empty() => {
                self.field.set(cx.memory.last_jump.clone());
                return self.look(cx);
            }
            JumpAction::Complete => {
                let Some(hit) = self.hits.get(self.cursor) else { return Reply::stay() };
                self.field.set(hit.name.clone());
                return self.look(cx);
            }
            JumpAction::Pick => self.pick(),
            JumpAction::NextChoice => self.cursor = turned(self.cursor, self.hits.len(), true),
            JumpAction::PreviousChoice => self.cursor = turned(self.cursor, self.hits.len(), false),
            JumpAction::Move(motion) => self.cursor = moved(self.cursor, self.hits.len(), PAGE, motion),
            JumpAction::Anywhere(_) => return Reply::stay(),
        }
        self.preview(cx)
    }

    /// A key that is bound to nothing edits the field, or replaces what was typed the last time.
    pub(super) fn type_key(&mut self, cx: &Workspace<'_>, key: KeyPress) -> Reply {
        let selected = std::mem::take(&mut self.selected);
        let replaces = selected && (key.typed().is_some() || matches!(key.code, Code::Backspace | Code::Delete));
        if replaces {
            self.field.set("");
        }
        if self.field.edit(key) || replaces {
            return self.look(cx);
        }
        Reply::stay()
    }

    pub(super) fn paste(&mut self, cx: &Workspace<'_>, text: &str) -> Reply {
        if std::mem::take(&mut self.selected) {
            self.field.set("");
        }
        self.field.insert(text);
        self.look(cx)
    }

    /// Remembers what is typed, unless it is blank.
    fn kept(&self) -> Option<Intent> {
        let words = self.field.text();
        (!words.trim().is_empty()).then(|| Intent::RememberJump(words.to_owned()))
    }

    fn accept(&self, cx: &Workspace<'_>) -> Reply {
        let (sigil, words) = self.sigil();
        let sort = cx.list.view.sort;
        let show = |filter: Filter| Reply::close().and(Intent::Show(View { filter, sort }));
        let search = || match Filter::parse(words) {
            Ok(filter) => show(filter),
            Err(error) => Reply::stay().and(Intent::Fail(error.to_string())),
        };
        let reply = match sigil {
            Sigil::Entities if !self.picked.is_empty() => jump_to(self.picked.clone()),
            Sigil::Entities => match self.hits.get(self.cursor) {
                Some(hit) => jump_to(vec![(hit.entity, hit.name.clone())]),
                // No entity has such a name, but an article may hold the words.
                None if cx.names.finder.is_some() && !words.trim().is_empty() => search(),
                None => Reply::stay().say("type a part of a name"),
            },
            Sigil::Articles => search(),
            Sigil::Tags => show(Query::Test(Test::Tag(Words::whole(words))).into()),
            Sigil::Notes => Reply::close().and(notes::ask(Scope::All, words)),
            Sigil::Commands => Reply::close().and(Intent::OpenPrompt(Prompt::Command, words.to_owned())),
        };
        reply.and_all(self.kept())
    }
}

/// Counts the choice, puts the entities in focus and goes to the nearest mention.
fn jump_to(all: Vec<(EntityId, String)>) -> Reply {
    let chosen: Vec<Intent> = all.iter().map(|(entity, _)| Intent::Chosen(*entity)).collect();
    Reply::close().and_all(chosen).and(Intent::Leave { focus: all, to: Target::Nearest, order: None })
}

//! A desk for tests: the model with a small archive that answers at once, and the screen as text.
//!
//! Articles are one string each, marked as `marked` says. Keys are one string: `"jjf ham<cr>n"`.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use attache::app::command::{Command, UiState, View, Wake};
use attache::app::message::{Answer, Message, Opened};
use attache::app::model::{Model, Setup};
use attache::app::request::{Request, Targets};
use attache::app::update;
use attache::config::key::{Code, KeyPress};
use attache::config::keymap::Keymap;
use attache::config::theme::Theme;
use attache::name_index::finder::Finder;
use attache::name_index::hit::Named;
use attache::news::article::{ArticleId, Place};
use attache::news::entity::{Alias, Entity, EntityId, MentionLine, RoleSeen};
use attache::news::mention::{Kind, Mention};
use attache::news::note::{Note, NoteId, NoteRow};
use attache::news::profile::{Companion, Joint, Near, Profile};
use attache::news::time::Timestamp;
use attache::news::triage::{Change, State};
use attache::text::span::Span;
use attache::ui;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::marked::marked;

/// Model and archive.
pub struct Desk {
    pub model: Model,
    articles: Vec<Opened>,
    waiting: Option<Wake>,
    undo: Vec<Vec<(ArticleId, State)>>,
    notes: i64,
    /// Every request so far, for stories to look at.
    pub sent: Vec<Request>,
    /// Every other command so far.
    pub effects: Vec<Command>,
    /// Answers of the archive are held back until asked for.
    pub slow: bool,
    held: VecDeque<Message>,
}

impl Desk {
    pub fn new(width: u16, height: u16, articles: &[&str]) -> Self {
        Self::themed(width, height, articles, Theme::default())
    }

    pub fn themed(width: u16, height: u16, articles: &[&str], theme: Theme) -> Self {
        let mut articles: Vec<Opened> =
            articles.iter().enumerate().map(|(i, text)| marked(text, ArticleId(i as i64 + 1))).collect();
        let mut counts: BTreeMap<EntityId, u32> = BTreeMap::new();
        let mut named: BTreeMap<EntityId, Named> = BTreeMap::new();
        for opened in &articles {
            for (linked, chain) in opened.links.iter().zip(&opened.annotations.chains) {
                let id = linked.entity().unwrap();
                *counts.entry(id).or_default() += 1;
                let name = named.entry(id).or_insert_with(|| Named {
                    entity: id,
                    kind: chain.kind,
                    name: linked.name.clone(),
                    aliases: Vec::new(),
                    roles: Vec::new(),
                    articles: 0,
                });
                name.articles += 1;
            }
        }
        for linked in articles.iter_mut().flat_map(|opened| &mut opened.links) {
            linked.articles = counts[&linked.entity().unwrap()];
            linked.name.clone_from(&named[&linked.entity().unwrap()].name);
        }
        let setup = Setup {
            keymap: Arc::new(Keymap::shipped()),
            theme: Arc::new(theme),
            ascii: false,
            kept: UiState { list: true, entities: true, list_more: 0, entities_more: 0, measure: 72 },
            zone: jiff::tz::TimeZone::UTC,
            view: View::default(),
            scratch: false,
            arriving: false,
        };
        let (model, first) = Model::new(setup, width, height);
        let mut desk = Self {
            model,
            articles,
            waiting: None,
            undo: Vec::new(),
            notes: 0,
            sent: Vec::new(),
            effects: Vec::new(),
            slow: false,
            held: VecDeque::new(),
        };
        desk.carry_out(first);
        desk.send(Message::Names(Arc::new(Finder::new(named.into_values()))));
        desk
    }

    /// A message and all that follows from it.
    pub fn send(&mut self, message: Message) {
        let commands = update(&mut self.model, message);
        self.carry_out(commands);
    }

    /// Answers the newest request that the archive has not answered.
    pub fn answer(&mut self, answer: Answer) {
        let ticket = self.model.requests.pending().last().unwrap().ticket;
        self.send(Message::Answer(ticket, answer));
    }

    fn carry_out(&mut self, commands: Vec<Command>) {
        for command in commands {
            match command {
                Command::Request(ticket, request) => {
                    self.sent.push(request.clone());
                    for answer in self.answers(request) {
                        let answer = Message::Answer(ticket, answer);
                        if self.slow { self.held.push_back(answer) } else { self.send(answer) }
                    }
                }
                Command::After { wake, .. } => self.waiting = Some(wake),
                effect => self.effects.push(effect),
            }
        }
    }

    /// Lets the archive answer what it has held back.
    pub fn deliver(&mut self) {
        self.slow = false;
        while let Some(answer) = self.held.pop_front() {
            self.send(answer);
        }
    }

    /// The keys pause.
    pub fn pause(&mut self) {
        if let Some(wake) = self.waiting.take() {
            self.send(Message::Woken(wake));
        }
    }

    /// Types keys: characters, and names in `<>`: `<cr>`, `<esc>`, `<tab>`, `<down>`, `<c-o>`, `<a-right>`.
    pub fn keys(&mut self, keys: &str) -> &mut Self {
        let mut rest = keys;
        while let Some(c) = rest.chars().next() {
            let name =
                rest.strip_prefix('<').and_then(|tail| Some((tail, tail.find('>')?))).filter(|(_, end)| *end > 0);
            let key = if let Some((tail, end)) = name {
                rest = &tail[end + 1..];
                named_key(&tail[..end])
            } else {
                rest = &rest[c.len_utf8()..];
                KeyPress::char(c)
            };
            self.send(Message::Key(key));
        }
        self
    }

    fn found(&self, query: &str) -> Vec<ArticleId> {
        let state = |word: &str| State::ALL.into_iter().find(|s| s.word() == word);
        let passes = |opened: &&Opened| match query.split_once(':') {
            Some(("is", "undecided")) => opened.row.state.undecided(),
            Some(("is", word)) => Some(opened.row.state) == state(word),
            _ => query.is_empty() || opened.article.draft.body.contains(query),
        };
        self.articles.iter().filter(passes).map(|opened| opened.article.id).collect()
    }

    fn of(&mut self, id: ArticleId) -> &mut Opened {
        &mut self.articles[id.0 as usize - 1]
    }

    fn answers(&mut self, request: Request) -> Vec<Answer> {
        match request {
            Request::List { view, .. } => {
                let ids = self.found(view.filter.text());
                let total = Some(ids.len());
                let listed = |whole| Answer::Listed { ids: ids.clone(), offset: 0, total, whole, undecided: None };
                vec![listed(false), listed(true)]
            }
            Request::Rows(ids) => vec![Answer::Rows(ids.iter().map(|id| self.of(*id).row.clone()).collect())],
            Request::Open(article) => vec![Answer::Opened(Arc::new(self.of(article).clone()))],
            Request::Locate { all, view } => vec![self.located(&all, &view)],
            Request::Mentions { all, .. } => vec![self.concordance(&all)],
            Request::Glance { entity, .. } => vec![self.glance(entity)],
            Request::Entity(entity) => vec![self.profile(entity)],
            Request::Together { .. } => vec![together()],
            Request::Notes(_) => {
                let notes = self.articles.iter().flat_map(|opened| {
                    let row = |note: &Note| NoteRow {
                        note: note.clone(),
                        about: opened.row.headline.clone(),
                        source: "KNA".to_owned(),
                        time: Some(opened.row.time),
                    };
                    opened.notes.iter().map(row).collect::<Vec<_>>()
                });
                vec![Answer::Notes(notes.collect())]
            }
            Request::Count(filter) => vec![Answer::Counted(self.found(filter.text()).len())],
            Request::Triage { targets, change } => self.triaged(targets, &change),
            Request::Seen(id) => {
                self.of(id).row.state = State::Read;
                Vec::new()
            }
            Request::Undo => self.undone(),
            Request::SaveNote(draft) => {
                self.notes += 1;
                let id = draft.id.unwrap_or(NoteId(self.notes));
                let time = Timestamp(0);
                let (article, entity) = (draft.article, draft.entity);
                let note =
                    Note { id, anchor: draft.anchor, article, entity, text: draft.text, created: time, edited: time };
                if let Some(article) = article {
                    let notes = &mut self.of(article).notes;
                    notes.retain(|old| old.id != id);
                    notes.push(note.clone());
                }
                vec![Answer::NoteSaved(Box::new(note), None)]
            }
            Request::DeleteNote(id) => {
                self.articles.iter_mut().for_each(|opened| opened.notes.retain(|note| note.id != id));
                vec![Answer::NoteDeleted(id, None)]
            }
            _ => Vec::new(),
        }
    }

    fn located(&self, all: &[EntityId], view: &View) -> Answer {
        let found = self.found(view.filter.text());
        let of = |opened: &Opened| {
            opened.links.iter().find(|l| l.entity().is_some_and(|id| all.contains(&id)))?;
            Some(opened.article.id).filter(|id| found.contains(id))
        };
        let articles = self.articles.iter().filter_map(of).collect();
        Answer::Located { all: self.known(all), articles, whole: true }
    }

    fn known(&self, all: &[EntityId]) -> Vec<(EntityId, String)> {
        let links = || self.articles.iter().flat_map(|opened| &opened.links);
        let name = |id| links().find(|l| l.entity() == Some(id)).map_or(String::new(), |l| l.name.clone());
        all.iter().map(|id| (*id, name(*id))).collect()
    }

    fn glance(&self, entity: EntityId) -> Answer {
        let there = self.articles.iter().find_map(|opened| {
            let chain = opened.links.iter().position(|l| l.entity() == Some(entity))? as u32;
            let mention = opened.annotations.mentions.iter().find(|m| m.chain == chain)?;
            Some((opened.article.draft.headline.clone(), MentionLine::of(&opened.article, mention.span)))
        });
        Answer::Glance(there)
    }

    /// Somebody with two roles, a companion and a place.
    fn profile(&self, id: EntityId) -> Answer {
        let name = self.articles.iter().flat_map(|opened| &opened.links).find(|l| l.entity() == Some(id));
        let name = name.map_or(String::new(), |l| l.name.clone());
        let role = |role: &str, article, time| RoleSeen {
            role: role.to_owned(),
            article: ArticleId(article),
            time: Timestamp(time),
            source: "KNA".to_owned(),
        };
        let entity = Entity {
            id,
            kind: Kind::Person,
            aliases: vec![
                Alias { name: name.clone(), articles: 3, of: id },
                Alias { name: "A. H.".to_owned(), articles: 1, of: id },
            ],
            name,
            roles: vec![role("Minister of the Interior", 3, 40 * 86_400), role("Director General", 1, 0)],
            articles: 3,
            watched: true,
            first: Some(ArticleId(1)),
        };
        let with =
            |entity, kind, name: &str| Companion { entity: EntityId(entity), kind, name: name.into(), articles: 2 };
        let profile = Arc::new(Profile {
            entity,
            days: vec![(0, 1), (3, 8), (40, 2)],
            company: vec![with(9, Kind::Institution, "Harbour Office")],
            places: vec![with(8, Kind::Place, "Rabat")],
            notes: Vec::new(),
            counted: 3,
            more: false,
        });
        Answer::Entity(profile)
    }

    fn concordance(&self, all: &[EntityId]) -> Answer {
        let lines = self.articles.iter().flat_map(|opened| {
            let whose = |m: &&Mention| opened.links[m.chain as usize].entity().is_some_and(|id| all.contains(&id));
            let body = &opened.article.draft.body;
            let line = |m: &Mention| MentionLine {
                place: Place { article: opened.article.id, span: m.span },
                before: body[..m.span.start as usize].to_owned(),
                words: m.span.slice(body).to_owned(),
                after: body[m.span.end as usize..].to_owned(),
                source: "KNA".to_owned(),
                time: opened.row.time,
            };
            opened.annotations.mentions.iter().filter(whose).map(line).collect::<Vec<_>>()
        });
        Answer::Mentions { all: self.known(all), lines: lines.collect(), more: false }
    }

    fn triaged(&mut self, targets: Targets, change: &Change) -> Vec<Answer> {
        let ids = match targets {
            Targets::Articles(ids) => ids,
            Targets::Found(filter) => self.found(filter.text()),
        };
        let mut before = Vec::new();
        for id in &ids {
            let row = &mut self.of(*id).row;
            before.push((*id, row.state));
            match change {
                Change::State(state) => row.state = *state,
                Change::Star(on) => row.star = *on,
                Change::Tag(tag) => row.tags.push(tag.clone()),
                Change::Untag(tag) => row.tags.retain(|t| t != tag),
            }
        }
        self.undo.push(before);
        let rows = ids.iter().map(|id| self.of(*id).row.clone()).collect();
        vec![Answer::Triaged { sentence: format!("{} changed", ids.len()), rows, changed: ids.len() }]
    }

    fn undone(&mut self) -> Vec<Answer> {
        let Some(step) = self.undo.pop() else {
            let sentence = "nothing to undo".to_owned();
            return vec![Answer::Undone { sentence, rows: Vec::new(), first: None, reload: false, entities: false }];
        };
        let first = step.first().map(|s| s.0);
        let mut rows = Vec::new();
        for (id, state) in step {
            self.of(id).row.state = state;
            rows.push(self.of(id).row.clone());
        }
        vec![Answer::Undone { sentence: "undone".to_owned(), rows, first, reload: false, entities: false }]
    }

    /// The screen drawn.
    pub fn buffer(&self) -> Buffer {
        let area: Rect = self.model.area;
        let mut buffer = Buffer::empty(area);
        ui::draw(&self.model, area, &mut buffer);
        buffer
    }

    /// The screen as text, blanks at the ends of rows cut.
    pub fn screen(&self) -> String {
        let buffer = self.buffer();
        let mut rows = Vec::new();
        for y in 0..buffer.area.height {
            let mut row = String::new();
            let mut x = 0;
            while x < buffer.area.width {
                let symbol = buffer[(x, y)].symbol();
                row.push_str(symbol);
                x += unicode_width::UnicodeWidthStr::width(symbol).max(1) as u16;
            }
            rows.push(row.trim_end().to_owned());
        }
        rows.join("\n")
    }

    /// The last row.
    pub fn status(&self) -> String {
        self.screen().lines().last().unwrap_or("").to_owned()
    }

    /// The words under the cursor of the text: from it to the next blank.
    pub fn here(&self) -> String {
        let Some(reader) = &self.model.reader else { return String::new() };
        reader.body()[reader.cursor as usize..].split_whitespace().next().unwrap_or("").to_owned()
    }
}

fn together() -> Answer {
    let joint = |(near, article)| Joint {
        place: Place { article: ArticleId(article), span: Span::new(0, 4) },
        near,
        words: "Both were there.".to_owned(),
        source: "KNA".to_owned(),
        time: Timestamp(0),
    };
    let joints = [(Near::Article, 1), (Near::Sentence, 3)].map(joint).to_vec();
    Answer::Together { names: vec!["One".to_owned(), "Other".to_owned()], joints, more: false }
}

fn named_key(name: &str) -> KeyPress {
    if let Some(c) = name.strip_prefix("c-") {
        return KeyPress::ctrl(c.chars().next().unwrap());
    }
    if let Some(rest) = name.strip_prefix("a-") {
        return KeyPress { alt: true, ..named_key(rest) };
    }
    KeyPress::plain(match name {
        "cr" => Code::Enter,
        "esc" => Code::Esc,
        "tab" => Code::Tab,
        "space" => Code::Char(' '),
        "bs" => Code::Backspace,
        "up" => Code::Up,
        "down" => Code::Down,
        "left" => Code::Left,
        "right" => Code::Right,
        other => panic!("no key {other}"),
    })
}

//! Who is the other one? The jump bar's engine once more, for decisions about two: likely ones on top before anything is
//! typed.

use super::{Overlay, moved};
use crate::app::correcting::Subject;
use crate::app::field::Field;
use crate::app::model::Model;
use crate::app::navigation::Walk;
use crate::app::sidebar::{Entry, Who};
use crate::config::action::Action;
use crate::config::key::KeyPress;
use crate::name_index::hit::{Context, Hit, Tier};
use crate::news::article::ArticleId;
use crate::news::entity::{EntityId, Link};

/// Hits shown at most.
const MOST: usize = 50;
/// Of each way in which somebody may be likely before anything is typed.
const LIKELY: usize = 12;

/// What the other one is wanted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The two are one.
    Same,
    /// The two are not one.
    Apart,
    /// Where both are named.
    Together,
    /// Who a name of an article is that is linked to nobody.
    Whose(ArticleId, u32),
}

/// The question.
#[derive(Clone, Debug)]
pub struct Pick {
    /// What for.
    pub purpose: Purpose,
    /// The one that is known.
    pub one: Subject,
    /// What is typed.
    pub field: Field,
    /// Who may be meant, best first.
    pub hits: Vec<Hit>,
    /// The hit under the cursor.
    pub cursor: usize,
}

impl Pick {
    /// What stands over it.
    pub fn title(&self) -> String {
        let name = &self.one.name;
        match self.purpose {
            Purpose::Same => format!("Who is the same as {name}?"),
            Purpose::Apart => format!("Who is not the same as {name}?"),
            Purpose::Together => format!("{name} together with whom?"),
            Purpose::Whose(..) => format!("Who is {name}?"),
        }
    }
}

impl Model {
    /// Asks who the other one is.
    pub(in crate::app) fn open_pick(&mut self, purpose: Purpose, one: &Subject) {
        let hits = self.candidates(one, "");
        self.overlays.push(Overlay::Pick(Pick { purpose, one: one.clone(), field: Field::default(), hits, cursor: 0 }));
    }

    /// Who may be meant by `words`; without any, who is likely: in focus, marked, a candidate of the link under the cursor, of
    /// a like name, in this article.
    pub(in crate::app) fn candidates(&self, one: &Subject, words: &str) -> Vec<Hit> {
        let id = |who| if let Who::Entity(id) = who { Some(id) } else { None };
        let here: Vec<EntityId> = self.sidebar.entries.iter().filter_map(|entry| id(entry.who)).collect();
        let context = Context {
            in_article: here,
            watched: self.watched.clone(),
            picks: self.picks.clone(),
            limit: if words.trim().is_empty() { LIKELY } else { MOST },
            ..Context::default()
        };
        let query = |words: &str| self.finder.as_ref().map_or_else(Vec::new, |f| f.query(words, &context));
        let mut hits = Vec::new();
        if words.trim().is_empty() {
            let focus = self.walk.as_ref().and_then(Walk::only).and_then(|who| self.sidebar.of(who));
            hits.extend(focus.and_then(|(_, entry)| hit(entry)));
            if let Some(focus) = self.in_focus().filter(|focus| hits.iter().all(|hit: &Hit| hit.entity != focus.entity))
            {
                hits.extend(query(&focus.name).into_iter().filter(|hit| hit.entity == focus.entity));
            }
            hits.extend(self.sidebar.picked.iter().filter_map(|who| hit(self.sidebar.of(*who)?.1)));
            hits.extend(self.doubted(one.entity, &query));
            hits.extend(query(&one.name));
            hits.extend(one.name.split_whitespace().next_back().map_or_else(Vec::new, query));
            hits.extend(self.sidebar.entries.iter().filter_map(hit));
        } else {
            hits = query(words);
        }
        let mut seen = vec![one.entity];
        hits.retain(|hit| {
            let new = !seen.contains(&hit.entity);
            if new {
                seen.push(hit.entity);
            }
            new
        });
        hits.truncate(MOST);
        hits
    }

    /// The other candidates of uncertain links here that may be an entity.
    fn doubted(&self, one: EntityId, query: &impl Fn(&str) -> Vec<Hit>) -> Vec<Hit> {
        let links = self.reader.as_ref().map_or(&[][..], |reader| reader.opened.links.as_slice());
        let mut hits = Vec::new();
        for linked in links.iter().filter(|linked| linked.entity() == Some(one)) {
            let Link::Uncertain(candidates) = &linked.link else { continue };
            for ((entity, ..), name) in candidates.iter().zip(&linked.candidates).skip(1) {
                hits.extend(query(name).into_iter().find(|hit| hit.entity == *entity));
            }
        }
        hits
    }

    pub(super) fn pick_key(&mut self, pick: &mut Pick, key: KeyPress, action: Option<Action>) -> bool {
        match action {
            Some(Action::Cancel) => return true,
            Some(Action::Accept) => {
                let Some(hit) = pick.hits.get(pick.cursor) else { return false };
                let other = Subject::new(hit.entity, &hit.name, hit.kind, hit.articles);
                self.settle_on(pick.purpose, &pick.one, &[other]);
                return true;
            }
            Some(Action::Complete) => {
                if let Some(hit) = pick.hits.get(pick.cursor) {
                    pick.field.set(hit.name.clone());
                    self.picked(pick);
                }
            }
            Some(_) => pick.cursor = moved(pick.cursor, pick.hits.len(), 10, action),
            None => {
                if pick.field.edit(key) {
                    self.picked(pick);
                }
            }
        }
        false
    }

    /// Words were pasted.
    pub(super) fn pick_pasted(&mut self, text: &str) {
        let Some(Overlay::Pick(mut pick)) = self.overlays.pop() else { return };
        pick.field.insert(text);
        self.picked(&mut pick);
        self.overlays.push(Overlay::Pick(pick));
    }

    /// Something was typed.
    pub(super) fn picked(&self, pick: &mut Pick) {
        pick.cursor = 0;
        pick.hits = self.candidates(&pick.one, pick.field.text());
    }
}

/// An entry of the sidebar as if it had been found by its name.
fn hit(entry: &Entry) -> Option<Hit> {
    let Who::Entity(entity) = entry.who else { return None };
    Some(Hit {
        entity,
        kind: entry.kind,
        name: entry.name.clone(),
        alias: entry.name.clone(),
        tier: Tier::Equal,
        score: 0,
        marks: Vec::new(),
        articles: entry.articles,
        in_article: true,
        watched: entry.watched,
    })
}

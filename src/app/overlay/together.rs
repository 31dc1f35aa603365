//! Two or more entities together: the articles that name all of them, the nearest first, as a page whose rows lead to the
//! place.

use super::Overlay;
use super::profile::{EntityPage, Lead, Row, What};
use crate::app::correcting::Subject;
use crate::app::jump_list::Spot;
use crate::app::model::Model;
use crate::app::request::Request;
use crate::app::triage::articles;
use crate::news::entity::EntityId;
use crate::news::profile::{Joint, Near};

impl Model {
    /// Asks where some are named together.
    pub(in crate::app) fn ask_together(&mut self, all: Vec<EntityId>) {
        self.send(Request::Together { all, view: self.list.view.clone() });
    }

    /// The answer to that. Names are those of all, in order.
    pub(in crate::app) fn together(&mut self, all: &[EntityId], names: &[String], joints: &[Joint], more: bool) {
        let (Some(entity), Some(name)) = (all.first().copied(), names.first().cloned()) else { return };
        if joints.is_empty() {
            let whole = if self.list.view.filter.is_all() { "no article" } else { "no article of this list" };
            let all = if names.len() == 2 { "both" } else { "all of" };
            self.status.say(format!("{whole} names {all} {}", listed(names)));
            return;
        }
        let mut rows = Vec::new();
        for near in [Near::Sentence, Near::Paragraph, Near::Article] {
            let here: Vec<&Joint> = joints.iter().filter(|joint| joint.near == near).collect();
            let words = format!("In one {}", near.word());
            let tail = if here.is_empty() { "none".to_owned() } else { articles(here.len()) };
            rows.push(Row { what: What::Heading, words, tail, lead: None });
            for joint in here {
                let spot = Spot { article: joint.place.article, at: joint.place.span.start };
                let tail = format!("{} {}", joint.source, self.day(joint.time));
                let lead = Some(Lead::Spot(spot));
                rows.push(Row { what: What::Plain, words: joint.words.clone(), tail, lead });
            }
        }
        let subject = Subject { entity, name: name.clone(), about: String::new(), articles: 0 };
        let more = if more { ", and more" } else { "" };
        let title = format!("{} together: {}{more}", listed(names), articles(joints.len()));
        let mut page = EntityPage { entity, of_one: false, name, subject, main: entity, title, rows, cursor: 0 };
        page.go(1);
        self.overlays.push(Overlay::Entity(page));
    }
}

/// Names as one says them: `A, B and C`.
fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

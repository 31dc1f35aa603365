//! Two entities together: the articles that name both, the nearest first, as a page whose rows lead to the place.

use super::Overlay;
use super::profile::{EntityPage, Lead, Row, What};
use crate::app::command::Command;
use crate::app::model::Model;
use crate::app::trail::Spot;
use crate::app::triage::articles;
use crate::news::entity::EntityId;
use crate::news::profile::{Joint, Near};

impl Model {
    /// Asks where two are named together.
    pub(in crate::app) fn ask_together(&mut self, one: EntityId, other: EntityId) {
        let ticket = self.ticket();
        self.joining = ticket;
        self.out.push(Command::Together { ticket, one, other, view: self.list.view.clone() });
    }

    /// The answer to that.
    pub(in crate::app) fn together(&mut self, one: EntityId, names: (String, String), joints: &[Joint], more: bool) {
        let (name, other) = names;
        if joints.is_empty() {
            self.status.say(format!("no article of this list names both {name} and {other}"));
            return;
        }
        let mut rows = Vec::new();
        for near in [Near::Sentence, Near::Paragraph, Near::Article] {
            let here: Vec<&Joint> = joints.iter().filter(|joint| joint.near == near).collect();
            if here.is_empty() {
                continue;
            }
            let words = format!("In one {}", near.word());
            rows.push(Row { what: What::Heading, words, tail: articles(here.len()), lead: None });
            for joint in here {
                let spot = Spot { article: joint.place.article, at: joint.place.span.start };
                let tail = format!("{} {}", joint.source, self.day(joint.time));
                let lead = Some(Lead::Spot(spot));
                rows.push(Row { what: What::Plain, words: joint.words.clone(), tail, lead });
            }
        }
        let title = format!("{name} with {other}{}", if more { ", and more" } else { "" });
        self.overlays.push(Overlay::Entity(EntityPage { entity: one, name, title, rows, cursor: 1 }));
    }
}

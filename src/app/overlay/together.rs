//! Several entities together: a page of the articles that name all of them, those that name them in one sentence first. Each row
//! leads to the position.

use super::entity_page::{EntityPage, Lead, PageRow, RowKind};
use crate::app::navigation::jump_list::Spot;
use crate::app::subject::Subject;
use crate::app::wording::{articles, listed};
use crate::app::workspace::Workspace;
use crate::news::entity::EntityId;
use crate::news::profile::{Joint, Near};

/// The page for an answer. `names` are the names of `all`, in order. The error is a message that no article names all of them.
pub fn page(
    cx: &Workspace<'_>,
    all: &[EntityId],
    names: &[String],
    joints: &[Joint],
    more: bool,
) -> Result<EntityPage, String> {
    let (Some(entity), Some(name)) = (all.first().copied(), names.first().cloned()) else {
        return Err("no entities to look for together".to_owned());
    };
    if joints.is_empty() {
        let whole = if cx.list.view.filter.is_all() { "no article" } else { "no article of this list" };
        let all = if names.len() == 2 { "both" } else { "all of" };
        return Err(format!("{whole} names {all} {}", listed(names)));
    }
    let mut rows = Vec::new();
    for near in [Near::Sentence, Near::Paragraph, Near::Article] {
        let here: Vec<&Joint> = joints.iter().filter(|joint| joint.near == near).collect();
        let tail = if here.is_empty() { "none".to_owned() } else { articles(here.len()) };
        rows.push(PageRow::new(RowKind::Heading, format!("In one {}", near.word()), tail, None));
        for joint in here {
            let spot = Spot { article: joint.place.article, at: joint.place.span.start };
            let tail = format!("{} {}", joint.source, cx.day(joint.time));
            rows.push(PageRow::new(RowKind::Plain, joint.words.clone(), tail, Some(Lead::Spot(spot))));
        }
    }
    let more = if more { ", and more" } else { "" };
    let title = format!("{} together: {}{more}", listed(names), articles(joints.len()));
    let subject = Subject::named(entity, name);
    let mut page = EntityPage { of_one: false, subject, main: entity, title, rows, cursor: 0 };
    page.go(1);
    Ok(page)
}

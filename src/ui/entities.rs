//! Draws the sidebar: the entities of the article by kind. A sign marks those with a mention on the text pane.

use ratatui::layout::Rect;

use super::paint::Paint;
use super::text::kind_role;
use crate::app::layout::{Pane, below_title};
use crate::app::model::Model;
use crate::app::sidebar::{Entry, SidebarRow};
use crate::config::theme::Role;
use crate::news::mention::Kind;
use crate::text::span::Span;

/// The heading of a kind.
fn heading(kind: Kind) -> &'static str {
    match kind {
        Kind::Person => "Persons",
        Kind::Institution => "Institutions",
        Kind::Place => "Places",
        Kind::Event => "Events",
        Kind::Other => "Other names",
    }
}

pub fn draw(model: &Model, area: Rect, paint: &mut Paint) {
    let has_keys = model.screen.active == Pane::Entities;
    let entries = &model.sidebar.entries;
    let right = if entries.is_empty() { String::new() } else { "here/all".to_owned() };
    paint.title(area, "Entities", &right, has_keys);
    let body = below_title(area);
    let Some(reader) = &model.reader else { return };
    if entries.is_empty() {
        let room = Rect { x: body.x + 1, y: body.y + 1, width: body.width.saturating_sub(2), height: body.height - 1 };
        let words = if reader.opened.whole { "No entity was found in this text." } else { "The names are being read." };
        paint.paragraph(room, words, Role::Dim);
        return;
    }
    let shown = reader.shown(model.screen.room());
    for (i, row) in model.sidebar.rows(usize::from(body.height)).enumerate() {
        let line = Rect { y: body.y + i as u16, height: 1, ..body };
        match row {
            SidebarRow::Heading(kind, count) => {
                let words = format!("{} {count}", heading(kind));
                paint.put(line.x + 1, line.y, line.width - 1, &words, Role::Dim);
            }
            SidebarRow::Entry(at) => {
                let Some(entry) = entries.get(at) else { continue };
                let visible = shown.is_some_and(|span| in_sight(model, entry, span));
                draw_entry(model, entry, visible, line, paint);
                if at == model.sidebar.cursor && has_keys {
                    paint.tint(line, Role::Cursor);
                    paint.put_styled(line.x, line.y, 1, paint.signs.cursor, paint.style(Role::BorderFocus));
                }
            }
        }
    }
}

/// Whether a mention of the entry begins in `span`, the part of the body that is on the screen.
fn in_sight(model: &Model, entry: &Entry, span: Span) -> bool {
    let Some(reader) = &model.reader else { return false };
    let all = &reader.opened.annotations.mentions;
    let start = |m: &u32| all.get(*m as usize).map_or(0, |m| m.span.start);
    let first = entry.mentions.partition_point(|m| start(m) < span.start);
    entry.mentions.get(first).is_some_and(|m| start(m) < span.end)
}

fn draw_entry(model: &Model, entry: &Entry, visible: bool, line: Rect, paint: &mut Paint) {
    let y = line.y;
    if model.sidebar.picked.contains(&entry.referent) {
        paint.put(line.x + 2, y, 1, paint.signs.picked, Role::Key);
    }
    if visible {
        paint.put(line.x + 1, y, 1, paint.signs.visible, Role::Visible);
    }
    let counts = format!("{}/{}", entry.mentions.len(), entry.articles);
    let mut right = paint.put_right(line.right(), y, 9, &counts, Role::Dim).saturating_sub(1);
    let mut mark = |on: bool, sign: &str, role: Role, paint: &mut Paint| {
        if on && right > line.x + 8 {
            right -= 1;
            paint.put(right, y, 1, sign, role);
        }
    };
    mark(entry.first, paint.signs.first, Role::FirstSeen, paint);
    mark(entry.watched, paint.signs.watched, Role::Watched, paint);
    mark(!entry.certain, paint.signs.uncertain, Role::Uncertain, paint);
    let x = line.x + 3;
    let room = right.saturating_sub(x + 1);
    let in_focus = model.navigation.focus.as_ref().is_some_and(|focus| focus.has(entry.referent));
    let mut style = paint.style(kind_role(entry.kind));
    if in_focus {
        style = style.patch(paint.style(Role::Focus));
    }
    let x = paint.put_styled(x, y, room, &entry.name, style);
    if let Some(role) = &entry.role
        && right.saturating_sub(x) > 6
    {
        paint.put(x + 1, y, right - x - 2, role, Role::Dim);
    }
}

//! The question who the other one is.

use ratatui::layout::{Position, Rect};

use super::boxes;
use super::jump::draw_hit;
use super::paint::Paint;
use crate::app::model::Model;
use crate::app::overlay::entity_picker::EntityPicker;
use crate::config::theme::Role;

pub fn draw(model: &Model, pick: &EntityPicker, area: Rect, paint: &mut Paint) -> Position {
    let height = (area.height - 1).min(14);
    let place = boxes::middle(area, 78, height);
    let place = Rect { y: area.y + (area.height - 1 - height).min(2), ..place };
    let inside = boxes::framed(place, &pick.title(), paint);
    let x = paint.put(inside.x, inside.y, 2, "> ", Role::Key);
    let cursor = paint.field(x, inside.y, inside.right().saturating_sub(x), pick.field.parts(), Role::Prompt);
    let rows = Rect { y: inside.y + 1, height: inside.height.saturating_sub(1), ..inside };
    if pick.hits.is_empty() {
        let words = match (&model.names.finder, pick.field.text().is_empty()) {
            (None, _) => "The index of names is being read …",
            (_, true) => "Type any part of a name.",
            (_, false) => "Nobody of that name.",
        };
        paint.paragraph(rows, words, Role::Dim);
    }
    let first = boxes::first_row(pick.cursor, pick.hits.len(), rows.height);
    for (i, hit) in pick.hits.iter().enumerate().skip(first).take(usize::from(rows.height)) {
        let line = Rect { y: rows.y + (i - first) as u16, height: 1, ..rows };
        draw_hit(hit, line, paint);
        if i == pick.cursor {
            paint.tint(line, Role::Cursor);
            paint.put_styled(line.x, line.y, 1, paint.signs.cursor, paint.style(Role::BorderFocus));
        }
    }
    cursor
}

//! Draws the picker of the other entity for a decision about two.

use ratatui::layout::{Position, Rect};

use super::jump::draw_hit;
use super::paint::Paint;
use super::popup;
use crate::app::model::Model;
use crate::app::overlay::entity_picker::EntityPicker;
use crate::config::theme::Role;

pub fn draw(model: &Model, picker: &EntityPicker, area: Rect, paint: &mut Paint) -> Position {
    let height = (area.height - 1).min(14);
    let place = popup::centred(area, 78, height);
    let place = Rect { y: area.y + (area.height - 1 - height).min(2), ..place };
    let inside = popup::frame(place, &picker.title(), paint);
    let x = paint.put(inside.x, inside.y, 2, "> ", Role::Key);
    let cursor = paint.field(x, inside.y, inside.right().saturating_sub(x), picker.field.parts(), Role::Prompt);
    let rows = Rect { y: inside.y + 1, height: inside.height.saturating_sub(1), ..inside };
    if picker.hits.is_empty() {
        let words = match (&model.names.finder, picker.field.text().is_empty()) {
            (None, _) => "The index of names is being loaded …",
            (_, true) => "Type any part of a name.",
            (_, false) => "No entity has such a name.",
        };
        paint.paragraph(rows, words, Role::Dim);
    }
    let first = popup::first_row(picker.cursor, picker.hits.len(), rows.height);
    for (i, hit) in picker.hits.iter().enumerate().skip(first).take(usize::from(rows.height)) {
        let line = Rect { y: rows.y + (i - first) as u16, height: 1, ..rows };
        draw_hit(hit, line, paint);
        if i == picker.cursor {
            paint.tint(line, Role::Cursor);
            paint.put_styled(line.x, line.y, 1, paint.signs.cursor, paint.style(Role::BorderFocus));
        }
    }
    cursor
}

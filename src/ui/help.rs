//! Draws the help: keys and what they do, filtered by what is typed.

use ratatui::layout::{Position, Rect};

use super::paint::Paint;
use super::popup;
use crate::app::model::Model;
use crate::app::overlay::help::{Help, HelpRow, Sign};
use crate::config::theme::Role;

pub fn draw(model: &Model, help: &Help, area: Rect, paint: &mut Paint) -> Position {
    let place = popup::centred(Rect { height: area.height - 1, ..area }, 84, area.height.saturating_sub(3).max(5));
    let inside = popup::frame(place, "Keys: type to filter, Enter runs the action", paint);
    let x = paint.put(inside.x, inside.y, 2, "> ", Role::Key);
    let cursor = paint.field(x, inside.y, inside.right().saturating_sub(x), help.filter.parts(), Role::Prompt);
    let rows = help.rows(&model.setup.keymap);
    let room = Rect { y: inside.y + 1, height: inside.height.saturating_sub(1), ..inside };
    if rows.is_empty() {
        paint.put(room.x, room.y, room.width, "No key matches.", Role::Dim);
    }
    let first = popup::first_row(help.cursor, rows.len(), room.height);
    // A third of the row for the keys, 8 to 22 cells.
    let keys = (room.width / 3).clamp(8, 22);
    for (i, row) in rows.iter().enumerate().skip(first).take(usize::from(room.height)) {
        let y = room.y + (i - first) as u16;
        match row {
            HelpRow::Title(title) => {
                paint.put(room.x, y, room.width, title, Role::Title);
            }
            HelpRow::Sign(sign, words) => {
                let sign = match sign {
                    Sign::Star => paint.signs.star,
                    Sign::Picked => paint.signs.picked,
                    Sign::Note => paint.signs.note,
                    Sign::Quote => paint.signs.quote,
                    Sign::Visible => paint.signs.visible,
                    Sign::First => paint.signs.first,
                    Sign::Watched => paint.signs.watched,
                    Sign::Uncertain => paint.signs.uncertain,
                };
                paint.put(room.x + 1, y, 1, sign, Role::Overlay);
                let x = room.x + keys + 2;
                paint.put(x, y, room.right().saturating_sub(x), words, Role::Dim);
            }
            HelpRow::Key(pressed, action) => {
                paint.put(room.x + 1, y, keys, pressed, Role::Key);
                let x = room.x + keys + 2;
                paint.put(x, y, room.right().saturating_sub(x), action.sentence(), Role::Overlay);
                if i == help.cursor {
                    paint.tint(Rect { y, height: 1, ..room }, Role::Cursor);
                }
            }
        }
    }
    cursor
}

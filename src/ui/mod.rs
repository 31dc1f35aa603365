//! The drawing: `&Model` → cells. Changes nothing, decides nothing; builds only the rows that are seen.
//!
//! One file per pane or overlay, with the names of `app`. Every word that is not the program's own goes through
//! `text::clean` on its way into a cell.

mod articles;
mod boxes;
mod dialogs;
mod entities;
mod entity_page;
mod entity_picker;
mod help;
mod jump;
mod mentions;
mod note;
mod paint;
mod signs;
mod status;
mod text;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::app::layout::LEAST;
use crate::app::model::Model;
use crate::app::overlay::Overlay;
use crate::config::theme::Role;
use crate::text::clean;
use paint::Paint;

/// Draws the whole screen.
pub fn view(model: &Model, frame: &mut Frame) {
    let area = frame.area();
    let cursor = draw(model, area, frame.buffer_mut());
    if let Some(cursor) = cursor {
        frame.set_cursor_position(cursor);
    }
}

/// Draws the screen into a buffer; answers with the place of the typing cursor, if something is typed.
pub fn draw(model: &Model, area: Rect, buffer: &mut Buffer) -> Option<Position> {
    let mut paint = Paint::new(model, buffer);
    paint.fill(area, Role::Text);
    let mut cursor = None;
    // The model may not know of a resize yet: the frame's size is what there is.
    if area.width < LEAST.0 || area.height < LEAST.1 || area != model.screen.area {
        too_small(model, area, &mut paint);
    } else {
        let panes = model.screen.panes();
        if let Some(at) = panes.articles {
            articles::draw(model, at, &mut paint);
        }
        if let Some(at) = panes.text {
            text::draw(model, at, &mut paint);
        }
        if let Some(at) = panes.entities {
            entities::draw(model, at, &mut paint);
        }
        for right in [panes.articles, panes.text].into_iter().flatten().map(Rect::right) {
            if right < area.right() {
                paint.column(right, area.y, area.height - 1, Role::Border);
            }
        }
        if let Some(at) = panes.status {
            cursor = status::draw(model, at, &mut paint);
        }
        for overlay in &model.overlays {
            cursor =
                overlaid(model, overlay, area, &mut paint).or(cursor.filter(|_| matches!(overlay, Overlay::Prompt(_))));
        }
    }
    if model.setup.ascii {
        in_ascii(area, buffer);
    }
    cursor
}

fn overlaid(model: &Model, overlay: &Overlay, area: Rect, paint: &mut Paint) -> Option<Position> {
    match overlay {
        Overlay::Jump(jump) => Some(jump::draw(model, jump, area, paint)),
        Overlay::Prompt(line) => {
            status::choices(line, area, paint);
            None
        }
        Overlay::Help(help) => Some(help::draw(model, help, area, paint)),
        Overlay::Note(note) => {
            note::draw(model, note, area, paint);
            None
        }
        Overlay::Notes(notes) => {
            note::list(model, notes, area, paint);
            None
        }
        Overlay::Export(export) => dialogs::export(export, area, paint),
        Overlay::Mentions(list) => {
            mentions::draw(model, list, area, paint);
            None
        }
        Overlay::Entity(page) => {
            entity_page::draw(page, area, paint);
            None
        }
        Overlay::Picker(pick) => Some(entity_picker::draw(model, pick, area, paint)),
        Overlay::Menu(menu) => {
            dialogs::menu(menu, area, paint);
            None
        }
        Overlay::Confirm(confirm) => {
            dialogs::confirm(confirm, area, paint);
            None
        }
        Overlay::Sheet(page) => {
            dialogs::page(page, area, paint);
            None
        }
    }
}

fn too_small(model: &Model, area: Rect, paint: &mut Paint) {
    if area == model.screen.area {
        let words = format!("Attaché needs {} columns and {} rows.", LEAST.0, LEAST.1);
        paint.paragraph(area, &words, Role::Text);
    }
}

/// Rewrites a finished screen in ASCII, cell by cell.
fn in_ascii(area: Rect, buffer: &mut Buffer) {
    for position in area.positions() {
        let Some(cell) = buffer.cell_mut(position) else { continue };
        if !cell.symbol().is_ascii() {
            let symbol = clean::ascii_cell(cell.symbol()).into_owned();
            // The second half of a wide character is a cell of its own now.
            for (x, c) in (position.x..).zip(symbol.chars()) {
                if let Some(cell) = buffer.cell_mut((x, position.y)) {
                    cell.set_char(c);
                }
            }
        }
    }
}

//! Drawing: `&Model` in, cells out. Drawing never changes the model and lays out only the rows on the screen.
//!
//! One file for each pane or overlay, named as in `app`. Text from articles, notes and files passes through
//! `text::clean` before it reaches a cell.

mod articles;
mod dialogs;
mod entities;
mod entity_page;
mod entity_picker;
mod help;
mod jump;
mod mentions;
mod note;
mod paint;
mod popup;
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

/// Draws the screen into a buffer. Returns the position of the text cursor if a text field has the keys.
pub fn draw(model: &Model, area: Rect, buffer: &mut Buffer) -> Option<Position> {
    let mut paint = Paint::new(model, buffer);
    paint.fill(area, Role::Text);
    let mut cursor = None;
    // A frame may come between a resize of the terminal and its message to the model. That frame stays blank.
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
                paint.vertical_line(right, area.y, area.height - 1, Role::Border);
            }
        }
        if let Some(at) = panes.status {
            cursor = status::draw(model, at, &mut paint);
        }
        for overlay in &model.overlays {
            cursor = draw_overlay(model, overlay, area, &mut paint)
                .or(cursor.filter(|_| matches!(overlay, Overlay::Prompt(_))));
        }
    }
    if model.setup.ascii {
        in_ascii(area, buffer);
    }
    cursor
}

fn draw_overlay(model: &Model, overlay: &Overlay, area: Rect, paint: &mut Paint) -> Option<Position> {
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
        Overlay::Picker(picker) => Some(entity_picker::draw(model, picker, area, paint)),
        Overlay::Menu(menu) => {
            dialogs::menu(menu, area, paint);
            None
        }
        Overlay::Confirm(confirm) => {
            dialogs::confirm(confirm, area, paint);
            None
        }
        Overlay::Sheet(sheet) => {
            dialogs::sheet(sheet, area, paint);
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

/// Replaces every cell that is not ASCII by its ASCII form, once everything is drawn.
fn in_ascii(area: Rect, buffer: &mut Buffer) {
    for position in area.positions() {
        let Some(cell) = buffer.cell_mut(position) else { continue };
        if !cell.symbol().is_ascii() {
            let symbol = clean::ascii_cell(cell.symbol()).into_owned();
            // The ASCII form of a wide character fills both of its cells.
            for (x, c) in (position.x..).zip(symbol.chars()) {
                if let Some(cell) = buffer.cell_mut((x, position.y)) {
                    cell.set_char(c);
                }
            }
        }
    }
}

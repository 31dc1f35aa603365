//! Draws the small overlays: the export dialog, menus, questions and sheets.

use ratatui::layout::{Position, Rect};

use super::paint::Paint;
use super::popup;
use crate::app::overlay::confirm::Confirm;
use crate::app::overlay::export::{ExportDialog, ExportRow};
use crate::app::overlay::menu::Menu;
use crate::app::overlay::sheet::Sheet;
use crate::config::theme::Role;
use crate::text::wrap::{Wrap, measure};

/// The export dialog. Returns the position of the text cursor if the row of the file is chosen.
pub fn export(dialog: &ExportDialog, area: Rect, paint: &mut Paint) -> Option<Position> {
    let place = popup::centred(area, 76, 8);
    let inside = popup::frame(place, "Export notes: Enter exports, Tab changes, Esc closes", paint);
    let mut cursor = None;
    for (i, row) in dialog.rows().iter().enumerate() {
        let y = inside.y + i as u16;
        if y >= inside.bottom() {
            break;
        }
        let (name, value) = match row {
            ExportRow::Scope => ("What", dialog.scopes.get(dialog.scope).map_or("", |scope| scope.1.as_str())),
            ExportRow::Format => ("Format", dialog.format().word()),
            ExportRow::Where => ("Where", if dialog.clipboard { "clipboard" } else { "file" }),
            ExportRow::Path => ("File", ""),
        };
        paint.put(inside.x, y, 8, name, Role::Dim);
        let x = inside.x + 8;
        let room = inside.right().saturating_sub(x);
        if *row == ExportRow::Path {
            let at = paint.field(x, y, room, dialog.path.parts(), Role::Prompt);
            cursor = (dialog.row == ExportRow::Path).then_some(at);
        } else {
            paint.put(x, y, room, value, Role::Overlay);
        }
        if *row == dialog.row {
            paint.tint(Rect { x: inside.x, y, width: 7, height: 1 }, Role::Cursor);
        }
    }
    cursor
}

/// A menu: one item on each row, after the key that chooses it.
pub fn menu(menu: &Menu, area: Rect, paint: &mut Paint) {
    let items = menu.items.len() as u16;
    let label = menu.items.iter().map(|item| measure(&item.label) as u16 + 7).max().unwrap_or(0);
    let width = if menu.text.is_empty() { label.max(40) } else { 72 }.min(area.width);
    let rows = if menu.text.is_empty() {
        0
    } else {
        Wrap::new(&menu.text, width.saturating_sub(4)).rows().take(40).count() as u16
    };
    let rows = rows.min(area.height.saturating_sub(items + 3));
    let inside = popup::frame(popup::centred(area, width, rows + items + 2), &menu.title, paint);
    if rows > 0 {
        paint.paragraph(Rect { height: rows, ..inside }, &menu.text, Role::Overlay);
    }
    let inside = Rect { y: inside.y + rows, height: inside.height.saturating_sub(rows), ..inside };
    let first = popup::first_row(menu.cursor, menu.items.len(), inside.height);
    for (i, item) in menu.items.iter().enumerate().skip(first).take(usize::from(inside.height)) {
        let line = Rect { y: inside.y + (i - first) as u16, height: 1, ..inside };
        paint.put(line.x, line.y, 1, item.key.encode_utf8(&mut [0; 4]), Role::Key);
        paint.put(line.x + 3, line.y, line.width.saturating_sub(3), &item.label, Role::Overlay);
        if i == menu.cursor {
            paint.tint(line, Role::Cursor);
        }
    }
}

/// A question, with the keys for yes and no below it.
pub fn confirm(confirm: &Confirm, area: Rect, paint: &mut Paint) {
    let widest = confirm.question.lines().map(measure).max().unwrap_or(0);
    let width = (widest as u16 + 4).clamp(24, 70).min(area.width);
    let rows = Wrap::new(&confirm.question, width.saturating_sub(4)).rows().take(12).count() as u16;
    let inside = popup::frame(popup::centred(area, width, rows + 3), "Sure?", paint);
    paint.paragraph(Rect { height: rows.min(inside.height), ..inside }, &confirm.question, Role::Overlay);
    let y = (inside.y + rows).min(inside.bottom().saturating_sub(1));
    let mut x = inside.x;
    for (key, words) in [("y", "yes"), ("n", "no")] {
        x = paint.put(x, y, inside.right().saturating_sub(x), key, Role::Key);
        x = paint.put(x + 1, y, inside.right().saturating_sub(x + 1), words, Role::Overlay) + 2;
    }
}

/// A sheet: as high as its text, up to the height of the screen.
pub fn sheet(sheet: &Sheet, area: Rect, paint: &mut Paint) {
    let width = area.width.min(78);
    let inner = width.saturating_sub(4);
    // Only the lines that can be in sight are wrapped.
    let shown = sheet.lines.iter().skip(sheet.top).take(usize::from(area.height));
    let rows: usize = shown.clone().map(|line| Wrap::new(line, inner).rows().take(20).count()).sum();
    let height = (rows.max(1) as u16 + 2).min(area.height.saturating_sub(2)).max(4);
    let inside = popup::frame(popup::centred(area, width, height), &sheet.title, paint);
    let mut y = inside.y;
    for line in shown {
        if y >= inside.bottom() {
            break;
        }
        y += paint.paragraph(Rect { y, height: inside.bottom() - y, ..inside }, line, Role::Overlay);
    }
    if sheet.lines.is_empty() {
        paint.put(inside.x, inside.y, inside.width, "There are no messages yet.", Role::Dim);
    }
}

//! Popups: the areas that overlays draw over the panes.

use ratatui::layout::Rect;

use super::paint::Paint;
use crate::config::theme::Role;

/// Clears the area of a popup without a frame.
pub fn background(area: Rect, paint: &mut Paint) {
    paint.fill(area, Role::Overlay);
}

/// Clears the area of a popup and draws a frame with a title. Returns the area inside, one blank column from the frame.
pub fn frame(area: Rect, title: &str, paint: &mut Paint) -> Rect {
    paint.fill(area, Role::Overlay);
    let [top_left, top_right, bottom_left, bottom_right, across, down] = paint.signs.frame;
    let (right, bottom) = (area.right().saturating_sub(1), area.bottom().saturating_sub(1));
    for x in area.x..area.right() {
        paint.put(x, area.y, 1, across, Role::OverlayBorder);
        paint.put(x, bottom, 1, across, Role::OverlayBorder);
    }
    for y in area.y..area.bottom() {
        paint.put(area.x, y, 1, down, Role::OverlayBorder);
        paint.put(right, y, 1, down, Role::OverlayBorder);
    }
    for (x, y, sign) in [
        (area.x, area.y, top_left),
        (right, area.y, top_right),
        (area.x, bottom, bottom_left),
        (right, bottom, bottom_right),
    ] {
        paint.put(x, y, 1, sign, Role::OverlayBorder);
    }
    let words = format!(" {title} ");
    paint.put(area.x + 1, area.y, area.width.saturating_sub(2), &words, Role::Title);
    Rect { x: area.x + 2, y: area.y + 1, width: area.width.saturating_sub(4), height: area.height.saturating_sub(2) }
}

/// An area of `width` × `height` cells in the middle of `area`, no larger than it.
pub fn centred(area: Rect, width: u16, height: u16) -> Rect {
    let (width, height) = (width.min(area.width), height.min(area.height));
    Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 2, width, height }
}

/// The index of the first of `len` rows to show on `height` rows: the cursor is in the middle, except near the ends.
pub fn first_row(cursor: usize, len: usize, height: u16) -> usize {
    let height = usize::from(height).max(1);
    cursor.saturating_sub(height / 2).min(len.saturating_sub(height))
}

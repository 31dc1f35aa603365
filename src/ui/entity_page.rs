//! Draws the page of an entity.

use ratatui::layout::Rect;

use super::paint::Paint;
use super::popup;
use crate::app::overlay::entity_page::{EntityPage, PageRow, RowKind};
use crate::config::theme::Role;

pub fn draw(page: &EntityPage, area: Rect, paint: &mut Paint) {
    let height = (page.rows.len() as u16).saturating_add(2).min(area.height.saturating_sub(2)).max(4);
    let place = popup::centred(Rect { height: area.height - 1, ..area }, 84, height);
    let inside = popup::frame(place, &page.title, paint);
    let first = popup::first_row(page.cursor, page.rows.len(), inside.height);
    for (i, row) in page.rows.iter().enumerate().skip(first).take(usize::from(inside.height)) {
        let at = Rect { y: inside.y + (i - first) as u16, height: 1, ..inside };
        draw_row(row, at, paint);
        if i == page.cursor {
            paint.tint(at, Role::Cursor);
            paint.put_styled(at.x, at.y, 1, paint.signs.cursor, paint.style(Role::BorderFocus));
        }
    }
}

fn draw_row(row: &PageRow, at: Rect, paint: &mut Paint) {
    let (x, y) = (at.x + 1, at.y);
    let role = match &row.kind {
        RowKind::Heading => Role::Title,
        RowKind::Change => Role::Notice,
        RowKind::Empty => Role::Dim,
        RowKind::Days(columns) => {
            draw_days(columns, Rect { x: x + 1, ..at }, paint);
            return;
        }
        RowKind::Plain | RowKind::Bar(_) => Role::Overlay,
    };
    let right = paint.put_right(at.right(), y, at.width / 2, &row.tail, Role::Dim).saturating_sub(1);
    let indent = u16::from(row.kind != RowKind::Heading);
    let mut room = right.saturating_sub(x + indent);
    if let RowKind::Bar(share) = row.kind {
        let longest = (room / 3).min(24);
        let cells = (u16::from(share) * longest).div_ceil(100);
        for x in right - longest..right - longest + cells {
            paint.put(x, y, 1, paint.signs.bar, Role::Progress);
        }
        room = room.saturating_sub(longest + 1);
    }
    paint.put(x + indent, y, room, &row.words, role);
}

/// A bar chart on one row. A column is a day, or several days where there are more days than columns.
fn draw_days(columns: &[u32], at: Rect, paint: &mut Paint) {
    let most = columns.iter().max().copied().unwrap_or(0).max(1);
    let levels = paint.signs.levels;
    for (x, count) in (at.x..at.right()).zip(columns) {
        // Rounded up: a single mention already has the lowest level.
        let level = (u64::from(*count) * levels.len() as u64).div_ceil(u64::from(most)) as usize;
        let sign = level.checked_sub(1).and_then(|level| levels.get(level)).copied().unwrap_or(paint.signs.none);
        paint.put(x, at.y, 1, sign, Role::Progress);
    }
}

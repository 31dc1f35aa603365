//! Draws the concordance: one mention on each row, all in one column, with the words before and after it.

use ratatui::layout::Rect;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::articles::moment;
use super::paint::Paint;
use super::popup;
use crate::app::model::Model;
use crate::app::overlay::mentions::Concordance;
use crate::config::theme::Role;
use crate::news::entity::MentionLine;
use crate::text::clean;

pub fn draw(model: &Model, list: &Concordance, area: Rect, paint: &mut Paint) {
    let place = popup::centred(Rect { height: area.height - 1, ..area }, 140, area.height.saturating_sub(3).max(5));
    let more = if list.more { " and more" } else { "" };
    let title = format!("{}: {}{more} mentions {}", list.name, list.lines.len(), list.by.words());
    let inside = popup::frame(place, &title, paint);
    if list.lines.is_empty() {
        paint.put(inside.x, inside.y, inside.width, "No article of this list mentions it.", Role::Dim);
    }
    let first = popup::first_row(list.cursor, list.lines.len(), inside.height);
    for (i, (number, line)) in list.lines.iter().enumerate().skip(first).take(usize::from(inside.height)) {
        let at = Rect { y: inside.y + (i - first) as u16, height: 1, ..inside };
        draw_row(model, line, at, paint);
        if list.picked.contains(number) {
            paint.put(at.x, at.y, 1, paint.signs.picked, Role::Picked);
        }
        if i == list.cursor {
            paint.tint(at, Role::Cursor);
            paint.put_styled(at.x, at.y, 1, paint.signs.cursor, paint.style(Role::BorderFocus));
        }
    }
}

fn draw_row(model: &Model, line: &MentionLine, at: Rect, paint: &mut Paint) {
    let (mut x, y) = (at.x + 1, at.y);
    if at.width >= 60 {
        paint.put(x, y, 6, &moment(&model.setup.zone, line.time, false), Role::Dim);
        paint.put_clipped(x + 7, y, 6, &line.source, Role::Dim);
        x += 14;
    }
    draw_line(line, Rect { x, y, width: at.right().saturating_sub(x), height: 1 }, paint);
}

/// A mention with the words around it, on one row.
pub fn draw_line(line: &MentionLine, at: Rect, paint: &mut Paint) {
    let (x, y) = (at.x, at.y);
    // All mentions begin in one column, at two fifths of the row: the words after them are read more than those before.
    let room = at.right().saturating_sub(x);
    let middle = x + room * 2 / 5;
    put_before(x, middle, y, &line.before, paint);
    let end = paint.put(middle, y, at.right().saturating_sub(middle), &line.words, Role::Focus);
    paint.put(end, y, at.right().saturating_sub(end), &line.after, Role::Overlay);
}

/// The words before a mention. They end before column `right`; where they are too long, their beginning is cut.
fn put_before(from: u16, right: u16, y: u16, words: &str, paint: &mut Paint) {
    let room = usize::from(right.saturating_sub(from));
    let (mut cells, mut start) = (0, words.len());
    for (at, grapheme) in words.grapheme_indices(true).rev() {
        cells += clean::cell(grapheme).width();
        if cells > room {
            break;
        }
        start = at;
    }
    paint.put_right(right, y, right.saturating_sub(from), words.get(start..).unwrap_or(""), Role::Dim);
}

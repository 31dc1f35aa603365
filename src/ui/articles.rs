//! Draws the list of articles: one row for each article and, below the row under the cursor, its lede and its first entities.

use jiff::tz::TimeZone;
use ratatui::layout::Rect;

use super::paint::Paint;
use crate::app::layout::{Pane, below_title};
use crate::app::model::Model;
use crate::config::theme::Role;
use crate::news::article::Revision;
use crate::news::list_row::ListRow;
use crate::news::time::Timestamp;
use crate::news::triage::{Sort, State};
use crate::text::wrap::Wrap;

pub fn draw(model: &Model, area: Rect, paint: &mut Paint) {
    let list = &model.list;
    let has_keys = model.screen.active == Pane::Articles;
    let mut left = "Articles".to_owned();
    if !list.view.filter.is_all() {
        left = format!("{left} {} {}", paint.signs.dot, list.view.filter.text());
    }
    match list.view.sort {
        Sort::Newest => {}
        Sort::Oldest => left.push_str(", oldest first"),
        Sort::Score => left.push_str(", by points"),
    }
    let mut right = format!("{}/{}", list.number(), list.len());
    if let Some(undecided) = list.undecided.filter(|_| area.width >= 30) {
        right = format!("{undecided} undecided {right}");
    }
    if !list.picked.is_empty() {
        right = format!("{} marked {right}", list.picked.len());
    }
    paint.title(area, &left, &right, has_keys);
    let body = below_title(area);
    if list.is_empty() {
        draw_empty(model, body, paint);
        return;
    }
    let (_, extra) = model.screen.list_room();
    let mut y = body.y;
    for (at, id) in list.ids().iter().enumerate().skip(list.top()) {
        if y >= body.bottom() {
            break;
        }
        let line = Rect { y, height: 1, ..body };
        let here = at == list.cursor();
        let picked = list.picked.contains(id);
        let row = list.row(*id);
        draw_row(model, row, line, picked, paint);
        if here {
            paint.tint(line, if has_keys { Role::Cursor } else { Role::CursorAway });
            paint.put_styled(line.x, y, 1, paint.signs.cursor, paint.style(Role::BorderFocus));
        } else if picked {
            paint.tint(line, Role::Picked);
        }
        y += 1;
        if here && extra > 0 {
            let room = Rect { y, height: (extra as u16).min(body.bottom() - y), ..body };
            if let Some(row) = row {
                detail(row, room, paint);
            }
            y += room.height;
        }
    }
}

/// Says why the list is empty.
fn draw_empty(model: &Model, area: Rect, paint: &mut Paint) {
    let words = if !model.list.answered {
        "Opening the archive …"
    } else if model.status.progress.is_some() {
        "The first articles are being imported."
    } else if model.list.view.filter.is_all() {
        "The archive is empty. Import files or folders with :import PATH, or name them at the start: attache PATH…"
    } else {
        "No article matches. F shows the next filter, / changes the query."
    };
    let area = Rect {
        x: area.x + 1,
        y: area.y + 1,
        width: area.width.saturating_sub(2),
        height: area.height.saturating_sub(1),
    };
    paint.paragraph(area, words, Role::Dim);
}

/// The colour role of a triage state.
pub fn state_role(state: State) -> Role {
    match state {
        State::New => Role::New,
        State::Read => Role::Read,
        State::Later => Role::Later,
        State::Kept => Role::Kept,
        State::Dismissed => Role::Dismissed,
    }
}

fn draw_row(model: &Model, row: Option<&ListRow>, line: Rect, picked: bool, paint: &mut Paint) {
    let Some(row) = row else {
        paint.put(line.x + 3, line.y, 1, "…", Role::Dim);
        return;
    };
    let y = line.y;
    let role = state_role(row.state);
    if picked {
        paint.put(line.x, y, 1, paint.signs.picked, Role::Picked);
    }
    paint.put(line.x + 1, y, 1, paint.signs.state(row.state), role);
    if row.star {
        paint.put(line.x + 2, y, 1, paint.signs.star, Role::Star);
    }
    let mut x = line.x + 3;
    if model.list.view.sort == Sort::Score {
        let points = row.score.map_or(String::new(), |score| format!("{score:.0}"));
        paint.put(x, y, 4, &points, Role::Score);
        x += 5;
    }
    let wide = line.width >= 64;
    let time = moment(&model.setup.zone, row.time, wide);
    paint.put(x, y, if wide { 12 } else { 6 }, &time, Role::Dim);
    x += if wide { 13 } else { 7 };
    if line.width >= 36 {
        let room = match line.width {
            ..48 => 5,
            48..64 => 8,
            _ => 12,
        };
        paint.put_clipped(x, y, room, &row.source, Role::Dim);
        x += room + 1;
    }
    let mut right = line.right();
    let mut tail = String::new();
    if row.copies > 0 {
        tail = format!("+{}", row.copies);
    }
    if row.notes > 0 {
        tail = format!("{tail}{}{}", paint.signs.note, row.notes);
    }
    if !tail.is_empty() {
        right = paint.put_right(right, y, 8, &tail, Role::Dim).saturating_sub(1);
    }
    if row.watched {
        right = paint.put_right(right, y, 1, paint.signs.watched, Role::Watched).saturating_sub(1);
    }
    let mark = match row.revision {
        Revision::First => "",
        Revision::Update => "UPD ",
        Revision::Correction => "CORR ",
        Revision::Kill => "KILL ",
    };
    x = paint.put(x, y, right.saturating_sub(x), mark, Role::Warning);
    x = paint.put(x, y, right.saturating_sub(x), &row.headline, role);
    for tag in &row.tags {
        if right.saturating_sub(x) > 4 {
            x = paint.put(x + 1, y, right - x - 1, &format!("#{tag}"), Role::Tag);
        }
    }
}

/// At most two rows of the lede, then one row of entities.
fn detail(row: &ListRow, area: Rect, paint: &mut Paint) {
    let area = Rect { x: area.x + 3, width: area.width.saturating_sub(4), ..area };
    let rows: Vec<_> = Wrap::new(&row.lede, area.width).rows().filter(|row| !row.span.is_empty()).take(3).collect();
    for (i, lede) in rows.iter().take(usize::from(area.height).min(2)).enumerate() {
        // The second row takes the rest of the lede and is cut with an ellipsis.
        let span = if i == 1 && rows.len() > 2 {
            lede.span.join(crate::text::span::Span { start: lede.span.end, end: row.lede.len() as u32 })
        } else {
            lede.span
        };
        paint.put(area.x, area.y + i as u16, area.width, span.slice(&row.lede), Role::Dim);
    }
    let below = rows.len().min(2) as u16;
    if area.height > below && !row.entities.is_empty() {
        let names: Vec<&str> = row.entities.iter().map(|(_, name)| name.as_str()).collect();
        let names = names.join(&format!(" {} ", paint.signs.dot));
        paint.put(area.x, area.y + below, area.width, &names, Role::Person);
    }
}

/// The date in `zone`, with the time of day if `clock`: `24 Nov`, `24 Nov 14:05`.
pub fn moment(zone: &TimeZone, time: Timestamp, clock: bool) -> String {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let Ok(at) = jiff::Timestamp::from_second(time.0) else { return String::new() };
    let at = zone.to_datetime(at);
    let month = MONTHS.get(at.month() as usize - 1).copied().unwrap_or("");
    let day = format!("{:>2} {month}", at.day());
    if clock { format!("{day} {:02}:{:02}", at.hour(), at.minute()) } else { day }
}

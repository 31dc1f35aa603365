//! Draws the status line. Left: the prompt, else pending keys, else a notice, else hints. Right: the entity in focus, the
//! progress of a job, changes that the archive has not kept yet, and why it keeps nothing, if so.

use ratatui::layout::{Position, Rect};

use super::paint::Paint;
use super::popup;
use crate::app::keys::Naming;
use crate::app::layout::Pane;
use crate::app::model::Model;
use crate::app::navigation::focus::FocusPosition;
use crate::app::overlay::Overlay;
use crate::app::overlay::prompt::PromptLine;
use crate::app::status::Weight;
use crate::config::action::Action;
use crate::config::scope;
use crate::config::theme::Role;
use crate::text::wrap::measure;

pub fn draw(model: &Model, area: Rect, paint: &mut Paint) -> Option<Position> {
    paint.fill(area, Role::Status);
    let area = draw_obstacle(model, area, paint);
    let prompt =
        model.overlays.iter().rev().find_map(|o| if let Overlay::Prompt(line) = o { Some(line) } else { None });
    if let Some(line) = prompt {
        return Some(draw_prompt(line, model, area, paint));
    }
    // A notice, or the hints of an overlay, hides the name in focus where there is no room for both.
    let wanted = match &model.status.now {
        Some(notice) => measure(&notice.text),
        None if !model.overlays.is_empty() => usize::from(area.width),
        None => 0,
    };
    let from = draw_right(model, wanted, area, paint);
    let room = from.saturating_sub(area.x + 1);
    if !model.keys.pending.is_empty() {
        pending(model, area, room, paint);
    } else if let Some(naming) = model.keys.naming {
        let words =
            if naming == Naming::Set { "set a mark: press its letter" } else { "go to a mark: press its letter" };
        paint.put(area.x + 1, area.y, room, words, Role::Status);
    } else if let Some(notice) = &model.status.now {
        let role = match notice.weight {
            Weight::Plain => Role::Notice,
            Weight::Warning => Role::Warning,
            Weight::Error => Role::Error,
        };
        paint.put(area.x + 1, area.y, room, &notice.text, role);
    } else {
        hints(model, area, room, paint);
    }
    None
}

/// Why the archive keeps nothing, at the right end of the line as long as it lasts. Returns what is left of the line.
fn draw_obstacle(model: &Model, area: Rect, paint: &mut Paint) -> Rect {
    let Some(obstacle) = model.status.obstacle else { return area };
    let from = paint.put_right(area.right(), area.y, area.width, &format!(" {} ", obstacle.sign()), Role::Error);
    Rect { width: from.saturating_sub(area.x), ..area }
}

/// The entity in focus and the progress of a job. `wanted` is the number of cells that the left side needs. Returns the column
/// at which the right side begins.
fn draw_right(model: &Model, wanted: usize, area: Rect, paint: &mut Paint) -> u16 {
    let mut from = area.right();
    let late = model.requests.late_changes();
    if late > 0 {
        let changes = if late == 1 { "change" } else { "changes" };
        from =
            paint.put_right(from, area.y, area.width / 2, &format!(" {late} {changes} not kept yet "), Role::Warning);
    }
    if let Some(progress) = &model.status.progress {
        let of = progress.of.map_or(String::new(), |of| format!("/{of}"));
        let words = format!(" {} {}{of} ", progress.doing, progress.done);
        from = paint.put_right(from, area.y, area.width / 2, &words, Role::Progress);
    }
    let (Some(focus), Some(position)) = (&model.navigation.focus, model.focus_position()) else { return from };
    // Where there is no room for both, the numbers are shown and the name is not.
    let words = format!(" {} ", position_words(position, paint.signs.dot));
    let number = paint.put_right(from, area.y, from - area.x, &words, Role::StatusFocus);
    let room = ((from - area.x) * 3 / 4).saturating_sub(from - number);
    let left = usize::from(number.saturating_sub(area.x)).saturating_sub(wanted + 2);
    let room = if wanted > 0 && left < measure(&focus.name) { 0 } else { room };
    let from = paint.put_right(number, area.y, room, &focus.name, Role::StatusFocus);
    from.saturating_sub(1).max(area.x)
}

/// The position in the focus: `3/17 · article 2/5`.
fn position_words(position: FocusPosition, dot: &str) -> String {
    let here = format!("{}/{}", position.mention, position.mentions);
    match (position.articles, position.article) {
        (None, _) => here,
        (Some(count), 0) => format!("{here} {dot} in {count} articles"),
        (Some(count), number) => format!("{here} {dot} article {number}/{count}"),
    }
}

/// The pending keys, and the keys that may follow with their actions.
fn pending(model: &Model, area: Rect, room: u16, paint: &mut Paint) {
    let end = area.x + 1 + room;
    let mut x = area.x + 1;
    for key in &model.keys.pending {
        x = paint.put(x, area.y, end.saturating_sub(x), &key.to_string(), Role::Key);
    }
    for (keys, action) in &model.keys.may_follow {
        if end.saturating_sub(x) < 8 {
            break;
        }
        x = paint.put(x + 2, area.y, end - x - 2, &keys.to_string(), Role::Key);
        let words = action.words();
        x = paint.put(x + 1, area.y, end.saturating_sub(x + 1), &words, Role::Status);
    }
}

/// The entity under the cursor, else the keys needed most in the pane or the overlay.
fn hints(model: &Model, area: Rect, room: u16, paint: &mut Paint) {
    let end = area.x + 1 + room;
    let mut x = area.x + 1;
    let context = model.context();
    if model.overlays.is_empty() {
        let entity = entity_under_cursor(model);
        if !entity.is_empty() {
            paint.put(x, area.y, room, &entity, Role::Dim);
            return;
        }
    }
    let wanted = match model.overlays.last() {
        None => scope::PANE_HINTS,
        Some(Overlay::Jump(jump)) => {
            let accept = if jump.picked.is_empty() { "jumps" } else { "jumps to all that are marked" };
            let pick = model.setup.keymap.key_for(context, Action::Pick).map_or(String::new(), ToString::to_string);
            let words = format!("Enter {accept}  {pick} marks  Esc closes  > articles  ~ notes  # tag  : command");
            paint.put(x, area.y, room, &words, Role::Dim);
            return;
        }
        Some(overlay) => overlay.hints(),
    };
    for &(action, words) in wanted {
        let Some(key) = model.setup.keymap.key_for(context, action) else { continue };
        if end.saturating_sub(x) < words.len() as u16 + 6 {
            break;
        }
        x = paint.put(x, area.y, end - x, &key.to_string(), Role::Key);
        x = paint.put(x + 1, area.y, end.saturating_sub(x + 1), words, Role::Dim) + 2;
    }
}

/// The entity under the cursor of the sidebar or the text: name, role, whether the link is certain, kind, number of articles.
fn entity_under_cursor(model: &Model) -> String {
    let entry = match model.screen.active {
        Pane::Articles => None,
        Pane::Text => model.workspace().mention_here().and_then(|(_, chain)| model.sidebar.of_chain(chain)),
        Pane::Entities => model.sidebar.current(),
    };
    let Some(entry) = entry else { return String::new() };
    let mut words = entry.name.clone();
    if let Some(role) = &entry.role {
        words = format!("{words}, {role}");
    }
    let certain = if entry.certain { "" } else { "uncertain, " };
    let first = if entry.first { "first seen here" } else { "known" };
    let count = entry.articles;
    words = format!("{words} ({certain}{}, {first}, in {count} article", entry.kind.word());
    if count == 1 { words + ")" } else { words + "s)" }
}

/// The prompt: the line being typed and, on the right, what is wrong with it or the number of the match. Returns the position of
/// the text cursor.
fn draw_prompt(line: &PromptLine, model: &Model, area: Rect, paint: &mut Paint) -> Position {
    let mut right = area.right();
    let count = model.reader.as_ref().and_then(|r| r.find.as_ref()).filter(|_| line.prompt.sign() == "/");
    if let Some((_, wrong)) = &line.wrong {
        right = paint.put_right(right, area.y, area.width * 2 / 3, wrong, Role::Error).saturating_sub(1);
    } else if let Some(find) = count.filter(|find| !find.words.is_empty()) {
        let here = model.reader.as_ref().and_then(|r| find.number(r.cursor)).unwrap_or(0);
        let words = format!("{here}/{}", find.places.len());
        let role = if find.places.is_empty() { Role::Warning } else { Role::Notice };
        right = paint.put_right(right, area.y, 14, &words, role).saturating_sub(1);
    }
    let x = paint.put(area.x, area.y, area.width, line.prompt.sign(), Role::Key);
    let room = right.saturating_sub(x + 1);
    let cursor = paint.field(x, area.y, room, line.field.parts(), Role::Prompt);
    if let Some((at, _)) = &line.wrong {
        // Marks the place of the mistake, if it is in sight.
        let before = line.field.text().get(..*at).map_or(0, measure) as u16;
        if before < room {
            paint.tint(Rect { x: x + before, y: area.y, width: 1, height: 1 }, Role::Error);
        }
    }
    cursor
}

/// The completions that Tab offers, above the status line.
pub fn choices(line: &PromptLine, area: Rect, paint: &mut Paint) {
    if line.choices.is_empty() {
        return;
    }
    let height = (line.choices.len() as u16).min(8).min(area.height.saturating_sub(3));
    let widest = line.choices.iter().map(String::len).max().unwrap_or(0) as u16;
    let width = (widest + 2).min(area.width);
    let at = Rect { x: area.x, y: area.bottom() - 1 - height, width, height };
    popup::background(at, paint);
    let first = line.choice().map_or(0, |at| at.saturating_sub(usize::from(height) - 1));
    for (i, choice) in line.choices.iter().enumerate().skip(first).take(usize::from(height)) {
        let y = at.y + (i - first) as u16;
        paint.put(at.x + 1, y, at.width.saturating_sub(1), choice, Role::Overlay);
        if line.choice() == Some(i) {
            paint.tint(Rect { y, height: 1, ..at }, Role::Cursor);
        }
    }
}

//! Draws the jump bar: the field, the hits, and a mention of the hit under the cursor.

use ratatui::layout::{Position, Rect};
use unicode_segmentation::UnicodeSegmentation;

use super::articles::moment;
use super::mentions;
use super::paint::Paint;
use super::popup;
use super::text::kind_role;
use crate::app::model::Model;
use crate::app::navigation::focus::names;
use crate::app::overlay::jump::{GLANCE, Glance, Jump, Sigil};
use crate::config::theme::Role;
use crate::name_index::hit::Hit;

pub fn draw(model: &Model, jump: &Jump, area: Rect, paint: &mut Paint) -> Position {
    let height = (area.height - 1).min(16);
    let wide = area.width >= GLANCE && height >= 10;
    let place = popup::centred(area, if wide { GLANCE - 2 } else { 78 }, height);
    let place = Rect { y: area.y + (area.height - 1 - height).min(2), ..place };
    let title = match jump.picked.as_slice() {
        [] => "Jump to".to_owned(),
        several => format!("Jump to {} marked: {}", several.len(), names(several)),
    };
    let inside = popup::frame(place, &title, paint);
    let x = paint.put(inside.x, inside.y, 2, "> ", Role::Key);
    let role = if jump.selected { Role::Selection } else { Role::Prompt };
    let cursor = paint.field(x, inside.y, inside.right().saturating_sub(x), jump.field.parts(), role);
    let below = if wide { 3 } else { 0 };
    let rows = Rect { y: inside.y + 1, height: inside.height.saturating_sub(1 + below), ..inside };
    if let Some(words) = placeholder(model, jump) {
        paint.paragraph(rows, &words, Role::Dim);
        return cursor;
    }
    let first = popup::first_row(jump.cursor, jump.hits.len(), rows.height);
    for (i, hit) in jump.hits.iter().enumerate().skip(first).take(usize::from(rows.height)) {
        let line = Rect { y: rows.y + (i - first) as u16, height: 1, ..rows };
        draw_hit(hit, line, paint);
        if i == jump.cursor {
            paint.tint(line, Role::Cursor);
            paint.put_styled(line.x, line.y, 1, paint.signs.cursor, paint.style(Role::BorderFocus));
        }
        if jump.picked.iter().any(|(entity, _)| *entity == hit.entity) {
            paint.put(line.x + 1, line.y, 1, paint.signs.picked, Role::Key);
        }
    }
    let under = jump.hits.get(jump.cursor).map(|hit| hit.entity);
    if let Some(glance) = jump.glance.as_ref().filter(|glance| wide && Some(glance.entity) == under) {
        draw_glance(model, glance, Rect { y: rows.bottom() + 1, height: 2, ..rows }, paint);
    }
    cursor
}

/// Two rows: date and headline of an article, and a mention of the entity under the cursor in it.
fn draw_glance(model: &Model, glance: &Glance, area: Rect, paint: &mut Paint) {
    let when = moment(&model.setup.zone, glance.line.time, false);
    let x = paint.put(area.x, area.y, 6, &when, Role::Dim) + 1;
    paint.put(x, area.y, area.right().saturating_sub(x), &glance.headline, Role::Overlay);
    mentions::draw_line(&glance.line, Rect { y: area.y + 1, height: 1, ..area }, paint);
}

/// The text shown in place of the hits, if there are none.
fn placeholder(model: &Model, jump: &Jump) -> Option<String> {
    let (sigil, words) = jump.sigil();
    Some(match sigil {
        Sigil::Articles => "Enter shows the articles with these words.".to_owned(),
        Sigil::Tags => "Enter shows the articles with this tag.".to_owned(),
        Sigil::Notes => "Enter shows the notes with these words.".to_owned(),
        Sigil::Commands => "Enter continues in the command line.".to_owned(),
        Sigil::Entities if !jump.hits.is_empty() => return None,
        Sigil::Entities => match model.names.finder.as_ref().map(|finder| finder.len()) {
            None => "The index of names is being loaded …".to_owned(),
            Some(0) => "No names are known yet: the archive is empty or still being read.".to_owned(),
            Some(_) if words.is_empty() => "Type any part of a name, as you remember it or heard it.".to_owned(),
            Some(count) => format!(
                "None of the {count} names of the archive is like \"{words}\". Enter searches the articles for these words; ~ before \
                 them searches the notes, # the tags."
            ),
        },
    })
}

/// A hit: the name, and the alias that matched if it is another one; on the right, kind and number of articles.
pub fn draw_hit(hit: &Hit, line: Rect, paint: &mut Paint) {
    let y = line.y;
    let here = if hit.in_article { "here " } else { "" };
    let watched = if hit.watched { paint.signs.watched } else { "" };
    let tail = format!("{watched} {here}{} {}", hit.kind.word(), hit.articles);
    let right = paint.put_right(line.right(), y, line.width / 2, tail.trim_start(), Role::Dim).saturating_sub(1);
    let x = line.x + 2;
    let same = hit.alias == hit.name;
    let role = kind_role(hit.kind);
    if same {
        draw_alias(hit, x, y, right, role, paint);
        return;
    }
    let x = paint.put(x, y, right.saturating_sub(x), &hit.name, role);
    let x = paint.put(x + 1, y, right.saturating_sub(x + 1), "via", Role::Dim);
    draw_alias(hit, x + 1, y, right, Role::Overlay, paint);
}

/// The alias of a hit, with the matched letters highlighted.
fn draw_alias(hit: &Hit, x: u16, y: u16, right: u16, role: Role, paint: &mut Paint) {
    let (plain, marked) = (paint.style(role), paint.style(role).patch(paint.style(Role::Hit)));
    let mut x = x;
    for (at, grapheme) in hit.alias.grapheme_indices(true) {
        let style = if hit.marks.iter().any(|mark| mark.contains(at as u32)) { marked } else { plain };
        x = paint.grapheme(x, y, right, grapheme, style);
    }
}

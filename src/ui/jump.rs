//! The jump bar: what is typed, and who may be meant.

use ratatui::layout::{Position, Rect};
use unicode_segmentation::UnicodeSegmentation;

use super::boxes;
use super::paint::Paint;
use super::text::kind_role;
use crate::app::model::Model;
use crate::app::overlay::jump::{Jump, Sigil};
use crate::config::theme::Role;
use crate::library::hit::Hit;

pub fn draw(model: &Model, jump: &Jump, area: Rect, paint: &mut Paint) -> Position {
    let height = (area.height - 1).min(16);
    let place = boxes::middle(area, 78, height);
    let place = Rect { y: area.y + (area.height - 1 - height).min(2), ..place };
    let inside = boxes::framed(place, "Jump to", paint);
    let x = paint.put(inside.x, inside.y, 2, "> ", Role::Key);
    let cursor = paint.field(x, inside.y, inside.right().saturating_sub(x), jump.field.parts(), Role::Prompt);
    let rows = Rect { y: inside.y + 1, height: inside.height.saturating_sub(1), ..inside };
    if let Some(words) = instead(model, jump) {
        paint.paragraph(rows, words, Role::Dim);
        return cursor;
    }
    let first = boxes::first_row(jump.cursor, jump.hits.len(), rows.height);
    for (i, hit) in jump.hits.iter().enumerate().skip(first).take(usize::from(rows.height)) {
        let line = Rect { y: rows.y + (i - first) as u16, height: 1, ..rows };
        draw_hit(hit, line, paint);
        if i == jump.cursor {
            paint.tint(line, Role::Cursor);
            paint.put_styled(line.x, line.y, 1, paint.signs.cursor, paint.style(Role::BorderFocus));
        }
    }
    cursor
}

/// What stands there instead of hits.
fn instead(model: &Model, jump: &Jump) -> Option<&'static str> {
    let (sigil, words) = jump.sigil();
    Some(match sigil {
        Sigil::Articles => "Enter shows the articles with these words.",
        Sigil::Tags => "Enter shows the articles with this tag.",
        Sigil::Notes => "Enter shows the notes with these words.",
        Sigil::Commands => "Enter goes on in the command line.",
        Sigil::Entities if model.finder.is_none() => "The index of names is being read …",
        Sigil::Entities if jump.hits.is_empty() && words.is_empty() => "No name is known yet.",
        Sigil::Entities if jump.hits.is_empty() => {
            "Nobody of that name. > looks in the articles, ~ in the notes, # for a tag."
        }
        Sigil::Entities => return None,
    })
}

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
        lit(hit, x, y, right, role, paint);
        return;
    }
    let x = paint.put(x, y, right.saturating_sub(x), &hit.name, role);
    let x = paint.put(x + 1, y, right.saturating_sub(x + 1), "via", Role::Dim);
    lit(hit, x + 1, y, right, Role::Overlay, paint);
}

/// The alias with the letters that matched.
fn lit(hit: &Hit, x: u16, y: u16, right: u16, role: Role, paint: &mut Paint) {
    let (plain, marked) = (paint.style(role), paint.style(role).patch(paint.style(Role::Hit)));
    let mut x = x;
    for (at, grapheme) in hit.alias.grapheme_indices(true) {
        let style = if hit.marks.iter().any(|mark| mark.contains(at as u32)) { marked } else { plain };
        x = paint.grapheme(x, y, right, grapheme, style);
    }
}

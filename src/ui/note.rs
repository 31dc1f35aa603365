//! Draws the note editor and the list of notes.

use ratatui::layout::Rect;
use ratatui::widgets::Widget;

use super::articles::moment;
use super::paint::Paint;
use super::popup;
use crate::app::model::Model;
use crate::app::overlay::note::{NoteEditor, Saving};
use crate::app::overlay::notes::NoteList;
use crate::config::action::Action;
use crate::config::key::{Code, KeyPress};
use crate::config::keymap::Context;
use crate::config::theme::Role;
use crate::news::note::{NoteRow, Scope};
use crate::text::clean;

/// The note editor, at the foot of the screen.
pub fn draw(model: &Model, note: &NoteEditor, area: Rect, paint: &mut Paint) {
    let height = (area.height - 1).min(18);
    let place = popup::centred(area, 80, height);
    let place = Rect { y: area.bottom() - 1 - height, ..place };
    let key = |action| shown_key(model, Context::Editor, action);
    let dot = paint.signs.dot;
    let (save, cancel, outside) = (key(Action::SaveNote), key(Action::Cancel), key(Action::ExternalEditor));
    let title = match note.saving {
        Saving::No => format!("Note {dot} {save} saves {dot} {cancel} discards {dot} {outside} editor"),
        Saving::Waits => format!("Note {dot} saving: the archive has not answered yet"),
        Saving::Failed => {
            format!("Note, NOT SAVED {dot} {save} tries again {dot} {cancel} discards {dot} {outside} editor")
        }
    };
    let inside = popup::frame(place, &title, paint);
    let head = if inside.height > 6 { 2 } else { u16::from(inside.height > 2) };
    let used = paint.paragraph(Rect { height: head, ..inside }, &note.about, Role::Dim);
    let used = if inside.height > 8 { used + 1 } else { used };
    let room = Rect { y: inside.y + used, height: inside.height - used, ..inside };
    let mut shown = note.area.clone();
    let style = paint.style(Role::Overlay);
    shown.set_style(style);
    shown.set_cursor_line_style(style);
    shown.set_cursor_style(style.patch(paint.style(Role::Cursor)));
    shown.set_selection_style(style.patch(paint.style(Role::Selection)));
    shown.set_wrap_mode(tui_textarea::WrapMode::Word);
    shown.render(room, paint.buffer());
    // Pasted or restored text may hold control characters, which must not reach the terminal.
    for position in room.intersection(paint.buffer().area).positions() {
        if let Some(cell) = paint.buffer().cell_mut(position) {
            let symbol = clean::cell(cell.symbol()).into_owned();
            if symbol != cell.symbol() {
                cell.set_symbol(&symbol);
            }
        }
    }
}

/// The key to show for an action: Esc if it is bound to the action, else the one that help shows first.
fn shown_key(model: &Model, context: Context, action: Action) -> String {
    let keymap = &model.setup.keymap;
    let esc = KeyPress::plain(Code::Esc);
    let bound = keymap.bindings(context).iter().any(|(keys, bound)| *bound == action && keys.0 == [esc]);
    if bound { esc.to_string() } else { keymap.key_for(context, action).map_or(String::new(), ToString::to_string) }
}

/// The list of notes.
pub fn list(model: &Model, notes: &NoteList, area: Rect, paint: &mut Paint) {
    let place = popup::centred(Rect { height: area.height - 1, ..area }, 96, area.height.saturating_sub(3).max(5));
    let about = match notes.scope {
        Scope::Article(_) => "Notes on this article",
        Scope::Entity(_) => "Notes on this entity",
        Scope::Query(_) | Scope::All => "All notes",
    };
    let key = |action| shown_key(model, Context::Notes, action);
    let title = format!(
        "{about}, {} {} {} edits {} {} deletes {} {} more",
        notes.notes.len(),
        paint.signs.dot,
        key(Action::EditNote),
        paint.signs.dot,
        key(Action::DeleteNote),
        paint.signs.dot,
        key(Action::Notes)
    );
    let inside = popup::frame(place, &title, paint);
    if notes.notes.is_empty() {
        let words = "No notes yet. In the text, s quotes the sentence under the cursor and a writes a note on it.";
        paint.paragraph(inside, words, Role::Dim);
        return;
    }
    // Each note has three rows: where it is, its quote, its text.
    let capacity = (inside.height / 3).max(1);
    let first = popup::first_row(notes.cursor, notes.notes.len(), capacity);
    for (i, row) in notes.notes.iter().enumerate().skip(first).take(usize::from(capacity)) {
        let y = inside.y + (i - first) as u16 * 3;
        let block = Rect { y, height: 3.min(inside.bottom().saturating_sub(y)), ..inside };
        draw_note(model, row, block, paint);
        if i == notes.cursor {
            paint.tint(block, Role::Cursor);
            paint.put_styled(block.x, y, 1, paint.signs.cursor, paint.style(Role::BorderFocus));
        }
    }
}

fn draw_note(model: &Model, row: &NoteRow, block: Rect, paint: &mut Paint) {
    let (x, room) = (block.x + 2, block.width.saturating_sub(2));
    let time = row.time.map_or(String::new(), |time| moment(&model.setup.zone, time, false));
    let about = format!("{} {} {time} {} {}", row.about, paint.signs.dot, paint.signs.dot, row.source);
    paint.put(x, block.y, room, about.trim_end_matches([' ', '·', '-']), Role::Dim);
    let quote = row.note.anchor.as_ref().map(|anchor| format!("“{}”", anchor.quote));
    let mut y = block.y + 1;
    if let Some(quote) = quote
        && y < block.bottom()
    {
        paint.put(x, y, room, &quote, Role::Overlay);
        y += 1;
    }
    if y < block.bottom() && !row.note.text.is_empty() {
        let after = paint.put(x, y, 2, &format!("{} ", paint.signs.note), Role::NoteMark);
        paint.put(after, y, block.right().saturating_sub(after), &row.note.text, Role::Overlay);
    }
}

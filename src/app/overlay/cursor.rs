//! Moves of a cursor over rows.

use crate::config::scope::Motion;

/// The position after a motion over `len` rows, where a page is `page` rows.
pub fn moved(cursor: usize, len: usize, page: usize, motion: Motion) -> usize {
    let last = len.saturating_sub(1);
    match motion {
        Motion::MoveDown => (cursor + 1).min(last),
        Motion::MoveUp => cursor.saturating_sub(1),
        Motion::HalfPageDown => (cursor + page / 2).min(last),
        Motion::HalfPageUp => cursor.saturating_sub(page / 2),
        Motion::PageDown => (cursor + page).min(last),
        Motion::PageUp => cursor.saturating_sub(page),
        Motion::GoTop => 0,
        Motion::GoBottom => last,
    }
}

/// The next or previous of `len` choices; wraps around.
pub fn turned(cursor: usize, len: usize, forward: bool) -> usize {
    let last = len.saturating_sub(1);
    match (forward, cursor) {
        (true, at) if at >= last => 0,
        (true, at) => at + 1,
        (false, 0) => last,
        (false, at) => at - 1,
    }
}

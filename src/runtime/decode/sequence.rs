//! Decodes keys and control sequences, outside of pastes and control strings.

use super::input::{ESC, Input, Mode, Step};
use crate::config::key::{Code, KeyPress};

/// Longest control sequence, in bytes.
const SEQUENCE: usize = 256;

/// Decodes the first key or control sequence of `left`, which is not empty.
pub fn step(left: &[u8]) -> Step {
    match *left {
        [ESC] | [ESC, b'O' | b']' | b'P' | b'_' | b'^' | b'X'] => Step::Incomplete,
        [ESC, b'[', ..] => control_sequence(left),
        [ESC, b'O', last, ..] => match single_shift(last) {
            Some(code) => Step::Read(3, Some(Input::Key(KeyPress::plain(code)))),
            None => Step::Read(2, Some(Input::Key(KeyPress { alt: true, ..KeyPress::char('O') }))),
        },
        [ESC, opening @ (b']' | b'P' | b'_' | b'^' | b'X'), next, ..] if opens_string(opening, next) => {
            Step::Switch(2, Mode::String { osc: opening == b']', head: Vec::new(), length: 0 })
        }
        [ESC, ESC, ..] => Step::Read(1, Some(Input::Key(KeyPress::plain(Code::Esc)))),
        [ESC, ..] => match character(left.get(1..).unwrap_or_default()) {
            Step::Read(length, Some(Input::Key(key))) => {
                Step::Read(length + 1, Some(Input::Key(KeyPress { alt: true, ..key })))
            }
            Step::Read(length, _) => Step::Read(length + 1, None),
            other => other,
        },
        _ => character(left),
    }
}

/// Whether the byte after `ESC ]`, `ESC P` … begins a control string. Otherwise the two bytes are a key: Alt-], Alt-P …
fn opens_string(opening: u8, next: u8) -> bool {
    match opening {
        b']' => next.is_ascii_digit() || matches!(next, b'l' | b'L'),
        b'P' => next.is_ascii_digit() || matches!(next, b'>' | b'!' | b'$' | b'+' | b'|' | b'='),
        b'_' => next == b'G',
        _ => false,
    }
}

/// Decodes one character in UTF-8 or one control byte.
fn character(left: &[u8]) -> Step {
    let Some(&first) = left.first() else { return Step::Incomplete };
    let key = |key| Step::Read(1, Some(Input::Key(key)));
    match first {
        0 => key(KeyPress::ctrl(' ')),
        b'\t' => key(KeyPress::plain(Code::Tab)),
        b'\r' => key(KeyPress::plain(Code::Enter)),
        0x08 | 0x7f => key(KeyPress::plain(Code::Backspace)),
        1..=26 => key(KeyPress::ctrl(char::from(first - 1 + b'a'))),
        ESC => key(KeyPress::plain(Code::Esc)),
        0x1c..=0x1f => key(KeyPress::ctrl(char::from(first + 0x40))),
        b' '..=b'~' => key(KeyPress::char(char::from(first))),
        _ => {
            let length = match first {
                0xc2..=0xdf => 2,
                0xe0..=0xef => 3,
                0xf0..=0xf4 => 4,
                _ => return Step::Read(1, None),
            };
            let bytes = left.get(..length).unwrap_or(left);
            match std::str::from_utf8(bytes) {
                Ok(text) => {
                    let c = text.chars().next().filter(|c| !c.is_control());
                    Step::Read(length, c.map(|c| Input::Key(KeyPress::char(c))))
                }
                Err(error) if error.error_len().is_none() => Step::Incomplete,
                Err(_) => Step::Read(1, None),
            }
        }
    }
}

fn single_shift(last: u8) -> Option<Code> {
    Some(match last {
        b'A' => Code::Up,
        b'B' => Code::Down,
        b'C' => Code::Right,
        b'D' => Code::Left,
        b'H' => Code::Home,
        b'F' => Code::End,
        b'M' => Code::Enter,
        b'P'..=b'S' => Code::F(last - b'P' + 1),
        // The numeric keypad in application mode.
        b'j'..=b'y' => Code::Char(char::from(last - 0x40)),
        _ => return None,
    })
}

/// Decodes `ESC [ parameters intermediates final`.
fn control_sequence(left: &[u8]) -> Step {
    let body = left.get(2..).unwrap_or_default();
    // Two have another form: F1 to F5 of the Linux console, and mouse reports of the oldest kind (X10).
    match *body {
        [b'['] => return Step::Incomplete,
        [b'[', last, ..] => {
            let key = (b'A'..=b'E').contains(&last).then(|| Input::Key(KeyPress::plain(Code::F(last - b'A' + 1))));
            return Step::Read(4, key);
        }
        [b'M', ..] if body.len() < 4 => return Step::Incomplete,
        [b'M', ..] => return Step::Read(6, None),
        _ => {}
    }
    let Some(end) = body.iter().take(SEQUENCE).position(|byte| !(0x20..=0x3f).contains(byte)) else {
        return if body.len() >= SEQUENCE { Step::Read(left.len(), None) } else { Step::Incomplete };
    };
    let Some(&last) = body.get(end) else { return Step::Incomplete };
    if !(0x40..=0x7e).contains(&last) {
        // A control character breaks the sequence off and is decoded by itself.
        return Step::Read(end + 2, None);
    }
    let parameters = body.get(..end).unwrap_or_default();
    if parameters == b"200" && last == b'~' {
        return Step::Switch(6, Mode::Paste(Vec::new()));
    }
    Step::Read(end + 3, meaning(parameters, last))
}

fn meaning(parameters: &[u8], last: u8) -> Option<Input> {
    let text = std::str::from_utf8(parameters).ok()?;
    if let Some(report) = text.strip_prefix('<') {
        return wheel(report, last);
    }
    if !text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b';' | b':')) {
        // Answers about the terminal (`?`, `>`, `$`): none of them is a key.
        return None;
    }
    let mut numbers = text.split(';').map(|part| part.split(':').next().unwrap_or("").parse::<u32>().ok());
    let first = numbers.next().flatten();
    let second = numbers.next().flatten();
    let released = text.split(';').nth(1).and_then(|part| part.split(':').nth(1)) == Some("3");
    let third = numbers.next().flatten();
    let code = match last {
        b'A' => Code::Up,
        b'B' => Code::Down,
        b'C' => Code::Right,
        b'D' => Code::Left,
        b'H' => Code::Home,
        b'F' => Code::End,
        b'Z' => return Some(Input::Key(KeyPress { shift: true, ..KeyPress::plain(Code::Tab) })),
        b'P' | b'Q' | b'S' if first.is_none_or(|first| first == 1) => Code::F(last - b'P' + 1),
        // F3 with modifiers; any other is a cursor position report.
        b'R' if first == Some(1) && second.is_some_and(|second| (2..=8).contains(&second)) => Code::F(3),
        b'n' if first == Some(0) => return Some(Input::Ready),
        b'~' if first == Some(27) => return key_of(char::from_u32(third?)?, second),
        b'~' => tilde(first?)?,
        b'u' => return if released { None } else { key_of(char::from_u32(first?)?, second) },
        _ => return None,
    };
    if released { None } else { Some(Input::Key(with(KeyPress::plain(code), second))) }
}

/// Keys encoded as a number before a tilde.
fn tilde(number: u32) -> Option<Code> {
    Some(match number {
        1 | 7 => Code::Home,
        2 => Code::Insert,
        3 => Code::Delete,
        4 | 8 => Code::End,
        5 => Code::PageUp,
        6 => Code::PageDown,
        11..=15 => Code::F(number as u8 - 10),
        17..=21 => Code::F(number as u8 - 11),
        23..=26 => Code::F(number as u8 - 12),
        28 | 29 => Code::F(number as u8 - 13),
        31..=34 => Code::F(number as u8 - 14),
        _ => return None,
    })
}

/// A key encoded by its code point (`CSI u`).
fn key_of(c: char, modifiers: Option<u32>) -> Option<Input> {
    let code = match c {
        '\t' => Code::Tab,
        '\r' => Code::Enter,
        '\u{1b}' => Code::Esc,
        '\u{8}' | '\u{7f}' => Code::Backspace,
        // Private use: keys without a character.
        '\u{e000}'..='\u{f8ff}' => return None,
        c if c.is_control() => return None,
        c => Code::Char(c),
    };
    let mut key = with(KeyPress::plain(code), modifiers);
    if let Code::Char(c) = key.code {
        if key.shift && !key.ctrl {
            key.code = Code::Char(c.to_uppercase().next().unwrap_or(c));
        }
        key.shift = false;
    }
    Some(Input::Key(key))
}

/// Adds modifiers in xterm's encoding: 1 plus the sum of shift 1, alt 2, control 4, meta 32.
fn with(key: KeyPress, modifiers: Option<u32>) -> KeyPress {
    let held = modifiers.unwrap_or(1).saturating_sub(1);
    KeyPress { shift: held & 1 != 0, alt: held & (2 | 32) != 0, ctrl: held & 4 != 0, ..key }
}

/// Decodes an SGR mouse report: the wheel acts as the arrow keys, other reports are dropped.
fn wheel(report: &str, last: u8) -> Option<Input> {
    let button: u32 = report.split(';').next()?.parse().ok()?;
    let code = match (button & !0b1_1100, last) {
        (64, b'M') => Code::Up,
        (65, b'M') => Code::Down,
        _ => return None,
    };
    Some(Input::Key(KeyPress::plain(code)))
}

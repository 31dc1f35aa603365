//! Bytes on the line: only listed sequences go out, only keys come in, and nothing is sent while nothing happens.

use super::{Home, start, start_with};

/// An article in which every line holds control characters.
const HOSTILE: &str = "CANARY \u{1b}]0;owned\u{7} headline \u{202e}gpj.exe\n\n\
    PARIS, March 4 (X) -- CANARYBEFORE \u{1b}[2J\u{1b}[1;1H\u{1b}]52;c;ZXZpbA==\u{7}\u{1b}P$q\u{1b}\\ \u{9b}31m\u{90}\u{9d}8;;x\u{9c} \
    \u{202e}rtl\u{202c} \u{2066}iso\u{2069} \u{200b}\u{feff}\u{e0041} \u{8}\u{7f}\r back CANARYAFTER\n";

/// Removes the sequences that the program may send from its output; the rest is text.
fn text_of(raw: &[u8]) -> String {
    let whole = String::from_utf8(raw.to_vec()).expect("the program writes UTF-8");
    let mut text = String::new();
    let mut parts = whole.split('\u{1b}');
    text.push_str(parts.next().unwrap());
    for part in parts {
        let rest = if let Some(sequence) = part.strip_prefix('[') {
            let end = sequence.find(|c: char| ('@'..='~').contains(&c)).expect("a whole sequence");
            let (parameters, rest) = (&sequence[..end], &sequence[end + 1..]);
            let known = match &sequence[end..=end] {
                "m" | "H" | "C" | "X" | "K" => parameters.bytes().all(|b| b.is_ascii_digit() || b == b';'),
                "J" => parameters == "2",
                "n" => parameters == "5",
                "h" | "l" => matches!(parameters, "?1049" | "?25" | "?2004" | "?2026"),
                _ => false,
            };
            assert!(known, "not ours to send: ESC [{parameters}{}", &sequence[end..=end]);
            rest
        } else if let Some(rest) = part.strip_prefix("]11;?") {
            assert_eq!(rest, "");
            rest
        } else {
            part.strip_prefix('\\').unwrap_or_else(|| panic!("not ours to send: ESC {part:?}"))
        };
        text.push_str(rest);
    }
    text
}

#[test]
fn a_hostile_text_is_only_text() {
    let home = Home::with(&[("h.txt", HOSTILE)]);
    let mut terminal = start(&home, &[]);
    terminal.sees("CANARY");
    terminal.keys("\r");
    terminal.sees("CANARYBEFORE");
    terminal.sees("CANARYAFTER");
    terminal.keys("=");
    terminal.keys("f");
    terminal.keys("\x03");
    terminal.keys("?");
    terminal.sees("filter");
    terminal.keys("\x03");
    terminal.sees("CANARYAFTER");
    terminal.keys("Q");
    assert_eq!(terminal.end(), 0);
    let text = text_of(&terminal.raw);
    let wrong: Vec<char> = text
        .chars()
        .filter(|c| {
            (c.is_control() && !matches!(c, '\r' | '\n'))
                || matches!(*c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
                || ('\u{e0000}'..='\u{e007f}').contains(c)
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn late_answers_are_not_keys() {
    let home = Home::three();
    let mut terminal = start(&home, &[]);
    terminal.sees("Ferry");
    // The letters of each would open or quit something if they were taken as keys.
    terminal.keys("\x1b[?62;22c\x1b]11;rgb:0000/0000/0000\x07\x1b[5;9R\x1bP>|Q(1)\x1b\\\x1b[?2026;2$y");
    terminal.keys(":");
    terminal.keys("zzz");
    terminal.sees("zzz");
    let text = terminal.text();
    assert!(text.contains(":zzz") || text.contains("> zzz"), "{text}");
    terminal.keys("\x03Q");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn a_paste_is_not_typed() {
    let home = Home::three();
    let mut terminal = start(&home, &[]);
    terminal.sees("Ferry");
    terminal.keys("\x1b[200~xxx:q!\rQ\x1b[201~");
    terminal.keys("?");
    terminal.sees("filter");
    terminal.keys("\x03Q");
    assert_eq!(terminal.end(), 0);
    let listed = String::from_utf8(home.run(&["list"]).output().unwrap().stdout).unwrap();
    assert!(listed.contains("Ferry") && !listed.contains("dismissed"), "{listed}");
}

#[test]
fn one_key_sends_little() {
    let line = |n| format!("{{\"title\":\"Story {n} of the long list\",\"text\":\"The text of story {n} is short.\"}}");
    let lines = (0..200).map(line).collect::<Vec<_>>().join("\n");
    let home = Home::with(&[("many.jsonl", &lines)]);
    let mut terminal = start_with(&home, &[], &[], (120, 40));
    terminal.sees("Story");
    terminal.sees("text of story");
    let mut costs = Vec::new();
    for _ in 0..5 {
        let before = terminal.raw.len();
        let cursor = |screen: &vt100::Screen| {
            (0..40).find(|row| {
                screen.rows(0, 120).nth(*row).is_some_and(|line| line.contains('▌') && line.contains("Story"))
            })
        };
        let at = cursor(terminal.screen());
        terminal.keys("j");
        terminal.wait("a moved cursor", |screen| cursor(screen) != at && cursor(screen).is_some());
        costs.push(terminal.raw.len() - before);
    }
    // On a busy machine the preview may come between two keys, so the median counts.
    costs.sort_unstable();
    assert!(costs[2] <= 1500, "{costs:?} bytes for one j");
    terminal.keys("Q");
    assert_eq!(terminal.end(), 0);
}

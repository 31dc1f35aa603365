//! Keys in an article with very many names: what a key costs must not grow with them.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use super::terminal::Terminal;
use super::{ms, row};

/// No key of the reading screen takes longer, whatever the article names.
const GOAL: Duration = Duration::from_millis(50);

/// The keys, with what is measured. Each pair ends where it began.
const KEYS: [(&str, &str); 18] = [
    ("a row down", "j"),
    ("the next name", "]]"),
    ("to the end", "G"),
    ("to the beginning", "gg"),
    ("the first name", "]]"),
    ("the name in focus", "\r"),
    ("its next mention", "n"),
    ("Esc, nothing in focus any more", "\x1b"),
    ("the jump bar", "f"),
    ("Esc, the jump bar closed", "\x1b"),
    ("who is the same", "&"),
    ("Esc, the question closed", "\x1b"),
    ("search", "/"),
    ("a letter of it", "s"),
    ("Esc, the search closed", "\x1b"),
    ("the entities", "\t"),
    ("a page of them", "\x1b[6~"),
    ("back in the list", "q"),
];

/// Imports an article with `names` different names, and presses the keys in it.
pub fn keys(home: &Path, names: usize) {
    let place = tempfile::tempdir().unwrap();
    let (file, archive) = (place.path().join("crowd.txt"), place.path().join("archive"));
    fs::write(&file, crowd(names)).unwrap();
    let mut import = Command::new(env!("CARGO_BIN_EXE_attache"));
    import.args(["import", "--quiet", "--data-dir"]).args([&archive, &file]).env("HOME", home).stdout(Stdio::null());
    assert!(import.status().unwrap().success());
    let mut terminal = Terminal::start(home, &archive, (140, 40));
    terminal.sees("A crowd");
    terminal.settle(Duration::from_secs(1));
    println!("\nan article with {names} names: key → last byte");
    let mut press = |what: &str, key: &str| {
        let Some(burst) = terminal.key(key) else { return row(what, "nothing came", "", true) };
        row(what, &ms(burst.time), "≤ 50 ms", burst.time <= GOAL);
    };
    press("opening it", "\r");
    for (what, key) in KEYS {
        press(what, key);
    }
    terminal.end();
}

/// An article in which each sentence names another person.
fn crowd(names: usize) -> String {
    const SYLLABLES: [&str; 16] =
        ["ba", "de", "fi", "go", "ku", "la", "me", "ni", "po", "ru", "sa", "te", "vi", "zo", "ka", "lo"];
    let word = |seed: usize| {
        let letters: String = (0..4).map(|at| SYLLABLES[(seed >> (4 * at)) % 16]).collect();
        letters.chars().take(1).flat_map(char::to_uppercase).chain(letters.chars().skip(1)).collect::<String>()
    };
    let mut text = "A crowd\n\nNAIROBI, March 4 (KNA) -- All of them spoke.\n".to_owned();
    for at in 0..names {
        let _ = writeln!(text, "\nThe directors heard that {} {} agreed on Monday.", word(at), word(at * 40_503 + 7));
    }
    text
}

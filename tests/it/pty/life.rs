//! Start, end, suspension, hang-up: the terminal's modes are always restored.

use std::time::Duration;

use portable_pty::CommandBuilder;
use rustix::process::Signal;

use super::{Home, binary, spawn, start, start_with};

#[test]
fn it_starts_and_quits() {
    for keys in ["q", "Q", "\x03"] {
        let home = Home::three();
        let mut terminal = start(&home, &[]);
        terminal.sees("Ferry resumes at Mwanza");
        assert!(!terminal.is_given_back());
        terminal.keys(keys);
        assert_eq!(terminal.end(), 0, "{keys:?}");
        assert!(terminal.is_given_back(), "{keys:?}");
    }
}

#[test]
fn signals_end_it_and_the_terminal_is_given_back() {
    for (signal, code) in [(Signal::TERM, 143), (Signal::HUP, 129), (Signal::INT, 130)] {
        let home = Home::three();
        let mut terminal = start(&home, &[]);
        terminal.sees("Ferry");
        terminal.signal(signal);
        assert_eq!(terminal.end_within(Duration::from_secs(5)), code);
        assert!(terminal.is_given_back(), "{signal:?}");
    }
}

#[test]
fn it_ends_with_its_line() {
    let home = Home::three();
    for script in ["exec \"$0\"", "trap '' HUP; exec \"$0\""] {
        let mut command = CommandBuilder::new("sh");
        command.args(["-c", script]);
        command.arg(binary());
        let mut terminal = spawn(&home, command, &[], (100, 30));
        terminal.sees("Ferry");
        terminal.hang_up();
        assert_eq!(terminal.end_within(Duration::from_secs(5)), 129, "{script}");
    }
}

#[test]
fn what_was_being_written_outlives_it() {
    let home = Home::three();
    let mut terminal = start(&home, &[]);
    terminal.sees("Ferry");
    terminal.keys("\ra");
    terminal.keys("a thought half");
    terminal.sees("a thought half");
    terminal.signal(Signal::TERM);
    assert_eq!(terminal.end(), 143);
    let mut again = start(&home, &[]);
    again.sees("a thought half");
}

#[test]
fn it_suspends_and_comes_back() {
    for by_key in [true, false] {
        let home = Home::three();
        let mut terminal = start(&home, &[]);
        terminal.sees("Ferry");
        if by_key {
            terminal.keys("\x1a");
        } else {
            terminal.signal(Signal::TSTP);
        }
        terminal.wait("given back terminal", |screen| !screen.alternate_screen());
        terminal.is_stopped();
        assert!(terminal.is_given_back());
        terminal.signal(Signal::CONT);
        terminal.wait("screen", |screen| screen.alternate_screen() && screen.contents().contains("Ferry"));
        terminal.keys("Q");
        assert_eq!(terminal.end(), 0);
        assert!(terminal.is_given_back());
    }
}

#[test]
fn a_storm_of_sizes_leaves_the_right_screen() {
    let home = Home::three();
    let mut terminal = start(&home, &[]);
    terminal.sees("Ferry");
    for step in 0..60u16 {
        terminal.resize(1 + step * 37 % 250, 1 + step * 17 % 80);
    }
    terminal.resize(80, 24);
    terminal.wait("whole screen", |screen| {
        screen.contents().contains("Ferry resumes") && screen.contents().contains("help") && screen.size().1.get() == 80
    });
    terminal.keys("Q");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn tiny_terminals_get_a_sentence() {
    for size in [(1, 1), (2, 2), (19, 4)] {
        let home = Home::three();
        let mut terminal = start_with(&home, &[], &[], size);
        terminal.wait("alternate screen", vt100::Screen::alternate_screen);
        terminal.resize(80, 24);
        terminal.sees("Ferry");
        terminal.keys("Q");
        assert_eq!(terminal.end(), 0, "{size:?}");
    }
}

#[test]
fn the_editor_gets_the_terminal_and_gives_it_back() {
    let home = Home::three();
    let script = home.path().join("editor");
    std::fs::write(
        &script,
        "#!/bin/sh\necho EDITING; stty -a | grep -c ' icanon'; read line; echo \"$line\" > \"$2\"\n",
    )
    .unwrap();
    let editor = format!("sh {} --", script.display());
    // The setting is split at blanks: `sh FILE -- NOTE`.
    let mut terminal = start_with(&home, &[], &[("EDITOR", &editor)], (100, 30));
    terminal.sees("Ferry");
    terminal.keys("\ra");
    terminal.keys("first");
    terminal.sees("first");
    terminal.keys("\x07");
    terminal.sees("EDITING");
    terminal.keys("from outside\r");
    terminal.wait("the new text", |screen| screen.alternate_screen() && screen.contents().contains("from outside"));
    terminal.keys("\x13");
    terminal.sees_no("Ctrl-s");
    terminal.keys("Q");
    assert_eq!(terminal.end(), 0);
    assert!(terminal.is_given_back());
}

#[test]
fn a_throw_away_archive_is_thrown_away() {
    let home = Home::empty();
    let temporary = home.path().join("tmp");
    std::fs::create_dir(&temporary).unwrap();
    std::fs::write(home.path().join("a.txt"), "Ferry resumes\n\nMWANZA, March 4 (LNA) -- It did.\n").unwrap();
    let more = [("TMPDIR", temporary.to_str().unwrap())];
    let mut terminal = start_with(&home, &["--scratch", "a.txt"], &more, (100, 30));
    terminal.sees("Ferry resumes");
    assert_eq!(std::fs::read_dir(&temporary).unwrap().count(), 1);
    terminal.keys("Q");
    assert_eq!(terminal.end(), 0);
    assert_eq!(std::fs::read_dir(&temporary).unwrap().count(), 0);
    assert!(!home.path().join(".local/share/attache").exists());
}

#[test]
fn it_opens_on_what_it_was_given() {
    let home = Home::three();
    std::fs::write(home.path().join("d.txt"), "Bridge opens at Ukara\n\nMWANZA, March 9 (LNA) -- It did.\n").unwrap();
    let mut terminal = start(&home, &["d.txt"]);
    terminal.sees("Bridge opens");
    terminal.sees_no("Ferry");
    terminal.keys("q");
    terminal.sees("Ferry");
    terminal.keys("Q");
    assert_eq!(terminal.end(), 0);
    // All articles are known already: the archive stays as it is.
    let mut again = start(&home, &["d.txt"]);
    again.sees("1 already known");
    again.sees("Ferry");
    again.keys("Q");
    assert_eq!(again.end(), 0);
}

/// Run by the next test in a terminal: takes the terminal as a session does, then panics.
#[test]
#[ignore = "a_bug_gives_the_terminal_back runs it"]
fn a_bug() {
    let modes = std::sync::Arc::new(attache::runtime::terminal::Modes::find(false, false).unwrap());
    attache::runtime::panic_hook::install(modes.clone(), "LOG".into());
    let _terminal = attache::runtime::terminal::Terminal::take(modes, false, true).unwrap();
    let words = "secret words of an article";
    panic!("cannot read {words}");
}

#[test]
fn a_bug_gives_the_terminal_back() {
    let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
    command.args(["pty::life::a_bug", "--exact", "--ignored", "--nocapture"]);
    let mut terminal = spawn(&Home::empty(), command, &[], (100, 30));
    assert_ne!(terminal.end(), 0);
    assert!(terminal.is_given_back());
    let said = String::from_utf8_lossy(&terminal.raw).into_owned();
    assert!(said.contains("a bug at") && said.contains("details are in LOG"), "{said}");
    assert!(!said.contains("secret words"), "{said}");
}

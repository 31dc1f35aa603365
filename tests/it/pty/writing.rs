//! What is written in the note editor and in the user's own editor outlives kills, hang-ups and a second reader.

use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process, test_kill_process};

use super::{Home, Terminal, start, start_with};

/// Starts the program with a note open, and this shell script as the editor; `$1` is the file.
fn writing(home: &Home, script: &str, before: &str) -> Terminal {
    let path = home.path().join("editor");
    std::fs::write(&path, script).unwrap();
    let editor = format!("sh {}", path.display());
    let mut terminal = start_with(home, &[], &[("EDITOR", &editor)], (100, 30));
    terminal.sees("Ferry");
    terminal.keys("\ra");
    terminal.keys(before);
    terminal.sees(before);
    terminal
}

/// An editor that saves and then stays; it tells its number in the file `pid`.
fn staying(home: &Home, saves: &str) -> String {
    let pid = home.path().join("pid");
    format!("printf '{saves}' > \"$1\"; echo $$ > {0}.new; mv {0}.new {0}; exec sleep 600", pid.display())
}

/// Waits until a test passes.
fn until<T>(what: &str, mut is: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + super::DEADLINE;
    loop {
        if let Some(found) = is() {
            return found;
        }
        assert!(Instant::now() < deadline, "{what}");
        std::thread::yield_now();
    }
}

/// The number of the editor, once it has saved.
fn editor(home: &Home) -> Pid {
    let read = || std::fs::read_to_string(home.path().join("pid")).ok()?.trim().parse().ok();
    Pid::from_raw(until("the editor runs", read)).unwrap()
}

fn is_gone(pid: Pid) {
    until("the editor is gone", || test_kill_process(pid).is_err().then_some(()));
}

fn notes(home: &Home) -> String {
    String::from_utf8(home.run(&["notes"]).output().unwrap().stdout).unwrap()
}

#[test]
fn what_an_editor_saved_before_it_was_killed_can_be_taken() {
    let home = Home::three();
    let mut terminal = writing(&home, "echo from outside > \"$1\"; kill -9 $$", "first");
    terminal.keys("\x07");
    terminal.sees("signal 9");
    terminal.keys("e");
    terminal.sees_no("Which text?");
    terminal.keys("\x13");
    terminal.sees("note saved");
    terminal.keys("Q");
    assert_eq!(terminal.end(), 0);
    assert!(notes(&home).contains("from outside"));
}

#[test]
fn a_signal_ends_the_editor_and_the_program_and_what_was_saved_is_offered() {
    for (signal, code) in [(Some(Signal::TERM), 143), (Some(Signal::HUP), 129), (None, 129)] {
        let home = Home::three();
        let mut terminal = writing(&home, &staying(&home, "saved outside"), "first");
        terminal.keys("\x07");
        let pid = editor(&home);
        match signal {
            Some(signal) => terminal.signal(signal),
            None => terminal.hang_up(),
        }
        assert_eq!(terminal.end_within(Duration::from_secs(5)), code, "{signal:?}");
        is_gone(pid);
        let mut again = start(&home, &[]);
        again.sees("saved outside");
        again.keys("\x13");
        again.sees("note saved");
        again.keys("Q");
        assert_eq!(again.end(), 0);
        assert!(notes(&home).contains("saved outside"));
        let left = std::fs::read_dir(home.path().join(".local/state/attache")).unwrap();
        assert_eq!(left.filter(|e| e.as_ref().unwrap().file_name().to_string_lossy().starts_with("note-")).count(), 0);
    }
}

#[test]
fn what_an_editor_saves_after_the_program_was_killed_is_offered() {
    let home = Home::three();
    let mut terminal = writing(&home, &staying(&home, "saved outside"), "first");
    terminal.keys("\x07");
    let pid = editor(&home);
    terminal.signal(Signal::KILL);
    terminal.end();
    kill_process(pid, Signal::KILL).unwrap();
    let mut again = start(&home, &[]);
    again.sees("saved outside");
    again.sees("Ferry resumes at Mwanza");
}

#[test]
fn a_second_reader_offers_a_draft_only_after_its_writer_was_killed() {
    let home = Home::three();
    let mut first = writing(&home, "", "half a thought");
    let mut second = start(&home, &[]);
    second.sees("Ferry");
    second.keys("\r");
    second.sees("The ferry to Ukerewe");
    second.keys("Q");
    assert_eq!(second.end(), 0);
    assert!(!second.text().contains("half a thought"));
    first.signal(Signal::KILL);
    first.end();
    let mut third = start(&home, &[]);
    third.sees("half a thought");
    third.keys("\x1b");
    third.sees("Discard this draft?");
}

//! The archive seen through the program: import, queries, notes that hold, faults.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use attache::export::format::Format;
use attache::news::article::ArticleId;
use attache::news::note::{Anchor, NoteDraft};
use attache::news::time::Timestamp;
use attache::query::{Clock, Query};
use attache::store::{Access, Store};
use attache::text::span::Span;

fn attache(home: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_attache"));
    command.args(args).env("XDG_DATA_HOME", home.join("data")).env("XDG_CONFIG_HOME", home.join("config"));
    command.env("XDG_STATE_HOME", home.join("state")).stdin(Stdio::null()).current_dir(home);
    command
}

fn run(home: &Path, args: &[&str]) -> (i32, String, String) {
    let Output { status, stdout, stderr } = attache(home, args).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (status.code().unwrap_or(-1), text(stdout), text(stderr))
}

fn archive(home: &Path) -> std::path::PathBuf {
    home.join("data/attache/archive.db")
}

fn story(number: usize) -> String {
    format!(
        "{{\"headline\":\"Story {number}\",\"body\":\"Ama Boateng spoke on matter {number}.\",\"source\":\"KNA\"}}\n"
    )
}

#[test]
fn import_counts_names_what_it_refuses_and_takes_nothing_twice() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    fs::create_dir(home.join("in")).unwrap();
    fs::write(home.join("in/a.jsonl"), story(1) + "{oops\n" + &story(2)).unwrap();
    fs::write(home.join("in/b\u{1b}[2J.txt"), [0u8, 1, 2]).unwrap();
    let (code, out, err) = run(home, &["import", "in"]);
    assert_eq!((code, out.as_str()), (3, ""));
    assert!(err.contains("2 imported, 0 already in the archive, 2 refused") && err.contains("a.jsonl:2"), "{err}");
    assert!(!err.contains('\u{1b}'), "a name is cleaned: {err:?}");
    let (code, out, _) = run(home, &["import", "--json", "in"]);
    assert_eq!(code, 3);
    let account: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((account["taken"].as_u64(), account["known"].as_u64()), (Some(0), Some(2)));
    let (code, out, _) = run(home, &["list"]);
    assert_eq!((code, out.lines().count()), (0, 2));
    let (code, out, _) = run(home, &["list", "--json", "--", "person:boateng", "matter", "-1"]);
    let row: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, row["headline"].as_str()), (0, Some("Story 2")));
    let (code, out, _) = run(home, &["search", "matter", "--json"]);
    assert!(code == 0 && out.starts_with('{'), "an option after the query is an option: {out}");
    assert_eq!(run(home, &["search", "zebra"]).0, 1);
    assert_eq!(run(home, &["show", "99"]).0, 1);
    let (code, _, err) = run(home, &["list", "is:odd"]);
    assert!(code == 2 && err.contains("at character 4: expected one of new, read"), "{err}");
    assert!(run(home, &["show", "1"]).1.contains("Ama Boateng spoke"));
}

#[test]
fn standard_input_is_a_source_and_its_end_is_waited_for() {
    let home = tempfile::tempdir().unwrap();
    let mut child =
        attache(home.path(), &["import", "-"]).stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all((story(1) + &story(2)).as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success() && String::from_utf8_lossy(&output.stderr).contains("2 imported"));
    let (code, _, err) = run(home.path(), &["import", "-"]);
    assert!(code == 3 && err.contains("it is empty"), "{err}");
}

#[test]
fn an_exported_quote_verifies_until_somebody_touches_it() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    fs::write(home.join("a.jsonl"), story(1)).unwrap();
    assert_eq!(run(home, &["export"]).0, 1, "no archive, no notes");
    assert_eq!(run(home, &["import", "a.jsonl"]).0, 0);
    let anchor = Anchor {
        article: ArticleId(1),
        span: Span::new(0, 17),
        quote: "Ama Boateng spoke".into(),
        before: String::new(),
        after: " on matter 1.".into(),
    };
    let draft = NoteDraft { anchor: Some(anchor), text: "ask her".into(), ..NoteDraft::default() };
    let mut store = Store::open(&archive(home), Access::Write).unwrap();
    store.save_note(&draft, Timestamp(1_795_500_000)).unwrap();
    assert!(run(home, &["notes", "boateng"]).1.contains("> Ama Boateng spoke"));
    for form in Format::ALL.map(Format::word) {
        let (code, _, err) = run(home, &["export", "--format", form, "-o", "out"]);
        assert_eq!(code, 0, "{err}");
        let (code, out, _) = run(home, &["verify", "out"]);
        assert!(code == 0 && out.contains("1 of 1 quotes hold"), "{form}: {out}");
        let text = fs::read_to_string(home.join("out")).unwrap().replace("Boateng spoke", "Boateng lied");
        fs::write(home.join("out"), text).unwrap();
        let (code, out, _) = run(home, &["verify", "out"]);
        assert!(code == 4 && out.contains("does not stand in the article"), "{form}: {out}");
        assert_eq!(run(home, &["export", "-o", "out"]).0, 2, "what is there is not replaced");
        fs::remove_file(home.join("out")).unwrap();
    }
}

#[test]
fn a_program_killed_while_it_takes_in_leaves_whole_articles_and_loses_none_that_were_told() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    let all: String = (0..400).map(story).collect::<Vec<_>>().concat();
    fs::write(home.join("all.jsonl"), &all).unwrap();
    let mut child = attache(home, &["import", "all.jsonl"]).stderr(Stdio::null()).spawn().unwrap();
    let taken = || {
        let store = Store::open(&archive(home), Access::Read).ok()?;
        store.count(&Query::All, &Clock::default()).ok().filter(|n| *n > 0)
    };
    // The first batch is there: the rest is on its way.
    while taken().is_none() && child.try_wait().unwrap().is_none() {
        std::thread::yield_now();
    }
    let told = taken().unwrap_or(0);
    child.kill().unwrap();
    child.wait().unwrap();
    let store = Store::open(&archive(home), Access::Read).unwrap();
    assert!(store.complaints().unwrap().is_empty());
    let kept = store.count(&Query::All, &Clock::default()).unwrap();
    assert!(told > 0 && kept >= told, "{kept} of {told}");
    assert_eq!(run(home, &["import", "all.jsonl"]).0, 0);
    let (code, out, _) = run(home, &["doctor"]);
    assert!(code == 0 && out.contains("400 articles") && out.contains("the archive is intact"), "{out}");
    assert_eq!(run(home, &["list"]).1.lines().count(), 400);
}

#[test]
fn an_archive_that_can_not_be_used_is_left_as_it_is() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    fs::write(home.join("a.jsonl"), story(1)).unwrap();
    let file = archive(home);
    let folder = file.parent().unwrap();
    fs::create_dir_all(folder).unwrap();
    fs::write(&file, "no archive").unwrap();
    let (code, _, err) = run(home, &["import", "a.jsonl"]);
    assert!(code == 2 && err.contains("damaged or no archive"), "{err}");
    assert_eq!(fs::read_to_string(&file).unwrap(), "no archive");
}

#[test]
fn an_import_whose_linking_fails_says_so_and_the_archive_stays_whole() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    fs::write(home.join("a.jsonl"), story(1) + &story(2)).unwrap();
    // A name that is new: it is entered under its words.
    fs::write(home.join("b.jsonl"), story(3) + &story(4).replace("spoke", "met Kofi Mensah")).unwrap();
    assert_eq!(run(home, &["import", "a.jsonl"]).0, 0);
    let sql = |sql: &str| rusqlite::Connection::open(archive(home)).unwrap().execute_batch(sql).unwrap();
    sql("ALTER TABLE words RENAME TO elsewhere");
    let (code, _, err) = run(home, &["import", "b.jsonl"]);
    assert!(code == 2 && err.contains("linking failed at the table words"), "{err}");
    let (code, out, _) = run(home, &["list"]);
    assert_eq!((code, out.lines().count()), (0, 2), "nothing of the batch is stored");
    sql("ALTER TABLE elsewhere RENAME TO words");
    assert_eq!(run(home, &["import", "b.jsonl"]).0, 0);
    let (code, out, _) = run(home, &["list", "--", "person:boateng"]);
    assert_eq!((code, out.lines().count()), (0, 4), "{out}");
}

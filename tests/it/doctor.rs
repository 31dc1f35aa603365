//! `attache doctor`: what is wrong, where, and what to do; as text, as JSON, and as exit code.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use attache::store::{Access, Store};
use serde_json::Value;

use crate::pty::Home;

/// The exit code and the JSON of `attache doctor`, with more environment.
fn doctor(home: &Home, arguments: &[&str], more: &[(&str, &str)]) -> (i32, Value) {
    let mut command = home.run(&[&["doctor", "--json"], arguments].concat());
    // Of other sessions on this machine nothing is to be seen.
    command.env("TMPDIR", home.path()).envs(more.iter().copied());
    let output = command.output().unwrap();
    let told = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{output:?}"));
    (output.status.code().unwrap(), told)
}

/// The findings that are not well: check, sentence and place, and that each says what to do.
fn wrong(told: &Value) -> Vec<(String, String)> {
    let readme = include_str!("../../README.md");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut wrong = Vec::new();
    for finding in told["findings"].as_array().unwrap() {
        assert_eq!(finding.as_object().unwrap().len(), 5, "{finding}");
        let check = text(&finding["check"]);
        assert!(readme.contains(&format!("`{check}`")), "the README does not name the check {check}");
        if finding["level"] != "ok" {
            assert!(finding["advice"].is_string() && finding["where"].is_string(), "{finding}");
            wrong.push((check, format!("{} ({})", text(&finding["what"]), text(&finding["where"]))));
        }
    }
    wrong
}

/// A check, what it says, what makes it say so, and how that ends.
type Case = (&'static str, &'static str, Box<dyn Fn()>, Box<dyn Fn()>);

fn data(home: &Home) -> std::path::PathBuf {
    home.path().join(".local/share/attache")
}

#[test]
fn all_is_well_in_a_new_home_and_in_one_with_an_archive() {
    let (code, told) = doctor(&Home::empty(), &[], &[]);
    assert_eq!((code, told["level"].as_str(), wrong(&told)), (0, Some("ok"), vec![]), "{told}");
    let home = Home::three();
    let (code, told) = doctor(&home, &[], &[]);
    assert_eq!((code, told["level"].as_str(), wrong(&told)), (0, Some("ok"), vec![]), "{told}");
    let output = home.run(&["doctor", "--fast"]).env("TMPDIR", home.path()).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success() && text.contains("ok  the archive has 3 articles"), "{text}");
    assert!(!text.contains("intact"), "{text}");
}

#[test]
fn each_thing_to_look_at_is_named_with_its_place_and_what_to_do() {
    let home = Home::three();
    let config = home.path().join(".config/attache");
    fs::create_dir_all(config.join("themes")).unwrap();
    let secret = |path: &std::path::Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    let cases: Vec<Case> = {
        let write = |name: &'static str, text: &'static str| {
            let path = config.join(name);
            let gone = path.clone();
            let make: Box<dyn Fn()> = Box::new(move || {
                fs::write(&path, text).unwrap();
                secret(&path, 0o600);
            });
            let undo: Box<dyn Fn()> = Box::new(move || fs::remove_file(&gone).unwrap());
            (make, undo)
        };
        let mut cases = Vec::new();
        for (name, text, told) in [
            ("config.toml", "\nmuose = true\n", "config.toml:2"),
            ("keys.toml", "[global]\nj = \"nxt\"\n", "keys.toml:2"),
            ("watch.toml", "names = [7]\n", "watch.toml:1"),
            ("themes/unused.toml", "x = 1\n", "unused.toml:1"),
        ] {
            let (make, undo) = write(name, text);
            cases.push(("configuration", told, make, undo));
        }
        let file = |name: &'static str, check, told| {
            let (path, gone) = (data(&home).join(name), data(&home).join(name));
            let make: Box<dyn Fn()> = Box::new(move || fs::write(&path, "x").unwrap());
            let undo: Box<dyn Fn()> = Box::new(move || fs::remove_file(&gone).unwrap());
            (check, told, make, undo)
        };
        cases.push(file(".new-17-archive.db", "left behind", ".new-17-archive.db"));
        let state = home.path().join(".local/state/attache");
        fs::create_dir_all(&state).unwrap();
        secret(&state, 0o700);
        let (draft, gone) = (state.join("note-0000000000000001-1-e0.md"), state.join("note-0000000000000001-1-e0.md"));
        cases.push((
            "drafts",
            "note-0000000000000001-1-e0.md",
            Box::new(move || fs::write(&draft, "x").unwrap()),
            Box::new(move || fs::remove_file(&gone).unwrap()),
        ));
        let (open, shut) = (data(&home).join("archive.db"), data(&home).join("archive.db"));
        cases.push((
            "rights",
            "mode 644",
            Box::new(move || secret(&open, 0o644)),
            Box::new(move || {
                secret(&shut, 0o600);
                // SQLite gives the files beside it the mode of the archive.
                for beside in ["db-wal", "db-shm"] {
                    let _ = fs::remove_file(shut.with_extension(beside));
                }
            }),
        ));
        let (open, shut) = (data(&home), data(&home));
        cases.push((
            "rights",
            "mode 755",
            Box::new(move || secret(&open, 0o755)),
            Box::new(move || secret(&shut, 0o700)),
        ));
        cases
    };
    for (check, told, make, undo) in &cases {
        make();
        let (code, all) = doctor(&home, &["--fast"], &[]);
        let wrong = wrong(&all);
        assert_eq!((code, all["level"].as_str(), wrong.len()), (1, Some("look"), 1), "{told}: {wrong:?}");
        assert!(wrong[0].0 == *check && wrong[0].1.contains(told), "{told}: {wrong:?}");
        undo();
    }
    assert_eq!(doctor(&home, &[], &[]).0, 0);
}

#[test]
fn what_an_interrupted_import_left_is_named_and_settled() {
    let home = Home::three();
    let archive = data(&home).join("archive.db");
    let db = rusqlite::Connection::open(&archive).unwrap();
    db.execute_batch("INSERT OR IGNORE INTO due SELECT 0, number, 0 FROM nodes LIMIT 2").unwrap();
    drop(db);
    let (code, told) = doctor(&home, &["--fast"], &[]);
    let found = wrong(&told);
    assert!(code == 1 && found.len() == 1 && found[0].1.contains("2 names and articles wait"), "{found:?}");
    let (code, told) = doctor(&home, &["--fast", "--settle"], &[]);
    assert_eq!((code, wrong(&told)), (0, vec![]), "{told}");
    assert_eq!(Store::open(&archive, Access::Read).unwrap().unsettled().unwrap(), 0);
}

#[test]
fn an_archive_that_cannot_be_used_ends_with_two() {
    let home = Home::three();
    let archive = data(&home).join("archive.db");
    let whole = fs::read(&archive).unwrap();
    let mut torn = whole.clone();
    let middle = torn.len() / 2 / 8192 * 8192;
    torn[middle..middle + 8192].fill(7);
    for (bytes, check, told) in [
        (b"text".repeat(100), "archive", "damaged or no archive"),
        (Vec::new(), "archive", "is empty (0 bytes)"),
        (whole[..whole.len() / 2].to_vec(), "archive", "damaged or no archive"),
        (torn, "integrity", "the archive is damaged"),
    ] {
        fs::write(&archive, &bytes).unwrap();
        let (code, all) = doctor(&home, &["--settle"], &[]);
        let found = wrong(&all);
        assert_eq!((code, all["level"].as_str()), (2, Some("broken")), "{told}: {found:?}");
        assert!(found.iter().any(|(of, what)| of == check && what.contains(told)), "{told}: {found:?}");
        if check == "archive" {
            assert_eq!(fs::read(&archive).unwrap(), bytes, "it stays as it is");
        }
    }
}

#[test]
fn tmux_is_asked_whether_it_takes_copied_text() {
    let home = Home::three();
    let bin = home.path().join("bin");
    fs::create_dir(&bin).unwrap();
    let path = format!("{}:/usr/bin:/bin", bin.display());
    for (value, code) in [("on", 0), ("external", 1), ("off", 1)] {
        fs::write(
            bin.join("tmux"),
            format!("#!/bin/sh\n[ \"$*\" = \"show-options -s -v set-clipboard\" ] && echo {value}\n"),
        )
        .unwrap();
        fs::set_permissions(bin.join("tmux"), fs::Permissions::from_mode(0o755)).unwrap();
        let (ended, told) = doctor(&home, &["--fast"], &[("TMUX", "/tmp/none,1,0"), ("PATH", &path)]);
        let found = wrong(&told);
        assert_eq!((ended, found.len() as i32), (code, code), "{value}: {found:?}");
        assert!(found.iter().all(|(check, what)| check == "clipboard" && what.contains(value)), "{found:?}");
    }
    // Where no program may be started tmux is not asked.
    let config = home.path().join(".config/attache");
    fs::create_dir_all(&config).unwrap();
    fs::write(config.join("config.toml"), "restricted = true\n").unwrap();
    let (ended, told) = doctor(&home, &["--fast"], &[("TMUX", "/tmp/none,1,0"), ("PATH", &path)]);
    assert_eq!((ended, wrong(&told)), (0, vec![]));
    assert!(told.to_string().contains("tmux was not asked"), "{told}");
}

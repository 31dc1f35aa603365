//! Files that are not an archive of ours, or not one that we know: every command says so and leaves them as they are, to the byte.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use attache::store::{Access, Store};
use rusqlite::Connection;

use super::pty;

/// Every command that opens the archive.
const COMMANDS: &[&[&str]] = &[
    &["list"],
    &["search", "harvest"],
    &["show", "1"],
    &["entities"],
    &["entities", "--watched"],
    &["mentions", "Ama"],
    &["watch", "--once"],
    &["find", "ama"],
    &["notes"],
    &["export"],
    &["verify", "story.txt"],
    &["corrections", "export"],
    &["corrections", "import", "corrections.toml"],
    &["import", "story.txt"],
    &["doctor"],
    &["doctor", "--fast"],
    &["--plain"],
    &["story.txt"],
];

/// A folder: the name of each file with its bytes, time of change and mode; the folder's own time under "".
fn state(folder: &Path) -> BTreeMap<String, (Vec<u8>, i64, i64, u32)> {
    let about = |path: &Path, bytes| {
        let about = fs::symlink_metadata(path).unwrap();
        (bytes, about.mtime(), about.mtime_nsec(), about.mode())
    };
    let mut all = BTreeMap::from([(String::new(), about(folder, Vec::new()))]);
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let bytes = if path.is_file() { fs::read(&path).unwrap() } else { Vec::new() };
        all.insert(path.file_name().unwrap().to_str().unwrap().to_owned(), about(&path, bytes));
    }
    all
}

/// A database of another program at `path`.
fn another(path: &Path, before: &str) -> Connection {
    let db = Connection::open(path).unwrap();
    db.execute_batch(before).unwrap();
    db.execute_batch("CREATE TABLE books(title); INSERT INTO books VALUES ('Of harbours')").unwrap();
    db
}

/// Copies `archive.db` with the files beside it, as a killed program leaves them.
fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
    }
}

/// A database in a change that was killed: its journal has to be applied.
fn in_a_change(path: &Path, before: &str) -> Connection {
    let db = another(path, before);
    db.execute_batch("PRAGMA cache_size=5; PRAGMA journal_mode=DELETE; CREATE TABLE page(text)").unwrap();
    db.execute_batch("BEGIN; UPDATE books SET title='?'").unwrap();
    for _ in 0..200 {
        db.execute("INSERT INTO page VALUES (?1)", ["x".repeat(2_000)]).unwrap();
    }
    db
}

/// Our own archive, changed by `change`, with nothing in its log.
fn ours(path: &Path, change: impl FnOnce(Vec<u8>) -> Vec<u8>) {
    drop(Store::open(path, Access::Write).unwrap());
    let bytes = fs::read(path).unwrap();
    fs::write(path, change(bytes)).unwrap();
}

/// Every kind of file, each in a folder of its own: its name, what the refusal says, its folder.
fn kinds(home: &Path) -> Vec<(&'static str, &'static str, PathBuf)> {
    let mut all = Vec::new();
    let mut kind = |name: &'static str, told: &'static str, make: &dyn Fn(&Path)| {
        let folder = home.join(name);
        fs::create_dir(&folder).unwrap();
        make(&folder.join("archive.db"));
        all.push((name, told, folder));
    };
    // As a program that was killed leaves it: `make` keeps the database open while it is copied.
    let killed = |path: &Path, make: &dyn Fn(&Path) -> Connection| {
        let live = tempfile::tempdir().unwrap();
        let db = make(&live.path().join("archive.db"));
        copy(live.path(), path.parent().unwrap());
        drop(db);
    };
    let text = "no database at all, but long enough to be looked at as one. ".repeat(40);
    let put = |at: usize, with: &'static [u8]| {
        move |mut bytes: Vec<u8>| {
            bytes[at..at + with.len()].copy_from_slice(with);
            bytes
        }
    };
    kind("text", "damaged or no archive", &|path| fs::write(path, &text).unwrap());
    kind("short text", "damaged or no archive", &|path| fs::write(path, "abc").unwrap());
    kind("empty", "is empty (0 bytes)", &|path| fs::write(path, "").unwrap());
    kind("zeros", "damaged or no archive", &|path| fs::write(path, [0; 8192]).unwrap());
    kind("folder", "is not a file", &|path| fs::create_dir(path).unwrap());
    kind("link", "is a symbolic link", &|path| {
        fs::write(path.with_file_name("behind"), &text).unwrap();
        std::os::unix::fs::symlink("behind", path).unwrap();
    });
    kind("pipe", "is not a file", &|path| {
        assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
    });
    kind("foreign", "another program", &|path| drop(another(path, "")));
    kind("foreign with a format", "another program", &|path| drop(another(path, "PRAGMA user_version=3")));
    kind("foreign with a name", "another program", &|path| {
        drop(another(path, "PRAGMA application_id=1196444487; PRAGMA user_version=4"));
    });
    kind("foreign without tables", "another program", &|path| {
        Connection::open(path).unwrap().execute_batch("PRAGMA application_id=1196444487; VACUUM").unwrap();
    });
    kind("foreign and blank", "another program", &|path| {
        Connection::open(path).unwrap().execute_batch("CREATE TABLE t(x); DROP TABLE t; VACUUM").unwrap();
    });
    kind("foreign with small pages", "another program", &|path| drop(another(path, "PRAGMA page_size=512")));
    kind("foreign with a log", "another program", &|path| {
        killed(path, &|path| another(path, "PRAGMA journal_mode=WAL"));
    });
    kind("foreign whose log was applied", "another program", &|path| drop(another(path, "PRAGMA journal_mode=WAL")));
    kind("foreign in a change", "another program", &|path| killed(path, &|path| in_a_change(path, "")));
    kind("foreign with a shortened journal", "another program", &|path| {
        another(path, "PRAGMA journal_mode=PERSIST").execute_batch("UPDATE books SET title='?'").unwrap();
    });
    kind("newer", "format 99", &|path| ours(path, put(63, &[99])));
    kind("newer in its log", "format 99", &|path| {
        killed(path, &|path| {
            ours(path, |bytes| bytes);
            let db = Connection::open(path).unwrap();
            db.execute_batch("PRAGMA journal_mode=WAL; PRAGMA user_version=99").unwrap();
            db
        });
    });
    kind("newer before its change", "format 99", &|path| {
        killed(path, &|path| {
            ours(path, put(63, &[99]));
            in_a_change(path, "")
        });
    });
    kind("no format", "damaged or no archive", &|path| ours(path, put(63, &[0])));
    kind("negative format", "damaged or no archive", &|path| ours(path, put(60, &[255])));
    kind("cut in half", "damaged or no archive", &|path| ours(path, |bytes| bytes[..bytes.len() / 2].to_vec()));
    kind("cut to its head", "damaged or no archive", &|path| ours(path, |bytes| bytes[..100].to_vec()));
    kind("overwritten head", "damaged or no archive", &|path| ours(path, put(0, &[7; 100])));
    kind("wrong page size", "damaged or no archive", &|path| ours(path, put(16, &[3, 7])));
    kind("overwritten schema", "damaged or no archive", &|path| ours(path, put(100, &[7; 4000])));
    all
}

#[test]
fn a_file_that_is_not_ours_is_refused_and_stays_as_it_is() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    fs::write(home.join("story.txt"), "Ama Boateng spoke of the harvest.\n").unwrap();
    fs::write(home.join("corrections.toml"), "[[rename]]\nname = \"A\"\nkind = \"person\"\nto = \"B\"\n").unwrap();
    let kinds = kinds(home);
    assert!(kinds.len() > 25);
    let screen = pty::Home::empty();
    fs::copy(home.join("story.txt"), screen.path().join("story.txt")).unwrap();
    let tried = |(name, told, folder): &(&str, &str, PathBuf)| {
        let before = state(folder);
        let mut wrong = Vec::new();
        for command in COMMANDS {
            let output = Command::new(env!("CARGO_BIN_EXE_attache"))
                .arg("--data-dir")
                .arg(folder)
                .args(["--config-dir", "none"])
                .args(*command)
                .current_dir(home)
                .stdin(Stdio::null())
                .output()
                .unwrap();
            let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
            if output.status.code() != Some(2) || !said.contains(told) {
                wrong.push(format!("{name}: {command:?} ended with {} and said {said}", output.status));
            }
            let after = state(folder);
            for file in before.keys().chain(after.keys()).filter(|file| before.get(*file) != after.get(*file)) {
                wrong.push(format!("{name}: {command:?} changed {file:?}"));
            }
        }
        let at = folder.to_str().unwrap();
        for arguments in [&["--data-dir", at][..], &["--data-dir", at, "story.txt"]] {
            let code = pty::start_with(&screen, arguments, &[], (80, 24)).end();
            if code != 2 || state(folder) != before {
                wrong.push(format!("{name}: the screen ended with {code}, or changed it"));
            }
        }
        for access in [Access::Read, Access::Write, Access::Bulk] {
            if Store::open(&folder.join("archive.db"), access).is_ok() || state(folder) != before {
                wrong.push(format!("{name}: opened or changed for {access:?}"));
            }
        }
        wrong
    };
    let (half, rest) = kinds.split_at(kinds.len() / 2);
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let other = scope.spawn(|| rest.iter().flat_map(&tried).collect::<Vec<_>>());
        half.iter().flat_map(&tried).collect::<Vec<_>>().into_iter().chain(other.join().unwrap()).collect()
    });
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), kinds.len() * (COMMANDS.len() + 5), wrong.join("\n"));
}

#[test]
fn a_journal_that_waits_would_be_applied_by_whoever_opens_the_file() {
    // The tests above are worth something only if their files change when they are opened as a database usually is.
    let home = tempfile::tempdir().unwrap();
    for (name, _, folder) in kinds(home.path()) {
        if matches!(name, "foreign in a change" | "foreign with a log" | "newer before its change") {
            let before = state(&folder);
            let db = Connection::open(folder.join("archive.db")).unwrap();
            db.query_row("SELECT title FROM books", [], |_| Ok(())).unwrap();
            drop(db);
            assert_ne!(before, state(&folder), "{name}");
        }
    }
}

//! `restricted = true`: no option, no argument and no key reads or writes a file outside the data folder or starts a program; and
//! files are written and programs started in few places of the source, which ask the policy.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use attache::app::message::{Failed, Message};
use attache::app::request::{Destination, Request, Ticket};
use attache::config::settings::Settings;
use attache::export::format::Format;
use attache::news::note::{NoteDraft, Scope};
use attache::runtime::files::Places;
use attache::runtime::foreground::Foreground;
use attache::runtime::names::IndexBuilder;
use attache::runtime::note_files::NoteFiles;
use attache::runtime::policy::Policy;
use attache::store::{Access, Store};
use clap::CommandFactory;

use crate::pty;

/// Options and arguments that name files, each with a command that uses it: OUT is a new file, OLD one that exists, IN one to read,
/// FOLDER a folder, all outside the data folder.
const FILES: &[(&str, &[&str])] = &[
    ("attache paths", &["IN"]),
    ("attache paths", &["OK", "IN"]),
    ("attache paths", &["--plain", "FOLDER"]),
    ("import paths", &["import", "IN"]),
    ("import paths", &["import", "FOLDER"]),
    ("import paths", &["import", "--follow-links", "FOLDER"]),
    ("import paths", &["import", "link"]),
    ("import paths", &["import", "OK", "IN"]),
    ("export output", &["export", "-o", "OUT"]),
    ("export output", &["export", "-o", "OLD", "--force"]),
    ("export output", &["export", "--output", "../../../OUTSIDE/new.md"]),
    ("export output", &["export", "-o", "out/new.md"]),
    ("export output", &["export", "-o", "/dev/stdout", "--force"]),
    ("verify file", &["verify", "IN"]),
    ("verify file", &["verify", "link"]),
    ("export file", &["corrections", "export", "OUT"]),
    ("export file", &["corrections", "export", "--force", "OLD"]),
    ("import file", &["corrections", "import", "IN"]),
    ("names classes", &["names", "--classes", "OUT"]),
    ("eval gold", &["eval", "IN"]),
    ("eval gold", &["eval", "FOLDER"]),
    ("eval pred", &["eval", "gold.jsonl", "--pred", "IN"]),
    ("eval weights", &["eval", "gold.jsonl", "--weights", "IN"]),
    ("train out", &["train", "--data", ".", "--out", "OUT"]),
    ("train data", &["train", "--data", "FOLDER", "--out", "w"]),
    ("train recipe", &["train", "--data", ".", "--out", "w", "--recipe", "IN"]),
    ("train lexicon", &["train", "--data", ".", "--out", "w", "--lexicon", "IN"]),
    ("train names", &["train", "--data", ".", "--out", "w", "--names", "IN"]),
    ("train dev", &["train", "--data", ".", "--out", "w", "--dev", "IN"]),
];

/// A home with an archive that has a note, a configuration that restricts, and a folder outside with a file in it.
fn home() -> pty::Home {
    let home = pty::Home::three();
    let at = |name: &str| home.path().join(name);
    fs::create_dir_all(at(".config/attache")).unwrap();
    fs::write(at(".config/attache/config.toml"), "editor = [\"touch\", \"OUTSIDE/started\"]\nrestricted = true\n")
        .unwrap();
    fs::create_dir(at("OUTSIDE")).unwrap();
    fs::write(at("OUTSIDE/old.txt"), "A secret of the harbour.\n").unwrap();
    let data = at(".local/share/attache");
    std::os::unix::fs::symlink(at("OUTSIDE/old.txt"), data.join("link")).unwrap();
    std::os::unix::fs::symlink(at("OUTSIDE"), data.join("out")).unwrap();
    fs::write(data.join("gold.jsonl"), "").unwrap();
    fs::write(data.join("story.txt"), "Ama Boateng spoke of the harvest.\n").unwrap();
    let mut store = Store::open(&data.join("archive.db"), Access::Write).unwrap();
    let note = NoteDraft {
        text: "on the harbour".into(),
        article: Some(attache::news::article::ArticleId(1)),
        ..NoteDraft::default()
    };
    store.save_note(&note, attache::news::time::Timestamp(1_795_000_000)).unwrap();
    home
}

fn outside(home: &pty::Home) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(home.path().join("OUTSIDE"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names.push(fs::read_to_string(home.path().join("OUTSIDE/old.txt")).unwrap());
    names
}

#[test]
fn no_option_reads_or_writes_outside_the_data_folder() {
    let home = home();
    let before = outside(&home);
    let path = |name: &str| home.path().join("OUTSIDE").join(name).to_str().unwrap().to_owned();
    for (_, command) in FILES {
        let arguments: Vec<String> = command
            .iter()
            .map(|word| match *word {
                "OUT" => path("new.md"),
                "OLD" | "IN" => path("old.txt"),
                "FOLDER" => path(""),
                "OK" => "story.txt".to_owned(),
                other => other.to_owned(),
            })
            .collect();
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let output = home.run(&arguments).current_dir(home.path()).output().unwrap();
        let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        assert_eq!(output.status.code(), Some(2), "{command:?}: {said}");
        assert!(said.contains("restricted = true in") && said.contains("config.toml"), "{command:?}: {said}");
        assert!(!said.contains("A secret"), "{command:?}: {said}");
        assert_eq!(outside(&home), before, "{command:?}");
    }
    let output = home.run(&["list", "secret"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "nothing from outside is in the archive");
    // In the data folder all of it works.
    for command in [
        &["import", "story.txt"][..],
        &["export", "-o", "a.md"],
        &["export", "-o", "a.md", "--force"],
        &["verify", "a.md"],
        &["corrections", "export", "corrections.toml"],
    ] {
        let output = home.run(command).current_dir("/").output().unwrap();
        let code = output.status.code();
        assert!(matches!(code, Some(0 | 1)), "{command:?}: {code:?} {}", String::from_utf8_lossy(&output.stderr));
    }
    assert!(home.path().join(".local/share/attache/a.md").is_file());
}

#[test]
fn every_option_that_names_a_file_is_tried() {
    fn gather(command: &clap::Command, found: &mut BTreeSet<String>) {
        for argument in command.get_arguments() {
            let names = argument.get_value_names().unwrap_or_default();
            let id = argument.get_id().as_str();
            // The folders of the program itself: who gives them can give another configuration too.
            let own = matches!(id, "data_dir" | "config_dir");
            if names.iter().any(|name| matches!(name.as_str(), "FILE" | "DIR" | "PATH" | "GOLD")) && !own {
                found.insert(format!("{} {id}", command.get_name()));
            }
        }
        for sub in command.get_subcommands() {
            gather(sub, found);
        }
    }
    let mut found = BTreeSet::new();
    gather(&attache::cli::Cli::command(), &mut found);
    let tried: BTreeSet<String> = FILES.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(found, tried);
}

#[test]
fn no_key_writes_outside_the_data_folder_or_starts_a_program() {
    let home = home();
    let before = outside(&home);
    let mut terminal = pty::start(&home, &[]);
    terminal.sees("Ferry");
    let secret = home.path().join("OUTSIDE/old.txt");
    terminal.keys(&format!(":import {}\r", secret.display()));
    terminal.sees("the import stopped");
    // Ctrl-g hands the note over to the editor.
    terminal.keys("\ra");
    terminal.keys("text\x07");
    terminal.sees("is not started");
    terminal.sees("text");
    assert_eq!(outside(&home), before);
    terminal.keys("\x13");
    terminal.sees("note saved");
    terminal.keys("Q");
    assert_eq!(terminal.end(), 0);
    let list = home.run(&["list", "secret"]).output().unwrap();
    assert_eq!(list.status.code(), Some(1));
}

#[test]
fn an_export_of_the_screen_stays_in_the_data_folder() {
    let home = home();
    let at = |name: &str| home.path().join(name);
    let data = at(".local/share/attache");
    let places = Places { config: at(".config/attache"), data: data.clone(), state: at("state") };
    let policy = Policy::new(&Settings { restricted: true, ..Settings::default() }, Some(&places));
    let store = Store::open(&data.join("archive.db"), Access::Write).unwrap();
    let told = std::rc::Rc::new(std::cell::RefCell::new(Vec::new()));
    let tell = {
        let told = std::rc::Rc::clone(&told);
        move |message| told.borrow_mut().push(message)
    };
    let (names, _wanted) = IndexBuilder::queue();
    let files = NoteFiles::new(&at("state"), &data.join("archive.db"), 7);
    let mut lane = Foreground::new(store, names, Vec::new(), files, policy, tell, |_| ());
    for replace in [false, true] {
        for path in [
            at("OUTSIDE/new.md"),
            at("OUTSIDE/old.txt"),
            "../../../OUTSIDE/new.md".into(),
            "out/new.md".into(),
            "~/new.md".into(),
        ] {
            let to = Destination::File { path: path.clone(), replace };
            lane.answer(Ticket(1), Request::Export { scope: Scope::All, format: Format::Markdown, to });
            let last = told.borrow_mut().pop();
            let Some(Message::Failed { what: Failed::Request(_), error }) = last else {
                panic!("{}: {last:?}", path.display())
            };
            assert!(error.contains("restricted = true in"), "{error}");
        }
    }
    let to = Destination::File { path: "summary.md".into(), replace: false };
    lane.answer(Ticket(2), Request::Export { scope: Scope::All, format: Format::Markdown, to });
    assert!(data.join("summary.md").is_file(), "{:?}", told.borrow());
    assert!(!at("OUTSIDE/new.md").exists());
}

/// What writes files or starts programs, and the files below `src/` that may: all others ask `runtime/policy`.
const HANDS: &[(&str, &[&str])] = &[
    ("Command::new", &["runtime/policy.rs"]),
    ("fs::write(", &[]),
    ("fs::copy(", &[]),
    ("File::create", &[]),
    ("fs::hard_link(", &["store/open.rs"]),
    ("fs::rename(", &["runtime/files.rs", "runtime/note_files.rs", "runtime/scratch.rs", "store/open.rs"]),
    // Paths that the program itself makes, in its own folders; and the terminal.
    (
        "OpenOptions::new",
        &[
            "runtime/files.rs",
            "runtime/log.rs",
            "runtime/note_files.rs",
            "runtime/scratch.rs",
            "runtime/terminal.rs",
            "store/look.rs",
            "store/open.rs",
            "store/sessions.rs",
            "store/turn.rs",
        ],
    ),
    ("private_file(", &["runtime/files.rs", "runtime/note_files.rs", "runtime/scratch.rs"]),
    (
        "write_atomically(",
        &["runtime/files.rs", "runtime/note_files.rs", "runtime/save.rs", "runtime/ui_state.rs", "cli/watch.rs"],
    ),
];

#[test]
fn files_are_written_and_programs_started_in_few_places() {
    fn walk(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { walk(&path, found) } else { found.push(path) }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    walk(&root, &mut files);
    assert!(files.len() > 150);
    let mut wrong = Vec::new();
    for file in files {
        let name = file.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
        let text = fs::read_to_string(&file).unwrap_or_default();
        // Tests may write what they like.
        if name.contains("tests") || name == "runtime/large.rs" || file.extension().is_none_or(|end| end != "rs") {
            continue;
        }
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
        for (what, homes) in HANDS {
            if code.contains(what) && !homes.contains(&name.as_str()) {
                wrong.push(format!("{name} has {what}: let runtime/policy give out what may be written or started"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

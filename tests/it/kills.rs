//! The program is killed at every step of writing: what was answered is there, and a note is saved or its draft is there.
//!
//! The killed program is this test program, which starts itself again for it.

use std::path::{Path, PathBuf};
use std::process::Command;

use attache::news::article::ArticleId;
use attache::news::note::{DraftKey, NoteDraft, Scope};
use attache::news::time::Timestamp;
use attache::news::triage::{Change, State};
use attache::query::{Clock, parse};
use attache::store::{Access, Fault, Faults, Store};

const NOW: Timestamp = Timestamp(1_795_500_000);
/// Where the program that is killed finds its archive and the step.
const ARCHIVE: &str = "ATTACHE_TEST_ARCHIVE";
const STEP: &str = "ATTACHE_TEST_STEP";

fn typed(number: u32, text: &str) -> NoteDraft {
    let key = DraftKey { session: 0, number };
    NoteDraft { article: Some(ArticleId(1)), text: text.into(), key, ..NoteDraft::default() }
}

/// What the killed program does; after each change it says so.
fn work(store: &mut Store, mut told: impl FnMut(&str)) {
    for (number, text) in [(1, "one"), (2, "two")] {
        store.keep_draft(&typed(number, text), 1).unwrap();
        told(&format!("draft {text}"));
        store.save_note(&typed(number, text), NOW).unwrap();
        told(&format!("note {text}"));
        store.triage(&[ArticleId(i64::from(number))], &Change::State(State::Kept), NOW).unwrap();
        told(&format!("kept {number}"));
    }
}

#[test]
#[ignore = "what_was_answered_outlives_a_kill_at_every_step runs it"]
fn is_killed() {
    let archive = PathBuf::from(std::env::var_os(ARCHIVE).unwrap());
    let step: u64 = std::env::var(STEP).unwrap().parse().unwrap();
    let faults = Faults::default();
    let mut store = Store::open(&archive, Access::Write).unwrap();
    store.inject(&faults);
    faults.plan(step, 1, Fault::Kill);
    work(&mut store, |what| println!("told {what}"));
}

/// Runs the program that is killed at a step. What it told, and whether it went through to its end.
fn run(archive: &Path, step: u64) -> (Vec<String>, bool) {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["kills::is_killed", "--exact", "--ignored", "--nocapture"]);
    let output = command.env(ARCHIVE, archive).env(STEP, step.to_string()).output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter_map(|l| l.split_once("told ").map(|(_, what)| what.to_owned()))
        .collect();
    (told, output.status.success())
}

#[test]
fn what_was_answered_outlives_a_kill_at_every_step() {
    let folder = tempfile::tempdir().unwrap();
    let empty = folder.path().join("empty.db");
    let pile = folder.path().join("pile.jsonl");
    std::fs::write(
        &pile,
        "{\"headline\":\"A\",\"body\":\"It rained.\"}\n{\"headline\":\"B\",\"body\":\"It snowed.\"}\n",
    )
    .unwrap();
    let mut import = Command::new(env!("CARGO_BIN_EXE_attache"));
    import.args(["--data-dir"]).arg(folder.path()).args(["--config-dir", "none", "import"]).arg(&pile);
    assert!(import.output().unwrap().status.success());
    std::fs::rename(folder.path().join("archive.db"), &empty).unwrap();
    let mut steps = 0;
    loop {
        let archive = folder.path().join(format!("step{steps}.db"));
        std::fs::copy(&empty, &archive).unwrap();
        let (told, finished) = run(&archive, steps);
        let mut store = Store::open(&archive, Access::Write).unwrap();
        assert!(store.complaints().unwrap().is_empty());
        let notes: Vec<String> =
            store.notes(&Scope::All, &Clock::default()).unwrap().into_iter().map(|row| row.note.text).collect();
        let drafts: Vec<String> = store.lost_drafts().unwrap().into_iter().map(|lost| lost.draft.text).collect();
        for (number, text) in [(1, "one"), (2, "two")] {
            let was = |what: &str| told.contains(&format!("{what} {text}"));
            let (note, draft) = (notes.iter().any(|t| t == text), drafts.iter().any(|t| t == text));
            assert!(!(note && draft), "step {steps}: {text} is both");
            assert!(!was("note") || note, "step {steps}: the note {text} was answered");
            assert!(!was("draft") || note || draft, "step {steps}: the draft {text} was answered");
            let kept = store.count(&parse("is:kept").unwrap(), &Clock::default()).unwrap();
            assert!(
                !told.contains(&format!("kept {number}")) || kept >= number,
                "step {steps}: a decision was answered"
            );
        }
        if finished {
            break;
        }
        steps += 1;
    }
    assert_eq!(steps, 18, "six changes of three steps");
}

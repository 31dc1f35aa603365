//! Every subcommand started once, on an archive of the shipped briefings, and its output looked at.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::OnceLock;

use attache::news::article::ArticleId;
use attache::news::note::{Anchor, NoteDraft};
use attache::news::time::Timestamp;
use attache::store::{Access, Store};
use attache::text::span::Span;
use serde_json::Value;

use crate::pty::Home;

/// What a run of the program gave.
#[derive(Debug)]
struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl Ran {
    /// Its standard output, where it ended with 0 and had nothing to remark.
    fn well(self) -> String {
        assert!(self.code == 0 && self.err.is_empty(), "{self:?}");
        self.out
    }
}

/// Runs the program in a home, with `input` on standard input.
fn run_with(home: &Home, arguments: &[&str], input: &str) -> Ran {
    let mut command = home.run(arguments);
    command.env("TZ", "UTC").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A program that reads no input closes it.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let done = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran { code: done.status.code().unwrap(), out: text(done.stdout), err: text(done.stderr) }
}

fn run(home: &Home, arguments: &[&str]) -> Ran {
    run_with(home, arguments, "")
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sample_data() -> String {
    root().join("sample-data").to_str().unwrap().to_owned()
}

/// A home with the shipped briefings in its archive.
fn briefings() -> Home {
    let home = Home::empty();
    let ran = run(&home, &["import", &sample_data()]);
    assert_eq!(
        (ran.code, ran.out.as_str(), ran.err.as_str()),
        (0, "", "31 imported, 0 already in the archive, 0 refused\n")
    );
    home
}

/// The same for tests that change nothing.
fn shared() -> &'static Home {
    static HOME: OnceLock<Home> = OnceLock::new();
    HOME.get_or_init(briefings)
}

fn archive(home: &Home) -> PathBuf {
    home.path().join(".local/share/attache/archive.db")
}

#[test]
fn import_tells_what_is_known_and_what_is_refused() {
    let home = Home::empty();
    let (good, bad) = (home.path().join("good.txt"), home.path().join("bad.bin"));
    fs::write(&good, "Dam is full\n\nNAIROBI (KNA) - The dam is full, said Asha Odhiambo.\n").unwrap();
    fs::write(&bad, b"MZ\x90\0\x03").unwrap();
    let paths = ["import", good.to_str().unwrap(), bad.to_str().unwrap()];
    let first = run(&home, &paths);
    assert_eq!(first.code, 3, "{first:?}");
    assert!(first.err.contains("bad.bin\" refused: it is not text (byte 3)"), "{}", first.err);
    assert!(first.err.ends_with("1 imported, 0 already in the archive, 1 refused\n"), "{}", first.err);
    assert!(run(&home, &paths).err.ends_with("0 imported, 1 already in the archive, 1 refused\n"));
}

#[test]
fn list_search_and_show_agree_on_an_article() {
    let home = shared();
    let rows = run(home, &["list"]).well();
    assert!(rows.lines().count() > 20 && rows.lines().all(|row| row.split('\t').count() == 5), "{rows}");
    let times: Vec<&str> = rows.lines().map(|row| row.split('\t').nth(2).unwrap()).collect();
    assert!(times.is_sorted_by(|a, b| a >= b), "newest first: {times:?}");
    let found = run(home, &["search", "org:\"Sahara Aquifer Observatory\" and not source:Atlas", "--json"]).well();
    let row: Value = serde_json::from_str(found.lines().next().unwrap()).unwrap();
    assert_eq!(row["headline"], "Gafsa observatory publishes eleven years of well readings");
    let shown = run(home, &["show", &row["id"].to_string()]).well();
    assert!(shown.starts_with("Gafsa observatory publishes") && shown.contains("340 wells"), "{shown}");
    assert!(shown.contains("institution: ") && shown.contains("Sahara Aquifer Observatory ("), "{shown}");
    assert_eq!(run(home, &["list", "source:\"no such house\""]).code, 1, "nothing found");
    let wrong = run(home, &["list", "date:"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("in the query \"date:\""), "{}", wrong.err);
    assert_eq!(run(home, &["show", "4711"]).code, 1);
}

#[test]
fn entities_mentions_and_find_know_who_is_meant() {
    let home = shared();
    let entities = run(home, &["entities", "--kind", "person", "-n", "3"]).well();
    assert_eq!(entities.lines().next(), Some("10\tperson\tYoussef Ben Khalifa"), "{entities}");
    assert_eq!(entities.lines().count(), 3);
    let mentions = run(home, &["mentions", "Florence Akinyi Odhiambo"]).well();
    assert!(mentions.lines().count() > 8 && mentions.contains("\tLakes News Agency\t"), "{mentions}");
    assert!(mentions.lines().filter(|line| line.contains("Odhiambo")).count() > 8, "{mentions}");
    let namesakes = run(home, &["mentions", "Ben Khalifa"]);
    assert!(namesakes.err.contains("it may also be"), "{namesakes:?}");
    let found = run(home, &["find", "khalifa", "youssef"]).well();
    assert!(found.lines().next().unwrap().contains("Youssef Ben Khalifa"), "{found}");
    assert_eq!(run(home, &["find", "qqqqxyz"]).code, 1);
}

#[test]
fn notes_are_printed_exported_and_verified() {
    let home = briefings();
    assert_eq!(run(&home, &["notes"]).code, 1, "none yet");
    let body = Store::open(&archive(&home), Access::Read).unwrap().body(ArticleId(1)).unwrap();
    let words = "measuring everything, tea included";
    let at = body.find(words).unwrap();
    let anchor = Anchor {
        article: ArticleId(1),
        span: Span::new(at, at + words.len()),
        quote: words.to_owned(),
        before: String::new(),
        after: String::new(),
    };
    let text = "Ask for the tea.".to_owned();
    let note = NoteDraft { anchor: Some(anchor), article: Some(ArticleId(1)), text, ..NoteDraft::default() };
    Store::open(&archive(&home), Access::Write).unwrap().save_note(&note, Timestamp(1_795_000_000)).unwrap();
    let printed = run(&home, &["notes"]).well();
    assert!(printed.contains(words) && printed.contains("Ask for the tea."), "{printed}");
    let file = home.path().join("summary.md");
    let file = file.to_str().unwrap();
    let exported = run(&home, &["export", "--output", file]);
    assert_eq!(exported.code, 0, "{exported:?}");
    let summary = fs::read_to_string(file).unwrap();
    assert!(summary.contains(&format!("> {words}")) && summary.contains("Gulf Courier"), "{summary}");
    assert_eq!(run(&home, &["export", "--output", file]).code, 2, "a file is not replaced unasked");
    assert_eq!(run(&home, &["verify", file]).well(), "1 of 1 quotes hold\n");
    fs::write(file, summary.replace("tea included", "coffee included")).unwrap();
    let forged = run(&home, &["verify", file]);
    assert_eq!(forged.code, 4);
    assert!(
        forged.out.contains("does not stand in the article") && forged.out.ends_with("0 of 1 quotes hold\n"),
        "{forged:?}"
    );
}

#[test]
fn corrections_go_in_and_out_and_watch_tells_what_is_new() {
    let home = briefings();
    let file = home.path().join("corrections.toml");
    let text = "[[rename]]\nkind = \"person\"\nname = \"Nadia Ben Khalifa\"\nto = \"N. Ben Khalifa\"\n\n\
                [[watch]]\nkind = \"person\"\nname = \"Nadia Ben Khalifa\"\n";
    fs::write(&file, format!("{text}\n[[hide]]\nkind = \"person\"\nname = \"Nobody Here\"\n")).unwrap();
    let taken = run(&home, &["corrections", "import", file.to_str().unwrap()]);
    assert_eq!(taken.code, 3, "{taken:?}");
    assert!(taken.err.contains("this archive has no person called \"Nobody Here\""), "{}", taken.err);
    assert!(taken.err.ends_with("2 corrections imported, 0 already known, 1 refused\n"), "{}", taken.err);
    let exported = run(&home, &["corrections", "export"]).well();
    assert!(exported.contains(text.trim_end()), "{exported}");
    assert_eq!(run(&home, &["entities", "--watched"]).well(), "8\tperson\tN. Ben Khalifa\n");
    let news = run(&home, &["watch", "--once"]).well();
    assert!(news.lines().count() == 8 && news.contains("N. Ben Khalifa"), "{news}");
    assert_eq!(run(&home, &["watch", "--once"]).code, 1, "nothing is new the second time");
}

#[test]
fn the_engine_reads_compares_scores_and_learns() {
    let home = Home::empty();
    let line = "{\"id\":7,\"text\":\"President Amina Njoroge met the Central Bank of Kenya. Njoroge left.\"}\n";
    for arguments in [&["annotate"][..], &["annotate", "--across"]] {
        let answer: Value = serde_json::from_str(&run_with(&home, arguments, line).well()).unwrap();
        let chain = &answer["chains"][0];
        assert_eq!(
            (&answer["id"], &chain["name"], &chain["roles"][0]),
            (&7.into(), &"Amina Njoroge".into(), &"President".into())
        );
        assert_eq!(chain["mentions"].as_array().unwrap().len(), 3, "{answer}");
    }
    let wrong = run_with(&home, &["annotate"], "nonsense\n");
    assert!(wrong.code == 3 && wrong.err.contains("line 1: not a valid input line"), "{wrong:?}");

    let pair = "{\"a\":\"Mohamed Ali\",\"b\":\"Muhammad Aly\",\"kind\":\"person\"}\n{\"a\":\"Amina Njoroge\",\"b\":\"Karim Bensalem\"}\n";
    let answers = run_with(&home, &["names"], pair).well();
    let same: Vec<Value> = answers.lines().map(|l| serde_json::from_str::<Value>(l).unwrap()["same"].clone()).collect();
    assert_eq!(same, [true, false], "{answers}");

    let gold = root().join("tests/gold/wire/dev/africa-53.ann");
    let gold = gold.to_str().unwrap();
    let table = run(&home, &["eval", gold]).well();
    let figures: Vec<&str> = table.lines().last().unwrap().split_whitespace().collect();
    assert!(figures[0] == "all" && figures[1].parse::<f64>().unwrap() > 80.0, "{table}");

    // Training from five texts: no good weights, but all the way from a recipe to an engine that runs over them.
    let folder = home.path().to_str().unwrap();
    let field = "epochs = 1\nrate = 0.12\nl2 = 0.6\nl1 = 0.2\ndropout = 0.1\nleast = 2\nrows = 500\n";
    let recipe = format!(
        "seed = 1\n[lexicon]\ncities = \"none.json\"\ncountries = \"none.json\"\nnames = \"none.json\"\nleast = 1\nclusters = 2\n\
         coarse = 2\nrounds = 1\n[field]\n{field}silence = 0.4\nfolds = 2\ndoubt = 0.2\nfold_epochs = 1\n[role]\n{field}[[corpus]]\n\
         path = \"africa-53.ann\"\nweight = 1.0\nown = true\n"
    );
    fs::write(home.path().join("none.json"), "{}").unwrap();
    fs::write(home.path().join("recipe.toml"), recipe).unwrap();
    let dev = root().join("tests/gold/wire/dev");
    let (weights, recipe, lexicon) =
        (format!("{folder}/w.bin"), format!("{folder}/recipe.toml"), root().join("src/engine/weights.bin"));
    let train = [
        "train",
        "--data",
        dev.to_str().unwrap(),
        "--data",
        folder,
        "--recipe",
        &recipe,
        "--lexicon",
        lexicon.to_str().unwrap(),
    ];
    let trained = run(&home, &[&train[..], &["--out", &weights]].concat());
    assert!(trained.code == 0 && trained.err.contains("africa-53.ann: 5 texts, 82 names"), "{trained:?}");
    assert!(run(&home, &["eval", "--weights", &weights, gold]).well().contains("\nall"));
    let missing = run(&home, &["train", "--data", folder, "--out", &weights, "--recipe", "/no/such.toml"]);
    assert!(missing.code == 2 && missing.err.contains("/no/such.toml"), "{missing:?}");
}

#[test]
fn what_is_said_about_the_installation_is_right() {
    let home = shared();
    let paths = run(home, &["paths"]).well();
    assert!(paths.contains(&format!("archive  {}\n", archive(home).display())), "{paths}");
    let doctor = run(home, &["doctor"]).well();
    assert!(doctor.contains("31 articles") && doctor.contains("ok  the archive is intact"), "{doctor}");
    let keys = run(home, &["keys"]).well();
    assert!(keys.starts_with("[global]\n") && keys.contains("Jump to a person or institution"), "{keys}");
    let man = run(home, &["man"]).well();
    assert!(man.contains(".TH attache 1") && man.contains("attache\\-corrections(1)"), "{man}");
    for (shell, sign) in [("bash", "_attache()"), ("zsh", "#compdef attache"), ("fish", "complete -c attache")] {
        let script = run(home, &["completions", shell]).well();
        assert!(script.contains(sign) && script.contains("corrections"), "{shell}");
    }
    let plain = run(home, &["--plain"]).well();
    assert_eq!(plain, run(home, &["list"]).well(), "without a screen the list is printed");
}

#[test]
fn help_names_every_subcommand_and_each_has_its_own() {
    let home = Home::empty();
    let help = run(&home, &["--help"]).well();
    let commands = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let names: Vec<&str> = commands.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(names.len(), 20, "a new subcommand needs a test here: {names:?}");
    for name in names.into_iter().chain(["train"]) {
        let own = run(&home, &[name, "--help"]).well();
        assert!(own.contains(&format!("Usage: attache {name}")), "{own}");
    }
}

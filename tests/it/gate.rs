//! No byte that a terminal could obey leaves the program: every subcommand, with every option, in every format, to a pipe and
//! to a terminal, on an archive in which every field attacks. The subcommands and options come from the program's own table,
//! so that a new one is covered without being added here.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::Write;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::os::unix::process::CommandExt;
use std::process::Stdio;
use std::sync::{Mutex, OnceLock};
use std::thread;

use attache::cli::Cli;
use attache::news::article::ArticleId;
use attache::news::note::{Anchor, NoteDraft};
use attache::news::time::Timestamp;
use attache::store::{Access, Store};
use attache::text::clean::clean_block;
use attache::text::span::Span;
use clap::{Arg, Command, CommandFactory};
use portable_pty::CommandBuilder;
use serde_json::{Value, json};

use crate::pty::{self, Home};

/// What a field of an article, a name, an argument or a path may hide.
const ATTACKS: &[&str] = &[
    "\u{1b}[31m",
    "\u{1b}]0;owned\u{7}",
    "\u{1b}]52;c;ZXZpbA==\u{1b}\\",
    "\r",
    "\u{8}\u{7f}",
    "\u{9b}31m",
    "\u{90}q\u{9c}",
    "\u{202e}",
    "\u{2066}\u{200f}",
    "\u{200b}",
    "\u{ad}",
    "\u{e0041}",
    "\u{2028}",
    "\u{1f}\u{1}",
];

/// A word with everything at once, where one place has to hold all attacks.
fn all() -> String {
    ATTACKS.concat()
}

/// One article for each attack: in the headline, the source, the tags and the byline, and inside names of the text.
fn article(attack: &str) -> Value {
    json!({
        "headline": format!("Visit{attack} of Karim Bel{attack}armina"),
        "source": format!("Gulf{attack} Courier"),
        "byline": format!("Jane{attack} Doe"),
        "tags": [format!("water{attack}")],
        "body": format!(
            "GAFSA, March 4 (X{attack}) -- Minister Karim Bel{attack}armina met Nadia Ben{attack} Khalifa of the Sahara{attack} \
             Aquifer Observatory, said Foreign{attack} Minister Youssef Odhi{attack}ambo.\n\nBel{attack}armina left {attack} early."
        ),
    })
}

/// A home with the hostile archive, notes and files of every kind.
fn home() -> &'static Home {
    static HOME: OnceLock<Home> = OnceLock::new();
    HOME.get_or_init(|| {
        let home = Home::empty();
        let at = |name: &str| home.path().join(name);
        let lines: Vec<String> = ATTACKS.iter().map(|attack| article(attack).to_string()).collect();
        fs::create_dir(at("in")).unwrap();
        fs::write(at("in/articles.jsonl"), lines.join("\n")).unwrap();
        fs::write(at("in").join(format!("refused{}.txt", all().replace('/', ""))), b"\0\x01\x02\x1b[31m").unwrap();
        home.run(&["import", at("in").to_str().unwrap()]).output().unwrap();
        let archive = at(".local/share/attache/archive.db");
        let mut store = Store::open(&archive, Access::Write).unwrap();
        for number in 1..=ATTACKS.len() as i64 {
            let body = store.body(ArticleId(number)).unwrap();
            let span = Span::new(0, body.find("\n\n").unwrap());
            let anchor = Anchor {
                article: ArticleId(number),
                span,
                quote: span.slice(&body).to_owned(),
                before: String::new(),
                after: String::new(),
            };
            let text = format!("Note{} on it\nand{}", all(), all());
            let note =
                NoteDraft { anchor: Some(anchor), article: Some(ArticleId(number)), text, ..NoteDraft::default() };
            store.save_note(&note, Timestamp(1_795_000_000)).unwrap();
        }
        drop(store);
        let gold: Vec<String> = ATTACKS
            .iter()
            .map(|attack| {
                let text = format!("Bel{attack}armina left.");
                json!({ "id": format!("x{attack}"), "set": format!("s{attack}"), "genre": format!("g{attack}"), "text": text,
                        "mentions": [{ "start": 0, "end": text.len() - 6, "kind": "event", "chain": 1 }] })
                .to_string()
            })
            .collect();
        fs::write(at("gold.jsonl"), gold.join("\n")).unwrap();
        fs::write(at("forged.md"), forged()).unwrap();
        let decisions = format!(
            "[[hide]]\nkind = \"person\"\nname = {}\n[[watch]]\nkind = \"person\"\nname = \"Karim Belarmina\"\n",
            json!(format!("No{}body", all()))
        );
        fs::write(at("decisions.toml"), decisions).unwrap();
        fs::create_dir(at("mistakes")).unwrap();
        let wrong = format!("{} = {}\nnames = [{}]\n", json!(format!("k{}", all())), json!(all()), json!(all()));
        for file in ["config.toml", "keys.toml", "watch.toml"] {
            fs::write(at("mistakes").join(file), &wrong).unwrap();
        }
        fs::create_dir(at("raw")).unwrap();
        fs::write(at("raw/config.toml"), "x\u{9b}31m\u{202e} = \n").unwrap();
        fs::write(at("raw/watch.toml"), format!("{} = [\n", all())).unwrap();
        home
    })
}

/// A summary whose quote stands in no article.
fn forged() -> String {
    format!("<!-- attache-quote 0000000000000000 1-2 -->\n> forged{} words\n", all())
}

/// What is fed to standard input: a line for `annotate` and for `names`, and one that neither can read.
fn input() -> String {
    let lines = ATTACKS.iter().map(|attack| {
        let text = article(attack)["body"].clone();
        json!({ "id": format!("x{attack}"), "text": text, "a": format!("Bel{attack}armina"), "b": "Belarmina" })
            .to_string()
    });
    let mut all: Vec<String> = lines.collect();
    all.push(format!("{{\"id\":\"\u{9b}31m\u{202e}\",\"{}", "x\u{1b}[31m"));
    all.join("\n") + "\n"
}

/// The values to try for an argument: one that works, if there is one, first.
fn values(arg: &Arg) -> Vec<OsString> {
    let possible = arg.get_possible_values();
    if !possible.is_empty() {
        return possible.iter().map(|value| value.get_name().into()).chain([all().into()]).collect();
    }
    let at = |name: &str| home().path().join(name).into_os_string();
    let hostile = home().path().join(format!("none{}", all().replace('/', ""))).into_os_string();
    let raw = OsString::from_vec(b"raw\x1b[31m\xff\x9b31m".to_vec());
    let name = arg.get_value_names().and_then(|names| names.first()).map_or("", |name| name.as_str());
    let mut values: Vec<OsString> = match (name, arg.get_id().as_str()) {
        ("PATH", _) => vec![at("in"), "-".into()],
        ("QUERY", _) => vec!["minister".into(), format!("source:\"{}", all()).into(), "person:belarmina".into()],
        ("ID", _) => vec!["1".into(), "2".into(), "4711".into()],
        ("N", _) => vec!["9".into()],
        ("NAME" | "TEXT", _) => vec!["karim".into(), "belarmina khalifa".into()],
        ("KIND", _) => vec!["person".into()],
        ("DATE", _) => vec!["2020".into()],
        ("GOLD", _) | ("FILE", "pred") => vec![at("gold.jsonl")],
        ("FILE", "file") => vec![at("forged.md"), at("decisions.toml"), "-".into()],
        ("DIR", "config_dir") => vec![at("mistakes"), at("raw")],
        _ => Vec::new(),
    };
    values.extend([hostile, raw, all().into()]);
    values
}

/// How an argument with this value stands on the command line.
fn told(arg: &Arg, value: &OsStr) -> Vec<OsString> {
    let long = arg.get_long().map(|long| OsString::from(format!("--{long}")));
    let short = arg.get_short().map(|short| OsString::from(format!("-{short}")));
    match (long.or(short), arg.get_action().takes_values()) {
        (Some(flag), true) => vec![flag, value.to_owned()],
        (Some(flag), false) => vec![flag],
        (None, _) => vec![value.to_owned()],
    }
}

/// Every subcommand that has none of its own, as the words that call it; the program itself without a screen.
fn leaves<'c>(command: &'c Command, words: &[OsString], out: &mut Vec<(Vec<OsString>, &'c Command)>) {
    if words.is_empty() {
        out.push((vec!["--plain".into()], command));
    } else if !command.has_subcommands() {
        out.push((words.to_vec(), command));
    }
    for inner in command.get_subcommands() {
        leaves(inner, &[words, &[inner.get_name().into()]].concat(), out);
    }
}

/// What to run: the first list also in a terminal.
fn calls(command: &Command) -> (Vec<Vec<OsString>>, Vec<Vec<OsString>>) {
    let (mut plain, mut more) = (Vec::new(), Vec::new());
    let mut found = Vec::new();
    leaves(command, &[], &mut found);
    assert!(found.len() > 20, "the table of subcommands was not found");
    for (words, command) in found {
        let required: Vec<OsString> = command
            .get_arguments()
            .filter(|arg| arg.is_required_set())
            .flat_map(|arg| told(arg, values(arg).first().unwrap()))
            .collect();
        let base = [words.clone(), required].concat();
        let with = |extra: &[OsString]| [base.clone(), extra.to_vec()].concat();
        plain.extend([base.clone(), with(&["--json".into()]), with(&[format!("--{}", all()).into()])]);
        more.extend([with(&["--help".into()]), with(&[all().into()]), with(&["--data-dir".into(), all().into()])]);
        for arg in command.get_arguments().filter(|arg| !matches!(arg.get_id().as_str(), "help" | "version" | "json")) {
            for value in values(arg) {
                // A required one is replaced, not repeated.
                let others =
                    command.get_arguments().filter(|other| other.is_required_set() && other.get_id() != arg.get_id());
                let mut call = words.clone();
                call.extend(others.flat_map(|other| told(other, values(other).first().unwrap())));
                call.extend(told(arg, &value));
                // A value that is refused is refused in one way.
                if values(arg).first() == Some(&value) {
                    more.push([call.clone(), vec!["--json".into()]].concat());
                }
                more.push(call);
                if !arg.get_action().takes_values() {
                    break;
                }
            }
        }
    }
    for global in command.get_arguments().filter(|arg| arg.is_global_set() && arg.get_action().takes_values()) {
        for value in values(global) {
            for words in ["list", "keys", "paths", "doctor"] {
                more.push([vec![words.into()], told(global, &value)].concat());
            }
        }
    }
    more.push(vec!["--version".into()]);
    (plain, more)
}

/// What of an output a terminal could obey; `None` where nothing is.
fn obeyed(bytes: &[u8]) -> Option<String> {
    let Ok(text) = std::str::from_utf8(bytes) else { return Some("not UTF-8".to_owned()) };
    // Our own signs: the tab between two values, a line end of CSV or of the terminal.
    let text = text.replace("\r\n", "\n").replace('\t', " ");
    let wrong = text.lines().find(|line| clean_block(line) != *line)?;
    Some(format!("{:?}", wrong.chars().take(200).collect::<String>()))
}

fn piped(home: &Home, call: &[OsString]) -> std::process::Output {
    let mut command = home.run(&[]);
    command.args(call).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).current_dir(home.path());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let feed = thread::spawn(move || stdin.write_all(input().as_bytes()));
    let done = child.wait_with_output().unwrap();
    // A program that reads no input closes it.
    let _ = feed.join();
    done
}

/// All that a terminal is sent. The progress of an import is the only sequence of our own: it erases its line.
fn in_terminal(home: &Home, call: &[OsString]) -> Vec<u8> {
    let mut command = CommandBuilder::new("sh");
    command.args(["-c", "exec \"$0\" \"$@\" <\"$HOME/input\""]);
    command.arg(pty::binary());
    command.args(call);
    let mut terminal = pty::spawn(home, command, &[], (100, 30));
    terminal.end();
    String::from_utf8(terminal.raw).unwrap().replace("\r\u{1b}[K", "").into_bytes()
}

/// Runs each on a few threads; returns what failed.
fn each<T: Sync>(all: &[T], check: impl Fn(&T) -> Option<String> + Sync) -> Vec<String> {
    let failed = Mutex::new(Vec::new());
    let next = Mutex::new(all.iter());
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                loop {
                    let Some(one) = next.lock().unwrap().next() else { break };
                    failed.lock().unwrap().extend(check(one));
                }
            });
        }
    });
    failed.into_inner().unwrap()
}

#[test]
fn nothing_to_obey_leaves_through_a_pipe_or_to_a_terminal() {
    let home = home();
    fs::write(home.path().join("input"), input()).unwrap();
    let command = Cli::command();
    let (plain, more) = calls(&command);
    let tell = |how: &str, call: &[OsString], what: String| format!("{how} {call:?}: {what}");
    let both = [plain.clone(), more].concat();
    let mut failed = each(&both, |call| {
        let done = piped(home, call);
        let code = done.status.code();
        let crashed = (code.is_none() || code == Some(101)).then(|| format!("ended with {}", done.status));
        crashed
            .or_else(|| obeyed(&done.stdout))
            .or_else(|| obeyed(&done.stderr).map(|line| format!("on standard error: {line}")))
            .map(|what| tell("|", call, what))
    });
    failed.extend(each(&plain, |call| obeyed(&in_terminal(home, call)).map(|what| tell("tty", call, what))));
    let tried = both.len() + plain.len();
    assert!(failed.is_empty(), "{} of {tried} calls failed:\n{}", failed.len(), failed.join("\n"));
}

#[test]
fn the_name_that_the_program_was_called_by_is_not_printed_raw() {
    for arguments in [&["--help"][..], &["--no-such-option"], &["list", "--help"], &["--version"]] {
        let mut command = home().run(arguments);
        let done = command.arg0(OsStr::from_bytes(all().as_bytes())).output().unwrap();
        assert_eq!((obeyed(&done.stdout), obeyed(&done.stderr)), (None, None), "{arguments:?}");
    }
}

#[test]
fn json_keeps_every_character() {
    for (number, attack) in ATTACKS.iter().enumerate() {
        let id = ArticleId(number as i64 + 1);
        let archive = home().path().join(".local/share/attache/archive.db");
        let stored = Store::open(&archive, Access::Read).unwrap().article(id).unwrap().draft;
        let shown = piped(home(), &["show".into(), id.0.to_string().into(), "--json".into()]);
        let shown: Value = serde_json::from_slice(&shown.stdout).unwrap();
        assert_eq!(shown["body"], stored.body, "{attack:?}");
        assert_eq!(shown["headline"], stored.headline);
        assert!(stored.body.contains(attack.trim()), "the body is as received: {:?}", stored.body);
    }
}

#[test]
fn a_name_has_one_spelling_whatever_is_hidden_in_it() {
    let done = piped(home(), &["entities".into(), "--json".into()]);
    let names: Vec<String> = String::from_utf8(done.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["name"].as_str().unwrap().to_owned())
        .collect();
    assert!(names.iter().any(|name| name == "Nadia Ben Khalifa"), "{names:?}");
    let wrong: Vec<&String> = names.iter().filter(|name| clean_block(name) != **name).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    let signs: Vec<&String> = names.iter().filter(|name| name.contains(['¦', '␦', '⇄', '¬', '␡'])).collect();
    assert!(signs.is_empty(), "{signs:?}");
}

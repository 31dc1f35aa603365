//! `attache corrections`: the reader's decisions about entities as a TOML file that two colleagues can compare, merge and
//! take in. Names and kinds stand in it, not numbers; taking it in twice is as good as once.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde::Deserialize;
use toml::Spanned;

use super::Globals;
use super::archive;
use super::exit::Exit;
use super::out::{Out, complain, say};
use crate::news::mention::Kind;
use crate::news::ruling::{Called, Ruled, Ruling};
use crate::runtime::clock::clock;
use crate::runtime::save::save;
use crate::store::{Access, Store};

/// Options of `attache corrections`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What to do with them
    #[command(subcommand)]
    pub command: Command,
}

/// The two ways.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Write all corrections, confirmed and refused links, and the watch list
    Export {
        /// Write to FILE instead of standard output
        #[arg(value_name = "FILE")]
        file: Option<PathBuf>,
        /// Replace FILE where it exists
        #[arg(long)]
        force: bool,
    },
    /// Take the corrections of FILE in, as one step of undo; what can not be applied is said with its line
    Import {
        /// A file that was exported, perhaps by a colleague; - for standard input
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
}

const HEAD: &str = "# Corrections of Attache: who is the same, who is not, names, kinds, the watch list.
# One table is one decision. The order does not matter: two files are merged by putting one behind the other.
";

/// The file: a list of tables for each decision.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Sheet {
    same: Vec<Pair>,
    not_same: Vec<Pair>,
    split: Vec<Split>,
    rename: Vec<Rename>,
    kind: Vec<Retype>,
    hide: Vec<One>,
    watch: Vec<One>,
    link: Vec<Linking>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    kind: Kind,
    name: Spanned<String>,
    article: Option<String>,
    other: String,
    other_kind: Option<Kind>,
    other_article: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct One {
    kind: Kind,
    name: Spanned<String>,
    article: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Split {
    kind: Kind,
    name: Spanned<String>,
    article: Option<String>,
    articles: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rename {
    kind: Kind,
    name: Spanned<String>,
    article: Option<String>,
    to: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Retype {
    kind: Kind,
    name: Spanned<String>,
    article: Option<String>,
    to: Kind,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Linking {
    kind: Kind,
    name: Spanned<String>,
    article: Option<String>,
    inside: String,
    called: String,
    same: bool,
}

/// Runs it.
pub fn run(args: &Args, globals: &Globals) -> anyhow::Result<Exit> {
    let Some(store) = archive::open(globals)? else { return Ok(Exit::Nothing) };
    match &args.command {
        Command::Export { file, force } => {
            let rulings = store.rulings()?;
            let text = print(&rulings);
            if let Some(path) = file {
                save(path, text.as_bytes(), *force)?;
                if !globals.quiet {
                    say(&format!("{} corrections written to \"{}\"", rulings.len(), path.display()));
                }
            } else {
                let mut out = Out::new();
                out.line(text.trim_end())?;
                out.flush()?;
            }
            Ok(if rulings.is_empty() { Exit::Nothing } else { Exit::Done })
        }
        Command::Import { file } => {
            drop(store);
            take_in(file, globals)
        }
    }
}

fn take_in(file: &Path, globals: &Globals) -> anyhow::Result<Exit> {
    let text = if file == Path::new("-") {
        std::io::read_to_string(std::io::stdin().lock())
    } else {
        std::fs::read_to_string(file)
    };
    let shown = if file == Path::new("-") { "standard input".to_owned() } else { file.display().to_string() };
    let text = text.with_context(|| format!("cannot read {shown}"))?;
    let lines = read(&text).map_err(|(line, why)| anyhow::anyhow!("{shown}:{line}: {why}"))?;
    let rulings: Vec<Ruling> = lines.iter().map(|(_, ruling)| ruling.clone()).collect();
    let mut store = Store::open(&globals.places()?.archive(), Access::Write)?;
    let (outcomes, _) = store.rule(&rulings, clock().now)?;
    let (mut done, mut known, mut refused) = (0, 0, 0);
    for ((line, _), outcome) in lines.iter().zip(outcomes) {
        match outcome {
            Ruled::Done => done += 1,
            Ruled::Known => known += 1,
            Ruled::Refused(why) => {
                refused += 1;
                complain(&format!("{shown}:{line}: {why}"));
            }
        }
    }
    if !globals.quiet {
        say(&format!("{done} corrections taken in, {known} known already, {refused} refused"));
    }
    Ok(match (refused, done + known) {
        (0, 0) => Exit::Nothing,
        (0, _) => Exit::Done,
        _ => Exit::Refused,
    })
}

/// What a file says, each with its line; the error has its line too.
fn read(text: &str) -> Result<Vec<(usize, Ruling)>, (usize, String)> {
    let line = |at: usize| text.get(..at).map_or(1, |before| before.matches('\n').count() + 1);
    let sheet: Sheet = toml::from_str(text)
        .map_err(|error| (error.span().map_or(1, |span| line(span.start)), error.message().to_owned()))?;
    let mut all = Vec::new();
    let one = |kind: Kind, name: &Spanned<String>, article: &Option<String>| {
        (line(name.span().start), Called { kind, name: name.get_ref().clone(), article: article.clone() })
    };
    let pair = |p: &Pair| {
        let (at, a) = one(p.kind, &p.name, &p.article);
        let kind = p.other_kind.unwrap_or(p.kind);
        (at, a, Called { kind, name: p.other.clone(), article: p.other_article.clone() })
    };
    all.extend(sheet.same.iter().map(pair).map(|(at, a, b)| (at, Ruling::Same(a, b))));
    all.extend(sheet.not_same.iter().map(pair).map(|(at, a, b)| (at, Ruling::NotSame(a, b))));
    for x in sheet.split {
        let (at, who) = one(x.kind, &x.name, &x.article);
        all.push((at, Ruling::Split(who, x.articles)));
    }
    for x in sheet.rename {
        let (at, who) = one(x.kind, &x.name, &x.article);
        all.push((at, Ruling::Rename(who, x.to)));
    }
    for x in sheet.kind {
        let (at, who) = one(x.kind, &x.name, &x.article);
        all.push((at, Ruling::Retype(who, x.to)));
    }
    let single = |x: &One| one(x.kind, &x.name, &x.article);
    all.extend(sheet.hide.iter().map(single).map(|(at, who)| (at, Ruling::Hide(who))));
    all.extend(sheet.watch.iter().map(single).map(|(at, who)| (at, Ruling::Watch(who))));
    for x in sheet.link {
        let (at, who) = one(x.kind, &x.name, &x.article);
        all.push((at, Ruling::Link { who, article: x.inside, chain: x.called, same: x.same }));
    }
    Ok(all)
}

/// Rulings as a file.
fn print(rulings: &[Ruling]) -> String {
    let mut text = HEAD.to_owned();
    // Nothing fails that is written into a string.
    for ruling in rulings {
        let _ = match ruling {
            Ruling::Same(a, b) => write!(text, "\n[[same]]\n{}{}", who(a), other(a, b)),
            Ruling::NotSame(a, b) => write!(text, "\n[[not_same]]\n{}{}", who(a), other(a, b)),
            Ruling::Split(a, articles) => {
                let articles: Vec<String> = articles.iter().map(|digits| quoted(digits)).collect();
                write!(text, "\n[[split]]\n{}articles = [{}]\n", who(a), articles.join(", "))
            }
            Ruling::Rename(a, to) => write!(text, "\n[[rename]]\n{}to = {}\n", who(a), quoted(to)),
            Ruling::Retype(a, to) => write!(text, "\n[[kind]]\n{}to = {}\n", who(a), quoted(to.word())),
            Ruling::Hide(a) => write!(text, "\n[[hide]]\n{}", who(a)),
            Ruling::Watch(a) => write!(text, "\n[[watch]]\n{}", who(a)),
            Ruling::Link { who: a, article, chain, same } => {
                let (inside, called) = (quoted(article), quoted(chain));
                write!(text, "\n[[link]]\n{}inside = {inside}\ncalled = {called}\nsame = {same}\n", who(a))
            }
        };
    }
    text
}

fn who(called: &Called) -> String {
    let article = called.article.as_ref().map_or(String::new(), |a| format!("article = {}\n", quoted(a)));
    format!("kind = {}\nname = {}\n{article}", quoted(called.kind.word()), quoted(&called.name))
}

fn other(a: &Called, b: &Called) -> String {
    let mut text = format!("other = {}\n", quoted(&b.name));
    if b.kind != a.kind {
        let _ = writeln!(text, "other_kind = {}", quoted(b.kind.word()));
    }
    if let Some(article) = &b.article {
        let _ = writeln!(text, "other_article = {}", quoted(article));
    }
    text
}

/// A string of TOML on one line, in quotation marks; signs that a terminal or an editor would act on are escaped.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control()
                || matches!(c, '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}') =>
            {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(name: &str, article: Option<&str>) -> Called {
        Called { kind: Kind::Person, name: name.into(), article: article.map(str::to_owned) }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let chad = Called { kind: Kind::Place, name: "Chad".into(), article: None };
        let rulings = vec![
            Ruling::Same(person("Aly \"A\" Hassan", None), person("علي حسن", Some("00ff00ff00ff00ff"))),
            Ruling::NotSame(person("Ann Lee", Some("0123456789abcdef")), chad.clone()),
            Ruling::Split(person("Ann Lee", None), vec!["0123456789abcdef".into()]),
            Ruling::Rename(person("x", None), "a\u{1b}[31m\\\u{202e}b".into()),
            Ruling::Retype(chad.clone(), Kind::Person),
            Ruling::Hide(chad),
            Ruling::Watch(person("Ann Lee", None)),
            Ruling::Link { who: person("Ann Lee", None), article: "ab".into(), chain: "lee".into(), same: false },
        ];
        let text = print(&rulings);
        assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'));
        let lines = read(&text).unwrap();
        assert_eq!(lines.iter().map(|(_, ruling)| ruling.clone()).collect::<Vec<_>>(), rulings);
        assert_eq!(lines[0].0, 6, "the line of the name");
        assert!(text.lines().nth(5).unwrap().starts_with("name = \"Aly"));
    }

    #[test]
    fn mistakes_are_told_with_their_line() {
        let wrong =
            "[[same]]\nkind = \"person\"\nname = \"A\"\nother = \"B\"\n\n[[hide]]\nkind = \"wizard\"\nname = \"C\"\n";
        let (line, why) = read(wrong).unwrap_err();
        assert!(line == 7 && why.contains("wizard"), "{line}: {why}");
        assert_eq!(read("[[merge]]\n").unwrap_err().0, 1);
    }
}

//! The format of a corrections file: one TOML table for each decision, sorted, so that files can be compared and merged by line.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde::Deserialize;
use toml::Spanned;

use crate::news::mention::Kind;
use crate::news::ruling::{Called, Ruling};
use crate::text::{clean, escape};

const HEAD: &str = "# Corrections of Attache: merged and separate entities, names, kinds, links and the watch list.
# Each table is one decision. The order does not matter: to merge two files, append one to the other.
";

/// The head of files of earlier versions.
const HEAD_EARLIER: &str = "# Corrections of Attache: who is the same, who is not, names, kinds, the watch list.
# One table is one decision. The order does not matter: two files are merged by putting one behind the other.
";

/// The start of a comment that describes an omitted decision.
const OMITTED: &str = "# Not exported, because its entity has no name of its own: ";

/// The same in files of earlier versions. Such a comment is not the user's either.
const OMITTED_EARLIER: &str = "# Not told here, as no name tells whom it is about:";

/// The file: a list of tables for each type of decision.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct CorrectionsFile {
    same: Vec<Pair>,
    not_same: Vec<Pair>,
    split: Vec<Split>,
    rename: Vec<Rename>,
    kind: Vec<Retype>,
    hide: Vec<Single>,
    watch: Vec<Single>,
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
struct Single {
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

/// A value with its line in the file, from 1.
type AtLine<T> = (usize, T);

/// Parses a file. Each decision has its line, and so has the error.
pub fn read(text: &str) -> Result<Vec<AtLine<Ruling>>, AtLine<String>> {
    const MARKS: [&str; 3] = ["<<<<<<<", "=======", ">>>>>>>"];
    if let Some(at) = text.lines().position(|line| MARKS.iter().any(|mark| line.starts_with(mark))) {
        let why = "unresolved merge conflict: keep one side or both, and delete the conflict markers";
        return Err((at + 1, why.to_owned()));
    }
    let line = |at: usize| text.get(..at).map_or(1, |before| before.matches('\n').count() + 1);
    let file: CorrectionsFile = toml::from_str(text)
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
    all.extend(file.same.iter().map(pair).map(|(at, a, b)| (at, Ruling::Same(a, b))));
    all.extend(file.not_same.iter().map(pair).map(|(at, a, b)| (at, Ruling::NotSame(a, b))));
    for x in file.split {
        let (at, who) = one(x.kind, &x.name, &x.article);
        all.push((at, Ruling::Split(who, x.articles)));
    }
    for x in file.rename {
        let (at, who) = one(x.kind, &x.name, &x.article);
        all.push((at, Ruling::Rename(who, x.to)));
    }
    for x in file.kind {
        let (at, who) = one(x.kind, &x.name, &x.article);
        all.push((at, Ruling::Retype(who, x.to)));
    }
    let single = |x: &Single| one(x.kind, &x.name, &x.article);
    all.extend(file.hide.iter().map(single).map(|(at, who)| (at, Ruling::Hide(who))));
    all.extend(file.watch.iter().map(single).map(|(at, who)| (at, Ruling::Watch(who))));
    for x in file.link {
        let (at, who) = one(x.kind, &x.name, &x.article);
        all.push((at, Ruling::Link { who, article: x.inside, chain: x.called, same: x.same }));
    }
    Ok(all)
}

/// The text of a file with these decisions.
pub fn print(rulings: &[Ruling]) -> String {
    let mut text = HEAD.to_owned();
    // Writing to a string cannot fail.
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

/// A TOML string in quotation marks on one line, in which nothing is hidden: terminals and editors act on control characters.
fn quoted(text: &str) -> String {
    format!("\"{}\"", escape::toml(&text.replace('\\', "\\\\").replace('"', "\\\"")))
}

/// The comments at the end of a file about decisions that cannot be exported, because no name identifies their entity.
pub fn omitted(sentences: &[String]) -> String {
    let mut text = String::new();
    for sentence in sentences {
        let _ = write!(text, "\n{OMITTED}{}\n", clean::clean(sentence));
    }
    text
}

/// The decisions of a file, each once, without those that contradict each other; and a message for each contradiction, with the
/// line of the later decision. Of two that contradict each other neither is kept.
pub fn without_contradictions(lines: Vec<AtLine<Ruling>>) -> (Vec<AtLine<Ruling>>, Vec<AtLine<String>>) {
    let mut first: BTreeMap<Ruling, (usize, Ruling)> = BTreeMap::new();
    let mut contradictions: Vec<(usize, String)> = Vec::new();
    let mut contradicted: BTreeSet<Ruling> = BTreeSet::new();
    let mut kept = Vec::new();
    for (line, ruling) in lines {
        let about = about(&ruling);
        match first.get(&about) {
            Some((_, same)) if *same == ruling => {}
            Some((before, _)) => {
                contradictions
                    .push((line, format!("contradicts line {before}: keep one of the two; neither is imported")));
                contradicted.insert(about);
            }
            None => {
                first.insert(about, (line, ruling.clone()));
                kept.push((line, ruling));
            }
        }
    }
    kept.retain(|(_, ruling)| !contradicted.contains(&about(ruling)));
    (kept, contradictions)
}

/// The subject of a decision, as a decision with its outcome left out. Two decisions with one subject that are not equal
/// contradict each other.
fn about(ruling: &Ruling) -> Ruling {
    match ruling.clone() {
        Ruling::Same(a, b) | Ruling::NotSame(a, b) if a > b => Ruling::Same(b, a),
        Ruling::Same(a, b) | Ruling::NotSame(a, b) => Ruling::Same(a, b),
        Ruling::Rename(who, _) => Ruling::Rename(who, String::new()),
        Ruling::Retype(who, _) => Ruling::Retype(who, Kind::Other),
        Ruling::Link { who, article, chain, .. } => Ruling::Link { who, article, chain, same: true },
        other => other,
    }
}

/// The text `new` with the comments of the older file `old`: each comment is put above the decision that it was written above
/// or in. The comments that belong to no decision, or to one that `new` has not, are returned with their lines.
pub fn keep_comments(new: &str, old: &str) -> (String, Vec<(usize, String)>) {
    let mut comments: Vec<(String, Vec<(usize, String)>)> = Vec::new();
    let mut lost: Vec<(usize, String)> = Vec::new();
    let mut waiting: Vec<(usize, String)> = Vec::new();
    for (at, line) in old.lines().enumerate() {
        let (words, comment) = parts(line);
        let generated = |comment: &str| {
            HEAD.contains(comment)
                || HEAD_EARLIER.contains(comment)
                || [OMITTED.trim_end(), OMITTED_EARLIER].iter().any(|start| comment.starts_with(start))
        };
        if let Some(comment) = comment.filter(|comment| !generated(comment)) {
            waiting.push((at + 1, comment.to_owned()));
        }
        if words.starts_with("[[") {
            comments.push((words.to_owned(), std::mem::take(&mut waiting)));
        } else if let Some((block, kept)) = comments.last_mut().filter(|_| !words.is_empty()) {
            block.push('\n');
            block.push_str(words);
            kept.append(&mut waiting);
        }
    }
    lost.append(&mut waiting);
    let mut out = String::with_capacity(new.len() + old.len());
    for (at, block) in new.trim_end().split("\n\n").enumerate() {
        if at > 0 {
            out.push_str("\n\n");
        }
        if let Some(at) = comments.iter().position(|(old, _)| old == block.trim_end()) {
            for (_, comment) in comments.remove(at).1 {
                out.push_str(&comment);
                out.push('\n');
            }
        }
        out.push_str(block);
    }
    out.push('\n');
    lost.extend(comments.into_iter().flat_map(|(_, comments)| comments));
    lost.sort();
    (out, lost)
}

/// The line without its TOML comment, and the comment with its `#`.
fn parts(line: &str) -> (&str, Option<&str>) {
    let (mut quoted, mut escaped) = (false, false);
    for (at, c) in line.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '#' if !quoted => return (line.get(..at).unwrap_or("").trim(), line.get(at..).map(str::trim_end)),
            _ => {}
        }
    }
    (line.trim(), None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(name: &str, article: Option<&str>) -> Called {
        Called { kind: Kind::Person, name: name.into(), article: article.map(str::to_owned) }
    }

    #[test]
    fn a_printed_file_parses_to_the_same_decisions() {
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
    fn errors_have_their_line() {
        let wrong =
            "[[same]]\nkind = \"person\"\nname = \"A\"\nother = \"B\"\n\n[[hide]]\nkind = \"wizard\"\nname = \"C\"\n";
        let (line, why) = read(wrong).unwrap_err();
        assert!(line == 7 && why.contains("wizard"), "{line}: {why}");
        assert_eq!(read("[[merge]]\n").unwrap_err().0, 1);
    }

    #[test]
    fn comments_stay_with_their_decision_or_are_reported() {
        let rulings = vec![Ruling::Hide(person("A", None)), Ruling::Watch(person("B", None))];
        let text = print(&rulings);
        let old = text
            .replace("[[hide]]", "# why: the desk said so\n[[hide]]")
            .replace("name = \"B\"", "name = \"B\" # ask \"him\"")
            + "\n# old news\n[[hide]]\nkind = \"person\"\nname = \"C\"\n# the end\n";
        let (new, lost) = keep_comments(&text, &old);
        assert!(new.contains("# why: the desk said so\n[[hide]]") && new.contains("# ask \"him\"\n[[watch]]"), "{new}");
        let lost: Vec<_> = lost.iter().map(|(_, comment)| comment.as_str()).collect();
        assert_eq!(lost, ["# old news", "# the end"]);
        assert_eq!(keep_comments(&text, &text), (text.clone(), vec![]), "nothing is added");
        assert_eq!(read(&new).unwrap().len(), 2);
    }

    #[test]
    fn contradictions_are_not_imported() {
        let (a, b) = (person("A", None), person("B", None));
        let lines = vec![
            (1, Ruling::Same(a.clone(), b.clone())),
            (5, Ruling::Rename(a.clone(), "X".into())),
            (9, Ruling::NotSame(b.clone(), a.clone())),
            (13, Ruling::Rename(a.clone(), "X".into())),
            (17, Ruling::Rename(b.clone(), "Y".into())),
            (21, Ruling::Rename(b, "Z".into())),
        ];
        let (kept, contradictions) = without_contradictions(lines);
        assert_eq!(kept, [(5, Ruling::Rename(a, "X".into()))]);
        assert_eq!(contradictions.iter().map(|c| c.0).collect::<Vec<_>>(), [9, 21]);
        assert!(contradictions[0].1.contains("contradicts line 1"));
        assert_eq!(read("[[hide]]\n<<<<<<< mine\n").unwrap_err().0, 2);
    }
}

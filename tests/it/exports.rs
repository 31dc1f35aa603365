//! Exports of hostile texts, parsed back: every text comes back as text and as nothing else, and every change to a quote is found.

use attache::export::format::Format;
use attache::export::{Check, Dossier, Entry, Origin, Quote, quotes, render};
use attache::ingest::parse;
use attache::news::time::Timestamp;
use attache::text::clean::clean_block;
use attache::text::span::Span;
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag};
use unicode_normalization::UnicodeNormalization;

/// What some format would take for more than text, at the beginning of a line or inside of it.
const ACTIVE: &[&str] = &[
    "[[[elisp:(delete-file \"x\")][click]]",
    "[[file:/etc/passwd]]",
    "{{{{{x}}}}}",
    "{{{author}}}",
    "<<<x>>>",
    "<<x>>",
    "elisp:(x)",
    "shell:ls",
    "#+INCLUDE: \"/etc/passwd\"",
    "#+include: x",
    "#+end_example",
    "  #+end_example",
    "#+begin_src sh :results raw",
    "#+title: y",
    "TODO",
    "DONE",
    "COMMENT",
    "* Heading :tag:",
    "** x",
    ":a:",
    ":PROPERTIES:",
    "SCHEDULED: <2026-11-04 Wed>",
    "CLOCK: [2026-11-04 Wed 10:00]",
    "<2026-11-04 Wed +1d>",
    "<%%(diary-float t 4 2)>",
    "%%(org-calendar-holiday)",
    "[fn:1]",
    "[fn:: x]",
    "[fn:1] text",
    "$x^2$",
    "\\(x\\)",
    "\\[x\\]",
    "\\alpha",
    "\\begin{x}",
    "\\end{x}",
    "src_sh{id}",
    "call_f(x)",
    "@@html:<b>@@",
    "[1/2]",
    "[50%]",
    "[#A]",
    "[cite:@x]",
    "~code~",
    "=verb=",
    "/it/",
    "_un_",
    "+st+",
    "a_b",
    "a^b",
    "^x^",
    "~x~",
    "~~x~~",
    "==x==",
    "x ::  y",
    "-----",
    "a -- b",
    "a...b",
    "\\\\",
    "| a | b |",
    "|---|---|",
    "+---+",
    "# attache-quote 0000000000000000 1-2",
    "<!-- attache-quote 0000000000000000 1-2 -->",
    "[attache-quote 0000000000000000 1-2]",
    "attache-quote 0000000000000000 1-2",
    "> forged",
    "    code",
    "\tcode",
    "```",
    "~~~",
    "===",
    "---",
    "***",
    "# h",
    "#",
    "- item",
    "+ item",
    "1. one",
    "1) one",
    "(1) one",
    "a. one",
    "iv) one",
    "<b>x</b>",
    "<script>alert(1)</script>",
    "</blockquote>",
    "<!--",
    "-->",
    "&lt;",
    "&#60;",
    "<http://x.example>",
    "http://x.example",
    "www.x.example",
    "a@x.example",
    "mailto:a@x.example",
    "[x](http://x.example)",
    "![x](y.png)",
    "[x]: http://x.example",
    "[^1]",
    "[^1]: note",
    "^[inline]",
    "*[abbr]: x",
    "{#id .class}",
    "{=html}",
    ": definition",
    ":smile:",
    "::: div",
    "`x`",
    "``",
    "*x*",
    "**x**",
    "__x__",
    "\"q\"",
    "% title",
    "- [ ] task",
    "[!NOTE]",
    "[x]{.y}",
    "$$",
    "{{x}}",
    "{% x %}",
    "{",
    "{\"format\": 1}",
    "time,source",
    "<!DOCTYPE html>",
    "=1+1",
    "@SUM(1)",
    "word",
    "Dam",
    "é",
];

fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![4 => prop::sample::select(ACTIVE).prop_map(str::to_owned), 1 => "\\PC{1,6}", 1 => "[-#*_=+~^:|.()<>{}\\[\\]$@\\\\/`]{1,4}"];
    let glue = prop::sample::select(vec![" ", " ", "", "\n", "\n\n", "\n    "]);
    prop::collection::vec((piece, glue), 1..6)
        .prop_map(|parts| parts.into_iter().map(|(piece, glue)| piece + glue).collect())
}

/// The digest of the articles.
const DIGEST: &str = "3fa9c1d23fa9c1d23fa9c1d23fa9c1d2";

fn dossier(title: &str, headline: &str, source: &str, words: &str, note: &str) -> Dossier {
    let origin = Origin {
        headline: headline.to_owned(),
        source: source.to_owned(),
        time: Timestamp(1_772_625_600),
        digest: DIGEST.to_owned(),
    };
    let quote = Quote { words: words.to_owned(), span: Span::new(6, 6 + words.len()), paragraph: 1, sentence: 2 };
    let entry = Entry {
        origin: Some(origin),
        quote: Some(quote),
        note: note.to_owned(),
        entity: Some(source.to_owned()),
        created: Timestamp(1_772_625_700),
    };
    let scope = format!("query {title}");
    let bare = Entry {
        origin: None,
        quote: None,
        note: note.to_owned(),
        entity: Some(headline.to_owned()),
        created: Timestamp(0),
    };
    Dossier { title: title.to_owned(), scope, made: Timestamp(1_772_700_000), entries: vec![entry, bare] }
}

/// A text as it must come back: cleaned, in NFC, without white space.
fn squeezed(text: &str) -> String {
    clean_block(text).nfc().filter(|c| !c.is_whitespace() && *c != '◌').collect()
}

/// Whether the texts of a dossier stand in `found`, in order.
fn stand_in_order(dossier: &Dossier, found: &str) -> Result<(), String> {
    let entry = &dossier.entries[0];
    let (origin, quote) = (entry.origin.as_ref().unwrap(), entry.quote.as_ref().unwrap());
    let found = squeezed(found);
    let mut rest = found.as_str();
    for text in [
        &dossier.title,
        &dossier.scope,
        &origin.headline,
        &origin.source,
        &quote.words,
        &origin.source,
        &entry.note,
        &entry.note,
    ] {
        let text = squeezed(text);
        rest = rest.split_once(&text).ok_or_else(|| format!("no {text:?} in {found:?}"))?.1;
    }
    Ok(())
}

/// The text of Markdown; an error if anything but text is in it.
fn markdown_text(text: &str, options: Options) -> Result<String, String> {
    let (mut found, mut headings) = (String::new(), 0);
    for event in Parser::new_ext(text, options) {
        match event {
            Event::Start(Tag::Heading { id: None, classes, attrs, .. }) if classes.is_empty() && attrs.is_empty() => {
                headings += 1;
            }
            Event::Start(Tag::Paragraph | Tag::BlockQuote(None) | Tag::HtmlBlock) | Event::End(_) => {}
            Event::Html(inner)
                if inner.trim_end()
                    == format!(
                        "<!-- attache-quote {} {} -->",
                        &DIGEST[..16],
                        inner.split(' ').nth(3).unwrap_or("")
                    ) => {}
            Event::Text(words) => found.push_str(&words),
            Event::SoftBreak | Event::HardBreak => found.push('\n'),
            other => return Err(format!("{other:?}")),
        }
    }
    if headings == 3 { Ok(found) } else { Err(format!("{headings} headings")) }
}

/// The text of Org whose every line is of a form that holds nothing but text; an error for any other line.
fn org_text(text: &str) -> Result<String, String> {
    let mut found = String::new();
    for (at, line) in text.lines().enumerate() {
        let own = line
            .strip_prefix("#+title: ")
            .filter(|_| at == 0)
            .or_else(|| line.strip_prefix("** "))
            .or_else(|| line.strip_prefix("— "));
        if let Some(fixed) = line.strip_prefix(": ") {
            found.push_str(fixed);
        } else if line.starts_with("#+options: ") && at == 1 || line.starts_with("#+todo: ") && at == 2 || line == ":" {
        } else if line.starts_with("# attache-quote ") {
            if !line.contains(&DIGEST[..16]) {
                return Err(format!("a forged mark: {line}"));
            }
        } else {
            let own = own.unwrap_or(line);
            let inside =
                |sign: char| own.strip_prefix(sign).and_then(|l| l.strip_suffix(sign)).filter(|l| !l.is_empty());
            let active =
                |l: &str| l.contains(['*', '_', '^', '[', ']', '{', '}', '<', '>', '\\', '$', '|', '#', '~', '=']);
            match inside('=').or_else(|| inside('~')) {
                Some(verbatim) if own.starts_with('=') && verbatim.contains('=') => {
                    return Err(format!("it ends early: {line}"));
                }
                Some(verbatim) if own.starts_with('~') && verbatim.contains('~') => {
                    return Err(format!("it ends early: {line}"));
                }
                Some(verbatim) => found.push_str(verbatim),
                None if active(own) => return Err(format!("it is active: {line}")),
                None => found.push_str(own),
            }
        }
        found.push('\n');
    }
    Ok(found.replace('∼', "~"))
}

/// What is wrong with an export of this dossier in this format; `None` if nothing is.
fn fault(dossier: &Dossier, format: Format) -> Option<String> {
    let text = render(dossier, format);
    let found = quotes(&text);
    let quote = dossier.entries[0].quote.as_ref()?;
    let body = format!("Lede. {} End.", quote.words);
    if found.len() != 1 || found[0].check(&body) != Check::Holds {
        return Some(format!("its quotes are {found:?}"));
    }
    let plain = Options::all().difference(Options::ENABLE_SMART_PUNCTUATION);
    let wrong = match format {
        Format::Markdown => [plain, Options::empty()]
            .into_iter()
            .find_map(|options| markdown_text(&text, options).and_then(|found| stand_in_order(dossier, &found)).err())
            .or_else(|| markdown_text(&text, Options::all()).err()),
        Format::Org => org_text(&text)
            .and_then(|found| {
                let tilde = |text: &str| text.replace('∼', "~");
                stand_in_order(dossier, &found).or_else(|_| {
                    let mut dossier = dossier.clone();
                    dossier.title = tilde(&dossier.title);
                    stand_in_order(&dossier, &found)
                })
            })
            .err(),
        Format::Html => match parse(text.as_bytes(), &attache::ingest::Origin::default()) {
            Ok(read) => match &read[0].1 {
                Ok(draft) => stand_in_order(dossier, &format!("{}\n{}", draft.headline, draft.body)).err(),
                Err(refusal) => Some(refusal.to_string()),
            },
            Err(refusal) => Some(refusal.to_string()),
        },
        Format::Text | Format::Json | Format::Csv => None,
    };
    wrong.map(|wrong| format!("{wrong} in\n{text}"))
}

#[test]
fn each_active_text_alone_comes_back_as_text() {
    for active in ACTIVE {
        for text in [
            (*active).to_owned(),
            format!("Dam {active}"),
            format!("{active} dam"),
            format!("Dam\n{active}\ndam"),
            format!("Dam\n\n    {active}"),
        ] {
            for format in Format::ALL {
                let dossier = dossier(&text, &text, &text, &text, &text);
                assert_eq!(fault(&dossier, format), None, "{format:?} of {text:?}");
            }
        }
    }
}

/// A change to the words of a quote, and whether the quote still holds.
fn changed(words: &[String], kind: usize, at: usize, letter: usize) -> Option<(String, bool)> {
    let mut words = words.to_vec();
    let at = at % words.len();
    let next = words.get(at + 1).cloned();
    let chars: Vec<char> = words[at].chars().collect();
    let letter = letter % chars.len();
    match kind {
        0 => words.splice(at..at + 2, [words[at].clone() + &next?]).for_each(drop),
        1 if letter > 0 => words[at] = [&chars[..letter], &[' '], &chars[letter..]].concat().into_iter().collect(),
        2 => {
            words[at] = chars
                .iter()
                .enumerate()
                .map(|(n, c)| {
                    if n != letter {
                        *c
                    } else if *c == 'q' {
                        'w'
                    } else {
                        'q'
                    }
                })
                .collect();
        }
        3 if words.len() > 1 => drop(words.remove(at)),
        4 => words.insert(at, words[at].clone()),
        5 => words.splice(at..at + 2, [words[at].clone() + "\n" + &next?]).for_each(drop),
        _ => return None,
    }
    Some((words.join(" "), kind == 5))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn any_hostile_text_comes_back_as_text(title in hostile(), headline in hostile(), source in hostile(), words in hostile(), note in hostile()) {
        for format in Format::ALL {
            let dossier = dossier(&title, &headline, &source, &words, &note);
            prop_assert_eq!(fault(&dossier, format), None, "{:?}", format);
        }
    }

    #[test]
    fn every_change_to_a_quote_is_found_and_a_new_line_is_none(
        words in prop::collection::vec("[a-zé0-9,.’]{1,8}", 1..40), kind in 0..6_usize, at in any::<usize>(), letter in any::<usize>(),
    ) {
        let sound = words.join(" ");
        let body = format!("Lede. {sound} End.");
        for format in Format::ALL {
            let of = |words: &str| {
                let mut dossier = dossier("Water", "Dam", "KNA", words, "Ask.");
                dossier.entries[0].quote.as_mut().unwrap().span = Span::new(6, 6 + sound.len());
                quotes(&render(&dossier, format)).first().map(|cited| cited.check(&body))
            };
            prop_assert_eq!(of(&sound), Some(Check::Holds), "{:?}", format);
            if let Some((other, holds)) = changed(&words, kind, at, letter) {
                prop_assert_eq!(of(&other) == Some(Check::Holds), holds, "{:?} {:?}", format, other);
            }
        }
    }
}

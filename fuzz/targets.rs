//! What is fuzzed: for each parser of foreign bytes a function that takes any bytes and panics where a promise is broken. The
//! binaries of `fuzz_targets/` run one each under libFuzzer; `tests/it/fuzz.rs` runs all of them for a short while.

use attache::cli::lines::GoldLine;
use attache::config::{keymap::Keymap, settings::Settings, theme::Theme, watch};
use attache::export::format::Format as ExportFormat;
use attache::export::{Check, Dossier, Entry, Origin as Place, Quote, quotes, render};
use attache::ingest::{Format, Item, Origin, split};
use attache::query;
use attache::runtime::decode::Decoder;
use attache::store::codec;
use attache::text::clean::{cell, clean, clean_block, graphemes, name};
use attache::text::escape;
use attache::text::span::Span;
use attache::text::wrap::Wrap;

/// A target: its name, which is also that of its binary and its folder of seeds, and its function.
pub type Target = (&'static str, fn(&[u8]));

/// All targets.
pub const TARGETS: &[Target] = &[
    ("wire", wire),
    ("markdown", markdown),
    ("mail", mail),
    ("mailbox", mailbox),
    ("html", html),
    ("json", json),
    ("query", query),
    ("config", config),
    ("terminal", terminal),
    ("codec", codec),
    ("clean", clean_and_wrap),
    ("export", export),
    ("annotated", annotated),
];

/// One article in a format: what comes out has a headline of one line, and bounded parts.
fn article(format: Format, bytes: &[u8]) {
    let origin = Origin::of_path("folder/file", None);
    if let Ok(reading) = Item::new(format, None, bytes).read(&origin) {
        let draft = reading.draft;
        assert!(!draft.headline.contains('\n'), "a headline is one line: {:?}", draft.headline);
        assert!(!draft.source.is_empty(), "every article has a source");
    }
}

/// Wire copy, its head and its dateline.
pub fn wire(bytes: &[u8]) {
    article(Format::Wire, bytes);
}

/// Markdown with front matter.
pub fn markdown(bytes: &[u8]) {
    article(Format::Markdown, bytes);
}

/// A mail message with its parts.
pub fn mail(bytes: &[u8]) {
    article(Format::Mail, bytes);
}

/// A web page.
pub fn html(bytes: &[u8]) {
    article(Format::Html, bytes);
}

/// An object of JSON Lines.
pub fn json(bytes: &[u8]) {
    article(Format::JsonLines, bytes);
}

/// The format is told and the input split into articles: a mailbox, JSON Lines, an array of JSON. Each can be read.
pub fn mailbox(bytes: &[u8]) {
    if let Ok(items) = split(bytes) {
        for item in &items {
            assert!(item.line.is_none_or(|line| line > 0), "lines count from 1");
            let _ = item.read(&Origin::default());
        }
    }
}

/// A query is printed as one that means the same.
pub fn query(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match query::parse(text) {
        Ok(parsed) => {
            let printed = parsed.to_string();
            assert_eq!(query::parse(&printed).as_ref(), Ok(&parsed), "{text:?} is printed as {printed:?}");
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

/// The files that a user writes: a mistake is named with its line, and never ends the program.
pub fn config(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let mut mistakes = Keymap::load(Some(("keys.toml", text))).1;
    mistakes.extend(Settings::read("config.toml", text).1);
    mistakes.extend(Theme::read("own", "themes/own.toml", text).1);
    mistakes.extend(watch::read("watch.toml", text).1);
    let lines = text.lines().count() + 1;
    for mistake in mistakes {
        assert!(mistake.line <= lines, "{mistake} of {lines} lines");
    }
}

/// What a terminal sends means the same in whatever pieces it arrives.
pub fn terminal(bytes: &[u8]) {
    let (mut whole, mut pieces) = (Vec::new(), Vec::new());
    let (mut one, mut other) = (Decoder::default(), Decoder::default());
    one.feed(bytes, &mut whole);
    for piece in bytes.chunks(3) {
        other.feed(piece, &mut pieces);
    }
    assert_eq!(whole, pieces, "in pieces");
    assert_eq!(one.incomplete(), other.incomplete());
    one.timed_out(&mut whole);
}

/// Rows of an archive: what can be read is written and read again as the same.
pub fn codec(bytes: &[u8]) {
    if let Ok(found) = codec::read_annotations(bytes) {
        assert_eq!(codec::read_annotations(&codec::annotations(&found)).ok(), Some(found));
    }
    if let Ok(links) = codec::read_links(bytes) {
        assert_eq!(codec::read_links(&codec::links(&links)).ok(), Some(links));
    }
    let _ = codec::read_entities(bytes);
}

/// Cleaning is complete and changes nothing twice; escaped JSON has the value it had; wrapped rows are the text.
pub fn clean_and_wrap(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for once in [clean(&text), clean_block(&text), name(&text)] {
        assert_eq!(clean_block(&once), once, "cleaned twice");
        assert!(!once.chars().any(|c| c.is_control() && c != '\n'), "{once:?}");
    }
    assert_eq!(graphemes(&text).collect::<String>(), text);
    assert!(graphemes(&text).all(|grapheme| cell(grapheme).len() < 256));
    let written = serde_json::to_string(&text).unwrap_or_default();
    let back: Option<String> = serde_json::from_str(&escape::json(&written)).ok();
    assert_eq!(back.as_deref(), Some(text.as_ref()));
    for width in [1, 7, 72] {
        let mut end = 0;
        for row in Wrap::new(&text, width).rows() {
            assert!(row.span.start >= end && row.span.end as usize <= text.len(), "rows in order");
            let _ = row.span.slice(&text);
            end = row.span.end;
        }
    }
}

/// Quoted words are found again in every format of export; reading any text for quotes is total.
pub fn export(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let _ = quotes(&text);
    let words = text.trim();
    if words.is_empty() {
        return;
    }
    let body = format!("0123456789{words}");
    let entry = Entry {
        origin: Some(Place {
            headline: words.lines().next().unwrap_or_default().to_owned(),
            source: "KNA".to_owned(),
            digest: "3fa9c1d2".repeat(8),
            ..Place::default()
        }),
        quote: Some(Quote { words: words.to_owned(), span: Span::new(10, body.len()), paragraph: 1, sentence: 1 }),
        note: words.to_owned(),
        ..Entry::default()
    };
    let dossier = Dossier { title: "Water".to_owned(), entries: vec![entry], ..Dossier::default() };
    for format in ExportFormat::ALL {
        let found = quotes(&render(&dossier, format));
        assert_eq!(found.len(), 1, "{format:?}");
        assert_eq!(found[0].check(&body), Check::Holds, "{format:?}: {:?}", found[0].words);
    }
}

/// A line of annotated text.
pub fn annotated(bytes: &[u8]) {
    if let Ok(line) = GoldLine::read(bytes) {
        let _ = line.marks();
    }
}

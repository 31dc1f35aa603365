//! What a frame and an import cost in text alone: cleaning, wrapping, parsing, exporting.
//!
//! `cargo bench --bench text`

use attache::export::format::Format;
use attache::export::{Dossier, Entry, Origin as Source, Quote, render};
use attache::ingest::{Origin, parse};
use attache::news::time::Timestamp;
use attache::text::clean::clean;
use attache::text::span::Span;
use attache::text::wrap::{Wrap, fit};
use divan::{Bencher, black_box, counter::BytesCount};

const SENTENCE: &str =
    "The minister of water, Yusuf bin Khalifa, said on Monday that “naïve” plans for the dam had failed. ";

fn main() {
    divan::main();
}

/// An article of 3 kB as wire copy.
fn wire() -> String {
    format!(
        "Dam plans have failed\n\nBy Jane Roe\n\nTUNIS, Nov. 2, 2026 (MW) -- {}\n",
        [SENTENCE; 5].concat().repeat(6)
    )
}

#[divan::bench]
fn clean_a_body(bencher: Bencher) {
    let text = SENTENCE.repeat(30);
    bencher.counter(BytesCount::of_str(&text)).bench(|| clean(black_box(&text)).len());
}

#[divan::bench]
fn fit_a_headline(bencher: Bencher) {
    bencher.bench(|| fit(black_box(SENTENCE), 60).1);
}

#[divan::bench]
fn window_of_60_rows_in_an_article(bencher: Bencher) {
    let text = format!("{}\n\n", SENTENCE.repeat(4)).repeat(40);
    bencher.bench(|| Wrap::new(black_box(&text), 72).window(text.len() as u32 / 2, 60).len());
}

#[divan::bench]
fn window_of_60_rows_in_a_line_of_10_mb(bencher: Bencher) {
    let text = SENTENCE.repeat(10_000_000 / SENTENCE.len());
    bencher.bench(|| Wrap::new(black_box(&text), 72).window(text.len() as u32 / 2, 60).len());
}

#[divan::bench]
fn page_up_in_a_line_of_10_mb(bencher: Bencher) {
    let text = SENTENCE.repeat(10_000_000 / SENTENCE.len());
    bencher.bench(|| Wrap::new(black_box(&text), 72).up(text.len() as u32, 60));
}

#[divan::bench]
fn parse_wire_copy(bencher: Bencher) {
    let text = wire();
    let origin = Origin::of_path("mw/1.txt", None);
    bencher.counter(BytesCount::of_str(&text)).bench(|| parse(black_box(text.as_bytes()), &origin).map(|d| d.len()));
}

#[divan::bench]
fn parse_a_line_of_json(bencher: Bencher) {
    let line = serde_json::json!({ "headline": "Dam plans have failed", "body": wire(), "source": "MW", "date": 1_793_000_000 });
    let text = line.to_string();
    let origin = Origin::default();
    bencher.counter(BytesCount::of_str(&text)).bench(|| parse(black_box(text.as_bytes()), &origin).map(|d| d.len()));
}

#[divan::bench(args = Format::ALL)]
fn export_100_quotes(bencher: Bencher, format: Format) {
    let origin = |n: usize| Source {
        headline: "Dam plans have failed".to_owned(),
        source: "MW".to_owned(),
        time: Timestamp(1_793_000_000),
        digest: format!("{n:064x}"),
    };
    let entry = |n: usize| Entry {
        origin: Some(origin(n / 5)),
        quote: Some(Quote {
            words: SENTENCE.to_owned(),
            span: Span::new(0, SENTENCE.len()),
            paragraph: 1,
            sentence: 1,
        }),
        note: "To be checked.".to_owned(),
        ..Entry::default()
    };
    let dossier = Dossier { title: "Water".to_owned(), entries: (0..100).map(entry).collect(), ..Dossier::default() };
    bencher.bench(|| render(black_box(&dossier), format).len());
}

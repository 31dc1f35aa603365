//! Bytes of text a second through the engine, on one thread: `cargo bench --bench engine`.
//!
//! The text is our own gold stories (tests/gold/wire), or the JSON Lines of `ATTACHE_BENCH_TEXT`.

use std::fs;
use std::path::Path;

use attache::engine::input::DetectedMention;
use attache::engine::{Engine, Scratch};
use attache::text::sentence::sentences;
use attache::text::token::tokens;
use divan::counter::BytesCount;

fn main() {
    divan::main();
}

fn texts() -> Vec<String> {
    if let Ok(path) = std::env::var("ATTACHE_BENCH_TEXT") {
        let line =
            |l: &str| serde_json::from_str::<serde_json::Value>(l).ok()?.get("text")?.as_str().map(str::to_owned);
        return fs::read_to_string(path).unwrap_or_default().lines().filter_map(line).collect();
    }
    let stories = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gold/wire/train");
    let mut files: Vec<_> = fs::read_dir(stories).into_iter().flatten().filter_map(|e| Some(e.ok()?.path())).collect();
    files.sort();
    let read = |file| {
        let file = fs::read_to_string(file).ok()?;
        attache::cli::marked::read("story", &file).ok()
    };
    files.iter().filter_map(read).flatten().filter_map(|line| line.text).collect()
}

fn bytes(texts: &[String]) -> BytesCount {
    BytesCount::new(texts.iter().map(String::len).sum::<usize>())
}

/// Names, roles, pronouns, chains.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn annotate(bencher: divan::Bencher) {
    let (engine, texts) = (Engine::new(), texts());
    let mut scratch = Scratch::default();
    bencher
        .counter(bytes(&texts))
        .bench_local(|| texts.iter().map(|t| engine.annotate_with(&mut scratch, t).mentions.len()).sum::<usize>());
}

/// Tokens, sentences and names alone.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn names(bencher: divan::Bencher) {
    let (engine, texts) = (Engine::new(), texts());
    let mut scratch = Scratch::default();
    bencher.counter(bytes(&texts)).bench_local(|| {
        let spot = |t: &String| {
            let tokens = tokens(t);
            engine.names(t, &tokens, &sentences(t, &tokens), &mut scratch).len()
        };
        texts.iter().map(spot).sum::<usize>()
    });
}

/// Tokens and sentences alone.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn cut(bencher: divan::Bencher) {
    let texts = texts();
    bencher.counter(bytes(&texts)).bench_local(|| texts.iter().map(|t| sentences(t, &tokens(t)).len()).sum::<usize>());
}

/// Who is who, the mentions given.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn chain(bencher: divan::Bencher) {
    let (engine, texts) = (Engine::new(), texts());
    let found: Vec<Vec<DetectedMention>> = texts
        .iter()
        .map(|t| {
            let of = |m: &attache::news::mention::Mention| DetectedMention {
                span: m.span,
                kind: m.kind,
                form: m.form,
                score: m.score,
            };
            engine.annotate(t).mentions.iter().map(of).collect()
        })
        .collect();
    bencher
        .counter(bytes(&texts))
        .bench_local(|| texts.iter().zip(&found).map(|(t, f)| engine.chain(t, f).chains.len()).sum::<usize>());
}

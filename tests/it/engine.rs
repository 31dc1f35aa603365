//! What holds of the engine for any text at all.

use std::fmt::Write;

use attache::engine::Engine;
use attache::engine::input::DetectedMention;
use attache::news::mention::{Annotations, Form, Kind};
use attache::text::span::Span;
use proptest::prelude::*;

/// The promises of [`Annotations`] and of `annotate`.
fn holds(text: &str, found: &Annotations, given: bool) {
    let mut end = 0;
    for (number, mention) in found.mentions.iter().enumerate() {
        let (start, stop) = (mention.span.start as usize, mention.span.end as usize);
        assert!(start < stop && text.get(start..stop).is_some(), "{:?} lies in the text", mention.span);
        let chain = &found.chains[mention.chain as usize];
        assert!(chain.mentions.contains(&(number as u32)), "a chain knows its mentions");
        assert!((0.0..=1.0).contains(&mention.score));
        assert!(mention.why.antecedent().is_none_or(|m| (m as usize) < found.mentions.len()));
        if let Some(next) = found.mentions.get(number + 1) {
            assert!(mention.span.start <= next.span.start, "sorted");
        }
        if !given && mention.form != Form::Role {
            assert!(mention.span.start >= end, "nothing but roles overlaps");
            end = mention.span.end;
        }
    }
    for chain in &found.chains {
        assert!(chain.mentions.is_sorted());
        let named = chain.mentions.iter().any(|&m| found.mentions[m as usize].form == Form::Name);
        assert!(given || named && !chain.name.is_empty(), "every chain has a name");
    }
    assert!(found.sentences.windows(2).all(|pair| pair[0].end <= pair[1].start));
}

/// News-like scraps in any order, to get further into the sieves than chars at random do.
const SCRAPS: &[&str] = &[
    "President",
    " ",
    "Angela Merkel",
    ", ",
    "the ",
    "ECB",
    " (",
    ")",
    "Ministry of Health",
    "He",
    " said ",
    "\"",
    "I",
    ". ",
    "\n\n",
    "’s ",
    "al-Sisi",
    "J. R. ",
    "Bank",
    " of ",
    "New York",
    "-",
    "MINISTER",
    "his",
    "É",
    "김",
    "former ",
    "and",
    "Mr.",
    "is the director of",
    "bin",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_annotated(text in "\\PC{0,200}|(?s:.{0,120})") {
        let engine = Engine::new();
        holds(&text, &engine.annotate(&text), false);
    }

    #[test]
    fn scraps_of_news_are_annotated(scraps in prop::collection::vec(prop::sample::select(SCRAPS), 0..80)) {
        let text = scraps.concat();
        let engine = Engine::new();
        let found = engine.annotate(&text);
        holds(&text, &found, false);
        prop_assert_eq!(found, engine.annotate(&text), "the same text gives the same annotations");
    }

    #[test]
    fn any_mentions_are_chained(
        scraps in prop::collection::vec(prop::sample::select(SCRAPS), 1..60),
        marks in prop::collection::vec((0_usize..60, 1_usize..4, 0_usize..5, 0_usize..4), 0..24),
    ) {
        let text = scraps.concat();
        let mut ends = vec![0];
        for scrap in &scraps {
            ends.push(ends[ends.len() - 1] + scrap.len());
        }
        let forms = [Form::Name, Form::Role, Form::Nominal, Form::Pronoun];
        let mut found: Vec<DetectedMention> = marks
            .into_iter()
            .filter_map(|(at, long, kind, form)| {
                let (start, end) = (*ends.get(at)?, *ends.get(at + long)?);
                Some(DetectedMention { span: Span::new(start, end), kind: Kind::ALL[kind], form: forms[form], score: 1.0 })
            })
            .collect();
        found.sort_by_key(|f| (f.span.start, std::cmp::Reverse(f.span.end)));
        let got = Engine::new().chain(&text, &found);
        prop_assert_eq!(got.mentions.len(), found.len(), "every mention comes back");
        holds(&text, &got, true);
    }
}

#[test]
fn a_long_line_of_capitals_and_a_long_list_of_names_are_read() {
    let engine = Engine::new();
    let capitals = "BANK OF THE NATIONAL COUNCIL ".repeat(4000);
    holds(&capitals, &engine.annotate(&capitals), false);
    let mut names = String::new();
    for n in 0..4000 {
        write!(names, "Minister Ana{n} Bello{} said. ", n % 97).unwrap();
    }
    holds(&names, &engine.annotate(&names), false);
}

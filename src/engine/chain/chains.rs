//! From ties to chains: decides what was left open, mention by mention, numbers the chains and says why.

use std::collections::HashMap;

use super::spelling::Spelling;
use super::ties::Tie;
use super::{Article, Choice, sex};
use crate::news::mention::{Annotations, Chain, Form, Mention, Why};

/// The chains of the article.
pub fn build(article: &Article) -> Annotations {
    let chosen = choose(article);
    let mut out = Annotations::default();
    let mut number_of: HashMap<u32, u32> = HashMap::new();
    for (number, found) in article.found.iter().enumerate() {
        let spelling = article.spelling_of(number);
        let set = chosen.get(&(number as u32)).map(|&(full, _)| full).or(spelling).map(|s| article.ties.set(s));
        let chain = match set {
            Some(set) => *number_of.entry(set).or_insert_with(|| start(&mut out, found.kind)),
            None => start(&mut out, found.kind),
        };
        let why = why(article, &out, chain, number as u32, chosen.get(&(number as u32)).copied());
        if let Some(chain) = out.chains.get_mut(chain as usize) {
            chain.mentions.push(number as u32);
        }
        let (span, form, kind, score) = (found.span, found.form, found.kind, found.score);
        out.mentions.push(Mention { span, form, kind, chain, score, why });
    }
    for chain in &mut out.chains {
        chain.name = fullest(article, &chain.mentions);
    }
    out
}

fn start(out: &mut Annotations, kind: crate::news::mention::Kind) -> u32 {
    out.chains.push(Chain { kind, name: String::new(), mentions: Vec::new(), roles: Vec::new() });
    out.chains.len() as u32 - 1
}

/// Mention → the spelling it was decided to be, for short names that several bear.
fn choose(article: &Article) -> HashMap<u32, (u32, Tie)> {
    let mut chosen = HashMap::new();
    for choice in &article.choices {
        let Some(short) = article.spellings.get(choice.spelling as usize) else { continue };
        for &mention in &short.mentions {
            let Some(full) = decide(article, choice, mention) else { continue };
            chosen.insert(mention, (full, choice.tie));
        }
    }
    chosen
}

/// Who is meant: the one with the same word before the name, else the one named first. News is about somebody, and the
/// others of the name are called in full or by their given names (on annotated text better than the one named last).
fn decide(article: &Article, choice: &Choice, mention: u32) -> Option<u32> {
    let title = article.found.get(mention as usize).map_or("", |m| sex::word_before(article.text, m));
    if title.chars().next().is_some_and(char::is_uppercase) {
        let bears = |full: u32| {
            article.spellings.get(full as usize).is_some_and(|s| {
                let first = s.mentions.iter().take(12).filter_map(|&m| article.found.get(m as usize));
                first.map(|m| sex::word_before(article.text, m)).any(|before| before == title)
            })
        };
        let mut titled = choice.among.iter().copied().filter(|&full| bears(full));
        if let (Some(one), None) = (titled.next(), titled.next()) {
            return Some(one);
        }
    }
    let first = |&full: &u32| article.spellings.get(full as usize).map(Spelling::first);
    choice.among.iter().copied().min_by_key(first)
}

fn why(article: &Article, out: &Annotations, chain: u32, mention: u32, chosen: Option<(u32, Tie)>) -> Why {
    let first = out.chains.get(chain as usize).and_then(|c| c.mentions.first().copied());
    let Some(first) = first else { return Why::First };
    let Some(spelling) = article.spelling_of(mention as usize) else { return Why::Description(first) };
    let begins = |s: u32| article.spellings.get(s as usize).map(Spelling::first);
    if let Some(full) = chosen.and_then(|(full, _)| begins(full)) {
        return reason(chosen.map_or(Tie::Variant, |(_, tie)| tie), full);
    }
    match begins(spelling) {
        Some(earlier) if earlier < mention => Why::Exact(earlier),
        _ => match article.ties.why(spelling) {
            Some((tie, full)) => reason(tie, begins(full).unwrap_or(first)),
            None => Why::Variant(first),
        },
    }
}

fn reason(tie: Tie, at: u32) -> Why {
    match tie {
        Tie::Variant => Why::Variant(at),
        Tie::Surname => Why::Surname(at),
        Tie::Given => Why::Given(at),
        Tie::Acronym => Why::Acronym(at),
        Tie::Defined => Why::Defined(at),
        Tie::Head => Why::Head(at),
    }
}

/// The name with the most words, no acronym if possible, the first of equals.
fn fullest(article: &Article, mentions: &[u32]) -> String {
    let mut best: Option<(usize, usize, &str)> = None;
    let mut last = None;
    for &mention in mentions {
        let spelling = article.spelling_of(mention as usize);
        if spelling == last {
            continue;
        }
        last = spelling;
        let (Some(s), Some(found)) = (
            spelling.and_then(|s| article.spellings.get(s as usize)),
            article.found.get(mention as usize).filter(|f| f.form == Form::Name),
        ) else {
            continue;
        };
        let written = found.span.slice(article.text);
        let shouted = s.words.len() > 1 && written.chars().all(|c| !c.is_lowercase());
        let full = s.words.iter().filter(|w| !w.initial).count();
        let rank = (usize::from(s.acronym().is_none()) + full * 2 - usize::from(shouted && full > 0), written.len());
        if best.is_none_or(|(a, b, _)| rank > (a, b)) {
            best = Some((rank.0, rank.1, written));
        }
    }
    best.map_or_else(String::new, |(_, _, name)| name.split_whitespace().collect::<Vec<_>>().join(" "))
}

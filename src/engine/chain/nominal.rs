//! Definite descriptions: `the ministry`, `the judge`, `the company` for somebody named here.

use std::collections::HashSet;

use super::head::is_head;
use super::likeness::alike;
use crate::engine::input::{DetectedMention, TokenizedText};
use crate::news::mention::{Form, Kind};
use crate::text::fold;
use crate::text::span::Span;
use crate::text::token::{Class, Gap, Token};

/// What a description is compared by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Description {
    /// Its head noun, folded.
    pub head: String,
    /// The words before the head, folded, without articles.
    pub before: Vec<String>,
}

impl Description {
    /// Reads `the former health minister`, `the head of the bank`.
    pub fn read(written: &str) -> Self {
        let mut words: Vec<String> = fold::fold(written)
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty())
            .take(12)
            .map(str::to_owned)
            .collect();
        if let Some(end) =
            words.iter().position(|w| matches!(w.as_str(), "of" | "for" | "in" | "that" | "who" | "to" | "from" | "at"))
            && end > 1
        {
            words.truncate(end);
        }
        let head = words.pop().unwrap_or_default();
        words.retain(|w| {
            !matches!(w.as_str(), "the" | "a" | "an" | "this" | "his" | "her" | "its" | "their" | "s" | "our" | "my")
        });
        Self { head, before: words }
    }

    /// How well it fits the words of a role or name: by its head, and better by what stands before.
    pub fn fits(&self, words: &[String]) -> u32 {
        let has = |word: &str| words.iter().any(|w| w == word || one_of_many(w, word));
        if self.head.is_empty() || !has(&self.head) {
            return 0;
        }
        2 + self.before.iter().filter(|w| has(w)).count() as u32
    }
}

/// `rebels` and `rebel`.
fn one_of_many(a: &str, b: &str) -> bool {
    a.strip_suffix('s') == Some(b) || b.strip_suffix('s') == Some(a) || a.len() > 6 && b.len() > 6 && alike(a, b)
}

/// Words by which a body is called that need not stand in its name, each with what a name of such a body may hold.
pub fn body_words(head: &str) -> &'static [&'static str] {
    match head {
        "company" | "firm" | "manufacturer" | "maker" | "giant" | "carmaker" | "developer" | "retailer" | "miner"
        | "group" => &[
            "inc",
            "ltd",
            "plc",
            "co",
            "corp",
            "company",
            "corporation",
            "group",
            "holdings",
            "motors",
            "industries",
            "llc",
            "sa",
            "works",
            "mines",
            "mining",
            "energy",
            "petroleum",
            "oil",
            "foods",
            "technologies",
            "electronics",
            "pharmaceuticals",
            "enterprises",
            "oyj",
            "ag",
            "gmbh",
        ],
        "lender" => &["bank", "credit", "savings", "finance", "trust"],
        "airline" | "carrier" => &["airlines", "airways", "air", "airline"],
        "newspaper" | "paper" | "daily" | "broadsheet" => {
            &["times", "post", "daily", "news", "tribune", "herald", "ledger", "chronicle", "guardian", "gazette"]
        }
        "broadcaster" | "network" | "station" | "channel" => &["tv", "television", "radio", "broadcasting", "news"],
        "regulator" | "watchdog" => {
            &["commission", "authority", "agency", "board", "administration", "regulatory", "bureau"]
        }
        "agency" | "body" => {
            &["agency", "authority", "administration", "organization", "bureau", "commission", "fund", "program"]
        }
        "militants" | "rebels" | "militia" | "insurgents" | "fighters" => {
            &["front", "army", "movement", "brigades", "taliban", "hamas", "tigers"]
        }
        "movement" => &["movement", "front", "hamas", "hezbollah", "fatah"],
        "alliance" => &["nato", "alliance", "coalition"],
        "bloc" => &["union", "eu", "community", "ecowas", "asean", "mercosur"],
        "tribunal" => &["court", "tribunal"],
        "bank" => &["bank"],
        "club" | "side" | "team" => &["fc", "club", "united", "city", "athletic", "cf", "sc", "ac", "rc"],
        "university" | "institution" | "school" => &["university", "college", "institute", "school", "academy"],
        "union" => &["union", "congress", "association", "federation"],
        "ministry" => &["ministry"],
        "charity" | "organization" | "organisation" => {
            &["foundation", "organization", "trust", "association", "society"]
        }
        _ => &[],
    }
}

/// Nouns by which somebody named here may be described: heads of the roles, and of the institutions' names.
fn heads(text: &str, found: &[DetectedMention]) -> HashSet<String> {
    let mut heads = HashSet::new();
    for mention in found {
        let written = mention.span.slice(text);
        if written.len() > 200 {
            continue;
        }
        match (mention.form, mention.kind) {
            (Form::Role, _) => {
                heads.insert(Description::read(written).head);
            }
            (Form::Name, Kind::Institution) => {
                heads.extend(fold::words(written).into_iter().map(|w| w.text).filter(|w| is_head(w)));
            }
            _ => {}
        }
    }
    heads
}

/// Which tokens lie in a mention.
pub fn covered(tokens: &[Token], found: &[DetectedMention]) -> Vec<bool> {
    let mut out = vec![false; tokens.len()];
    for mention in found {
        let first = tokens.partition_point(|t| t.end <= mention.span.start);
        for (token, taken) in tokens.iter().zip(&mut out).skip(first) {
            if token.start >= mention.span.end {
                break;
            }
            *taken = true;
        }
    }
    out
}

/// Descriptions that may be told: `the` and at most three words up to a head that somebody here bears, outside of what
/// was found already (`inside`).
pub fn find(input: TokenizedText, found: &[DetectedMention], inside: &[bool]) -> Vec<DetectedMention> {
    let (text, tokens) = (input.text, input.tokens);
    let heads = heads(text, found);
    let known = |word: &str| heads.contains(word) || !body_words(word).is_empty();
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        at += 1;
        if token.class != Class::Word || !matches!(token.slice(text), "the" | "The") {
            continue;
        }
        let mut end = None;
        for step in 0..4 {
            let Some(next) = tokens.get(at + step) else { break };
            if next.class != Class::Word || next.gap > Gap::Line || inside.get(at + step).copied().unwrap_or(true) {
                break;
            }
            let word = next.slice(text);
            if breaks_off(word) {
                break;
            }
            if known(&fold::fold(word)) {
                end = Some((at + step, next.end));
            }
        }
        let Some((last, end)) = end else { continue };
        // The head must be the last noun: "the party leader" is no party, "the president of France" is told by France.
        let goes_on = tokens.get(last + 1).is_some_and(|t| {
            let named = inside.get(last + 1).copied().unwrap_or(false) && t.class == Class::Word && t.gap == Gap::Space;
            named || t.class == Class::Clitic && t.slice(text) == "-" || matches!(t.slice(text), "of" | "general" | "-")
        });
        if !goes_on {
            let span = Span { start: token.start, end };
            out.push(DetectedMention { span, kind: Kind::Institution, form: Form::Nominal, score: 0.6 });
            at = last + 1;
        }
    }
    out
}

fn breaks_off(word: &str) -> bool {
    matches!(
        word,
        "of" | "and"
            | "in"
            | "for"
            | "to"
            | "on"
            | "the"
            | "a"
            | "was"
            | "is"
            | "has"
            | "had"
            | "said"
            | "who"
            | "that"
            | "as"
            | "by"
            | "with"
            | "at"
    )
}

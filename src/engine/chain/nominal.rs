//! Definite descriptions: `the ministry`, `the judge`, `the company` for a referent that the article names.

use std::collections::HashSet;

use super::head::is_head;
use super::similarity::alike;
use crate::engine::input::{DetectedMention, TokenizedText};
use crate::news::mention::{Form, Kind};
use crate::text::fold;
use crate::text::span::Span;
use crate::text::token::{Class, Gap, Token};

/// The most words of a description behind `the`.
const MAX_WORDS: usize = 4;
/// The most words of a description or role that are read.
const MAX_READ: usize = 12;
/// A longer mention, in bytes, is no source of heads.
const MAX_WRITTEN: usize = 200;
/// The score of a description. It is a fixed estimate, not learnt.
const SCORE: f32 = 0.6;

/// The words by which a description is compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Description {
    /// Its head noun, folded.
    pub head: String,
    /// The words before the head, folded, without articles and possessives.
    pub before: Vec<String>,
}

impl Description {
    /// Reads a description: `the former health minister` has the head `minister`, `the head of the bank` the head `head`.
    pub fn read(written: &str) -> Self {
        let mut words: Vec<String> = fold::fold(written)
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty())
            .take(MAX_READ)
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

    /// How well it fits the words of a role or name: 0 without its head, 2 with it, and 1 more for each word before the head
    /// that is among them.
    pub fn fits(&self, words: &[String]) -> u32 {
        let has = |word: &str| words.iter().any(|w| w == word || same_noun(w, word));
        if self.head.is_empty() || !has(&self.head) {
            return 0;
        }
        2 + self.before.iter().filter(|w| has(w)).count() as u32
    }
}

/// Whether two words are singular and plural of one (`rebel`, `rebels`), or spellings of one long word.
fn same_noun(a: &str, b: &str) -> bool {
    a.strip_suffix('s') == Some(b) || b.strip_suffix('s') == Some(a) || a.len() > 6 && b.len() > 6 && alike(a, b)
}

/// For a noun that tells the sort of an institution, words of which the names of such institutions hold one: `bank` for the
/// lender. Empty for other nouns.
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

/// The nouns by which the article can describe its referents: the heads of its roles and of the names of its institutions.
fn heads(text: &str, mentions: &[DetectedMention]) -> HashSet<String> {
    let mut heads = HashSet::new();
    for mention in mentions {
        let written = mention.span.slice(text);
        if written.len() > MAX_WRITTEN {
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

/// For every token whether it lies in a mention.
pub fn covered(tokens: &[Token], mentions: &[DetectedMention]) -> Vec<bool> {
    let mut out = vec![false; tokens.len()];
    for mention in mentions {
        let first = tokens.partition_point(|t| t.end <= mention.span.start);
        for (token, covered) in tokens.iter().zip(&mut out).skip(first) {
            if token.start >= mention.span.end {
                break;
            }
            *covered = true;
        }
    }
    out
}

/// The descriptions that can refer to a referent of the article: `the` and up to [`MAX_WORDS`] words, of which the last is
/// among its [`heads`] or tells the sort of an institution. `covered` tells which tokens lie in other mentions; a
/// description holds none of them.
pub fn find(input: TokenizedText, mentions: &[DetectedMention], covered: &[bool]) -> Vec<DetectedMention> {
    let (text, tokens) = (input.text, input.tokens);
    let heads = heads(text, mentions);
    let known = |word: &str| heads.contains(word) || !body_words(word).is_empty();
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        at += 1;
        if token.class != Class::Word || !matches!(token.slice(text), "the" | "The") {
            continue;
        }
        let mut end = None;
        for step in 0..MAX_WORDS {
            let Some(next) = tokens.get(at + step) else { break };
            if next.class != Class::Word || next.gap > Gap::Line || covered.get(at + step).copied().unwrap_or(true) {
                break;
            }
            let word = next.slice(text);
            if ends_phrase(word) {
                break;
            }
            if known(&fold::fold(word)) {
                end = Some((at + step, next.end));
            }
        }
        let Some((last, end)) = end else { continue };
        // The head must be the last noun of the phrase: "the party leader" is no party. And "the president of France" is
        // told by France, not by the article.
        let goes_on = tokens.get(last + 1).is_some_and(|t| {
            let named =
                covered.get(last + 1).copied().unwrap_or(false) && t.class == Class::Word && t.gap == Gap::Space;
            named || t.class == Class::Clitic && t.slice(text) == "-" || matches!(t.slice(text), "of" | "general" | "-")
        });
        if !goes_on {
            let span = Span { start: token.start, end };
            out.push(DetectedMention { span, kind: Kind::Institution, form: Form::Nominal, score: SCORE });
            at = last + 1;
        }
    }
    out
}

/// Whether a word cannot be inside a description.
fn ends_phrase(word: &str) -> bool {
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

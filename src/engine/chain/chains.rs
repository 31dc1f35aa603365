//! From ties to chains: decides what was left open, mention by mention, numbers the chains and says why.

use std::collections::HashMap;

use super::refer::Decided;
use super::spelling::Spelling;
use super::ties::Tie;
use super::{Article, Choice, sex};
use crate::engine::lexicon::role_words::sex_by_title;
use crate::news::mention::{Annotations, Chain, Form, Kind, Mention, Why};

/// For every name its set of spellings, what several bear decided mention by mention.
pub struct Names<'a> {
    article: &'a Article<'a>,
    /// Mention → the spelling it was decided to be, for short names that several bear.
    chosen: HashMap<u32, (u32, Tie)>,
}

impl<'a> Names<'a> {
    /// Decides the choices of the article.
    pub fn new(article: &'a Article<'a>) -> Self {
        let mut chosen = HashMap::new();
        for choice in &article.choices {
            let Some(short) = article.spellings.get(choice.spelling as usize) else { continue };
            for &mention in &short.mentions {
                let Some(full) = decide(article, choice, mention) else { continue };
                chosen.insert(mention, (full, choice.tie));
            }
        }
        Self { article, chosen }
    }

    /// The set of a mention, if it is a name.
    pub fn set(&self, mention: u32) -> Option<u32> {
        let chosen = self.chosen.get(&mention).map(|&(full, _)| full);
        chosen.or_else(|| self.article.spelling_of(mention as usize)).map(|s| self.article.ties.set(s))
    }
}

/// The chains of the article. What was not decided is left out, unless `all` must be somewhere.
pub fn build(article: &Article, names: &Names, bearers: &[Option<u32>], decided: &Decided, all: bool) -> Annotations {
    let mut out = Annotations::default();
    let mut number_of: HashMap<u32, u32> = HashMap::new();
    // What is left out moves the numbers of what follows.
    let mut place: Vec<Option<u32>> = Vec::with_capacity(article.found.len());
    for (number, found) in article.found.iter().enumerate() {
        let set = match found.form {
            Form::Name => names.set(number as u32),
            Form::Role => bearers.get(number).copied().flatten().and_then(|b| names.set(b)),
            Form::Nominal | Form::Pronoun => decided.get(&(number as u32)).map(|&(set, _)| set),
        };
        if set.is_none() && !all {
            place.push(None);
            continue;
        }
        let now = out.mentions.len() as u32;
        place.push(Some(now));
        let mut kind = found.kind;
        let chain = match set {
            Some(set) => *number_of.entry(set).or_insert_with(|| start(&mut out, kind_of(article, set, found.kind))),
            None => start(&mut out, found.kind),
        };
        if let Some(chain) = out.chains.get_mut(chain as usize) {
            chain.mentions.push(now);
            if found.form != Form::Name && !all {
                kind = chain.kind;
            }
        }
        out.mentions.push(Mention {
            span: found.span,
            form: found.form,
            kind,
            chain,
            score: found.score,
            why: Why::First,
        });
    }
    let now = |before: u32| place.get(before as usize).copied().flatten().unwrap_or_default();
    for (number, found) in article.found.iter().enumerate() {
        let Some(at) = place.get(number).copied().flatten() else { continue };
        let Some(chain) = out.mentions.get(at as usize).map(|m| m.chain) else { continue };
        let first = out.chains.get(chain as usize).and_then(|c| c.mentions.first().copied()).unwrap_or(at);
        let why = match found.form {
            Form::Name => names.why(number as u32, first == at).map_or(Why::First, |why| moved(why, now)),
            Form::Role => bearers.get(number).copied().flatten().map_or(Why::First, |b| Why::Role(now(b))),
            Form::Nominal | Form::Pronoun => {
                decided.get(&(number as u32)).map_or(Why::First, |&(_, why)| moved(why, now))
            }
        };
        if let Some(mention) = out.mentions.get_mut(at as usize) {
            mention.why = why;
        }
    }
    describe(article, &mut out);
    out
}

/// Names and roles of the chains.
fn describe(article: &Article, out: &mut Annotations) {
    let mut chains = std::mem::take(&mut out.chains);
    for chain in &mut chains {
        chain.name = fullest(article, &out.mentions, &chain.mentions);
        for mention in chain.mentions.iter().filter_map(|&m| out.mentions.get(m as usize)) {
            if mention.form == Form::Role {
                let role = mention.span.slice(article.text).split_whitespace().collect::<Vec<_>>().join(" ");
                if chain.roles.len() < MOST_ROLES && !chain.roles.contains(&role) {
                    chain.roles.push(role);
                }
            }
        }
    }
    out.chains = chains;
}

/// How many roles of one person are kept.
const MOST_ROLES: usize = 16;

fn kind_of(article: &Article, set: u32, otherwise: Kind) -> Kind {
    article.spellings.get(set as usize).map_or(otherwise, |s| s.kind)
}

fn moved(why: Why, now: impl Fn(u32) -> u32) -> Why {
    match why {
        Why::First => Why::First,
        Why::Exact(m) => Why::Exact(now(m)),
        Why::Surname(m) => Why::Surname(now(m)),
        Why::Given(m) => Why::Given(now(m)),
        Why::Variant(m) => Why::Variant(now(m)),
        Why::Acronym(m) => Why::Acronym(now(m)),
        Why::Defined(m) => Why::Defined(now(m)),
        Why::Head(m) => Why::Head(now(m)),
        Why::Role(m) => Why::Role(now(m)),
        Why::Description(m) => Why::Description(now(m)),
        Why::Pronoun(m) => Why::Pronoun(now(m)),
    }
}

fn start(out: &mut Annotations, kind: Kind) -> u32 {
    out.chains.push(Chain { kind, name: String::new(), mentions: Vec::new(), roles: Vec::new() });
    out.chains.len() as u32 - 1
}

/// Who is meant: the one with the same word before the name, else the one named first. News is about somebody, and the
/// others of the name are called in full or by their given names (on annotated text better than the one named last).
fn decide(article: &Article, choice: &Choice, mention: u32) -> Option<u32> {
    let first = |&full: &u32| article.spellings.get(full as usize).map(Spelling::first);
    if choice.tie == Tie::Defined {
        // Letters are those of the body that was named in full last.
        let before = |&full: &u32| {
            let named = &article.spellings.get(full as usize)?.mentions;
            named.partition_point(|&m| m < mention).checked_sub(1).and_then(|at| named.get(at).copied())
        };
        let last = choice.among.iter().copied().filter(|full| before(full).is_some()).max_by_key(before);
        return last.or_else(|| choice.among.iter().copied().min_by_key(first));
    }
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
    // Ms Lal is not Mr Lal.
    if let Some(sex) = sex_by_title(title) {
        let is = |full: u32| {
            let titled = article.sexes.get(full as usize).copied().flatten();
            titled.or_else(|| sex::of_name(article.spellings.get(full as usize)?)) == Some(sex)
        };
        let mut fitting = choice.among.iter().copied().filter(|&full| is(full));
        if let (Some(one), None) = (fitting.next(), fitting.next()) {
            return Some(one);
        }
    }
    choice.among.iter().copied().min_by_key(first)
}

impl Names<'_> {
    /// Why a name is in its chain; none for the first mention of one.
    fn why(&self, mention: u32, first: bool) -> Option<Why> {
        let article = self.article;
        let begins = |s: u32| article.spellings.get(s as usize).map(Spelling::first);
        if first {
            return None;
        }
        if let Some((full, tie)) = self.chosen.get(&mention).and_then(|&(full, tie)| Some((begins(full)?, tie))) {
            return Some(reason(tie, full));
        }
        let spelling = article.spelling_of(mention as usize)?;
        match begins(spelling) {
            Some(earlier) if earlier < mention => Some(Why::Exact(earlier)),
            _ => {
                let (tie, full) = article.ties.why(spelling)?;
                Some(reason(tie, begins(full)?))
            }
        }
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
fn fullest(article: &Article, all: &[Mention], mentions: &[u32]) -> String {
    let mut best: Option<((usize, usize), &str)> = None;
    let mut last = "";
    for mention in mentions.iter().filter_map(|&m| all.get(m as usize)).filter(|m| m.form == Form::Name) {
        let written = mention.span.slice(article.text);
        if written == last {
            continue;
        }
        last = written;
        let words = written.split([' ', '-', '\n']).filter(|w| w.chars().filter(|c| c.is_alphanumeric()).count() > 1);
        let shouted = written.len() > 6 && !written.chars().any(char::is_lowercase);
        let rank = (words.count() * 2 + usize::from(!shouted), written.len());
        if best.is_none_or(|(top, _)| rank > top) {
            best = Some((rank, written));
        }
    }
    best.map_or_else(String::new, |(_, name)| name.split_whitespace().collect::<Vec<_>>().join(" "))
}

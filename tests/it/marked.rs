//! Articles of tests as one string: `"Headline\n\n[Abdellatif Hammouchi]p1 met [Interpol]o2. [He]p1 said …"`; `p` is a
//! person, `o` an institution, `l` a place, the number the entity, `?` after it an uncertain link.

use std::collections::BTreeMap;

use attache::app::message::Opened;
use attache::news::article::{Article, ArticleId, Draft, Row};
use attache::news::entity::{EntityId, Link, Linked, Reason};
use attache::news::mention::{Annotations, Chain, Form, Kind, Mention, Why};
use attache::news::time::Timestamp;
use attache::news::triage::State;
use attache::text::span::Span;

/// Body, mentions and whom they mean.
pub fn marked(text: &str, id: ArticleId) -> Opened {
    let (headline, marked) = text.split_once("\n\n").unwrap_or((text, ""));
    let mut body = String::new();
    let mut mentions = Vec::new();
    let mut chains: Vec<Chain> = Vec::new();
    let mut links: Vec<Linked> = Vec::new();
    let mut of: BTreeMap<i64, u32> = BTreeMap::new();
    let mut rest = marked;
    while let Some(open) = rest.find('[') {
        body.push_str(&rest[..open]);
        let Some(close) = rest.find(']') else { break };
        let words = &rest[open + 1..close];
        let mut tail = rest[close + 1..].chars();
        let kind = match tail.next() {
            Some('o') => Kind::Institution,
            Some('l') => Kind::Place,
            _ => Kind::Person,
        };
        let digits: String = tail.clone().take_while(char::is_ascii_digit).collect();
        let uncertain = tail.clone().nth(digits.len()) == Some('?');
        let number: i64 = digits.parse().unwrap();
        let chain = *of.entry(number).or_insert_with(|| {
            chains.push(Chain { kind, name: words.to_owned(), mentions: Vec::new(), roles: Vec::new() });
            let entity = EntityId(number);
            let reasons = vec![Reason::SameName(words.to_owned())];
            let link =
                if uncertain { Link::Uncertain(vec![(entity, 0.6, reasons)]) } else { Link::Certain(entity, reasons) };
            links.push(Linked::new(link, words, kind));
            chains.len() as u32 - 1
        });
        let first = chains[chain as usize].mentions.first().copied();
        let small = words.starts_with(char::is_lowercase) || ["He", "She", "It"].contains(&words);
        mentions.push(Mention {
            span: Span::new(body.len(), body.len() + words.len()),
            form: if small { Form::Pronoun } else { Form::Name },
            kind,
            chain,
            score: 0.9,
            why: first.map_or(Why::First, Why::Surname),
        });
        chains[chain as usize].mentions.push(mentions.len() as u32 - 1);
        body.push_str(words);
        rest = &rest[close + 2 + digits.len() + usize::from(uncertain)..];
    }
    body.push_str(rest);
    let mut sentences = Vec::new();
    let mut start = 0;
    for (at, c) in body.char_indices() {
        let end = at + c.len_utf8();
        let rest = &body[end..];
        if (rest.is_empty() || matches!(c, '.' | '!' | '?') && rest.starts_with([' ', '\n'])) && end > start {
            sentences.push(Span::new(start, end));
            start = end + rest.len() - rest.trim_start().len();
        }
    }
    let draft = Draft { source: "KNA".to_owned(), headline: headline.to_owned(), body, ..Draft::default() };
    let time = Timestamp(1_795_000_000 - id.0 * 3_600);
    let lede: String = draft.body.chars().take(200).collect();
    let named = links.iter().zip(&chains).take(4);
    let entities = named.filter_map(|(l, c)| Some((l.entity()?, c.name.clone()))).collect();
    let row = Row {
        id,
        state: State::New,
        star: false,
        time,
        source: "KNA".to_owned(),
        headline: headline.to_owned(),
        lede,
        revision: draft.revision,
        copies: 0,
        notes: 0,
        tags: Vec::new(),
        watched: false,
        score: None,
        entities,
    };
    let article = Article { id, draft, received: time, digest: String::new(), position: 0 };
    Opened { article, annotations: Annotations { sentences, mentions, chains }, links, notes: Vec::new(), row }
}

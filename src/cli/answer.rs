//! The JSON that `attache annotate` prints for one text: its mentions and chains.

use serde::Serialize;
use serde_json::Value;

use super::lines::{GivenMention, MarkKind};
use crate::news::mention::{Annotations, Form};
use crate::text::span::Span;

/// One output line. Offsets are bytes in the text; a mention refers to its chain by number, and a chain to its mentions by
/// their positions in `mentions`.
#[derive(Serialize)]
pub struct AnswerLine<'a> {
    id: &'a Value,
    mentions: Vec<AnswerMention<'a>>,
    chains: Vec<AnswerChain<'a>>,
}

#[derive(Serialize)]
struct AnswerMention<'a> {
    start: u32,
    end: u32,
    surface: &'a str,
    kind: MarkKind,
    form: Form,
    chain: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    entity: Option<&'a str>,
    score: f64,
}

#[derive(Serialize)]
struct AnswerChain<'a> {
    id: usize,
    kind: MarkKind,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    entity: Option<&'a str>,
    roles: &'a [String],
    mentions: Vec<usize>,
}

impl<'a> AnswerLine<'a> {
    /// `found` are the annotations of `text`; `nationalities` are the input's nationality words, which are printed without a
    /// chain. `entities` holds the entity key of each chain, by chain number; it is empty without `--across`.
    pub fn new(
        id: &'a Value,
        text: &'a str,
        found: &'a Annotations,
        nationalities: &[&GivenMention],
        entities: &'a [Option<String>],
    ) -> Self {
        let entity = |chain: usize| entities.get(chain).and_then(|e| e.as_deref());
        let mention = |span: Span, kind, form, chain: Option<u32>, score: f32| AnswerMention {
            start: span.start,
            end: span.end,
            surface: span.slice(text),
            kind,
            form,
            chain,
            entity: chain.and_then(|c| entity(c as usize)),
            score: (f64::from(score) * 1e4).round() / 1e4,
        };
        let mut mentions: Vec<(usize, AnswerMention)> = found
            .mentions
            .iter()
            .enumerate()
            .map(|(n, m)| (n, mention(m.span, m.kind.into(), m.form, Some(m.chain), m.score)))
            .collect();
        for m in nationalities {
            let span = Span { start: m.start, end: m.end };
            mentions.push((usize::MAX, mention(span, m.kind, m.form, None, m.score.unwrap_or(1.0))));
        }
        mentions.sort_by_key(|(_, m)| (m.start, std::cmp::Reverse(m.end)));
        let mut new_index = vec![0; found.mentions.len()];
        for (new, (old, _)) in mentions.iter().enumerate() {
            if let Some(index) = new_index.get_mut(*old) {
                *index = new;
            }
        }
        let chains = found.chains.iter().enumerate().map(|(id, chain)| AnswerChain {
            id,
            kind: chain.kind.into(),
            name: &chain.name,
            entity: entity(id),
            roles: &chain.roles,
            mentions: chain.mentions.iter().filter_map(|&m| new_index.get(m as usize).copied()).collect(),
        });
        Self { id, chains: chains.collect(), mentions: mentions.into_iter().map(|(_, m)| m).collect() }
    }
}

//! Annotations and links as bytes: numbers in LEB128 (seven bits a byte), spans as distances from the one before. About five bytes a
//! mention.
//!
//! Decoding never panics, whatever the bytes; what does not decode is [`Garbled`], and the engine can compute it again.

use super::error::StoreError;
use crate::news::article::ArticleId;
use crate::news::entity::{EntityId, Link, Reason};
use crate::news::mention::{Annotations, Chain, Form, Kind, Mention, Why};
use crate::text::span::Span;

/// The first byte of every value: the format it is in.
pub(super) const VERSION: u8 = 1;

/// Encodes annotations. Scores are kept to four digits.
pub fn annotations(found: &Annotations) -> Vec<u8> {
    let mut out = Encoder(vec![VERSION]);
    out.number(found.sentences.len() as u64);
    out.spans(found.sentences.iter().copied());
    out.number(found.mentions.len() as u64);
    out.spans(found.mentions.iter().map(|m| m.span));
    for m in &found.mentions {
        out.0.push(form(m.form) * 8 + kind(m.kind));
        out.number(u64::from(m.chain));
        out.share(m.score);
        let (tag, at) = why(m.why);
        out.0.push(tag);
        if tag > 0 {
            out.number(u64::from(at));
        }
    }
    out.number(found.chains.len() as u64);
    for chain in &found.chains {
        out.0.push(kind(chain.kind));
        out.text(&chain.name);
        out.number(chain.mentions.len() as u64);
        let mut last = 0;
        for &m in &chain.mentions {
            out.number(u64::from(m.wrapping_sub(last)));
            last = m;
        }
        out.number(chain.roles.len() as u64);
        chain.roles.iter().for_each(|role| out.text(role));
    }
    out.0
}

/// Decodes annotations.
pub fn read_annotations(bytes: &[u8]) -> Result<Annotations, Garbled> {
    read(bytes, "annotations", |from| {
        let sentences = from.count().and_then(|n| from.spans(n))?;
        let spans = from.count().and_then(|n| from.spans(n))?;
        let mut mentions = Vec::with_capacity(spans.len());
        for span in spans {
            let (form, kind) = form_kind(from.byte()?)?;
            let (chain, score) = (from.small()?, from.share()?);
            let why = match from.byte()? {
                0 => Why::First,
                tag => read_why(tag, from.small()?)?,
            };
            mentions.push(Mention { span, form, kind, chain, score, why });
        }
        let mut chains = Vec::new();
        for _ in 0..from.count()? {
            let (kind, name) = (read_kind(from.byte()?)?, from.text()?);
            let (mut members, mut last) = (Vec::new(), 0u32);
            for _ in 0..from.count()? {
                last = last.wrapping_add(from.small()?);
                members.push(last);
            }
            let mut roles = Vec::new();
            for _ in 0..from.count()? {
                roles.push(from.text()?);
            }
            chains.push(Chain { kind, name, mentions: members, roles });
        }
        Some(Annotations { sentences, mentions, chains })
    })
}

/// Encodes links, one a chain.
pub fn links(links: &[Link]) -> Vec<u8> {
    let mut out = Encoder(vec![VERSION]);
    out.number(links.len() as u64);
    for link in links {
        match link {
            Link::Certain(entity, reasons) => {
                out.number(1);
                out.candidate(*entity, 1.0, reasons);
            }
            Link::Uncertain(candidates) if !candidates.is_empty() => {
                out.number(1 + candidates.len() as u64);
                for (entity, share, reasons) in candidates {
                    out.candidate(*entity, *share, reasons);
                }
            }
            Link::Uncertain(_) | Link::Refused => out.number(0),
        }
    }
    out.0
}

/// Decodes links.
pub fn read_links(bytes: &[u8]) -> Result<Vec<Link>, Garbled> {
    read(bytes, "links", |from| {
        let mut links = Vec::new();
        for _ in 0..from.count()? {
            links.push(match from.number()? {
                0 => Link::Refused,
                1 => {
                    let (entity, _, reasons) = from.candidate()?;
                    Link::Certain(entity, reasons)
                }
                n => {
                    let mut candidates = Vec::new();
                    for _ in 1..n {
                        candidates.push(from.candidate()?);
                    }
                    Link::Uncertain(candidates)
                }
            });
        }
        Some(links)
    })
}

/// Encodes the entities that the list shows with an article.
pub fn entities(ids: &[EntityId]) -> Vec<u8> {
    let mut out = Encoder(Vec::new());
    for id in ids {
        out.number(id.0 as u64);
    }
    out.0
}

/// Decodes them; from damaged bytes those before the damage.
pub fn read_entities(bytes: &[u8]) -> Vec<EntityId> {
    let mut from = Decoder(bytes);
    std::iter::from_fn(|| from.number()).map(|n| EntityId(n as i64)).collect()
}

/// Bytes that do not decode; what they were to be: `annotations`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Garbled(&'static str);

impl Garbled {
    /// The error, for bytes that were stored with an article.
    pub fn in_article(self, id: ArticleId) -> StoreError {
        StoreError::Garbled {
            what: format!("{} of article {}", self.0, id.0),
            expected: "format 1 and no bytes missing; annotating the article again replaces them",
        }
    }
}

/// Decodes a value of our own format: the version byte, then what `how` reads, then nothing. `what` names it in the error.
pub(super) fn read<T>(
    bytes: &[u8],
    what: &'static str,
    how: impl FnOnce(&mut Decoder) -> Option<T>,
) -> Result<T, Garbled> {
    let mut from = Decoder(bytes);
    let version = from.byte();
    let value = if version == Some(VERSION) { how(&mut from) } else { None };
    value.filter(|_| from.0.is_empty()).ok_or(Garbled(what))
}

/// Numbers as a JSON array, for `json_each`: `[3,5]`.
pub fn json_numbers(numbers: &[i64]) -> String {
    let digits: Vec<String> = numbers.iter().map(i64::to_string).collect();
    format!("[{}]", digits.join(","))
}

/// The number of a kind, here and in the tables.
pub fn kind(kind: Kind) -> u8 {
    match kind {
        Kind::Person => 0,
        Kind::Institution => 1,
        Kind::Place => 2,
        Kind::Event => 3,
        Kind::Other => 4,
    }
}

/// The kind of a number; `None` for one of a later version.
pub fn read_kind(number: u8) -> Option<Kind> {
    Kind::ALL.into_iter().find(|k| kind(*k) == number)
}

/// The kind of a number in a table. A kind of a later version is shown as [`Kind::Other`].
pub fn kind_or_other(number: u8) -> Kind {
    read_kind(number).unwrap_or(Kind::Other)
}

fn form(form: Form) -> u8 {
    match form {
        Form::Name => 0,
        Form::Role => 1,
        Form::Nominal => 2,
        Form::Pronoun => 3,
    }
}

fn form_kind(byte: u8) -> Option<(Form, Kind)> {
    let form = [Form::Name, Form::Role, Form::Nominal, Form::Pronoun].into_iter().find(|f| form(*f) == byte / 8)?;
    Some((form, read_kind(byte % 8)?))
}

fn why(why: Why) -> (u8, u32) {
    match why {
        Why::First => (0, 0),
        Why::Exact(m) => (1, m),
        Why::Surname(m) => (2, m),
        Why::Given(m) => (3, m),
        Why::Variant(m) => (4, m),
        Why::Acronym(m) => (5, m),
        Why::Defined(m) => (6, m),
        Why::Head(m) => (7, m),
        Why::Role(m) => (8, m),
        Why::Description(m) => (9, m),
        Why::Pronoun(m) => (10, m),
    }
}

fn read_why(tag: u8, m: u32) -> Option<Why> {
    Some(match tag {
        1 => Why::Exact(m),
        2 => Why::Surname(m),
        3 => Why::Given(m),
        4 => Why::Variant(m),
        5 => Why::Acronym(m),
        6 => Why::Defined(m),
        7 => Why::Head(m),
        8 => Why::Role(m),
        9 => Why::Description(m),
        10 => Why::Pronoun(m),
        _ => return None,
    })
}

pub(super) struct Encoder(pub(super) Vec<u8>);

impl Encoder {
    /// A number in LEB128: seven bits a byte, the low ones first.
    pub(super) fn number(&mut self, mut n: u64) {
        while n >= 0x80 {
            self.0.push(n as u8 | 0x80);
            n >>= 7;
        }
        self.0.push(n as u8);
    }

    pub(super) fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.0.extend_from_slice(text.as_bytes());
    }

    /// Spans sorted by start: each the distance from the start before, then the length.
    fn spans(&mut self, spans: impl Iterator<Item = Span>) {
        let mut last = 0;
        for span in spans {
            self.number(u64::from(span.start.wrapping_sub(last)));
            self.number(span.len() as u64);
            last = span.start;
        }
    }

    fn share(&mut self, share: f32) {
        let [low, high] = ((share.clamp(0.0, 1.0) * 65_535.0).round() as u16).to_le_bytes();
        self.0.extend([low, high]);
    }

    fn candidate(&mut self, entity: EntityId, share: f32, reasons: &[Reason]) {
        self.number(entity.0 as u64);
        self.share(share);
        // Reasons are enums of strings: encoding them cannot fail.
        let words = if reasons.is_empty() { String::new() } else { serde_json::to_string(reasons).unwrap_or_default() };
        self.text(&words);
    }
}

pub(super) struct Decoder<'b>(&'b [u8]);

impl Decoder<'_> {
    pub(super) fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    pub(super) fn number(&mut self) -> Option<u64> {
        let mut n = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            n |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(n);
            }
        }
        None
    }

    pub(super) fn small(&mut self) -> Option<u32> {
        u32::try_from(self.number()?).ok()
    }

    /// The number of items that follow. Each takes a byte or more, so a number above the bytes left is garbled.
    pub(super) fn count(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok().filter(|n| *n <= self.0.len())
    }

    pub(super) fn text(&mut self) -> Option<String> {
        let length = self.count()?;
        let (text, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        std::str::from_utf8(text).ok().map(str::to_owned)
    }

    fn spans(&mut self, n: usize) -> Option<Vec<Span>> {
        let mut last = 0u32;
        (0..n)
            .map(|_| {
                last = last.wrapping_add(self.small()?);
                let end = last.checked_add(self.small()?)?;
                Some(Span { start: last, end })
            })
            .collect()
    }

    fn share(&mut self) -> Option<f32> {
        let bytes = [self.byte()?, self.byte()?];
        Some(f32::from(u16::from_le_bytes(bytes)) / 65_535.0)
    }

    fn candidate(&mut self) -> Option<(EntityId, f32, Vec<Reason>)> {
        let (entity, share, words) = (EntityId(self.number()? as i64), self.share()?, self.text()?);
        // Reasons of a later version are left out, so that the link is not lost.
        let reasons = if words.is_empty() { Vec::new() } else { serde_json::from_str(&words).unwrap_or_default() };
        Some((entity, share, reasons))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found() -> impl Strategy<Value = Annotations> {
        let kinds = (0..5u8).prop_map(|k| read_kind(k).unwrap());
        let spans = prop::collection::vec((0..5_000u32, 1..90u32), 0..20).prop_map(|mut v| {
            v.sort_unstable();
            v.into_iter().map(|(start, length)| Span { start, end: start + length }).collect::<Vec<_>>()
        });
        let rest = (0..4u8, kinds.clone(), 0..300u32, 0..=65_535u16, 0..=10u8, 0..9_999u32);
        let mentions = (spans.clone(), prop::collection::vec(rest, 20)).prop_map(|(spans, rest)| {
            let one = |(span, (f, kind, chain, score, tag, m))| Mention {
                span,
                form: form_kind(f * 8).unwrap().0,
                kind,
                chain,
                score: f32::from(score) / 65_535.0,
                why: read_why(tag, m).unwrap_or(Why::First),
            };
            spans.into_iter().zip(rest).map(one).collect::<Vec<_>>()
        });
        let chain =
            (kinds, "\\PC{0,9}", prop::collection::vec(any::<u32>(), 0..9), prop::collection::vec("\\PC{0,9}", 0..3));
        let chains = prop::collection::vec(
            chain.prop_map(|(kind, name, mentions, roles)| Chain { kind, name, mentions, roles }),
            0..6,
        );
        (spans, mentions, chains).prop_map(|(sentences, mentions, chains)| Annotations { sentences, mentions, chains })
    }

    proptest! {
        #[test]
        fn annotations_come_back(found in found()) {
            prop_assert_eq!(read_annotations(&annotations(&found)).unwrap(), found);
        }

        #[test]
        fn any_bytes_are_links_or_garbled(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            let _ = (read_links(&bytes), read_annotations(&bytes), read_entities(&bytes));
        }
    }

    #[test]
    fn links_come_back() {
        let made = vec![
            Link::Certain(EntityId(7), vec![Reason::SameName("A".into())]),
            Link::Refused,
            Link::Uncertain(vec![(EntityId(900), 1.0, vec![]), (EntityId(1), 0.0, vec![Reason::New])]),
        ];
        assert_eq!(read_links(&links(&made)).unwrap(), made);
        let ids = [EntityId(1), EntityId(i64::MAX)];
        assert_eq!(read_entities(&entities(&ids)), ids);
    }
}

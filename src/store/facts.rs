//! The facts of a node as bytes: a small number takes one byte, the numbers of companions are stored as differences.

use super::codec::{self, Encoder, VERSION};
use crate::engine::link::facts::Facts;

/// Facts as bytes; without the key, which is a column of its own.
pub fn pack(facts: &Facts) -> Vec<u8> {
    let mut out = Encoder(vec![VERSION, codec::kind(facts.kind)]);
    let several = u64::from(!facts.namesakes.is_empty());
    out.number(u64::from(facts.full) | u64::from(facts.word.is_some()) << 1 | several << 2);
    out.text(facts.word.as_deref().unwrap_or(""));
    out.number(facts.names.len() as u64);
    facts.names.iter().for_each(|name| out.text(name));
    out.number(u64::from(facts.articles));
    out.number(facts.company.len() as u64);
    let mut last = 0;
    for (node, times, mark) in &facts.company {
        out.number(u64::from(node.wrapping_sub(last)));
        out.number(u64::from(*times));
        out.0.extend(mark.to_le_bytes());
        last = *node;
    }
    out.number(facts.attested.len() as u64);
    for (node, times) in &facts.attested {
        out.number(u64::from(*node));
        out.number(u64::from(*times));
    }
    for texts in [&facts.countries, &facts.roles, &facts.called] {
        out.number(texts.len() as u64);
        for (text, times) in texts {
            out.text(text);
            out.number(u64::from(*times));
        }
    }
    if several == 1 {
        // As JSON: few names have any.
        out.text(&serde_json::to_string(&facts.namesakes).unwrap_or_default());
    }
    out.0
}

/// Facts from bytes, or from the JSON of older archives. Bytes that cannot be read give facts with nothing but the key.
pub fn read(key: &str, bytes: &[u8]) -> Facts {
    if bytes.first() == Some(&b'{') {
        return serde_json::from_slice(bytes).unwrap_or_else(|_| Facts::lost(key));
    }
    let facts = codec::read(bytes, "facts", |from| {
        let kind = codec::read_kind(from.byte()?)?;
        let (flags, word) = (from.number()?, from.text()?);
        let names = (0..from.count()?).map(|_| from.text()).collect::<Option<_>>()?;
        let articles = from.small()?;
        let (mut company, mut last) = (Vec::new(), 0u32);
        for _ in 0..from.count()? {
            last = last.wrapping_add(from.small()?);
            let times = from.small()?;
            let mark = [from.byte()?, from.byte()?, from.byte()?, from.byte()?];
            company.push((last, times, u32::from_le_bytes(mark)));
        }
        let attested = (0..from.count()?).map(|_| Some((from.small()?, from.small()?))).collect::<Option<_>>()?;
        let mut texts = || (0..from.count()?).map(|_| Some((from.text()?, from.small()?))).collect::<Option<_>>();
        let (countries, roles, called) = (texts()?, texts()?, texts()?);
        let namesakes = if flags & 4 == 0 { String::new() } else { from.text()? };
        let namesakes = serde_json::from_str(&namesakes).unwrap_or_default();
        let (full, word) = (flags & 1 != 0, (flags & 2 != 0).then_some(word));
        let key = key.to_owned();
        Some(Facts { kind, key, names, articles, company, countries, roles, called, attested, namesakes, full, word })
    });
    facts.unwrap_or_else(|_| Facts::lost(key))
}

//! Export as JSON. Strings keep the exact words; a character that a terminal could interpret is written as a `\u` escape.

use serde_json::{Value, json as value};

use super::dossier::{Dossier, Entry};
use crate::news::time::Timestamp;
use crate::text::escape;

/// The value of `format`, by which an exported summary is recognised.
pub(super) const NAME: &str = "attache-summary";

/// Renders a dossier as JSON.
pub fn json(dossier: &Dossier) -> String {
    let entries: Vec<Value> = dossier.entries.iter().map(entry).collect();
    let all = value!({
        "format": NAME,
        "version": 1,
        "title": dossier.title,
        "scope": dossier.scope,
        "made": moment(dossier.made),
        "entries": entries,
    });
    let mut out = escape::json(&format!("{all:#}")).into_owned();
    out.push('\n');
    out
}

fn entry(entry: &Entry) -> Value {
    let quote = entry.quote.as_ref().map(|q| {
        value!({
            "words": q.words,
            "start": q.span.start,
            "end": q.span.end,
            "paragraph": q.paragraph,
            "sentence": q.sentence,
        })
    });
    let origin = entry
        .origin
        .as_ref()
        .map(|o| value!({ "headline": o.headline, "source": o.source, "time": moment(o.time), "digest": o.digest }));
    value!({
        "article": origin,
        "quote": quote,
        "note": entry.note,
        "entity": entry.entity,
        "created": moment(entry.created),
    })
}

/// RFC 3339 in UTC; `None` for a time out of range.
fn moment(at: Timestamp) -> Option<String> {
    Some(jiff::Timestamp::from_second(at.0).ok()?.to_string())
}

//! JSON Lines and JSON documents: objects whose fields may have any of several names (see [`Fields`]).

use serde_json::{Map, Value};

use super::fields::Fields;
use super::origin::Origin;
use super::refusal::Refusal;
use super::story::Story;
use super::wire;

/// The lines that are not blank, trimmed, each with its number from 1.
pub(super) fn lines(text: &str) -> impl Iterator<Item = (u32, &str)> {
    let full = text.split('\n').enumerate().filter(|(_, line)| !line.trim().is_empty());
    full.map(|(at, line)| (at as u32 + 1, line.trim()))
}

/// The items of a document that is an array, or an object with an array under a known key (`{"articles": […]}`). `None` for any
/// other document, which is one article.
pub(super) fn objects(text: &str) -> Result<Option<Vec<String>>, Refusal> {
    let mut value: Value = serde_json::from_str(text).map_err(|e| Refusal::Json(e.to_string()))?;
    let inner = value.as_object_mut().and_then(|map| {
        ["articles", "items", "results", "documents", "stories", "entries"].iter().find_map(|k| map.remove(*k))
    });
    let ((Some(Value::Array(list)), _) | (_, Value::Array(list))) = (inner, value) else {
        return Ok(None);
    };
    Ok(Some(list.iter().map(Value::to_string).collect()))
}

/// Reads one object as a story.
pub(super) fn story(text: &str, origin: &Origin) -> Result<Story, Refusal> {
    let value: Value = serde_json::from_str(text).map_err(|e| Refusal::Json(e.to_string()))?;
    let Value::Object(map) = value else { return Err(Refusal::NoArticle("it is not a JSON object")) };
    read(map, origin).ok_or(Refusal::NoArticle("no field has a headline or a text"))
}

/// The story of an object; `None` if it has neither headline nor text.
fn read(map: Map<String, Value>, origin: &Origin) -> Option<Story> {
    let fields = Fields::from(map);
    let mut declared = fields.story(origin.near);
    let Some(body) = fields.body() else {
        return declared.headline.is_some().then_some(declared);
    };
    if declared.headline.is_some() {
        wire::headless(&body, origin, &mut declared);
        return Some(declared);
    }
    // A text without a headline is read as wire copy, which begins with its headline.
    let found = wire::story(&body, origin);
    Some(Story {
        headline: found.headline,
        byline: declared.byline.or(found.byline),
        source: declared.source.or(found.source),
        slug: declared.slug.or(found.slug),
        published: declared.published.or(found.published),
        tags: [declared.tags, found.tags].concat(),
        body: found.body,
        left_out: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::news::time::Timestamp;

    #[test]
    fn fields_are_found_under_many_names() {
        let draft = |text: &str| story(text, &Origin::default()).unwrap().finish(&Origin::default()).unwrap().draft;
        let a = draft(
            r#"{"Title":"Dam","Article_Body":["One.","Two."],"authors":[{"name":"Jane Roe"},"Ali Said"],"pubDate":1772625600,"keywords":["water","dam"],"publisher":{"name":"KNA"}}"#,
        );
        assert_eq!((a.headline.as_str(), a.body.as_str(), a.source.as_str()), ("Dam", "One.\n\nTwo.", "KNA"));
        assert_eq!((a.byline.as_deref(), a.published), (Some("Jane Roe, Ali Said"), Some(Timestamp(1_772_625_600))));
        assert_eq!(a.tags, ["water", "dam"]);
        let b = draft(r#"{"id":7,"text":"Dam is full\n\nNAIROBI, March 4, 2026 (KNA) - The dam."}"#);
        assert_eq!((b.headline.as_str(), b.source.as_str(), b.slug.as_deref()), ("Dam is full", "KNA", Some("7")));
        let c = draft(r#"{"headline":"Dam","content":"<p>The &eacute;lan.</p><p>Two</p>"}"#);
        assert_eq!(c.body, "The élan.\n\nTwo");
        let d = draft(
            r#"{"title":"Strand &amp; Lie: &#8220;no&#8221;","content":"Lind <b>resigned</b> at\nonce.\n\nShe left."}"#,
        );
        assert_eq!(
            (d.headline.as_str(), d.body.as_str()),
            ("Strand & Lie: “no”", "Lind resigned at once.\n\nShe left.")
        );
    }

    #[test]
    fn refusals_give_the_reason() {
        let refused = |text: &str| story(text, &Origin::default()).unwrap_err().to_string();
        assert_eq!(refused("[1]"), "not an article: it is not a JSON object");
        assert_eq!(refused("{\"x\":1}"), "not an article: no field has a headline or a text");
        assert!(refused("{\"x\":").starts_with("invalid JSON: EOF"));
        assert!(refused(&"[".repeat(10_000)).starts_with("invalid JSON: recursion limit"));
    }
}

//! JSON Lines and JSON documents: objects whose keys are read generously (see [`Fields`]).

use serde_json::{Map, Value};

use super::fields::Fields;
use super::origin::Origin;
use super::refusal::Refusal;
use super::story::Story;
use super::wire;

/// Every line that is not blank, with its number, from 1.
pub(super) fn lines(text: &str) -> impl Iterator<Item = (u32, &str)> {
    let full = text.split('\n').enumerate().filter(|(_, line)| !line.trim().is_empty());
    full.map(|(at, line)| (at as u32 + 1, line.trim()))
}

/// The objects of a document that holds a list of them: the document is an array, or an object with a well-known array
/// inside (`{"articles": […]}`). `None` for a document that is one object.
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

/// Reads one object.
pub(super) fn story(text: &str, origin: &Origin) -> Result<Story, Refusal> {
    let value: Value = serde_json::from_str(text).map_err(|e| Refusal::Json(e.to_string()))?;
    let Value::Object(map) = value else { return Err(Refusal::NoArticle("not a JSON object")) };
    read(map, origin).ok_or(Refusal::NoArticle("no headline and no text among its fields"))
}

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
    // A text alone is wire copy with its headline inside.
    let found = wire::story(&body, origin);
    Some(Story {
        headline: found.headline,
        byline: declared.byline.or(found.byline),
        source: declared.source.or(found.source),
        slug: declared.slug.or(found.slug),
        published: declared.published.or(found.published),
        tags: [declared.tags, found.tags].concat(),
        body: found.body,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::news::time::Timestamp;

    #[test]
    fn keys_are_read_generously() {
        let draft = |text: &str| story(text, &Origin::default()).unwrap().finish(&Origin::default()).unwrap();
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
    }

    #[test]
    fn what_is_no_article_is_refused_with_its_reason() {
        let refused = |text: &str| story(text, &Origin::default()).unwrap_err().to_string();
        assert_eq!(refused("[1]"), "no article: not a JSON object");
        assert_eq!(refused("{\"x\":1}"), "no article: no headline and no text among its fields");
        assert!(refused("{\"x\":").starts_with("bad JSON: EOF"));
        assert!(refused(&"[".repeat(10_000)).starts_with("bad JSON: recursion limit"));
    }
}

//! The fields of a JSON object or of front matter, found under the many names that formats use for them.

use serde_json::{Map, Value};

use super::char_ref::decoded;
use super::date::moment;
use super::html;
use super::story::Story;
use crate::news::time::Timestamp;

/// Fields with normalised keys: lower case, without `_`, `-` and spaces.
#[derive(Debug, Default)]
pub(super) struct Fields(Vec<(String, Value)>);

impl From<Map<String, Value>> for Fields {
    fn from(map: Map<String, Value>) -> Self {
        let normalised =
            |key: &str| key.chars().filter(|c| !matches!(c, '_' | '-' | ' ')).flat_map(char::to_lowercase).collect();
        Self(map.into_iter().map(|(key, value)| (normalised(&key), value)).collect())
    }
}

impl Fields {
    /// The story with every field but the body. `near` gives the year to a date without one.
    pub(super) fn story(&self, near: Option<Timestamp>) -> Story {
        const DATES: &[&str] = &[
            "published",
            "date",
            "pubdate",
            "publishedat",
            "datepublished",
            "datetime",
            "publicationdate",
            "published on",
            "time",
            "timestamp",
            "createdat",
            "created",
            "updated",
            "updatedat",
            "versioncreated",
            "firstcreated",
        ];
        Story {
            headline: self
                .text(&["headline", "title", "subject", "hed", "heading", "head"])
                .map(|headline| decoded(&headline)),
            byline: self.text(&["byline", "author", "authors", "by", "creator", "reporter"]),
            source: self.text(&[
                "source",
                "agency",
                "publisher",
                "provider",
                "feed",
                "outlet",
                "site",
                "from",
                "publication",
            ]),
            slug: self.text(&["id", "slug", "guid", "uuid", "uri", "docid", "messageid", "url", "link"]),
            published: DATES.iter().filter_map(|name| self.get(name)).find_map(|value| date(value, near)),
            tags: ["tags", "keywords", "categories", "topics", "labels", "subjects"]
                .iter()
                .filter_map(|name| self.get(name))
                .flat_map(list)
                .collect(),
            body: String::new(),
            left_out: Vec::new(),
        }
    }

    /// The text of the article, with HTML tags removed. `None` if no field has a text.
    pub(super) fn body(&self) -> Option<String> {
        const BODIES: &[&str] = &[
            "body",
            "text",
            "content",
            "articlebody",
            "bodytext",
            "fulltext",
            "storytext",
            "contenttext",
            "article",
            "story",
            "bodyhtml",
            "contenthtml",
            "html",
            "description",
            "summary",
            "abstract",
        ];
        let body = BODIES.iter().filter_map(|name| self.get(name)).find_map(prose)?;
        let has = |tags: &[&str]| tags.iter().any(|tag| body.contains(tag));
        Some(if has(&["<p", "<br", "<div", "<li", "<h1", "<h2", "<h3", "<table", "<blockquote"]) {
            html::read(&body).text
        } else if has(&["</"]) {
            // Tags within paragraphs: the empty lines between paragraphs are the author's.
            body.split("\n\n").map(|paragraph| html::read(paragraph).text).collect::<Vec<_>>().join("\n\n")
        } else {
            body
        })
    }

    /// The value of a field by its normalised key.
    fn get(&self, name: &str) -> Option<&Value> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// The value of the first of these fields that is not blank.
    fn text(&self, names: &[&str]) -> Option<String> {
        names
            .iter()
            .filter_map(|name| self.get(name))
            .map(|value| list(value).join(", "))
            .find(|text| !text.trim().is_empty())
    }
}

/// A value as a point in time: a text, or seconds or milliseconds since 1970.
fn date(value: &Value, near: Option<Timestamp>) -> Option<Timestamp> {
    match value {
        Value::String(text) => moment(text, near),
        Value::Number(number) => {
            let seconds = number.as_i64().or_else(|| number.as_f64().map(|f| f as i64))?;
            moment(&seconds.to_string(), near)
        }
        _ => None,
    }
}

/// A value as a list of texts: a string or number itself, the items of an array (the first 64), the name of an object. A
/// string is not split at commas.
fn list(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Number(number) => vec![number.to_string()],
        Value::Array(items) => items.iter().take(64).filter(|v| !v.is_array()).flat_map(list).collect(),
        Value::Object(map) => ["name", "title", "label", "value", "term"]
            .iter()
            .find_map(|k| map.get(*k)?.as_str())
            .map(str::to_owned)
            .into_iter()
            .collect(),
        _ => Vec::new(),
    }
}

/// A value as running text: a string itself, the items of an array as paragraphs, the text of an object. `None` if it is blank.
fn prose(value: &Value) -> Option<String> {
    const TEXTS: &[&str] = &["text", "plain", "content", "value", "html", "body", "paragraphs", "children"];
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().filter_map(prose).collect::<Vec<_>>().join("\n\n"),
        Value::Object(map) => TEXTS.iter().find_map(|name| prose(map.get(*name)?))?,
        Value::Null | Value::Bool(_) | Value::Number(_) => return None,
    };
    Some(text).filter(|text| !text.trim().is_empty())
}

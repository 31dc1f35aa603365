//! Converts Markdown to plain text and reads YAML or TOML front matter as fields.
//!
//! Emphasis, links and images become their words; a link whose words name another host than its own is marked. A list item keeps its bullet or number, and code keeps its lines.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use serde_json::{Map, Value};

use super::address::real_host;
use super::body::unify;
use super::fields::Fields;
use super::flow::{Flow, Gap};
use super::html;
use super::origin::Origin;
use super::story::Story;
use super::wire;

/// The maximum length of front matter, in bytes. Longer front matter is read as text.
const FRONT_MAX: usize = 64 * 1024;

/// Reads a Markdown text as a story.
pub(super) fn story(text: &str, origin: &Origin) -> Story {
    let text = unify(text);
    let text = text.trim_start_matches(['\u{feff}', '\n', ' ']);
    let (front, rest) = split_front(text);
    let fields = front.map(Fields::from).unwrap_or_default();
    let mut story = fields.story(origin.near);
    let (heading, body) = plain(rest);
    story.headline = story.headline.or(heading);
    if story.headline.is_some() {
        wire::headless(&body, origin, &mut story);
        return story;
    }
    let found = wire::story(&body, origin);
    Story { headline: found.headline, byline: story.byline.or(found.byline), body: found.body, ..story }
}

/// The front matter as a map, and the text after it. `None` and the whole text if there is no front matter.
fn split_front(text: &str) -> (Option<Map<String, Value>>, &str) {
    let (mark, closes): (&str, &[&str]) = if text.starts_with("+++\n") {
        ("+++\n", &["\n+++\n"])
    } else if text.starts_with("---\n") {
        ("---\n", &["\n---\n", "\n...\n"])
    } else {
        return (None, text);
    };
    let inside = text.get(mark.len() - 1..).unwrap_or("");
    let end = closes.iter().filter_map(|c| inside.find(c).map(|at| (at, c.len()))).min();
    let end = end.or_else(|| closes.iter().find_map(|c| inside.strip_suffix(c.trim_end())).map(|i| (i.len(), 4)));
    let Some((at, len)) = end.filter(|(at, _)| *at <= FRONT_MAX) else { return (None, text) };
    let front = inside.get(..at).unwrap_or("");
    let map = if mark.starts_with('+') { toml_map(front) } else { yaml_map(front) };
    // Front matter with a syntax error is read line by line.
    let map = map.unwrap_or_else(|| map_of_lines(front));
    (Some(map), inside.get((at + len).min(inside.len())..).unwrap_or(""))
}

/// Parses YAML; `None` if it is invalid or not a map.
fn yaml_map(front: &str) -> Option<Map<String, Value>> {
    match serde_saphyr::from_str::<Value>(front).ok()? {
        Value::Object(map) => Some(map),
        _ => None,
    }
}

/// Parses TOML; `None` if it is invalid. Dates become strings.
fn toml_map(front: &str) -> Option<Map<String, Value>> {
    let table: toml::Table = front.parse().ok()?;
    let text = |value: &toml::Value| match value {
        toml::Value::Datetime(at) => Value::String(at.to_string()),
        other => serde_json::to_value(other).unwrap_or(Value::Null),
    };
    Some(table.iter().map(|(key, value)| (key.clone(), text(value))).collect())
}

/// The lines `key: value` or `key = value`, without quotation marks.
fn map_of_lines(front: &str) -> Map<String, Value> {
    let pairs = front.lines().filter_map(|line| line.split_once([':', '=']));
    let clean = |text: &str| text.trim().trim_matches(['"', '\'']).to_owned();
    pairs.map(|(key, value)| (clean(key), Value::String(clean(value)))).collect()
}

/// The title and the rest as plain text. The title is a level 1 heading in the first block, `None` if there is none.
fn plain(text: &str) -> (Option<String>, String) {
    let mut flow = Flow::default();
    let mut title = None;
    let mut numbers: Vec<Option<u64>> = Vec::new();
    let mut code = false;
    let mut link: Option<(usize, String)> = None;
    for event in Parser::new_ext(text, Options::empty()) {
        match event {
            Event::Start(Tag::List(first)) => numbers.push(first),
            Event::End(TagEnd::List(_)) => {
                numbers.pop();
                flow.gap(Gap::Paragraph);
            }
            Event::Start(Tag::Item) => {
                flow.gap(Gap::Line);
                match numbers.last_mut() {
                    Some(Some(number)) => {
                        flow.words(&format!("{number}. "));
                        *number += 1;
                    }
                    _ => flow.words("- "),
                }
            }
            // In a list item a paragraph begins on the line of the bullet.
            Event::Start(Tag::Paragraph) if !numbers.is_empty() => {}
            Event::Start(Tag::CodeBlock(_)) => {
                flow.gap(Gap::Paragraph);
                code = true;
            }
            Event::End(TagEnd::CodeBlock) => {
                flow.gap(Gap::Paragraph);
                code = false;
            }
            Event::End(TagEnd::Heading(HeadingLevel::H1)) if title.is_none() && !flow.out.contains("\n\n") => {
                // The heading is the headline and not part of the text.
                title = Some(std::mem::take(&mut flow.out)).filter(|t| !t.is_empty());
            }
            Event::Start(Tag::Paragraph | Tag::Heading { .. } | Tag::BlockQuote(_) | Tag::HtmlBlock)
            | Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::BlockQuote(_) | TagEnd::HtmlBlock)
            | Event::Rule => flow.gap(Gap::Paragraph),
            Event::Start(Tag::Link { dest_url, .. }) => link = Some((flow.out.len(), dest_url.into_string())),
            Event::End(TagEnd::Link) => {
                let words = link.take().and_then(|(from, target)| real_host(flow.out.get(from..)?, &target));
                if let Some(host) = words {
                    flow.behind(&format!(" [{host}]"));
                }
            }
            Event::Text(words) if code => flow.verbatim(&words),
            Event::Text(words) | Event::Code(words) => flow.words(&words),
            Event::Html(words) | Event::InlineHtml(words) => flow.words(&html::read(&words).text),
            Event::SoftBreak => flow.gap(Gap::Space),
            Event::HardBreak | Event::End(TagEnd::Item) => flow.gap(Gap::Line),
            _ => {}
        }
    }
    (title, flow.out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(text: &str) -> crate::news::article::Draft {
        story(text, &Origin::default()).finish(&Origin::default()).unwrap().draft
    }

    #[test]
    fn markup_is_removed_and_words_are_kept() {
        let draft = draft(
            "# Dam is *full*\n\nBy Jane Roe\n\nThe **dam** on the\n[Tana](https://x.example) is full.\n\n> He said so.\n\n- one\n- two \
             ![pic](x.png) [b.example](https://evil.example)\n\n1. first\n2. second\n\n## More\n\nEnd `code` <b>bold</b>.\n",
        );
        assert_eq!((draft.headline.as_str(), draft.byline.as_deref()), ("Dam is full", Some("Jane Roe")));
        assert_eq!(
            draft.body,
            "The dam on the Tana is full.\n\nHe said so.\n\n- one\n- two pic b.example [evil.example]\n\n1. first\n2. second\n\nMore\n\nEnd code bold."
        );
    }

    #[test]
    fn front_matter_is_read_as_yaml_as_toml_and_with_errors() {
        for front in [
            "---\ntitle: \"Dam: full\"\ndate: 2026-03-04\nsource: KNA\ntags: [water, dam]\n---\n",
            "+++\ntitle = 'Dam: full'\ndate = 2026-03-04\nsource = 'KNA'\ntags = ['water', 'dam']\n+++\n",
            "---\r\ntitle: Dam: full\r\ndate: 2026-03-04\r\nsource: KNA\r\ntags: water\r\n---\r\n",
        ] {
            let draft = draft(&format!("{front}\nThe dam.\n"));
            assert_eq!(
                (draft.headline.as_str(), draft.source.as_str(), draft.body.as_str()),
                ("Dam: full", "KNA", "The dam."),
                "{front}"
            );
            assert_eq!(draft.published, super::super::date::moment("2026-03-04", None), "{front}");
            assert_eq!(draft.tags[0], "water");
        }
    }
}

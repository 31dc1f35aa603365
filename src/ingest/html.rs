//! Converts HTML to plain text: removes tags, scripts and styles, makes blocks paragraphs and decodes character references.
//!
//! A link whose words are the address of another host than the one to which it leads is marked (see [`real_host`]).
//!
//! One pass without building a tree. Time is linear in the input, however elements are nested or left open. Loads no
//! resources and runs no scripts.

use super::address::real_host;
use super::body::unify;
use super::char_ref::decoded;
use super::flow::{Flow, Gap};
use super::story::Story;

/// The text of a page or fragment.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// The whole text, headings included.
    pub text: String,
    /// The text of the first `<title>`; `None` if there is none or it is empty.
    pub title: Option<String>,
    /// The text of the first `<h1>` that is not empty; `None` if there is none.
    pub heading: Option<String>,
}

/// Reads a page. The first heading, else the title, is the headline and is removed from the head of the body.
pub(super) fn story(html: &str) -> Story {
    let page = read(html);
    let headline = page.heading.or(page.title);
    let body = match &headline {
        Some(headline) => page.text.strip_prefix(headline.as_str()).unwrap_or(&page.text).trim_start(),
        None => &page.text,
    };
    Story { body: unify(body).into_owned(), headline, ..Story::default() }
}

/// Converts a page or fragment to text.
pub(super) fn read(html: &str) -> Page {
    read_with(&mut Cursor::new(html))
}

/// Converts what follows the cursor to text.
fn read_with(cursor: &mut Cursor) -> Page {
    let mut page = Page::default();
    let mut flow = Flow::default();
    // The offset in `flow` of the text of the open <h1>.
    let mut heading = None;
    // The offset in `flow` of the words of the open link, and its target.
    let mut link: Option<(usize, String)> = None;
    while let Some(at) = cursor.find(0, "<") {
        flow.words(&decoded(cursor.take(at)));
        if cursor.rest.starts_with("<!--") {
            let end = cursor.find(4, "-->").unwrap_or(cursor.rest.len());
            cursor.take(end + 3);
            continue;
        }
        if !cursor.is_at_tag() {
            flow.words(cursor.take(1));
            continue;
        }
        // If the tag does not end, the rest is text.
        let Some(end) = cursor.tag_end() else { break };
        let tag = cursor.take(end + 1);
        let (name, closing) = tag_name(tag);
        match name.as_str() {
            "script" | "style" | "noscript" | "template" | "svg" | "iframe" | "textarea" | "select" | "title"
                if !closing =>
            {
                let inside = cursor.take_element(&name);
                if name == "title" && page.title.is_none() {
                    let mut title = Flow::default();
                    title.words(&decoded(inside));
                    page.title = Some(title.out).filter(|t| !t.is_empty());
                }
            }
            "h1" if closing => {
                let text: Option<&str> = heading.take().and_then(|from: usize| flow.out.get(from..));
                page.heading = page.heading.or_else(|| text.map(|t| t.trim().to_owned()).filter(|t| !t.is_empty()));
                flow.gap(Gap::Paragraph);
            }
            "h1" => {
                flow.gap(Gap::Paragraph);
                heading = Some(flow.out.len());
            }
            "a" => {
                mark_link(&mut flow, link.take());
                let target = if closing { None } else { attribute(tag, "href") };
                link = target.map(|target| (flow.out.len(), decoded(target)));
            }
            "br" | "tr" => flow.gap(Gap::Line),
            "li" if !closing => {
                flow.gap(Gap::Line);
                flow.words("• ");
            }
            "td" | "th" => flow.gap(Gap::Space),
            _ if is_block(&name) => flow.gap(Gap::Paragraph),
            _ => {}
        }
    }
    flow.words(&decoded(cursor.rest));
    mark_link(&mut flow, link);
    Page { text: flow.out, ..page }
}

/// Adds the real host behind the words of a link that has ended, if they name another one.
fn mark_link(flow: &mut Flow, link: Option<(usize, String)>) {
    let Some((from, target)) = link else { return };
    if let Some(host) = flow.out.get(from..).and_then(|words| real_host(words, &target)) {
        flow.behind(&format!(" [{host}]"));
    }
}

/// The value of an attribute of a tag, as written.
fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let mut rest = tag.trim_start_matches(|c: char| c == '<' || c.is_ascii_alphanumeric());
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        let end = rest.find(|c: char| c == '=' || c == '>' || c.is_ascii_whitespace())?;
        let (found, after) = rest.split_at_checked(end)?;
        let after = after.trim_start();
        let Some(value) = after.strip_prefix('=').map(str::trim_start) else {
            rest = after.strip_prefix('>').unwrap_or(after);
            continue;
        };
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (value, after) = match quote.and_then(|q| value.get(1..)?.split_once(q)) {
            Some(parts) => parts,
            None => value.split_at_checked(value.find(|c: char| c == '>' || c.is_ascii_whitespace())?)?,
        };
        if found.eq_ignore_ascii_case(name) {
            return Some(value);
        }
        rest = after;
    }
}

/// The part of a page that is still to be read. It makes every search and counts the bytes searched, so that a test can check
/// that the work is linear.
struct Cursor<'h> {
    /// The text not read yet.
    rest: &'h str,
    /// The number of bytes searched so far.
    searched: usize,
    /// A search found no further `"`, so none is repeated.
    no_double: bool,
    /// A search found no further `'`.
    no_single: bool,
}

impl<'h> Cursor<'h> {
    fn new(html: &'h str) -> Self {
        Self { rest: html, searched: 0, no_double: false, no_single: false }
    }

    /// The offset from the cursor of the next `mark` at or after offset `from`, in bytes; `None` if there is none.
    fn find(&mut self, from: usize, mark: &str) -> Option<usize> {
        let ahead = self.rest.get(from..)?;
        let found = ahead.find(mark);
        self.searched += found.map_or(ahead.len(), |at| at + mark.len());
        found.map(|at| from + at)
    }

    /// Takes the next `count` bytes and moves the cursor past them. Takes everything if there are fewer.
    fn take(&mut self, count: usize) -> &'h str {
        let (taken, rest) = self.rest.split_at_checked(count).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }

    /// Whether the `<` at the cursor begins a tag. In `1 < 2` it does not.
    fn is_at_tag(&self) -> bool {
        self.rest.as_bytes().get(1).is_some_and(|b| b.is_ascii_alphabetic() || matches!(b, b'/' | b'!' | b'?'))
    }

    /// The offset of the `>` that ends the tag at the cursor; `None` if the tag does not end. A `>` in a quoted value does
    /// not end it (`<a title="a > b">`). A quotation mark without a closing one does not quote.
    fn tag_end(&mut self) -> Option<usize> {
        let mut from = 1;
        loop {
            let ahead = self.rest.get(from..)?;
            let at = ahead.find(['>', '=']);
            self.searched += at.map_or(ahead.len(), |at| at + 1);
            let at = from + at?;
            if self.rest.as_bytes().get(at) == Some(&b'>') {
                return Some(at);
            }
            let spaces = self.rest.bytes().skip(at + 1).take_while(u8::is_ascii_whitespace).count();
            self.searched += spaces;
            from = at + 1 + spaces;
            let quote = match self.rest.as_bytes().get(from) {
                Some(b'"') if !self.no_double => "\"",
                Some(b'\'') if !self.no_single => "'",
                _ => continue,
            };
            match self.find(from + 1, quote) {
                Some(end) => from = end + 1,
                None if quote == "'" => self.no_single = true,
                None => self.no_double = true,
            }
        }
    }

    /// Takes the text up to `</name`, and moves the cursor past that closing tag. Takes everything if there is no closing tag.
    fn take_element(&mut self, name: &str) -> &'h str {
        let mut from = 0;
        while let Some(at) = self.find(from, "</") {
            let closing = self.rest.get(at + 2..at + 2 + name.len());
            if closing.is_some_and(|n| n.eq_ignore_ascii_case(name)) {
                let inside = self.take(at);
                let end = self.find(0, ">").unwrap_or(self.rest.len());
                self.take(end + 1);
                return inside;
            }
            from = at + 2;
        }
        self.take(self.rest.len())
    }
}

/// The name of a tag in lower case, at most 12 chars, and whether it is a closing tag.
fn tag_name(tag: &str) -> (String, bool) {
    let inner = tag.trim_start_matches('<');
    let closing = inner.starts_with('/');
    let name = inner.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).take(12);
    (name.map(|c| c.to_ascii_lowercase()).collect(), closing)
}

/// Whether an element begins a paragraph of its own.
fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "section"
            | "article"
            | "header"
            | "footer"
            | "main"
            | "aside"
            | "nav"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "ul"
            | "ol"
            | "table"
            | "blockquote"
            | "pre"
            | "figure"
            | "figcaption"
            | "hr"
            | "dl"
            | "dt"
            | "dd"
            | "form"
            | "address"
            | "body"
            | "head"
            | "center"
            | "caption"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_becomes_text() {
        let page = read(
            "<!DOCTYPE html><html><head><title>Dam &amp; river</title><style>p{}</style></head><body><h1>Dam  full</h1>\
             <!-- <p>no</p> --><p>The <b>dam</b>\nis&nbsp;full,<br>he said &#8220;now&#x201d; 1 < 2.<ul><li>one<li>two</ul>\
             <script>alert('<p>')</script>Ch&eacute;rif &unknown; &#147;x&#148;",
        );
        assert_eq!(page.title.as_deref(), Some("Dam & river"));
        assert_eq!(page.heading.as_deref(), Some("Dam full"));
        assert_eq!(
            page.text,
            "Dam full\n\nThe dam is\u{a0}full,\nhe said “now” 1 < 2.\n\n• one\n• two\n\nChérif &unknown; “x”"
        );
    }

    #[test]
    fn a_quoted_value_does_not_end_a_tag() {
        for (html, text) in [
            ("<a title=\"a > b\" href=x>Dam</a> full", "Dam full"),
            ("<a title = 'a > \"b\"'>Dam</a> full", "Dam full"),
            ("<a title=\"never closed>Dam</a> full", "Dam full"),
            ("<a title=a>b</a> it's 5\" wide <i x='>'>y</i>", "b it's 5\" wide y"),
            ("<p data-x=\"</p>\">1 < 2 <3 = \"x\"", "1 < 2 <3 = \"x\""),
        ] {
            assert_eq!(read(html).text, text, "{html}");
        }
    }

    #[test]
    fn a_link_that_is_not_what_it_says_is_marked() {
        for (html, text) in [
            (
                "See <a class=x href=\"https://evil.example/a\">www.<b>bank</b>.example</a>, he said",
                "See www.bank.example [evil.example], he said",
            ),
            ("<a href='https://evil.example'>https://bank.example </a>now", "https://bank.example [evil.example] now"),
            ("<A HREF=//evil.example>bank.example", "bank.example [evil.example]"),
            ("<a href=&#104;ttps://evil.example>bank.example<a href=x>next</a>", "bank.example [evil.example]next"),
            (
                "<a title='href=x' data-href=y href = https://evil.example >bank.example</a>",
                "bank.example [evil.example]",
            ),
            (
                "<a href=https://bank.example/x>www.bank.example</a> <a name=x>b.example</a>",
                "www.bank.example b.example",
            ),
            ("<a href=https://evil.example>the bank</a>", "the bank"),
        ] {
            assert_eq!(read(html).text, text, "{html}");
        }
    }

    #[test]
    fn any_markup_takes_linear_work() {
        const SIZE: usize = 20_000;
        for piece in [
            "<div>",
            "<a ",
            "<!--",
            "<!-- --",
            "<script>",
            "&",
            "&amp",
            "</",
            "<title>",
            "< ",
            "<<",
            "<h1>",
            "</script",
            "= ",
            "<a = ",
            "<a \">\" ",
            "<a x=\"",
            "<a x='><b y=\"",
            "<a x='\"><b y=\"'>",
            "<a x=\">\" ",
            "<style></",
            "<p>x",
            "<br",
            "<a href=x>",
            "<a x x x ",
        ] {
            let markup = piece.repeat(SIZE / piece.len());
            // With and without an end that closes what is open.
            for end in ["", ">", "\"", "'>", "-->", "</script>"] {
                let page = format!("{markup}{end}");
                let mut cursor = Cursor::new(&page);
                let text = read_with(&mut cursor).text;
                // Each byte is searched at most five times: for a tag, for the end of the tag, for the end of a quoted value,
                // and once for each of the two quotation marks if it is not closed.
                assert!(cursor.searched <= 5 * page.len(), "{piece}{end}: {} of {}", cursor.searched, page.len());
                assert!(text.len() <= page.len(), "{piece}{end}: a text of {}", text.len());
            }
        }
    }
}

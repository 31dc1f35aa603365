//! HTML → plain text: tags off, blocks as paragraphs, entities decoded, scripts and styles gone.
//!
//! One pass, linear, no tree, so that nesting and unclosed tags cost nothing. Loads nothing, runs nothing.

use encoding_rs::WINDOWS_1252;

use super::story::Story;

/// Builds a text from runs of words and breaks of growing weight; also used for Markdown.
#[derive(Debug, Default)]
pub(super) struct Flow {
    pub out: String,
    pending: Gap,
}

/// What stands before the next word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    #[default]
    None,
    Blank,
    Line,
    Paragraph,
}

impl Flow {
    /// Adds a break; the heaviest of several counts.
    pub(super) fn gap(&mut self, gap: Gap) {
        self.pending = self.pending.max(gap);
    }

    /// Adds words; runs of white space are one blank.
    pub(super) fn words(&mut self, text: &str) {
        for c in text.chars() {
            if matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}') {
                self.gap(Gap::Blank);
            } else {
                self.flush();
                self.out.push(c);
            }
        }
    }

    /// Adds text with its own line ends (code).
    pub(super) fn verbatim(&mut self, text: &str) {
        self.flush();
        self.out.push_str(text.trim_end_matches('\n'));
    }

    fn flush(&mut self) {
        if !self.out.is_empty() {
            self.out.push_str(match self.pending {
                Gap::None => "",
                Gap::Blank => " ",
                Gap::Line => "\n",
                Gap::Paragraph => "\n\n",
            });
        }
        self.pending = Gap::None;
    }
}

/// The text of a page or fragment, its title and its first heading of the first rank.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub text: String,
    pub title: Option<String>,
    pub heading: Option<String>,
}

/// Reads a page.
pub(super) fn story(html: &str) -> Story {
    let page = read(html);
    let headline = page.heading.or(page.title);
    let body = match &headline {
        Some(headline) => page.text.strip_prefix(headline.as_str()).unwrap_or(&page.text).trim_start(),
        None => &page.text,
    };
    Story { body: super::body::unify(body).into_owned(), headline, ..Story::default() }
}

/// Takes the tags off.
pub(super) fn read(html: &str) -> Page {
    let mut page = Page::default();
    let mut flow = Flow::default();
    let mut rest = html;
    let mut heading = None;
    while let Some((before, from)) = split_at(rest, '<') {
        flow.words(&decoded(before));
        if let Some(comment) = from.strip_prefix("<!--") {
            let Some(end) = comment.find("-->") else { return done(page, flow) };
            rest = comment.get(end + 3..).unwrap_or("");
            continue;
        }
        let is_tag = from
            .get(1..)
            .is_some_and(|t| t.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')));
        let Some(end) = from.find('>') else {
            // No tag closes any more: the rest is text.
            flow.words(&decoded(from));
            return done(page, flow);
        };
        if !is_tag {
            flow.words("<");
            rest = from.get(1..).unwrap_or("");
            continue;
        }
        let (name, closing) = tag_name(from);
        rest = from.get(end + 1..).unwrap_or("");
        match name.as_str() {
            "script" | "style" | "noscript" | "template" | "svg" | "iframe" | "textarea" | "select" | "title"
                if !closing =>
            {
                let (inside, behind) = until_close(rest, &name);
                if name == "title" && page.title.is_none() {
                    let mut title = Flow::default();
                    title.words(&decoded(inside));
                    page.title = Some(title.out).filter(|t| !t.is_empty());
                }
                rest = behind;
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
            "br" | "tr" => flow.gap(Gap::Line),
            "li" if !closing => {
                flow.gap(Gap::Line);
                flow.words("• ");
            }
            "td" | "th" => flow.gap(Gap::Blank),
            _ if is_block(&name) => flow.gap(Gap::Paragraph),
            _ => {}
        }
    }
    flow.words(&decoded(rest));
    done(page, flow)
}

fn done(page: Page, flow: Flow) -> Page {
    Page { text: flow.out, ..page }
}

/// What stands before the first `mark`, and the rest from it on.
fn split_at(text: &str, mark: char) -> Option<(&str, &str)> {
    let at = text.find(mark)?;
    Some((text.get(..at)?, text.get(at..)?))
}

/// The name of the tag at the head of `from`, in small letters, and whether it closes.
fn tag_name(from: &str) -> (String, bool) {
    let inner = from.trim_start_matches('<');
    let closing = inner.starts_with('/');
    let name = inner.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).take(12);
    (name.map(|c| c.to_ascii_lowercase()).collect(), closing)
}

/// What stands before `</name`, and what behind its `>`; nothing behind where it is never closed.
fn until_close<'h>(text: &'h str, name: &str) -> (&'h str, &'h str) {
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|t| t.find("</")).map(|at| at + from) {
        let behind = text.get(at + 2..).unwrap_or("");
        if behind.get(..name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name)) {
            let rest = behind.find('>').and_then(|end| behind.get(end + 1..)).unwrap_or("");
            return (text.get(..at).unwrap_or(""), rest);
        }
        from = at + 2;
    }
    (text, "")
}

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

/// Text with its character references decoded; unknown ones stay as written.
fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, from)) = split_at(rest, '&') {
        out.push_str(before);
        let name_len = from.bytes().skip(1).take(32).take_while(|b| b.is_ascii_alphanumeric() || *b == b'#').count();
        let name = from.get(1..=name_len).unwrap_or("");
        if let Some(c) = reference(name) {
            out.push(c);
            rest = from.get(1 + name_len..).unwrap_or("");
            rest = rest.strip_prefix(';').unwrap_or(rest);
        } else {
            out.push('&');
            rest = from.get(1..).unwrap_or("");
        }
    }
    out.push_str(rest);
    out
}

fn reference(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        // Pages written in windows-1252 count in it.
        if let 0x80..=0x9f = code {
            return WINDOWS_1252.decode_without_bom_handling(&[code as u8]).0.chars().next();
        }
        return Some(char::from_u32(code).filter(|c| *c != '\0').unwrap_or('\u{fffd}'));
    }
    NAMED.iter().find(|(known, _)| *known == name).map(|(_, c)| *c)
}

/// The references that news pages use.
#[rustfmt::skip]
const NAMED: &[(&str, char)] = &[
    ("amp", '&'), ("lt", '<'), ("gt", '>'), ("quot", '"'), ("apos", '\''), ("nbsp", '\u{a0}'), ("ndash", '–'), ("mdash", '—'),
    ("lsquo", '‘'), ("rsquo", '’'), ("sbquo", '‚'), ("ldquo", '“'), ("rdquo", '”'), ("bdquo", '„'), ("laquo", '«'), ("raquo", '»'),
    ("hellip", '…'), ("bull", '•'), ("middot", '·'), ("copy", '©'), ("reg", '®'), ("trade", '™'), ("euro", '€'), ("pound", '£'),
    ("yen", '¥'), ("cent", '¢'), ("sect", '§'), ("para", '¶'), ("deg", '°'), ("plusmn", '±'), ("frac12", '½'), ("times", '×'),
    ("agrave", 'à'), ("aacute", 'á'), ("acirc", 'â'), ("atilde", 'ã'), ("auml", 'ä'), ("aring", 'å'), ("aelig", 'æ'), ("ccedil", 'ç'),
    ("egrave", 'è'), ("eacute", 'é'), ("ecirc", 'ê'), ("euml", 'ë'), ("igrave", 'ì'), ("iacute", 'í'), ("icirc", 'î'), ("iuml", 'ï'),
    ("ntilde", 'ñ'), ("ograve", 'ò'), ("oacute", 'ó'), ("ocirc", 'ô'), ("otilde", 'õ'), ("ouml", 'ö'), ("oslash", 'ø'),
    ("ugrave", 'ù'), ("uacute", 'ú'), ("ucirc", 'û'), ("uuml", 'ü'), ("yacute", 'ý'), ("szlig", 'ß'), ("scaron", 'š'),
    ("Agrave", 'À'), ("Aacute", 'Á'), ("Acirc", 'Â'), ("Auml", 'Ä'), ("Aring", 'Å'), ("AElig", 'Æ'), ("Ccedil", 'Ç'),
    ("Egrave", 'È'), ("Eacute", 'É'), ("Ecirc", 'Ê'), ("Iacute", 'Í'), ("Ntilde", 'Ñ'), ("Oacute", 'Ó'), ("Ouml", 'Ö'),
    ("Oslash", 'Ø'), ("Uacute", 'Ú'), ("Uuml", 'Ü'), ("Scaron", 'Š'), ("shy", '\u{ad}'),
];

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
    fn unclosed_markup_is_linear() {
        for piece in ["<div>", "<a ", "<!--", "<script>", "&", "</", "<title>"] {
            let _ = read(&piece.repeat(1_000_000 / piece.len()));
        }
    }
}

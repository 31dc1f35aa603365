//! Detects the format of an input from its content.

use super::decode::decode;
use super::refusal::Refusal;

/// The number of bytes at the head of an input that are examined.
const HEAD: usize = 64 * 1024;

/// The input formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Plain text: wire copy, a memo, and any text in no other format.
    Wire,
    /// Markdown, with or without YAML or TOML front matter.
    Markdown,
    /// One mail message (RFC 5322).
    Mail,
    /// Several mail messages, each after a "From " line (mbox).
    Mailbox,
    /// An HTML page.
    Html,
    /// One JSON document: an object, or an array of them.
    Json,
    /// One JSON object per line.
    JsonLines,
}

/// Detects the format of an input. Refuses what is not text. For JSON Lines and mailboxes the head of a stream is enough.
pub fn sniff(bytes: &[u8]) -> Result<Format, Refusal> {
    if let Some(format) = mail(bytes) {
        return Ok(format);
    }
    let text = decode(bytes)?;
    let mut end = text.len().min(HEAD);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = text.get(..end).unwrap_or("").trim_start();
    Ok(json(head, &text).or_else(|| html(head)).or_else(|| markdown(head)).unwrap_or(Format::Wire))
}

/// Mail is a block of header fields up to an empty line, with at least two known ones, one of which occurs only in mail.
fn mail(bytes: &[u8]) -> Option<Format> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(HEAD))?);
    let mut lines = head.lines().peekable();
    let mailbox = lines.next_if(|l| l.starts_with("From ")).is_some();
    let (mut known, mut sure) = (0, false);
    for line in lines {
        if line.is_empty() {
            let format = if mailbox { Format::Mailbox } else { Format::Mail };
            return (known >= 2 && sure).then_some(format);
        }
        if line.starts_with([' ', '\t']) {
            continue;
        }
        let (name, _) = line.split_once(':')?;
        if name.is_empty() || !name.bytes().all(|b| b.is_ascii_graphic()) {
            return None;
        }
        match name.to_ascii_lowercase().as_str() {
            "from" | "message-id" | "received" | "mime-version" | "return-path" => {
                known += 1;
                sure = true;
            }
            "to" | "cc" | "date" | "subject" | "reply-to" | "content-type" | "delivered-to" | "sender" => known += 1,
            _ => {}
        }
    }
    None
}

/// JSON begins with an object or an array of objects. JSON Lines have a whole object on the first line.
fn json(head: &str, text: &str) -> Option<Format> {
    let inner = |open: char| head.strip_prefix(open).map(str::trim_start);
    if inner('[').is_some_and(|rest| rest.starts_with('{')) {
        return Some(Format::Json);
    }
    if !inner('{').is_some_and(|rest| rest.starts_with(['"', '}'])) {
        return None;
    }
    let first = text.trim_start().lines().next().unwrap_or("");
    Some(if first.trim_end().ends_with('}') { Format::JsonLines } else { Format::Json })
}

/// HTML begins with a doctype or one of the elements that contain a whole page.
fn html(head: &str) -> Option<Format> {
    let start: String = head.chars().take(16).collect::<String>().to_ascii_lowercase();
    ["<!doctype html", "<html", "<head", "<body", "<article"]
        .iter()
        .any(|t| start.starts_with(t))
        .then_some(Format::Html)
}

/// Markdown begins with front matter or a heading, or has at least two lines with Markdown syntax among the first 200.
fn markdown(head: &str) -> Option<Format> {
    let mut lines = head.lines();
    let first = lines.next()?.trim_end();
    if matches!(first, "---" | "+++") {
        let close: &[&str] = if first == "+++" { &["+++"] } else { &["---", "..."] };
        let mut fields = 0;
        for line in lines.clone().take(400) {
            if close.contains(&line.trim_end()) {
                return (fields > 0).then_some(Format::Markdown);
            }
            fields += usize::from(line.contains([':', '=']));
        }
    }
    let title = |line: &str| {
        let text = line.trim_start_matches('#');
        let depth = line.len() - text.len();
        (1..=6).contains(&depth) && text.starts_with(' ') && text.chars().any(char::is_alphanumeric)
    };
    let underlined = lines.clone().next().is_some_and(|l| l.len() >= 3 && l.trim_end().bytes().all(|b| b == b'='));
    if title(first) || (underlined && !first.is_empty()) {
        return Some(Format::Markdown);
    }
    let marks = head.lines().take(200).filter(|l| {
        title(l) || l.starts_with("> ") || l.starts_with("```") || l.contains("](http") || l.matches("**").count() >= 2
    });
    (marks.take(2).count() == 2).then_some(Format::Markdown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_detected_from_the_content() {
        for (text, expected) in [
            ("Dam is full\n\nNAIROBI (KNA) - The dam is full.\n\n###\n", Format::Wire),
            ("[Corrected] Dam is full\n\nThe dam.", Format::Wire),
            ("Source: KNA\nDate: 4 March 2026\n\nThe dam.", Format::Wire),
            ("---\n\nThe dam.", Format::Wire),
            ("---\ntitle: Dam\n---\nThe dam.", Format::Markdown),
            ("+++\ntitle = 'Dam'\n+++\nThe dam.", Format::Markdown),
            ("# Dam\n\nThe dam.", Format::Markdown),
            ("Dam\n===\n\nThe dam.", Format::Markdown),
            ("The **dam** is [full](https://x.example).\n\n> said **he**\n\nThe end.", Format::Markdown),
            ("From: a@x.example\nSubject: Dam\n\nThe dam.", Format::Mail),
            ("From x Fri Nov  6 00:00:00 2020\nFrom: a@x.example\nDate: x\n\nThe dam.", Format::Mailbox),
            ("From the dam:\nall is well\n\nThe dam.", Format::Wire),
            ("{\"text\":\"x\"}\n{\"text\":\"y\"}\n", Format::JsonLines),
            ("{\n \"text\": \"x\"\n}", Format::Json),
            ("[{\"text\":\"x\"}]", Format::Json),
            ("<!DOCTYPE html><p>x", Format::Html),
        ] {
            assert_eq!(sniff(text.as_bytes()), Ok(expected), "{text}");
        }
    }
}

//! Mail messages (RFC 5322, MIME) and mailboxes (mbox). The body is the text part, else the HTML part as text.

use std::borrow::Cow;

use mail_parser::{MessageParser, PartType};

use super::origin::Origin;
use super::refusal::Refusal;
use super::story::Story;
use super::{html, wire};
use crate::news::time::Timestamp;

/// The maximum number of text parts read from one message.
const PARTS: usize = 16;

/// The messages of a mailbox, each beginning with its "From " line, and the number of that line from 1.
pub(super) fn messages(bytes: &[u8]) -> Vec<(u32, &[u8])> {
    let mut starts = Vec::new();
    let (mut at, mut blank) = (0, true);
    for (number, line) in bytes.split_inclusive(|&b| b == b'\n').enumerate() {
        if blank && line.starts_with(b"From ") {
            starts.push((at, number as u32 + 1));
        }
        blank = matches!(line, b"\n" | b"\r\n");
        at += line.len();
    }
    let ends = starts.iter().skip(1).map(|(at, _)| *at).chain([bytes.len()]);
    starts.iter().zip(ends).filter_map(|(&(from, line), to)| Some((line, bytes.get(from..to)?))).collect()
}

/// Reads one message as a story.
pub(super) fn story(bytes: &[u8], origin: &Origin) -> Result<Story, Refusal> {
    let bytes = without_mbox_escapes(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes));
    let message = MessageParser::default().parse(bytes.as_ref()).ok_or(Refusal::Mail)?;
    let sender = message.from().and_then(|from| from.first());
    let mut story = Story {
        headline: message.subject().map(str::to_owned),
        source: sender.and_then(|s| s.name().or(s.address())).map(|s| s.trim().trim_matches('"').to_owned()),
        slug: message.message_id().map(str::to_owned),
        published: message.date().filter(|d| d.is_valid()).map(|d| Timestamp(d.to_timestamp())),
        tags: message.keywords().as_text_list().unwrap_or(&[]).iter().map(ToString::to_string).collect(),
        ..Story::default()
    };
    let mut text = String::new();
    for part in message.text_bodies().take(PARTS) {
        let words = match &part.body {
            PartType::Text(words) => Cow::Borrowed(words.as_ref()),
            PartType::Html(words) => Cow::Owned(html::read(words).text),
            _ => continue,
        };
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        text.push_str(without_signature(&words));
    }
    if text.contains('\0') {
        text = text.replace('\0', "\u{fffd}");
    }
    wire::headless(&text, origin, &mut story);
    if story.body.is_empty() && story.headline.is_none() {
        return Err(Refusal::NoText);
    }
    Ok(story)
}

/// The message without the "From " line of a mailbox, and without the `>` by which a mailbox escapes such lines in the text. A
/// message without a "From " line is returned unchanged.
fn without_mbox_escapes(bytes: &[u8]) -> Cow<'_, [u8]> {
    if !bytes.starts_with(b"From ") {
        return Cow::Borrowed(bytes);
    }
    let mut out = Vec::with_capacity(bytes.len());
    for line in bytes.split_inclusive(|&b| b == b'\n').skip(1) {
        let depth = line.iter().position(|&b| b != b'>').unwrap_or(0);
        let escaped = depth > 0 && line.get(depth..).is_some_and(|l| l.starts_with(b"From "));
        out.extend_from_slice(line.get(usize::from(escaped)..).unwrap_or(line));
    }
    Cow::Owned(out)
}

/// The text before the signature, which begins with the line `-- ` of RFC 3676 (or `--`, since some encodings lose the
/// space). Only within the last 1,200 bytes is such a line a signature.
fn without_signature(text: &str) -> &str {
    let found = ["\n-- \n", "\n-- \r\n", "\n--\n", "\n--\r\n"].iter().filter_map(|mark| text.rfind(mark)).max();
    match found {
        Some(at) if text.len() - at < 1_200 => text.get(..at).unwrap_or(text),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_gives_its_text_part() {
        let mail = "From: =?utf-8?q?Desk_of_Ren=C3=A9?= <desk@x.example>\r\nSubject: Dam\r\n is full\r\nDate: Wed, 04 Mar 2026 12:00:00 \
                    +0000\r\nMessage-ID: <1@x.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; \
                    boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: \
                    quoted-printable\r\n\r\nThe =E9lan.\r\n-- \r\nDesk\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>No</p>\r\n--b--\r\n";
        let story = story(mail.as_bytes(), &Origin::default()).unwrap();
        assert_eq!((story.headline.as_deref(), story.body.as_str()), (Some("Dam is full"), "The élan."));
        assert_eq!(story.source.as_deref(), Some("Desk of René"));
        assert_eq!(story.published, Some(Timestamp(1_772_625_600)));
        let page = mail.replace("text/plain", "application/x-none");
        assert_eq!(super::story(page.as_bytes(), &Origin::default()).unwrap().body, "No");
    }

    #[test]
    fn a_mailbox_is_split_into_messages() {
        let one = "From a Fri Nov  6 00:00:00 2020\nFrom: a@x.example\nSubject: One\n\nText\n>From here.\n\n";
        let bytes = [one, &one.replace("One", "Two")].concat();
        let messages = messages(bytes.as_bytes());
        let bodies: Vec<String> = messages.iter().map(|(_, m)| story(m, &Origin::default()).unwrap().body).collect();
        assert_eq!(bodies, ["Text\nFrom here.", "Text\nFrom here."]);
        assert_eq!(messages[1].0, 8);
    }
}

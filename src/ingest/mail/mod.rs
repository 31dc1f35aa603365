//! Mail messages (RFC 5322, MIME) and mailboxes (mbox). The text of all parts is the body: see [`parts`].

mod alternative;
mod head;
mod mailbox;
mod parts;
mod transfer;

pub use mailbox::Mailbox;
pub(super) use mailbox::messages;

use super::origin::Origin;
use super::refusal::Refusal;
use super::story::Story;
use super::wire;
use crate::news::time::Timestamp;

/// The most things that are named as left out of one message; of more, the number is given.
const NAMED: usize = 20;

/// Reads one message as a story.
pub(super) fn story(bytes: &[u8], origin: &Origin) -> Result<Story, Refusal> {
    let bytes = mailbox::unescaped(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes));
    let (header, body) = head::split(&bytes);
    let header = head::readable(header, body);
    let message = head::parse(&header).ok_or(Refusal::Mail)?;
    let sender = message.from().and_then(|from| from.first());
    let mut story = Story {
        headline: message.subject().map(str::to_owned),
        source: sender.and_then(|s| s.name().or(s.address())).map(|s| s.trim().trim_matches('"').to_owned()),
        slug: message.message_id().map(str::to_owned),
        published: message.date().filter(|d| d.is_valid()).map(|d| Timestamp(d.to_timestamp())),
        tags: message.keywords().as_text_list().unwrap_or(&[]).iter().map(ToString::to_string).collect(),
        ..Story::default()
    };
    let mut reader = parts::Reader::default();
    let text = reader.message(Some(&message), body);
    if reader.left_out.len() > NAMED {
        let more = reader.left_out.split_off(NAMED).len();
        reader.left_out.push(format!("{more} more"));
    }
    wire::headless(&text.replace('\0', "\u{fffd}"), origin, &mut story);
    if story.body.is_empty() && !reader.left_out.is_empty() {
        story.body = format!("[No text. Not read: {}.]", reader.left_out.join(", "));
    }
    if story.body.is_empty() && story.headline.is_none() {
        return Err(Refusal::NoText);
    }
    story.left_out = reader.left_out;
    Ok(story)
}

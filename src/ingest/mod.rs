//! Parses bytes into [`Draft`]s: detects the input format, finds the articles and reads their fields and bodies.
//!
//! Pure functions that open no file and read no clock. Any bytes give drafts or a [`Refusal`], in time and memory linear in the
//! input. The format is detected from the content, never from the file name. An input may contain many articles ([`split`]).
//! Each is parsed on its own ([`Item::read`]), so that an invalid one does not affect the others and cores can share the
//! work.

mod address;
mod base64;
mod body;
mod calendar;
mod char_ref;
mod date;
mod dateline;
mod decode;
mod fields;
mod flow;
mod html;
mod json;
mod mail;
mod markdown;
mod origin;
mod pgp;
mod reading;
mod refusal;
mod sniff;
mod story;
mod utf7;
mod wire;

use std::borrow::Cow;

pub use mail::Mailbox;
pub use origin::Origin;
pub use reading::Reading;
pub use refusal::{BODY_MAX, INPUT_MAX, Refusal};
pub use sniff::{Format, sniff};

use crate::news::article::Draft;

/// One article of an input, before parsing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item<'a> {
    /// The format of the input.
    pub format: Format,
    /// The number of its first line in the input, from 1. `None` if the input is one article or a JSON document.
    pub line: Option<u32>,
    /// Its bytes as received; if it was cut out of a decoded text (JSON Lines in UTF-16, an array of objects), its text as
    /// UTF-8. Their digest identifies the article.
    pub bytes: Cow<'a, [u8]>,
}

impl<'a> Item<'a> {
    /// An article that the caller cut out of a stream.
    pub fn new(format: Format, line: Option<u32>, bytes: impl Into<Cow<'a, [u8]>>) -> Self {
        Self { format, line, bytes: bytes.into() }
    }

    /// Parses the article.
    pub fn read(&self, origin: &Origin) -> Result<Reading, Refusal> {
        if self.bytes.len() > INPUT_MAX {
            return Err(Refusal::InputTooBig { bytes: self.bytes.len() as u64 });
        }
        match self.format {
            // Mail declares the encoding of each part, so it is not decoded here.
            Format::Mail | Format::Mailbox => mail::story(&self.bytes, origin),
            Format::Wire => {
                let text = decode::decode(&self.bytes)?;
                // Nearly all of wire copy is body, so it need not be parsed to see that it is too long.
                if text.len() > BODY_MAX + 64 * 1024 {
                    return Err(Refusal::BodyTooBig { bytes: text.len() });
                }
                let (text, left_out) = pgp::opened(&text);
                Ok(story::Story { left_out, ..wire::story(&text, origin) })
            }
            Format::Markdown => Ok(markdown::story(&decode::decode(&self.bytes)?, origin)),
            Format::Html => Ok(html::story(&decode::decode_page(&self.bytes)?)),
            Format::Json | Format::JsonLines => json::story(&decode::decode(&self.bytes)?, origin),
        }?
        .finish(origin)
    }
}

/// Splits an input into its articles, in order. Refuses an input that is too large, or that cannot be split into articles.
pub fn split(bytes: &[u8]) -> Result<Vec<Item<'_>>, Refusal> {
    if bytes.len() > INPUT_MAX {
        return Err(Refusal::InputTooBig { bytes: bytes.len() as u64 });
    }
    let format = sniff(bytes)?;
    let whole = || vec![Item::new(format, None, bytes)];
    let items: Vec<Item> = match format {
        Format::JsonLines => match decode::decode(bytes)? {
            Cow::Borrowed(text) => {
                json::lines(text).map(|(line, text)| Item::new(format, Some(line), text.as_bytes())).collect()
            }
            Cow::Owned(text) => {
                json::lines(&text).map(|(line, text)| Item::new(format, Some(line), text.as_bytes().to_vec())).collect()
            }
        },
        Format::Json => match json::objects(&decode::decode(bytes)?)? {
            Some(objects) => objects.into_iter().map(|text| Item::new(format, None, text.into_bytes())).collect(),
            None => whole(),
        },
        Format::Mailbox => {
            mail::messages(bytes).into_iter().map(|(line, message)| Item::new(format, Some(line), message)).collect()
        }
        Format::Wire | Format::Markdown | Format::Mail | Format::Html => whole(),
    };
    if items.is_empty() { Err(Refusal::NoArticles) } else { Ok(items) }
}

/// The line of an article (see [`Item::line`]) and its draft, or why it is refused.
pub type Parsed = (Option<u32>, Result<Draft, Refusal>);

/// Splits an input and parses all its articles: [`split`] and [`Item::read`] in one call, without
/// what is left out.
pub fn parse(bytes: &[u8], origin: &Origin) -> Result<Vec<Parsed>, Refusal> {
    Ok(split(bytes)?.iter().map(|item| (item.line, item.read(origin).map(|reading| reading.draft))).collect())
}

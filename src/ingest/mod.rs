//! Bytes → [`Draft`]s: what kind of text an input is, where its articles are, and what each of them says.
//!
//! Pure and total: any bytes give drafts or a [`Refusal`], in time and memory linear in the input. Kinds are told by content,
//! never by name. An input may hold many articles ([`split`]); each is parsed on its own ([`Item::draft`]), so that one bad one
//! leaves its neighbours alone and the work can be shared between cores. Opens no file and reads no clock.

mod body;
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
mod refusal;
mod sniff;
mod story;
mod wire;

use std::borrow::Cow;

pub use origin::Origin;
pub use refusal::{BODY_MAX, INPUT_MAX, Refusal};
pub use sniff::{Format, sniff};

use crate::news::article::Draft;

/// One article of an input, not parsed yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item<'a> {
    /// What kind of text it is.
    pub format: Format,
    /// The number of its first line in the input, from 1, where the input holds many.
    pub line: Option<u32>,
    /// Its bytes as received (of UTF-16 input with many articles: as UTF-8). Their digest knows it again.
    pub bytes: Cow<'a, [u8]>,
}

impl<'a> Item<'a> {
    /// An article cut out of a stream by the caller.
    pub fn new(format: Format, line: Option<u32>, bytes: impl Into<Cow<'a, [u8]>>) -> Self {
        Self { format, line, bytes: bytes.into() }
    }

    /// What it says.
    pub fn draft(&self, origin: &Origin) -> Result<Draft, Refusal> {
        if self.bytes.len() > INPUT_MAX {
            return Err(Refusal::InputTooBig { bytes: self.bytes.len() as u64 });
        }
        match self.format {
            // Mail declares the encoding of each of its parts.
            Format::Mail | Format::Mailbox => mail::story(&self.bytes, origin),
            Format::Wire => {
                let text = decode::decode(&self.bytes)?;
                // All but a headline of it would be the body: no need to look.
                if text.len() > BODY_MAX + 64 * 1024 {
                    return Err(Refusal::BodyTooBig { bytes: text.len() });
                }
                Ok(wire::story(&text, origin))
            }
            Format::Markdown => Ok(markdown::story(&decode::decode(&self.bytes)?, origin)),
            Format::Html => Ok(html::story(&decode::decode(&self.bytes)?)),
            Format::Json | Format::JsonLines => json::story(&decode::decode(&self.bytes)?, origin),
        }?
        .finish(origin)
    }
}

/// The articles of an input, in order; blank lines of JSON Lines are no articles.
pub fn split(bytes: &[u8]) -> Result<Vec<Item<'_>>, Refusal> {
    if bytes.len() > INPUT_MAX {
        return Err(Refusal::InputTooBig { bytes: bytes.len() as u64 });
    }
    let format = sniff(bytes)?;
    let whole = || vec![Item::new(format, None, bytes)];
    Ok(match format {
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
    })
}

/// A line number, where there are many, and what stands there.
pub type Parsed = (Option<u32>, Result<Draft, Refusal>);

/// [`split`], and [`Item::draft`] of each: for callers that want it all at once.
pub fn parse(bytes: &[u8], origin: &Origin) -> Result<Vec<Parsed>, Refusal> {
    Ok(split(bytes)?.iter().map(|item| (item.line, item.draft(origin))).collect())
}

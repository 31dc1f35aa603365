//! Bytes → [`Draft`]s: what kind of text an input is, where its articles are, and what each of them says.
//!
//! Pure and total: any bytes give drafts or a [`Refusal`], in time and memory linear in the input. Kinds are told by content,
//! never by name. An input may hold many articles ([`split`]); each is parsed on its own ([`Item::draft`]), so that one bad one
//! leaves its neighbours alone and the work can be shared between cores. Opens no file and reads no clock.

mod body;
mod date;
mod dateline;
mod decode;
mod fields;
mod html;
mod json;
mod mail;
mod markdown;
mod sniff;
mod story;
mod wire;

use std::borrow::Cow;

pub use sniff::{Format, sniff};

use crate::news::article::Draft;
use crate::news::time::Timestamp;

/// The largest input taken as a whole, in bytes. JSON Lines and mailboxes larger than that can be fed line by line or
/// message by message through [`Item::new`].
pub const INPUT_MAX: usize = 32 << 20;
/// The longest body of one article, in bytes.
pub const BODY_MAX: usize = 12 << 20;

/// Why an input or an article in it is not taken. Each reads on behind a name and a place: `x.jsonl:12: …`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No byte but blanks.
    #[error("it is empty")]
    Empty,
    /// Something else than text, and which place gives it away.
    #[error("it is not text (byte {at})")]
    Binary {
        /// Offset of the first byte that no text has.
        at: usize,
    },
    /// A kind of file that is known but not read.
    #[error("it is {0}, which is not read")]
    Kind(&'static str),
    /// Larger than [`INPUT_MAX`].
    #[error("it has {bytes} bytes, the most is {max}", max = INPUT_MAX)]
    InputTooBig {
        /// Its size.
        bytes: u64,
    },
    /// A body larger than [`BODY_MAX`].
    #[error("its text has {bytes} bytes, the most is {max}", max = BODY_MAX)]
    BodyTooBig {
        /// Its size.
        bytes: usize,
    },
    /// Not the JSON it looks like.
    #[error("bad JSON: {0}")]
    Json(String),
    /// JSON, but not an object with a text.
    #[error("no article: {0}")]
    NoArticle(&'static str),
    /// A mail that cannot be read.
    #[error("not a mail message")]
    Mail,
    /// Headers or markup around nothing.
    #[error("there is no text in it")]
    NoText,
}

/// What is known of an input besides its bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The source where the text names none: words of the path.
    pub source: String,
    /// A moment near which it was written (a file's last change), for days without a year. Never used as the date itself.
    pub near: Option<Timestamp>,
}

impl Origin {
    /// From a path with `/` or `\`: the folder the file lies in, else its name without extension; `-` is standard input.
    pub fn of_path(path: &str, near: Option<Timestamp>) -> Self {
        let parts: Vec<&str> = path.split(['/', '\\']).filter(|p| !matches!(*p, "" | "." | "..")).collect();
        let source = match parts.as_slice() {
            [] | ["-"] => "standard input".to_owned(),
            [name] => {
                name.rsplit_once('.').map_or(*name, |(stem, _)| if stem.is_empty() { name } else { stem }).to_owned()
            }
            [.., folder, _] => (*folder).to_owned(),
        };
        Self { source, near }
    }
}

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
    match format {
        Format::JsonLines => Ok(match decode::decode(bytes)? {
            Cow::Borrowed(text) => json::lines(text),
            Cow::Owned(text) => json::lines(&text).into_iter().map(Item::into_owned).collect(),
        }),
        Format::Json => json::items(&decode::decode(bytes)?, bytes),
        Format::Mailbox => Ok(mail::messages(bytes)),
        _ => Ok(vec![Item::new(format, None, bytes)]),
    }
}

impl Item<'_> {
    fn into_owned(self) -> Item<'static> {
        Item { format: self.format, line: self.line, bytes: Cow::Owned(self.bytes.into_owned()) }
    }
}

/// A line number, where there are many, and what stands there.
pub type Parsed = (Option<u32>, Result<Draft, Refusal>);

/// [`split`], and [`Item::draft`] of each: for callers that want it all at once.
pub fn parse(bytes: &[u8], origin: &Origin) -> Result<Vec<Parsed>, Refusal> {
    Ok(split(bytes)?.iter().map(|item| (item.line, item.draft(origin))).collect())
}

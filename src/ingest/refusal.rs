//! Why an input, or an article in it, is not taken, and the sizes from which it is not.

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

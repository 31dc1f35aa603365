//! The reasons for which an input or an article is refused, and the size limits.

/// The maximum size of an input read as a whole, in bytes. Larger JSON Lines and mailboxes can be read line by line or
/// message by message: see [`Item::new`](super::Item::new).
pub const INPUT_MAX: usize = 32 << 20;
/// The maximum size of the body of one article, in bytes.
pub const BODY_MAX: usize = 12 << 20;

/// Why an input or an article in it is refused. The messages follow the name of the input: `x.jsonl:12: …`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The input is empty or only white space.
    #[error("it is empty")]
    Empty,
    /// The input is not text.
    #[error("it is not text (byte {at})")]
    Binary {
        /// The offset of the first byte that does not occur in text.
        at: usize,
    },
    /// The input has a known format that is not supported, such as "a PDF".
    #[error("it is {0}, which is not supported")]
    Kind(&'static str),
    /// The input is larger than [`INPUT_MAX`].
    #[error("it has {bytes} bytes; the limit is {max}", max = INPUT_MAX)]
    InputTooBig {
        /// The size of the input in bytes.
        bytes: u64,
    },
    /// The body of the article is larger than [`BODY_MAX`].
    #[error("its text has {bytes} bytes; the limit is {max}", max = BODY_MAX)]
    BodyTooBig {
        /// The size of the body in bytes.
        bytes: usize,
    },
    /// The input looks like JSON but is invalid; the error of the parser.
    #[error("invalid JSON: {0}")]
    Json(String),
    /// The JSON is valid but is not an article; why.
    #[error("not an article: {0}")]
    NoArticle(&'static str),
    /// The input could hold many articles and holds none: an empty array.
    #[error("there is no article in it")]
    NoArticles,
    /// The input cannot be parsed as a mail message.
    #[error("it is not a mail message")]
    Mail,
    /// There are only headers or markup, and no text.
    #[error("it has no text")]
    NoText,
}

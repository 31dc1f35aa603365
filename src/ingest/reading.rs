//! What reading an article gives: the article, and what of the input is not in it.

use crate::news::article::Draft;

/// An article as read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The article.
    pub draft: Draft,
    /// What the input has and the article has not, such as `photo.png (image/png, 12 KB)`: files beside the text of a mail.
    pub left_out: Vec<String>,
}

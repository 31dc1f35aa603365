//! Offices, titles and honorifics beside a person's name.
//!
//! Knows where a role stands and whose it is, not who that person is in the rest of the text.

pub mod attach;

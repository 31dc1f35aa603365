//! Notes → bytes.

pub mod format;

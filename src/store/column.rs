//! Columns that hold more than SQLite knows of (JSON), and rows in which a column holds something else than it should.

use rusqlite::types::Type;
use rusqlite::{Error, Row};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::error::{Result, StoreError};

/// The value of a column with JSON. An error of rusqlite's where it is no text or not the JSON of a `T`.
pub fn json<T: DeserializeOwned>(row: &Row, column: usize) -> rusqlite::Result<T> {
    let text = row.get_ref(column)?.as_str()?;
    serde_json::from_str(text).map_err(|error| Error::FromSqlConversionFailure(column, Type::Text, Box::new(error)))
}

/// JSON for a column; `what` names the value in the error: `a correction`.
pub fn to_json(value: &impl Serialize, what: &'static str) -> Result<String> {
    serde_json::to_string(value).map_err(|error| StoreError::Encode { what, error })
}

/// A row, or `None` where one of its columns cannot be decoded: damaged, or written by a later version of the program. Used for
/// what the user decided and wrote: one such row must not hide the others. [`super::Store::unreadable`] lists these rows.
pub fn readable<T>(row: rusqlite::Result<T>) -> Result<Option<T>> {
    match row {
        Ok(row) => Ok(Some(row)),
        Err(
            Error::InvalidColumnType(..)
            | Error::FromSqlConversionFailure(..)
            | Error::IntegralValueOutOfRange(..)
            | Error::Utf8Error(..),
        ) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// The readable ones of some rows, in order.
pub fn all_readable<T>(rows: impl Iterator<Item = rusqlite::Result<T>>) -> Result<Vec<T>> {
    rows.filter_map(|row| readable(row).transpose()).collect()
}

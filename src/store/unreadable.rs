//! What the user decided or wrote and this program cannot decode: damaged rows, or rows of a later version. They stay in the
//! archive and everything else goes on without them; they are counted and listed, so that nothing is lost without a word.

use std::fmt;

use rusqlite::Row;
use rusqlite::types::ValueRef;

use super::column::{self, readable};
use super::edit::Edit;
use super::error::Result;
use super::judgements::Judgement;
use super::{Store, note_table};
use crate::news::entity::Correction;
use crate::news::note::NoteDraft;
use crate::text::clean::clean;

/// Characters of a row's content that are shown.
const SHOWN: usize = 60;

/// A row that cannot be decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// Which: `correction 3`, `note 12`.
    pub row: String,
    /// What is stored there, safe to print and shortened.
    pub content: String,
    /// What follows from it, as a clause: `it has no effect`.
    pub effect: &'static str,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{} cannot be read ({}): it is kept, but {}", self.row, self.content, self.effect)
    }
}

/// A table of the user's, and how its rows are decoded.
struct Check {
    /// Columns: what a row is called, what is shown of it, then what `decode` reads.
    sql: String,
    decode: fn(&Row) -> rusqlite::Result<()>,
    effect: &'static str,
}

fn checks() -> [Check; 6] {
    // `decode` expects its columns from number 2 on.
    [
        Check {
            sql: "SELECT 'correction ' || id, correction, correction FROM corrections ORDER BY id".to_owned(),
            decode: |row| column::json::<Correction>(row, 2).map(drop),
            effect: "it has no effect",
        },
        Check {
            sql: "SELECT 'judgement on ' || name || ' in article ' || article, same, article, name, entity, same
                  FROM judgements"
                .to_owned(),
            decode: |row| Judgement::decode(row, 2).map(drop),
            effect: "it has no effect",
        },
        Check {
            // A range of the index: triage states are 0 to 4.
            sql: "SELECT 'triage state of article ' || id, state, 'no state' FROM marks WHERE state < 0 OR state > 4"
                .to_owned(),
            decode: |row| row.get::<_, u8>(2).map(drop),
            effect: "the article is shown as new",
        },
        Check {
            sql: format!("SELECT 'note ' || n.id, n.text, {} FROM notes n ORDER BY n.id", note_table::COLUMNS),
            decode: |row| note_table::decode(row, 2).map(drop),
            effect: "it is not shown",
        },
        Check {
            sql: "SELECT 'draft ' || number, draft, draft FROM drafts ORDER BY session, number".to_owned(),
            decode: |row| column::json::<NoteDraft>(row, 2).map(drop),
            effect: "it is not shown",
        },
        Check {
            sql: "SELECT 'edit ' || id || ' of the journal', deed, deed FROM journal ORDER BY id".to_owned(),
            decode: |row| column::json::<Edit>(row, 2).map(drop),
            effect: "undo and redo stop at it",
        },
    ]
}

impl Store {
    /// Every row of the user's that cannot be decoded, by table. Reads the corrections, judgements, notes, drafts and the journal
    /// (at most 5,000 edits) once: some milliseconds.
    pub fn unreadable(&self) -> Result<Vec<Unreadable>> {
        let mut found = Vec::new();
        for check in checks() {
            let mut statement = self.db.prepare_cached(&check.sql)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                if readable((check.decode)(row))?.is_none() {
                    let name = shown(row.get_ref(0)?);
                    found.push(Unreadable { row: name, content: shown(row.get_ref(1)?), effect: check.effect });
                }
            }
        }
        Ok(found)
    }
}

/// A value of any type in a few words.
fn shown(value: ValueRef) -> String {
    let text = match value {
        ValueRef::Null => "nothing".to_owned(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        ValueRef::Blob(bytes) => format!("{} bytes", bytes.len()),
    };
    let short: String = text.chars().take(SHOWN).collect();
    clean(&short).into_owned()
}

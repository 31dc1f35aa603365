//! Classes of equal given and family names: Yusuf and Youssef, Sergei and Serguei, Michael and Mike. Embedded as two columns,
//! sorted by hash, and searched in place; a name may be in several classes.
//!
//! Made from the name lists of rigour (Wikidata; see NOTICE) by `attache names --classes`.

use crate::text::fold;
use crate::text::hash::fnv32;

/// Hashes of folded names, ascending, four bytes each, then the class of each, two bytes each; little-endian.
static TABLE: &[u8] = include_bytes!("classes.bin");

/// Bytes of one row in both columns.
const ROW: usize = 6;

fn hash_at(row: usize) -> Option<u32> {
    let bytes = TABLE.get(row * 4..row * 4 + 4)?;
    Some(u32::from_le_bytes(bytes.try_into().ok()?))
}

fn class_at(row: usize) -> Option<u16> {
    let at = TABLE.len() / ROW * 4 + row * 2;
    Some(u16::from_le_bytes(TABLE.get(at..at + 2)?.try_into().ok()?))
}

/// The classes that a folded word belongs to, ascending.
pub fn of(word: &str) -> Vec<u16> {
    let wanted = hash(word);
    let (mut low, mut high) = (0, TABLE.len() / ROW);
    while low < high {
        let mid = low + (high - low) / 2;
        if hash_at(mid).is_some_and(|h| h < wanted) { low = mid + 1 } else { high = mid }
    }
    (low..TABLE.len() / ROW).take_while(|row| hash_at(*row) == Some(wanted)).filter_map(class_at).collect()
}

/// Whether two lists of classes share one.
pub fn meet(a: &[u16], b: &[u16]) -> bool {
    a.iter().any(|class| b.contains(class))
}

/// Builds the table as it is embedded, from classes of names. Leaves out names of several words, and classes of which folding
/// leaves one form.
pub fn build<'a>(classes: impl IntoIterator<Item = Vec<&'a str>>) -> Vec<u8> {
    let mut rows: Vec<(u32, u16)> = Vec::new();
    let mut number: u16 = 0;
    for names in classes {
        let mut forms: Vec<String> = names
            .into_iter()
            .filter_map(|name| match fold::words(name).as_slice() {
                [only] if only.text.chars().all(char::is_alphabetic) => Some(only.text.clone()),
                _ => None,
            })
            .collect();
        forms.sort_unstable();
        forms.dedup();
        if forms.len() < 2 || number == u16::MAX {
            continue;
        }
        rows.extend(forms.iter().map(|form| (hash(form), number)));
        number += 1;
    }
    rows.sort_unstable();
    rows.dedup();
    let mut out: Vec<u8> = rows.iter().flat_map(|(hash, _)| hash.to_le_bytes()).collect();
    out.extend(rows.iter().flat_map(|(_, class)| class.to_le_bytes()));
    out
}

/// Part of the table's format.
fn hash(word: &str) -> u32 {
    fnv32(word.bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_knows_its_own() {
        let rows = TABLE.len() / ROW;
        assert_eq!(TABLE.len(), rows * ROW);
        assert!(TABLE.len() < 2 << 20, "two megabytes at most");
        assert!((1..rows).all(|row| hash_at(row - 1) <= hash_at(row)));
        assert!(meet(&of("sergei"), &of("serguei")));
        assert!(!meet(&of("sergei"), &of("youssef")));
        assert!(of("zzyzx").is_empty());
    }
}

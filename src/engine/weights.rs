//! The file of weights: named sections, which are used as they are in the file.
//!
//! Layout: `ATW1`; the number of sections (u32, little endian); for each section its name (8 bytes, padded with zeros), the
//! offset of its bytes in the file and their length (u32 each); then the bytes of all sections. Sections that a truncated
//! or broken file does not hold are empty.

use std::borrow::Cow;

use thiserror::Error;

const MAGIC: &[u8; 4] = b"ATW1";
/// The length of the entry of a section, in bytes.
const ENTRY: usize = 16;

/// Sections without which no names are found: their weights, the steps between labels, the lexicon's sets and words.
const NEEDED: [&str; 4] = ["spot", "steps", "sets", "words"];

/// A file of weights cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum WeightsError {
    /// It does not begin as such files do.
    #[error("this is no file of weights")]
    Foreign,
    /// It has no such section, or ends before the section does.
    #[error("the file of weights has no whole section \"{0}\"")]
    Missing(&'static str),
}

/// A file of weights: either the one in the program, which is never copied, or one that was read.
#[derive(Clone, Debug, Default)]
pub struct Weights {
    bytes: Cow<'static, [u8]>,
}

impl Weights {
    /// The weights embedded in the program.
    pub fn embedded() -> Self {
        Self { bytes: Cow::Borrowed(include_bytes!("weights.bin")) }
    }

    /// Weights from elsewhere.
    ///
    /// # Errors
    /// Where the bytes are no file of weights, or a section that finding names needs is missing or cut short: an engine over
    /// them would find nothing.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, WeightsError> {
        if !bytes.starts_with(MAGIC) {
            return Err(WeightsError::Foreign);
        }
        let weights = Self { bytes: Cow::Owned(bytes) };
        match NEEDED.iter().find(|name| weights.section(name).is_empty()) {
            Some(name) => Err(WeightsError::Missing(name)),
            None => Ok(weights),
        }
    }

    /// The bytes of a section; empty where there is none or the file ends before it does.
    pub fn section(&self, name: &str) -> Cow<'static, [u8]> {
        let Some((begin, length)) = self.find(name) else { return Cow::Borrowed(&[]) };
        match &self.bytes {
            Cow::Borrowed(bytes) => Cow::Borrowed(bytes.get(begin..begin + length).unwrap_or(&[])),
            Cow::Owned(bytes) => Cow::Owned(bytes.get(begin..begin + length).unwrap_or(&[]).to_vec()),
        }
    }

    /// The offset and length of a section.
    fn find(&self, name: &str) -> Option<(usize, usize)> {
        let rest = self.bytes.strip_prefix(MAGIC)?;
        let number = |bytes: &[u8]| bytes.iter().rev().fold(0_usize, |n, b| n << 8 | usize::from(*b));
        let (count, table) = rest.split_at_checked(4)?;
        table.chunks_exact(ENTRY).take(number(count)).find_map(|entry| {
            let (title, place) = entry.split_at_checked(8)?;
            let (begin, length) = place.split_at_checked(4)?;
            let title = title.split(|b| *b == 0).next().unwrap_or(&[]);
            (title == name.as_bytes()).then(|| (number(begin), number(length)))
        })
    }
}

/// Writes a file of weights from the names of its sections, at most 8 bytes each, and their bytes.
pub fn write(sections: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    out.extend((sections.len() as u32).to_le_bytes());
    let mut begin = out.len() + sections.len() * ENTRY;
    for (name, bytes) in sections {
        let mut title = [0; 8];
        for (to, from) in title.iter_mut().zip(name.bytes()) {
            *to = from;
        }
        out.extend(title);
        out.extend((begin as u32).to_le_bytes());
        out.extend((bytes.len() as u32).to_le_bytes());
        begin += bytes.len();
    }
    for (_, bytes) in sections {
        out.extend(bytes);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_come_back_and_a_cut_file_has_none() {
        let file = write(&[("spot", vec![1, 2, 3]), ("steps", vec![2]), ("sets", vec![3]), ("words", vec![9])]);
        let weights = Weights::from_bytes(file.clone()).unwrap();
        assert_eq!(&*weights.section("spot"), [1, 2, 3]);
        assert_eq!(&*weights.section("words"), [9]);
        assert!(weights.section("none").is_empty());
        for cut in 0..file.len() {
            let part = Weights::from_bytes(file.iter().copied().take(cut).collect());
            assert!(part.is_err(), "cut at {cut}");
        }
    }

    #[test]
    fn a_file_that_finds_no_names_is_refused() {
        assert_eq!(Weights::from_bytes(b"PK".to_vec()).unwrap_err(), WeightsError::Foreign);
        let file = write(&[("spot", vec![1]), ("steps", vec![2]), ("sets", vec![]), ("words", vec![4])]);
        assert_eq!(Weights::from_bytes(file).unwrap_err(), WeightsError::Missing("sets"));
        assert!(Weights::from_bytes(Weights::embedded().bytes.into_owned()).is_ok());
    }
}

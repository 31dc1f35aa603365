//! What is known about an input besides its bytes: where it comes from and about when it was written.

use crate::news::time::Timestamp;

/// What is known about an input besides its bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The source for an article that names none, taken from the path.
    pub source: String,
    /// About when it was written, such as the last change of the file; `None` if unknown. It gives the year to a day without
    /// one, and is never used as the date itself.
    pub near: Option<Timestamp>,
}

impl Origin {
    /// The origin of a path, whose separator is `/` or `\`. The source is the folder of the file, else the file name without
    /// extension; "standard input" for `-`.
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

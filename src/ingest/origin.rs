//! What is known of an input besides its bytes: where it lay and when it was written.

use crate::news::time::Timestamp;

/// What is known of an input besides its bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The source where the text names none: words of the path.
    pub source: String,
    /// A moment near which it was written (a file's last change), for days without a year. Never used as the date itself.
    pub near: Option<Timestamp>,
}

impl Origin {
    /// From a path with `/` or `\`: the folder the file lies in, else its name without extension; `-` is standard input.
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

//! What the program says to the reader: the notice in the status line, the log of all of them, a job's progress.

use std::collections::VecDeque;

use super::message::Progress;

/// How many notices are remembered.
const REMEMBERED: usize = 200;

/// How serious a notice is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Something happened as wished.
    Plain,
    /// The reader should know.
    Warning,
    /// Something wished did not happen.
    Error,
}

/// One sentence to the reader. May hold words of strangers: whoever draws it cleans it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// How serious.
    pub weight: Weight,
    /// The sentence.
    pub text: String,
}

/// The status line's memory.
#[derive(Clone, Debug, Default)]
pub struct Status {
    /// What is shown until the next key.
    pub now: Option<Notice>,
    /// All that was said, newest last.
    pub log: VecDeque<Notice>,
    /// The job that runs.
    pub progress: Option<Progress>,
}

impl Status {
    /// Says something.
    pub fn say(&mut self, text: impl Into<String>) {
        self.put(Weight::Plain, text.into());
    }

    /// Warns of something.
    pub fn warn(&mut self, text: impl Into<String>) {
        self.put(Weight::Warning, text.into());
    }

    /// Tells of a failure.
    pub fn fail(&mut self, text: impl Into<String>) {
        self.put(Weight::Error, text.into());
    }

    /// Says something of a weight.
    pub fn put(&mut self, weight: Weight, text: String) {
        let notice = Notice { weight, text };
        if self.log.back() != Some(&notice) {
            self.log.push_back(notice.clone());
            if self.log.len() > REMEMBERED {
                self.log.pop_front();
            }
        }
        self.now = Some(notice);
    }
}

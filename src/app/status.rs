//! What the program tells the user: the notice in the status line, the log of notices, the progress of a job.

use std::collections::VecDeque;

use super::message::Progress;
use super::obstacle::Obstacle;

/// How many notices are remembered.
const REMEMBERED: usize = 200;

/// How serious a notice is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Something was done.
    Plain,
    /// The user should know this.
    Warning,
    /// Something could not be done.
    Error,
}

/// One sentence to the user. It may hold text from articles or files, so drawing cleans it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// How serious.
    pub weight: Weight,
    /// The sentence.
    pub text: String,
}

/// What the status line shows and remembers.
#[derive(Clone, Debug, Default)]
pub struct Status {
    /// The notice shown until the next key.
    pub now: Option<Notice>,
    /// The last notices, oldest first; at most 200.
    pub log: VecDeque<Notice>,
    /// The progress of the running job.
    pub progress: Option<Progress>,
    /// Why the archive keeps nothing at present.
    pub obstacle: Option<Obstacle>,
}

impl Status {
    /// Shows a message.
    pub fn say(&mut self, text: impl Into<String>) {
        self.put(Weight::Plain, text.into());
    }

    /// Shows a warning.
    pub fn warn(&mut self, text: impl Into<String>) {
        self.put(Weight::Warning, text.into());
    }

    /// Shows an error.
    pub fn fail(&mut self, text: impl Into<String>) {
        self.put(Weight::Error, text.into());
    }

    /// Shows a notice and logs it, unless it repeats the last one.
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

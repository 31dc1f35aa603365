//! Pending keys: the beginning of a sequence, or a mark that waits for its letter.

use crate::config::action::Action;
use crate::config::key::{Code, KeyPress, Sequence};
use crate::config::keymap::{Context, Keymap, Resolution};

/// What to do with the mark that the next key names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Naming {
    /// To set it.
    Set,
    /// To go to it.
    GoTo,
}

/// The pending keys.
#[derive(Clone, Debug, Default)]
pub struct Keys {
    /// The beginning of a sequence.
    pub pending: Vec<KeyPress>,
    /// The keys that may follow, with their actions.
    pub may_follow: Vec<(Sequence, Action)>,
    /// What to do with the mark that the next key names.
    pub naming: Option<Naming>,
}

/// What a key means after the pending keys. The sequence holds all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pressed {
    /// This action.
    Action(Action, Sequence),
    /// More keys must follow.
    Pending,
    /// Nothing is bound to these keys.
    Unbound(Sequence),
}

impl Keys {
    /// Takes a key.
    pub fn press(&mut self, keymap: &Keymap, context: Context, key: KeyPress) -> Pressed {
        if !self.pending.is_empty() && key.code == Code::Esc {
            self.clear();
            return Pressed::Pending;
        }
        let resolution = keymap.resolve(context, &self.pending, key);
        self.pending.push(key);
        let sequence = || Sequence(self.pending.clone());
        let pressed = match resolution {
            Resolution::Prefix(follow) => {
                self.may_follow = follow;
                return Pressed::Pending;
            }
            Resolution::Found(action) => Pressed::Action(action, sequence()),
            Resolution::None => Pressed::Unbound(sequence()),
        };
        self.clear();
        pressed
    }

    /// Forgets the pending keys.
    pub fn clear(&mut self) {
        self.pending.clear();
        self.may_follow.clear();
    }
}

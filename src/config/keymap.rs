//! The keymap: which key runs which action in which context. The user's keys.toml is merged over the shipped one.
//!
//! In no context is a sequence the beginning of another, so no key ever waits for a timeout. A wrong line of the user's
//! file is reported and skipped; the shipped binding stays.

use std::collections::BTreeMap;

use toml::de::DeTable;

use super::action::Action;
use super::key::{KeyPress, Sequence};
use super::mistake::{Fault, Hint, Mistake, Source};

/// The shipped keys, in the user's format.
pub const SHIPPED: &str = include_str!("default/keys.toml");

/// Where a key is pressed: a pane, an overlay, or a kind of text field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Context {
    /// Every context without a text field. Nothing is pressed in it: the others inherit its bindings.
    Global,
    /// The list of articles.
    Articles,
    /// The text.
    Text,
    /// The sidebar.
    Entities,
    /// The list of notes.
    Notes,
    /// The page of an entity.
    Page,
    /// A list of mentions.
    Mentions,
    /// A menu or a question.
    Choice,
    /// A sheet of sentences: an explanation, the messages.
    Sheet,
    /// The jump bar. It inherits the bindings of `Prompt`.
    Jump,
    /// A one-line text field: search, query, command line, help, export, the picker of an entity.
    Prompt,
    /// The note editor.
    Editor,
}

impl Context {
    /// Every context, as help and the README list them.
    pub const ALL: [Self; 12] = [
        Self::Global,
        Self::Articles,
        Self::Text,
        Self::Entities,
        Self::Notes,
        Self::Page,
        Self::Mentions,
        Self::Choice,
        Self::Sheet,
        Self::Jump,
        Self::Prompt,
        Self::Editor,
    ];

    /// Its table in keys.toml.
    pub fn name(self) -> &'static str {
        match self {
            Self::Global => "global",
            Self::Articles => "articles",
            Self::Text => "text",
            Self::Entities => "entities",
            Self::Notes => "notes",
            Self::Page => "page",
            Self::Mentions => "mentions",
            Self::Choice => "choice",
            Self::Sheet => "sheet",
            Self::Jump => "jump",
            Self::Prompt => "prompt",
            Self::Editor => "editor",
        }
    }

    /// Its title in help and the README.
    pub fn title(self) -> &'static str {
        match self {
            Self::Global => "Everywhere",
            Self::Articles => "In the articles",
            Self::Text => "In the text",
            Self::Entities => "In the entities",
            Self::Notes => "In the list of notes",
            Self::Page => "On the page of an entity",
            Self::Mentions => "In a list of mentions",
            Self::Choice => "In a menu or a question",
            Self::Sheet => "In an explanation",
            Self::Jump => "In the jump bar",
            Self::Prompt => "In a one-line field",
            Self::Editor => "In the note editor",
        }
    }

    /// Whether a key that prints a character is typed text in this context.
    pub fn types_text(self) -> bool {
        matches!(self, Self::Jump | Self::Prompt | Self::Editor)
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|context| context.name() == name)
    }
}

/// What a key means after the pending keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// This action. No key is pending after it.
    Found(Action),
    /// The beginning of sequences: the rest of each, with its action.
    Prefix(Vec<(Sequence, Action)>),
    /// Nothing. No key is pending after it.
    None,
}

/// The bindings that a context declares: an action, or none where an inherited binding is removed.
type Layer = BTreeMap<Sequence, Option<Action>>;

/// The keymap. Immutable once loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keymap {
    own: BTreeMap<Context, Layer>,
    /// The bindings in effect in each context, inherited ones included. Sorted, so that sequences with the same beginning are
    /// neighbours.
    effective: BTreeMap<Context, Vec<(Sequence, Action)>>,
}

impl Keymap {
    /// The shipped keys.
    pub fn shipped() -> Self {
        Self::load(None).0
    }

    /// The shipped keys with the user's file (name and text) merged over them, and what was wrong in it.
    pub fn load(user: Option<(&str, &str)>) -> (Self, Vec<Mistake>) {
        let mut map = Self { own: BTreeMap::new(), effective: BTreeMap::new() };
        let mut mistakes = map.merge("keys.toml (shipped)", SHIPPED);
        if let Some((file, text)) = user {
            mistakes.extend(map.merge(file, text));
        }
        map.effective = Context::ALL.into_iter().map(|context| (context, map.effective(context))).collect();
        (map, mistakes)
    }

    /// What `key` means in `context` after the pending keys.
    pub fn resolve(&self, context: Context, pending: &[KeyPress], key: KeyPress) -> Resolution {
        if key == RESERVED.0 {
            return Resolution::Found(RESERVED.1);
        }
        let mut pressed = pending.to_vec();
        pressed.push(key);
        let pressed = Sequence(pressed);
        let bindings = self.bindings(context);
        let from = bindings.partition_point(|(sequence, _)| *sequence < pressed);
        let follow: Vec<_> =
            bindings.iter().skip(from).take_while(|(sequence, _)| pressed.begins(sequence)).cloned().collect();
        match follow.first() {
            None => Resolution::None,
            Some((sequence, action)) if *sequence == pressed => Resolution::Found(*action),
            Some(_) => Resolution::Prefix(
                follow
                    .into_iter()
                    .map(|(sequence, action)| {
                        (Sequence(sequence.0.into_iter().skip(pressed.0.len()).collect()), action)
                    })
                    .collect(),
            ),
        }
    }

    /// The bindings in effect in a context, inherited ones included, sorted by sequence.
    pub fn bindings(&self, context: Context) -> &[(Sequence, Action)] {
        self.effective.get(&context).map_or(&[], Vec::as_slice)
    }

    /// The bindings that a context declares, by action in the order of [`Action::ALL`]: for help and the README.
    pub fn own(&self, context: Context) -> Vec<(Action, Vec<&Sequence>)> {
        let mut rows: BTreeMap<Action, Vec<&Sequence>> = BTreeMap::new();
        for (sequence, action) in self.own.get(&context).into_iter().flatten() {
            if let Some(action) = action {
                rows.entry(*action).or_default().push(sequence);
            }
        }
        // Letters before named keys, short before long: the easiest to learn comes first.
        for keys in rows.values_mut() {
            keys.sort_by_key(|sequence| (!sequence.0.iter().all(|key| key.typed().is_some()), sequence.0.len()));
        }
        rows.into_iter().collect()
    }

    /// The sequence to show for an action in a context, the easiest to learn.
    pub fn key_for(&self, context: Context, action: Action) -> Option<&Sequence> {
        self.bindings(context)
            .iter()
            .filter(|(_, bound)| *bound == action)
            .map(|(sequence, _)| sequence)
            .min_by_key(|sequence| (!sequence.0.iter().all(|key| key.typed().is_some()), sequence.0.len()))
    }

    /// The action that a sequence is bound to in any context, for the message that says where it works.
    pub fn bound_elsewhere(&self, keys: &Sequence) -> Option<Action> {
        self.own.values().find_map(|layer| layer.get(keys).copied().flatten())
    }

    fn effective(&self, context: Context) -> Vec<(Sequence, Action)> {
        let mut all = Layer::new();
        if !context.types_text() {
            all.extend(self.own.get(&Context::Global).cloned().unwrap_or_default());
        }
        if context == Context::Jump {
            all.extend(self.own.get(&Context::Prompt).cloned().unwrap_or_default());
        }
        all.extend(self.own.get(&context).cloned().unwrap_or_default());
        all.into_iter().filter_map(|(sequence, action)| Some((sequence, action?))).collect()
    }

    /// The binding that `sequence` would collide with in `context`: one that begins with it, or that it begins with.
    fn collision(&self, context: Context, sequence: &Sequence) -> Option<(Sequence, Action)> {
        let empty = Layer::new();
        let own = |context| self.own.get(&context).unwrap_or(&empty);
        let here = own(context);
        let others: Vec<&Layer> = match context {
            // A context that declares the sequence overrides the global binding: only the others can collide.
            Context::Global => Context::ALL
                .into_iter()
                .filter(|other| *other != Context::Global && !other.types_text())
                .map(own)
                .filter(|layer| !layer.contains_key(sequence))
                .collect(),
            pane if !pane.types_text() => vec![own(Context::Global)],
            Context::Jump => vec![own(Context::Prompt)],
            Context::Prompt => vec![own(Context::Jump)],
            _ => Vec::new(),
        };
        near(here, sequence).or_else(|| {
            let hidden = |held: &Sequence| context != Context::Global && here.contains_key(held);
            others.into_iter().find_map(|layer| near(layer, sequence).filter(|(held, _)| !hidden(held)))
        })
    }

    fn merge(&mut self, file: &str, text: &str) -> Vec<Mistake> {
        let mut source = Source::new(file, text);
        let table = source.table();
        let mut declared = read(&mut source, &table);
        declared.sort_by_key(|binding| binding.at);
        let mut seen = std::collections::BTreeSet::new();
        declared.retain(|binding| {
            let first = seen.insert((binding.context, binding.sequence.clone()));
            if !first {
                source.fault(binding.at, Fault::Twice(binding.sequence.to_string()));
            }
            first
        });
        // Removals come first, so that a file can free a key and bind a longer sequence that begins with it.
        let (taken, bound): (Vec<_>, Vec<_>) = declared.into_iter().partition(|binding| binding.action.is_none());
        for binding in taken {
            let layer = self.own.entry(binding.context).or_default();
            layer.insert(binding.sequence, None);
        }
        for binding in bound {
            if let Some((old, action)) = self.collision(binding.context, &binding.sequence) {
                let relation = if binding.sequence.begins(&old) { "it is the beginning of" } else { "it begins with" };
                let (new, old) = (binding.sequence.to_string(), old.to_string());
                source.fault(binding.at, Fault::Beginning { new, relation, old, action: action.name() });
                continue;
            }
            self.own.entry(binding.context).or_default().insert(binding.sequence, binding.action);
        }
        source.mistakes()
    }
}

/// A binding of the layer that begins with `sequence`, or that `sequence` begins with.
fn near(layer: &Layer, sequence: &Sequence) -> Option<(Sequence, Action)> {
    let bound = |(held, action): (&Sequence, &Option<Action>)| Some((held.clone(), (*action)?));
    let mut shorter = (1..sequence.0.len()).filter_map(|length| sequence.0.get(..length));
    shorter
        .find_map(|keys| layer.get_key_value(&Sequence(keys.to_vec())).and_then(bound))
        // In this order, the sequences that begin with another come directly after it.
        .or_else(|| {
            let behind = (std::ops::Bound::Excluded(sequence), std::ops::Bound::Unbounded);
            layer.range(behind).take_while(|(held, _)| sequence.begins(held)).find_map(bound)
        })
}

/// The user's way out of a program that hangs: this key cannot be bound to anything else.
const RESERVED: (KeyPress, Action) =
    (KeyPress { code: super::key::Code::Char('z'), ctrl: true, alt: false, shift: false }, Action::Suspend);

/// A binding read from keys.toml, with the byte at which its line begins.
struct Declared {
    context: Context,
    sequence: Sequence,
    action: Option<Action>,
    at: usize,
}

fn read(source: &mut Source, table: &DeTable) -> Vec<Declared> {
    let mut declared = Vec::new();
    for (name, value) in table {
        let Some(context) = Context::named(name.get_ref()) else {
            let hint = Hint::among(name.get_ref(), Context::ALL.map(Context::name));
            source.fault(name.span().start, Fault::Context { name: name.get_ref().to_string(), hint });
            continue;
        };
        let Some(lines) = value.get_ref().as_table() else {
            source.wrong_type(value, context.name(), "a table of keys");
            continue;
        };
        for (keys, value) in lines {
            let at = keys.span().start;
            let Some(word) = value.get_ref().as_str() else {
                source.wrong_type(value, keys.get_ref(), "the name of an action in quotes");
                continue;
            };
            let sequence = match Sequence::parse(keys.get_ref()) {
                Ok(sequence) => sequence,
                Err(error) => {
                    source.fault(at, error.into());
                    continue;
                }
            };
            let action = Action::named(word);
            if action.is_none() && word != "nothing" {
                let hint = Hint::near(word, Action::ALL.iter().map(|action| action.name()));
                source.fault(value.span().start, Fault::Action { name: word.to_owned(), hint });
            } else if sequence.0.contains(&RESERVED.0) && (action != Some(RESERVED.1) || sequence.0.len() > 1) {
                source.fault(at, Fault::Reserved { key: RESERVED.0.to_string(), action: RESERVED.1.name() });
            } else {
                declared.push(Declared { context, sequence, action, at });
            }
        }
    }
    declared
}

#[cfg(test)]
mod tests;

//! A person's name in parts: titles, given names, particles, family name, suffix. By form alone: Chinese, Korean and Hungarian
//! names begin with the family name, so comparing names relies little on their order.

use super::part::Part;
use crate::engine::lexicon::role_words::{self, ROLE_WORDS};
use crate::engine::lexicon::small_words::{self, SMALL_WORDS};
use crate::engine::lexicon::suffixes::{self, SUFFIXES};
use crate::text::fold;

/// A person's name.
#[derive(Clone, Debug, Default)]
pub struct Name {
    /// Titles before it, folded: `dr`, `sheikh`.
    pub titles: Vec<String>,
    /// Its words without titles, particles and suffix, in order.
    pub parts: Vec<Part>,
    /// Particles, folded: `bin`, `von`, `de`.
    pub particles: Vec<String>,
    /// `jr`, `ii`: tells father from son and king from king.
    pub suffix: Option<String>,
}

/// Words for "servant of" and "father of", which make one name with the word after them, each with its common form.
const JOINED: &[(&str, &str)] = &[
    ("abd", "abd"),
    ("abdul", "abd"),
    ("abdel", "abd"),
    ("abdal", "abd"),
    ("abdol", "abd"),
    ("abdu", "abd"),
    ("abu", "abu"),
    ("abou", "abu"),
    ("abo", "abu"),
];

/// `jr`, `ii`: tells father from son and king from king.
fn is_generation(word: &str) -> bool {
    SUFFIXES.has(word, suffixes::GENERATION)
}

/// A name in parts whose words are not yet prepared for comparing. Fields as in [`Name`].
#[derive(Debug, Default)]
pub struct Words {
    titles: Vec<String>,
    /// See [`Name::parts`].
    pub parts: Vec<String>,
    particles: Vec<String>,
    /// See [`Name::suffix`].
    pub suffix: Option<String>,
}

impl Name {
    /// Takes a name apart. With a comma the family name is first: `Hammouchi, Abdellatif`.
    pub fn parse(name: &str) -> Self {
        let Words { titles, parts, particles, suffix } = Words::parse(name);
        Self { titles, parts: parts.iter().map(|text| Part::new(text)).collect(), particles, suffix }
    }

    /// The family name, as far as form tells: the last part.
    pub fn family(&self) -> Option<&Part> {
        self.parts.last()
    }
}

impl Words {
    /// See [`Name::parse`].
    pub fn parse(name: &str) -> Self {
        let turned = match name.split_once(',') {
            Some((family, given)) if !given.trim().is_empty() && !is_suffix(given) => format!("{given} {family}"),
            _ => name.to_owned(),
        };
        // A single letter is a particle (`y`, `e`) only where it is written in lower case.
        let initial = |w: &fold::Word| w.text.len() == 1 && w.span.slice(&turned).starts_with(char::is_uppercase);
        let found = fold::words(&turned);
        let initials: Vec<String> = found.iter().filter(|w| initial(w)).map(|w| w.text.clone()).collect();
        let mut words: Vec<String> = Vec::with_capacity(found.len());
        for word in found {
            // B.Z. is two initials.
            let mut letters = word.span.slice(&turned).split('.');
            if letters.clone().count() > 1 && letters.all(|part| part.chars().count() <= 1) {
                words.extend(word.text.chars().map(String::from));
            } else {
                words.push(word.text);
            }
        }
        let mut out = Self::default();
        if words.len() > 1 && words.last().is_some_and(|w| is_generation(w)) {
            out.suffix = words.pop().map(|s| match s.as_str() {
                "junior" => "jr".to_owned(),
                "senior" => "sr".to_owned(),
                _ => s,
            });
        }
        if words.len() > 1
            && let Some(first) = words.first_mut().filter(|w| matches!(w.as_str(), "md" | "mohd" | "muhd"))
        {
            "mohammed".clone_into(first);
        }
        while let Some(first) = words.first()
            && ROLE_WORDS.has(first, role_words::BEFORE)
            && (words.len() > 2 || words.len() == 2 && !ROLE_WORDS.has(first, role_words::GIVEN))
        {
            out.titles.push(words.remove(0));
        }
        // "Apple CEO Steve Jobs": what stands before an office inside is not the name.
        if let Some(at) = words.iter().rposition(|w| ROLE_WORDS.has(w, role_words::OFFICE))
            && at + 2 < words.len()
        {
            out.titles.extend(words.drain(..=at));
        }
        out.take(&words, &initials);
        out
    }

    fn take(&mut self, words: &[String], initials: &[String]) {
        let mut rest = words.iter().enumerate().peekable();
        let mut joined: Option<&str> = None;
        while let Some((at, word)) = rest.next() {
            let last = rest.peek().is_none();
            let marks = SMALL_WORDS.marks(word);
            let given = at == 0 && words.len() == 2 && marks.meets(small_words::GIVEN);
            let particle = marks.meets(small_words::PARTICLE) && !given && !initials.contains(word);
            if particle && !(last && self.parts.is_empty() && joined.is_none()) {
                // A particle at the end is a word: Le and An are family names.
                if !last {
                    self.particles.push(word.clone());
                    continue;
                }
            }
            if joined.is_none()
                && !last
                && let Some((_, head)) = JOINED.iter().find(|(form, _)| form == word)
                && (at > 0 || words.len() > 2 || *head == "abd")
            {
                joined = Some(head);
                continue;
            }
            let text = match joined.take() {
                Some(head) => format!("{head}{word}"),
                None => unified(word),
            };
            self.parts.push(text);
        }
    }
}

/// `Abdulrahman`, `Abdelrahman`, `Abd al-Rahman`: one head.
fn unified(word: &str) -> String {
    for head in ["abdul", "abdel", "abdal", "abdol"] {
        if let Some(rest) = word.strip_prefix(head)
            && rest.len() >= 3
        {
            // Abdallah and Abdullah are a name of their own: abd allah.
            if matches!(rest, "lah" | "la" | "laah" | "lahi") {
                return "abdallah".to_owned();
            }
            return format!("abd{rest}");
        }
    }
    word.to_owned()
}

fn is_suffix(word: &str) -> bool {
    fold::words(word).first().is_some_and(|w| is_generation(&w.text))
}

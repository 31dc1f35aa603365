//! Blocks: under what a name lies beside those it may be one with; and its sign, by which most of those beside it are passed
//! over without being read.
//!
//! A block that holds too many is closed for ever, and its names lie in finer ones instead: who is compared must not depend
//! on who came first.

use super::node::Node;
use crate::engine::names::institution;
use crate::engine::names::part::Part;
use crate::engine::names::sound;
use crate::news::mention::Kind;

/// What names share, hashed (FNV-1a), and how many may share it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Block {
    /// What is shared.
    pub hash: u64,
    /// More than so many are a crowd.
    pub room: usize,
    /// Whether the signs tell who in it can not be meant: not where words are run together.
    pub signed: bool,
    /// What more must be shared once it is closed.
    pub finer: Option<u64>,
}

/// Names that share a word and the beginning of another. (Tests are made of few names, and have to see crowds too.)
const COARSE: usize = if cfg!(test) { 4 } else { 128 };
/// Names that share more, and finer blocks.
pub(super) const FINE: usize = if cfg!(test) { 6 } else { 400 };
/// Names that share one word.
const WORD: usize = if cfg!(test) { 3 } else { 40 };
/// A node lies in at most so many blocks.
const BLOCKS: usize = 64;

impl Block {
    fn new(text: &str, room: usize) -> Self {
        Self { hash: hash(text), room, signed: true, finer: None }
    }

    fn or(self, finer: &str) -> Self {
        Self { finer: Some(hash(finer)), ..self }
    }
}

fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3))
}

/// The blocks of a node.
pub fn blocks(node: &Node) -> Vec<Block> {
    let mut out = Vec::new();
    match node.kind {
        Kind::Person if node.full => {
            person(&node.name_words(), &mut out);
            // Ben Aissa, Benaissa.
            if let Some(words) = node.unbound() {
                let mut bones: Vec<String> = words.iter().map(|word| sound::skeleton(word)).collect();
                bones.sort_unstable();
                out.push(Block { signed: false, ..Block::new(&format!("pb{}", bones.join(" ")), COARSE) });
            }
        }
        Kind::Institution => {
            if node.full {
                node.names.iter().for_each(|name| words(&institution::words(name), &mut out));
            }
            // "The Health Ministry" of two countries in one story may be one.
            out.extend(node.word.iter().map(|word| Block::new(&format!("w {word}"), FINE)));
        }
        _ => {}
    }
    out.sort_unstable();
    out.dedup();
    out.truncate(BLOCKS);
    out
}

fn person(words: &[&str], out: &mut Vec<Block>) {
    let broad = |word: &str| {
        let skeleton = sound::skeleton(word);
        let mut sounds = skeleton.chars();
        sounds.next().map(sound::broad).into_iter().chain(sounds).collect::<String>()
    };
    let bones: Vec<(&str, String)> = words.iter().take(5).map(|w| (*w, broad(w))).collect();
    let mut all: Vec<&str> = bones.iter().map(|(_, b)| b.as_str()).collect();
    all.sort_unstable();
    let all = all.join(" ");
    for (i, (_, whole)) in bones.iter().enumerate().filter(|(_, (_, b))| !b.is_empty()) {
        for (j, (word, other)) in bones.iter().enumerate().filter(|(j, _)| *j != i) {
            // By its first letter, which initials share, and by its first consonant, which spellings share.
            let letter = word.chars().next();
            let sound = other.chars().next().map(|sound| sound.to_ascii_lowercase());
            let sound = sound.filter(|sound| letter != Some(*sound) && word.len() > 1);
            let begin: String = other.chars().take(2).collect();
            for head in letter.into_iter().chain(sound) {
                out.push(Block::new(&format!("p{whole}={head}"), COARSE).or(&format!("p{whole}={head}{begin}")));
            }
            if i < j && !other.is_empty() {
                let (a, b) = if whole <= other { (whole, other) } else { (other, whole) };
                out.push(Block::new(&format!("p{a} {b}"), FINE).or(&format!("p{all}.")));
            }
        }
    }
}

fn words(words: &[String], out: &mut Vec<Block>) {
    let bones: Vec<String> = words.iter().map(|w| bones(w)).collect();
    let mut sorted: Vec<&str> = bones.iter().map(String::as_str).collect();
    sorted.sort_unstable();
    sorted.truncate(8);
    let all = sorted.join(" ");
    out.push(Block { signed: false, ..Block::new(&format!("i={}", words.concat()), FINE) });
    for (i, a) in sorted.iter().enumerate() {
        let others = sorted.iter().skip(i + 1);
        out.extend(others.map(|b| Block::new(&format!("i {a} {b}"), FINE).or(&format!("i{all}."))));
    }
    // One word alone may be any word of the longer name.
    out.extend(bones.iter().take(6).map(|b| Block::new(&format!("i1 {b}"), WORD)));
}

/// The sound of a word of an institution; the word itself where little is left of it.
fn bones(word: &str) -> String {
    let skeleton = sound::skeleton(word);
    if skeleton.len() < 3 { word.to_owned() } else { skeleton }
}

/// How the words of a name begin: eleven bits a word (letter, sound, whether it is an initial), and how many they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sign(pub u64);

/// Words in a sign; of a longer name it says nothing.
const WORDS: usize = 5;

impl Sign {
    /// The sign of a name by its words.
    pub fn of(parts: &[Part]) -> Self {
        if parts.is_empty() || parts.len() > WORDS {
            return Self(0);
        }
        let one = |part: &Part| {
            let (letter, sound) = part.heads();
            code(letter) | code(sound) << 5 | u64::from(part.is_initial()) << 10
        };
        let words = parts.iter().rev().fold(0, |all, part| all << 11 | one(part));
        Self(words << 3 | parts.len() as u64)
    }

    fn words(self) -> impl Iterator<Item = u64> + Clone {
        (0..self.0 & 7).map(move |at| self.0 >> (3 + 11 * at) & 0x7ff)
    }

    /// Whether the names can be one bearer's, at a glance: each word of the shorter begins as one of the longer does.
    /// True where looking closer must decide.
    pub fn may_be(self, other: Self) -> bool {
        if self.0 == 0 || other.0 == 0 {
            return true;
        }
        let (short, long) = if self.0 & 7 <= other.0 & 7 { (self, other) } else { (other, self) };
        let meet = |a: u64, b: u64| a & 31 == b & 31 || (a | b) >> 10 == 0 && a >> 5 & 31 == b >> 5 & 31;
        short.words().all(|a| long.words().any(|b| meet(a, b)))
    }
}

/// A letter in five bits; what is no Latin letter or digit shares one number.
fn code(letter: Option<char>) -> u64 {
    match letter {
        None => 0,
        Some(c) if c.is_ascii_alphabetic() => u64::from(c.to_ascii_lowercase() as u32 - 'a' as u32) + 1,
        Some(c) if c.is_ascii_digit() => 27,
        Some(_) => 28,
    }
}

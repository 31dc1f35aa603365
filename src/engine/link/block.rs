//! Blocks: under what a name lies beside those it may be one with, coarse and fine; and its sign, by which most of those
//! beside it are passed over without being read.
//!
//! A block that holds too many is closed for ever: what is decided by it must not depend on who came first. The finer
//! blocks of the same names stay open longer.

use super::node::Node;
use crate::engine::names::institution;
use crate::engine::names::part::Part;
use crate::engine::names::sound;
use crate::news::mention::Kind;

/// A block: the hash of what its names share, and how many may lie in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Block {
    /// FNV-1a of what is shared.
    pub hash: u64,
    /// More than so many are a crowd.
    pub room: usize,
    /// Whether the signs tell who in it can not be meant: not where words are run together.
    pub signed: bool,
}

/// Names that share little.
const COARSE: usize = 128;
/// Names that share nearly all.
const FINE: usize = 400;
/// Names that share one word.
const WORD: usize = 40;
/// A node lies in at most so many blocks.
const BLOCKS: usize = 64;

impl Block {
    fn new(text: &str, room: usize) -> Self {
        let hash =
            text.bytes().fold(0xcbf2_9ce4_8422_2325, |h: u64, b| (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3));
        Self { hash, room, signed: true }
    }
}

/// The blocks of a node.
pub fn blocks(node: &Node) -> Vec<Block> {
    let mut out = Vec::new();
    match node.kind {
        Kind::Person if node.full => person(&node.name_words(), &mut out),
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
    out.dedup_by_key(|block| block.hash);
    out.truncate(BLOCKS);
    out
}

fn person(words: &[&str], out: &mut Vec<Block>) {
    let bones: Vec<(&str, String)> = words.iter().take(5).map(|w| (*w, sound::skeleton(w))).collect();
    for (i, (_, whole)) in bones.iter().enumerate().filter(|(_, (_, b))| !b.is_empty()) {
        for (j, (word, other)) in bones.iter().enumerate().filter(|(j, _)| *j != i) {
            let mut sounds = other.chars();
            let (first, second) = (sounds.next().unwrap_or('-'), sounds.next().unwrap_or('-'));
            // By its first consonant, which spellings share, and by its first letter, which initials share.
            out.push(Block::new(&format!("p{whole}/{first}"), COARSE));
            out.push(Block::new(&format!("p{whole}={}", word.chars().next().unwrap_or('-')), COARSE));
            out.push(Block::new(&format!("p{whole}/{first}{second}"), COARSE));
            if i < j && !other.is_empty() {
                let (a, b) = if whole <= other { (whole, other) } else { (other, whole) };
                out.push(Block::new(&format!("p{a} {b}"), FINE));
            }
        }
    }
    let mut all: Vec<&str> = bones.iter().map(|(_, b)| b.as_str()).collect();
    all.sort_unstable();
    out.push(Block::new(&format!("p{}.", all.join(" ")), FINE));
}

fn words(words: &[String], out: &mut Vec<Block>) {
    let bones: Vec<String> = words.iter().map(|w| bones(w)).collect();
    let mut sorted: Vec<&str> = bones.iter().map(String::as_str).collect();
    sorted.sort_unstable();
    sorted.truncate(8);
    out.push(Block::new(&format!("i {}", sorted.join(" ")), FINE));
    out.push(Block { signed: false, ..Block::new(&format!("i={}", words.concat()), FINE) });
    for (i, a) in sorted.iter().enumerate() {
        out.extend(sorted.iter().skip(i + 1).map(|b| Block::new(&format!("i {a} {b}"), FINE)));
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

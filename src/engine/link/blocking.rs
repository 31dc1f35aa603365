//! Blocking keys: only names that share a key are compared, so that an import does not compare every name with every other.
//!
//! Each key leads to a block of names. A block that has too many members is closed for ever, and names are compared by
//! finer keys instead ("the same two sounds" instead of "the same family name"): which names are compared must not depend
//! on which came first.

use super::node::Node;
use crate::engine::names::institution;
use crate::engine::names::sound;
use crate::news::mention::Kind;
use crate::text::hash::fnv64;

/// A key that names share, hashed (FNV-1a, 64 bits; stored in archives).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BlockingKey {
    /// The hash of what is shared.
    pub hash: u64,
    /// The block is closed when it has more members than this.
    pub room: usize,
    /// Whether members whose [`super::signature::Signature`]s do not match can be ruled out. Not where the words of a name
    /// are run together: then a word of one name is the beginning of a word of the other.
    pub by_signature: bool,
    /// The hash of what must be shared instead once the block is closed.
    pub finer: Option<u64>,
}

// The limits below are numbers of names. They bound what one new name costs: it is compared with at most that many others a
// key. Tests have few names and must see blocks close, so there the limits are small.

/// Members of a block of names that share one word and the first letter or sound of another.
const COARSE: usize = if cfg!(test) { 4 } else { 128 };
/// Members of a block of names that share two words, and of every finer block.
pub(super) const FINE: usize = if cfg!(test) { 6 } else { 400 };
/// Members of a block of institutions that share one word: a common word ("Holdings") soon closes it.
const WORD: usize = if cfg!(test) { 3 } else { 40 };
/// Keys of one node. A name of eight words has some 40; of a longer one, those with the least hashes are used.
const KEYS: usize = 64;

impl BlockingKey {
    fn new(text: &str, room: usize) -> Self {
        Self { hash: hash(text), room, by_signature: true, finer: None }
    }

    fn or(self, finer: &str) -> Self {
        Self { finer: Some(hash(finer)), ..self }
    }
}

fn hash(text: &str) -> u64 {
    fnv64(text.bytes())
}

/// The blocking keys of a node.
pub fn blocking_keys(node: &Node) -> Vec<BlockingKey> {
    let mut out = Vec::new();
    match node.kind {
        Kind::Person if node.full => {
            person(&node.name_words(), &mut out);
            // "Ben Aissa" and "Benaissa" share this one.
            if let Some(words) = node.without_son_of() {
                let mut sounds: Vec<String> = words.iter().map(|word| sound::skeleton(word)).collect();
                sounds.sort_unstable();
                let key = BlockingKey::new(&format!("pb{}", sounds.join(" ")), COARSE);
                out.push(BlockingKey { by_signature: false, ..key });
            }
        }
        Kind::Institution => {
            if node.full {
                node.names.iter().for_each(|name| words(&institution::words(name), &mut out));
            }
            // "The Health Ministry" of two countries in one article may be one ministry.
            out.extend(node.word.iter().map(|word| BlockingKey::new(&format!("w {word}"), FINE)));
        }
        _ => {}
    }
    out.sort_unstable();
    out.dedup();
    out.truncate(KEYS);
    out
}

fn person(words: &[&str], out: &mut Vec<BlockingKey>) {
    let broad = |word: &str| {
        let skeleton = sound::skeleton(word);
        let mut sounds = skeleton.chars();
        sounds.next().map(sound::broad).into_iter().chain(sounds).collect::<String>()
    };
    let sounds: Vec<(&str, String)> = words.iter().take(5).map(|w| (*w, broad(w))).collect();
    let mut all: Vec<&str> = sounds.iter().map(|(_, b)| b.as_str()).collect();
    all.sort_unstable();
    let all = all.join(" ");
    for (i, (_, whole)) in sounds.iter().enumerate().filter(|(_, (_, b))| !b.is_empty()) {
        for (j, (word, other)) in sounds.iter().enumerate().filter(|(j, _)| *j != i) {
            // By its first letter, which initials share, and by its first consonant, which spellings share.
            let letter = word.chars().next();
            let sound = other.chars().next().map(|sound| sound.to_ascii_lowercase());
            let sound = sound.filter(|sound| letter != Some(*sound) && word.len() > 1);
            let begin: String = other.chars().take(2).collect();
            for head in letter.into_iter().chain(sound) {
                out.push(BlockingKey::new(&format!("p{whole}={head}"), COARSE).or(&format!("p{whole}={head}{begin}")));
            }
            if i < j && !other.is_empty() {
                let (a, b) = if whole <= other { (whole, other) } else { (other, whole) };
                out.push(BlockingKey::new(&format!("p{a} {b}"), FINE).or(&format!("p{all}.")));
            }
        }
    }
}

fn words(words: &[String], out: &mut Vec<BlockingKey>) {
    let sounds: Vec<String> = words.iter().map(|w| sound_of(w)).collect();
    let mut sorted: Vec<&str> = sounds.iter().map(String::as_str).collect();
    sorted.sort_unstable();
    sorted.truncate(8);
    let all = sorted.join(" ");
    out.push(BlockingKey { by_signature: false, ..BlockingKey::new(&format!("i={}", words.concat()), FINE) });
    for (i, a) in sorted.iter().enumerate() {
        let others = sorted.iter().skip(i + 1);
        out.extend(others.map(|b| BlockingKey::new(&format!("i {a} {b}"), FINE).or(&format!("i{all}."))));
    }
    // One word alone may be any word of the longer name.
    out.extend(sounds.iter().take(6).map(|b| BlockingKey::new(&format!("i1 {b}"), WORD)));
}

/// The sound of a word of an institution; the word itself where fewer than three consonants are left of it.
fn sound_of(word: &str) -> String {
    let skeleton = sound::skeleton(word);
    if skeleton.len() < 3 { word.to_owned() } else { skeleton }
}

//! The fuzz targets for a short while: each on its seeds, and on a fixed number of changed seeds, always the same ones. The long
//! runs are those of `fuzz/`; ATTACHE_FUZZ=100000 makes this one longer.

#[path = "../../fuzz/targets.rs"]
mod targets;

use std::env;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use attache::engine::Engine;
use attache::store::codec;
use targets::{TARGETS, Target};

/// Changed seeds for each target.
const CHANGED: u32 = 400;

/// Bytes that mean something to some parser.
const TOKENS: &[&[u8]] = &[
    b"\x1b[",
    b"\x1b]",
    b"\xff",
    b"\0",
    b"\r\n",
    b"\n\n",
    b"\"",
    b"'",
    b"<",
    b">",
    b"&#x",
    b";",
    b"--",
    b"---\n",
    b"{",
    b"}",
    b"[",
    b"]",
    b"=?utf-8?q?",
    b"?=",
    b"From ",
    b"\xc2\x9b",
    b"\xe2\x80\xae",
    b"\xcc\x81",
    b"99999999999",
    b"-1",
    b"\\",
    b"(",
    b")",
];

/// xorshift64 (Marsaglia 2003): small, and the same on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }

    /// A seed with one to six changes: a byte, a cut, a copy of a part, a token, a part of another seed.
    fn changed(&mut self, seeds: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = seeds[self.below(seeds.len())].clone();
        for _ in 0..=self.below(6) {
            let at = self.below(bytes.len() + 1);
            let end = (at + 1 + self.below(40)).min(bytes.len());
            match self.below(6) {
                0 if at < bytes.len() => bytes[at] = self.below(256) as u8,
                1 => drop(bytes.drain(at..end)),
                2 => drop(bytes.splice(at..at, bytes[at..end].to_vec())),
                3 => bytes.truncate(at),
                4 => {
                    let other = &seeds[self.below(seeds.len())];
                    let from = self.below(other.len() + 1);
                    drop(bytes.splice(at..at, other[from..].to_vec()));
                }
                _ => drop(bytes.splice(at..at, TOKENS[self.below(TOKENS.len())].to_vec())),
            }
        }
        bytes
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz")
}

/// The seeds of a target in the order of their names. Those of the codec are made: what it writes today.
fn seeds(name: &str) -> Vec<Vec<u8>> {
    if name == "codec" {
        let text = "President Amina Njoroge met the Central Bank of Kenya in Nairobi. She left, the bank said.";
        return vec![codec::annotations(&Engine::new().annotate(text)), codec::links(&[]), Vec::new()];
    }
    let mut files: Vec<PathBuf> = fs::read_dir(folder().join("seeds").join(name))
        .unwrap_or_else(|error| panic!("fuzz/seeds/{name}: {error}"))
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    assert!(!files.is_empty(), "fuzz/seeds/{name} is empty");
    files.iter().map(|file| fs::read(file).unwrap()).collect()
}

/// The first input on which a target panics.
fn fails((name, run): Target, changed: u32) -> Option<Vec<u8>> {
    let seeds = seeds(name);
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let fresh = (0..changed).map(|_| random.changed(&seeds)).collect::<Vec<_>>();
    seeds.into_iter().chain(fresh).find(|bytes| catch_unwind(AssertUnwindSafe(|| run(bytes))).is_err())
}

#[test]
fn no_target_breaks_its_promises() {
    let changed = env::var("ATTACHE_FUZZ").map_or(CHANGED, |number| number.parse().expect("a number"));
    for target in TARGETS {
        let failed = fails(*target, changed);
        assert!(failed.is_none(), "{}: b\"{}\"", target.0, failed.unwrap_or_default().escape_ascii());
    }
}

#[test]
fn a_broken_promise_is_found() {
    let broken: Target = ("query", |bytes| assert!(!bytes.contains(&b'\\'), "found"));
    assert!(fails(broken, CHANGED).is_some());
}

#[test]
fn every_target_has_a_binary() {
    let manifest = fs::read_to_string(folder().join("Cargo.toml")).unwrap();
    for (name, _) in TARGETS {
        assert!(manifest.contains(&format!("path = \"fuzz_targets/{name}.rs\"")), "fuzz/Cargo.toml lacks {name}");
        assert!(folder().join(format!("fuzz_targets/{name}.rs")).exists(), "fuzz/fuzz_targets/{name}.rs is missing");
    }
}

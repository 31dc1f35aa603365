//! `attache verify`: checks every quote of an exported summary against the archive.

use std::io::Read;

use anyhow::Context;
use serde::Serialize;

use super::archive;
use super::exit::Exit;
use super::globals::Globals;
use crate::export::{Check, Cited, quotes};
use crate::runtime::out::{Out, complain};
use crate::runtime::policy::Source;
use crate::store::Store;
use crate::text::wrap::fit;

/// A summary of more bytes is refused.
const LARGEST: u64 = 64 << 20;

/// Options of `attache verify`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The exported summary to check; - for standard input
    #[arg(value_name = "FILE")]
    pub file: std::path::PathBuf,
}

#[derive(Serialize)]
struct CheckedQuote<'c> {
    line: u32,
    digest: &'c str,
    start: u32,
    end: u32,
    words: &'c str,
    verdict: &'static str,
}

/// Runs `attache verify`. Ends with [`Exit::Unverified`] if a quote does not match or the archive does not exist.
pub fn run(args: &Args, globals: &Globals) -> anyhow::Result<Exit> {
    let source = globals.policy().source(&args.file)?;
    let summary = read(&source).with_context(|| format!("cannot read \"{}\"", args.file.display()))?;
    let Some(store) = archive::open(globals)? else { return Ok(Exit::Unverified) };
    let cited = quotes(&summary);
    if cited.is_empty() {
        complain("the file contains no quotes that attache exported");
        return Ok(Exit::Nothing);
    }
    let mut out = Out::new();
    let mut failed = 0;
    for quote in &cited {
        let verdict = verdict(&store, quote)?;
        failed += usize::from(verdict != "holds");
        if globals.json {
            let Cited { digest, span, words, line } = quote;
            out.json(&CheckedQuote { line: *line, digest, start: span.start, end: span.end, words, verdict })?;
        } else if verdict != "holds" || globals.verbose > 0 {
            let place = if quote.line > 0 { format!("line {}: ", quote.line) } else { String::new() };
            out.line(&format!("{place}{verdict}: “{}”", fit(&quote.words, 60).0))?;
        }
    }
    if !globals.json {
        out.line(&format!("{} of {} quotes hold", cited.len() - failed, cited.len()))?;
    }
    out.flush()?;
    Ok(if failed == 0 { Exit::Done } else { Exit::Unverified })
}

/// The verdict on a quote, in words.
fn verdict(store: &Store, quote: &Cited) -> anyhow::Result<&'static str> {
    let Some(article) = store.by_digest(&quote.digest)? else { return Ok("article not in the archive") };
    Ok(match quote.check(&store.body(article)?) {
        Check::Holds => "holds",
        Check::Moved => "stands elsewhere in the article",
        Check::Gone => "does not stand in the article",
    })
}

/// Reads a file of at most [`LARGEST`] bytes, or of standard input for `-`.
fn read(source: &Source) -> std::io::Result<String> {
    let mut bytes = Vec::new();
    source.open()?.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST {
        return Err(std::io::Error::other(format!("it is larger than {} MB", LARGEST >> 20)));
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

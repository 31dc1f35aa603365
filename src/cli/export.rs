//! `attache export`: writes a summary of the user's notes in one of several formats.

use std::path::PathBuf;

use clap::ValueEnum;

use super::archive;
use super::exit::Exit;
use super::globals::Globals;
use crate::export;
use crate::export::format::Format;
use crate::news::article::ArticleId;
use crate::news::note::Scope;
use crate::runtime::clock::clock;
use crate::runtime::out::{Out, complain, say};
use crate::runtime::save::save;

/// Options of `attache export`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Export the notes on articles that match: words, fields such as person: or source:, and, or, not (default: all notes)
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,

    /// Export the notes on the article with this number
    #[arg(long, value_name = "ID", conflicts_with = "query")]
    pub article: Option<i64>,

    /// Output format (default: from the extension of FILE, else markdown; json with --json)
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<FormatOption>,

    /// Write to FILE instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// Overwrite FILE if it exists
    #[arg(long)]
    pub force: bool,
}

/// A value of `--format`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FormatOption {
    /// Markdown
    Markdown,
    /// Plain text, 72 columns wide, for mail
    Text,
    /// Emacs Org mode
    Org,
    /// A self-contained HTML file
    Html,
    /// JSON
    Json,
    /// CSV
    Csv,
}

impl FormatOption {
    fn format(self) -> Format {
        match self {
            Self::Markdown => Format::Markdown,
            Self::Text => Format::Text,
            Self::Org => Format::Org,
            Self::Html => Format::Html,
            Self::Json => Format::Json,
            Self::Csv => Format::Csv,
        }
    }
}

/// Runs `attache export`.
pub fn run(args: &Args, globals: &Globals) -> anyhow::Result<Exit> {
    let target = args.output.as_ref().map(|path| globals.policy().target(path)).transpose()?;
    let Some(store) = archive::open(globals)? else { return Ok(Exit::Nothing) };
    archive::query(&args.query)?;
    let scope = match args.article {
        Some(id) => Scope::Article(ArticleId(id)),
        None if args.query.is_empty() => Scope::All,
        None => Scope::Query(args.query.join(" ")),
    };
    let dossier = store.dossier(&scope, &clock())?;
    if dossier.entries.is_empty() {
        complain("there are no notes to export");
        return Ok(Exit::Nothing);
    }
    let text = export::render(&dossier, format(args, globals));
    if let Some(target) = &target {
        save(target, text.as_bytes(), args.force)?;
        if !globals.quiet {
            say(&format!("{} notes written to \"{}\"", dossier.entries.len(), target.path().display()));
        }
    } else {
        let mut out = Out::new();
        out.lines(&text)?;
        out.flush()?;
    }
    Ok(Exit::Done)
}

fn format(args: &Args, globals: &Globals) -> Format {
    let extension = args.output.as_ref().and_then(|path| path.extension()).and_then(|e| e.to_str());
    let from_extension = || Format::ALL.into_iter().find(|f| Some(f.extension()) == extension);
    match args.format {
        Some(option) => option.format(),
        None if globals.json => Format::Json,
        None => from_extension().unwrap_or_default(),
    }
}

//! `attache export`: writes a summary of notes.

use std::path::PathBuf;

use clap::ValueEnum;

use super::archive;
use super::exit::Exit;
use super::globals::Globals;
use super::out::{Out, complain, say};
use crate::export;
use crate::export::format::Format;
use crate::news::article::ArticleId;
use crate::news::note::Scope;
use crate::runtime::clock::clock;
use crate::runtime::save::save;

/// Options of `attache export`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Notes on articles that this query finds; all notes where there is none
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,

    /// Notes on the article of this number
    #[arg(long, value_name = "ID", conflicts_with = "query")]
    pub article: Option<i64>,

    /// The format; told by the ending of FILE where it is not said
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<Form>,

    /// Write to FILE instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// Replace FILE where it exists
    #[arg(long)]
    pub force: bool,
}

/// A form of export, as an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// Markdown
    Markdown,
    /// Plain text of 72 columns, for mail
    Text,
    /// Emacs Org
    Org,
    /// One file of HTML
    Html,
    /// JSON
    Json,
    /// CSV
    Csv,
}

impl Form {
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

/// Runs it.
pub fn run(args: &Args, globals: &Globals) -> anyhow::Result<Exit> {
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
    if let Some(path) = &args.output {
        save(path, text.as_bytes(), args.force)?;
        if !globals.quiet {
            say(&format!("{} notes written to \"{}\"", dossier.entries.len(), path.display()));
        }
    } else {
        // Every form is clean already.
        let mut out = Out::new();
        out.raw(text.as_bytes())?;
        out.flush()?;
    }
    Ok(Exit::Done)
}

fn format(args: &Args, globals: &Globals) -> Format {
    let ending = args.output.as_ref().and_then(|path| path.extension()).and_then(|e| e.to_str());
    let told = || Format::ALL.into_iter().find(|f| Some(f.extension()) == ending);
    match args.format {
        Some(form) => form.format(),
        None if globals.json => Format::Json,
        None => told().unwrap_or_default(),
    }
}

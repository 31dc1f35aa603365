//! The command line: options, and one file for each subcommand.
//!
//! Data goes to standard output, remarks to standard error; a closed pipe ends the program quietly. Subcommands share
//! [`Globals`] and end with an [`exit::Exit`].

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{CommandFactory, Parser, Subcommand};

mod across;
pub mod annotate;
pub mod answer;
pub mod archive;
pub mod completions;
pub mod corrections;
pub mod doctor;
pub mod entities;
pub mod eval;
pub mod exit;
pub mod export;
pub mod find;
mod globals;
pub mod import;
pub mod keys;
pub mod lines;
pub mod list;
pub mod man;
pub mod marked;
pub mod mentions;
pub mod names;
pub mod notes;
pub mod out;
pub mod paths;
pub mod read;
pub mod search;
pub mod show;
mod sighting;
pub mod train;
pub mod verify;
pub mod watch;

use exit::Exit;
use globals::Globals;

/// A terminal reader for briefings.
///
/// Without a subcommand: opens the reader on PATH… (taken into the archive first), or on the archive.
#[derive(Debug, Parser)]
#[command(name = "attache", version, disable_help_subcommand = true)]
pub struct Cli {
    /// Options that hold everywhere.
    #[command(flatten)]
    pub globals: Globals,

    /// What to do; the reader where nothing is said.
    #[command(subcommand)]
    pub command: Option<Command>,

    /// Files and folders to take in and read; - for standard input
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// Use a throw-away archive: to look at something, or to try the program
    #[arg(long)]
    pub scratch: bool,

    /// Print the list instead of drawing a screen
    #[arg(long)]
    pub plain: bool,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Take files and folders into the archive
    Import(import::Args),
    /// List articles that a query finds
    List(list::Args),
    /// Search articles, best first
    Search(search::Args),
    /// Print an article
    Show(show::Args),
    /// List the persons, institutions and places of the archive
    Entities(entities::Args),
    /// Print every mention of somebody
    Mentions(mentions::Args),
    /// Print what is new of those on the watch list, for cron
    Watch(watch::Args),
    /// Print what the jump bar would list
    Find(find::Args),
    /// Print notes
    Notes(notes::Args),
    /// Write a summary of notes
    Export(export::Args),
    /// Check every quote of an exported summary against the archive
    Verify(verify::Args),
    /// Write or take in the corrections of who is who
    Corrections(corrections::Args),
    /// Find entities in JSON Lines of standard input
    Annotate(annotate::Args),
    /// Compare pairs of names in JSON Lines of standard input
    Names(names::Args),
    /// Score the engine against annotated text
    Eval(eval::Args),
    /// Train the engine's weights
    #[command(hide = true)]
    Train(train::Args),
    /// Look for what is wrong with the installation
    Doctor(doctor::Args),
    /// Print where files are
    Paths(paths::Args),
    /// Print the keys
    Keys(keys::Args),
    /// Print a completion script for a shell
    Completions(completions::Args),
    /// Print the manual page
    Man,
}

/// Runs the program on `args` (the first is the program's name) and says how it ended.
pub fn main(args: impl IntoIterator<Item = OsString>) -> Exit {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version come this way too; there is nobody to tell when printing fails.
            let _ = error.print();
            return if error.use_stderr() { Exit::Usage } else { Exit::Done };
        }
    };
    match run(cli) {
        Ok(exit) => exit,
        Err(error) if out::is_closed_pipe(&error) => Exit::Done,
        Err(error) => {
            out::complain(&format!("{error:#}"));
            Exit::Usage
        }
    }
}

fn run(cli: Cli) -> anyhow::Result<Exit> {
    let globals = &cli.globals;
    let Some(command) = cli.command else {
        return read::run(cli.paths, cli.scratch, cli.plain, globals);
    };
    if let Some(path) = cli.paths.first() {
        anyhow::bail!("\"{}\" stands before a subcommand: put paths after it, or -- before paths", path.display());
    }
    match command {
        Command::Import(args) => import::run(&args, globals),
        Command::List(args) => list::run(&args, globals),
        Command::Search(args) => search::run(&args, globals),
        Command::Show(args) => show::run(&args, globals),
        Command::Entities(args) => entities::run(&args, globals),
        Command::Mentions(args) => mentions::run(&args, globals),
        Command::Watch(args) => watch::run(&args, globals),
        Command::Find(args) => find::run(&args, globals),
        Command::Notes(args) => notes::run(&args, globals),
        Command::Export(args) => export::run(&args, globals),
        Command::Verify(args) => verify::run(&args, globals),
        Command::Corrections(args) => corrections::run(&args, globals),
        Command::Annotate(args) => annotate::run(&args),
        Command::Names(args) => names::run(&args, globals),
        Command::Eval(args) => eval::run(&args, globals),
        Command::Train(args) => train::run(&args, globals),
        Command::Doctor(args) => doctor::run(&args, globals),
        Command::Paths(args) => paths::run(&args, globals),
        Command::Keys(args) => keys::run(&args, globals),
        Command::Completions(args) => completions::run(&args, Cli::command()),
        Command::Man => man::run(Cli::command()),
    }
}

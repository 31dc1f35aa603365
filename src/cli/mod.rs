//! The command line: options, and one file for each subcommand.
//!
//! Data is printed on standard output, messages on standard error; a closed pipe ends the program without a message.
//! Subcommands share `Globals` and return an [`exit::Exit`].

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
mod entity_mentions;
pub mod eval;
pub mod exit;
pub mod export;
pub mod find;
mod globals;
pub mod import;
mod interrupt;
pub mod keys;
pub mod lines;
pub mod list;
pub mod man;
pub mod marked;
pub mod mentions;
pub mod names;
pub mod notes;
pub mod paths;
pub mod read;
pub mod search;
pub mod show;
pub mod train;
pub mod verify;
pub mod watch;

use exit::Exit;
use globals::Globals;

use crate::runtime::out::{self, Out};

/// A terminal reader for briefings.
///
/// Without a subcommand, imports PATH… into the archive and opens the screen; without PATH, opens the screen on the archive.
#[derive(Debug, Parser)]
#[command(name = "attache", version, disable_help_subcommand = true)]
pub struct Cli {
    /// The options that every subcommand accepts.
    #[command(flatten)]
    pub globals: Globals,

    /// The subcommand; without one, the screen opens.
    #[command(subcommand)]
    pub command: Option<Command>,

    /// Files and folders to import and read; - for standard input
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// Use a temporary archive that is deleted at the end, to look at files or to try the program
    #[arg(long)]
    pub scratch: bool,

    /// Print the list of articles instead of opening the screen
    #[arg(long)]
    pub plain: bool,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Import files and folders into the archive
    Import(import::Args),
    /// List articles that match a query, newest first
    List(list::Args),
    /// List articles that match a query, best match first
    Search(search::Args),
    /// Print an article and the entities named in it
    Show(show::Args),
    /// List the persons, institutions and other entities of the archive
    Entities(entities::Args),
    /// Print every mention of an entity with its sentence
    Mentions(mentions::Args),
    /// Print new articles that name entities on the watch list, for cron
    Watch(watch::Args),
    /// Find entities by name, as the jump bar does
    Find(find::Args),
    /// Print notes, grouped by article
    Notes(notes::Args),
    /// Export a summary of notes
    Export(export::Args),
    /// Check every quote of an exported summary against the archive
    Verify(verify::Args),
    /// Export or import corrections of entities
    Corrections(corrections::Args),
    /// Annotate texts from standard input (JSON Lines)
    Annotate(annotate::Args),
    /// Compare pairs of names from standard input (JSON Lines)
    Names(names::Args),
    /// Score the engine against annotated text
    Eval(eval::Args),
    /// Train the engine's weights
    #[command(hide = true)]
    Train(train::Args),
    /// Check the terminal, the folders and the archive for problems
    Doctor(doctor::Args),
    /// Print the paths of the program's files
    Paths(paths::Args),
    /// Print the key bindings
    Keys(keys::Args),
    /// Print a completion script for a shell
    Completions(completions::Args),
    /// Print the manual page
    Man,
}

/// Runs the program with `args`, of which the first is the program's name, and returns how it ended.
pub fn main(args: impl IntoIterator<Item = OsString>) -> Exit {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            // --help and --version arrive here too. An error quotes the arguments.
            let text = error.render().to_string();
            if error.use_stderr() {
                out::explain(&text);
                return Exit::Usage;
            }
            let mut out = Out::new();
            // A failure to print cannot be reported.
            let _ = out.lines(&text).and_then(|()| out.flush());
            return Exit::Done;
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
        anyhow::bail!(
            "\"{}\" precedes a subcommand: put paths after the subcommand, or put -- before paths to open them",
            path.display()
        );
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

//! Edits a long text in the user's own editor, through a private file and without a shell.

use std::env;
use std::fs;
use std::io::{Read, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{self, Command};

use super::files::{private_file, private_folder};

/// Most bytes taken back from the editor.
const MOST: u64 = 1 << 20;

/// The editor and its arguments: those of the settings, else $VISUAL, else $EDITOR, else vi. Variables are split at blanks.
pub fn program(settings: &[String]) -> Vec<String> {
    if !settings.is_empty() {
        return settings.to_vec();
    }
    ["VISUAL", "EDITOR"]
        .iter()
        .filter_map(|name| env::var(name).ok())
        .map(|line| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
        .find(|words| !words.is_empty())
        .unwrap_or_else(|| vec!["vi".to_owned()])
}

/// Lets `program` change `text` in a file in `folder`; returns the changed text, or an error for the status line. The
/// terminal's modes must have been restored before.
pub fn edit(program: &[String], text: &str, folder: &Path) -> Result<String, String> {
    let path = write(text, folder)?;
    let edited = run(program, &path).and_then(|()| read(&path));
    // The file is removed even where the editor failed: the model still has the text.
    let _ = fs::remove_file(&path);
    edited
}

fn write(text: &str, folder: &Path) -> Result<PathBuf, String> {
    private_folder(folder).map_err(|error| error.to_string())?;
    let mut last = String::new();
    for number in 0..100 {
        let path = folder.join(format!("note-{}-{number}.md", process::id()));
        match private_file(&path).and_then(|mut file| file.write_all(text.as_bytes())) {
            Ok(()) => return Ok(path),
            Err(error) => last = format!("cannot write \"{}\": {error}", path.display()),
        }
    }
    Err(last)
}

fn run(program: &[String], path: &Path) -> Result<(), String> {
    let (name, arguments) = program.split_first().ok_or("no editor is set")?;
    let status = Command::new(name)
        .args(arguments)
        .arg(path)
        .status()
        .map_err(|error| format!("cannot start the editor \"{name}\": {error}"))?;
    match (status.success(), status.signal()) {
        (true, _) => Ok(()),
        (false, Some(signal)) => {
            Err(format!("the editor \"{name}\" was ended by signal {signal}; the note is as it was"))
        }
        (false, None) => Err(format!("the editor \"{name}\" ended with an error; the note is as it was")),
    }
}

fn read(path: &Path) -> Result<String, String> {
    let unread = |error| format!("cannot read what the editor wrote: {error}");
    let mut bytes = Vec::new();
    let file = fs::File::open(path).map_err(unread)?;
    file.take(MOST + 1).read_to_end(&mut bytes).map_err(unread)?;
    if bytes.len() as u64 > MOST {
        return Err(format!("what the editor wrote is longer than {MOST} bytes; the note is as it was"));
    }
    let mut text = String::from_utf8_lossy(&bytes).replace("\r\n", "\n");
    text.truncate(text.trim_end().len());
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit_with(program: &[&str], text: &str) -> Result<String, String> {
        let folder = tempfile::tempdir().unwrap();
        let program: Vec<String> = program.iter().map(|word| (*word).to_owned()).collect();
        let edited = edit(&program, text, &folder.path().join("state"));
        assert_eq!(fs::read_dir(folder.path().join("state")).unwrap().count(), 0, "no file stays behind");
        edited
    }

    #[test]
    fn the_text_comes_back_or_a_reason() {
        assert_eq!(edit_with(&["true"], "a\nb"), Ok("a\nb".to_owned()));
        assert_eq!(edit_with(&["sed", "-i", "s/a/$(id)/"], "a"), Ok("$(id)".to_owned()));
        assert!(edit_with(&["false"], "a").is_err_and(|why| why.contains("ended with an error")));
        assert!(edit_with(&["/no/such/editor"], "a").is_err_and(|why| why.contains("cannot start")));
        assert!(edit_with(&["rm"], "a").is_err_and(|why| why.contains("cannot read")));
    }
}

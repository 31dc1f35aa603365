//! What `attache doctor` says about folders and files: who can read them, where they are, how much room there is, what killed
//! sessions left behind.

use std::fs::{self, Metadata};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use rustix::process::geteuid;

use super::finding::Finding;
use crate::runtime::disk;
use crate::runtime::files::Places;
use crate::runtime::policy::Policy;
use crate::runtime::scratch;

/// Less room than this, in bytes, is worth a look.
const LITTLE: u64 = 64 << 20;

/// Checks the folders, the files in them, and the disk.
pub fn check(places: &Places, policy: &Policy) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (name, path, forbidden) in
        [("data", &places.data, 0o077), ("state", &places.state, 0o077), ("configuration", &places.config, 0o022)]
    {
        if name == "state" && places.state == places.data {
            continue;
        }
        match fs::metadata(path) {
            Err(_) => {
                findings.push(Finding::ok("folders", format!("there is no {name} folder yet")).at(&path.display()));
            }
            Ok(about) => findings.push(rights(&format!("the {name} folder"), path, &about, forbidden)),
        }
    }
    findings.extend(own_files(places));
    findings.extend(disks(&places.data));
    findings.extend(left(places, policy));
    findings
}

/// Whether a file or folder is this user's alone; `forbidden` are the rights that others must not have.
fn rights(name: &str, path: &Path, about: &Metadata, forbidden: u32) -> Finding {
    let mode = about.mode() & 0o777;
    if about.uid() != geteuid().as_raw() {
        let what = format!("{name} belongs to another user (number {})", about.uid());
        return Finding::look("rights", what, "let it belong to you (chown), or use another folder (--data-dir)")
            .at(&path.display());
    }
    if mode & forbidden != 0 {
        let what = format!("other users have access to {name} (mode {mode:o})");
        let may = mode & !forbidden;
        return Finding::look("rights", what, format!("chmod {may:o} \"{}\"", path.display())).at(&path.display());
    }
    Finding::ok("rights", format!("{name} is private (mode {mode:o})")).at(&path.display())
}

/// The files of the program that others may read or that belong to others; none where all is well.
fn own_files(places: &Places) -> Vec<Finding> {
    let names = ["archive.db", "archive.db-wal", "archive.db-shm", "attache.log", "screen.toml", "watch.toml"];
    let mut files: Vec<PathBuf> =
        names.iter().flat_map(|name| [places.data.join(name), places.state.join(name)]).collect();
    files.dedup();
    let judged = files.iter().filter_map(|path| {
        let about = fs::metadata(path).ok()?;
        Some(rights("the file", path, &about, 0o077)).filter(|finding| finding.advice.is_some())
    });
    judged.collect()
}

/// Network file systems and full disks.
fn disks(data: &Path) -> Vec<Finding> {
    let Some(folder) = data.ancestors().find(|folder| folder.is_dir()) else { return Vec::new() };
    let mut findings = Vec::new();
    if let Some(name) = disk::network(folder) {
        let what = format!("the archive is on a network file system ({name}): locks between machines may not hold");
        let advice = "keep the archive on a local disk (--data-dir), and never open it on two machines at once";
        findings.push(Finding::look("file system", what, advice).at(&folder.display()));
    }
    findings.extend(disk::free(folder).map(|bytes| room(folder, bytes)));
    findings
}

fn room(folder: &Path, bytes: u64) -> Finding {
    let what = if bytes == 0 {
        "the disk of the archive is full: nothing is kept".to_owned()
    } else if bytes < LITTLE {
        format!("the disk of the archive has only {} KB left", bytes >> 10)
    } else {
        return Finding::ok("disk", format!("the disk of the archive has {} MB left", bytes >> 20))
            .at(&folder.display());
    };
    Finding::look("disk", what, "make room; what is not kept until then is told in the status line")
        .at(&folder.display())
}

/// What killed sessions left behind.
fn left(places: &Places, policy: &Policy) -> Vec<Finding> {
    let mut findings = Vec::new();
    let temporary = policy.temporary();
    let folders = scratch::left_behind(&temporary).len();
    if folders > 0 {
        let what = format!(
            "killed sessions left {folders} folders of temporary archives; the next start of the screen removes them"
        );
        findings.push(Finding::ok("left behind", what).at(&temporary.display()));
    }
    let named = |folder: &Path, is: fn(&str) -> bool| {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        let mut found: Vec<PathBuf> =
            entries.filter(|entry| entry.file_name().to_str().is_some_and(is)).map(|entry| entry.path()).collect();
        found.sort();
        found
    };
    for path in named(&places.state, |name| {
        name.starts_with("note-") && Path::new(name).extension().is_some_and(|end| end == "md")
    }) {
        let what = "the text of a note is in a file and not in the archive";
        findings.push(
            Finding::look("drafts", what, "the next start of the screen offers it, unless a session is writing it now")
                .at(&path.display()),
        );
    }
    let mut folders = vec![&places.data];
    if places.state != places.data {
        folders.push(&places.state);
    }
    for path in folders
        .into_iter()
        .flat_map(|folder| named(folder, |name| name.starts_with(".new-") || name.starts_with(".attache-")))
    {
        let what = "a half-written file of a program that was killed";
        findings.push(
            Finding::look("left behind", what, "delete it, unless attache is being started now").at(&path.display()),
        );
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::doctor::finding::Level;

    #[test]
    fn little_room_is_told() {
        let levels = [0, 1 << 20, LITTLE, 1 << 40].map(|bytes| room(Path::new("/x"), bytes).level);
        assert_eq!(levels, [Level::Look, Level::Look, Level::Ok, Level::Ok]);
        assert!(room(Path::new("/x"), 0).what.contains("full"));
    }
}

//! What the disk under a folder is: how much room it has, and whether it is another machine's.

use std::path::Path;

/// Bytes that this user can still write there; `None` where the system does not say.
pub fn free(folder: &Path) -> Option<u64> {
    let about = rustix::fs::statvfs(folder).ok()?;
    Some(about.f_bavail.saturating_mul(about.f_frsize))
}

/// The name of the network file system that a folder is on, if it is on one. Programs in user space (FUSE) count: most of them are.
#[cfg(target_os = "linux")]
pub fn network(folder: &Path) -> Option<&'static str> {
    let kind = rustix::fs::statfs(folder).ok()?.f_type;
    name_of(kind as u32)
}

/// The name of the network file system that a folder is on; not known on this system.
#[cfg(not(target_os = "linux"))]
pub fn network(_folder: &Path) -> Option<&'static str> {
    None
}

/// The name of a network file system by its magic number (statfs(2)).
#[cfg(target_os = "linux")]
fn name_of(magic: u32) -> Option<&'static str> {
    Some(match magic {
        0x6969 => "NFS",
        0x517b | 0xff53_4d42 | 0xfe53_4d42 => "SMB",
        0x6573_5546 => "FUSE",
        0x0102_1997 => "9P",
        0x00c3_6400 => "Ceph",
        0x5346_414f | 0x6b41_4653 => "AFS",
        0x7375_7245 => "Coda",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(target_os = "linux")]
    #[test]
    fn network_file_systems_are_known_by_their_numbers() {
        // NFS, SMB and FUSE as statfs(2) lists them; ext4, xfs, btrfs, tmpfs, overlay.
        assert_eq!([0x6969, 0xff53_4d42, 0x6573_5546].map(name_of), [Some("NFS"), Some("SMB"), Some("FUSE")]);
        assert!(
            [0xef53, 0x5846_5342, 0x9123_683e, 0x0102_1994, 0x794c_7630]
                .into_iter()
                .all(|local| name_of(local).is_none())
        );
        assert_eq!(network(Path::new("/proc")), None);
    }

    #[test]
    fn a_folder_has_room_or_is_not_there() {
        assert!(free(Path::new("/")).is_some());
        assert_eq!(free(Path::new("/no/such/folder")), None);
    }
}

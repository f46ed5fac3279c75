//! Whose files are code that may run here.
//!
//! An artifact is code. Hashes say that it is whole, and not who made it: that is said by the file system. So what
//! everybody can write is refused, and so is a file of another user than the one who is trusted.

use std::{
    fs::{self, File, Metadata},
    io::{self, Read},
    os::unix::fs::MetadataExt,
    path::Path,
};

/// The bit of a file's mode that lets everybody write.
const WORLD_WRITABLE: u32 = 0o002;
/// The bit of a folder's mode that keeps everybody from replacing files of others.
const STICKY: u32 = 0o1000;

/// Why a file is not read.
pub(crate) enum Refused {
    /// It cannot be.
    Io(io::Error),
    /// It must not be, for this reason.
    Untrusted(String),
}

/// A folder is its owner's, and nobody else can write to it.
pub(crate) fn check_folder(path: &Path, owner: u32) -> Result<(), Refused> {
    let data = fs::metadata(path).map_err(Refused::Io)?;
    let shown = path.display();
    if !data.is_dir() {
        return Err(Refused::Untrusted(format!("{shown} is no folder")));
    }
    if data.mode() & WORLD_WRITABLE != 0 {
        return Err(Refused::Untrusted(format!(
            "{shown} is refused as a cache, for everybody can write to it, and what is in it is run: chmod o-w {shown}"
        )));
    }
    check_owner(path, &data, owner)
}

/// Nobody but its owner can put another file in the place of one in this folder.
pub(crate) fn check_neighbours(file: &Path) -> Result<(), Refused> {
    let folder = match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mode = fs::metadata(folder).map_err(Refused::Io)?.mode();
    if mode & WORLD_WRITABLE != 0 && mode & STICKY == 0 {
        let shown = folder.display();
        return Err(Refused::Untrusted(format!(
            "{} is refused, for everybody can write to its folder, and it is code: chmod o-w {shown}",
            file.display()
        )));
    }
    Ok(())
}

/// The bytes of a file that not everybody can write, and its owner, who must be the one that is given (or the
/// system's administrator), if one is.
pub(crate) fn read(path: &Path, owner: Option<u32>) -> Result<(Vec<u8>, u32), Refused> {
    let mut file = File::open(path).map_err(Refused::Io)?;
    // Of the open file: what is checked is what is read.
    let data = file.metadata().map_err(Refused::Io)?;
    if data.mode() & WORLD_WRITABLE != 0 {
        let shown = path.display();
        return Err(Refused::Untrusted(format!(
            "{shown} is refused, for everybody can write to it, and it is code: chmod o-w {shown}"
        )));
    }
    if let Some(owner) = owner {
        check_owner(path, &data, owner)?;
    }
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).map_err(Refused::Io)?;
    Ok((bytes, data.uid()))
}

/// Of the owner, or of the system's administrator, who can do anything anyway.
fn check_owner(path: &Path, data: &Metadata, owner: u32) -> Result<(), Refused> {
    match data.uid() == owner || data.uid() == 0 {
        true => Ok(()),
        false => Err(Refused::Untrusted(format!(
            "{} is refused, for it belongs to the user {} and not to {owner}, and what is in it is run",
            path.display(),
            data.uid()
        ))),
    }
}

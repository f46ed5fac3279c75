//! Linking: from relocatable objects to a shared object, or to a static library.

use crate::{Error, scratch::Folder};
use std::{
    ffi::OsString,
    fs, io,
    path::{Path, PathBuf},
    process::Command,
};

/// How a shared object finds what it needs.
#[derive(Clone, Debug)]
pub enum Linkage {
    /// Loaded by fvopt, which has OpenMP's library and libm loaded already.
    Loaded,
    /// For programs in any language: it names the libraries that it needs, and has a name of its own.
    Library {
        /// The name of the file.
        name: String,
        /// Whether it uses OpenMP.
        uses_openmp: bool,
    },
}

/// The linker: `FVOPT_LINKER`, else that of the LLVM that fvopt was built with, else the first `ld.lld` or
/// `ld` that the shell finds.
fn linkers() -> Vec<OsString> {
    if let Some(linker) = std::env::var_os("FVOPT_LINKER") {
        return vec![linker];
    }
    let own = Path::new(fvopt_native::LLVM_PREFIX).join("bin/ld.lld");
    let own = own.exists().then(|| own.into_os_string());
    own.into_iter()
        .chain(["ld.lld".into(), "ld".into()])
        .collect()
}

/// Links relocatable objects into a shared object.
pub fn link(objects: &[&[u8]], linkage: &Linkage) -> Result<Vec<u8>, Error> {
    let _span = tracing::info_span!("link").entered();
    let folder = Folder::new().map_err(|error| {
        Error::Artifact(format!(
            "objects cannot be linked, for there is no room for temporary files: {error}"
        ))
    })?;
    let cannot = |error: io::Error| {
        Error::Artifact(format!(
            "objects cannot be linked in {}: {error}",
            folder.path().display()
        ))
    };
    let output = folder.path().join("linked.so");
    let mut arguments: Vec<OsString> = [
        "-shared",
        "-Bsymbolic",
        "--gc-sections",
        "-znow",
        "-s",
        "-o",
    ]
    .map(OsString::from)
    .into();
    arguments.push(output.clone().into_os_string());
    for (number, object) in objects.iter().enumerate() {
        let path = folder.path().join(format!("{number}.o"));
        fs::write(&path, object).map_err(cannot)?;
        arguments.push(path.into_os_string());
    }
    if let Linkage::Library { name, uses_openmp } = linkage {
        arguments.extend(["-soname".into(), name.into()]);
        libraries(*uses_openmp, &mut arguments)?;
    }
    let is_chosen = std::env::var_os("FVOPT_LINKER").is_some();
    for linker in linkers() {
        let run = match Command::new(&linker).args(&arguments).output() {
            Ok(run) => run,
            Err(error) if error.kind() == io::ErrorKind::NotFound && !is_chosen => continue,
            Err(error) => {
                return Err(Error::Artifact(format!(
                    "the linker {} cannot be started: {error}{}",
                    linker.display(),
                    if is_chosen {
                        " (FVOPT_LINKER names it)"
                    } else {
                        ""
                    }
                )));
            }
        };
        if !run.status.success() {
            return Err(Error::Artifact(format!(
                "{} could not link the program: {}",
                linker.display(),
                String::from_utf8_lossy(&run.stderr).trim()
            )));
        }
        return fs::read(&output).map_err(cannot);
    }
    Err(Error::Artifact(
        "there is no linker: install lld-22 or binutils, or set FVOPT_LINKER to one that takes the options of ld"
            .into(),
    ))
}

/// What a shared object for other programs names as needed.
fn libraries(uses_openmp: bool, arguments: &mut Vec<OsString>) -> Result<(), Error> {
    let folders = [
        "/lib/x86_64-linux-gnu",
        "/lib/aarch64-linux-gnu",
        "/lib64",
        "/usr/lib64",
        "/lib",
        "/usr/lib",
    ];
    arguments.push("--as-needed".into());
    for library in ["libm.so.6", "libc.so.6"] {
        let mut paths = folders.iter().map(|folder| Path::new(folder).join(library));
        if let Some(path) = paths.find(|path| path.exists()) {
            arguments.push(path.into_os_string());
        }
    }
    if uses_openmp {
        let path =
            fvopt_native::openmp_library().map_err(|error| Error::Artifact(error.to_string()))?;
        let path = PathBuf::from(path.to_string_lossy().into_owned());
        if let Some(folder) = path.parent() {
            arguments.extend(["-rpath".into(), folder.as_os_str().to_owned()]);
        }
        arguments.push(path.into_os_string());
    }
    Ok(())
}

/// Puts relocatable objects, each with the name of its member, into a static library.
pub fn archive(objects: &[(&str, &[u8])]) -> Result<Vec<u8>, Error> {
    let cannot = |error: io::Error| {
        Error::Artifact(format!(
            "objects cannot be put into a static library: {error}"
        ))
    };
    let folder = Folder::new().map_err(cannot)?;
    let output = folder.path().join("library.a");
    let mut arguments: Vec<OsString> = vec!["rcsD".into(), output.clone().into_os_string()];
    for (name, object) in objects {
        let path = folder.path().join(name);
        fs::write(&path, object).map_err(cannot)?;
        arguments.push(path.into_os_string());
    }
    let own = Path::new(fvopt_native::LLVM_PREFIX).join("bin/llvm-ar");
    let own = own.exists().then(|| own.into_os_string());
    for archiver in own.into_iter().chain(["llvm-ar".into(), "ar".into()]) {
        let Ok(run) = Command::new(&archiver).args(&arguments).output() else {
            continue;
        };
        if !run.status.success() {
            return Err(Error::Artifact(format!(
                "{} could not make a library: {}",
                archiver.display(),
                String::from_utf8_lossy(&run.stderr).trim()
            )));
        }
        return fs::read(&output).map_err(cannot);
    }
    Err(Error::Artifact(
        "there is no `ar`: install llvm-22 or binutils".into(),
    ))
}

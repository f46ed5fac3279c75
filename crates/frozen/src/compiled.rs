//! Compiled programs that are not in memory.

use crate::{Error, Linkage, Manifest, archive, export, link, manifest, written};
use std::path::{Path, PathBuf};

/// Variants of a program, compiled for a processor that need not be this machine's.
pub struct Compiled {
    /// What the variants say of themselves, at least one.
    pub manifests: Vec<Manifest>,
    /// Relocatable objects that belong together.
    pub objects: Vec<Vec<u8>>,
    /// The object with what compiled programs call, where they are not loaded by fvopt.
    pub support: &'static [u8],
}

/// What is written of compiled programs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Files {
    /// A shared object.
    pub shared: PathBuf,
    /// Its manifest.
    pub manifest: PathBuf,
    /// A static library, where one was asked for.
    pub archive: Option<PathBuf>,
    /// A header for C.
    pub header: PathBuf,
    /// A module for Fortran.
    pub module: PathBuf,
}

impl Compiled {
    /// All objects.
    pub fn all_objects(&self) -> Vec<&[u8]> {
        let objects = self.objects.iter().map(Vec::as_slice);
        objects.chain([self.support]).collect()
    }

    /// Writes into a folder, which is made where it is not there: `libNAME.so` and its manifest `NAME.json`,
    /// `NAME.h` for C, `NAME.f90` for Fortran, and `libNAME.a` where a static library is wanted.
    pub fn save(&self, folder: &Path, name: &str, with_archive: bool) -> Result<Files, Error> {
        let uses_openmp = self.manifests.iter().any(|manifest| manifest.uses_openmp);
        let library = format!("lib{name}.so");
        let linkage = Linkage::Library {
            name: library.clone(),
            uses_openmp,
        };
        let header = export::c::header(&self.manifests, name)?;
        let module = export::fortran::module(&self.manifests, name)?;
        let shared = link(&self.all_objects(), &linkage)?;
        let manifests: Vec<&Manifest> = self.manifests.iter().collect();
        let json = manifest::to_json(&manifests, &shared);
        written::make_folder(folder)?;
        let write = |name: String, bytes: &[u8]| written::write(folder, &name, bytes);
        let archive = match with_archive {
            true => {
                let names: Vec<String> = (0..=self.objects.len())
                    .map(|number| format!("{name}_{number}.o"))
                    .collect();
                let members: Vec<(&str, &[u8])> = names
                    .iter()
                    .map(String::as_str)
                    .zip(self.all_objects())
                    .collect();
                Some(write(format!("lib{name}.a"), &archive(&members)?)?)
            }
            false => None,
        };
        // The manifest last: it says that the rest is there.
        Ok(Files {
            shared: write(library, &shared)?,
            archive,
            header: write(format!("{name}.h"), header.as_bytes())?,
            module: write(format!("{name}.f90"), module.as_bytes())?,
            manifest: write(format!("{name}.json"), json.as_bytes())?,
        })
    }
}

//! A compiled program: data, and machine code.

use crate::{
    Argument, Binding, Error, HostFunctions, Linkage, Manifest, NoHost, Statistics, arguments,
    container, link, manifest,
    signature::Signature,
    target::Target,
    trust::{self, Refused},
    written::{self, cannot},
};
use fvopt_boxes::NumericBox;
use fvopt_native::{Diagnostic, Function, SharedObject, Symbol};
use std::{
    collections::HashSet,
    path::{Path, PathBuf},
    sync::Arc,
};

/// A compiled program for one pattern of arguments that are one field, perhaps with variants for some sizes of the
/// domain or for other patterns, of which binding chooses. Clones share it. It needs
/// nothing of the module and the context that it was made in, nor the compiler; any thread may bind and call
/// it, and several at once.
#[derive(Clone, Debug)]
pub struct Artifact {
    parts: Arc<Parts>,
    /// Which of the variants this value speaks of.
    number: usize,
}

/// What an artifact consists of.
#[derive(Debug)]
struct Parts {
    variants: Vec<Variant>,
    image: Arc<Image>,
}

/// Code of a program, and what it says of itself.
#[derive(Clone, Debug)]
pub struct Variant {
    /// What it says.
    pub manifest: Manifest,
    /// The code.
    pub function: Function,
}

/// The code of an artifact, for those who write it.
#[derive(Debug)]
pub enum Image {
    /// Relocatable objects that belong together.
    Objects(Vec<Vec<u8>>),
    /// A shared object.
    Linked(Vec<u8>),
}

// Artifacts go to other threads.
const _: () = {
    const fn is_shared<T: Send + Sync>() {}
    is_shared::<Artifact>();
};

impl Artifact {
    /// An artifact of code that is in memory: at least one variant, all of one program.
    ///
    /// # Panics
    /// When there is none.
    pub fn new(variants: Vec<Variant>, image: Image) -> Self {
        assert!(!variants.is_empty(), "an artifact without code");
        Self {
            parts: Arc::new(Parts {
                variants,
                image: Arc::new(image),
            }),
            number: 0,
        }
    }

    /// Reads an artifact from bytes that [`Self::to_bytes`] made: checks that they are whole, that this fvopt calls
    /// by the same ABI and that the code runs on this machine, and loads the code. No compiler is needed.
    ///
    /// An artifact is code, and what bytes say of themselves is no proof of who made them: give it bytes that come
    /// from somebody whose programs you would start.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let (manifest, object) = container::unpack(bytes)?;
        Self::of_parts(manifest, object)
    }

    /// The manifest of an artifact in bytes that [`Self::to_bytes`] made, which are checked and not loaded.
    pub fn manifest_of(bytes: &[u8]) -> Result<Manifest, Error> {
        let (manifest, object) = container::unpack(bytes)?;
        let (mut manifests, file) = manifest::from_json(manifest)?;
        file.check(object)?;
        Ok(manifests.swap_remove(0))
    }

    /// The JSON of that manifest.
    pub fn manifest_text(bytes: &[u8]) -> Result<&str, Error> {
        container::unpack(bytes).map(|(manifest, _)| manifest)
    }

    /// The artifact as bytes.
    pub fn to_bytes(&self) -> Result<Vec<u8>, Error> {
        let object = self.linked(&Linkage::Loaded)?;
        Ok(container::pack(&self.json(&object), &object))
    }

    /// Reads an artifact that [`Self::save`] or `fvopt compile` wrote, given its manifest, and checks it as
    /// [`Self::from_bytes`] does. The shared object lies beside the manifest.
    ///
    /// Whoever names a manifest trusts its owner. What everybody can write, and an object of another user than the
    /// manifest's owner, is refused.
    pub fn load(manifest: &Path) -> Result<Self, Error> {
        let read = |path: &Path, owner: Option<u32>| {
            let read = trust::check_neighbours(path).and_then(|()| trust::read(path, owner));
            read.map_err(|problem| match problem {
                Refused::Io(error) => cannot("read", path, &error),
                Refused::Untrusted(problem) => Error::Artifact(problem),
            })
        };
        let (text, owner) = read(manifest, None)?;
        let (object, _) = read(&object_path(manifest), Some(owner))?;
        let artifact = match String::from_utf8(text) {
            Ok(text) => Self::of_parts(&text, &object),
            Err(_) => Err(Error::Artifact(
                "the manifest is damaged: it is no text; compile the program again".into(),
            )),
        };
        let named = |problem: String| format!("{}: {problem}", manifest.display());
        artifact.map_err(|error| match error {
            Error::Artifact(problem) => Error::Artifact(named(problem)),
            Error::Version(problem) => Error::Version(named(problem)),
            error => error,
        })
    }

    /// Writes the artifact into a folder, as `libNAME.so` and its manifest `NAME.json`; gives the path of the
    /// manifest. The object names the libraries that it needs, so that programs in any language can be linked
    /// with it.
    pub fn save(&self, folder: &Path, name: &str) -> Result<PathBuf, Error> {
        let file = format!("lib{name}.so");
        let object = self.linked(&Linkage::Library {
            name: file.clone(),
            uses_openmp: self.manifest().uses_openmp,
        })?;
        written::make_folder(folder)?;
        // The object first: a manifest without its object would be a broken artifact.
        written::write(folder, &file, &object)?;
        written::write(
            folder,
            &format!("{name}.json"),
            self.json(&object).as_bytes(),
        )
    }

    fn json(&self, object: &[u8]) -> String {
        let variants = self.parts.variants.iter();
        let manifests: Vec<&Manifest> = variants.map(|variant| &variant.manifest).collect();
        manifest::to_json(&manifests, object)
    }

    // An artifact is code, and this is where it is taken in: see "Unsafe code" in ARCHITECTURE.md.
    #[allow(unsafe_code)]
    fn of_parts(text: &str, object: &[u8]) -> Result<Self, Error> {
        let (manifests, file) = manifest::from_json(text)?;
        file.check(object)?;
        for manifest in &manifests {
            manifest.processor.check_here()?;
        }
        let uses_openmp = manifests.iter().any(|manifest| manifest.uses_openmp);
        let cannot = |manifest: &Manifest, source| Error::Engine {
            what: format!(
                "the code of {} cannot be loaded",
                Symbol(&manifest.signature.entry)
            ),
            source,
        };
        // SAFETY: the object is the one that fvopt wrote for this manifest, by its hash; that it is from
        // somebody whose code may run here is the caller's promise, as for any library. Entries are what the
        // manifest names.
        let variants = unsafe {
            let loaded = SharedObject::load(object, uses_openmp)
                .map_err(|source| cannot(&manifests[0], source))?;
            let variants = manifests.into_iter().map(|manifest| {
                let function = loaded.function(&manifest.symbol);
                let function = function.map_err(|source| cannot(&manifest, source))?;
                Ok(Variant { manifest, function })
            });
            variants.collect::<Result<Vec<_>, Error>>()?
        };
        Ok(Self::new(variants, Image::Linked(object.to_vec())))
    }

    /// The code as a shared object.
    fn linked(&self, linkage: &Linkage) -> Result<Vec<u8>, Error> {
        match &*self.parts.image {
            Image::Objects(objects) => {
                let objects: Vec<&[u8]> = objects.iter().map(Vec::as_slice).collect();
                link::link(&objects, linkage)
            }
            Image::Linked(object) => Ok(object.clone()),
        }
    }

    /// The same code, which says other things of itself: of a program that differs in names and places alone.
    pub fn with_manifests(&self, mut change: impl FnMut(&mut Manifest)) -> Self {
        let mut variants = self.parts.variants.clone();
        for variant in &mut variants {
            change(&mut variant.manifest);
        }
        Self {
            parts: Arc::new(Parts {
                variants,
                image: self.parts.image.clone(),
            }),
            number: self.number,
        }
    }

    /// The artifact once for each of its variants.
    pub fn variants(&self) -> impl Iterator<Item = Self> {
        (0..self.parts.variants.len()).map(|number| Self {
            parts: self.parts.clone(),
            number,
        })
    }

    /// The variant for a domain and for arguments of which these are one field: one for this domain alone where
    /// there is one, or one for any domain.
    pub fn variant(&self, domain: [i64; 3], equal: &[(usize, usize)]) -> Option<Self> {
        let fits = |variant: &Self, pinned: Option<[i64; 3]>| {
            variant.target().domain == pinned && variant.equal() == equal
        };
        let mut pinned = self.variants();
        let pinned = pinned.find(|variant| fits(variant, Some(domain)));
        pinned.or_else(|| self.variants().find(|variant| fits(variant, None)))
    }

    /// The code.
    pub(crate) fn function(&self) -> &Function {
        &self.parts.variants[self.number].function
    }

    /// What it says of itself.
    pub fn manifest(&self) -> &Manifest {
        &self.parts.variants[self.number].manifest
    }

    /// The code, for those who link it themselves.
    pub fn image(&self) -> &Image {
        &self.parts.image
    }

    /// What the program takes.
    pub fn signature(&self) -> &Signature {
        &self.manifest().signature
    }

    /// What it was compiled for.
    pub fn target(&self) -> &Target {
        &self.manifest().target
    }

    /// The arguments that are one field, as pairs of argument numbers (first, other).
    pub fn equal(&self) -> &[(usize, usize)] {
        &self.manifest().equal
    }

    /// What the code is made of.
    pub fn statistics(&self) -> &Statistics {
        &self.manifest().statistics
    }

    /// What the compiler warned of.
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.manifest().warnings
    }

    /// The functions of a host that the program calls, each where it is called first.
    pub fn host_functions(&self) -> impl Iterator<Item = &str> {
        let mut seen = HashSet::new();
        let names = self.manifest().callbacks.iter();
        names
            .map(|callback| callback.name.as_str())
            .filter(move |name| seen.insert(*name))
    }

    /// For every argument the box that a binding must offer, as far as it is
    /// known without running; scalars have their values as bits.
    pub fn required(&self, domain: [i64; 3], scalars: &[Option<i64>]) -> Vec<Option<NumericBox>> {
        self.manifest().required.evaluate(domain, scalars)
    }

    /// Checks arguments once and makes them ready for calls: their number and types, that the fields
    /// hold what the program touches, that no two overlap in part, and that those are one field which it
    /// was compiled for. A program that calls functions of a host needs [`Self::bind_with_host`].
    pub fn bind(&self, domain: [i64; 3], arguments: &[Argument]) -> Result<Binding, Error> {
        self.bind_with_host(domain, arguments, NoHost)
    }

    /// Binds a program that calls functions of a host, which must have them all.
    pub fn bind_with_host<H: HostFunctions>(
        &self,
        domain: [i64; 3],
        arguments: &[Argument],
        host: H,
    ) -> Result<Binding<H>, Error> {
        let signature = self.signature();
        arguments::check_types(signature, None, domain, arguments)?;
        let equal = arguments::equal(signature, arguments)?;
        if let Some(variant) = self.variant(domain, &equal)
            && variant.number != self.number
        {
            return variant.bind_with_host(domain, arguments, host);
        }
        arguments::check_types(signature, self.target().domain, domain, arguments)?;
        if equal != self.equal() {
            return Err(Error::Bind(format!(
                "the code of {} is compiled for {}, but it is given {}; compile it for these",
                Symbol(&signature.entry),
                pattern_text(signature, self.equal()),
                pattern_text(signature, &equal)
            )));
        }
        arguments::check_constants(signature, &self.manifest().constants, arguments)?;
        let required = self.required(domain, &arguments::integers(arguments));
        arguments::check_parts(signature, arguments, &required)?;
        if let Some(missing) = self.host_functions().find(|name| !host.has(name)) {
            return Err(Error::Bind(format!(
                "the host has no function {}",
                Symbol(missing)
            )));
        }
        Ok(Binding::new(
            self.clone(),
            host,
            domain,
            arguments,
            required,
        ))
    }

    /// Whether two arguments are one field.
    pub(crate) fn is_one_field(&self, left: usize, right: usize) -> bool {
        let first = |number: usize| {
            let pair = self.equal().iter().find(|(_, other)| *other == number);
            pair.map_or(number, |(first, _)| *first)
        };
        first(left) == first(right)
    }
}

/// The shared object of a manifest: `libNAME.so` beside `NAME.json`.
fn object_path(manifest: &Path) -> PathBuf {
    let stem = manifest.file_stem().unwrap_or_default().to_string_lossy();
    manifest.with_file_name(format!("lib{stem}.so"))
}

/// Which arguments are one field, in words.
fn pattern_text(signature: &Signature, equal: &[(usize, usize)]) -> String {
    if equal.is_empty() {
        return "arguments that are all different fields".into();
    }
    let name = |number: usize| &signature.arguments[number].0;
    let pairs: Vec<String> = equal
        .iter()
        .map(|(first, other)| format!("`{}` and `{}`", name(*first), name(*other)))
        .collect();
    format!("arguments of which {} are one field", pairs.join(", "))
}

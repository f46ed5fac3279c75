//! The artifacts of a program: from the cache, or compiled.

use super::{Program, Variant};
use crate::{
    Artifact, Error,
    canonical::{self, Locations},
    compiler::{Partial, load},
};
use fvopt_frozen::cache::{Key, Lookup};
use fvopt_lowering::pipeline::Settings;

impl<'c> Program<'c> {
    /// The key of the variant in which these arguments are one field: a hash of all that its code depends on.
    pub fn key(&self, equal: &[(usize, usize)]) -> Result<Key, Error> {
        canonical::key(
            &self.module,
            &self.signature.entry,
            &equal.to_vec(),
            &self.target,
            &self.versions,
        )
    }

    /// Says that this variant is about to be compiled. Where a cache has it, it is taken from there; where
    /// another process is compiling it, this waits; otherwise the others wait until this program has compiled
    /// it, or is dropped. [`Self::artifact`] does so by itself: this is for those who ask for something else
    /// first, for which nothing has then to be analysed. Gives whether the code is there.
    pub fn reserve(&self, equal: &[(usize, usize)]) -> Result<bool, Error> {
        let is_compiled = |variant: &Variant| matches!(variant, Variant::Compiled(_));
        if self.variants.borrow().get(equal).is_some_and(is_compiled) {
            return Ok(true);
        }
        let Some(cache) = &self.cache else {
            return Ok(false);
        };
        if self.reserved.borrow().contains_key(equal) {
            return Ok(false);
        }
        let key = self.key(equal)?;
        let _span = tracing::info_span!("cache").entered();
        match cache.lookup(&key) {
            Lookup::Hit(artifact) => {
                tracing::info!("hit {key}");
                let compiled = Variant::Compiled(self.at_home(&artifact));
                self.variants.borrow_mut().insert(equal.to_vec(), compiled);
                Ok(true)
            }
            Lookup::Miss(reservation) => {
                tracing::info!("miss {key}");
                let mut reserved = self.reserved.borrow_mut();
                reserved.insert(equal.to_vec(), (key, reservation));
                Ok(false)
            }
        }
    }

    /// Compiles the variant in which these arguments are one field (pairs of
    /// argument numbers); once, however often it is asked for. Binding does so by itself.
    pub fn artifact(&self, equal: &[(usize, usize)]) -> Result<Artifact, Error> {
        self.reserve(equal)?;
        let artifact = match self.variants.borrow_mut().remove(equal) {
            Some(Variant::Compiled(artifact)) => artifact,
            Some(Variant::Partial(partial)) => self.compile(*partial, equal)?,
            None => self.compile(self.partial(equal)?, equal)?,
        };
        let compiled = Variant::Compiled(artifact.clone());
        self.variants.borrow_mut().insert(equal.to_vec(), compiled);
        Ok(artifact)
    }

    /// Makes code, and keeps it where there is a cache.
    fn compile(&self, partial: Partial<'c>, equal: &[(usize, usize)]) -> Result<Artifact, Error> {
        let compiled = partial.compile(self.signature.clone(), "", &self.versions);
        let mut compiled = compiled.map_err(|error| self.error_at_home(error))?;
        for manifest in &mut compiled.manifests {
            manifest.constants = self.constants.clone();
        }
        let reservation = self.reserved.borrow_mut().remove(equal);
        let (Some(cache), Some((key, reservation))) = (&self.cache, reservation) else {
            return load(compiled);
        };
        for manifest in &mut compiled.manifests {
            manifest.key = Some(key.text());
        }
        let artifact = load(compiled)?;
        cache.put(&key, &artifact, reservation);
        Ok(self.at_home(&artifact))
    }

    /// An artifact of the cache with the names and locations of the module at hand.
    fn at_home(&self, artifact: &Artifact) -> Artifact {
        artifact.with_manifests(|manifest| {
            manifest.signature = self.signature.clone();
            self.locations().put_into_manifest(manifest);
        })
    }

    pub(super) fn error_at_home(&self, error: Error) -> Error {
        match error {
            Error::Compile(diagnostics) if self.cache.is_some() => {
                let diagnostics = diagnostics.iter();
                let put = |diagnostic| self.locations().put_into_diagnostic(diagnostic);
                Error::Compile(diagnostics.map(put).collect())
            }
            error => error,
        }
    }

    pub(super) fn locations(&self) -> &Locations {
        let entry = &self.signature.entry;
        self.locations
            .get_or_init(|| Locations::of(&self.module, entry))
    }

    /// A program of its own without code.
    pub(crate) fn partial(&self, equal: &[(usize, usize)]) -> Result<Partial<'c>, Error> {
        let settings = Settings {
            entry: Some(self.signature.entry.clone()),
            equal: equal.to_vec(),
            target: self.target.clone(),
        };
        // What others share must not depend on where this module comes from.
        let module = match self.cache.is_some() {
            true => canonical::with_numbers(&self.module, &self.signature.entry),
            false => self.module.duplicate(),
        };
        Partial::new(module, settings).map_err(|error| self.error_at_home(error))
    }
}

//! Locations.

use super::{Ctx, collect, string_ref};
use mlir_sys::*;
use std::{fmt, marker::PhantomData};

/// A source location.
#[derive(Clone, Copy)]
pub struct Loc<'c>(pub(crate) MlirLocation, pub(crate) PhantomData<&'c ()>);

impl<'c> Loc<'c> {
    pub(crate) fn from_raw(raw: MlirLocation) -> Self {
        Self(raw, PhantomData)
    }

    /// The handle of a melior location.
    pub fn of(location: melior::ir::Location<'c>) -> Self {
        Self::from_raw(location.to_raw())
    }

    /// No particular place.
    pub fn unknown(context: Ctx<'c>) -> Self {
        // SAFETY: the context is alive.
        Self::from_raw(unsafe { mlirLocationUnknownGet(context.0) })
    }

    /// A place in a file, counted from 1.
    pub fn file(context: Ctx<'c>, file: &str, line: u32, column: u32) -> Self {
        // SAFETY: the context is alive; the text is copied.
        Self::from_raw(unsafe {
            mlirLocationFileLineColGet(context.0, string_ref(file), line, column)
        })
    }

    /// This place, reached from the caller's place.
    pub fn called_from(self, caller: Loc<'c>) -> Self {
        // SAFETY: both locations are of one live context.
        Self::from_raw(unsafe { mlirLocationCallSiteGet(self.0, caller.0) })
    }

    /// The place of the call through which this place was reached, where it is one of a chain.
    pub fn caller(self) -> Option<Self> {
        // SAFETY: the location is of a live context; the caller is asked only of a call site.
        unsafe {
            mlirLocationIsACallSite(self.0)
                .then(|| Self::from_raw(mlirLocationCallSiteGetCaller(self.0)))
        }
    }

    /// The place as `file:line:column`, without the chain of calls; the text of
    /// the location where it has no file.
    pub fn short(self) -> String {
        // SAFETY: the location is of a live context; each getter is called only
        // for the kind that it belongs to.
        unsafe {
            if mlirLocationIsACallSite(self.0) {
                return Self::from_raw(mlirLocationCallSiteGetCallee(self.0)).short();
            }
            if mlirLocationIsAName(self.0) {
                return Self::from_raw(mlirLocationNameGetChildLoc(self.0)).short();
            }
            if mlirLocationIsAFileLineColRange(self.0) {
                let file = mlirLocationFileLineColRangeGetFilename(self.0);
                return format!(
                    "{}:{}:{}",
                    super::text(mlirIdentifierStr(file)),
                    mlirLocationFileLineColRangeGetStartLine(self.0),
                    mlirLocationFileLineColRangeGetStartColumn(self.0)
                );
            }
        }
        self.to_string()
    }

    /// The context.
    pub fn context(self) -> Ctx<'c> {
        // SAFETY: the location is of a live context.
        Ctx(unsafe { mlirLocationGetContext(self.0) }, PhantomData)
    }
}

impl fmt::Display for Loc<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        // SAFETY: the location is of a live context.
        formatter.write_str(&collect(|data| unsafe {
            mlirLocationPrint(self.0, Some(super::append), data)
        }))
    }
}

impl fmt::Debug for Loc<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

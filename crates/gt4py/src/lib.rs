//! From GT4Py's stencils to fvopt's IR.
//!
//! A stencil comes as JSON ([`schema`]): GTIR of GT4Py, after GT4Py's own front end and its own passes,
//! so that what a stencil means is decided by GT4Py and not here. [`read`] checks the text, [`import`]
//! adds a `stencil.func` to a module with the builders of the dialects; no text is in between.
//!
//! GTIR and not a later stage, for two reasons. It is the last one in which the user's branches, loops and
//! regions are whole: OIR replaces branches with masks that are fields, which a compiler would have to
//! undo. And it is before GT4Py computes extents: fvopt infers exact boxes by itself.
//!
//! How statements become values is in `emit`; which of them run in a sweep is decided in `graph`.

mod emit;
mod error;
mod expand;
mod extents;
mod graph;
mod groups;
mod program;
mod read;
mod reads;
mod resolve;
pub mod schema;
mod tree;

pub use error::{Error, Place};
pub use program::import_program;
pub use read::{MAXIMUM_DEPTH, read, read_program};
pub use resolve::minimum_levels;

use mlir_shim::ir::{Builder, Op};
use schema::Document;

/// Builds the stencil of a document as a `stencil.func` where the builder is. On an error nothing is
/// left behind.
pub fn import<'c>(builder: &Builder<'c>, document: &Document) -> Result<Op<'c>, Error> {
    let tree = resolve::resolve(document)?;
    emit::stencil(builder, tree)
}

/// The name of a type in the JSON.
pub fn type_name(ty: schema::DataType) -> &'static str {
    match ty {
        schema::DataType::Bool => "bool",
        other => resolve::scalar_of(other).name(),
    }
}

//! The reference interpreter: its results are right by definition.
//!
//! It runs every operation of the stencil and program dialects at every stage of the pipeline
//! before upstream loops: programs with calls, the flattened value form without and with
//! inferred boxes, and the kernel form. It follows the descriptions of the operations in
//! `dialects/`, evaluates boxes numerically, and shares no analysis with the passes.
//!
//! - Control flow and calls run on a stack of frames of its own: nothing recurses, however deep
//!   calls nest.
//! - A temp is a value that is computed where it is needed, when it is needed. Where an
//!   operation has a box, its results are computed on exactly that box, and reading them
//!   outside of it is an error: a wrong inference is caught.
//! - An undefined value (memory that was never written, a read outside of an allocation, a
//!   division of integers by zero, a cast that does not fit) is no error where it arises, but
//!   where it is stored, reduced, or used by the program itself; the error then says where it came from.
//!   Computing on points that turn out not to be needed is therefore always allowed. A branch in
//!   a body that an undefined value decides has undefined results.
//! - Floats are exact: operations are those of IEEE 754, mathematical functions those of
//!   [`fvopt_math`] or [`mlir_shim::libm`], as the options say. `arith.maxnumf(a, b)` is compare and select in this order: `a` where `b`
//!   is a NaN or `a >= b`, else `b`; `arith.minnumf` the same with `a <= b`.
//!
//! ```
//! use fvopt_interpreter::{Argument, Array, Field, Number, Options, Shape, interpret};
//! use mlir_shim::{ir::{Ctx, OwnedModule, Scalar}, melior::Context};
//!
//! let context = Context::new();
//! ir_program::load(&context);
//! let source = "
//!   stencil.func @double(%f: !stencil.field<i x f64>) {
//!     %t = stencil.load %f : !stencil.field<i x f64> -> !stencil.temp<i x f64>
//!     %r = stencil.apply -> (!stencil.temp<i x f64>) {
//!       %v = stencil.access %t[0] : !stencil.temp<i x f64>
//!       %s = arith.addf %v, %v : f64
//!       stencil.yield %s : f64
//!     }
//!     stencil.store %r to %f (i = start to end) : !stencil.temp<i x f64> to !stencil.field<i x f64>
//!     stencil.return
//!   }";
//! let module = OwnedModule::parse(Ctx::of(&context), source).unwrap();
//! let shape = Shape { axes: fvopt_boxes::Axis::I.into(), data: vec![], element: Scalar::F64 };
//! let array = Array::from_fn(shape, [0; 3], [4, 1, 1], |_, [i, _, _]| Number::f64(i as f64));
//! let field = Field::new(array.unwrap());
//! let arguments = [Argument::Field(field.clone())];
//! interpret(module.op(), "double", [4, 1, 1], &arguments, Options::default()).unwrap();
//! assert_eq!(field.array().get(0, [3, 0, 0]), Some(Number::f64(6.0)));
//! ```

mod array;
mod body;
mod cells;
mod compare;
mod copy;
mod error;
mod evaluator;
mod field;
mod force;
mod insert;
mod number;
mod points;
mod program;
mod provenance;
mod source;
mod sweep;
mod sweep_layout;
mod temp;

pub use array::{Array, Shape};
pub use cells::Cells;
pub use compare::{Difference, difference};
pub use error::{InterpretError, Result};
pub use evaluator::Clamped;
pub use field::Field;
pub use number::Number;
pub use program::{Argument, HostField, HostFunctions, Options, Report, interpret};

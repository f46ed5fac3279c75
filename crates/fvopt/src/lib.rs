//! fvopt for compilers that embed it.
//!
//! A compiler brings its own `melior::Context`, loads the dialects into it with
//! [`load`], builds IR with the builders of [`stencil`] and [`program`] (or
//! parses text), runs passes by name with [`run_pipeline`], and compiles and
//! calls the result with [`runtime`]. `examples/embed` does just that.
//!
//! ```
//! use fvopt::{ir, melior, run_pipeline};
//!
//! let context = melior::Context::new();
//! fvopt::load(&context);
//! let source = "stencil.func @copy(%a: !stencil.field<k x f64>, %b: !stencil.field<k x f64>) {
//!   %t = stencil.load %a : !stencil.field<k x f64> -> !stencil.temp<k x f64>
//!   stencil.store %t to %b (k = start to end) : !stencil.temp<k x f64> to !stencil.field<k x f64>
//!   stencil.return
//! }";
//! let module = ir::OwnedModule::parse(ir::Ctx::of(&context), source).unwrap();
//! run_pipeline(module.op(), "builtin.module(fvopt-kernels)").unwrap();
//! assert_eq!(module.op().collect("stencil.kernel").len(), 1);
//! ```
//!
//! Handles to operations do not outlive their module:
//!
//! ```compile_fail,E0597
//! use fvopt::{ir, melior};
//!
//! let context = melior::Context::new();
//! let op = {
//!     let module = ir::OwnedModule::new(ir::Loc::unknown(ir::Ctx::of(&context)));
//!     module.op()
//! };
//! println!("{op}");
//! ```

pub mod host;

pub use fvopt_analysis as analysis;
pub use fvopt_boxes as boxes;
pub use fvopt_frozen as frozen;
pub use fvopt_interpreter as interpreter;
pub use fvopt_lowering::{self as lowering, load};
pub use fvopt_math as math;
pub use fvopt_passes as passes;
pub use fvopt_runtime as runtime;
pub use ir_program as program;
pub use ir_stencil as stencil;
pub use mlir_shim::{diagnostic, engine, ir, melior, nesting, pass::run_pipeline};

//! The pipelines of each target, as text that `fvopt-opt` can run and print.

/// From programs as they are written to kernels. No `cse` here: upstream's
/// hashes an operation without its regions, so that all applies of a flattened
/// program fall into one bucket and the pass is quadratic in their number.
pub fn to_kernels() -> String {
    "program-flatten,canonicalize,stencil-forward-inserts,stencil-inline,stencil-infer-bounds,\
     program-schedule,program-share-buffers"
        .into()
}

/// From kernels to the LLVM dialect, for the CPU. The order matters:
/// `finalize-memref-to-llvm` comes before `convert-scf-to-cf`, or the
/// allocation scope that the OpenMP lowering makes does not verify. Upstream's
/// passes that can are nested in functions, of which `outline-kernels` makes
/// many: MLIR runs them, and verifies, on several cores.
pub fn kernels_to_llvm() -> String {
    "convert-kernels-to-loops,func.func(canonicalize,cse),outline-kernels,guard-integer-division,\
     func.func(loop-invariant-code-motion),predictive-commoning,convert-math-to-calls,\
     vectorize-marked-loops,convert-math-to-funcs,convert-scf-to-openmp,fence-streamed-stores,\
     func.func(cse,convert-math-to-llvm,convert-vector-to-llvm,expand-strided-metadata,\
     lower-affine),\
     finalize-memref-to-llvm{use-aligned-alloc=true use-generic-functions=true},\
     func.func(convert-scf-to-cf,convert-arith-to-llvm,convert-index-to-llvm),\
     convert-openmp-to-llvm,convert-cf-to-llvm,convert-func-to-llvm,\
     llvm.func(reconcile-unrealized-casts,canonicalize,cse)"
        .into()
}

/// Name, description and text of a pipeline.
pub type Named = (&'static str, &'static str, fn() -> String);

/// The pipelines that `fvopt-opt` offers.
pub const NAMED: &[Named] = &[
    (
        "fvopt-kernels",
        "Flattens, infers bounds and schedules: programs to kernels",
        to_kernels,
    ),
    (
        "fvopt-kernels-to-llvm",
        "Lowers kernels to the LLVM dialect for the CPU",
        kernels_to_llvm,
    ),
    (
        "fvopt-cpu",
        "Everything from programs to the LLVM dialect for the CPU",
        || format!("{},{}", to_kernels(), kernels_to_llvm()),
    ),
];

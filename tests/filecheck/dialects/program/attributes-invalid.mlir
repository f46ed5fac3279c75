// RUN: fvopt-opt %s --split-input-file --verify-diagnostics

// expected-error@+1 {{'program.func' op [program_attribute_c1] the program dialect has no attribute `program.note`; it has `program.argument_names`, }}
program.func @unknown() attributes {program.note = "mine"} {
  program.return
}

// -----

// expected-error@+1 {{'func.func' op [program_attribute_c2] `program.required` stands on `program.func` or `stencil.func`, and on nothing else}}
func.func private @place() attributes {program.required = []}

// -----

// expected-error@+1 {{'program.func' op [program_attribute_c3] `program.required` is a list with a box or `unit` for every argument, but it is [unit] here}}
program.func @count() attributes {program.required = [unit]} {
  program.return
}

// -----

// expected-error@+1 {{'program.func' op [program_attribute_c3] `program.argument_names` is a list of strings, but it is [1] here}}
program.func @names(%x: f64) attributes {program.argument_names = [1]} {
  program.return
}

// -----

// expected-error@+1 {{'func.func' op [program_attribute_c3] `program.callbacks` is a list of lists `[name, location, argument types...]`, but it is}}
func.func private @callback() attributes {program.callbacks = [["host"]]}

// -----

// expected-error@+1 {{'func.func' op [program_attribute_c3] `program.kernel` is `unit`, but it is 1}}
func.func private @kernel() attributes {program.kernel = 1 : i64}

// -----

// All of them where they belong.
program.func @sources(%f: !stencil.field<k x f64>, %x: f64) attributes {
    program.argument_names = ["f", "x"],
    program.required = [#stencil.box<(k = start to end)>, unit],
    program.required_ends = [#stencil.box<(k = start to end)>]} {
  program.return
}
func.func private @lowered() attributes {program.places = ["a.mlir:1:1"], program.callbacks = [["host", "a.mlir:1:1", f64]], program.kernel}

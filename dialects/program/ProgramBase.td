//===- ProgramBase.td - the program dialect and its enums -----------------===//
#ifndef FVOPT_PROGRAM_BASE
#define FVOPT_PROGRAM_BASE

include "../stencil/StencilAttributes.td"
include "../stencil/StencilTypes.td"
include "ProgramEnums.td"

def Program_Dialect : Dialect {
  let name = "program";
  let summary = "Programs that call stencils: control flow, memory, the outside world";
  let description = [{
    A program owns temporary fields, calls stencils and other programs on boxes
    of its domain, loops and branches on run-time scalars, and talks to the
    host. Scalars are `arith`. `program-flatten` replaces every call by what is
    called, so that one `program.func` holds the whole computation.

    **Attributes** with the dialect's prefix are what one stage of a compilation
    leaves for another, on operations that have no place for it. On programs and
    stencils: `program.argument_names`, the names in the source;
    `program.required`, for every argument the box that a binding must offer, or
    `unit`; `program.required_ends`, ends that these boxes refer to. On functions
    that were lowered, where nothing else of fvopt is left: `program.places` and
    `program.callbacks`, the texts and signatures that belong to the numbers in
    reports and callbacks; `program.kernel`, a kernel or loop nest that is a function;
    `program.math`, a function that computes a mathematical function; and
    `program.guard` on the select that keeps a division from trapping.

    Constraints
    - program_attribute_c1: an attribute with the prefix `program.` is one of
      these.
    - program_attribute_c2: it stands on the operations named.
    - program_attribute_c3: it holds what is said here.
  }];
  let cppNamespace = "::fvopt::program";
  let useDefaultAttributePrinterParser = 1;
  let dependentDialects = ["::fvopt::stencil::StencilDialect"];
  let hasOperationAttrVerify = 1;
}

class Program_Op<string mnemonic, list<Trait> traits = []> :
    Op<Program_Dialect, mnemonic, traits>;

def Program_ReductionAttr : EnumAttr<Program_Dialect, Program_Reduction, "reduction">;

def Program_Scalar : AnyTypeOf<[Index, F32, F64, I1, I8, I16, I32, I64], "scalar">;
def Program_Carried : AnyTypeOf<[Program_Scalar, Stencil_TempType], "scalar or temp">;

#endif

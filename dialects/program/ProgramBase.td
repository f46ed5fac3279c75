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
  }];
  let cppNamespace = "::fvopt::program";
  let useDefaultAttributePrinterParser = 1;
  let dependentDialects = ["::fvopt::stencil::StencilDialect"];
}

class Program_Op<string mnemonic, list<Trait> traits = []> :
    Op<Program_Dialect, mnemonic, traits>;

def Program_ReductionAttr : EnumAttr<Program_Dialect, Program_Reduction, "reduction">;

def Program_Scalar : AnyTypeOf<[Index, F32, F64, I1, I8, I16, I32, I64], "scalar">;
def Program_Carried : AnyTypeOf<[Program_Scalar, Stencil_TempType], "scalar or temp">;

#endif

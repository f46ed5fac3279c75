//===- ProgramEnums.td - the enums of the program dialect -----------------===//
#ifndef FVOPT_PROGRAM_ENUMS
#define FVOPT_PROGRAM_ENUMS

include "mlir/IR/EnumAttr.td"

def Program_Reduction : I32EnumAttr<"Reduction", "how a reduction combines", [
    I32EnumAttrCase<"Add", 0, "add">,
    I32EnumAttrCase<"Min", 1, "min">,
    I32EnumAttrCase<"Max", 2, "max">]> {
  let cppNamespace = "::fvopt::program";
  let genSpecializedAttr = 0;
}

#endif

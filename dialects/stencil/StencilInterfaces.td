//===- StencilInterfaces.td - what operations with a box share ------------===//
#ifndef FVOPT_STENCIL_INTERFACES
#define FVOPT_STENCIL_INTERFACES

include "mlir/IR/OpBase.td"

def Stencil_BoxOpInterface : OpInterface<"BoxOpInterface"> {
  let description = [{
    An operation with a box, or with several: a part of the index space with
    symbolic ends, some of which may be run-time positions. The positions are an
    operand group of the operation, `bounds`; `pos(n)` in a box is the n-th of
    them. Operations of both dialects have it, and those of other dialects may:
    what renumbers, substitutes or asks for positions works on the interface, and
    no pass needs to know which operand group of which operation they are.

    An operation with one box that is called `box` gets all methods from its
    accessors.
  }];
  let cppNamespace = "::fvopt::stencil";
  let methods = [
    InterfaceMethod<"The values at the run-time positions of the boxes.",
      "::mlir::OperandRange", "getBounds", (ins)>,
    InterfaceMethod<"The same, to be replaced.",
      "::mlir::MutableOperandRange", "getBoundsMutable", (ins)>,
    InterfaceMethod<"The boxes that are there, in order.",
      "::llvm::SmallVector<::fvopt::stencil::BoxAttr>", "getBoxes", (ins),
      /*methodBody=*/[{}], /*defaultImplementation=*/[{
        ::fvopt::stencil::BoxAttr box = $_op.getBoxAttr();
        return box ? ::llvm::SmallVector<::fvopt::stencil::BoxAttr>{box}
                   : ::llvm::SmallVector<::fvopt::stencil::BoxAttr>{};
      }]>,
  ];
}

#endif

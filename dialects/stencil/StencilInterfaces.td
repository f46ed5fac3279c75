//===- StencilInterfaces.td - what operations with boxes, and views, share ===//
#ifndef FVOPT_STENCIL_INTERFACES
#define FVOPT_STENCIL_INTERFACES

include "mlir/IR/OpBase.td"
include "mlir/Interfaces/ViewLikeInterface.td"

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

def Stencil_FieldViewOpInterface : OpInterface<"FieldViewOpInterface", [ViewLikeOpInterface]> {
  let description = [{
    An operation whose first result is part of a field, as a field: what is left
    where a level, or a component of the first data dimension, is fixed. The field
    is the first operand, and the source of upstream's `ViewLikeOpInterface`. What
    asks which memory a field is does so through this interface, and knows no
    operation that makes views.
  }];
  let cppNamespace = "::fvopt::stencil";
  let methods = [
    InterfaceMethod<"The level that is fixed; empty where none is.",
      "::mlir::OperandRange", "getFixedLevel", (ins)>,
    InterfaceMethod<"The component that is fixed; empty where none is.",
      "::mlir::OperandRange", "getFixedComponent", (ins)>,
  ];
}

#endif

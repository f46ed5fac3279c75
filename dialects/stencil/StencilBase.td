//===- StencilBase.td - the stencil dialect, its enums and constraints ----===//
#ifndef FVOPT_STENCIL_BASE
#define FVOPT_STENCIL_BASE

include "mlir/IR/OpBase.td"
include "mlir/IR/EnumAttr.td"
include "mlir/IR/AttrTypeBase.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

def Stencil_Dialect : Dialect {
  let name = "stencil";
  let summary = "Stencils over symbolic boxes: fields in memory, temps as values";
  let description = [{
    A *field* (`!stencil.field`) is memory; a *temp* (`!stencil.temp`) is a
    value: a function from points to numbers. A temp can be computed wherever
    it is needed; memory changes only by `stencil.store` (and the operations of
    the program dialect that say so), on a box that is written down and that no
    pass ever grows.

    **One coordinate frame.** Positions are integers on the axes i, j and k in
    the frame of the entry program, whose domain starts at 0 on every axis. In
    a box, `start` and `end` are the ends of the domain that the enclosing
    function was called on; a call substitutes them and shifts nothing, so
    `stencil.index`, run-time positions and `program.bound` all mean the same
    frame everywhere.

    **Boxes** are products of half-open ranges. An end is `start + c`,
    `end + c`, a constant, a run-time position (an SSA index plus a constant),
    `unbounded`, or a `min`/`max` of ends. An axis that a box does not mention
    is unbounded. A range with `high <= low` is legal and empty: nothing runs
    there, nothing is demanded, nothing is special about it.

    Positions that a program computes may have any value of 64 bits. In a box,
    and as the level of a view, those beyond 2^60 (or below -2^60) count as
    2^60 (or -2^60): no field reaches as far, so that the box holds the same
    points of every field, and no sum wraps around. `unbounded` is beyond every
    position.

    **Attributes.** `stencil.vector` on an `scf.for` that was made of a kernel's
    innermost loop is the number of iterations that are handled at once.

    Constraints
    - stencil_attribute_c1: an attribute with the prefix `stencil.` is this one.
    - stencil_attribute_c2: it is an integer, and stands on an `scf.for`.
    - box_c1: a box has no more run-time positions than its operation has
      `bounds`.
    - box_c2: the numbers in a box lie between -2^40 and 2^40.
  }];
  let cppNamespace = "::fvopt::stencil";
  let useDefaultTypePrinterParser = 1;
  let useDefaultAttributePrinterParser = 1;
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::math::MathDialect", "::mlir::scf::SCFDialect"];
  let hasOperationAttrVerify = 1;
}

class Stencil_Op<string mnemonic, list<Trait> traits = []> :
    Op<Stencil_Dialect, mnemonic, traits>;

def Stencil_Axis : I32EnumAttr<"Axis", "an axis of the grid", [
    I32EnumAttrCase<"I", 0, "i">,
    I32EnumAttrCase<"J", 1, "j">,
    I32EnumAttrCase<"K", 2, "k">]> {
  let cppNamespace = "::fvopt::stencil";
  let genSpecializedAttr = 0;
}
def Stencil_AxisAttr : EnumAttr<Stencil_Dialect, Stencil_Axis, "axis">;

def Stencil_Direction : I32EnumAttr<"Direction", "the direction of a sweep along k", [
    I32EnumAttrCase<"Forward", 0, "forward">,
    I32EnumAttrCase<"Backward", 1, "backward">]> {
  let cppNamespace = "::fvopt::stencil";
  let genSpecializedAttr = 0;
}
def Stencil_DirectionAttr : EnumAttr<Stencil_Dialect, Stencil_Direction, "direction">;

def Stencil_Place : I32EnumAttr<"Place", "where an intermediate of a kernel lives", [
    I32EnumAttrCase<"Register", 0, "register">,
    I32EnumAttrCase<"Row", 1, "row">,
    I32EnumAttrCase<"Tile", 2, "tile">,
    I32EnumAttrCase<"Memory", 3, "memory">]> {
  let cppNamespace = "::fvopt::stencil";
  let genSpecializedAttr = 0;
}
def Stencil_PlaceAttr : EnumAttr<Stencil_Dialect, Stencil_Place, "place">;

#endif

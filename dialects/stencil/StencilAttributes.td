//===- StencilAttributes.td - boxes, layouts, schedules -------------------===//
#ifndef FVOPT_STENCIL_ATTRIBUTES
#define FVOPT_STENCIL_ATTRIBUTES

include "StencilBase.td"

class Stencil_Attr<string name, string attrMnemonic> :
    AttrDef<Stencil_Dialect, name> {
  let mnemonic = attrMnemonic;
}

def Stencil_BoxAttr : Stencil_Attr<"Box", "box"> {
  let summary = "a box of half-open ranges with symbolic ends";
  let description = [{
    An axis that is not mentioned is unbounded. `pos(n)` is the n-th index
    operand in the `bounds` of the operation that carries the box; operations
    print it as the operand itself (`%n`). Minimum and maximum are kept in one
    canonical form, so equal boxes are equal attributes.

    The parameter is the encoding of the box that the Rust crate `fvopt-boxes`
    defines; text, generic form included, never shows it, and a reader of C++
    asks that crate. It is not a list of affine maps, for what boxes need affine
    maps lack: `unbounded`, `min` and `max` in one end without a map that has
    several results, `start` and `end` that are bound to a domain by the function
    and not by operands, numbers with limits so that no sum wraps around, and one
    canonical form, by which equal boxes are equal attributes.

    Example:

    ```mlir
    #stencil.box<(i = start - 1 to end + 1, j = start to min(end, pos(0)))>
    ```
  }];
  let parameters = (ins ArrayRefParameter<"int64_t">:$code);
  let hasCustomAssemblyFormat = 1;
}

def Stencil_LayoutAttr : Stencil_Attr<"Layout", "layout"> {
  let summary = "how a field lies in memory";
  let description = [{
    `order` names the axes of the field from the slowest to the fastest (unit
    stride last); trailing data dimensions are slower than every axis.
    `alignment` is that of the first element, in bytes, a power of two.
    `padding` is a number of elements added to every row. A field type without
    a layout has the default of the memory ABI: `kji`, and rows that are padded
    to cache lines and aligned at coordinate 0.

    Example:

    ```mlir
    #stencil.layout<order = "kji", alignment = 64, padding = 0>
    ```
  }];
  let parameters = (ins StringRefParameter<"slowest axis first">:$order,
                        "int64_t":$alignment, "int64_t":$padding);
  let assemblyFormat = "`<` struct(params) `>`";
  let genVerifyDecl = 1;
}

def Stencil_ScheduleAttr : Stencil_Attr<"Schedule", "schedule"> {
  let summary = "how the loops of a kernel run";
  let description = [{
    `order` names the three axes from the outermost loop to the innermost.
    `parallel` names the axes whose iterations run on several threads, in the
    order of `order`. `tile` holds the tile sizes on i, j and k; 0
    leaves an axis untiled. `vector` is the number of elements handled at once
    on the innermost axis; 0 leaves vectors to the code generator.

    Example:

    ```mlir
    #stencil.schedule<order = "kji", parallel = "kj", tile = [0, 0, 0], vector = 0>
    ```

    Constraints
    - schedule_c1: `order` is a permutation of `ijk`.
    - schedule_c2: the axes of `parallel` are neighbours in `order`.
    - schedule_c3: there are three tile sizes, from 0 to 2^31.
    - schedule_c4: `vector` is 0 or a power of two up to 64.
  }];
  let parameters = (ins StringRefParameter<"outermost axis first">:$order,
                        StringRefParameter<"axes run by several threads">:$parallel,
                        ArrayRefParameter<"int64_t">:$tile, "int64_t":$vector);
  let hasCustomAssemblyFormat = 1;
  let genVerifyDecl = 1;
}

#endif

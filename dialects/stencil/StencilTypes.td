//===- StencilTypes.td - fields and temps ---------------------------------===//
#ifndef FVOPT_STENCIL_TYPES
#define FVOPT_STENCIL_TYPES

include "StencilBase.td"

class Stencil_Type<string name, string typeMnemonic> :
    TypeDef<Stencil_Dialect, name> {
  let mnemonic = typeMnemonic;
  let hasCustomAssemblyFormat = 1;
  let genVerifyDecl = 1;
}

def Stencil_FieldType : Stencil_Type<"Field", "field"> {
  let summary = "memory over a subset of the axes";
  let description = [{
    The axes are a subset of i, j, k in this order (`none` for no axis), then
    come the sizes of trailing data dimensions, then the element type: `f32`,
    `f64`, `i1`, `i8`, `i16`, `i32` or `i64`. The layout is unset until chosen.

    Example:

    ```mlir
    !stencil.field<ijk x f64>
    !stencil.field<ij x f32>
    !stencil.field<ijk x 4 x f64>                 // four components a point
    !stencil.field<none x 16 x f64>               // a table
    !stencil.field<ijk x f64, #stencil.layout<order = "kji", alignment = 64, padding = 0>>
    ```

    Constraints
    - type_c1: data dimensions are positive; there are at most 2147483648
      components.
    - type_c2: the element type is one of those listed.
    - type_c3: a layout's order is a permutation of the field's axes.
  }];
  let parameters = (ins "unsigned":$axes, ArrayRefParameter<"int64_t">:$data,
                        "::mlir::Type":$elementType,
                        OptionalParameter<"::mlir::Attribute">:$layout);
}

def Stencil_TempType : Stencil_Type<"Temp", "temp"> {
  let summary = "a value over a subset of the axes";
  let description = [{
    A temp is a value: a function from points on its axes (and indices of its
    data dimensions) to elements. The box on which it is computed belongs to
    the operation that defines it, because a box may have run-time ends and a
    type cannot refer to those.

    Example:

    ```mlir
    !stencil.temp<ijk x f64>
    !stencil.temp<k x f32>
    ```

    Constraints: type_c1 and type_c2 of the field type.
  }];
  let parameters = (ins "unsigned":$axes, ArrayRefParameter<"int64_t">:$data,
                        "::mlir::Type":$elementType);
}

#endif

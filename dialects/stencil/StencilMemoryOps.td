//===- StencilMemoryOps.td - load, store, allocation ----------------------------------===//

def Stencil_LoadOp : Stencil_Op<"load", [Stencil_BoxOpInterface]> {
  let summary = "the contents of a field, now, as a value";
  let description = [{
    The result is a snapshot: later stores to the field do not change it. It is
    defined on the whole allocation of the field, halo included. The box, once
    inferred, is the part that is used: what a binding must offer. Reading it
    outside the allocation, or where the field was never written, is an error.
    In a kernel, `prefetch` says how many rows ahead of what it reads compiled
    code asks memory for the field. Rows follow one another along the second
    innermost axis of the schedule; in a sweep that may be k, in its direction.
    It changes nothing that can be observed.

    Example:

    ```mlir
    %t = stencil.load %f : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
    %u = stencil.load %f (i = start - 1 to end + 1, j = start to end, k = start to end)
        : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
    ```

    Constraints
    - load_c1: the result has the field's axes, data dimensions and element type.
    - load_c2: the box, where there is one, bounds the axes of the field and no
      other.
    - load_c3: `prefetch` lies between 1 and 1000000, and only loads in kernels
      have it, of fields with two axes at least and without data dimensions.
  }];
  let arguments = (ins Arg<Stencil_FieldType, "the field", [MemRead]>:$field,
                       OptionalAttr<Stencil_BoxAttr>:$box,
                       OptionalAttr<I64Attr>:$prefetch,
                       Variadic<Index>:$bounds);
  let results = (outs Stencil_TempType:$result);
  let assemblyFormat = "$field `` custom<OptionalBox>($box, $bounds) (`prefetch` $prefetch^)? attr-dict `:` type($field) `->` type($result)";
  let hasVerifier = 1;
}

def Stencil_StoreOp : Stencil_Op<"store", [
    AttrSizedOperandSegments, Stencil_BoxOpInterface]> {
  let summary = "writes a value to a field on a box";
  let description = [{
    Writes the temp on the box and nothing outside it. The box is never grown:
    computing does not cross a store. With `at`, one component of a field with
    data dimensions is written; the position is clamped to the dimension.
    `nontemporal` says that what is written is not read again soon: compiled
    code writes it past the caches where its rows start at cache lines. It changes
    nothing that can be observed.

    Example:

    ```mlir
    stencil.store %t to %f (i = start to end, j = start to end, k = start to end)
        : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
    stencil.store %t to %f at %n (i = start to end, j = start to end, k = start to end)
        : !stencil.temp<ijk x f64> to !stencil.field<ijk x 4 x f64>
    ```

    Constraints
    - store_c1: the temp has the field's axes and element type.
    - store_c2: without `at` the data dimensions agree; with `at` the temp has
      none and there is one index for every data dimension of the field.
    - store_c3: the box bounds the axes of the field and no other.
  }];
  let arguments = (ins Stencil_TempType:$temp,
                       Arg<Stencil_FieldType, "the field", [MemWrite]>:$field,
                       Variadic<Index>:$components,
                       Stencil_BoxAttr:$box, Variadic<Index>:$bounds,
                       UnitAttr:$nontemporal);
  let assemblyFormat = "$temp `to` $field (`at` $components^)? (`nontemporal` $nontemporal^)? custom<Box>($box, $bounds) attr-dict `:` type($temp) `to` type($field)";
  let hasVerifier = 1;
  let hasCanonicalizeMethod = 1;
}

def Stencil_AllocationOp : Stencil_Op<"allocation", [Pure]> {
  let summary = "where the memory of a field begins and ends on an axis";
  let description = [{
    The first coordinate that the field has on the axis, and the one past the last, in
    the frame of the entry program: of an argument of the entry, those of the array that
    is bound to it, halo included; of a field that a program allocates, the ends of the
    box of that `program.alloc`; of a view, those of its field.

    Example:

    ```mlir
    %low, %high = stencil.allocation k of %f : !stencil.field<ijk x f64>
    ```

    Constraints
    - allocation_c1: the field has the axis.
  }];
  let arguments = (ins Stencil_FieldType:$field, Stencil_AxisAttr:$axis);
  let results = (outs Index:$low, Index:$high);
  let assemblyFormat = "`` $axis `of` $field attr-dict `:` type($field)";
  let hasVerifier = 1;
}

//===- ProgramHostOps.td - callback, exchange, reduce ---------------------===//

def Program_CallbackOp : Program_Op<"callback", [
    MemoryEffects<[MemRead, MemWrite]>, AttrSizedOperandSegments,
    Stencil_BoxOpInterface]> {
  let summary = "calls a function of the host";
  let description = [{
    The host function gets the fields (memory ABI, default layout) and scalars
    on the calling thread. For every field, in order, `reads` and `writes` hold
    the box that it may read and may write, or `none`. What it may write is
    complete in memory before it runs and read again after it. A change of
    anything else is an error, as is a view of a level that does not exist. A
    status other than 0 ends the whole call with that status.

    Example:

    ```mlir
    program.callback @physics(%q, %dt)
        reads [(i = start to end, j = start to end, k = start to end)]
        writes [(i = start to end, j = start to end, k = start to start + 1)]
        : !stencil.field<ijk x f64>, f64
    ```

    Constraints
    - callback_c1: arguments are fields or scalars.
    - callback_c2: `reads` and `writes` have one entry for every field argument.
    - callback_c3: a box bounds the axes of its field and no other.
  }];
  let arguments = (ins FlatSymbolRefAttr:$callee,
                       Variadic<AnyType>:$arguments,
                       ArrayAttr:$reads, ArrayAttr:$writes,
                       Variadic<Index>:$bounds);
  let assemblyFormat = "$callee `(` $arguments `)` custom<ReadsAndWrites>($reads, $writes, $bounds) attr-dict (`:` type($arguments)^)?";
  let hasVerifier = 1;
  let extraClassDeclaration = [{
    /// Of `reads`, then of `writes`.
    ::llvm::SmallVector<::fvopt::stencil::BoxAttr> getBoxes();
  }];
}

def Program_ExchangeOp : Program_Op<"exchange", [Stencil_BoxOpInterface]> {
  let summary = "fills the halo of a field from its neighbours";
  let description = [{
    The widths are those of the low and high side of i, then of j. On one
    process the domain is its own neighbour: the halo is filled from the
    opposite side of the domain, periodically. First the i halo is filled for j
    inside the domain, then the j halo for all i including the halo of i, so
    that corners are filled too. All levels of the domain (and all data
    components) take part. The box, where there is one, is the domain that is
    meant; without it that is the domain of the function.

    Example:

    ```mlir
    program.exchange %q [3, 3, 2, 2] : !stencil.field<ijk x f64>
    ```

    Constraints
    - exchange_c1: there are four widths, from 0 to 2^31; the field has the axes
      i and j where a width is positive.
    - exchange_c2: a width does not exceed the size of the domain (checked when
      running; when compiling where the domain is pinned).
    - exchange_c3: the box, where there is one, bounds all three axes.
  }];
  let arguments = (ins Arg<Stencil_FieldType, "", [MemRead, MemWrite]>:$field,
                       DenseI64ArrayAttr:$widths,
                       OptionalAttr<Stencil_BoxAttr>:$box,
                       Variadic<Index>:$bounds);
  let assemblyFormat = "$field $widths `` custom<OptionalBox>($box, $bounds) attr-dict `:` type($field)";
  let hasVerifier = 1;
}

def Program_ReduceOp : Program_Op<"reduce", [Stencil_BoxOpInterface]> {
  let summary = "combines the values of a field on a box into a scalar";
  let description = [{
    In a fixed order, so that the result never depends on threads: along i from
    low to high for every row; then the rows of a plane from low to high j; then
    the planes from low to high k. Each of the three starts from the identity:
    0 for `add`, and for `min` and `max` the largest and smallest value of the
    type (infinities for floats). `min` and `max` of floats are
    `arith.minimumf` and `arith.maximumf`; integers are signed.

    Example:

    ```mlir
    %mass = program.reduce add %q (i = start to end, j = start to end, k = start to end)
        : !stencil.field<ijk x f64> -> f64
    ```

    Constraints
    - reduce_c1: the box bounds the axes of the field and no other.
    - reduce_c2: the field has no data dimensions.
    - reduce_c3: the result has the element type of the field, which is not i1.
  }];
  let arguments = (ins Program_ReductionAttr:$kind,
                       Arg<Stencil_FieldType, "", [MemRead]>:$field,
                       Stencil_BoxAttr:$box, Variadic<Index>:$bounds);
  let results = (outs Program_Scalar:$result);
  let assemblyFormat = "`` $kind $field custom<Box>($box, $bounds) attr-dict `:` type($field) `->` type($result)";
  let hasVerifier = 1;
}

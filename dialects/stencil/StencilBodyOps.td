//===- StencilBodyOps.td - what a body sees of its point ------------------===//

def Stencil_AccessOp : Stencil_Op<"access", [
    Pure,
    TypesMatchWith<"result is the element type of the temp", "temp", "result",
                   "::llvm::cast<::fvopt::stencil::TempType>($_self).getElementType()">]> {
  let summary = "a temp at a constant offset from the point";
  let description = [{
    Gives the value of the temp at the current point plus the offset. There is
    one offset per axis of the temp, and one index per data dimension. An index is
    clamped to its dimension; checked mode reports when that changes it.

    Example:

    ```mlir
    %v = stencil.access %t[-1, 0, 0] : !stencil.temp<ijk x f64>
    %w = stencil.access %plane[0, 1] : !stencil.temp<ij x f64>
    %c = stencil.access %q[0, 0, 0] at %n : !stencil.temp<ijk x 4 x f64>
    ```

    Constraints
    - access_c1: there are as many offsets as axes, and as many indices as data
      dimensions.
    - access_c2: the operation stands in the body of an apply or a stage, which
      has every axis of the temp (a stage has all three).
    - access_c3: the offsets lie between -1000000 and 1000000.
  }];
  let arguments = (ins Stencil_TempType:$temp, DenseI64ArrayAttr:$offset,
                       Variadic<Index>:$components);
  let results = (outs AnyType:$result);
  let assemblyFormat = "$temp `` $offset (`at` $components^)? attr-dict `:` type($temp)";
  let hasVerifier = 1;
}

def Stencil_AccessDynOp : Stencil_Op<"access_dyn", [
    Pure, AttrSizedOperandSegments, Stencil_BoxOpInterface,
    TypesMatchWith<"result is the element type of the temp", "temp", "result",
                   "::llvm::cast<::fvopt::stencil::TempType>($_self).getElementType()">]> {
  let summary = "a temp at a run-time position on k";
  let description = [{
    Reads the temp at a level that the operand gives: relative to the current
    point, or as a position. One operation has both forms because they differ in
    one thing, how the level is found, and agree in all else: which temps may be
    read, that the level is clamped and checked mode reports it, that the region
    needed of the temp is not a shift of the region computed. What handles one
    handles the other; `extent` is the clamp of the first, `box` that of the
    second, and exactly one of them is there.

    `relative`: the value at k plus the operand, clamped to the extent (both
    ends included). `absolute`: the value at level operand, clamped to the box
    (half-open as always; an empty box reads its low end). A box that is unbounded
    stands for all levels of the memory: where the temp was loaded from a field,
    those that the field has there (`stencil.allocation`), and else those of the
    domain. A temp that is inserted into was loaded where its destination was;
    what a sweep carries, where its initial value was. The offsets are those
    of the temp's horizontal axes. Checked mode reports when clamping changed
    the operand.

    Example:

    ```mlir
    %v = stencil.access_dyn %t[0, 0] relative %d : index in [-2, 2] : !stencil.temp<ijk x f64>
    %w = stencil.access_dyn %t[0, 0] absolute %k : index (k = start to end) : !stencil.temp<ijk x f64>
    %x = stencil.access_dyn %t[0, 0] absolute %k : index (k = unbounded to unbounded) : !stencil.temp<ijk x f64>
    ```

    Constraints
    - access_dyn_c1: the temp has the k axis, and there is one offset for every
      other axis and one index for every data dimension.
    - access_dyn_c2: `relative` has an extent of two numbers, the low not above
      the high; `absolute` has a box that bounds k on both sides, or on none, and
      no other axis.
    - access_dyn_c3: as access_c2; for `absolute` the body need not have k.
    - access_dyn_c4: `relative` stands in a body that has k.
    - access_dyn_c5: the offsets and the extent lie between -1000000 and 1000000.
  }];
  let arguments = (ins Stencil_TempType:$temp, DenseI64ArrayAttr:$offset,
                       AnyTypeOf<[Index, I32, I64]>:$position,
                       OptionalAttr<DenseI64ArrayAttr>:$extent,
                       OptionalAttr<Stencil_BoxAttr>:$box,
                       Variadic<Index>:$bounds,
                       Variadic<Index>:$components);
  let results = (outs AnyType:$result);
  let assemblyFormat = "$temp `` $offset custom<DynamicPosition>($position, type($position), $extent, $box, $bounds) (`at` $components^)? attr-dict `:` type($temp)";
  let hasVerifier = 1;
}

def Stencil_IndexOp : Stencil_Op<"index", [Pure]> {
  let summary = "the position of the point on an axis";
  let description = [{
    The position in the frame of the entry program (its domain starts at 0).
    `program.bound` gives the ends of the domain in the same frame.

    Example:

    ```mlir
    %k = stencil.index k
    ```

    Constraints
    - index_c1: the operation stands in the body of an apply or a stage that has
      the axis.
  }];
  let arguments = (ins Stencil_AxisAttr:$axis);
  let results = (outs Index:$result);
  let assemblyFormat = "`` $axis attr-dict";
  let hasVerifier = 1;
}

def Stencil_YieldOp : Stencil_Op<"yield", [
    Pure, Terminator, ReturnLike, ParentOneOf<["ApplyOp", "StageOp"]>]> {
  let summary = "ends a body with its values";
  let description = [{
    Gives the values of the enclosing apply or stage at the current point.

    Example:

    ```mlir
    stencil.yield %sum, %difference : f64, f64
    ```
  }];
  let arguments = (ins Variadic<AnyType>:$values);
  let builders = [OpBuilder<(ins), [{ }]>];
  let assemblyFormat = "($values^ `:` type($values))? attr-dict";
}

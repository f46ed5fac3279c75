//===- StencilComputeOps.td - apply, insert, undef ------------------------===//

def Stencil_ApplyOp : Stencil_Op<"apply", [
    Pure, SingleBlockImplicitTerminator<"YieldOp">, Stencil_BoxOpInterface]> {
  let summary = "computes temps point by point, in parallel";
  let description = [{
    The body gives the value of every result at one point; it sees the point
    through `stencil.access`, `stencil.access_dyn` and `stencil.index`, and
    scalars of the function directly. Points are independent and may be
    computed in any order, on any box, as often as wanted. The box, once
    inferred, is where the results are computed.

    A result with data dimensions takes one yielded value per component, in
    row-major order.

    The operation is not isolated from above. Inlining one apply into another,
    the most frequent rewriting of all, moves operations and rewrites no list of
    operands and block arguments; a constant or a parameter of the function is one
    value to all bodies, so that CSE and folding work across them; and an operand
    that stands for a captured temp would say nothing that the accesses in the
    body do not say. What isolation gives, passes that run on bodies in parallel,
    nothing asks for: bodies are small, and functions are isolated.

    Example:

    ```mlir
    %sum, %difference = stencil.apply -> (!stencil.temp<ijk x f64>, !stencil.temp<ijk x f64>) {
      %a = stencil.access %t[-1, 0, 0] : !stencil.temp<ijk x f64>
      %b = stencil.access %t[1, 0, 0] : !stencil.temp<ijk x f64>
      %s = arith.addf %a, %b : f64
      %d = arith.subf %b, %a : f64
      stencil.yield %s, %d : f64, f64
    }
    ```

    Constraints
    - apply_c1: the results have the same axes.
    - apply_c2: the body yields one value per component of every result, of its
      element type.
    - apply_c3: the body reads temps by `stencil.access`, `stencil.access_dyn`
      only, and contains pure operations of `arith`, `math`, `scf.if`,
      `scf.while` and `stencil` for bodies only.
    - apply_c4: the box, where there is one, bounds the axes of the results and
      no other.
    - apply_c5: there is at least one result.
  }];
  let arguments = (ins OptionalAttr<Stencil_BoxAttr>:$box,
                       Variadic<Index>:$bounds,
                       OptionalAttr<Stencil_PlaceAttr>:$place);
  let results = (outs Variadic<Stencil_TempType>:$results);
  let regions = (region SizedRegion<1>:$body);
  let assemblyFormat = "(`place` `` $place^)? `` custom<OptionalBox>($box, $bounds) `->` `(` type($results) `)` $body attr-dict";
  let hasVerifier = 1;
  let hasRegionVerifier = 1;
  let hasCanonicalizeMethod = 1;
}

def Stencil_InsertOp : Stencil_Op<"insert", [
    Pure, AttrSizedOperandSegments, Stencil_BoxOpInterface]> {
  let summary = "a temp with a box of it replaced";
  let description = [{
    The result is `%new` at the points of the box and `%old` elsewhere:
    intervals, regions, and the contents of a field after a store. Unlike a
    store's box it may leave axes unbounded. With `at`, one component of the
    destination is replaced.

    Example:

    ```mlir
    %n = stencil.insert %new into %old (k = start to start + 1)
        : !stencil.temp<ijk x f64> into !stencil.temp<ijk x f64>
    ```

    Constraints
    - insert_c1: source and destination have the same axes and element type.
    - insert_c2: without `at` the data dimensions agree; with `at` the source
      has none and there is one index for every data dimension.
    - insert_c3: the box bounds no axis that the temps do not have.
    - insert_c4: the result has the destination's type.
  }];
  let arguments = (ins Stencil_TempType:$source, Stencil_TempType:$destination,
                       Variadic<Index>:$components,
                       Stencil_BoxAttr:$box, Variadic<Index>:$bounds,
                       OptionalAttr<Stencil_PlaceAttr>:$place);
  let results = (outs Stencil_TempType:$result);
  let assemblyFormat = "(`place` `` $place^)? $source `into` $destination (`at` $components^)? custom<Box>($box, $bounds) attr-dict `:` type($source) `into` custom<SameType>(type($destination), type($result))";
  let hasVerifier = 1;
  let hasFolder = 1;
}

def Stencil_UndefOp : Stencil_Op<"undef", [Pure]> {
  let summary = "a temp that was never written";
  let description = [{
    Where a sweep or an insert writes every point that is read, its initial
    value does not matter. Being undefined passes through arithmetic and through
    the program's own allocations. It is an error, which the interpreter reports,
    where it would be seen: in a store to a field of the caller, a branch, a
    reduction, or what a callback may read.

    Example:

    ```mlir
    %u = stencil.undef : !stencil.temp<ijk x f64>
    ```
  }];
  let results = (outs Stencil_TempType:$result);
  let assemblyFormat = "attr-dict `:` type($result)";
}

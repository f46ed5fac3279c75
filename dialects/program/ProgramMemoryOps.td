//===- ProgramMemoryOps.td - alloc, view, swap ----------------------------===//

def Program_AllocOp : Program_Op<"alloc", [Stencil_BoxOpInterface]> {
  let summary = "a temporary field";
  let description = [{
    A field of the program's own, allocated on the box. It lives as long as the
    region it stands in runs; its contents are undefined until written.

    Example:

    ```mlir
    %f = program.alloc (i = start - 1 to end + 1, j = start to end, k = start to end)
        : !stencil.field<ijk x f64>
    ```

    Constraints
    - alloc_c1: the box bounds the axes of the field and no other.
  }];
  let arguments = (ins Stencil_BoxAttr:$box, Variadic<Index>:$bounds);
  let results = (outs Res<Stencil_FieldType, "the field", [MemAlloc]>:$result);
  let assemblyFormat = "custom<Box>($box, $bounds) attr-dict `:` type($result)";
  let hasVerifier = 1;
  let hasCanonicalizeMethod = 1;
}

def Program_ViewOp : Program_Op<"view", [
    Pure, AttrSizedOperandSegments, Stencil_FieldViewOpInterface,
    DeclareOpInterfaceMethods<ViewLikeOpInterface>]> {
  let summary = "a level or a component of a field, as a field";
  let description = [{
    The result is the same memory. `level` fixes k (a position in the frame of
    the program) and drops the axis; `component` fixes the first data dimension
    and drops it. A level outside the allocation is reported when it runs; a
    component is clamped to the dimension.

    Example:

    ```mlir
    %surface = program.view %f level %k : !stencil.field<ijk x f64> -> !stencil.field<ij x f64>
    %vapour = program.view %q component %n : !stencil.field<ijk x 4 x f64> -> !stencil.field<ijk x f64>
    ```

    Constraints
    - view_c1: exactly one of `level` and `component` is given.
    - view_c2: the result has the field's type less what was fixed, and the
      field has it.
    - view_c3: the field has no explicit layout.
  }];
  let arguments = (ins Stencil_FieldType:$field, Optional<Index>:$level,
                       Optional<Index>:$component);
  let results = (outs Stencil_FieldType:$result);
  let assemblyFormat = "$field (`level` $level^)? (`component` $component^)? attr-dict `:` type($field) `->` type($result)";
  let hasVerifier = 1;
  let extraClassDeclaration = [{
    ::mlir::OperandRange getFixedLevel() { return getODSOperands(1); }
    ::mlir::OperandRange getFixedComponent() { return getODSOperands(2); }
  }];
}

def Program_SwapOp : Program_Op<"swap", []> {
  let summary = "exchanges the contents of two fields";
  let description = [{
    Afterwards each field holds, on its whole allocation, what the other held.
    Lowering exchanges the buffers; what the caller sees is as if the contents
    had moved.

    Example:

    ```mlir
    program.swap %old, %new : !stencil.field<ijk x f64>
    ```

    Constraints
    - swap_c1: the fields have the same type.
    - swap_c2: both are arguments or results of `program.alloc`, not views.
    - swap_c3: they have the same allocated box (for two allocs known when
      compiling; else checked at binding and when running).
  }];
  let arguments = (ins Arg<Stencil_FieldType, "", [MemRead, MemWrite]>:$first,
                       Arg<Stencil_FieldType, "", [MemRead, MemWrite]>:$second);
  let assemblyFormat = "$first `,` $second attr-dict `:` custom<SameType>(type($first), type($second))";
  let hasVerifier = 1;
  let hasCanonicalizeMethod = 1;
}

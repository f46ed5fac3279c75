//===- ProgramFunctionOps.td - func, return, call, bound ------------------===//

def Program_FuncOp : Program_Op<"func", [
    IsolatedFromAbove, FunctionOpInterface, AutomaticAllocationScope, SingleBlock]> {
  let summary = "a program: a function of fields and scalars on a domain";
  let description = [{
    As an entry its domain starts at 0 on every axis and has the sizes that the
    binding gives; `domain` pins them. Called by another program, its domain is
    the box of the call. Two arguments may be the same field; the meaning is
    that of the operations in order.

    Example:

    ```mlir
    program.func @main(%q: !stencil.field<ijk x f64>, %dt: f64)
        attributes {domain = array<i64: 192, 192, 80>} {
      program.call @advect(%q, %dt) : !stencil.field<ijk x f64>, f64
      program.return
    }
    ```

    Constraints
    - program_func_c1: arguments are fields or scalars (stencil_func_c1).
    - program_func_c2: there are no results.
    - program_func_c3: the body has one block, ended by `program.return`.
    - program_func_c4: a pinned domain has three positive sizes, each at most
      2147483648.
  }];
  let arguments = (ins SymbolNameAttr:$sym_name,
                       TypeAttrOf<FunctionType>:$function_type,
                       OptionalAttr<DenseI64ArrayAttr>:$domain,
                       OptionalAttr<StrAttr>:$sym_visibility,
                       OptionalAttr<DictArrayAttr>:$arg_attrs,
                       OptionalAttr<DictArrayAttr>:$res_attrs);
  let regions = (region SizedRegion<1>:$body);
  let hasCustomAssemblyFormat = 1;
  let hasVerifier = 1;
  let extraClassDeclaration = [{
    ::llvm::ArrayRef<::mlir::Type> getArgumentTypes() { return getFunctionType().getInputs(); }
    ::llvm::ArrayRef<::mlir::Type> getResultTypes() { return getFunctionType().getResults(); }
    ::mlir::Region *getCallableRegion() { return &getBody(); }
  }];
}

def Program_ReturnOp : Program_Op<"return", [
    Pure, Terminator, ReturnLike, HasParent<"FuncOp">]> {
  let summary = "ends a program";
  let description = [{
    Ends the body of a `program.func`. It has no operands: a program's outputs
    are the fields it changes.

    Example:

    ```mlir
    program.return
    ```
  }];
  let assemblyFormat = "attr-dict";
}

def Program_CallOp : Program_Op<"call", [
    DeclareOpInterfaceMethods<SymbolUserOpInterface>,
    CallOpInterface, Stencil_BoxOpInterface,
    MemoryEffects<[MemRead, MemWrite]>, AttrSizedOperandSegments]> {
  let summary = "calls a stencil or another program on a box";
  let description = [{
    Runs the callee with its domain set to the box (without one: the caller's
    domain). The callee's boxes are evaluated with these ends, whatever they
    are: a call on an empty box is no special case.

    The operation is a call to upstream's analyses, too (`CallOpInterface`). That
    alone does not let the `inline` pass inline it: a callee's boxes mean the box
    of the call, which is what `program-flatten` is for.

    Example:

    ```mlir
    program.call @lap(%q, %l) (i = start - 1 to end + 1, j = start - 1 to end + 1, k = start to end)
        : !stencil.field<ijk x f64>, !stencil.field<ijk x f64>
    program.call @step(%q, %dt) : !stencil.field<ijk x f64>, f64
    ```

    Constraints
    - call_c1: the symbol is a `stencil.func` or a `program.func`.
    - call_c2: the arguments match the callee's in number and type.
    - call_c3: the box, where there is one, bounds all three axes.
    - call_c4: calls do not form a cycle (reported by `program-flatten` with the
      cycle's path).
  }];
  let arguments = (ins FlatSymbolRefAttr:$callee,
                       Variadic<AnyType>:$arguments,
                       OptionalAttr<Stencil_BoxAttr>:$box,
                       Variadic<Index>:$bounds,
                       OptionalAttr<DictArrayAttr>:$arg_attrs,
                       OptionalAttr<DictArrayAttr>:$res_attrs);
  let assemblyFormat = "$callee `(` $arguments `)` `` custom<OptionalBox>($box, $bounds) attr-dict (`:` type($arguments)^)?";
  let hasVerifier = 1;
  let extraClassDeclaration = [{
    ::mlir::CallInterfaceCallable getCallableForCallee() { return ::mlir::SymbolRefAttr(getCalleeAttr()); }
    void setCalleeFromCallable(::mlir::CallInterfaceCallable callee) {
      setCalleeAttr(::llvm::cast<::mlir::FlatSymbolRefAttr>(::llvm::cast<::mlir::SymbolRefAttr>(callee)));
    }
    operand_range getArgOperands() { return getArguments(); }
    ::mlir::MutableOperandRange getArgOperandsMutable() { return getArgumentsMutable(); }
  }];
}

def Program_BoundOp : Program_Op<"bound", [Pure, Stencil_BoxOpInterface]> {
  let summary = "the ends of a range as scalars";
  let description = [{
    Evaluates the range of the one axis that the box bounds.

    Example:

    ```mlir
    %low, %high = program.bound (k = start to end - 1)
    ```

    Constraints
    - bound_c1: the box bounds exactly one axis.
  }];
  let arguments = (ins Stencil_BoxAttr:$box, Variadic<Index>:$bounds);
  let results = (outs Index:$low, Index:$high);
  let assemblyFormat = "custom<Box>($box, $bounds) attr-dict";
  let hasVerifier = 1;
}

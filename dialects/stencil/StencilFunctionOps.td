//===- StencilFunctionOps.td - stencil.func, stencil.return ---------------===//

def Stencil_FuncOp : Stencil_Op<"func", [
    IsolatedFromAbove, FunctionOpInterface, SingleBlock]> {
  let summary = "a stencil: a function of fields and scalars on a domain";
  let description = [{
    The domain is not an argument: `start` and `end` in the boxes of the body
    are the ends of the box that the stencil is called on. Operations run in
    order.

    Example:

    ```mlir
    stencil.func @scale(%in: !stencil.field<ijk x f64>,
                        %out: !stencil.field<ijk x f64>, %factor: f64) {
      %t = stencil.load %in : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
      %r = stencil.apply -> (!stencil.temp<ijk x f64>) {
        %v = stencil.access %t[0, 0, 0] : !stencil.temp<ijk x f64>
        %s = arith.mulf %v, %factor : f64
        stencil.yield %s : f64
      }
      stencil.store %r to %out (i = start to end, j = start to end, k = start to end)
          : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
      stencil.return
    }
    ```

    Constraints
    - stencil_func_c1: arguments are fields, or scalars of type `index`, `f32`,
      `f64` or a signless integer of 1, 8, 16, 32 or 64 bits.
    - stencil_func_c2: there are no results.
    - stencil_func_c3: the body has one block, ended by `stencil.return`, whose
      operations are of the stencil dialect, `program.bound`, or pure scalar
      operations without regions.
  }];
  let arguments = (ins SymbolNameAttr:$sym_name,
                       TypeAttrOf<FunctionType>:$function_type,
                       OptionalAttr<StrAttr>:$sym_visibility,
                       OptionalAttr<DictArrayAttr>:$arg_attrs,
                       OptionalAttr<DictArrayAttr>:$res_attrs);
  let regions = (region SizedRegion<1>:$body);
  let hasCustomAssemblyFormat = 1;
  let hasVerifier = 1;
  let hasRegionVerifier = 1;
  let extraClassDeclaration = [{
    ::llvm::ArrayRef<::mlir::Type> getArgumentTypes() { return getFunctionType().getInputs(); }
    ::llvm::ArrayRef<::mlir::Type> getResultTypes() { return getFunctionType().getResults(); }
    ::mlir::Region *getCallableRegion() { return &getBody(); }
  }];
}

def Stencil_ReturnOp : Stencil_Op<"return", [
    Pure, Terminator, ReturnLike, HasParent<"FuncOp">]> {
  let summary = "ends a stencil";
  let description = [{
    Ends the body of a `stencil.func`. It has no operands: a stencil's outputs
    are the fields it stores to.

    Example:

    ```mlir
    stencil.return
    ```
  }];
  let assemblyFormat = "attr-dict";
}

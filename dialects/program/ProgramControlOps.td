//===- ProgramControlOps.td - for, if, yield ------------------------------===//

def Program_ForOp : Program_Op<"for", [
    SingleBlockImplicitTerminator<"YieldOp">, RecursiveMemoryEffects,
    AutomaticAllocationScope,
    DeclareOpInterfaceMethods<RegionBranchOpInterface, [
      "getEntrySuccessorOperands"]>,
    DeclareOpInterfaceMethods<LoopLikeOpInterface, [
      "getInitsMutable", "getRegionIterArgs", "getYieldedValuesMutable",
      "getLoopResults", "getLoopInductionVars", "getLoopLowerBounds",
      "getLoopUpperBounds", "getLoopSteps"]>]> {
  let summary = "repeats its body, in order";
  let description = [{
    Runs the body with the induction variable going from the low to below the
    high in steps. An empty range runs nothing and passes the initial values
    through. Iteration arguments are scalars or temps. A temp that is carried
    from one iteration to the next may not need a halo of itself (it would grow
    with every iteration): keep such a state in a field.

    `scf.for` does not serve here, for three reasons. A step that is not
    positive is an error that the run reports with its location; to `scf.for` it
    is undefined behaviour, and upstream's patterns rely on that. The bodies of
    applies and stages are scalar code in which `scf` means control flow of one
    point; with operations of its own for the control flow of the whole domain, a
    program says which is which, and a pass for one does not rewrite the other.
    And lowering makes `scf.for` of kernels: an `scf.for` that exists already
    would be told from those by nothing.

    Example:

    ```mlir
    %sum = program.for %n = %zero to %steps step %one iter_args(%s = %init) -> (f64) {
      ...
      program.yield %next : f64
    }
    ```

    Constraints
    - for_c1: initial values, iteration arguments, yielded values and results
      have the same types.
    - for_c2: the step is positive (a run-time step that is not is reported when
      it runs).
  }];
  let arguments = (ins Index:$low, Index:$high, Index:$step,
                       Variadic<Program_Carried>:$initial);
  let results = (outs Variadic<Program_Carried>:$results);
  let regions = (region SizedRegion<1>:$body);
  let hasCustomAssemblyFormat = 1;
  let hasVerifier = 1;
  let hasCanonicalizer = 1;
}

def Program_IfOp : Program_Op<"if", [
    SingleBlockImplicitTerminator<"YieldOp">, RecursiveMemoryEffects,
    NoRegionArguments,
    DeclareOpInterfaceMethods<RegionBranchOpInterface, [
      "getEntrySuccessorRegions", "getRegionInvocationBounds"]>]> {
  let summary = "runs one of two bodies";
  let description = [{
    The condition is a run-time scalar, the same for the whole domain. The
    results may be temps, which no point computes before they are used.

    `scf.if` does not serve here for the last two reasons given for
    `program.for`: in a program it is the branch of one point, in the body of an
    apply or a stage, and what lowering makes of either.

    Example:

    ```mlir
    program.if %condition {
      program.call @filter(%q) : !stencil.field<ijk x f64>
    }
    %dt = program.if %small -> (f64) {
      program.yield %a : f64
    } else {
      program.yield %b : f64
    }
    ```

    Constraints
    - if_c1: both regions yield the results' types; with results there is an
      `else`.
  }];
  let arguments = (ins I1:$condition);
  let results = (outs Variadic<Program_Carried>:$results);
  let regions = (region SizedRegion<1>:$then_region, AnyRegion:$else_region);
  let assemblyFormat = "$condition (`->` `(` type($results)^ `)`)? $then_region (`else` $else_region^)? attr-dict";
  let hasVerifier = 1;
  let hasCanonicalizer = 1;
}

def Program_YieldOp : Program_Op<"yield", [
    Pure, Terminator, ReturnLike, ParentOneOf<["ForOp", "IfOp"]>]> {
  let summary = "ends a body of control flow with its values";
  let description = [{
    Gives the next values of a loop's iteration arguments, or the results of a
    branch. Without values it is left out in text.

    Example:

    ```mlir
    program.yield %next, %flux : f64, !stencil.temp<ijk x f64>
    ```
  }];
  let arguments = (ins Variadic<Program_Carried>:$values);
  let builders = [OpBuilder<(ins), [{ }]>];
  let assemblyFormat = "($values^ `:` type($values))? attr-dict";
}

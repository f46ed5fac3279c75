//===- ProgramControlOps.td - for, if, yield ------------------------------===//

def Program_ForOp : Program_Op<"for", [
    SingleBlockImplicitTerminator<"YieldOp">, RecursiveMemoryEffects,
    AutomaticAllocationScope,
    DeclareOpInterfaceMethods<LoopLikeOpInterface, [
      "getInitsMutable", "getRegionIterArgs", "getYieldedValuesMutable",
      "getLoopResults", "getLoopInductionVars"]>]> {
  let summary = "repeats its body, in order";
  let description = [{
    ```mlir
    %sum = program.for %n = %zero to %steps step %one iter_args(%s = %init) -> (f64) {
      ...
      program.yield %next : f64
    }
    ```
    Runs the body for %n from the low to below the high, adding the step. An
    empty range runs nothing and passes the initial values through. Iteration
    arguments are scalars or temps. A temp that is carried may not need a halo
    of itself (it would grow with every iteration): keep such a state in a
    field.

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
  let hasRegionVerifier = 1;
  let hasCanonicalizeMethod = 1;
}

def Program_IfOp : Program_Op<"if", [
    SingleBlockImplicitTerminator<"YieldOp">, RecursiveMemoryEffects,
    NoRegionArguments]> {
  let summary = "runs one of two bodies";
  let description = [{
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
    The condition is a run-time scalar, the same for the whole domain.

    Constraints
    - if_c1: both regions yield the results' types; with results there is an
      `else`.
  }];
  let arguments = (ins I1:$condition);
  let results = (outs Variadic<Program_Carried>:$results);
  let regions = (region SizedRegion<1>:$then_region, AnyRegion:$else_region);
  let assemblyFormat = "$condition (`->` `(` type($results)^ `)`)? $then_region (`else` $else_region^)? attr-dict";
  let hasVerifier = 1;
  let hasRegionVerifier = 1;
  let hasCanonicalizeMethod = 1;
}

def Program_YieldOp : Program_Op<"yield", [
    Pure, Terminator, ParentOneOf<["ForOp", "IfOp"]>]> {
  let summary = "ends a body of control flow with its values";
  let description = [{
    Gives the next values of a loop's iteration arguments, or the results of a
    branch.
  }];
  let arguments = (ins Variadic<Program_Carried>:$values);
  let builders = [OpBuilder<(ins), [{ }]>];
  let assemblyFormat = "($values^ `:` type($values))? attr-dict";
}

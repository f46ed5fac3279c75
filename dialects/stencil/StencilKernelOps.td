//===- StencilKernelOps.td - the scheduled form ---------------------------===//

def Stencil_KernelOp : Stencil_Op<"kernel", [
    NoTerminator, SingleBlock, RecursiveMemoryEffects]> {
  let summary = "a group of operations that run tile by tile, with a schedule";
  let description = [{
    ```mlir
    stencil.kernel <order = "kji", parallel = "kj", tile = [0, 0, 0], vector = 0> {
      %t = stencil.load %in (...) : ...
      %r = stencil.apply (...) -> (!stencil.temp<ijk x f64>) { ... }
      stencil.store %r to %out (...) : ...
    }
    ```
    The scheduled form: what lowering starts from, and nothing else. All loads
    come first and read the fields as they are when the kernel starts; then
    come the computing operations; the stores come last. Read in this order the
    body is its own meaning; the schedule says how the loops run and changes
    nothing that can be observed, which the constraints make sure of.

    Constraints
    - kernel_c1: the body consists of loads, then applies, sweeps and inserts,
      then stores; undefs may stand anywhere before the stores.
    - kernel_c2: every load, apply and sweep has a box.
    - kernel_c3: a field that the kernel stores to is loaded in it only for
      accesses at offset zero (an in-place update), or as the initial value of
      the sweep that is stored to it.
    - kernel_c4: a field is stored to once (once a component).
    - kernel_c5: the kernel stands in a `program.func`, and no temp enters or
      leaves it.
    - kernel_c6: the schedule allows what the body needs: with a sweep the k
      axis is not parallel; with a plane sweep k is the outermost axis and i, j
      are not tiled.
    - kernel_c7: a `place` stands on applies whose results other operations of
      the kernel use.
  }];
  let arguments = (ins Stencil_ScheduleAttr:$schedule);
  let regions = (region SizedRegion<1>:$body);
  let assemblyFormat = "$schedule $body attr-dict";
  let hasVerifier = 1;
  let hasRegionVerifier = 1;
}

//===- StencilKernelOps.td - the scheduled form ---------------------------===//

def Stencil_KernelOp : Stencil_Op<"kernel", [
    NoTerminator, SingleBlock, RecursiveMemoryEffects]> {
  let summary = "a group of operations that run tile by tile, with a schedule";
  let description = [{
    The scheduled form: what lowering starts from, and nothing else. All loads
    come first and read the fields as they are when the kernel starts; then
    come the computing operations; the stores come last. Read in this order the
    body is its own meaning; the schedule says how the loops run and changes
    nothing that can be observed, which the constraints make sure of.

    The loops go over tiles first, along every axis that is tiled or parallel,
    in the order of the schedule. A tile stores its own points, and computes
    what it needs for them, so neighbouring tiles compute some points twice.
    The `place` of a result says where it is complete before what uses it
    starts, and so how long it is kept:
    - `register` (the default): at the point. Producer and users share the
      innermost loop; it is read at offset zero only.
    - `row`: on the row, along the innermost axis. Producer and users go through
      the tile together, row by row along the second innermost axis; a producer
      that is read at higher rows runs ahead, and as many rows are kept as its
      users look back on, so that no row is computed twice.
    - `tile`: on the tile. What follows starts anew with the tile's first row.
    - `memory`: on its whole box. What follows has loops over tiles of its own.

    The results of sweeps are complete on the tile, and those of inserts, which
    may also be in rows: then a row of the destination comes first, and the
    source is written over it, in place where nobody else reads the
    destination. A carry lives in the field that its result is stored to where
    nobody could tell, else in memory of the tile.

    Example:

    ```mlir
    stencil.kernel <order = "kji", parallel = "kj", tile = [0, 0, 0], vector = 0> {
      %t = stencil.load %in (...) : ...
      %r = stencil.apply (...) -> (!stencil.temp<ijk x f64>) { ... }
      stencil.store %r to %out (...) : ...
    }
    ```

    Constraints
    - kernel_c1: the body consists of loads, then applies, sweeps and inserts,
      then stores; undefs may stand anywhere before the stores.
    - kernel_c2: every load, apply, sweep and stage has a box.
    - kernel_c3: a field that the kernel stores to is loaded in it only for
      accesses at offset zero (an in-place update), as the initial value of
      the sweep that is stored to it, or on a box that shares no point with
      the boxes that are stored to.
    - kernel_c4: a field is stored to once (once a component), or on boxes that
      share no point.
    - kernel_c5: the kernel stands in a `program.func`, and no temp enters or
      leaves it.
    - kernel_c6: the schedule allows what the body needs: with a sweep the k
      axis is neither parallel nor tiled; with a plane sweep k is the outermost
      axis and i, j are not tiled.
    - kernel_c7: a `place` stands on applies whose results other operations of
      the kernel use, and on inserts, where it is `row` or `tile`; nowhere
      else.
    - kernel_c8: what an operation reads is complete when it runs, and still
      there: results in registers are read by applies on the same box, at offset
      zero, or are the source of an insert in rows; results in rows by applies
      and such inserts with the same axes, at constant offsets, zero along all
      but the two innermost axes; a field that the kernel stores to is not read
      later, nor beyond the tile.
    - kernel_c9: what is stored has every axis along which the kernel has tiles,
      if anything stored next to it has.
  }];
  let arguments = (ins Stencil_ScheduleAttr:$schedule);
  let regions = (region SizedRegion<1>:$body);
  let assemblyFormat = "$schedule $body attr-dict";
  let hasVerifier = 1;
  let hasRegionVerifier = 1;
}

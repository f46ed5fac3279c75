//===- StencilSweepOps.td - sweep, interval, stage ------------------------===//

def Stencil_SweepOp : Stencil_Op<"sweep", [
    Pure, NoTerminator, SingleBlock, AttrSizedOperandSegments,
    Stencil_BoxOpInterface]> {
  let summary = "goes along k, level by level, with results in progress visible";
  let description = [{
    Every *carry* (`%c`) starts as its initial temp. The intervals run one
    after the other in the order written; within an interval the levels run in
    the sweep's direction; on a level the stages run in the order written, each
    complete on its whole box before the next starts. Reading a carry gives the
    latest value written at that point, or else the initial value. The results
    are the carries after the last level. Levels in no interval, and empty
    intervals, change nothing. A carry without the k axis (`ij`) is a plane
    that every level may overwrite: a value that leaves the sweep with lower
    rank.

    The box, once inferred, is where the carries are kept: all that is read of
    them, inside the sweep and outside, and all that is written to them.

    When no stage reads a carry or a local of this sweep at a horizontal
    offset, columns are independent (a *column sweep*); otherwise it is a
    *plane sweep* with k outermost.

    Example:

    ```mlir
    %x = stencil.sweep forward carries(%c = %initial : !stencil.temp<ijk x f64>) {
      stencil.interval (k = start to start + 1) {
        stencil.stage writes(%c[0] : !stencil.temp<ijk x f64>) {
          %v = stencil.access %b[0, 0, 0] : !stencil.temp<ijk x f64>
          stencil.yield %v : f64
        }
      }
      stencil.interval (k = start + 1 to end) {
        stencil.stage writes(%c[0] : !stencil.temp<ijk x f64>) {
          %p = stencil.access %c[0, 0, -1] : !stencil.temp<ijk x f64>
          %v = stencil.access %b[0, 0, 0] : !stencil.temp<ijk x f64>
          %s = arith.addf %p, %v : f64
          stencil.yield %s : f64
        }
      }
    }
    ```

    Constraints
    - sweep_c1: the initial temps, carries and results have the same types,
      with axes `ijk` or `ij`, and no data dimensions.
    - sweep_c2: the body consists of `stencil.interval` operations, at least one.
    - sweep_c3: intervals whose order is known do not go against the direction:
      a forward sweep's next interval does not start before the previous one
      ended, a backward sweep's does not end after the previous one started.
    - sweep_c4: a stage that writes a carry which some stage reads at a
      horizontal offset has a box (a box could not be inferred: it would grow
      with every level).
    - sweep_c5: there is at least one carry.
    - sweep_c6: the box, where there is one, bounds all three axes.
  }];
  let arguments = (ins Stencil_DirectionAttr:$direction,
                       Variadic<Stencil_TempType>:$inits,
                       OptionalAttr<Stencil_BoxAttr>:$box,
                       Variadic<Index>:$bounds);
  let results = (outs Variadic<Stencil_TempType>:$results);
  let regions = (region SizedRegion<1>:$body);
  let assemblyFormat = "`` $direction `` custom<OptionalBox>($box, $bounds) custom<Carries>($inits, type($inits), type($results), $body) attr-dict";
  let hasVerifier = 1;
  let hasRegionVerifier = 1;
  let hasCanonicalizeMethod = 1;
}

def Stencil_IntervalOp : Stencil_Op<"interval", [
    NoTerminator, SingleBlock, HasParent<"SweepOp">, RecursiveMemoryEffects,
    Stencil_BoxOpInterface]> {
  let summary = "the levels of a sweep that share a body";
  let description = [{
    Holds the stages that run on every level of the range, which may be empty.

    Example:

    ```mlir
    stencil.interval (k = start + 1 to end) {
      stencil.stage writes(%c[0] : !stencil.temp<ijk x f64>) {
        %p = stencil.access %c[0, 0, -1] : !stencil.temp<ijk x f64>
        stencil.yield %p : f64
      }
    }
    ```

    Constraints
    - interval_c1: the box bounds k and no other axis.
    - interval_c2: the body consists of `stencil.stage` operations, at least one.
  }];
  let arguments = (ins Stencil_BoxAttr:$box, Variadic<Index>:$bounds);
  let regions = (region SizedRegion<1>:$body);
  let assemblyFormat = "custom<Box>($box, $bounds) $body attr-dict";
  let hasVerifier = 1;
  let hasRegionVerifier = 1;
}

def Stencil_StageOp : Stencil_Op<"stage", [
    AttrSizedOperandSegments, SingleBlockImplicitTerminator<"YieldOp">,
    HasParent<"IntervalOp">, Stencil_BoxOpInterface,
    MemoryEffects<[MemRead, MemWrite]>]> {
  let summary = "one parallel step on one level of a sweep";
  let description = [{
    Computes its body at every point of its box on the current level. The first
    values yielded are written to the carries of `writes`, each at the current
    level plus its k offset; the rest are the results, which live on this level
    only and are seen by the later stages of the same interval. Reads see the
    carries as they were before this stage. Without a box the stage is computed
    wherever its results and the sweep's are needed.

    Example:

    ```mlir
    %local = stencil.stage (i = start to end, j = start to end) writes(%c[0] : !stencil.temp<ijk x f64>, %d[-1] : !stencil.temp<ijk x f64>)
        -> (!stencil.temp<ij x f64>) {
      ...
      stencil.yield %vc, %vd, %vl : f64, f64, f64
    }
    ```

    Constraints
    - stage_c1: `writes` names carries of the enclosing sweep, each once, with
      one k offset each; the offset of an `ij` carry is 0.
    - stage_c2: the body yields one value for every write, then one for every
      result, of their element types.
    - stage_c3: results have axes `ij` and no data dimensions.
    - stage_c4: a stage does not read at a horizontal offset, on the level that
      it writes, a carry that it writes.
    - stage_c5: the box, where there is one, bounds i and j and no other axis.
    - stage_c6: what holds for the body of an apply (apply_c3) holds here.
    - stage_c7: a stage writes or has a result.
    - stage_c8: offsets of writes lie between -1000000 and 1000000.
  }];
  let arguments = (ins Variadic<Stencil_TempType>:$writes,
                       DenseI64ArrayAttr:$offsets,
                       OptionalAttr<Stencil_BoxAttr>:$box,
                       Variadic<Index>:$bounds);
  let results = (outs Variadic<Stencil_TempType>:$results);
  let regions = (region SizedRegion<1>:$body);
  let assemblyFormat = "`` custom<OptionalBox>($box, $bounds) `` custom<Writes>($writes, type($writes), $offsets) (`->` `(` type($results)^ `)`)? $body attr-dict";
  let hasVerifier = 1;
  let hasRegionVerifier = 1;
}

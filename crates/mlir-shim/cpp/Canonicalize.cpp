// Upstream's `canonicalize` without what changes values.
#include "mlir-c/Support.h"
#include "mlir/CAPI/Support.h"
#include "mlir/Pass/Pass.h"
#include "mlir/Pass/PassRegistry.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"
#include "mlir/Transforms/Passes.h"
#include "llvm/ADT/StringSet.h"

using namespace mlir;

namespace mlir {
#define GEN_PASS_DEF_CANONICALIZER
#include "mlir/Transforms/Passes.h.inc"
} // namespace mlir

namespace {
/// Folds operations as the driver itself does, but those of a list: the driver folds all or none.
class FoldOthers : public RewritePattern {
public:
  FoldOthers(MLIRContext *context, const llvm::StringSet<> &kept)
      : RewritePattern(MatchAnyOpTypeTag(), /*benefit=*/PatternBenefit(65534), context), kept(kept) {}

  LogicalResult matchAndRewrite(Operation *op, PatternRewriter &rewriter) const override {
    if (op->hasTrait<OpTrait::ConstantLike>() || kept.contains(op->getName().getStringRef()))
      return failure();
    SmallVector<OpFoldResult> folded;
    if (failed(op->fold(folded)))
      return failure();
    if (folded.empty()) {
      rewriter.modifyOpInPlace(op, [] {});
      return success();
    }
    SmallVector<Value> values;
    SmallVector<Operation *> made;
    for (auto [result, type] : llvm::zip_equal(folded, op->getResultTypes())) {
      if (auto value = dyn_cast<Value>(result)) {
        values.push_back(value);
        continue;
      }
      Operation *constant = op->getDialect()->materializeConstant(rewriter, cast<Attribute>(result), type, op->getLoc());
      if (!constant) {
        for (Operation *one : made)
          rewriter.eraseOp(one);
        return failure();
      }
      made.push_back(constant);
      values.push_back(constant->getResult(0));
    }
    rewriter.replaceOp(op, values);
    return success();
  }

private:
  const llvm::StringSet<> &kept;
};

/// What the pass leaves out, as long as the process lives.
struct LeftOut {
  std::vector<std::string> patterns;
  llvm::StringSet<> folds;
};

/// The pass under upstream's name, with upstream's options and patterns.
class Canonicalizer : public impl::CanonicalizerBase<Canonicalizer> {
public:
  Canonicalizer(const LeftOut &leftOut) : leftOut(leftOut) { disabledPatterns = leftOut.patterns; }
  Canonicalizer(const Canonicalizer &) = default;

  LogicalResult initialize(MLIRContext *context) override {
    config.setUseTopDownTraversal(topDownProcessingEnabled)
        .setRegionSimplificationLevel(regionSimplifyLevel)
        .setMaxIterations(maxIterations)
        .setMaxNumRewrites(maxNumRewrites)
        .enableFolding(false);
    RewritePatternSet all(context);
    for (Dialect *dialect : context->getLoadedDialects())
      dialect->getCanonicalizationPatterns(all);
    for (RegisteredOperationName op : context->getRegisteredOperations())
      op.getCanonicalizationPatterns(all, context);
    all.add<FoldOthers>(context, leftOut.folds);
    patterns = std::make_shared<FrozenRewritePatternSet>(std::move(all), disabledPatterns, enabledPatterns);
    return success();
  }

  void runOnOperation() override {
    LogicalResult converged = applyPatternsGreedily(getOperation(), *patterns, config);
    if (testConvergence && failed(converged))
      signalPassFailure();
  }

private:
  const LeftOut &leftOut;
  GreedyRewriteConfig config;
  std::shared_ptr<const FrozenRewritePatternSet> patterns;
};
} // namespace

extern "C" {
/// From now on pipelines that say `canonicalize` leave out these patterns, and the folds of these operations, whoever
/// registered the pass, and before or after. The patterns are a default of `disable-patterns`.
void fvoptGuardCanonicalizer(const MlirStringRef *disabled, intptr_t count, const MlirStringRef *folds, intptr_t foldCount) {
  auto *leftOut = new LeftOut();
  for (intptr_t index = 0; index < count; ++index)
    leftOut->patterns.push_back(unwrap(disabled[index]).str());
  for (intptr_t index = 0; index < foldCount; ++index)
    leftOut->folds.insert(unwrap(folds[index]));
  PassAllocatorFunction create = [leftOut] { return std::make_unique<Canonicalizer>(*leftOut); };
  registerPass(create);
  // The first registration stays in the registry, so that the entry is replaced where there was one. It is an
  // element of a table that is not constant itself.
  const PassInfo *known = PassInfo::lookup("canonicalize");
  *const_cast<PassInfo *>(known) = PassInfo("canonicalize", create()->getDescription(), create);
}
}

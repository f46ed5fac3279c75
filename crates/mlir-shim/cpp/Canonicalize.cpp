// Upstream's `canonicalize` without what changes values.
#include "mlir-c/Support.h"
#include "mlir/CAPI/Support.h"
#include "mlir/Pass/Pass.h"
#include "mlir/Pass/PassRegistry.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"
#include "mlir/Transforms/Passes.h"
#include "llvm/ADT/StringSet.h"

using namespace mlir;

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

/// The pass under upstream's name, with upstream's options and patterns. Its identity is upstream's as well: the
/// registry does not take two passes of one name otherwise, and upstream's may be registered later.
class Canonicalizer : public OperationPass<> {
public:
  Canonicalizer(const LeftOut &leftOut) : OperationPass<>(createCanonicalizerPass()->getTypeID()), leftOut(leftOut) {
    disabledPatterns = leftOut.patterns;
  }
  Canonicalizer(const Canonicalizer &other)
      : OperationPass<>(other), leftOut(other.leftOut), config(other.config), patterns(other.patterns) {}

  StringRef getName() const override { return "Canonicalizer"; }
  StringRef getArgument() const override { return "canonicalize"; }
  StringRef getDescription() const override { return "Canonicalize operations"; }
  std::unique_ptr<Pass> clonePass() const override { return std::make_unique<Canonicalizer>(*this); }

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
  Option<bool> topDownProcessingEnabled{*this, "top-down", llvm::cl::desc("Seed the worklist in general top-down order"), llvm::cl::init(true)};
  Option<GreedySimplifyRegionLevel> regionSimplifyLevel{
      *this, "region-simplify", llvm::cl::desc("Perform control flow optimizations to the region tree"),
      llvm::cl::init(GreedySimplifyRegionLevel::Normal),
      llvm::cl::values(clEnumValN(GreedySimplifyRegionLevel::Disabled, "disabled", "Don't run any control-flow simplification."),
                       clEnumValN(GreedySimplifyRegionLevel::Normal, "normal", "Perform simple control-flow simplifications (e.g. dead args elimination)."),
                       clEnumValN(GreedySimplifyRegionLevel::Aggressive, "aggressive", "Perform aggressive control-flow simplification (e.g. block merging)."))};
  Option<int64_t> maxIterations{*this, "max-iterations", llvm::cl::desc("Max. iterations between applying patterns / simplifying regions"), llvm::cl::init(10)};
  Option<int64_t> maxNumRewrites{*this, "max-num-rewrites", llvm::cl::desc("Max. number of pattern rewrites within an iteration"), llvm::cl::init(-1)};
  Option<bool> testConvergence{*this, "test-convergence", llvm::cl::desc("Test only: Fail pass on non-convergence to detect cyclic pattern"), llvm::cl::init(false)};
  ListOption<std::string> disabledPatterns{*this, "disable-patterns", llvm::cl::desc("Labels of patterns that should be filtered out during application")};
  ListOption<std::string> enabledPatterns{*this, "enable-patterns", llvm::cl::desc("Labels of patterns that should be used during application, all other patterns are filtered out")};
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

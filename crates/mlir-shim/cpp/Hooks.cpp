// The tables of the functions that Rust gives, and what stands in them before it does.
#include "Hooks.h"
#include "mlir/CAPI/IR.h"
#include "mlir/CAPI/Support.h"
#include "mlir/IR/Operation.h"

using namespace mlir;

namespace {
constexpr llvm::StringLiteral missing =
    "the verifiers of fvopt's dialects, which are written in Rust, are not set: call `ir_program::register` on the "
    "registry, or `ir_program::load` on the context, before the dialects are used";

bool reportAt(MlirOperation operation) {
  unwrap(operation)->emitError(missing);
  return false;
}

bool report(FvoptTextCallback error, void *userData) {
  error(mlirStringRefCreate(missing.data(), missing.size()), userData);
  return false;
}

FvoptDialectHooks missingDialectHooks() {
  FvoptDialectHooks hooks;
  hooks.verify = reportAt;
  hooks.verifyRegions = reportAt;
  hooks.verifySymbolUses = [](MlirOperation operation, void *) { return reportAt(operation); };
  hooks.verifyAttribute = [](MlirOperation operation, MlirStringRef, MlirAttribute) { return reportAt(operation); };
  hooks.fold = [](MlirOperation) { return MlirValue{nullptr}; };
  hooks.canonicalize = [](MlirOperation, MlirPatternRewriter) { return false; };
  return hooks;
}

FvoptStencilHooks missingStencilHooks() {
  FvoptStencilHooks hooks;
  hooks.parseBox = [](MlirStringRef, FvoptCodeCallback, FvoptTextCallback error, void *userData) { return report(error, userData); };
  hooks.printBox = [](const int64_t *, intptr_t, const MlirStringRef *, intptr_t, FvoptTextCallback text, void *userData) {
    text(mlirStringRefCreateFromCString("(<no hooks>)"), userData);
  };
  hooks.verifyField = [](uint32_t, const int64_t *, intptr_t, MlirType, MlirStringRef, FvoptTextCallback error, void *userData) {
    return report(error, userData);
  };
  hooks.verifyTemp = [](uint32_t, const int64_t *, intptr_t, MlirType, FvoptTextCallback error, void *userData) { return report(error, userData); };
  hooks.verifyLayout = [](MlirStringRef, int64_t, int64_t, FvoptTextCallback error, void *userData) { return report(error, userData); };
  hooks.verifySchedule = [](MlirStringRef, MlirStringRef, const int64_t *, intptr_t, int64_t, FvoptTextCallback error, void *userData) {
    return report(error, userData);
  };
  return hooks;
}

FvoptStencilHooks theStencilHooks = missingStencilHooks();
FvoptDialectHooks theDialectHooks[2] = {missingDialectHooks(), missingDialectHooks()};
} // namespace

const FvoptStencilHooks &fvopt::stencilHooks() { return theStencilHooks; }
const FvoptDialectHooks &fvopt::dialectHooks(int dialect) { return theDialectHooks[dialect]; }

extern "C" {
void fvoptSetStencilHooks(FvoptStencilHooks hooks) { theStencilHooks = hooks; }
void fvoptSetDialectHooks(int dialect, FvoptDialectHooks hooks) { theDialectHooks[dialect] = hooks; }
}

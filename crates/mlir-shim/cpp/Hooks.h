// The functions that the Rust side gives to the C++ side: everything that needs logic. Until it gives
// them, others stand in their place that report what was forgotten (Hooks.cpp).
#pragma once
#include "mlir-c/IR.h"
#include "mlir-c/Rewrite.h"

extern "C" {

typedef void (*FvoptTextCallback)(MlirStringRef text, void *userData);
typedef void (*FvoptCodeCallback)(const int64_t *code, intptr_t size, void *userData);

/// What both dialects need; one table each.
typedef struct {
  bool (*verify)(MlirOperation operation);
  bool (*verifyRegions)(MlirOperation operation);
  bool (*verifySymbolUses)(MlirOperation operation, void *symbolTables);
  /// A discardable attribute with the dialect's prefix, on any operation.
  bool (*verifyAttribute)(MlirOperation operation, MlirStringRef name, MlirAttribute value);
  /// Returns the value that replaces the only result, or null.
  MlirValue (*fold)(MlirOperation operation);
  bool (*canonicalize)(MlirOperation operation, MlirPatternRewriter rewriter);
} FvoptDialectHooks;

/// What the types and attributes of the stencil dialect need.
typedef struct {
  /// Parses the text of a box; gives its code, or false and a message.
  bool (*parseBox)(MlirStringRef text, FvoptCodeCallback code, FvoptTextCallback error, void *userData);
  /// Prints a box; position n is printed as names[n].
  void (*printBox)(const int64_t *code, intptr_t size, const MlirStringRef *names, intptr_t nameCount, FvoptTextCallback text, void *userData);
  bool (*verifyField)(uint32_t axes, const int64_t *data, intptr_t size, MlirType element, MlirStringRef order, FvoptTextCallback error, void *userData);
  bool (*verifyTemp)(uint32_t axes, const int64_t *data, intptr_t size, MlirType element, FvoptTextCallback error, void *userData);
  bool (*verifyLayout)(MlirStringRef order, int64_t alignment, int64_t padding, FvoptTextCallback error, void *userData);
  bool (*verifySchedule)(MlirStringRef order, MlirStringRef parallel, const int64_t *tile, intptr_t size, int64_t vector, FvoptTextCallback error, void *userData);
} FvoptStencilHooks;

void fvoptSetStencilHooks(FvoptStencilHooks hooks);
void fvoptSetDialectHooks(int dialect, FvoptDialectHooks hooks); // 0 stencil, 1 program
}

namespace fvopt {
const FvoptStencilHooks &stencilHooks();
const FvoptDialectHooks &dialectHooks(int dialect);
} // namespace fvopt

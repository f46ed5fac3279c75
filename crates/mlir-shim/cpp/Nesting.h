// How deep programs nest; see src/nesting.rs. Nothing here recurses.
#pragma once
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"
#include "mlir/Parser/Parser.h"

namespace fvopt {
/// The first operation that lies in more regions than the maximum; null where none does.
::mlir::Operation *tooDeepOperation(::mlir::Operation *root, size_t maximum);

/// Reads bytecode, then checks how deep its regions, attributes, types and locations nest, and
/// verifies it where that is wanted. Upstream recurses on what it throws away, so this wants a thread with a large stack.
::mlir::OwningOpRef<::mlir::ModuleOp> readBytecode(const ::llvm::SourceMgr &sources, ::mlir::MLIRContext *context, size_t maximum, bool verifies, bool *isDeep);
} // namespace fvopt

// The generated classes of the stencil dialect.
#pragma once
#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/OpDefinition.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/IR/PatternMatch.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Interfaces/ControlFlowInterfaces.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "mlir/Interfaces/ViewLikeInterface.h"

#include "StencilDialect.h.inc"
#include "StencilEnums.h.inc"
#define GET_ATTRDEF_CLASSES
#include "StencilAttributes.h.inc"
#define GET_TYPEDEF_CLASSES
#include "StencilTypes.h.inc"
#include "StencilInterfaces.h.inc"
#define GET_OP_CLASSES
#include "StencilOps.h.inc"

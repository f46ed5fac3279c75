//===- StencilOps.td - the operations of the stencil dialect --------------===//
#ifndef FVOPT_STENCIL_OPS
#define FVOPT_STENCIL_OPS

include "StencilAttributes.td"
include "StencilInterfaces.td"
include "StencilTypes.td"
include "mlir/Interfaces/ControlFlowInterfaces.td"
include "mlir/Interfaces/FunctionInterfaces.td"
include "mlir/IR/SymbolInterfaces.td"

include "StencilFunctionOps.td"
include "StencilMemoryOps.td"
include "StencilComputeOps.td"
include "StencilSweepOps.td"
include "StencilBodyOps.td"
include "StencilKernelOps.td"

#endif

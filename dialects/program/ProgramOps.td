//===- ProgramOps.td - the operations of the program dialect --------------===//
#ifndef FVOPT_PROGRAM_OPS
#define FVOPT_PROGRAM_OPS

include "ProgramBase.td"
include "../stencil/StencilInterfaces.td"
include "mlir/Interfaces/CallInterfaces.td"
include "mlir/Interfaces/ControlFlowInterfaces.td"
include "mlir/Interfaces/FunctionInterfaces.td"
include "mlir/Interfaces/LoopLikeInterface.td"
include "mlir/Interfaces/ViewLikeInterface.td"
include "mlir/IR/SymbolInterfaces.td"

include "ProgramFunctionOps.td"
include "ProgramControlOps.td"
include "ProgramMemoryOps.td"
include "ProgramHostOps.td"

#endif

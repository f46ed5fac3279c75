// The generated classes of the program dialect.
#pragma once
#include "Stencil.h"
#include "mlir/Interfaces/CallInterfaces.h"
#include "mlir/Interfaces/ControlFlowInterfaces.h"
#include "mlir/Interfaces/LoopLikeInterface.h"
#include "mlir/Interfaces/ViewLikeInterface.h"

#include "ProgramDialect.h.inc"
#include "ProgramEnums.h.inc"
#define GET_ATTRDEF_CLASSES
#include "ProgramAttributes.h.inc"
#define GET_OP_CLASSES
#include "ProgramOps.h.inc"

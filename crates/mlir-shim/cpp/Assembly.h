// Custom assembly that both dialects share.
#pragma once
#include "Stencil.h"

namespace fvopt {
using Operands = ::llvm::SmallVectorImpl<::mlir::OpAsmParser::UnresolvedOperand>;

::mlir::ParseResult parseBox(::mlir::OpAsmParser &parser, stencil::BoxAttr &box, Operands &bounds);
void printBox(::mlir::OpAsmPrinter &printer, ::mlir::Operation *, stencil::BoxAttr box, ::mlir::OperandRange bounds);
::mlir::ParseResult parseOptionalBox(::mlir::OpAsmParser &parser, stencil::BoxAttr &box, Operands &bounds);
void printOptionalBox(::mlir::OpAsmPrinter &printer, ::mlir::Operation *, stencil::BoxAttr box, ::mlir::OperandRange bounds);
::mlir::ParseResult parseSameType(::mlir::OpAsmParser &parser, ::mlir::Type &first, ::mlir::Type &second);
void printSameType(::mlir::OpAsmPrinter &printer, ::mlir::Operation *, ::mlir::Type first, ::mlir::Type second);
} // namespace fvopt

// The program dialect: registration, the assembly of its operations, and forwarding to Rust.
#include "Program.h"
#include "Assembly.h"
#include "Hooks.h"
#include "mlir/CAPI/IR.h"
#include "mlir/CAPI/Rewrite.h"
#include "mlir/CAPI/Support.h"
#include "mlir/IR/DialectImplementation.h"
#include "mlir/Interfaces/FunctionImplementation.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace fvopt;
using namespace fvopt::program;
using fvopt::stencil::BoxAttr;

#include "ProgramDialect.cpp.inc"
#include "ProgramEnums.cpp.inc"
#define GET_ATTRDEF_CLASSES
#include "ProgramAttributes.cpp.inc"

void ProgramDialect::initialize() {
  addAttributes<
#define GET_ATTRDEF_LIST
#include "ProgramAttributes.cpp.inc"
      >();
  addOperations<
#define GET_OP_LIST
#include "ProgramOps.cpp.inc"
      >();
}

//===-- custom directives -------------------------------------------------===//

/// A list of boxes, `[(i = start to end), none]`.
static ParseResult parseBoxes(OpAsmParser &parser, ArrayAttr &boxes, Operands &bounds) {
  SmallVector<Attribute> values;
  auto entry = [&]() -> ParseResult {
    if (succeeded(parser.parseOptionalKeyword("none"))) {
      values.push_back(parser.getBuilder().getUnitAttr());
      return success();
    }
    BoxAttr box;
    if (parseBox(parser, box, bounds))
      return failure();
    values.push_back(box);
    return success();
  };
  if (parser.parseCommaSeparatedList(OpAsmParser::Delimiter::Square, entry))
    return failure();
  boxes = parser.getBuilder().getArrayAttr(values);
  return success();
}

static void printBoxes(OpAsmPrinter &printer, Operation *operation, ArrayAttr boxes, OperandRange bounds) {
  printer << "[";
  llvm::interleaveComma(boxes, printer, [&](Attribute entry) {
    if (auto box = llvm::dyn_cast<BoxAttr>(entry))
      printBox(printer, operation, box, bounds);
    else
      printer << "none";
  });
  printer << "]";
}

static ParseResult parseReadsAndWrites(OpAsmParser &parser, ArrayAttr &reads, ArrayAttr &writes, Operands &bounds) {
  return failure(parser.parseKeyword("reads") || parseBoxes(parser, reads, bounds) || parser.parseKeyword("writes") ||
                 parseBoxes(parser, writes, bounds));
}

static void printReadsAndWrites(OpAsmPrinter &printer, Operation *operation, ArrayAttr reads, ArrayAttr writes, OperandRange bounds) {
  printer << "reads ";
  printBoxes(printer, operation, reads, bounds);
  printer << " writes ";
  printBoxes(printer, operation, writes, bounds);
}

#define GET_OP_CLASSES
#include "ProgramOps.cpp.inc"

//===-- functions ---------------------------------------------------------===//

ParseResult FuncOp::parse(OpAsmParser &parser, OperationState &result) {
  auto type = [](Builder &builder, ArrayRef<Type> inputs, ArrayRef<Type> results, function_interface_impl::VariadicFlag, std::string &) {
    return builder.getFunctionType(inputs, results);
  };
  return function_interface_impl::parseFunctionOp(parser, result, /*allowVariadic=*/false, getFunctionTypeAttrName(result.name), type,
                                                  getArgAttrsAttrName(result.name), getResAttrsAttrName(result.name));
}

void FuncOp::print(OpAsmPrinter &printer) {
  function_interface_impl::printFunctionOp(printer, *this, /*isVariadic=*/false, getFunctionTypeAttrName(), getArgAttrsAttrName(), getResAttrsAttrName());
}

//===-- loops -------------------------------------------------------------===//

/// `%n = %low to %high step %step (iter_args(%s = %init) -> (types))? region attr-dict`
ParseResult ForOp::parse(OpAsmParser &parser, OperationState &result) {
  Type index = parser.getBuilder().getIndexType();
  SmallVector<OpAsmParser::Argument> arguments(1);
  SmallVector<OpAsmParser::UnresolvedOperand> inits;
  OpAsmParser::UnresolvedOperand low, high, step;
  arguments[0].type = index;
  SMLoc location;
  if (parser.parseArgument(arguments[0]) || parser.parseEqual() || parser.parseOperand(low) || parser.parseKeyword("to") ||
      parser.parseOperand(high) || parser.parseKeyword("step") || parser.parseOperand(step) ||
      parser.resolveOperand(low, index, result.operands) || parser.resolveOperand(high, index, result.operands) ||
      parser.resolveOperand(step, index, result.operands))
    return failure();
  if (succeeded(parser.parseOptionalKeyword("iter_args"))) {
    location = parser.getCurrentLocation();
    auto entry = [&]() -> ParseResult {
      return failure(parser.parseArgument(arguments.emplace_back()) || parser.parseEqual() || parser.parseOperand(inits.emplace_back()));
    };
    if (parser.parseCommaSeparatedList(OpAsmParser::Delimiter::Paren, entry) || parser.parseArrow() || parser.parseLParen() ||
        parser.parseTypeList(result.types) || parser.parseRParen())
      return failure();
    if (inits.size() != result.types.size())
      return parser.emitError(location) << inits.size() << " iteration arguments but " << result.types.size() << " types";
    for (auto [argument, type] : llvm::zip(llvm::drop_begin(arguments), result.types))
      argument.type = type;
    if (parser.resolveOperands(inits, result.types, location, result.operands))
      return failure();
  }
  Region *body = result.addRegion();
  if (parser.parseRegion(*body, arguments))
    return failure();
  ForOp::ensureTerminator(*body, parser.getBuilder(), result.location);
  return parser.parseOptionalAttrDict(result.attributes);
}

void ForOp::print(OpAsmPrinter &printer) {
  printer << " " << getBody().getArgument(0) << " = " << getLow() << " to " << getHigh() << " step " << getStep();
  if (!getInitial().empty()) {
    printer << " iter_args(";
    llvm::interleaveComma(llvm::zip(getBody().getArguments().drop_front(), getInitial()), printer,
                          [&](auto entry) { printer << std::get<0>(entry) << " = " << std::get<1>(entry); });
    printer << ") -> (" << getResultTypes() << ")";
  }
  printer << " ";
  printer.printRegion(getBody(), /*printEntryBlockArgs=*/false, /*printBlockTerminators=*/!getInitial().empty());
  printer.printOptionalAttrDict((*this)->getAttrs());
}

SmallVector<Region *> ForOp::getLoopRegions() { return {&getBody()}; }
MutableArrayRef<OpOperand> ForOp::getInitsMutable() { return getOperation()->getOpOperands().drop_front(3); }
Block::BlockArgListType ForOp::getRegionIterArgs() { return getBody().getArguments().drop_front(1); }
std::optional<MutableArrayRef<OpOperand>> ForOp::getYieldedValuesMutable() {
  return getBody().front().getTerminator()->getOpOperands();
}
std::optional<ResultRange> ForOp::getLoopResults() { return getResults(); }
std::optional<SmallVector<Value>> ForOp::getLoopInductionVars() { return SmallVector<Value>{getBody().getArgument(0)}; }
std::optional<SmallVector<OpFoldResult>> ForOp::getLoopLowerBounds() { return SmallVector<OpFoldResult>{getLow()}; }
std::optional<SmallVector<OpFoldResult>> ForOp::getLoopUpperBounds() { return SmallVector<OpFoldResult>{getHigh()}; }
std::optional<SmallVector<OpFoldResult>> ForOp::getLoopSteps() { return SmallVector<OpFoldResult>{getStep()}; }

//===-- control flow as upstream's analyses see it ------------------------===//

OperandRange ForOp::getEntrySuccessorOperands(RegionSuccessor) { return getInitial(); }

/// The body may run next, or nothing: before it, for an empty range, as after it.
void ForOp::getSuccessorRegions(RegionBranchPoint, SmallVectorImpl<RegionSuccessor> &regions) {
  regions.push_back(RegionSuccessor(&getBody(), getRegionIterArgs()));
  regions.push_back(RegionSuccessor(getOperation(), getResults()));
}

void IfOp::getSuccessorRegions(RegionBranchPoint point, SmallVectorImpl<RegionSuccessor> &regions) {
  if (point.isParent())
    return getEntrySuccessorRegions({Attribute(), Attribute()}, regions);
  regions.push_back(RegionSuccessor(getOperation(), getResults()));
}

/// Both regions, or the one that a constant condition takes; past the operation where there is no `else`.
void IfOp::getEntrySuccessorRegions(ArrayRef<Attribute> operands, SmallVectorImpl<RegionSuccessor> &regions) {
  auto condition = llvm::dyn_cast_or_null<BoolAttr>(operands.front());
  if (!condition || condition.getValue())
    regions.push_back(RegionSuccessor(&getThenRegion()));
  if (condition && condition.getValue())
    return;
  if (getElseRegion().empty())
    regions.push_back(RegionSuccessor(getOperation(), getResults()));
  else
    regions.push_back(RegionSuccessor(&getElseRegion()));
}

void IfOp::getRegionInvocationBounds(ArrayRef<Attribute> operands, SmallVectorImpl<InvocationBounds> &bounds) {
  auto condition = llvm::dyn_cast_or_null<BoolAttr>(operands.front());
  bounds.emplace_back(condition && condition.getValue(), !condition || condition.getValue());
  bounds.emplace_back(condition && !condition.getValue(), !condition || !condition.getValue());
}

SmallVector<BoxAttr> CallbackOp::getBoxes() {
  SmallVector<BoxAttr> boxes;
  for (ArrayAttr list : {getReads(), getWrites()})
    for (Attribute entry : list)
      if (auto box = llvm::dyn_cast<BoxAttr>(entry))
        boxes.push_back(box);
  return boxes;
}

Value ViewOp::getViewSource() { return getField(); }

//===-- forwarding --------------------------------------------------------===//

LogicalResult ProgramDialect::verifyOperationAttribute(Operation *operation, NamedAttribute attribute) {
  return success(dialectHooks(1).verifyAttribute(wrap(operation), wrap(attribute.getName().getValue()), wrap(attribute.getValue())));
}

#define FORWARD_VERIFY(OP)                                                     \
  LogicalResult OP::verify() {                                                 \
    return success(dialectHooks(1).verify(wrap(getOperation())));              \
  }
#define FORWARD_CANONICALIZE(OP)                                               \
  LogicalResult OP::canonicalize(OP operation, PatternRewriter &rewriter) {    \
    return success(dialectHooks(1).canonicalize(                               \
        wrap(operation.getOperation()), wrap(&rewriter)));                     \
  }

FORWARD_VERIFY(FuncOp)
FORWARD_VERIFY(CallOp)
FORWARD_VERIFY(BoundOp)
FORWARD_VERIFY(ForOp)
FORWARD_VERIFY(IfOp)
FORWARD_VERIFY(AllocOp)
FORWARD_CANONICALIZE(AllocOp)
FORWARD_VERIFY(ViewOp)
FORWARD_VERIFY(SwapOp)
FORWARD_CANONICALIZE(SwapOp)
FORWARD_VERIFY(CallbackOp)
FORWARD_VERIFY(ExchangeOp)
FORWARD_VERIFY(ReduceOp)

/// What Rust simplifies, and what upstream does of any operation that says where control flows: values
/// that are carried and not used, or never change, go.
template <typename OpType> static void addCanonicalizations(RewritePatternSet &patterns) {
  patterns.add(+[](OpType operation, PatternRewriter &rewriter) {
    return success(dialectHooks(1).canonicalize(wrap(operation.getOperation()), wrap(&rewriter)));
  });
  populateRegionBranchOpInterfaceCanonicalizationPatterns(patterns, OpType::getOperationName());
}

void ForOp::getCanonicalizationPatterns(RewritePatternSet &patterns, MLIRContext *) { addCanonicalizations<ForOp>(patterns); }
void IfOp::getCanonicalizationPatterns(RewritePatternSet &patterns, MLIRContext *) { addCanonicalizations<IfOp>(patterns); }

LogicalResult CallOp::verifySymbolUses(SymbolTableCollection &symbolTables) {
  return success(dialectHooks(1).verifySymbolUses(wrap(getOperation()), &symbolTables));
}

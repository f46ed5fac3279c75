// The stencil dialect: registration, the assembly of its types, attributes and operations, and forwarding to Rust.
#include "Stencil.h"
#include "Assembly.h"
#include "Hooks.h"
#include "mlir/CAPI/IR.h"
#include "mlir/CAPI/Rewrite.h"
#include "mlir/IR/DialectImplementation.h"
#include "mlir/Interfaces/FunctionImplementation.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace fvopt;
using namespace fvopt::stencil;

#include "StencilDialect.cpp.inc"
#include "StencilEnums.cpp.inc"
#include "StencilInterfaces.cpp.inc"
#define GET_ATTRDEF_CLASSES
#include "StencilAttributes.cpp.inc"
#define GET_TYPEDEF_CLASSES
#include "StencilTypes.cpp.inc"

void StencilDialect::initialize() {
  addAttributes<
#define GET_ATTRDEF_LIST
#include "StencilAttributes.cpp.inc"
      >();
  addTypes<
#define GET_TYPEDEF_LIST
#include "StencilTypes.cpp.inc"
      >();
  addOperations<
#define GET_OP_LIST
#include "StencilOps.cpp.inc"
      >();
}

namespace {
using EmitError = llvm::function_ref<InFlightDiagnostic()>;

MlirStringRef reference(StringRef text) { return mlirStringRefCreate(text.data(), text.size()); }

/// Calls a hook that gives a message when it refuses.
template <typename Hook> LogicalResult check(EmitError emitError, Hook hook) {
  std::string message;
  bool ok = hook([](MlirStringRef text, void *userData) {
    static_cast<std::string *>(userData)->assign(text.data, text.length);
  }, &message);
  if (ok)
    return success();
  return emitError() << message;
}

ParseResult parseAxes(AsmParser &parser, unsigned &axes) {
  SMLoc location = parser.getCurrentLocation();
  StringRef keyword;
  if (parser.parseKeyword(&keyword))
    return failure();
  axes = 0;
  if (keyword == "none")
    return success();
  int last = -1;
  for (char letter : keyword) {
    int axis = letter - 'i';
    if (axis < 0 || axis > 2 || axis <= last)
      return parser.emitError(location, "expected axes such as `ijk`, `ij`, `k` or `none`, in this order, but found `") << keyword << "`";
    axes |= 1u << axis;
    last = axis;
  }
  return success();
}

/// `ijk x 4 x f64`
ParseResult parseShape(AsmParser &parser, unsigned &axes, SmallVectorImpl<int64_t> &data, Type &element) {
  if (parseAxes(parser, axes) || parser.parseKeyword("x"))
    return failure();
  while (true) {
    int64_t size = 0;
    OptionalParseResult integer = parser.parseOptionalInteger(size);
    if (!integer.has_value())
      break;
    if (failed(*integer) || parser.parseKeyword("x"))
      return failure();
    data.push_back(size);
  }
  return parser.parseType(element);
}

void printShape(AsmPrinter &printer, unsigned axes, ArrayRef<int64_t> data, Type element) {
  if (axes == 0)
    printer << "none";
  for (int axis = 0; axis < 3; ++axis)
    if (axes & (1u << axis))
      printer << char('i' + axis);
  for (int64_t size : data)
    printer << " x " << size;
  printer << " x " << element;
}
} // namespace

Type FieldType::parse(AsmParser &parser) {
  SMLoc location = parser.getCurrentLocation();
  unsigned axes = 0;
  SmallVector<int64_t> data;
  Type element;
  Attribute layout;
  if (parser.parseLess() || parseShape(parser, axes, data, element))
    return {};
  if (succeeded(parser.parseOptionalComma())) {
    SMLoc layoutLocation = parser.getCurrentLocation();
    if (parser.parseAttribute(layout))
      return {};
    if (!llvm::isa<LayoutAttr>(layout)) {
      parser.emitError(layoutLocation, "expected a `#stencil.layout` but found ") << layout;
      return {};
    }
  }
  if (parser.parseGreater())
    return {};
  return FieldType::getChecked([&] { return parser.emitError(location); }, parser.getContext(), axes, ArrayRef<int64_t>(data), element, layout);
}

void FieldType::print(AsmPrinter &printer) const {
  printer << "<";
  printShape(printer, getAxes(), getData(), getElementType());
  if (getLayout())
    printer << ", " << getLayout();
  printer << ">";
}

LogicalResult FieldType::verify(EmitError emitError, unsigned axes, ArrayRef<int64_t> data, Type element, Attribute layout) {
  StringRef order;
  if (auto attribute = llvm::dyn_cast_or_null<LayoutAttr>(layout))
    order = attribute.getOrder();
  return check(emitError, [&](FvoptTextCallback error, void *userData) {
    return stencilHooks().verifyField(axes, data.data(), data.size(), wrap(element), reference(layout ? order : StringRef("-")), error, userData);
  });
}

Type TempType::parse(AsmParser &parser) {
  SMLoc location = parser.getCurrentLocation();
  unsigned axes = 0;
  SmallVector<int64_t> data;
  Type element;
  if (parser.parseLess() || parseShape(parser, axes, data, element) || parser.parseGreater())
    return {};
  return TempType::getChecked([&] { return parser.emitError(location); }, parser.getContext(), axes, ArrayRef<int64_t>(data), element);
}

void TempType::print(AsmPrinter &printer) const {
  printer << "<";
  printShape(printer, getAxes(), getData(), getElementType());
  printer << ">";
}

LogicalResult TempType::verify(EmitError emitError, unsigned axes, ArrayRef<int64_t> data, Type element) {
  return check(emitError, [&](FvoptTextCallback error, void *userData) {
    return stencilHooks().verifyTemp(axes, data.data(), data.size(), wrap(element), error, userData);
  });
}

LogicalResult LayoutAttr::verify(EmitError emitError, StringRef order, int64_t alignment, int64_t padding) {
  return check(emitError, [&](FvoptTextCallback error, void *userData) {
    return stencilHooks().verifyLayout(reference(order), alignment, padding, error, userData);
  });
}

LogicalResult ScheduleAttr::verify(EmitError emitError, StringRef order, StringRef parallel, ArrayRef<int64_t> tile, int64_t vector) {
  return check(emitError, [&](FvoptTextCallback error, void *userData) {
    return stencilHooks().verifySchedule(reference(order), reference(parallel), tile.data(), tile.size(), vector, error, userData);
  });
}

Attribute ScheduleAttr::parse(AsmParser &parser, Type) {
  SMLoc location = parser.getCurrentLocation();
  std::string order, parallel;
  SmallVector<int64_t> tile;
  int64_t vector = 0;
  auto integer = [&] { return parser.parseInteger(tile.emplace_back()); };
  if (parser.parseLess() || parser.parseKeyword("order") || parser.parseEqual() || parser.parseString(&order) ||
      parser.parseComma() || parser.parseKeyword("parallel") || parser.parseEqual() || parser.parseString(&parallel) ||
      parser.parseComma() || parser.parseKeyword("tile") || parser.parseEqual() ||
      parser.parseCommaSeparatedList(AsmParser::Delimiter::Square, integer) || parser.parseComma() ||
      parser.parseKeyword("vector") || parser.parseEqual() || parser.parseInteger(vector) || parser.parseGreater())
    return {};
  return ScheduleAttr::getChecked([&] { return parser.emitError(location); }, parser.getContext(), StringRef(order), StringRef(parallel), ArrayRef<int64_t>(tile), vector);
}

void ScheduleAttr::print(AsmPrinter &printer) const {
  printer << "<order = \"" << getOrder() << "\", parallel = \"" << getParallel() << "\", tile = [";
  llvm::interleaveComma(getTile(), printer);
  printer << "], vector = " << getVector() << ">";
}

//===-- custom directives -------------------------------------------------===//

/// `carries(%c = %init : type, ...) region`
static ParseResult parseCarries(OpAsmParser &parser, Operands &inits, SmallVectorImpl<Type> &initTypes, SmallVectorImpl<Type> &resultTypes, Region &body) {
  SmallVector<OpAsmParser::Argument> arguments;
  auto carry = [&]() -> ParseResult {
    OpAsmParser::Argument &argument = arguments.emplace_back();
    return failure(parser.parseArgument(argument) || parser.parseEqual() || parser.parseOperand(inits.emplace_back()) ||
                   parser.parseColonType(argument.type));
  };
  if (parser.parseKeyword("carries") || parser.parseCommaSeparatedList(OpAsmParser::Delimiter::Paren, carry))
    return failure();
  for (const OpAsmParser::Argument &argument : arguments)
    initTypes.push_back(argument.type);
  resultTypes.append(initTypes.begin(), initTypes.end());
  if (parser.parseRegion(body, arguments))
    return failure();
  if (body.empty())
    body.emplaceBlock();
  return success();
}

static void printCarries(OpAsmPrinter &printer, Operation *, OperandRange inits, TypeRange types, TypeRange, Region &body) {
  printer << "carries(";
  llvm::interleaveComma(llvm::zip(body.getArguments(), inits, types), printer, [&](auto carry) {
    auto [argument, init, type] = carry;
    printer << argument << " = " << init << " : " << type;
  });
  printer << ") ";
  printer.printRegion(body, /*printEntryBlockArgs=*/false, /*printBlockTerminators=*/true);
}

/// ` writes(%c[0] : type, ...)`, absent when nothing is written
static ParseResult parseWrites(OpAsmParser &parser, Operands &writes, SmallVectorImpl<Type> &types, DenseI64ArrayAttr &offsets) {
  SmallVector<int64_t> values;
  auto write = [&]() -> ParseResult {
    return failure(parser.parseOperand(writes.emplace_back()) || parser.parseLSquare() || parser.parseInteger(values.emplace_back()) ||
                   parser.parseRSquare() || parser.parseColonType(types.emplace_back()));
  };
  if (succeeded(parser.parseOptionalKeyword("writes")) &&
      parser.parseCommaSeparatedList(OpAsmParser::Delimiter::Paren, write))
    return failure();
  offsets = DenseI64ArrayAttr::get(parser.getContext(), values);
  return success();
}

static void printWrites(OpAsmPrinter &printer, Operation *, OperandRange writes, TypeRange types, DenseI64ArrayAttr offsets) {
  if (writes.empty())
    return;
  printer << " writes(";
  llvm::interleaveComma(llvm::zip(writes, types, offsets.asArrayRef()), printer, [&](auto write) {
    auto [carry, type, offset] = write;
    printer << carry << "[" << offset << "] : " << type;
  });
  printer << ")";
}

/// `relative %d : index in [-2, 2]` or `absolute %k : index (k = start to end)`
static ParseResult parseDynamicPosition(OpAsmParser &parser, OpAsmParser::UnresolvedOperand &position, Type &type, DenseI64ArrayAttr &extent, BoxAttr &box, Operands &bounds) {
  bool relative = succeeded(parser.parseOptionalKeyword("relative"));
  if (!relative && parser.parseKeyword("absolute", " or `relative`"))
    return failure();
  if (parser.parseOperand(position) || parser.parseColonType(type))
    return failure();
  if (!relative)
    return parseBox(parser, box, bounds);
  SmallVector<int64_t> values;
  auto integer = [&] { return parser.parseInteger(values.emplace_back()); };
  if (parser.parseKeyword("in") || parser.parseCommaSeparatedList(AsmParser::Delimiter::Square, integer))
    return failure();
  extent = DenseI64ArrayAttr::get(parser.getContext(), values);
  return success();
}

static void printDynamicPosition(OpAsmPrinter &printer, Operation *operation, Value position, Type type, DenseI64ArrayAttr extent, BoxAttr box, OperandRange bounds) {
  printer << (extent ? "relative " : "absolute ") << position << " : " << type;
  if (extent) {
    printer << " in [";
    llvm::interleaveComma(extent.asArrayRef(), printer);
    printer << "]";
  } else if (box) {
    printer << " ";
    // A box that bounds nothing (its code is in `crates/boxes/src/code.rs`) would be `()`, which
    // does not say of what it is.
    const int64_t whole[] = {4, 5, 4, 5, 4, 5};
    if (box.getCode() == ArrayRef<int64_t>(whole))
      printer << "(k = unbounded to unbounded)";
    else
      printBox(printer, operation, box, bounds);
  }
}

#define GET_OP_CLASSES
#include "StencilOps.cpp.inc"

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

//===-- forwarding --------------------------------------------------------===//

LogicalResult StencilDialect::verifyOperationAttribute(Operation *operation, NamedAttribute attribute) {
  return success(dialectHooks(0).verifyAttribute(wrap(operation), reference(attribute.getName()), wrap(attribute.getValue())));
}

#define FORWARD_VERIFY(OP)                                                     \
  LogicalResult OP::verify() {                                                 \
    return success(dialectHooks(0).verify(wrap(getOperation())));              \
  }
#define FORWARD_VERIFY_REGIONS(OP)                                             \
  LogicalResult OP::verifyRegions() {                                          \
    return success(dialectHooks(0).verifyRegions(wrap(getOperation())));       \
  }
#define FORWARD_CANONICALIZE(OP)                                               \
  LogicalResult OP::canonicalize(OP operation, PatternRewriter &rewriter) {    \
    return success(dialectHooks(0).canonicalize(                               \
        wrap(operation.getOperation()), wrap(&rewriter)));                     \
  }

FORWARD_VERIFY(FuncOp)
FORWARD_VERIFY_REGIONS(FuncOp)
FORWARD_VERIFY(LoadOp)
FORWARD_VERIFY(StoreOp)
FORWARD_VERIFY(AllocationOp)
FORWARD_CANONICALIZE(StoreOp)
FORWARD_VERIFY(ApplyOp)
FORWARD_VERIFY_REGIONS(ApplyOp)
FORWARD_CANONICALIZE(ApplyOp)
FORWARD_VERIFY(InsertOp)
FORWARD_VERIFY(SweepOp)
FORWARD_VERIFY_REGIONS(SweepOp)
FORWARD_CANONICALIZE(SweepOp)
FORWARD_VERIFY(IntervalOp)
FORWARD_VERIFY_REGIONS(IntervalOp)
FORWARD_VERIFY(StageOp)
FORWARD_VERIFY_REGIONS(StageOp)
FORWARD_VERIFY(AccessOp)
FORWARD_VERIFY(AccessDynOp)
FORWARD_VERIFY(IndexOp)
FORWARD_VERIFY(KernelOp)
FORWARD_VERIFY_REGIONS(KernelOp)

OpFoldResult InsertOp::fold(FoldAdaptor) { return unwrap(dialectHooks(0).fold(wrap(getOperation()))); }

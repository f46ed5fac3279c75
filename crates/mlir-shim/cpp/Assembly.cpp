// Boxes as text: collects the tokens, resolves operands, and leaves the grammar to Rust.
#include "Assembly.h"
#include "Hooks.h"
#include "mlir/CAPI/Support.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace fvopt;
using fvopt::stencil::BoxAttr;

namespace {
void appendText(MlirStringRef text, void *userData) {
  static_cast<std::string *>(userData)->append(text.data, text.length);
}

struct ParsedBox {
  SmallVector<int64_t> code;
  std::string error;
};

/// Collects the text of a box up to its closing parenthesis; run-time
/// positions become `%n`. The opening parenthesis has been consumed.
ParseResult collect(AsmParser &parser, OpAsmParser *operandParser, Operands *bounds, BoxAttr &box) {
  SMLoc start = parser.getCurrentLocation();
  std::string text = "(";
  int depth = 1;
  while (depth > 0) {
    StringRef keyword;
    int64_t number = 0;
    if (operandParser) {
      OpAsmParser::UnresolvedOperand operand;
      OptionalParseResult parsed = operandParser->parseOptionalOperand(operand);
      if (parsed.has_value()) {
        if (failed(*parsed))
          return failure();
        text += " %" + std::to_string(bounds->size());
        bounds->push_back(operand);
        continue;
      }
    }
    if (succeeded(parser.parseOptionalKeyword(&keyword))) {
      if (keyword == "pos" && !operandParser) {
        if (parser.parseLParen() || parser.parseInteger(number) || parser.parseRParen())
          return failure();
        text += " %" + std::to_string(number);
      } else {
        text += " " + keyword.str();
      }
      continue;
    }
    // The parser takes a minus into the number; of `- 0` it would be lost, and with it the sum.
    bool negative = *parser.getCurrentLocation().getPointer() == '-';
    OptionalParseResult integer = parser.parseOptionalInteger(number);
    if (integer.has_value()) {
      if (failed(*integer))
        return failure();
      text += negative && number == 0 ? " -0" : " " + std::to_string(number);
    } else if (succeeded(parser.parseOptionalEqual())) {
      text += " =";
    } else if (succeeded(parser.parseOptionalComma())) {
      text += ",";
    } else if (succeeded(parser.parseOptionalPlus())) {
      text += " +";
    } else if (succeeded(parser.parseOptionalLParen())) {
      text += "(";
      ++depth;
    } else if (succeeded(parser.parseOptionalRParen())) {
      text += ")";
      --depth;
    } else {
      return parser.emitError(parser.getCurrentLocation(), "expected a box such as `(i = start - 1 to end + 1)`");
    }
  }
  ParsedBox result;
  bool ok = stencilHooks().parseBox(
      mlirStringRefCreate(text.data(), text.size()),
      [](const int64_t *code, intptr_t size, void *userData) {
        static_cast<ParsedBox *>(userData)->code.assign(code, code + size);
      },
      [](MlirStringRef message, void *userData) {
        static_cast<ParsedBox *>(userData)->error.assign(message.data, message.length);
      },
      &result);
  if (!ok)
    return parser.emitError(start, "malformed box: ") << result.error;
  box = BoxAttr::get(parser.getContext(), result.code);
  return success();
}

std::string text(ArrayRef<int64_t> code, ArrayRef<std::string> names) {
  SmallVector<MlirStringRef> references;
  for (const std::string &name : names)
    references.push_back(mlirStringRefCreate(name.data(), name.size()));
  std::string out;
  stencilHooks().printBox(code.data(), code.size(), references.data(), references.size(), appendText, &out);
  return out;
}
} // namespace

Attribute BoxAttr::parse(AsmParser &parser, Type) {
  BoxAttr box;
  if (parser.parseLess() || parser.parseLParen() || collect(parser, nullptr, nullptr, box) || parser.parseGreater())
    return {};
  return box;
}

void BoxAttr::print(AsmPrinter &printer) const {
  printer << "<" << text(getCode(), {}) << ">";
}

ParseResult fvopt::parseBox(OpAsmParser &parser, BoxAttr &box, Operands &bounds) {
  if (parser.parseLParen())
    return failure();
  return collect(parser, &parser, &bounds, box);
}

void fvopt::printBox(OpAsmPrinter &printer, Operation *, BoxAttr box, OperandRange bounds) {
  SmallVector<std::string> names;
  for (Value bound : bounds) {
    std::string name;
    llvm::raw_string_ostream stream(name);
    printer.printOperand(bound, stream);
    names.push_back(name);
  }
  printer << text(box.getCode(), names);
}

ParseResult fvopt::parseOptionalBox(OpAsmParser &parser, BoxAttr &box, Operands &bounds) {
  if (failed(parser.parseOptionalLParen()))
    return success();
  return collect(parser, &parser, &bounds, box);
}

void fvopt::printOptionalBox(OpAsmPrinter &printer, Operation *operation, BoxAttr box, OperandRange bounds) {
  if (!box)
    return;
  printer << " ";
  printBox(printer, operation, box, bounds);
}

ParseResult fvopt::parseSameType(OpAsmParser &parser, Type &first, Type &second) {
  if (parser.parseType(first))
    return failure();
  second = first;
  return success();
}

void fvopt::printSameType(OpAsmPrinter &printer, Operation *, Type first, Type) { printer << first; }

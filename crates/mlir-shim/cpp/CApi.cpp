// The C interface that the Rust side of the shim calls.
#include "Assembly.h"
#include "Hooks.h"
#include "Nesting.h"
#include "Program.h"
#include "Stencil.h"
#include "mlir-c/Diagnostics.h"
#include "mlir/CAPI/IR.h"
#include "mlir/CAPI/Support.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/AsmParser/AsmParser.h"
#include "mlir/AsmParser/AsmParserState.h"
#include "mlir/Bytecode/BytecodeReader.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/Pass.h"
#include "mlir/Pass/PassRegistry.h"
#include "mlir/Support/FileUtilities.h"
#include "mlir/Transforms/Passes.h"
#include "mlir/Tools/mlir-lsp-server/MlirLspServerMain.h"
#include "mlir/Tools/mlir-opt/MlirOptMain.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/ToolOutputFile.h"

using namespace mlir;
using namespace fvopt;
using namespace fvopt::stencil;

extern "C" {

//===-- registration ------------------------------------------------------===//

void fvoptRegisterDialects(MlirDialectRegistry registry) {
  unwrap(registry)->insert<StencilDialect, program::ProgramDialect>();
}

/// Says whether a text nests too deep, having told where; an empty marker does not split it.
typedef bool (*FvoptNestsTooDeep)(MlirStringRef name, MlirStringRef text, MlirStringRef marker);

/// Upstream's MlirOptMain, but that what is read is looked at first.
int fvoptOptMain(int argc, char **argv, MlirStringRef name, MlirDialectRegistry registry, FvoptNestsTooDeep nestsTooDeep, size_t maximum) {
  auto [input, output] = registerAndParseCLIOptions(argc, argv, unwrap(name), *unwrap(registry));
  MlirOptMainConfig config = MlirOptMainConfig::createFromCLOptions();
  if (input == "-" && llvm::sys::Process::FileDescriptorIsDisplayed(fileno(stdin)))
    llvm::errs() << "(processing input from stdin now, hit ctrl-c/ctrl-d to interrupt)\n";
  std::string error;
  std::unique_ptr<llvm::MemoryBuffer> file;
  if (!config.shouldShowDialects() && !config.shouldListPasses())
    file = openInputFile(input, &error);
  // Lists, and files that cannot be read, are upstream's to tell.
  if (!file)
    return asMainReturnCode(MlirOptMain(argc, argv, input, output, *unwrap(registry)));
  if (isBytecode(file->getMemBufferRef())) {
    MLIRContext context(*unwrap(registry), MLIRContext::Threading::DISABLED);
    context.allowUnregisteredDialects();
    llvm::SourceMgr sources;
    sources.AddNewSourceBuffer(llvm::MemoryBuffer::getMemBuffer(file->getMemBufferRef(), false), SMLoc());
    // What else is wrong is told when it is read again.
    bool isDeep = false;
    ScopedDiagnosticHandler quiet(&context, [](Diagnostic &) { return success(); });
    OwningOpRef<ModuleOp> module = readBytecode(sources, &context, maximum, /*verifies=*/false, &isDeep);
    if (isDeep) {
      llvm::errs() << file->getBufferIdentifier() << ": error: regions, attributes, types or locations nest more than " << maximum << " deep; nothing deeper is read\n";
      return EXIT_FAILURE;
    }
  } else if (nestsTooDeep(wrap(file->getBufferIdentifier()), wrap(file->getBuffer()), wrap(config.inputSplitMarker()))) {
    return EXIT_FAILURE;
  }
  llvm::InitLLVM initialized(argc, argv);
  std::unique_ptr<llvm::ToolOutputFile> out = openOutputFile(output, &error);
  if (!out) {
    llvm::errs() << error << "\n";
    return EXIT_FAILURE;
  }
  if (failed(MlirOptMain(out->os(), std::move(file), *unwrap(registry), config)))
    return EXIT_FAILURE;
  out->keep();
  return EXIT_SUCCESS;
}

int fvoptLspServerMain(int argc, char **argv, MlirDialectRegistry registry) {
  return asMainReturnCode(MlirLspServerMain(argc, argv, *unwrap(registry)));
}

//===-- code generation ---------------------------------------------------===//

/// Sets an option of LLVM's code generation, for the process; false when LLVM has none of this
/// name, or does not take the value.
bool fvoptSetLlvmOption(MlirStringRef name, MlirStringRef value) {
  auto &options = llvm::cl::getRegisteredOptions();
  auto found = options.find(unwrap(name));
  if (found == options.end())
    return false;
  return !found->second->addOccurrence(0, unwrap(name), unwrap(value));
}

//===-- types -------------------------------------------------------------===//

bool fvoptTypeIsField(MlirType type) { return llvm::isa<FieldType>(unwrap(type)); }
bool fvoptTypeIsTemp(MlirType type) { return llvm::isa<TempType>(unwrap(type)); }

/// Null, with an error emitted at the location, when the parameters are wrong.
MlirType fvoptFieldTypeGet(MlirLocation location, uint32_t axes, const int64_t *data, intptr_t size, MlirType element, MlirAttribute layout) {
  Location where = unwrap(location);
  return wrap(Type(FieldType::getChecked([&] { return emitError(where); }, where.getContext(), axes, ArrayRef<int64_t>(data, size), unwrap(element), unwrap(layout))));
}
MlirType fvoptTempTypeGet(MlirLocation location, uint32_t axes, const int64_t *data, intptr_t size, MlirType element) {
  Location where = unwrap(location);
  return wrap(Type(TempType::getChecked([&] { return emitError(where); }, where.getContext(), axes, ArrayRef<int64_t>(data, size), unwrap(element))));
}
/// Axes, data dimensions and element type of a field or temp.
uint32_t fvoptShapedTypeGet(MlirType type, const int64_t **data, intptr_t *size, MlirType *element, MlirAttribute *layout) {
  auto give = [&](auto shaped) {
    *data = shaped.getData().data();
    *size = shaped.getData().size();
    *element = wrap(shaped.getElementType());
    return shaped.getAxes();
  };
  if (auto field = llvm::dyn_cast<FieldType>(unwrap(type))) {
    *layout = wrap(field.getLayout());
    return give(field);
  }
  *layout = MlirAttribute{nullptr};
  return give(llvm::cast<TempType>(unwrap(type)));
}

//===-- attributes --------------------------------------------------------===//

bool fvoptAttributeIsBox(MlirAttribute attribute) { return llvm::isa_and_nonnull<BoxAttr>(unwrap(attribute)); }
MlirAttribute fvoptBoxAttrGet(MlirContext context, const int64_t *code, intptr_t size) {
  return wrap(BoxAttr::get(unwrap(context), ArrayRef<int64_t>(code, size)));
}
void fvoptBoxAttrCode(MlirAttribute attribute, const int64_t **code, intptr_t *size) {
  ArrayRef<int64_t> values = llvm::cast<BoxAttr>(unwrap(attribute)).getCode();
  *code = values.data();
  *size = values.size();
}
MlirAttribute fvoptLayoutAttrGet(MlirLocation location, MlirStringRef order, int64_t alignment, int64_t padding) {
  Location where = unwrap(location);
  return wrap(Attribute(LayoutAttr::getChecked([&] { return emitError(where); }, where.getContext(), unwrap(order), alignment, padding)));
}
void fvoptLayoutAttrValues(MlirAttribute attribute, MlirStringRef *order, int64_t *alignment, int64_t *padding) {
  auto layout = llvm::cast<LayoutAttr>(unwrap(attribute));
  *order = wrap(layout.getOrder());
  *alignment = layout.getAlignment();
  *padding = layout.getPadding();
}
MlirAttribute fvoptScheduleAttrGet(MlirLocation location, MlirStringRef order, MlirStringRef parallel, const int64_t *tile, int64_t vector) {
  Location where = unwrap(location);
  return wrap(Attribute(ScheduleAttr::getChecked([&] { return emitError(where); }, where.getContext(), unwrap(order), unwrap(parallel), ArrayRef<int64_t>(tile, 3), vector)));
}
void fvoptScheduleAttrValues(MlirAttribute attribute, MlirStringRef *order, MlirStringRef *parallel, const int64_t **tile, int64_t *vector) {
  auto schedule = llvm::cast<ScheduleAttr>(unwrap(attribute));
  *order = wrap(schedule.getOrder());
  *parallel = wrap(schedule.getParallel());
  *tile = schedule.getTile().data();
  *vector = schedule.getVector();
}
/// An enum attribute: kind 0 axis, 1 direction, 2 place, 3 reduction.
MlirAttribute fvoptEnumAttrGet(MlirContext context, int kind, uint32_t value) {
  MLIRContext *where = unwrap(context);
  switch (kind) {
  case 0: return wrap(Attribute(AxisAttr::get(where, static_cast<Axis>(value))));
  case 1: return wrap(Attribute(DirectionAttr::get(where, static_cast<Direction>(value))));
  case 2: return wrap(Attribute(PlaceAttr::get(where, static_cast<Place>(value))));
  default: return wrap(Attribute(program::ReductionAttr::get(where, static_cast<program::Reduction>(value))));
  }
}
/// Its value, or -1 for any other attribute.
int64_t fvoptEnumAttrValue(MlirAttribute attribute) {
  Attribute value = unwrap(attribute);
  if (auto axis = llvm::dyn_cast<AxisAttr>(value))
    return static_cast<int64_t>(axis.getValue());
  if (auto direction = llvm::dyn_cast<DirectionAttr>(value))
    return static_cast<int64_t>(direction.getValue());
  if (auto place = llvm::dyn_cast<PlaceAttr>(value))
    return static_cast<int64_t>(place.getValue());
  if (auto reduction = llvm::dyn_cast<program::ReductionAttr>(value))
    return static_cast<int64_t>(reduction.getValue());
  return -1;
}

//===-- diagnostics -------------------------------------------------------===//

/// Severity as in MLIR: 0 error, 1 warning, 3 remark. Notes are pairs of location and text.
void fvoptEmitDiagnostic(MlirLocation location, int severity, MlirStringRef text, const MlirLocation *noteLocations, const MlirStringRef *notes, intptr_t noteCount) {
  Location where = unwrap(location);
  InFlightDiagnostic diagnostic = severity == 0 ? emitError(where) : severity == 1 ? emitWarning(where) : emitRemark(where);
  diagnostic << unwrap(text);
  for (intptr_t index = 0; index < noteCount; ++index)
    diagnostic.attachNote(unwrap(noteLocations[index])) << unwrap(notes[index]);
}

namespace {
/// Renders diagnostics with the line they point to; lives as long as the source is worked on.
struct SourceDiagnostics {
  llvm::SourceMgr sources;
  std::string text;
  llvm::raw_string_ostream stream{text};
  std::unique_ptr<SourceMgrDiagnosticHandler> handler;
};
} // namespace

void *fvoptSourceDiagnosticsCreate(MlirContext context, MlirStringRef name, const char *buffer, intptr_t size) {
  auto *diagnostics = new SourceDiagnostics;
  diagnostics->sources.AddNewSourceBuffer(llvm::MemoryBuffer::getMemBufferCopy(StringRef(buffer, size), unwrap(name)), SMLoc());
  diagnostics->handler = std::make_unique<SourceMgrDiagnosticHandler>(diagnostics->sources, unwrap(context), diagnostics->stream);
  return diagnostics;
}

/// Keeps the names that the source gives to the arguments of functions: users pass arguments by them.
static void keepArgumentNames(ModuleOp module, const AsmParserState &state) {
  for (Operation &operation : *module.getBody()) {
    if (!llvm::isa<FuncOp, program::FuncOp>(operation) || operation.hasAttr("program.argument_names"))
      continue;
    const AsmParserState::BlockDefinition *block = state.getBlockDef(&operation.getRegion(0).front());
    if (!block)
      continue;
    SmallVector<Attribute> names;
    for (const AsmParserState::SMDefinition &argument : block->arguments) {
      StringRef name(argument.loc.Start.getPointer(), argument.loc.End.getPointer() - argument.loc.Start.getPointer());
      names.push_back(StringAttr::get(module.getContext(), name.ltrim('%')));
    }
    operation.setAttr("program.argument_names", ArrayAttr::get(module.getContext(), names));
  }
}

MlirModule fvoptSourceDiagnosticsParse(void *handle, MlirContext context, size_t maximumNesting) {
  auto *diagnostics = static_cast<SourceDiagnostics *>(handle);
  ParserConfig config(unwrap(context));
  const llvm::MemoryBuffer *buffer = diagnostics->sources.getMemoryBuffer(diagnostics->sources.getMainFileID());
  if (isBytecode(buffer->getMemBufferRef())) {
    bool isDeep = false;
    return wrap(readBytecode(diagnostics->sources, unwrap(context), maximumNesting, /*verifies=*/true, &isDeep).release());
  }
  Block block;
  AsmParserState state;
  if (failed(parseAsmSourceFile(diagnostics->sources, &block, config, &state)))
    return MlirModule{nullptr};
  Location location = FileLineColLoc::get(unwrap(context), buffer->getBufferIdentifier(), 0, 0);
  OwningOpRef<ModuleOp> module = mlir::detail::constructContainerOpForParserIfNecessary<ModuleOp>(&block, unwrap(context), location);
  if (module)
    keepArgumentNames(*module, state);
  return wrap(module.release());
}
void fvoptSourceDiagnosticsTake(void *handle, FvoptTextCallback callback, void *userData) {
  auto *diagnostics = static_cast<SourceDiagnostics *>(handle);
  diagnostics->stream.flush();
  callback(mlirStringRefCreate(diagnostics->text.data(), diagnostics->text.size()), userData);
  diagnostics->text.clear();
}
void fvoptSourceDiagnosticsDestroy(void *handle) { delete static_cast<SourceDiagnostics *>(handle); }

//===-- IR ----------------------------------------------------------------===//

/// Which operands are the run-time positions of an operation's boxes; false for one without boxes.
/// In range whatever the sizes of the operand groups say: the operation may not be verified yet.
bool fvoptOperationBounds(MlirOperation operation, intptr_t *start, intptr_t *count) {
  Operation *own = unwrap(operation);
  auto boxed = llvm::dyn_cast<BoxOpInterface>(own);
  if (!boxed)
    return false;
  OperandRange bounds = boxed.getBounds();
  intptr_t total = own->getNumOperands();
  *start = std::clamp<intptr_t>(bounds.getBase() - own->getOpOperands().data(), 0, total);
  *count = std::clamp<intptr_t>(static_cast<int32_t>(bounds.size()), 0, total - *start);
  return true;
}
/// Replaces them, and the size of their group with them.
void fvoptOperationSetBounds(MlirOperation operation, const MlirValue *values, intptr_t count) {
  SmallVector<Value> positions;
  for (intptr_t index = 0; index < count; ++index)
    positions.push_back(unwrap(values[index]));
  if (auto boxed = llvm::dyn_cast<BoxOpInterface>(unwrap(operation)))
    boxed.getBoundsMutable().assign(positions);
}

/// Which operands a view takes its field, level and component from; false for what is no view of a field. The last
/// two are -1 where nothing is fixed. In range, as above.
bool fvoptOperationFieldView(MlirOperation operation, intptr_t *source, intptr_t *level, intptr_t *component) {
  Operation *own = unwrap(operation);
  auto view = llvm::dyn_cast<FieldViewOpInterface>(own);
  if (!view || own->getNumOperands() == 0)
    return false;
  auto first = [&](OperandRange operands) -> intptr_t {
    intptr_t number = operands.getBase() - own->getOpOperands().data();
    bool isThere = static_cast<int32_t>(operands.size()) > 0 && number >= 0 && number < own->getNumOperands();
    return isThere ? number : -1;
  };
  *source = 0;
  *level = first(view.getFixedLevel());
  *component = first(view.getFixedComponent());
  return true;
}

/// Gives the operands whose memory an operation itself reads or writes, in order, as often as it says so; false where
/// it says nothing of its effects. What its regions do is theirs to say.
bool fvoptOperationEffects(MlirOperation operation, void (*give)(intptr_t operand, bool writes, void *), void *userData) {
  Operation *own = unwrap(operation);
  auto effectful = llvm::dyn_cast<MemoryEffectOpInterface>(own);
  if (!effectful)
    return own->hasTrait<OpTrait::HasRecursiveMemoryEffects>();
  SmallVector<MemoryEffects::EffectInstance> effects;
  effectful.getEffects(effects);
  for (const MemoryEffects::EffectInstance &effect : effects) {
    bool writes = llvm::isa<MemoryEffects::Write>(effect.getEffect());
    if (!writes && !llvm::isa<MemoryEffects::Read>(effect.getEffect()))
      continue;
    if (auto *operand = effect.getEffectValue<OpOperand *>())
      give(operand->getOperandNumber(), writes, userData);
    else if (!effect.getValue())
      return false;
  }
  return true;
}

/// The first operation that lies in more regions than the maximum; null where none does.
MlirOperation fvoptTooDeepOperation(MlirOperation root, size_t maximum) { return wrap(tooDeepOperation(unwrap(root), maximum)); }

MlirOperation fvoptLookupSymbol(void *symbolTables, MlirOperation from, MlirStringRef name) {
  Operation *operation = unwrap(from);
  auto symbol = StringAttr::get(operation->getContext(), unwrap(name));
  return wrap(static_cast<SymbolTableCollection *>(symbolTables)->lookupNearestSymbolFrom(operation, symbol));
}

void *fvoptMappingCreate() { return new IRMapping; }
void fvoptMappingDestroy(void *mapping) { delete static_cast<IRMapping *>(mapping); }
void fvoptMappingMap(void *mapping, MlirValue from, MlirValue to) { static_cast<IRMapping *>(mapping)->map(unwrap(from), unwrap(to)); }
/// The value itself where it is not mapped.
MlirValue fvoptMappingLookup(void *mapping, MlirValue from) { return wrap(static_cast<IRMapping *>(mapping)->lookupOrDefault(unwrap(from))); }
MlirOperation fvoptMappingClone(void *mapping, MlirOperation operation) { return wrap(unwrap(operation)->clone(*static_cast<IRMapping *>(mapping))); }

void fvoptOperationSetLocation(MlirOperation operation, MlirLocation location) { unwrap(operation)->setLoc(unwrap(location)); }
bool fvoptOperationIsPure(MlirOperation operation) { return isPure(unwrap(operation)); }
bool fvoptOperationIsBeforeInBlock(MlirOperation first, MlirOperation second) { return unwrap(first)->isBeforeInBlock(unwrap(second)); }
}

// Objects of modules of the LLVM dialect, and how they get into memory. Upstream's engine does both at once, at
// LLVM's default level, and has no object that another process could use.
#include "mlir/ExecutionEngine/ExecutionEngine.h"
#include "mlir/CAPI/IR.h"
#include "mlir/CAPI/Support.h"
#include "mlir/ExecutionEngine/OptUtils.h"
#include "mlir/Target/LLVMIR/Export.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Config/llvm-config.h"
#include "llvm/ExecutionEngine/Orc/ExecutionUtils.h"
#include "llvm/ExecutionEngine/Orc/JITTargetMachineBuilder.h"
#include "llvm/ExecutionEngine/Orc/LLJIT.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/LegacyPassManager.h"
#include "llvm/MC/MCSubtargetInfo.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/Support/TargetSelect.h"
#include "llvm/TargetParser/Host.h"
#include "llvm/TargetParser/SubtargetFeature.h"
#include "llvm/TargetParser/X86TargetParser.h"

using namespace mlir;

namespace {
void initializeTarget() {
  static bool once = [] {
    llvm::InitializeNativeTarget();
    llvm::InitializeNativeTargetAsmParser();
    llvm::InitializeNativeTargetAsmPrinter();
    return true;
  }();
  (void)once;
}

/// The features that code for a processor uses, where LLVM tells (for x86).
SmallVector<StringRef> featuresOf(const llvm::Triple &triple, StringRef cpu) {
  SmallVector<StringRef> features;
  if (triple.isX86() && !cpu.empty())
    llvm::X86::getFeaturesForCPU(cpu, features);
  return features;
}

/// LLVM's side of a processor: of this name, an empty one for that of this machine, and with these features. Code
/// is position independent, so that it can be linked into shared objects.
llvm::Expected<std::unique_ptr<llvm::TargetMachine>> machineOf(StringRef cpu, StringRef features, int level) {
  initializeTarget();
  auto builder = llvm::orc::JITTargetMachineBuilder::detectHost();
  if (!builder)
    return builder.takeError();
  if (!cpu.empty()) {
    builder->setCPU(cpu.str());
    builder->getFeatures() = llvm::SubtargetFeatures();
  }
  builder->addFeatures(llvm::SubtargetFeatures(features).getFeatures());
  builder->setRelocationModel(llvm::Reloc::PIC_);
  builder->setCodeModel(llvm::CodeModel::Small);
  return builder->setCodeGenOptLevel(static_cast<llvm::CodeGenOptLevel>(level)).createTargetMachine();
}

/// Adds the function by which a program is entered: it takes the host and an array of words, and calls the
/// program with the host and a word for each other argument, of which a shorter type takes the low bytes.
bool addEntry(llvm::Module &module, StringRef name, StringRef exported) {
  llvm::Function *program = module.getFunction(name);
  if (!program || program->isDeclaration() || program->arg_empty() || !program->getReturnType()->isIntegerTy(32))
    return false;
  llvm::IRBuilder<> builder(module.getContext());
  llvm::Type *pointer = builder.getPtrTy();
  auto *type = llvm::FunctionType::get(builder.getInt32Ty(), {pointer, pointer}, /*isVarArg=*/false);
  auto *entry = llvm::Function::Create(type, llvm::Function::ExternalLinkage, exported, module);
  entry->addFnAttrs(llvm::AttrBuilder(module.getContext(), program->getAttributes().getFnAttrs()));
  builder.SetInsertPoint(llvm::BasicBlock::Create(module.getContext(), "", entry));
  SmallVector<llvm::Value *> arguments{entry->getArg(0)};
  for (unsigned number = 1; number < program->arg_size(); ++number) {
    llvm::Type *wanted = program->getArg(number)->getType();
    llvm::Value *slot = builder.CreateConstInBoundsGEP1_64(builder.getInt64Ty(), entry->getArg(1), number - 1);
    bool isBit = wanted->isIntegerTy(1);
    llvm::Value *value = builder.CreateAlignedLoad(isBit ? builder.getInt8Ty() : wanted, slot, llvm::Align(8));
    arguments.push_back(isBit ? builder.CreateTrunc(value, wanted) : value);
  }
  builder.CreateRet(builder.CreateCall(program, arguments));
  return true;
}

/// Leaves the entries as the only functions that others see. What belongs to fvopt (`fvopt.`) gets the suffix, so
/// that several variants of a program can be in one object.
void hideFunctions(llvm::Module &module, const llvm::StringSet<> &entries, StringRef suffix) {
  for (llvm::Function &function : llvm::make_early_inc_range(module)) {
    StringRef name = function.getName();
    bool isOurs = name.starts_with("fvopt.");
    if (entries.contains(name) || function.hasLocalLinkage() || (function.isDeclaration() && !isOurs))
      continue;
    if (name.starts_with("_mlir_ciface_"))
      function.setLinkage(llvm::GlobalValue::InternalLinkage);
    else
      function.setVisibility(llvm::GlobalValue::HiddenVisibility);
    if (isOurs && !suffix.empty())
      function.setName(name + suffix);
  }
}
} // namespace

extern "C" {

/// Whether there is a processor of this name (empty: this one) with these features (`+avx2,-fma`), and where
/// `runsHere`, whether this machine's has all that its code uses; tells `onError` what is not so.
bool fvoptCheckProcessor(MlirStringRef cpu, MlirStringRef features, bool runsHere, MlirStringCallback onError, void *user) {
  initializeTarget();
  auto fail = [&](const Twine &message) {
    std::string text = message.str();
    onError(wrap(StringRef(text)), user);
    return false;
  };
  llvm::Triple triple(llvm::sys::getProcessTriple());
  std::string problem;
  const llvm::Target *target = llvm::TargetRegistry::lookupTarget(triple, problem);
  if (!target)
    return fail(problem);
  std::unique_ptr<llvm::MCSubtargetInfo> known(target->createMCSubtargetInfo(triple, "", ""));
  StringRef name = unwrap(cpu);
  if (!name.empty() && !known->isCPUStringValid(name))
    return fail("LLVM knows no processor `" + name + "` of the kind " + triple.getArchName());
  SmallVector<StringRef> wanted = featuresOf(triple, name);
  llvm::SubtargetFeatures given(unwrap(features));
  for (const std::string &feature : given.getFeatures()) {
    StringRef bare = llvm::SubtargetFeatures::StripFlag(feature);
    auto isIt = [&](const llvm::SubtargetFeatureKV &entry) { return bare == entry.Key; };
    if (llvm::none_of(known->getAllProcessorFeatures(), isIt))
      return fail("LLVM knows no feature `" + bare + "` of processors of the kind " + triple.getArchName());
    if (llvm::SubtargetFeatures::isEnabled(feature))
      wanted.push_back(bare);
    else
      llvm::erase(wanted, bare);
  }
  if (!runsHere)
    return true;
  auto here = llvm::sys::getHostCPUFeatures();
  for (StringRef feature : wanted)
    if (auto entry = here.find(feature); entry != here.end() && !entry->second)
      return fail("the processor of this machine (" + llvm::sys::getHostCPUName() + ") lacks `" + feature +
                  "`, which code for " + (name.empty() ? StringRef("these features") : name) + " uses");
  return true;
}

/// Tells `onFeature` the processor that code is for, then each feature that the code may use.
bool fvoptProcessorFeatures(MlirStringRef cpu, MlirStringRef features, MlirStringCallback onFeature, void *user) {
  auto machine = machineOf(unwrap(cpu), unwrap(features), 0);
  if (!machine) {
    llvm::consumeError(machine.takeError());
    return false;
  }
  onFeature(wrap((*machine)->getTargetTriple().getTriple()), user);
  onFeature(wrap((*machine)->getTargetCPU()), user);
  for (const llvm::SubtargetFeatureKV &feature : (*machine)->getMCSubtargetInfo()->getEnabledProcessorFeatures())
    onFeature(wrap(StringRef(feature.Key)), user);
  return true;
}

/// The version of LLVM.
MlirStringRef fvoptLlvmVersion() { return wrap(StringRef(LLVM_VERSION_STRING)); }

/// Makes a relocatable object of a module of the LLVM dialect and gives it to `onObject`; where that cannot be,
/// `onError` is told why. Levels are LLVM's, 0 to 3. Code is for the processor of this name, an empty one for that
/// of this machine. For each entry, pairs of the program's symbol and the exported one, a function is added that
/// takes its arguments as words.
bool fvoptObjectOf(MlirModule module, int level, MlirStringRef cpu, MlirStringRef features, MlirStringRef suffix,
                   const MlirStringRef *entries, intptr_t count, MlirStringCallback onObject, void *object,
                   MlirStringCallback onError, void *user) {
  auto fail = [&](const Twine &message) {
    std::string text = message.str();
    onError(wrap(StringRef(text)), user);
    return false;
  };
  auto machine = machineOf(unwrap(cpu), unwrap(features), level);
  if (!machine)
    return fail(llvm::toString(machine.takeError()));
  llvm::LLVMContext context;
  std::unique_ptr<llvm::Module> code = translateModuleToLLVMIR(unwrap(module), context);
  if (!code)
    return fail("the module could not be translated to LLVM IR");
  ExecutionEngine::setupTargetTripleAndDataLayout(code.get(), machine->get());
  llvm::StringSet<> exported;
  for (intptr_t number = 0; number < count; ++number) {
    StringRef name = unwrap(entries[2 * number]), symbol = unwrap(entries[2 * number + 1]);
    if (!addEntry(*code, name, symbol))
      return fail("there is no function `" + name + "` that is an entry");
    exported.insert(symbol);
  }
  hideFunctions(*code, exported, unwrap(suffix));
  if (llvm::Error error = makeOptimizingTransformer(level, /*sizeLevel=*/0, machine->get())(code.get()))
    return fail(llvm::toString(std::move(error)));
  SmallVector<char> bytes;
  llvm::raw_svector_ostream stream(bytes);
  llvm::legacy::PassManager passes;
  if ((*machine)->addPassesToEmitFile(passes, stream, nullptr, llvm::CodeGenFileType::ObjectFile))
    return fail("LLVM makes no objects for this processor");
  passes.run(*code);
  onObject(wrap(StringRef(bytes.data(), bytes.size())), object);
  return true;
}

/// Gets relocatable objects into memory, which refer to each other, to the given symbols, to libraries, and to what
/// else the process has; null when that cannot be, and `onError` was told why. Paths of libraries end with a NUL.
void *fvoptCodeLoad(const MlirStringRef *objects, intptr_t objectCount, const MlirStringRef *names,
                    void *const *addresses, intptr_t nameCount, const MlirStringRef *libraries, intptr_t libraryCount,
                    MlirStringCallback onError, void *user) {
  auto fail = [&](llvm::Error error) -> void * {
    std::string text = llvm::toString(std::move(error));
    onError(wrap(StringRef(text)), user);
    return nullptr;
  };
  initializeTarget();
  auto code = llvm::orc::LLJITBuilder().create();
  if (!code)
    return fail(code.takeError());
  llvm::orc::JITDylib &library = (*code)->getMainJITDylib();
  llvm::orc::SymbolMap symbols;
  for (intptr_t number = 0; number < nameCount; ++number)
    symbols[(*code)->mangleAndIntern(unwrap(names[number]))] = {
        llvm::orc::ExecutorAddr::fromPtr(addresses[number]), llvm::JITSymbolFlags::Exported};
  if (llvm::Error error = library.define(llvm::orc::absoluteSymbols(std::move(symbols))))
    return fail(std::move(error));
  char prefix = (*code)->getDataLayout().getGlobalPrefix();
  for (intptr_t number = 0; number < libraryCount; ++number) {
    auto generator = llvm::orc::DynamicLibrarySearchGenerator::Load(libraries[number].data, prefix);
    if (!generator)
      return fail(generator.takeError());
    library.addGenerator(std::move(*generator));
  }
  for (intptr_t number = 0; number < objectCount; ++number) {
    auto buffer = llvm::MemoryBuffer::getMemBufferCopy(unwrap(objects[number]), "object" + Twine(number));
    if (llvm::Error error = (*code)->addObjectFile(std::move(buffer)))
      return fail(std::move(error));
  }
  return code->release();
}

/// The address of a function, whose object and those that it refers to are linked then; null where there is none.
void *fvoptCodeLookup(void *code, MlirStringRef name, MlirStringCallback onError, void *user) {
  auto address = static_cast<llvm::orc::LLJIT *>(code)->lookup(unwrap(name));
  if (address)
    return address->toPtr<void *>();
  std::string text = llvm::toString(address.takeError());
  onError(wrap(StringRef(text)), user);
  return nullptr;
}

void fvoptCodeDestroy(void *code) { delete static_cast<llvm::orc::LLJIT *>(code); }

} // extern "C"

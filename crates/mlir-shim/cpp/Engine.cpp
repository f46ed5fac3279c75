// Engines of MLIR with a level for code generation: the C interface of upstream generates code at
// LLVM's default level, whatever level it is asked for, and prints its errors.
#include "mlir/CAPI/ExecutionEngine.h"
#include "mlir/CAPI/IR.h"
#include "mlir/CAPI/Support.h"
#include "mlir/ExecutionEngine/OptUtils.h"
#include "mlir/Target/LLVMIR/Dialect/Builtin/BuiltinToLLVMIRTranslation.h"
#include "mlir/Target/LLVMIR/Dialect/LLVMIR/LLVMToLLVMIRTranslation.h"
#include "mlir/Target/LLVMIR/Dialect/OpenMP/OpenMPToLLVMIRTranslation.h"
#include "llvm/ExecutionEngine/Orc/JITTargetMachineBuilder.h"
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

/// An engine for a module of the LLVM dialect; null when it cannot be made, and `onError` was told why.
/// Levels are LLVM's, 0 to 3. Code is for the processor of this name, an empty one for that of this machine.
/// The paths of libraries end with a NUL.
MlirExecutionEngine fvoptEngineCreate(MlirModule module, int level, MlirStringRef cpu, MlirStringRef features,
                                      const MlirStringRef *libraries, intptr_t count, MlirStringCallback onError, void *user) {
  auto fail = [&](llvm::Error error) {
    std::string text = llvm::toString(std::move(error));
    onError(wrap(StringRef(text)), user);
    return MlirExecutionEngine{nullptr};
  };
  initializeTarget();

  auto codeLevel = static_cast<llvm::CodeGenOptLevel>(level);
  auto builder = llvm::orc::JITTargetMachineBuilder::detectHost();
  if (!builder)
    return fail(builder.takeError());
  if (StringRef name = unwrap(cpu); !name.empty()) {
    builder->setCPU(name.str());
    builder->getFeatures() = llvm::SubtargetFeatures();
  }
  builder->addFeatures(llvm::SubtargetFeatures(unwrap(features)).getFeatures());
  auto machine = builder->setCodeGenOptLevel(codeLevel).createTargetMachine();
  if (!machine)
    return fail(machine.takeError());

  SmallVector<StringRef> paths;
  for (intptr_t number = 0; number < count; ++number)
    paths.push_back(unwrap(libraries[number]));
  // The engine keeps the machine, and the transformer is called while it does.
  auto transformer = makeOptimizingTransformer(level, /*sizeLevel=*/0, machine->get());
  ExecutionEngineOptions options;
  options.transformer = transformer;
  options.jitCodeGenOptLevel = codeLevel;
  options.sharedLibPaths = paths;
  // Nobody debugs the code, and the listener is one for all threads.
  options.enableGDBNotificationListener = false;
  auto engine = ExecutionEngine::create(unwrap(module), options, std::move(*machine));
  if (!engine)
    return fail(engine.takeError());
  return wrap(engine->release());
}

} // extern "C"

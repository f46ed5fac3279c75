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
#include "llvm/Support/TargetSelect.h"

using namespace mlir;

extern "C" {

/// An engine for a module of the LLVM dialect; null when it cannot be made, and `onError` was told why.
/// Levels are LLVM's, 0 to 3. The paths of libraries end with a NUL.
MlirExecutionEngine fvoptEngineCreate(MlirModule module, int level, const MlirStringRef *libraries, intptr_t count,
                                      MlirStringCallback onError, void *user) {
  auto fail = [&](llvm::Error error) {
    std::string text = llvm::toString(std::move(error));
    onError(wrap(StringRef(text)), user);
    return MlirExecutionEngine{nullptr};
  };
  static bool once = [] {
    llvm::InitializeNativeTarget();
    llvm::InitializeNativeTargetAsmParser();
    llvm::InitializeNativeTargetAsmPrinter();
    return true;
  }();
  (void)once;

  auto codeLevel = static_cast<llvm::CodeGenOptLevel>(level);
  auto builder = llvm::orc::JITTargetMachineBuilder::detectHost();
  if (!builder)
    return fail(builder.takeError());
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

// Passes written in Rust, and pipelines of them.
#include "Hooks.h"
#include "Program.h"
#include "Stencil.h"
#include "mlir-c/Pass.h"
#include "mlir/CAPI/IR.h"
#include "mlir/CAPI/Pass.h"
#include "mlir/CAPI/Support.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/Pass/Pass.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Pass/PassRegistry.h"
#include "mlir/Transforms/Passes.h"

using namespace mlir;
using namespace fvopt;
using namespace fvopt::stencil;

extern "C" {
typedef struct {
  MlirStringRef name;
  MlirStringRef help;
  int kind; // 0 bool, 1 integer, 2 text
  MlirStringRef defaultValue;
} FvoptPassOption;

typedef struct {
  bool boolean;
  int64_t integer;
  MlirStringRef text;
} FvoptPassOptionValue;

/// Of a pass or a pipeline. It and what it refers to live as long as the process.
typedef struct {
  MlirStringRef argument;
  MlirStringRef description;
  const FvoptPassOption *options;
  intptr_t optionCount;
  uintptr_t identifier;
} FvoptPassDescriptor;

typedef bool (*FvoptRunPass)(uintptr_t identifier, MlirOperation module, const FvoptPassOptionValue *values);
typedef bool (*FvoptBuildPipeline)(uintptr_t identifier, MlirOpPassManager manager, const FvoptPassOptionValue *values, FvoptTextCallback error, void *userData);
}

namespace {
using mlir::detail::PassOptions;

/// The options that a descriptor lists, of a pass or a pipeline.
class DescribedOptions {
public:
  /// `parent.make<T>(name, modifiers...)` makes an option.
  template <typename Parent>
  DescribedOptions(const FvoptPassDescriptor &descriptor, Parent &parent) : descriptor(descriptor) {
    for (intptr_t index = 0; index < descriptor.optionCount; ++index) {
      const FvoptPassOption &option = descriptor.options[index];
      StringRef name = unwrap(option.name), help = unwrap(option.help), initial = unwrap(option.defaultValue);
      int64_t number = 0;
      switch (option.kind) {
      case 0:
        booleans.push_back(parent.template make<bool>(name, llvm::cl::desc(help), llvm::cl::init(initial == "true")));
        break;
      case 1:
        initial.getAsInteger(10, number);
        integers.push_back(parent.template make<int64_t>(name, llvm::cl::desc(help), llvm::cl::init(number)));
        break;
      default:
        texts.push_back(parent.template make<std::string>(name, llvm::cl::desc(help), llvm::cl::init(initial.str())));
      }
    }
  }

  /// The values now; their texts live as long as the options are not set.
  std::vector<FvoptPassOptionValue> values() const {
    std::vector<FvoptPassOptionValue> values(descriptor.optionCount);
    size_t boolean = 0, integer = 0, text = 0;
    for (intptr_t index = 0; index < descriptor.optionCount; ++index) {
      switch (descriptor.options[index].kind) {
      case 0:
        values[index].boolean = booleans[boolean++]->getValue();
        break;
      case 1:
        values[index].integer = integers[integer++]->getValue();
        break;
      default:
        const std::string &value = texts[text++]->getValue();
        values[index].text = mlirStringRefCreate(value.data(), value.size());
      }
    }
    return values;
  }

  void set(const FvoptPassOptionValue *values) {
    size_t boolean = 0, integer = 0, text = 0;
    for (intptr_t index = 0; index < descriptor.optionCount; ++index) {
      switch (descriptor.options[index].kind) {
      case 0:
        booleans[boolean++]->setValue(values[index].boolean);
        break;
      case 1:
        integers[integer++]->setValue(values[index].integer);
        break;
      default:
        texts[text++]->setValue(unwrap(values[index].text).str());
      }
    }
  }

private:
  const FvoptPassDescriptor &descriptor;
  std::vector<std::unique_ptr<PassOptions::Option<bool>>> booleans;
  std::vector<std::unique_ptr<PassOptions::Option<int64_t>>> integers;
  std::vector<std::unique_ptr<PassOptions::Option<std::string>>> texts;
};

/// A pass over a module whose work is done in Rust, with the options of a descriptor.
class RustPass : public OperationPass<ModuleOp> {
public:
  RustPass(const FvoptPassDescriptor &descriptor, FvoptRunPass run)
      : OperationPass(TypeID::get<RustPass>()), descriptor(descriptor), run(run), options(descriptor, *this) {}

  template <typename T, typename... Modifiers>
  std::unique_ptr<PassOptions::Option<T>> make(Modifiers &&...modifiers) {
    return std::make_unique<Option<T>>(*this, std::forward<Modifiers>(modifiers)...);
  }
  void set(const FvoptPassOptionValue *values) { options.set(values); }

  StringRef getName() const override { return unwrap(descriptor.argument); }
  StringRef getArgument() const override { return unwrap(descriptor.argument); }
  StringRef getDescription() const override { return unwrap(descriptor.description); }
  std::unique_ptr<Pass> clonePass() const override {
    auto copy = std::make_unique<RustPass>(descriptor, run);
    copy->copyOptionValuesFrom(this);
    return copy;
  }
  void getDependentDialects(DialectRegistry &registry) const override {
    registry.insert<StencilDialect, program::ProgramDialect, arith::ArithDialect, func::FuncDialect, LLVM::LLVMDialect,
                    math::MathDialect, memref::MemRefDialect, scf::SCFDialect, vector::VectorDialect>();
  }
  void runOnOperation() override {
    std::vector<FvoptPassOptionValue> values = options.values();
    if (!run(descriptor.identifier, wrap(getOperation().getOperation()), values.data()))
      signalPassFailure();
  }

private:
  const FvoptPassDescriptor &descriptor;
  FvoptRunPass run;
  DescribedOptions options;
};

/// The options of a pipeline, as a descriptor lists them.
class PipelineOptions : public PassOptions {
public:
  PipelineOptions(const FvoptPassDescriptor &descriptor) : options(descriptor, *this) {}

  template <typename T, typename... Modifiers>
  std::unique_ptr<PassOptions::Option<T>> make(Modifiers &&...modifiers) {
    return std::make_unique<PassOptions::Option<T>>(*this, std::forward<Modifiers>(modifiers)...);
  }
  std::vector<FvoptPassOptionValue> values() const { return options.values(); }

private:
  DescribedOptions options;
};

void appendText(MlirStringRef text, void *userData) { static_cast<std::string *>(userData)->append(text.data, text.length); }
} // namespace

extern "C" {
void fvoptRegisterPass(const FvoptPassDescriptor *descriptor, FvoptRunPass run) {
  registerPass([descriptor, run] { return std::make_unique<RustPass>(*descriptor, run); });
}

/// Adds a pass with the values of all its options to a manager.
void fvoptAddPass(MlirOpPassManager manager, const FvoptPassDescriptor *descriptor, FvoptRunPass run, const FvoptPassOptionValue *values) {
  auto pass = std::make_unique<RustPass>(*descriptor, run);
  pass->set(values);
  unwrap(manager)->addPass(std::move(pass));
}

/// A pipeline that is callable by name; Rust adds its passes.
void fvoptRegisterPipeline(const FvoptPassDescriptor *descriptor, FvoptBuildPipeline build) {
  registerPassPipeline(
      unwrap(descriptor->argument), unwrap(descriptor->description),
      [descriptor, build](OpPassManager &manager, StringRef text, llvm::function_ref<LogicalResult(const Twine &)> error) -> LogicalResult {
        PipelineOptions options(*descriptor);
        if (failed(options.parseFromString(text)))
          return failure();
        std::string message;
        if (build(descriptor->identifier, wrap(&manager), options.values().data(), appendText, &message))
          return success();
        return error(message);
      },
      [descriptor](llvm::function_ref<void(const PassOptions &)> handle) { handle(PipelineOptions(*descriptor)); });
}
}

// How deep programs nest. Nothing here recurses.
#include "Nesting.h"
#include "mlir/IR/AttrTypeSubElements.h"
#include "mlir/IR/Verifier.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/Support/SourceMgr.h"

using namespace mlir;
using namespace fvopt;

namespace {
/// Visits an operation and all within, outside first, with the number of regions they lie in, until the visitor gives false.
void visit(Operation *root, llvm::function_ref<bool(Operation *, size_t)> visitor) {
  SmallVector<std::pair<Operation *, size_t>> left{{root, 0}};
  while (!left.empty()) {
    auto [operation, depth] = left.pop_back_val();
    if (!visitor(operation, depth))
      return;
    for (Region &region : llvm::reverse(operation->getRegions()))
      for (Block &block : llvm::reverse(region))
        for (Operation &inner : llvm::reverse(block))
          left.push_back({&inner, depth + 1});
  }
}

/// How deep attributes and types nest, each looked at once.
class Depths {
public:
  size_t of(Attribute attribute) { return attribute ? of(Element{attribute.getAsOpaquePointer(), false}) : 0; }
  size_t of(Type type) { return type ? of(Element{type.getAsOpaquePointer(), true}) : 0; }

private:
  using Element = std::pair<const void *, bool>;

  static void parts(Element element, llvm::function_ref<void(Element)> visitor) {
    auto attributes = [&](Attribute part) { if (part) visitor({part.getAsOpaquePointer(), false}); };
    auto types = [&](Type part) { if (part) visitor({part.getAsOpaquePointer(), true}); };
    if (element.second)
      Type::getFromOpaquePointer(element.first).walkImmediateSubElements(attributes, types);
    else
      Attribute::getFromOpaquePointer(element.first).walkImmediateSubElements(attributes, types);
  }

  size_t of(Element root) {
    SmallVector<Element> left{root};
    while (!left.empty()) {
      Element element = left.back();
      // The first time, its parts come before it; the second time they are known. A type that
      // contains itself, as LLVM's named structs may, counts itself as nothing.
      auto [depth, isNew] = known.try_emplace(element.first, 0);
      if (isNew) {
        parts(element, [&](Element part) {
          if (!known.contains(part.first))
            left.push_back(part);
        });
        continue;
      }
      left.pop_back();
      if (depth->second > 0)
        continue;
      size_t deepest = 0;
      parts(element, [&](Element part) { deepest = std::max(deepest, known.lookup(part.first)); });
      known[element.first] = deepest + 1;
    }
    return known.lookup(root.first);
  }

  llvm::DenseMap<const void *, size_t> known;
};

/// How deep what belongs to an operation itself nests.
size_t deepest(Operation *operation, Depths &depths) {
  size_t found = std::max(depths.of(operation->getLoc()), depths.of(operation->getRawDictionaryAttrs()));
  found = std::max(found, depths.of(operation->getPropertiesAsAttribute()));
  for (Type type : operation->getResultTypes())
    found = std::max(found, depths.of(type));
  for (Region &region : operation->getRegions())
    for (Block &block : region)
      for (BlockArgument argument : block.getArguments())
        found = std::max({found, depths.of(argument.getType()), depths.of(argument.getLoc())});
  return found;
}

/// Destroys an operation from the inside, since upstream recurses on its regions.
void destroy(Operation *root) {
  SmallVector<Operation *> all;
  visit(root, [&](Operation *operation, size_t) { return all.push_back(operation), true; });
  for (Operation *operation : llvm::reverse(all)) {
    for (Region &region : operation->getRegions()) {
      for (Block &block : region)
        block.dropAllDefinedValueUses();
      region.dropAllReferences();
      region.getBlocks().clear();
    }
  }
  root->erase();
}
} // namespace

Operation *fvopt::tooDeepOperation(Operation *root, size_t maximum) {
  Operation *found = nullptr;
  visit(root, [&](Operation *operation, size_t depth) {
    if (depth > maximum)
      found = operation;
    return !found;
  });
  return found;
}

OwningOpRef<ModuleOp> fvopt::readBytecode(const llvm::SourceMgr &sources, MLIRContext *context, size_t maximum, bool verifies, bool *isDeep) {
  ParserConfig config(context, /*verifyAfterParse=*/false);
  OwningOpRef<ModuleOp> module = parseSourceFile<ModuleOp>(sources, config);
  // The file as a whole: the location of an operation may be what nests.
  Location location = FileLineColLoc::get(context, sources.getMemoryBuffer(sources.getMainFileID())->getBufferIdentifier(), 0, 0);
  if (!module) {
    emitError(location) << "this is not bytecode that MLIR 22 wrote, or the file is corrupted";
    return nullptr;
  }
  auto refuse = [&](StringRef what) -> OwningOpRef<ModuleOp> {
    *isDeep = true;
    emitError(location) << what << " nest more than " << maximum << " deep; nothing deeper is read";
    destroy(module.release());
    return nullptr;
  };
  if (tooDeepOperation(*module, maximum))
    return refuse("regions");
  Depths depths;
  Operation *deep = nullptr;
  visit(*module, [&](Operation *operation, size_t) {
    if (deepest(operation, depths) > maximum)
      deep = operation;
    return !deep;
  });
  if (deep)
    return refuse("attributes, types or locations");
  if (verifies && failed(verify(*module)))
    return nullptr;
  return module;
}

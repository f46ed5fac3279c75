"""The lit suite. Run it with scripts/filecheck.sh, which builds the tools and sets PATH.

RUN lines name the tools plainly (fvopt-opt, fvopt, FileCheck, not, split-file): they are
found by PATH, there are no substitutions but lit's own (%s, %t, %S, ...).
"""

import os
import platform
import shutil

import lit.formats

config.name = "fvopt"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".mlir", ".test"]
config.excludes = ["Inputs"]

config.test_source_root = os.path.dirname(os.path.abspath(__file__))
_root = os.path.dirname(os.path.dirname(config.test_source_root))
_target_dir = lit_config.params.get("target_dir", os.path.join(_root, "target"))
config.test_exec_root = os.path.join(_target_dir, "filecheck")

# Only what is listed here, and a few variables lit passes on itself, reaches a test: none of cargo's.
config.environment["PATH"] = os.environ["PATH"]
config.environment["HOME"] = os.environ.get("HOME", config.test_exec_root)
config.environment["OMP_NUM_THREADS"] = "2"
# Tests are about what the compiler makes now.
config.environment["FVOPT_CACHE"] = "off"

for _tool in ("fvopt-opt", "fvopt", "FileCheck", "not", "split-file"):
    if shutil.which(_tool) is None:
        lit_config.fatal(f"{_tool} is not in PATH: run scripts/filecheck.sh")

config.available_features.add(platform.machine())
if shutil.which("python3"):
    config.available_features.add("python")

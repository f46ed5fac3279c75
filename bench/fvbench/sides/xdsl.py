"""xDSL's stencil dialect, lowered by xDSL and upstream MLIR, compiled by clang."""

import ctypes
import re
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from .worker import Loaded, Missing, serve

# The stencil is inlined; convert-scf-to-openmp makes the outermost loop parallel.
XDSL = ("stencil-inlining,shape-inference,stencil-bufferize,convert-stencil-to-ll-mlir{tile},"
        "convert-scf-to-openmp{{collapse=1}},canonicalize,cse,licm")
TILE = ",scf-parallel-loop-tiling{parallel-loop-tile-sizes=1,16,0}"
MLIR = ("builtin.module(canonicalize,cse,loop-invariant-code-motion,convert-scf-to-cf,expand-strided-metadata,"
        "lower-affine,finalize-memref-to-llvm,convert-arith-to-llvm,convert-func-to-llvm{use-bare-ptr-memref-call-conv=1},"
        "convert-cf-to-llvm,convert-openmp-to-llvm,reconcile-unrealized-casts)")


def program(case):
    """Horizontal diffusion in xDSL's dialect, with k outermost and i innermost."""
    ni, nj, nk = case["domain"]
    real = {"float64": "f64", "float32": "f32"}[case["dtype"]]
    (il, ih), (jl, jh), (kl, kh) = case["halo"]
    field = f"!stencil.field<[{-kl},{nk + kh}]x[{-jl},{nj + jh}]x[{-il},{ni + ih}]x{real}>"
    temp = f"!stencil.temp<?x?x?x{real}>"
    lines = [f"func.func @hdiff(%in : {field}, %coefficient : {field}, %out : {field}) {{",
             f"  %f = stencil.load %in : {field} -> {temp}", f"  %c = stencil.load %coefficient : {field} -> {temp}"]

    def apply(result, operands, body):
        given = ", ".join(f"%{inner} = %{outer} : {temp}" for inner, outer in operands.items())
        lines.append(f"  %{result} = stencil.apply({given}) -> ({temp}) {{")
        for text in body:
            text = re.sub(r"(\w+)\[(-?\d), (-?\d)\]", rf"stencil.access %\1 [0, \3, \2] : {temp}", text)
            lines.append("    " + re.sub(r"\breal\b", real, text))
        lines.append("  }")

    apply("lap", {"a": "f"}, [
        "%m = a[0, 0]", "%e = a[1, 0]", "%w = a[-1, 0]", "%n = a[0, 1]", "%s = a[0, -1]",
        "%four = arith.constant 4.0 : real", "%m4 = arith.mulf %four, %m : real", "%we = arith.addf %w, %e : real",
        "%sn = arith.addf %s, %n : real", "%sum = arith.addf %we, %sn : real", "%r = arith.subf %m4, %sum : real",
        "stencil.return %r : real"])
    for name, at in (("flux_i", "1, 0"), ("flux_j", "0, 1")):
        apply(name, {"l": "lap", "a": "f"}, [
            "%l0 = l[0, 0]", f"%l1 = l[{at}]", "%a0 = a[0, 0]", f"%a1 = a[{at}]",
            "%flux = arith.subf %l1, %l0 : real", "%gradient = arith.subf %a1, %a0 : real",
            "%product = arith.mulf %flux, %gradient : real", "%zero = arith.constant 0.0 : real",
            "%up = arith.cmpf ogt, %product, %zero : real", "%r = arith.select %up, %zero, %flux : real",
            "stencil.return %r : real"])
    apply("new", {"a": "f", "k": "c", "x": "flux_i", "y": "flux_j"}, [
        "%a0 = a[0, 0]", "%k0 = k[0, 0]", "%x0 = x[0, 0]", "%x1 = x[-1, 0]", "%y0 = y[0, 0]", "%y1 = y[0, -1]",
        "%dx = arith.subf %x0, %x1 : real", "%dy = arith.subf %y0, %y1 : real", "%d = arith.addf %dx, %dy : real",
        "%kd = arith.mulf %k0, %d : real", "%r = arith.subf %a0, %kd : real", "stencil.return %r : real"])
    lines += [f"  stencil.store %new to %out(<[0, 0, 0], [{nk}, {nj}, {ni}]>) : {temp} to {field}", "  func.return", "}"]
    return "\n".join(lines) + "\n"


def static_subviews(text):
    """MLIR 22 refuses the subviews that xDSL writes (their result types lack the offset): the
    same as casts. Without this nothing of xDSL's output can be compiled."""

    def cast(match):
        result, source, sizes, source_type, type_ = match.groups()
        layout = re.search(r"strided<\[([^\]]*)\](?:, offset: (\d+))?", type_)
        if layout is None:
            return match.group(0)
        strides, offset = layout.group(1), layout.group(2) or "0"
        return (f"{result} = memref.reinterpret_cast {source} to offset: [{offset}], sizes: [{sizes}], "
                f"strides: [{strides}] : {source_type} to {type_}")

    return re.sub(r"(%\S+) = memref\.subview (%\S+?)\[[^\]]*\] \[([^\]]*)\] \[[^\]]*\] : (memref<[^>]*>+?) to (memref<.*>)",
                  cast, text)


def run(command, text):
    """Pipes text through a tool."""
    try:
        done = subprocess.run(command, input=text, capture_output=True, text=True)
    except OSError as error:
        raise Missing(f"{command[0]}: {error}") from None
    if done.returncode != 0:
        raise Missing(f"{Path(command[0]).name}: {done.stderr.strip().splitlines()[-1][:200] if done.stderr.strip() else 'failed'}")
    return done.stdout


def compile_program(case, clang, variant, folder):
    """From the program's text to a library; gives it and the seconds."""
    tools = Path(run([clang.replace("clang", "llvm-config"), "--bindir"], "").strip())
    text = program(case)
    start = time.perf_counter()
    xdsl = Path(sys.executable).parent / "xdsl-opt"
    text = run([str(xdsl), "-p", XDSL.replace("{tile}", TILE if variant == "tile" else "").replace("{{", "{").replace("}}", "}")], text)
    text = run([str(tools / "mlir-opt"), f"--pass-pipeline={MLIR}"], static_subviews(text))
    text = run([str(tools / "mlir-translate"), "--mlir-to-llvmir"], text)
    library = folder / f"xdsl-{variant}.so"
    run([clang, "-O3", "-march=native", "-fopenmp", "-Wno-override-module", "-x", "ir", "-", "-shared", "-fPIC",
         "-o", str(library)], text)
    return library, time.perf_counter() - start


def loader(clang, variant):
    """load(case) for the worker."""

    def load(case):
        if case["kernel"] != "hdiff":
            raise Missing("no xDSL program for this kernel")
        library, seconds = compile_program(case, clang, variant, Path(case["fields"][0]["file"]).parent)
        function = ctypes.CDLL(str(library)).hdiff
        function.restype = None
        arrays = {field["name"]: np.ascontiguousarray(np.load(field["file"]).transpose()) for field in case["fields"]}
        pointers = [ctypes.c_void_p(array.ctypes.data) for array in arrays.values()]
        return Loaded(lambda: function(*pointers),
                      lambda: {name: arrays[name].transpose() for name in case["results"]},
                      seconds, "-O3 -march=native", "exact")

    return load


if __name__ == "__main__":
    serve(loader(sys.argv[1], sys.argv[2]))

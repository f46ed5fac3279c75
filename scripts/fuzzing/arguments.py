"""Command lines, and the arrays that they name."""

import struct
from random import Random

from . import mutate

PASSES = [
    "program-flatten", "program-flatten{statistics=true}", "canonicalize", "cse", "stencil-forward-inserts",
    "stencil-inline", "stencil-inline{max-operations=-1}", "stencil-inline{report=true}", "stencil-infer-bounds",
    "stencil-infer-bounds{report=true}", "program-schedule", "program-schedule{strategy=none}",
    "program-schedule{report-copies=true}", "program-share-buffers", "program-unify-arguments", "fvopt-kernels",
    "convert-kernels-to-loops", "convert-kernels-to-loops{checked=true}", "outline-kernels", "guard-integer-division",
    "predictive-commoning", "vectorize-annotated-loops", "convert-math-to-calls", "fence-streamed-stores",
    "fvopt-kernels-to-llvm", "fvopt-cpu", "loop-invariant-code-motion", "symbol-dce", "inline",
    "func.func(canonicalize)", "strip-debuginfo",
]  # fmt: skip
# What a batch of texts is run through.
PIPELINES = [
    "", "", "canonicalize,cse", "program-flatten", "program-flatten,canonicalize,stencil-forward-inserts,stencil-inline",
    "stencil-infer-bounds", "program-unify-arguments", "fvopt-kernels", "fvopt-kernels", "program-schedule",
    "stencil-infer-bounds,convert-kernels-to-loops", "stencil-infer-bounds,convert-kernels-to-loops{checked=true}",
    "fvopt-cpu", "fvopt-cpu", "fvopt-kernels-to-llvm", "vectorize-annotated-loops", "outline-kernels",
    "program-share-buffers", "predictive-commoning",
]  # fmt: skip
DOMAINS = ["5,4,3", "5,4,3", "1,1,1", "33,3,5", "2,7,1", "8,8,8", "1,1,40"]
ODD_DOMAINS = ["0,0,0", "-1,4,4", "4,4", "4,4,4,4", "a,b,c", "", "2147483648,1,1", "9223372036854775808,1,1", "1e3,4,4",
               " 4 , 4 , 4 ", "4,4,4\n", "1048576,1,1", "1,1,1048576", "2147483648,2147483648,2147483648"]  # fmt: skip
VALUES = ["0", "1", "-1", "0.5", "nan", "inf", "-inf", "1e999", "true", "zeros", "random:1", "random:-1", "random:x", "",
          "9223372036854775807", "-9223372036854775808", "9223372036854775808", "a.npy", "a.npy@0,0,0", "a.npy@-1,-1,-1",
          "a.npy@9223372036854775807,0,0", "a.npy@", "b.npy", "missing.npy", ".", "same:", "zeros@1,1,1", "\u00e9", "=",
          "/dev/null", "p.mlir", "@", "a.npy@1,2,3,4"]  # fmt: skip


def array(random: Random) -> bytes:
    """A NumPy file, most often not quite."""
    shape = random.choice([(5, 4, 3), (5, 4), (3,), (5, 4, 3, 2), (), (7, 6, 5), (1, 12), (0,), (10**11,), (2**32, 2**32),
                           (2**63,), (-1, 4), (2**64, 1), (10**30,)])  # fmt: skip
    kind = random.choice(["<f8", "<f8", "<f8", "<f4", ">f8", "<i4", "|b1", "|i1", "<U8", "|O", "<c16", "", "[('a', '<f8')]"])
    order = random.choice(["False", "False", "True", "Maybe"])
    header = f"{{'descr': '{kind}', 'fortran_order': {order}, 'shape': {shape}, }}".encode()
    if random.random() < 0.3:
        header = mutate.bytes_mutated(random, header)
    header = header.ljust(118 if len(header) < 118 else len(header) + 1)[:-1] + b"\n"
    version = random.choice([b"\x01\x00", b"\x01\x00", b"\x02\x00", b"\x03\x00", b"\x09\x00"])
    size = len(header) if random.random() < 0.8 else random.choice([0, 1, 65535, 2**31])
    length = struct.pack("<H", size & 0xFFFF) if version == b"\x01\x00" else struct.pack("<I", size)
    count = 1
    for extent in shape:
        count *= extent
    width = {"<f4": 4, "<i4": 4, "|b1": 1, "|i1": 1}.get(kind, 8)
    room = count * width if 0 <= count <= 1000 else 64
    data = random.randbytes(max(0, room + random.choice([0, 0, 0, 0, -8, -1, 1, 8])))
    file = b"\x93NUMPY" + version + length + header + data
    return mutate.bytes_mutated(random, file) if random.random() < 0.3 else file


def pipeline(random: Random) -> str:
    """The text of a pipeline, sometimes with letters changed."""
    text = ",".join(random.choice(PASSES) for _ in range(random.randint(1, 4)))
    if random.random() < 0.3:
        text = mutate.bytes_changed(random, mutate.tokens(random, text))
    if random.random() < 0.8:
        text = f"builtin.module({text})"
    return text.replace("\0", "")


def options(random: Random, names: list[str]) -> list[str]:
    """Options of `fvopt run`."""
    given = ["--domain", random.choice(DOMAINS if random.random() < 0.7 else ODD_DOMAINS)]
    for _ in range(random.randint(0, 3)):
        name = random.choice([*names, *names, "", "none", "\u00e9"])
        value = random.choice([*VALUES, *(f"same:{name}" for name in names)])
        given += ["--arg", f"{name}={value}" if random.random() < 0.95 else value]
    extra = [
        ["--check"], ["--check"], ["--interpret"], ["--checked"], ["--threads", "2"], ["--threads", "0"], ["--threads", "1024"],
        ["--repeat", "3"], ["--repeat", "0"], ["--out", "out.npz"], ["--out", "no/such.npz"], ["--report", "report.json"],
        ["--report", "."], ["--entry", "main"], ["--entry", ""], ["--entry", "@x"], ["-v"], ["--no-such"], ["--repeat", "x"],
    ]  # fmt: skip
    for _ in range(random.randint(0, 3)):
        given += random.choice(extra)
    return [word.replace("\0", "") for word in given]


def measured(random: Random) -> bytes:
    """What `fvopt measure` reads."""
    lines = ["call", "call", "result out.npz", "result", "result no/such.npz", "quit", "", "x", "call 3", "\u00e9", "result ."]
    text = "\n".join(random.choice(lines) for _ in range(random.randint(0, 5))).encode()
    return mutate.bytes_mutated(random, text) if random.random() < 0.2 else text

"""The C side: a kernel of bench/c, compiled for one case, called through ctypes."""

import ctypes
import itertools
import os
import subprocess
import sys
import time
from pathlib import Path

from .memory import Layout
from .worker import Loaded, Missing, serve

SOURCES = Path(__file__).resolve().parents[2] / "c"
# C that comes in one file for two kernels: the file, and what is defined for each.
SHARED = {"heat2": ("heat", ["-DRADIUS=1"]), "heat8": ("heat", ["-DRADIUS=4"])}

_NUMBERS = itertools.count()


def cache_bytes():
    """The size of the last level cache; 32 MiB where the system does not say."""
    sizes = []
    for path in Path("/sys/devices/system/cpu/cpu0/cache").glob("index*/size"):
        text = path.read_text().strip()
        if text.endswith("K"):
            sizes.append(1024 * int(text[:-1]))
    return max(sizes, default=32 << 20)


def build(case, layout, folder, compiler, mode, stream=None, more=()):
    """Compiles a kernel; gives the library, the seconds and the flags."""
    name, defined = SHARED.get(case["kernel"], (case["kernel"], []))
    source = SOURCES / f"{name}.c"
    if not source.exists():
        raise Missing(f"no bench/c/{name}.c")
    flags = ["-O3", "-march=native", "-mprefer-vector-width=512", "-fopenmp",
             "-ffp-contract=fast" if mode == "contract" else "-ffp-contract=off"]
    domain = case["domain"]
    if stream is None:
        stream = int(case["working_set"] > cache_bytes())
    sizes = [f"-DNI={domain[0]}", f"-DNJ={domain[1]}", f"-DNK={domain[2]}", f"-DPITCH={layout.pitch}",
             f"-DPLANE={layout.plane}", f"-DSTREAM={stream}",
             f"-DREAL={'float' if case['dtype'] == 'float32' else 'double'}",
             f"-DSTEPS={case['passes']}"]
    # A library of its own for every variant: what is loaded must not be overwritten.
    library = Path(folder) / f"{case['kernel']}-{os.getpid()}-{next(_NUMBERS)}.so"
    start = time.perf_counter()
    done = subprocess.run([compiler, *flags, *sizes, *defined, *more, "-fPIC", "-shared", str(source), "-o", str(library), "-lm"],
                          capture_output=True, text=True)
    seconds = time.perf_counter() - start
    if done.returncode != 0:
        raise Missing(f"{compiler}: {done.stderr.strip()[-300:]}")
    return library, seconds, flags + [f"STREAM={stream}"]


def loader(compiler, mode, stream=None, more=()):
    """load(case) for the worker; with streaming stores as the case asks for, or as told."""

    def load(case):
        layout = Layout(case)
        library, seconds, flags = build(case, layout, Path(case["fields"][0]["file"]).parent, compiler, mode,
                                       stream, more)
        real = ctypes.c_float if case["dtype"] == "float32" else ctypes.c_double
        function = ctypes.CDLL(str(library)).step
        function.restype = None
        views, addresses = {}, []
        for number, field in enumerate(case["fields"]):
            views[field["name"]], address = layout.place(field, number)
            addresses.append(address)
        pointers = (ctypes.c_void_p * len(addresses))(*addresses)
        scalars = (real * max(1, len(case["scalars"])))(*case["scalars"].values())
        return Loaded(lambda: function(pointers, scalars),
                      lambda: {name: views[name] for name in case["results"]},
                      seconds, " ".join(flags), mode)

    return load


if __name__ == "__main__":
    serve(loader(sys.argv[1], sys.argv[2]))

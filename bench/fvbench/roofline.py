"""The roofline: how fast memory is, measured like any side and between them."""

import ctypes
import subprocess
import sys
from pathlib import Path

from .sides.worker import Loaded, Missing, serve

SOURCE = Path(__file__).resolve().parents[1] / "c" / "triad.c"
# Elements of each of three arrays: far beyond the caches.
ELEMENTS = 8 << 20
BYTES = 3 * 8 * ELEMENTS
NAMES = ("triad", "triad_nt")


def load(case):
    """The triad, with ordinary stores or with streaming ones."""
    import numpy as np

    library = Path(case["folder"]) / "triad.so"
    done = subprocess.run([case["clang"], "-O3", "-march=native", "-mprefer-vector-width=512", "-fopenmp", "-fPIC",
                           "-shared", str(SOURCE), "-o", str(library)], capture_output=True, text=True)
    if done.returncode != 0:
        raise Missing(f"{case['clang']}: {done.stderr.strip()[-300:]}")
    function = getattr(ctypes.CDLL(str(library)), case["kernel"])
    function.restype = None
    arrays = []
    for value in (0.0, 1.0, 2.0):
        raw = np.full(ELEMENTS + 16, value)
        first = -(raw.ctypes.data // 8) % 8
        arrays.append(raw[first:first + ELEMENTS])
    pointers = [ctypes.c_void_p(array.ctypes.data) for array in arrays]
    return Loaded(lambda: function(*pointers, ctypes.c_size_t(ELEMENTS)), lambda: {"a": arrays[0]}, 0.0)


if __name__ == "__main__":
    sys.exit(serve(load))

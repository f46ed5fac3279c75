"""Variants of a kernel in C, interleaved in one process: is a change faster, and by how much?

    cd bench && OMP_NUM_THREADS=2 ../target/bench/venv/bin/python -m fvbench.variants \\
        heat2 192,192,80 f64 1 0 "1 -DJB=8" "1 -DJB=32"

A variant is whether to use streaming stores, and what to define. The first is the
one that the others are compared with. To try code, put it behind a macro; what
does not win is removed again.
"""

import json
import random
import sys
import tempfile
import time

from . import data, kernels, statistics
from .context import DTYPES
from .sides import c

ROUNDS = 31


def main(name, domain, dtype, *variants):
    """Prints a line for each variant."""
    kernel = kernels.find(name)
    domain = [int(size) for size in domain.split(",")]
    with tempfile.TemporaryDirectory() as folder:
        case = json.loads(data.write(kernel, domain, DTYPES[dtype], folder).read_text())
        loaded = {}
        for variant in variants:
            stream, *more = variant.split()
            loaded[variant] = c.loader("clang-22", "exact", int(stream), more)(case)
        times = {variant: [] for variant in variants}
        for _ in range(ROUNDS):
            order = list(variants)
            random.shuffle(order)
            for variant in order:
                loaded[variant].step()
                start = time.perf_counter()
                loaded[variant].step()
                times[variant].append(time.perf_counter() - start)
    moved = kernel.bytes(domain, 8 if dtype == "f64" else 4)
    for variant in variants:
        ratio = statistics.ratio(times[variant], times[variants[0]])
        seconds = statistics.median(times[variant])
        print(f"{variant:24} {1e3 * seconds:8.3f} ms  {moved / seconds / 1e9:6.1f} GB/s  "
              f"ratio {ratio['median']:.3f} ({ratio['low']:.3f} to {ratio['high']:.3f})")


if __name__ == "__main__":
    main(*sys.argv[1:])

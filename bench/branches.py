#!/usr/bin/env python3
"""Prints what branches, searches and run-time levels take: milliseconds of a call, the shortest.

    bench/branches.py [--fvopt target/debug/fvopt] [--against OTHER] [--size 96]

The programs are warm_rain, upwind_branch, remapping and departure in bench/programs, on SIZE x SIZE x 80 points.
Where points are alike depends on the data, so that it is made here: clouds that cover a tenth of the points,
random ones that cover half of them, smooth and random winds. With --against another binary is called in turns.
Standard library only.
"""

import argparse
import array
import math
import os
import random
import struct
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from fvbench.process import Process, parse_ready  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
LEVELS = 80
# Seconds within which a program must be compiled, or a call be over.
LIMIT = 300


class Fields:
    """Fields as .npy files in a folder, made of functions of the point."""

    def __init__(self, folder, size):
        self._folder, self._size = Path(folder), size

    def write(self, name, function):
        """Writes a field; gives the file."""
        points = range(self._size)
        values = array.array("d", (function(i, j, k) for k in range(LEVELS) for j in points for i in points))
        shape = (self._size, self._size, LEVELS)
        header = f"{{'descr': '<f8', 'fortran_order': True, 'shape': {shape}, }}"
        header += " " * (63 - (10 + len(header)) % 64) + "\n"
        path = self._folder / f"{name}.npy"
        path.write_bytes(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode() + values.tobytes())
        return path


def clouds(size, share):
    """Spheres of water that together fill about this share of the points."""
    source, radius = random.Random(3), size / 8
    count = round(share * size * size * LEVELS / (4.19 * radius**3 / 1.5))
    centres = [(source.random() * size, source.random() * size, source.random() * LEVELS) for _ in range(count)]

    def water(i, j, k):
        near = min((i - x)**2 + (j - y)**2 + (1.5 * (k - z))**2 for x, y, z in centres)
        return max(0.0, 1 - near / radius**2)

    return water


def cases(fields, size):
    """(what it is, the program, its arguments)."""
    source = random.Random(5)
    wet, mixed = fields.write("clouds", clouds(size, 0.1)), fields.write("mixed", lambda i, j, k: source.random() - 0.5)
    air = {"qv": fields.write("qv", lambda i, j, k: 0.001 + 0.0002 * ((i + j + k) % 5)),
           "t": fields.write("t", lambda i, j, k: 290 - 0.5 * k), "p": fields.write("p", lambda i, j, k: 1000 - 10 * k)}
    old = fields.write("old", lambda i, j, k: 12.5 * k + 0.3 * (i % 11) / 11)
    new = fields.write("new", lambda i, j, k: 12.5 * k * (0.97 + 0.03 * (j % 17) / 17) + 2)
    wind = fields.write("wind", lambda i, j, k: 0.3 * math.sin(0.05 * i + 0.03 * j))
    gusts = fields.write("gusts", lambda i, j, k: 0.6 * source.random() - 0.3)
    return [("warm_rain, clouds", "warm_rain", {"qc": wet, "qr": wet, **air}),
            ("warm_rain, half of the points at random", "warm_rain", {"qc": mixed, "qr": mixed, **air}),
            ("upwind_branch, random winds", "upwind_branch", {}),
            ("remapping, layers that are alike", "remapping", {"pe": old, "pn": new}),
            ("departure, smooth wind", "departure", {"w": wind}),
            ("departure, random wind", "departure", {"w": gusts})]


def shortest(binaries, program, values, options):
    """The shortest call of each binary, in milliseconds; they are called in turns."""
    arguments = [part for name, path in values.items() for part in ("--arg", f"{name}={path}")]
    domain = f"{options.size},{options.size},{LEVELS}"
    command = ["measure", ROOT / "bench" / "programs" / f"{program}.mlir", "--domain", domain]
    command += ["--threads", options.threads, *arguments]
    # Threads that wait do not spin: the next call is another process's.
    running = [Process([binary, *command], {"KMP_BLOCKTIME": "0"}, os.devnull, ROOT) for binary in binaries]
    times = [[] for _ in running]
    try:
        for process in running:
            parse_ready(process.line(LIMIT))
        for _ in range(options.calls + 1):
            for process, found in zip(running, times):
                process.send("call\n")
                found.append(float(process.line(LIMIT)) * 1e3)
    finally:
        for process in running:
            process.stop()
    return [min(found[1:]) for found in times]


def main():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fvopt", type=Path, default=ROOT / "target" / "release" / "fvopt")
    parser.add_argument("--against", type=Path, help="another binary, called in turns")
    parser.add_argument("--size", type=int, default=96, help="points along i and j")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--calls", type=int, default=15)
    options = parser.parse_args()
    binaries = [binary.resolve() for binary in (options.fvopt, options.against) if binary]
    print("| program |" + " ms |" * len(binaries) + "\n|---|" + "---|" * len(binaries))
    with tempfile.TemporaryDirectory() as folder:
        for what, program, values in cases(Fields(folder, options.size), options.size):
            times = shortest(binaries, program, values, options)
            print(f"| {what} |" + "".join(f" {time:.2f} |" for time in times), flush=True)


if __name__ == "__main__":
    main()

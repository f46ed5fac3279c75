#!/usr/bin/env python3
"""Prints what a point takes with each length of a row: where vectors do not fill rows, something is left over.

    bench/row_lengths.py [--fvopt target/debug/fvopt] [--against OTHER] [--rows 64-200] [FILE ...]

Every round makes a process for each length, `fvopt measure` on ROW x 192 x 80 points, in random order, and calls it
some times. The shortest call of all rounds counts: what else is at work on a machine only makes calls longer, and one
process may get memory that is slower than another's. With --against another binary is measured in the same
rounds. `to the best near` is the time of a point divided by the shortest among the lengths that are up to 8 shorter or
longer. Standard library only.
"""

import argparse
import os
import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from fvbench.process import Process, parse_ready  # noqa: E402
from fvbench.statistics import near_best  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
# Lengths this far apart are neighbours: so many elements of 64 bits are a cache line.
NEAR = 8
# Seconds within which a program must be compiled, or a call be over.
LIMIT = 300


class Row:
    """A program on rows of one length, in a process of its own."""

    def __init__(self, fvopt, program, length, options):
        self._points = length * options.rows_along_j * options.levels
        domain = f"{length},{options.rows_along_j},{options.levels}"
        command = [fvopt, "measure", program, "--domain", domain, "--threads", options.threads]
        # Threads that wait do not spin: the next call is another process's.
        self._process = Process(command, {"KMP_BLOCKTIME": "0"}, os.devnull, ROOT)
        parse_ready(self._process.line(LIMIT))

    def call(self):
        """The nanoseconds of a point in a call."""
        self._process.send("call\n")
        return float(self._process.line(LIMIT)) / self._points * 1e9

    def stop(self):
        """Ends the process."""
        self._process.stop()


def shortest(rows, calls):
    """What a point takes in the shortest call of each, called in turns; the first call wakes threads."""
    times = [[row.call() for row in rows] for _ in range(calls + 1)]
    for row in rows:
        row.stop()
    return [min(column) for column in zip(*times[1:])]


def lengths(text):
    """The lengths that `89-104,190` names."""
    result = []
    for part in text.split(","):
        low, _, high = part.partition("-")
        result += range(int(low), int(high or low) + 1)
    return sorted(set(result))


def measure(fvopt, program, options):
    """The nanoseconds of a point: by binary, by length."""
    order = random.Random(1)
    cases = [(number, length) for length in options.rows for number in range(len(fvopt))]
    found = {case: [] for case in cases}
    for _ in range(options.rounds):
        order.shuffle(cases)
        for first in range(0, len(cases), options.turns):
            group = cases[first:first + options.turns]
            rows = [Row(fvopt[number], program, length, options) for number, length in group]
            for case, time in zip(group, shortest(rows, options.calls)):
                found[case].append(time)
    return [{length: min(found[number, length]) for length in options.rows} for number in range(len(fvopt))]


def main():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("programs", nargs="*", type=Path, default=[ROOT / "examples" / "hdiff.mlir"], metavar="FILE")
    parser.add_argument("--fvopt", type=Path, default=ROOT / "target" / "release" / "fvopt")
    parser.add_argument("--against", type=Path, help="another binary, measured in the same rounds")
    parser.add_argument("--rows", type=lengths, default=lengths("64-200"), help="the lengths, such as 89-104 or 95,102")
    parser.add_argument("--rows-along-j", type=int, default=192)
    parser.add_argument("--levels", type=int, default=80)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--calls", type=int, default=15, help="how many calls of a process count")
    parser.add_argument("--turns", type=int, default=1,
                        help="how many processes are called in turns: with several, none finds its fields in the caches")
    options = parser.parse_args()
    binaries = [binary.resolve() for binary in (options.fvopt, options.against) if binary]
    for program in options.programs:
        found = measure(binaries, program.resolve(), options)
        print(f"| {program.stem}: row |" + " ns a point | to the best near |" * len(binaries))
        print("|---|" + "---|---|" * len(binaries))
        ratios = [near_best(times, NEAR) for times in found]
        for length in options.rows:
            cells = [f" {times[length]:.3f} | {ratio[length]:.2f} |" for times, ratio in zip(found, ratios)]
            print(f"| {length} |" + "".join(cells))
        print("\nthe worst: " + ", ".join(f"{max(ratio.values()):.2f}" for ratio in ratios), flush=True)


if __name__ == "__main__":
    main()

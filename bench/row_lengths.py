#!/usr/bin/env python3
"""Prints what a point takes with each length of a row: where vectors do not fill rows, something is left over.

    bench/row_lengths.py [--fvopt target/debug/fvopt] [--against OTHER] [--rows 89-104] [FILE ...]

Every length is a process of its own, `fvopt measure`, on ROW x 192 x 80 points. All are called in rounds,
interleaved; each makes two calls back to back, of which the second counts. With --against another binary is
measured in the same rounds. `to the best near` is the time of a point divided by the shortest among the
lengths that are up to 8 shorter or longer. Standard library only.
"""

import argparse
import os
import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from fvbench.process import Process, parse_ready  # noqa: E402
from fvbench.rounds import SETTLE  # noqa: E402
from fvbench.statistics import median, near_best  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
# Lengths this far apart are neighbours: so many elements of 64 bits are a cache line.
NEAR = 8
# Seconds within which a program must be compiled, or a call be over.
LIMIT = 300


class Row:
    """A program on rows of one length, in a process."""

    def __init__(self, fvopt, program, length, options):
        self.points = length * options.rows_along_j * options.levels
        domain = f"{length},{options.rows_along_j},{options.levels}"
        command = [fvopt, "measure", program, "--domain", domain, "--threads", options.threads]
        self._process = Process(command, {"KMP_BLOCKTIME": "1"}, os.devnull, ROOT)
        parse_ready(self._process.line(LIMIT))
        self.nanoseconds = []

    def call(self):
        """Two calls; the second counts. Then its threads fall asleep."""
        for _ in range(2):
            self._process.send("call\n")
            seconds = float(self._process.line(LIMIT))
        self.nanoseconds.append(seconds / self.points * 1e9)
        time.sleep(SETTLE)

    def stop(self):
        """Ends the process."""
        self._process.stop()


def lengths(text):
    """The lengths that `89-104,190` names."""
    result = []
    for part in text.split(","):
        low, _, high = part.partition("-")
        result += range(int(low), int(high or low) + 1)
    return sorted(set(result))


def measure(fvopt, program, options):
    """The nanoseconds of a point: by binary, by length, the median over rounds."""
    order = random.Random(1)
    found = [{} for _ in fvopt]
    for first in range(0, len(options.rows), options.together):
        group = options.rows[first:first + options.together]
        rows = [(number, length, Row(binary, program, length, options))
                for length in group for number, binary in enumerate(fvopt)]
        try:
            for _ in range(options.rounds):
                order.shuffle(rows)
                for _, _, row in rows:
                    row.call()
        finally:
            for _, _, row in rows:
                row.stop()
        for number, length, row in rows:
            found[number][length] = median(row.nanoseconds)
    return found


def main():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("programs", nargs="*", type=Path, default=[ROOT / "examples" / "hdiff.mlir"], metavar="FILE")
    parser.add_argument("--fvopt", type=Path, default=ROOT / "target" / "release" / "fvopt")
    parser.add_argument("--against", type=Path, help="another binary, measured in the same rounds")
    parser.add_argument("--rows", type=lengths, default=lengths("89-104"), help="the lengths, such as 64-200 or 95,102")
    parser.add_argument("--rows-along-j", type=int, default=192)
    parser.add_argument("--levels", type=int, default=80)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--together", type=int, default=16, help="how many lengths are measured in the same rounds")
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

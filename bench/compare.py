#!/usr/bin/env python3
"""Measures two binaries of fvopt against each other on the benchmark's kernels.

    bench/compare.py --fvopt target/debug/fvopt --against OLD [--kernel hdiff ...] [--pairs 3] [--rounds 15]

Both load the same inputs, and are called in turns: two calls of one, of which the second counts, two of the other, in
an order that changes from round to round. Some processes get memory that is slower than others', so that several pairs
of processes are made, one after the other. The ratio is taken within each round; its median is that over all rounds of
all pairs, the interval has 95 %. `best` is the ratio of the shortest calls. Below 1, `--fvopt` is faster.
"""

import argparse
import json
import math
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from fvbench import environment  # noqa: E402
from fvbench.context import DTYPES, ROOT, Context  # noqa: E402

# Seconds in which the threads of one stop spinning before the other is called.
SETTLE = 0.003


def arguments():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fvopt", type=Path, default=Context.fvopt)
    parser.add_argument("--against", type=Path, required=True, help="the other binary")
    parser.add_argument("--kernel", action="append", default=[], help="only this kernel (repeatable)")
    parser.add_argument("--domain", default="192,192,80", metavar="I,J,K")
    parser.add_argument("--dtype", default="f64", choices=tuple(DTYPES))
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--math", default="own", choices=("own", "libm", "libm-products"))
    parser.add_argument("--pairs", type=int, default=3, help="how many pairs of processes")
    parser.add_argument("--rounds", type=int, default=15, help="rounds of each pair")
    parser.add_argument("--out", type=Path, default=ROOT / "target" / "bench", help="the folder of the environment")
    return parser.parse_args()


def pair(binaries, path, case, options, folder):
    """One pair of processes; gives the seconds of each, by rounds."""
    from fvbench import roster

    sides = []
    try:
        for number, binary in enumerate(binaries):
            context = Context(folder=folder, fvopt=binary, threads=options.threads)
            side = roster.Fvopt(f"fvopt-{number}", [binary], context, math=options.math)
            sides.append(side)
            side.load(path, case)
            side.calls(2)
        times = [[], []]
        for number in range(options.rounds):
            for which in ((0, 1), (1, 0))[number % 2]:
                times[which].append(sides[which].calls(2)[1])
                time.sleep(SETTLE)
        return times
    finally:
        for side in sides:
            side.stop()


def measure(kernel, binaries, options, folder):
    """The seconds of both binaries on a kernel, by rounds of all pairs."""
    from fvbench import data

    domain = tuple(int(size) for size in options.domain.split(","))
    with tempfile.TemporaryDirectory(dir=folder) as inputs:
        path = data.write(kernel, domain, DTYPES[options.dtype], inputs)
        case = json.loads(path.read_text())
        times = [[], []]
        for _ in range(options.pairs):
            for known, new in zip(times, pair(binaries, path, case, options, folder)):
                known += new
    return times


def main():
    """The command line."""
    options = arguments()
    environment.enter(options.out, ROOT / "bench" / "requirements.txt", __file__)
    from fvbench import kernels, statistics
    from fvbench.process import Missing

    folder = options.out.resolve()
    binaries = [binary.resolve() for binary in (options.fvopt, options.against)]
    chosen = [kernels.find(name) for name in options.kernel] or list(kernels.KERNELS)
    print("| kernel | ms | against, ms | ratio | 95 % interval | best |\n|---|---|---|---|---|---|")
    ratios = []
    for kernel in chosen:
        try:
            new, old = measure(kernel, binaries, options, folder)
        except Missing as reason:
            print(f"| {kernel.name} | missing: {reason} | | | | |", flush=True)
            continue
        found = statistics.ratio(new, old)
        ratios.append(found["median"])
        print(f"| {kernel.name} | {1e3 * statistics.median(new):.3g} | {1e3 * statistics.median(old):.3g} "
              f"| {found['median']:.3f} | {found['low']:.3f}–{found['high']:.3f} | {min(new) / min(old):.3f} |", flush=True)
    if ratios:
        mean = math.exp(sum(map(math.log, ratios)) / len(ratios))
        print(f"\ngeometric mean {mean:.3f}, the greatest {max(ratios):.3f}, {options.pairs} x {options.rounds} rounds")


if __name__ == "__main__":
    main()

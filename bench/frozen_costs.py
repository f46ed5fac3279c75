#!/usr/bin/env python3
"""Prints what each step of a frozen program costs in a fresh process, and whether the limits hold.

    cargo build -p fvopt-cli --bin fvopt && cargo build -p fvopt-frozen --example first_call
    bench/frozen_costs.py [--fvopt target/debug/fvopt] [--times 15]

The program is the transport of bench/programs on 64 x 64 x 80. Each time is the median of fresh processes, with the
largest beside it: of a process that loads an artifact and has no compiler (examples/first_call of crates/frozen), and
of `fvopt run`, which parses, hashes and finds the artifact in a cache of this script's own. Exits with 1 where the
median of a first call is above 10 ms, or that of running examples/hdiff.mlir again above 60 ms.
"""

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ROOT / "bench/programs/transport.mlir"
DOMAIN = "64,64,80"
FIRST_CALL_LIMIT = 10.0
RUN_LIMIT = 60.0


def run(command, environment):
    """What a command prints, and the milliseconds from its start to its end; it must end well."""
    start = time.perf_counter()
    done = subprocess.run([str(part) for part in command], env=environment, capture_output=True, text=True)
    elapsed = 1e3 * (time.perf_counter() - start)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}: {done.stderr.strip()[:500]}")
    return done.stdout + done.stderr, elapsed


def numbers(pattern, text):
    """The numbers that a pattern finds in what a command printed."""
    found = re.search(pattern, text)
    if not found:
        sys.exit(f"no {pattern} in: {text[:500]}")
    return [float(number) for number in found.groups()]


def show(what, times):
    """A line of the table; gives the median."""
    median = statistics.median(times)
    print(f"{what:<58} {median:>8.2f} {max(times):>8.2f}")
    return median


def loaded(example, manifest, environment, times):
    """Of processes without a compiler: loading, binding, the first call, later calls, all to the first result."""
    pattern = (r"load ([\d.]+) ms, bind ([\d.]+) ms, first call ([\d.]+) ms, later calls ([\d.]+) ms; "
               r"([\d.]+) ms from the start")
    lines = [numbers(pattern, run([example, manifest, DOMAIN], environment)[0]) for _ in range(times)]
    return list(zip(*lines))


def found(fvopt, environment, times):
    """Of `fvopt run` with a warm cache: seconds until the code is there, the call, the whole process."""
    command = [fvopt, "run", PROGRAM, "--domain", DOMAIN]
    lines = []
    for _ in range(times):
        text, elapsed = run(command, environment)
        hit, call = numbers(r"from the cache in ([\d.]+) s.*call ([\d.]+) ms", text)
        lines.append((1e3 * hit, call, elapsed))
    return list(zip(*lines))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fvopt", type=Path, default=ROOT / "target/debug/fvopt")
    parser.add_argument("--example", type=Path, help="first_call; by default that beside fvopt")
    parser.add_argument("--times", type=int, default=15, help="fresh processes of each kind")
    options = parser.parse_args()
    example = options.example or options.fvopt.parent / "examples/first_call"
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "FVOPT_CACHE_DIR": f"{folder}/cache"}
        run([options.fvopt, "compile", PROGRAM, "-o", folder], environment)
        compiled, _ = run([options.fvopt, "run", PROGRAM, "--domain", DOMAIN], environment)
        run([options.fvopt, "run", ROOT / "examples/hdiff.mlir"], environment)
        print(f"{'milliseconds':<58} {'median':>8} {'largest':>8}")
        show("compile, link and keep (once)", [1e3 * numbers(r"compiled in ([\d.]+) s", compiled)[0]])
        load, bind, first, later, whole = loaded(example, f"{folder}/transport.json", environment, options.times)
        show("load from a file", load)
        show("bind", bind)
        first = show("first call", first)
        show("later calls, the fastest", later)
        show("from the start of the process to the first result", whole)
        hit, call, run_again = found(options.fvopt, environment, options.times)
        show("fvopt run: parse, hash, find in the cache, load", hit)
        call = show("fvopt run: first call", call)
        show("fvopt run: the process as a whole", run_again)
        again = [run([options.fvopt, "run", ROOT / "examples/hdiff.mlir"], environment)[1]
                 for _ in range(options.times)]
        hdiff = show("fvopt run examples/hdiff.mlir, as a whole", again)
    if max(first, call) > FIRST_CALL_LIMIT or hdiff > RUN_LIMIT:
        sys.exit(f"a first call takes more than {FIRST_CALL_LIMIT} ms, or hdiff more than {RUN_LIMIT}")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Prints how the time to compile grows with each dimension of a program: processor seconds, and what doubling costs.

    bench/compile_growth.py [--fvopt target/debug/fvopt] [--against OTHER] [KIND ...]

Every program is compiled by a process of its own, `fvopt measure`, for 33 x 3 x 5 points; what the
process takes without a program to compile is subtracted. With --against another binary is measured
side by side. The kinds are in fvbench/growing.py; captured programs (fvbench/captured.py) come last.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from fvbench import captured, growing  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
DOMAIN = "33,3,5"


def children():
    """The processor seconds of the processes that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def seconds(fvopt, path, limit, cpus):
    """What compiling a program takes: processor seconds and seconds; None where it takes too long or fails."""
    begin = children()
    positions = [f"--arg={name}=3" for name in growing_positions(path)]
    command = [str(fvopt), "measure", str(path), "--domain", DOMAIN, "--threads", "1", *positions]
    try:
        # The affinity is inherited: on one core there is nothing to wait for but the work itself.
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=limit,
                              preexec_fn=lambda: os.sched_setaffinity(0, cpus))
    except subprocess.TimeoutExpired:
        return None
    word, _, ready = done.stdout.partition(" ")
    if done.returncode or word != "ready":
        print(done.stderr.strip()[:300], file=sys.stderr)
        return None
    return children() - begin, float(ready.split()[0])


def growing_positions(path):
    """The index arguments of a program's entry: every one gets a value."""
    text = path.read_text()
    entry = text[text.rfind("program.func @p0"):] if "program.func @p0" in text else text
    head = entry[entry.find("func @"):].split(") {", 1)[0]
    return [part.split(":")[0].split("%")[1] for part in head.split(",") if part.strip().endswith(": index")]


def shown(time):
    """A time for the table."""
    return "      -" if time is None else f"{time[0]:7.2f}"


def main():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kinds", nargs="*", help="only these; `captured` among them")
    parser.add_argument("--fvopt", type=Path, default=ROOT / "target" / "release" / "fvopt")
    parser.add_argument("--against", type=Path, help="another binary, measured side by side")
    parser.add_argument("--limit", type=float, default=100, help="seconds a program may take")
    options = parser.parse_args()
    unknown = set(options.kinds) - set(growing.NAMED) - {"captured"}
    if unknown:
        parser.error(f"no such kind: {', '.join(sorted(unknown))}; there are {', '.join([*growing.NAMED, 'captured'])}")
    sides = [side for side in (options.against, options.fvopt) if side]
    one, every = {min(os.sched_getaffinity(0))}, os.sched_getaffinity(0)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "program.mlir"
        path.write_text(growing.chain(1))
        idle = {side: seconds(side, path, options.limit, one)[0] for side in sides}
        print("processor seconds on one core" + (f"; {options.against} | {options.fvopt}" if options.against else ""))
        for kind, most in growing.KINDS.items():
            if options.kinds and kind.__name__ not in options.kinds:
                continue
            rows = {side: [] for side in sides}
            counts = (most // 4, most // 2, most)
            for count in counts:
                path.write_text(kind(count))
                for side in sides:
                    # What was too slow for half of it is not asked again.
                    too_slow = rows[side] and rows[side][-1] is None
                    time = None if too_slow else seconds(side, path, options.limit, one)
                    rows[side].append(time and (max(0.0, time[0] - idle[side]), time[1]))
            cells = []
            for side in sides:
                last, before = rows[side][2], rows[side][1]
                factor = f" x{last[0] / before[0]:.2f}" if last and before and before[0] > 0 else "     -"
                cells.append(" ".join(shown(time) for time in rows[side]) + factor)
            print(f"{kind.__name__:12s} {'/'.join(map(str, counts)):>18s}  {'   |'.join(cells)}", flush=True)
        if options.kinds and "captured" not in options.kinds:
            return
        print(f"seconds on {len(every)} cores (processor seconds)")
        for count in captured.SIZES:
            path.write_text(captured.program(count))
            cells = []
            for side in sides:
                time = seconds(side, path, 4 * options.limit, every)
                cells.append("-" if time is None else f"{time[1]:.2f} ({time[0] - idle[side]:.2f})")
            print(f"{'captured':12s} {count:>12d} calls  {'   | '.join(cells)}", flush=True)


if __name__ == "__main__":
    main()

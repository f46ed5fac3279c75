#!/usr/bin/env python3
"""Measures programs with each strategy of sharing kernels: kernels, temporaries, time to compile, time of a call.

    bench/strategies.py [--fvopt target/debug/fvopt] [--domain 192,192,80] [--json OUT.json] FILE.mlir ...

The strategies are called in turns, two calls each, of which the second counts, in an order that changes from round to
round. The ratio to `greedy` is taken within each round; its median is printed with the middle half. Below 1 a strategy is
faster than greedy. Standard library only.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from fvbench.process import Missing, Process, parse_ready  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
STRATEGIES = ("none", "greedy", "cluster")
# Seconds within which a program must be compiled, or a call be over.
LIMIT = 300


def arguments():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE.mlir")
    parser.add_argument("--fvopt", type=Path, default=ROOT / "target" / "release" / "fvopt")
    parser.add_argument("--domain", default="192,192,80", metavar="I,J,K")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--arg", action="append", default=[], metavar="NAME=VALUE", help="an argument (repeatable)")
    parser.add_argument("--json", type=Path, help="write the figures there as well")
    return parser.parse_args()


def report(options, path, strategy):
    """What `fvopt run` says of a program: kernels, bytes of temporaries, seconds to compile."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "report.json"
        command = [options.fvopt, "run", path, "--domain", options.domain, "--threads", options.threads, "--strategy",
                   strategy, "--no-cache", "--report", out, *given(options)]
        process = Process(command, {}, os.devnull, ROOT)
        try:
            while True:
                process.line(LIMIT)
        except Missing:
            pass
        finally:
            process.stop()
        if not out.exists():
            raise Missing(f"{path} does not run with the strategy {strategy}")
        return json.loads(out.read_text())


def given(options):
    """The arguments of the program as the command line has them."""
    return [part for argument in options.arg for part in ("--arg", argument)]


def calls(options, path):
    """The seconds of calls of each strategy, by rounds."""
    command = [options.fvopt, "measure", path, "--domain", options.domain, "--threads", options.threads, *given(options)]
    # Threads that wait do not spin: the next call is another process's.
    running = [Process([*command, "--strategy", strategy], {"KMP_BLOCKTIME": "0"}, os.devnull, ROOT)
               for strategy in STRATEGIES]
    times = [[] for _ in running]
    try:
        for process in running:
            parse_ready(process.line(LIMIT))
        for number in range(options.rounds + 1):
            order = range(len(running)) if number % 2 else reversed(range(len(running)))
            for which in order:
                for _ in range(2):
                    running[which].send("call\n")
                    seconds = float(running[which].line(LIMIT))
                if number:
                    times[which].append(seconds)
    finally:
        for process in running:
            process.stop()
    return times


def ratios(times):
    """The median ratio of each strategy's calls to greedy's in the same round, and its middle half."""
    base = times[STRATEGIES.index("greedy")]
    found = []
    for own in times:
        all_ratios = sorted(one / other for one, other in zip(own, base))
        quarter = len(all_ratios) // 4
        found.append((statistics.median(all_ratios), all_ratios[quarter], all_ratios[-1 - quarter]))
    return found


def main():
    """Prints a table."""
    options = arguments()
    options.fvopt = options.fvopt.resolve()
    print("| program | strategy | kernels | temporaries, MB | compiled in, s | call, ms | to greedy |")
    print("|---|---|---|---|---|---|---|")
    figures = []
    for path in (file.resolve() for file in options.files):
        reports = [report(options, path, strategy) for strategy in STRATEGIES]
        times = calls(options, path)
        for strategy, said, own, ratio in zip(STRATEGIES, reports, times, ratios(times)):
            figures.append({"program": path.stem, "strategy": strategy, "kernels": said["kernels"],
                            "temporary_bytes": said["temporary_bytes"], "compile_s": said["compile_s"],
                            "call_s": own, "ratio": ratio})
            print(f"| {path.stem} | {strategy} | {said['kernels']} | {said['temporary_bytes'] / 1e6:.1f} "
                  f"| {said['compile_s']:.2f} | {statistics.median(own) * 1e3:.2f} "
                  f"| {ratio[0]:.2f} ({ratio[1]:.2f}–{ratio[2]:.2f}) |", flush=True)
    if options.json:
        options.json.write_text(json.dumps({"domain": options.domain, "threads": options.threads, "rows": figures}, indent=1))


if __name__ == "__main__":
    try:
        main()
    except Missing as problem:
        raise SystemExit(f"strategies: error: {problem}") from None

#!/usr/bin/env python3
"""Measures fvopt against its peers. `bench/run.py quick` or `full`; see bench/README.md."""

import argparse
import json
import signal
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from fvbench import environment  # noqa: E402
from fvbench.context import DTYPES, ROOT, Context  # noqa: E402


def arguments():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("suite", choices=("check", "quick", "full", "compile"),
                        help="check: builds all sides and compares their results on a small domain, "
                             "nothing is timed; quick: 192x192x80, f64, 2 threads; full: all sizes, types, threads, compile times; "
                             "compile: the synthetic programs only")
    parser.add_argument("--kernel", action="append", default=[], help="only this kernel (repeatable)")
    parser.add_argument("--side", action="append", default=[], help="only this side, and c (repeatable); fvopt-ijk, fields with k fastest, only so")
    parser.add_argument("--domain", action="append", default=[], metavar="I,J,K", help="instead of the suite's")
    parser.add_argument("--dtype", action="append", default=[], choices=tuple(DTYPES), help="instead of the suite's")
    parser.add_argument("--threads", action="append", type=int, default=[], help="instead of the suite's")
    parser.add_argument("--rounds", type=int, default=21)
    parser.add_argument("--mode", choices=("exact", "contract"), default="exact",
                        help="floating point of fvopt, c and halide")
    parser.add_argument("--fvopt", type=Path, default=Context.fvopt, help="the binary (default: release build)")
    parser.add_argument("--clang", default="clang-22")
    parser.add_argument("--out", type=Path, default=ROOT / "target" / "bench", help="the folder of the results")
    return parser.parse_args()


def configurations(options):
    """(domain, dtype, threads), the kernels run through all of each before the next."""
    quick = options.suite != "full"
    domains = [tuple(int(size) for size in text.split(",")) for text in options.domain]
    if options.suite == "check":
        domains = domains or [(40, 21, 17)]
    domains = domains or [(n, n, 80) for n in ((192,) if quick else (64, 128, 192, 384))]
    dtypes = options.dtype or (["f64"] if quick else ["f64", "f32"])
    threads = options.threads or ([2] if quick else [1, 2])
    return [(domain, DTYPES[dtype], count) for count in threads for dtype in dtypes for domain in domains]


def measure(context, options, machine, publish):
    """All cases; publishes the records after each."""
    import numpy as np

    from fvbench import kernels, records, roster, rounds, statistics

    say = lambda text: print(text, flush=True)  # noqa: E731
    chosen = [kernels.find(name) for name in options.kernel] or list(kernels.KERNELS)
    threads, sides, triads, found = None, [], [], []
    rates = {"triad": [], "triad_nt": []}
    try:
        for domain, dtype, count in configurations(options):
            if count != threads:
                for side in sides + [entry.side for entry in triads]:
                    side.stop()
                context.threads = threads = count
                sides = [side for side in roster.sides(context)
                         if side.name in (*options.side, "c") or not (options.side or side.is_extra)]
                triads = roster.triads(context, say)
            for kernel in chosen:
                start = time.monotonic()
                say(f"{kernel.name} on {'x'.join(map(str, domain))}, {dtype}, {count} threads")
                for entry in triads:
                    entry.times = []
                entries = rounds.run_case(context, kernel, domain, dtype, sides, triads, say)
                found += records.of_case(kernel, domain, dtype, np.dtype(dtype).itemsize, count, entries, triads)
                for entry in triads:
                    rates[entry.side.name] += entry.measured()
                    if rates[entry.side.name]:
                        rate = records.roofline.BYTES / statistics.median(rates[entry.side.name]) / 1e9
                        machine[f"{entry.side.name}_gbs"] = rate
                publish(found)
                say(f"  {time.monotonic() - start:.0f} s")
    finally:
        for side in sides + [entry.side for entry in triads]:
            side.stop()
    return found


def main():
    """Runs a suite."""
    # Ended from outside, it still ends the sides.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    options = arguments()
    options.out.mkdir(parents=True, exist_ok=True)
    environment.enter(options.out, ROOT / "bench" / "requirements.txt", __file__)
    from fvbench import compile_time, machine, plot, records, report

    context = Context(folder=options.out.resolve(), fvopt=options.fvopt.resolve(), clang=options.clang,
                      mode=options.mode, rounds=0 if options.suite == "check" else options.rounds)
    if not context.fvopt.exists():
        raise SystemExit(f"bench: error: there is no {context.fvopt}; `cargo build --release -p fvopt-cli --bin fvopt` makes it")
    about = machine.describe(context)
    found = []

    name = "check" if options.suite == "check" else "results"

    def publish(rows):
        records.write(options.out / f"{name}.json", about, rows)
        (options.out / f"{name}.md").write_text(report.document(about, rows))

    if options.suite != "compile":
        found = measure(context, options, about, publish)
    if options.suite in ("full", "compile"):
        found += compile_time.measure(context, about, lambda text: print(text, flush=True))
    publish(found)
    pictures = plot.draw(found, options.out) if context.rounds else []
    print(report.document(about, found))
    print("\n".join(str(path) for path in [options.out / f"{name}.json", options.out / f"{name}.md", *pictures]))
    wrong = [record for record in found if record.get("agrees") is False]
    for record in wrong:
        print(f"bench: error: {record['side']} does not agree with c on {record['kernel']}: "
              f"{json.dumps(record['max_difference'])}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

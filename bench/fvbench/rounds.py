"""One case, all sides: loaded, compared, and called in rounds, interleaved."""

import json
import random
import shutil
import time

from . import data, statistics
from .process import Missing

# Rounds after which the slower of two variants of a side (compiler flags) is left out.
TRIAL_ROUNDS = 5
# Seconds after a call in which the threads of the side that ran stop spinning.
SETTLE = 0.003
# A result agrees when it is this close to that of C, relative to the largest value.
# Sides with fast-math round differently; Devito besides writes its weights with ten digits.
TOLERANCE = {"float64": 1e-10, "float32": 1e-4}
FAST_MATH_TOLERANCE = {"float64": 1e-8, "float32": 1e-4}


class Entry:
    """A side within a case: what it said, and its seconds by round (None: not run)."""

    def __init__(self, side):
        self.side = side
        self.times = []
        self.missing = None
        self.compile_s = None
        self.about = {}
        self.agrees = None
        self.difference = None

    @property
    def running(self):
        """Whether it takes part in the rounds."""
        return self.missing is None

    def measured(self):
        """The seconds of the rounds in which it ran."""
        return [seconds for seconds in self.times if seconds is not None]


def attempt(entry, action):
    """Runs an action of a side; what goes wrong becomes the reason why it is missing."""
    try:
        return action()
    except Missing as reason:
        entry.missing = str(reason)
    except (OSError, ValueError, KeyError) as error:
        entry.missing = f"{type(error).__name__}: {error}"
    return None


def run_case(context, kernel, domain, dtype, sides, roofline, say):
    """Measures a case; gives its entries, those of the roofline among them."""
    folder = context.folder / "inputs" / f"{kernel.name}-{'x'.join(map(str, domain))}-{dtype}"
    path = data.write(kernel, domain, dtype, folder)
    case = json.loads(path.read_text())
    entries = [Entry(side) for side in sides]
    load(context, entries, path, case, say)
    compare(entries, case, folder)
    for entry in entries:
        # The first call after the compared one meets cold caches and sleeping threads.
        if entry.running:
            attempt(entry, lambda entry=entry: entry.side.calls(2))
    interleave(context, entries + roofline, say)
    shutil.rmtree(folder)
    return entries


def load(context, entries, path, case, say):
    """Makes all sides ready: one after the other, the slow ones as many at once as there are cores."""
    quick = [[entry] for entry in entries if not entry.side.slow]
    slow = [entry for entry in entries if entry.side.slow]
    groups = quick + [slow[first:first + context.cores] for first in range(0, len(slow), context.cores)]
    for group in groups:
        for entry in group:
            attempt(entry, lambda entry=entry: entry.side.begin(path, case))
        for entry in group:
            loaded = attempt(entry, entry.side.ready) if entry.running else None
            if loaded is not None:
                entry.compile_s, entry.about = loaded
                known = f", compiled in {entry.compile_s:.2f} s" if entry.compile_s is not None else ""
                say(f"  {entry.side.label}: ready{known}")
            else:
                say(f"  {entry.side.label}: missing: {entry.missing}")


def interleave(context, entries, say):
    """The rounds: in each, every side makes two calls back to back and the second counts."""
    order = random.Random(context.seed)
    for number in range(context.rounds):
        if number == TRIAL_ROUNDS:
            leave_out_slower_variants(entries, say)
        mixed = list(entries)
        order.shuffle(mixed)
        for entry in mixed:
            seconds = attempt(entry, lambda entry=entry: entry.side.calls(2)[1]) if entry.running else None
            entry.times.append(seconds)
            time.sleep(SETTLE)


def leave_out_slower_variants(entries, say):
    """Of two variants of one side only the faster goes on."""
    for name in dict.fromkeys(entry.side.name for entry in entries):
        same = [entry for entry in entries if entry.side.name == name and entry.running and entry.measured()]
        if len(same) > 1:
            best = min(same, key=lambda entry: statistics.median(entry.measured()))
            for entry in same:
                if entry is not best:
                    entry.missing = f"slower than with {best.side.variant} flags"
            say(f"  {name}: faster with {best.side.variant} flags")


def compare(entries, case, folder):
    """The results after one call, against those of C: the largest difference in the domain."""
    results = {}
    for entry in entries:
        if not entry.running:
            continue
        path = folder / f"result-{entry.side.label}.npz"

        def one_call(entry=entry, path=path):
            entry.side.calls(1)
            entry.side.result(path)
            return path

        if attempt(entry, one_call):
            results[entry] = path
    reference = next((results[entry] for entry in results if entry.side.name == "c"), None)
    for entry, path in results.items():
        if reference is None:
            continue
        entry.difference, relative = difference(path, reference, case)
        allowed = FAST_MATH_TOLERANCE if entry.about.get("mode") == "fast-math" else TOLERANCE
        entry.agrees = bool(relative <= allowed[case["dtype"]])


def difference(path, reference, case):
    """The largest absolute difference within the domain, and the largest one relative to the largest value of its field."""
    import numpy as np

    worst, relative = 0.0, 0.0
    with np.load(path) as left, np.load(reference) as right:
        for field in case["fields"]:
            if field["name"] not in case["results"]:
                continue
            window = []
            for axis in field["axes"]:
                number = "ijk".index(axis)
                first = field["origin"][number]
                window.append(slice(first, first + case["domain"][number] + field["more"][number]))
            a, b = left[field["name"]][tuple(window)], right[field["name"]][tuple(window)]
            gap = float(np.max(np.abs(a.astype("f8") - b.astype("f8"))))
            gap = float("inf") if np.isnan(gap) else gap
            worst = max(worst, gap)
            if gap > 0.0:
                relative = max(relative, gap / max(float(np.max(np.abs(b))), 1e-300))
    return worst, relative

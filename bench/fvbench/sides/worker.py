"""The loop that every side of the Python environment runs.

The driver writes lines, the worker answers each with one line:

    load CASE.json    `ready SECONDS` (the time to compile) `FLAGS`, or `missing REASON`
    call              the seconds of one call
    result FILE.npz   writes the results; `written`
    quit              ends

So a process that is slow to start (imports) starts once for all kernels. It
sleeps between the lines: no side takes time from another.
"""

import json
import os
import sys
import time
import traceback


class Missing(Exception):
    """A side has no program for a case, or cannot run it; the text says why."""


class Loaded:
    """A case ready to be called: step() makes a call, results() gives arrays by name."""

    def __init__(self, step, results, compile_s, flags="", mode="exact"):
        self.step, self.results = step, results
        self.compile_s, self.flags, self.mode = compile_s, flags, mode


def serve(load):
    """Answers lines until the input ends. load(case) gives a Loaded or raises Missing."""
    # What compilers print on the way must not be taken for an answer.
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    loaded = None
    for line in sys.stdin:
        command, _, rest = line.strip().partition(" ")
        if command == "load":
            loaded = None
            try:
                with open(rest, encoding="utf-8") as file:
                    loaded = load(json.load(file))
                about = json.dumps({"flags": loaded.flags, "mode": loaded.mode})
                answers.write(f"ready {loaded.compile_s:.9f} {about}\n")
            except Missing as reason:
                answers.write(f"missing {_one_line(reason)}\n")
            except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever a peer raises (distutils: SystemExit)
                traceback.print_exc()
                answers.write(f"missing {type(error).__name__}: {_one_line(error)}\n")
        elif command == "call":
            start = time.perf_counter()
            loaded.step()
            answers.write(f"{time.perf_counter() - start:.9f}\n")
        elif command == "result":
            import numpy as np

            np.savez(rest, **loaded.results())
            answers.write("written\n")
        elif command == "quit":
            break


def _one_line(error):
    text = " ".join(str(error).split())
    return text[:300] or "no reason given"

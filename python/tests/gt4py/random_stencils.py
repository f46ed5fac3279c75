"""Random gtscript stencils: loops, intervals, offsets, branches, regions, loops of points, computed levels.

What is read was written, wherever GT4Py computes it, so that results are determined. Some programs break one of
GT4Py's rules all the same; GT4Py refuses those.
"""

from __future__ import annotations

import random

HEADER = """\
import numpy as np
from gt4py.cartesian.gtscript import *

F = Field[np.float64]


def generated(
    a: F, b: F, c: Field[np.float32], p: Field[IJ, np.float64], z: Field[K, np.float64],
    d: Field[IJK, (np.float64, (3,))], n: Field[np.int32], m: np.int32, s: np.float64, x: F, y: F, q: Field[IJ, np.float64],
):
"""


class Generator:
    """One stencil, from a seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.lines: list[str] = []
        self.indent = 1
        # Temporaries that are defined everywhere, in computations before this one.
        self.whole: list[str] = []
        # Temporaries of this block, defined on its levels.
        self.local: list[str] = []
        self.count = 0

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def line(self, text: str) -> None:
        self.lines.append("    " * self.indent + text)

    def source(self) -> str:
        for _ in range(self.random.randint(1, 4)):
            self.computation()
        self.line("with computation(PARALLEL), interval(...):")
        self.line(f"    x = x + {self.random.choice(self.whole or ['a'])}")
        return HEADER + "\n".join(self.lines) + "\n"

    def computation(self) -> None:
        self.order = self.random.choice(["PARALLEL", "PARALLEL", "FORWARD", "BACKWARD"])
        self.line(f"with computation({self.order}):")
        choices = [
            ["..."],
            ["0, 1", "1, None"],
            ["0, -1", "-1, None"],
            ["1, -1"],
            ["0, 2", "2, -1", "-1, None"],
        ]
        intervals = self.random.choice(choices)
        if self.order == "BACKWARD":
            intervals = intervals[::-1]
        defined: list[set[str]] = []
        self.indent += 1
        for interval in intervals:
            self.interval = interval
            self.local = []
            self.line(f"with interval({interval}):")
            self.indent += 1
            for _ in range(self.random.randint(1, 4)):
                self.statement(depth=0)
            self.indent -= 1
            defined.append(set(self.local))
        self.indent -= 1
        if intervals == ["..."]:
            self.whole += [name for name in self.local if name not in self.whole]
        self.local = []

    def levels(self) -> tuple[bool, bool]:
        """Whether there is a computed level below and above each of the interval."""
        below = self.interval[0] in "12-" and self.interval != "-1, None" or self.interval == "-1, None"
        above = self.interval in ("0, -1", "1, -1", "0, 1", "2, -1", "0, 2")
        return below and self.interval[0] != "0" and self.interval != "...", above

    def statement(self, depth: int) -> None:
        kind = self.random.random()
        if kind < 0.5 or depth > 2:
            self.assign(depth)
        elif kind < 0.8:
            self.branch(depth)
        elif kind < 0.9 and self.order == "PARALLEL" and depth == 0:
            self.region()
        else:
            self.loop(depth)

    def assign(self, depth: int) -> None:
        targets = ["x", "y"]
        if self.order != "PARALLEL":
            targets.append("q")
        known = [*self.local]
        if self.chance(0.5) and (known or depth == 0):
            if known and (self.chance(0.4) or depth > 0):
                target = self.random.choice(known)
            else:
                self.count += 1
                target = f"t{self.count}"
        elif self.whole and self.chance(0.3):
            target = self.random.choice(self.whole)
        else:
            target = self.random.choice(targets)
        value = self.expression(3, target)
        if target not in self.local and target.startswith("t") and target not in self.whole:
            self.local.append(target)
        self.line(f"{target} = {value}")

    def block(self, depth: int) -> None:
        self.indent += 1
        for _ in range(self.random.randint(1, 3)):
            self.statement(depth)
        self.indent -= 1

    def branch(self, depth: int) -> None:
        self.line(f"if {self.condition()}:")
        before = list(self.local)
        self.block(depth + 1)
        self.local = list(before)
        if self.chance(0.3):
            self.line(f"elif {self.condition()}:")
            self.block(depth + 1)
            self.local = list(before)
        if self.chance(0.5):
            self.line("else:")
            self.block(depth + 1)
        self.local = list(before)

    def region(self) -> None:
        ends = ["I[0]", "I[-1]", "I[0] + 1", ":", ":", "I[0] : I[0] + 2", "I[-1] - 1 :"]
        i = self.random.choice(ends)
        j = self.random.choice(ends).replace("I", "J")
        self.line(f"with horizontal(region[{i}, {j}]):")
        before = list(self.local)
        self.indent += 1
        for _ in range(self.random.randint(1, 2)):
            self.assign(1)
        self.indent -= 1
        self.local = before

    def loop(self, depth: int) -> None:
        self.count += 1
        counter, value = f"k{self.count}", f"w{self.count}"
        self.line(f"{value} = {self.expression(2, '')}")
        self.line(f"{counter} = 0")
        limit = self.random.randint(1, 4)
        extra = f" and {value} < 2.0" if self.chance(0.5) else ""
        self.line(f"while {counter} < {limit}{extra}:")
        self.line(f"    {value} = {value} * 0.5 + {self.expression(1, '')}")
        self.line(f"    {counter} = {counter} + 1")
        self.line(f"x = x + {value}")

    def condition(self) -> str:
        kind = self.random.random()
        if kind < 0.15:
            return self.random.choice(["m > 1", "s < 0.0", "m == 2"])
        comparison = (
            f"{self.expression(1, '')} {self.random.choice(['>', '<', '>=', '<='])} {self.expression(1, '')}"
        )
        if kind < 0.3:
            return f"{comparison} {self.random.choice(['and', 'or'])} n > {self.random.randint(-2, 2)}"
        if kind < 0.4:
            return f"not ({comparison})"
        return comparison

    def offset(self, k_below: bool, k_above: bool) -> str:
        i, j = (self.random.choice([0, 0, -1, 1, 2]) for _ in range(2))
        k = self.random.choice([0, 0, *([-1] if k_below else []), *([1] if k_above else [])])
        return f"[{i}, {j}, {k}]"

    def read(self, target: str) -> str:
        kind = self.random.random()
        if kind < 0.35:
            name = self.random.choice(["a", "b", "c"])
            return name + (self.offset(True, True) if self.chance(0.6) else "")
        if kind < 0.45:
            return self.random.choice(
                [
                    "p",
                    "p[1, 0]",
                    "z",
                    "z[1]",
                    "d[0, 0, 0][1]",
                    "d[1, 0, 0][2]",
                    "d[0, 0, 0][m]",
                    "a[0, 0, n]",
                    "b[0, 0, n - 1]",
                ]
            )
        if kind < 0.7 and self.local:
            return self.random.choice(self.local)
        if kind < 0.85 and self.whole:
            name = self.random.choice(self.whole)
            # A temporary that this statement writes is read on the level itself, or on one of the past.
            below, above = self.levels()
            if self.order == "PARALLEL":
                return name if self.chance(0.5) or name == target else name + self.offset(False, False)
            k = 0
            if self.order == "FORWARD" and below:
                k = self.random.choice([0, -1])
            if self.order == "BACKWARD" and above:
                k = self.random.choice([0, 1])
            return f"{name}[0, 0, {k}]"
        name = self.random.choice(["x", "y"])
        if self.order == "PARALLEL":
            return name
        return f"{name}[0, 0, {self.random.choice([0, -1, 1])}]"

    def expression(self, depth: int, target: str) -> str:
        kind = self.random.random()
        if depth == 0 or kind < 0.3:
            if self.chance(0.2):
                return self.random.choice(["0.5", "s", "2", "m", "1.25"])
            return self.read(target)
        left = self.expression(depth - 1, target)
        if kind < 0.7:
            return f"({left} {self.random.choice(['+', '-', '*'])} {self.expression(depth - 1, target)})"
        if kind < 0.8:
            other = self.expression(depth - 1, target)
            return f"({left} if {self.read(target)} > {self.read(target)} else {other})"
        if kind < 0.9:
            return f"{self.random.choice(['min', 'max'])}({left}, {self.expression(depth - 1, target)})"
        return f"{self.random.choice(['abs', '-abs', 'floor'])}({left})"


def source(seed: int) -> str:
    """The source of a module that defines the stencil `generated`."""
    return Generator(seed).source()

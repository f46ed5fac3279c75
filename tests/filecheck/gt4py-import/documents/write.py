"""Writes the documents of this folder: `PYTHONPATH=python python write.py`, with GT4Py at hand.

The package's own tests compare each of these stencils with GT4Py; here the importer is tested without
Python.
"""

import json
import pathlib

import numpy as np
from gt4py.cartesian.gtscript import (
    BACKWARD,
    FORWARD,
    IJ,
    IJK,
    PARALLEL,
    Field,
    I,
    J,
    computation,
    horizontal,
    interval,
    region,
)

from fvopt._frontend import record_of

F64 = Field[np.float64]
I32 = Field[np.int32]


def thomas(lo: F64, d: F64, up: F64, rhs: F64, x: F64):
    with computation(FORWARD):
        with interval(0, 1):
            cp = up / d
            dp = rhs / d
        with interval(1, None):
            cp = up / (d - lo * cp[0, 0, -1])
            dp = (rhs - lo * dp[0, 0, -1]) / (d - lo * cp[0, 0, -1])
    with computation(BACKWARD):
        with interval(-1, None):
            x = dp
        with interval(0, -1):
            x = dp - cp * x[0, 0, 1]


def chain(a: F64, b: F64, c: F64):
    with computation(FORWARD), interval(1, None):
        c = b[0, 0, -1] + b
        b = a + 1.0


def branches(a: F64, b: F64, s: np.float64, out: F64):
    with computation(PARALLEL), interval(...):
        if a > s:
            t = a * 2.0
            if b > 0.5:
                t = t + b
            out = t
        else:
            out = b


def aside(a: F64, b: F64):
    with computation(PARALLEL), interval(...):
        t = a
        if a > 0.0:
            t = a * 2.0
            b = t[1, 0, 0]


def regions(a: F64, b: F64):
    with computation(PARALLEL), interval(...):
        t = a
        with horizontal(region[I[0] - 1, :], region[:, : J[0]]):
            t = a * 3.0
        b = t[-1, 0, 0] + t[0, -1, 0]


def search(pe: F64, target: F64, q: F64, out: F64):
    with computation(PARALLEL), interval(...):
        n = 0
        while n < 3 and pe[0, 0, n] < target:
            n = n + 1
        out = q[0, 0, n]


def components(a: Field[IJK, (np.float64, (2,))], b: F64, n: np.int32):
    with computation(FORWARD), interval(1, None):
        a[0, 0, 0][0] = a[0, 0, -1][0] + b
        a[0, 0, 0][1] = a[0, 0, 0][n]


def planes(a: F64, p: Field[IJ, np.float64], b: F64):
    with computation(FORWARD), interval(0, -1):
        p = p + a
        b[0, 0, 1] = b + p


for stencil in (thomas, chain, branches, aside, regions, search, components, planes):
    document = record_of(stencil, {}, {}, None, {})["document"]
    document["files"] = ["write.py"]
    document.pop("producer")
    path = pathlib.Path(__file__).parent / f"{stencil.__name__}.json"
    path.write_text(json.dumps(document) + "\n")

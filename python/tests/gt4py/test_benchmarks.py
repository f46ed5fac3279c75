"""The stencils of the benchmark suite: horizontal diffusion, solvers, transport, edges, physics."""

import inspect
import pathlib
import sys

import numpy as np
import pytest
from differential import check

BENCH = pathlib.Path(__file__).parents[3] / "bench"
sys.path.insert(0, str(BENCH))
MODULES = ["gt4py_stencils", "gt4py_shapes", "gt4py_edges", "gt4py_convection"]

# Those that use mathematical functions of fvopt and of NumPy: a distance in ULP.
WITHIN = {"pressure_powers": 256, "riemann": 1 << 24, "warm_rain": 1 << 12, "convection": 1 << 24}


def uniform(low, high):
    """Values of a range."""
    return lambda array, _: low + (high - low) * (array - array.min()) / max(array.max() - array.min(), 1e-9)


def faces(array, _):
    """Heights of faces that grow along k."""
    return np.cumsum(np.abs(array) + 0.5, axis=2)


def middles(array, domain):
    """Heights that grow along k and lie between the faces."""
    heights = np.linspace(6.0, 7.0, array.shape[2])
    return np.broadcast_to(heights, array.shape)


ARRAYS = {
    "remap": {"pe": faces, "pn": middles},
    "pressure_powers": {"delp": uniform(900.0, 1100.0), "theta": uniform(290.0, 310.0)},
    "riemann": {
        "delp": uniform(990.0, 1010.0),
        "theta": uniform(299.0, 301.0),
        "dz": uniform(-1000.0, -900.0),
        "w": uniform(-1.0, 1.0),
    },
    "warm_rain": {
        "qc": uniform(0.0, 2e-3),
        "qr": uniform(0.0, 1e-3),
        "qv": uniform(0.0, 2e-2),
        "t": uniform(270.0, 300.0),
        "p": uniform(8e4, 1e5),
    },
    "convection": {
        "t": uniform(250.0, 300.0),
        "q": uniform(0.0, 2e-2),
        "p": lambda array, _: np.broadcast_to(np.linspace(1e5, 1e3, array.shape[2]), array.shape),
    },
}
SCALARS = {"pressure_powers": {"top": 100.0, "kappa": 2.0 / 7.0}, "riemann": {"top": 100.0, "dt": 5.0}}


def stencils():
    import importlib

    for name in MODULES:
        module = importlib.import_module(f"fvbench.sides.{name}")
        for stencil, function in module.define(np.float64).items():
            if inspect.isfunction(function):
                yield stencil, function


STENCILS = dict(stencils())


@pytest.mark.parametrize("name", STENCILS)
def test_benchmark(name):
    check(
        STENCILS[name],
        domains=((7, 6, 14), (4, 4, 12)),
        halo=((6, 6), (6, 6), (4, 4)),
        layouts=("C",),
        ulp=WITHIN.get(name, 0),
        arrays=ARRAYS.get(name),
        scalars=SCALARS.get(name),
    )

"""Devito, for the heat kernels: generated C with OpenMP, tuned by Devito itself."""

import os
import time

import numpy as np

from .worker import Loaded, Missing, serve

# The number that stands for dt * diffusivity / spacing^2 in every version of the kernels.
RATE = 0.05


def load(case):
    """load(case) for the worker."""
    order = {"heat2": 2, "heat8": 8}.get(case["kernel"])
    if order is None:
        raise Missing("only written for heat2 and heat8")
    os.environ.setdefault("DEVITO_LANGUAGE", "openmp")
    os.environ.setdefault("DEVITO_LOGGING", "ERROR")
    os.environ.setdefault("DEVITO_ARCH", "gcc")
    try:
        from devito import Eq, Grid, Operator, TimeFunction, solve
    except ImportError as error:
        raise Missing(f"devito cannot be imported: {error}") from None
    ni, nj, nk = case["domain"]
    dtype = np.dtype(case["dtype"]).type
    # The last axis is the one with unit stride; with this extent all spacings are 1.
    grid = Grid(shape=(nk, nj, ni), extent=(nk - 1.0, nj - 1.0, ni - 1.0), dtype=dtype)
    u = TimeFunction(name="u", grid=grid, time_order=1, space_order=order)
    start = time.perf_counter()
    operator = Operator([Eq(u.forward, solve(Eq(u.dt, u.laplace), u.forward))])
    operator.cfunction  # compiles
    seconds = time.perf_counter() - start
    field = next(one for one in case["fields"] if one["name"] == "u")
    values = np.load(field["file"]).transpose()
    halo = case["halo"][0][0]
    # Devito's halo is as wide as the order; ours as the radius.
    inner = tuple(slice(have[0] - halo, -(have[1] - halo) or None) for have in u._size_nodomain[1:])
    for buffer in range(2):
        u.data_with_halo[(buffer, *inner)] = values
    steps = case["passes"]
    # Block sizes are tried on a copy of the time steps; then the data is set back.
    operator.apply(time_M=steps - 1, dt=RATE, autotune="aggressive")
    tuned = _tuned(operator)
    for buffer in range(2):
        u.data_with_halo[(buffer, *inner)] = values

    def step():
        operator.apply(time_M=steps - 1, dt=RATE, **tuned)

    def results():
        # An even number of steps ends in the first buffer.
        return {"u": np.asarray(u.data_with_halo[(steps % 2, *inner)]).transpose()}

    return Loaded(step, results, seconds, f"gcc, as Devito calls it; tuned: {tuned}", "fast-math")


def _tuned(operator):
    """The block sizes that the autotuner found."""
    state = operator._state.get("autotuning") or []
    return dict(state[-1].get("tuned", {})) if state else {}


if __name__ == "__main__":
    serve(load)

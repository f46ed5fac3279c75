"""Drivers as programs: nested objects, loops, other arrays and scalars, and what cannot be recorded."""

import pathlib

import numpy as np
import pytest

import fvopt

DOCUMENTS = pathlib.Path(__file__).parents[2] / "tests/filecheck/gt4py-import/documents"


@pytest.fixture(scope="module")
def stencils():
    names = ("branches", "chain", "regions", "thomas", "components")
    return {name: fvopt.load((DOCUMENTS / f"{name}.json").read_text()) for name in names}


class Transport:
    """Two stencils on work arrays of its own, on domains that differ."""

    def __init__(self, stencils, shape):
        self.stencils = stencils
        self.work = np.zeros(shape)

    def __call__(self, u, v, dt):
        i, j, k = (size - 4 for size in u.shape)
        self.stencils["regions"](u, self.work, origin=(1, 1, 2), domain=(i + 2, j + 2, k))
        self.stencils["branches"](self.work, v, dt, u, origin=(2, 2, 2), domain=(i, j, k))


class Model:
    """Steps of steps, as nested objects have them."""

    def __init__(self, stencils, shape):
        self.transport = Transport(stencils, shape)
        self.chain = stencils["chain"]
        self.count = 3

    def __call__(self, u, v, w, dt):
        for number in range(self.count):
            self.transport(u, v, dt * 0.5 if number else dt)
            self.chain(u, v, w, origin=(2, 2, 2), domain=tuple(size - 4 for size in u.shape))


def state(order="C", seed=5):
    rng = np.random.default_rng(seed)
    return [np.array(rng.random((9, 8, 7)), order=order) for _ in range(3)]


def expected(stencils, dt, calls=1, seed=5, u=None):
    arrays = state(seed=seed)
    if u is not None:
        arrays[0] = u.copy()
    model = Model(stencils, (9, 8, 7))
    for _ in range(calls):
        model(*arrays, dt)
    return arrays


@pytest.mark.parametrize("order", ["C", "F"])
def test_a_driver_of_nested_objects(stencils, order):
    u, v, w = state(order)
    model = Model(stencils, u.shape)
    with fvopt.capture("step", arrays={"u": u, "v": v, "w": w}, scalars={"dt": 0.4}) as recording:
        model(u, v, w, recording.scalars["dt"])
    for got, wanted in zip((u, v, w), expected(stencils, 0.4), strict=True):
        np.testing.assert_array_equal(got, wanted)
    step = recording.program
    assert step.ir.count("program.call") == 9
    assert step.ir.count("stencil.func") == 3
    for array, start in zip((u, v, w), state(), strict=True):
        array[...] = start
    step()
    for got, wanted in zip((u, v, w), expected(stencils, 0.4), strict=True):
        np.testing.assert_array_equal(got, wanted)


def test_other_scalars_and_arrays(stencils):
    u, v, w = state()
    with fvopt.capture(arrays={"u": u, "v": v, "w": w}, scalars={"dt": 0.4}) as recording:
        Model(stencils, u.shape)(u, v, w, recording.scalars["dt"])
    step = recording.program
    other = state(seed=6)
    step(u=other[0], v=other[1], w=other[2], dt=0.9)
    for got, wanted in zip(other, expected(stencils, 0.9, seed=6), strict=True):
        np.testing.assert_array_equal(got, wanted)
    with pytest.raises(fvopt.ArgumentError, match="has no `x`; it has dt, u"):
        step(x=1)
    with pytest.raises(fvopt.ArgumentError, match=r"`u` has the shape \(9, 8, 8\)"):
        step(u=np.zeros((9, 8, 8)))


def test_solver_and_components(stencils):
    rng = np.random.default_rng(2)
    bands = [rng.random((4, 3, 6)) + 1.0 for _ in range(5)]
    pair = rng.random((2, 4, 3, 6)).transpose(1, 2, 3, 0)

    def driver():
        stencils["thomas"](*bands)
        stencils["components"](pair, bands[4], 1)

    start = bands[4].copy(), pair.copy()
    with fvopt.capture() as recording:
        driver()
    wanted = bands[4].copy(), pair.copy()
    bands[4][...], pair[...] = start
    recording.program()
    np.testing.assert_array_equal(bands[4], wanted[0])
    np.testing.assert_array_equal(pair, wanted[1])


# What cannot be recorded


def test_an_array_that_python_changes(stencils):
    u, v, w = state()
    with (
        pytest.raises(fvopt.CaptureError, match="`u` was changed between two calls"),
        fvopt.capture(arrays={"u": u}),
    ):
        stencils["chain"](u, v, w)
        u += 1.0
        stencils["chain"](u, v, w)


def test_a_scalar_that_python_asks_for(stencils):
    with fvopt.capture(scalars={"dt": 0.5}) as recording:
        dt = recording.scalars["dt"]
        for ask in (bool, float, int, lambda value: value > 1.0):
            with pytest.raises(fvopt.CaptureError, match="asks for the number of `dt`"):
                ask(dt)
    assert repr(2.0 * dt + 1) == "((2.0 * dt) + 1)"


def test_arrays_that_lie_otherwise(stencils):
    u, v, w = state()
    with pytest.raises(fvopt.CaptureError, match="does not agree with how arrays lie"), fvopt.capture():
        stencils["chain"](u, v, w, domain=(3, 3, 3))
        stencils["chain"](u, v, w, origin={"a": (1, 0, 0)}, domain=(3, 3, 3))


def test_arrays_that_overlap(stencils):
    wide = np.zeros((6, 4, 3))
    a, b, c = (np.zeros((5, 4, 3)) for _ in range(3))
    with pytest.raises(fvopt.CaptureError, match="share memory"), fvopt.capture():
        stencils["chain"](wide[:5], b, c)
        stencils["chain"](a, wide[1:], c)


def test_nothing(stencils):
    with fvopt.capture() as recording:
        pass
    with pytest.raises(fvopt.CaptureError, match="called no stencil"):
        recording.program

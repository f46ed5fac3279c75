"""A stencil run by fvopt and by GT4Py's numpy backend, on the same arrays."""

from __future__ import annotations

import inspect
import itertools

import numpy as np

import fvopt

AXES = ("I", "J", "K")


def _array(rng, shape, dtype):
    dtype = np.dtype(dtype)
    if dtype.kind == "b":
        return rng.integers(0, 2, shape).astype(bool)
    if dtype.kind == "i":
        return rng.integers(-3, 4, shape).astype(dtype)
    return (rng.random(shape) * 2.0 - 0.7).astype(dtype)


def _values(parameters, domain, halo, seed, scalars, arrays):
    """Arguments, arrays with a halo of distinct numbers on each axis."""
    rng = np.random.default_rng(seed)
    values, origins = {}, {}
    for parameter in parameters:
        name = parameter.name
        if parameter.axes is None:
            default = {"f": 0.37, "i": 2, "b": True}[parameter.dtype.kind]
            values[name] = parameter.dtype.type(scalars.get(name, default))
            continue
        numbers = ["ijk".index(axis) for axis in parameter.axes]
        shape = [domain[number] + sum(halo[number]) for number in numbers]
        make = arrays.get(name)
        array = _array(rng, (*shape, *parameter.data), parameter.dtype)
        if make is not None:
            array = np.ascontiguousarray(make(array, domain)).astype(parameter.dtype)
        values[name] = array
        origins[name] = tuple(halo[number][0] for number in numbers)
    return values, origins


def check(
    definition,
    *,
    domains=((6, 5, 7), (1, 1, 4), (2, 3, 5)),
    halo=((3, 3), (3, 3), (2, 2)),
    externals=None,
    dtypes=None,
    scalars=None,
    arrays=None,
    ulp=0,
    layouts=("C", "F"),
    seed=1,
    expect=None,
    reference=None,
    zeros_differ=True,
    **options,
):
    """Requires equal bits (or a distance in ULP) of all arrays, halos included.

    ``expect`` has texts that the IR must contain: how the stencil is represented.
    """
    from gt4py.cartesian import gtscript

    reference = reference or gtscript.stencil(
        backend="numpy",
        definition=definition,
        externals=externals or {},
        dtypes=dtypes or {},
        rebuild=True,
        **options,
    )
    ours = fvopt.stencil(definition, externals=externals, dtypes=dtypes, **options)
    for text in expect or ():
        assert text in ours.ir, ours.ir
    unused = {
        name: None
        for name in inspect.signature(definition).parameters
        if name not in {parameter.name for parameter in ours.parameters}
    }
    for (number, domain), layout in itertools.product(enumerate(domains), layouts):
        values, origins = _values(ours.parameters, domain, halo, seed + number, scalars or {}, arrays or {})
        wanted = {name: np.copy(value) for name, value in values.items()}
        wanted = {name: value if value.shape else values[name].dtype.type(value) for name, value in wanted.items()}
        got = {
            name: np.array(value, order=layout) if getattr(value, "shape", ()) else value
            for name, value in values.items()
        }
        reference(**wanted, **unused, origin=dict(origins), domain=domain)
        ours(**got, **unused, origin=dict(origins), domain=domain)
        for parameter in ours.parameters:
            if parameter.is_field:
                compare(parameter.name, got[parameter.name], wanted[parameter.name], ulp, domain, zeros_differ)
    return ours


def compare(name, got, wanted, ulp, domain, zeros_differ=True):
    """Equal bits, where a NaN equals any NaN; or a distance in ULP."""
    if wanted.dtype.kind != "f":
        np.testing.assert_array_equal(got, wanted, err_msg=f"{name} on {domain}")
        return
    both = np.isnan(got) & np.isnan(wanted)
    bits = {4: np.int32, 8: np.int64}[wanted.itemsize]
    left = np.ascontiguousarray(got).view(bits)
    right = np.ascontiguousarray(wanted).view(bits)
    if ulp == 0:
        differing = (left != right) & ~both & (zeros_differ | (got != wanted))
    else:
        differing = (np.abs(left - right) > ulp) & ~both & (got != wanted)
    where = np.argwhere(differing)
    assert not len(where), (
        f"{name} on {domain}: {len(where)} of {got.size} differ, first at {where[0]}: "
        f"{got[tuple(where[0])]!r} instead of {wanted[tuple(where[0])]!r}"
    )

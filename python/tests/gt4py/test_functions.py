"""Native functions, each on f64 and f32, and where NumPy has its own result for special values."""

import numpy as np
import pytest
from differential import check
from gt4py.cartesian import gtscript
from gt4py.cartesian.gtscript import PARALLEL, Field, computation, interval

# Exact ones are arithmetic; the others are fvopt's own functions, and NumPy's are its own.
EXACT = ["abs", "sqrt", "floor", "ceil", "trunc"]
WITHIN = {
    "sin": 2,
    "cos": 2,
    "tan": 3,
    "asin": 3,
    "acos": 3,
    "atan": 2,
    "sinh": 4,
    "cosh": 4,
    "tanh": 4,
    "asinh": 4,
    "acosh": 4,
    "atanh": 4,
    "exp": 2,
    "log": 2,
    "log10": 3,
    "cbrt": 3,
    "erf": 4,
    "erfc": 8,
}
NAMES = [name for name in [*EXACT, *WITHIN] if hasattr(gtscript, name)]


def source(name):
    return f"""
def applied(a: Field["value"], b: Field["value"]):
    with computation(PARALLEL), interval(...):
        b = {name}(a)
"""


def definition(name, tmp_path):
    """A definition in a file: GT4Py reads the source of what it compiles."""
    import importlib.util

    path = tmp_path / f"applied_{name}.py"
    header = f"from gt4py.cartesian.gtscript import PARALLEL, Field, computation, interval, {name}\n"
    path.write_text(header + source(name))
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.applied


def inside(name, array):
    """Values in the domain of the function."""
    if name in ("asin", "acos", "atanh"):
        return np.clip(array, -0.95, 0.95)
    if name in ("log", "log10", "sqrt"):
        return np.abs(array) + 0.01
    if name == "acosh":
        return np.abs(array) + 1.01
    return array * 3.0


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("name", NAMES)
def test_function(name, dtype, tmp_path):
    check(
        definition(name, tmp_path),
        dtypes={"value": dtype},
        arrays={"a": lambda array, _: inside(name, array)},
        ulp=WITHIN.get(name, 0),
        domains=((6, 5, 7),),
        layouts=("C",),
    )


F64 = Field[np.float64]


def test_minimum_and_maximum():
    def extremes(a: F64, b: F64, low: F64, high: F64):
        with computation(PARALLEL), interval(...):
            low = min(a, b)
            high = max(a, max(b, 0.25))

    def with_nan(array, _):
        array[1, 1, 1] = np.nan
        return array

    check(extremes, arrays={"a": with_nan})


def test_remainder():
    def remainder(a: F64, b: F64, c: F64, n: Field[np.int64], m: Field[np.int64]):
        with computation(PARALLEL), interval(...):
            c = a % b
            m = n % 3

    check(remainder, arrays={"a": lambda array, _: np.round(array * 4) / 2, "b": lambda b, _: np.round(b) + 1.5})


def test_power():
    def power(a: F64, b: F64, c: F64):
        with computation(PARALLEL), interval(...):
            b = a**2
            c = a**0.5 + 2.0**a

    check(power, arrays={"a": lambda array, _: np.abs(array) + 0.1}, ulp=2)


def test_classes_of_floats():
    def classes(a: F64, nans: Field[bool], infinite: Field[bool], finite: Field[bool]):
        with computation(PARALLEL), interval(...):
            nans = isnan(a)
            infinite = isinf(a)
            finite = isfinite(a)

    def special(array, _):
        array[1, 1, 1], array[2, 2, 2], array[0, 0, 0] = np.nan, np.inf, -np.inf
        return array

    from gt4py.cartesian.gtscript import isfinite, isinf, isnan

    globals().update(isfinite=isfinite, isinf=isinf, isnan=isnan)
    check(classes, arrays={"a": special})


def test_rounding():
    if not hasattr(gtscript, "round_away_from_zero"):
        pytest.skip("this GT4Py has no round")
    from gt4py.cartesian.gtscript import round as round_
    from gt4py.cartesian.gtscript import round_away_from_zero

    globals().update(round=round_, round_away_from_zero=round_away_from_zero)

    def rounded(a: F64, b: F64, c: F64):
        with computation(PARALLEL), interval(...):
            b = round(a)
            c = round_away_from_zero(a)

    check(rounded, arrays={"a": lambda array, _: np.round(array * 8) / 2})


def test_integers_are_whole():
    from gt4py.cartesian.gtscript import ceil, floor, trunc

    globals().update(ceil=ceil, floor=floor, trunc=trunc)

    def whole(n: Field[np.int64], b: F64):
        with computation(PARALLEL), interval(...):
            b = floor(n) + ceil(n) * trunc(n)

    check(whole)

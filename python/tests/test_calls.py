"""Calls of a stencil that was written down: nothing here needs GT4Py."""

import gc
import pathlib
import subprocess
import sys
import threading

import numpy as np
import pytest

import fvopt

DOCUMENTS = pathlib.Path(__file__).parents[2] / "tests/filecheck/gt4py-import/documents"


def load(name):
    return fvopt.load((DOCUMENTS / f"{name}.json").read_text(), f"{name}.json")


@pytest.fixture(scope="module")
def branches():
    return load("branches")


def expected(a, b, s):
    return np.where(a > s, np.where(b > 0.5, a * 2.0 + b, a * 2.0), b)


def arrays(shape, order="C", seed=3):
    rng = np.random.default_rng(seed)
    return [np.array(rng.random(shape), order=order) for _ in range(3)]


@pytest.mark.parametrize("axes", [(0, 1, 2), (2, 1, 0), (1, 0, 2), (1, 2, 0), (0, 2, 1), (2, 0, 1)])
def test_any_order_of_strides_is_used_in_place(branches, axes):
    inverse = tuple(np.argsort(axes))
    a, b, out = (array.transpose(axes).copy().transpose(inverse) for array in arrays((5, 4, 3)))
    before = out.__array_interface__["data"]
    branches(a, b, 0.4, out)
    assert out.__array_interface__["data"] == before
    np.testing.assert_array_equal(out, expected(a, b, 0.4))


def test_arrays_of_different_orders(branches):
    a, b, out = arrays((5, 4, 3))
    b = np.asfortranarray(b)
    out = out.transpose(1, 0, 2).copy().transpose(1, 0, 2)
    branches(a, b, 0.4, out)
    np.testing.assert_array_equal(out, expected(a, b, 0.4))


def test_views_and_padded_rows(branches):
    wide = np.zeros((7, 6, 9))
    out = wide[1:6, 1:5, 2:5]
    a, b, _ = arrays((5, 4, 3))
    branches(a, b, 0.4, out)
    np.testing.assert_array_equal(out, expected(a, b, 0.4))
    out[...] = 0.0
    assert not wide.any()


def test_every_other_element_is_copied_in_and_out(branches):
    wide = np.zeros((10, 4, 6))
    out = wide[::2, :, ::2]
    a, b, _ = arrays((5, 4, 3))
    branches(a, b, 0.4, out)
    np.testing.assert_array_equal(out, expected(a, b, 0.4))
    assert not wide[1::2].any()


def test_reversed_axes_are_copied_in_and_out(branches):
    a, b, out = arrays((5, 4, 3))
    wanted = expected(a, b, 0.4)
    branches(a[::-1], b[::-1], 0.4, out[::-1])
    np.testing.assert_array_equal(out, wanted)


def test_origin_and_domain(branches):
    a, b, out = arrays((6, 5, 4))
    wanted = out.copy()
    wanted[1:4, 2:4, 1:3] = expected(a, b, 0.4)[1:4, 2:4, 1:3]
    branches(a, b, 0.4, out, origin=(1, 2, 1), domain=(3, 2, 2))
    np.testing.assert_array_equal(out, wanted)


def test_origin_of_each_array(branches):
    a, b, out = arrays((6, 5, 4))
    branches(a, b, 0.4, out, origin={"a": (1, 0, 0), "_all_": (0, 0, 0)}, domain=(5, 5, 4))
    np.testing.assert_array_equal(out[:5], expected(a[1:], b[:5], 0.4))


def test_by_name(branches):
    a, b, out = arrays((5, 4, 3))
    branches(out=out, s=np.float64(0.4), b=b, a=a)
    np.testing.assert_array_equal(out, expected(a, b, 0.4))


def test_one_array_for_two_arguments(branches):
    a, b, _ = arrays((5, 4, 3))
    wanted = expected(a, b, 0.4)
    branches(a, b, 0.4, a)
    np.testing.assert_array_equal(a, wanted)


def test_other_array_types(branches):
    class Holder:
        def __init__(self, array):
            self.__array_interface__ = array.__array_interface__
            self.array = array

    a, b, out = arrays((5, 4, 3))
    branches(Holder(a), b, 0.4, Holder(out))
    np.testing.assert_array_equal(out, expected(a, b, 0.4))


def test_other_threads_run_meanwhile(branches):
    a, b, out = arrays((64, 64, 64))
    counted = []
    done = threading.Event()

    def count():
        while not done.is_set():
            counted.append(None)

    thread = threading.Thread(target=count)
    thread.start()
    for _ in range(20):
        branches(a, b, 0.4, out)
    done.set()
    thread.join()
    assert counted
    np.testing.assert_array_equal(out, expected(a, b, 0.4))


def test_calls_from_many_threads(branches):
    results = []

    def call(seed):
        a, b, out = arrays((9, 8, 7), seed=seed)
        branches(a, b, 0.4, out)
        results.append(np.array_equal(out, expected(a, b, 0.4)))

    threads = [threading.Thread(target=call, args=(seed,)) for seed in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [True] * 8


def test_temporaries_of_the_caller_live_long_enough(branches):
    _, _, out = arrays((5, 4, 3))
    a, b, _ = arrays((5, 4, 3))
    for _ in range(50):
        branches(a * 1.0, b.copy(order="F")[::-1][::-1], 0.4, out)
        gc.collect(0)
    np.testing.assert_array_equal(out, expected(a, b, 0.4))


# Mistakes: which argument, what is needed, what is given.


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"a": np.zeros((5, 4, 3), np.float32)}, "`a` has elements of type float32, .* takes float64"),
        ({"a": np.zeros((5, 4))}, r"`a` has 2 dimensions, but the stencil takes 3: \(I, J, K\)"),
        ({"a": np.zeros((4, 4, 3))}, "`a` is too small on the high side of axis i"),
        ({"a": [1.0]}, "`a` is a list, but an array is needed"),
        ({"a": np.zeros((0, 4, 3))}, r"`a` has the shape \(0, 4, 3\), which holds no element"),
        ({"s": "x"}, "`s` is 'x' of type <U1, but the stencil takes float64"),
        ({"s": np.zeros(2)}, r"`s` has the shape \(2,\), but a number is needed"),
        ({"s": None}, "`s` is missing"),
        ({"domain": (5, 4)}, "has 2 sizes, but three are needed"),
        ({"domain": (5, 0, 3)}, "has a size below 1"),
        ({"origin": (0, 0)}, "has 2 numbers, but three are needed"),
        ({"origin": {"a": (0,)}}, "of `a` has 1 numbers, but it has the axes ijk"),
    ],
)
def test_mistakes(branches, change, message):
    a, b, out = arrays((5, 4, 3))
    given = {"a": a, "b": b, "s": 0.4, "out": out, "domain": (5, 4, 3), **change}
    before = out.copy()
    with pytest.raises(fvopt.ArgumentError, match=message):
        branches(**given)
    np.testing.assert_array_equal(out, before)


def test_read_only(branches):
    a, b, out = arrays((5, 4, 3))
    a.flags.writeable = False
    branches(a, b, 0.4, out)
    out.flags.writeable = False
    with pytest.raises(fvopt.ArgumentError, match="`out` is read-only, but the stencil writes it"):
        branches(a, b, 0.4, out)


def test_partial_overlap(branches):
    wide = np.zeros((6, 4, 3))
    _, b, _ = arrays((5, 4, 3))
    with pytest.raises(fvopt.ArgumentError, match=r"`a` .* and `out` .* overlap in part"):
        branches(wide[1:], b, 0.4, wide[:5])


def test_wrong_names(branches):
    with pytest.raises(TypeError, match="branches"):
        branches(colour=1)


def test_too_few_levels():
    thomas = load("thomas")
    arrays = [np.ones((3, 3, 1)) for _ in range(5)]
    assert thomas.minimum_levels == 2
    with pytest.raises(fvopt.ArgumentError, match="has 1 levels, but thomas needs 2"):
        thomas(*arrays)


def test_what_a_stencil_says_of_itself(branches):
    assert branches.name == "branches"
    assert [(p.name, p.axes, p.type) for p in branches.parameters] == [
        ("a", "ijk", "f64"),
        ("b", "ijk", "f64"),
        ("s", None, "f64"),
        ("out", "ijk", "f64"),
    ]
    assert "stencil.func @branches" in branches.ir
    assert "branches(a, b, s, out)" in repr(branches)


def test_a_broken_document():
    with pytest.raises(fvopt.StencilError, match="there is no field `nothing`"):
        fvopt.load((DOCUMENTS / "chain.json").read_text().replace('"name": "b"}', '"name": "nothing"}'))


SECOND = """
import sys, time
import numpy as np
start = time.perf_counter()
import fvopt
stencil = fvopt.load(open(sys.argv[1]).read())
a, b, out = (np.ones((5, 4, 3)) for _ in range(3))
stencil(a, b, 0.4, out)
assert (out == 3.0).all()
assert "gt4py" not in sys.modules
print(time.perf_counter() - start)
"""


def test_a_second_process_finds_the_code_in_the_cache(tmp_path):
    environment = {"FVOPT_CACHE_DIR": str(tmp_path), "PYTHONPATH": ":".join(sys.path), "OMP_NUM_THREADS": "2"}
    command = [sys.executable, "-c", SECOND, str(DOCUMENTS / "branches.json")]

    def run():
        result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert result.returncode == 0, result.stderr
        return float(result.stdout)

    run()
    kept = sorted(path for path in tmp_path.rglob("objects/*/*"))
    assert len(kept) == 1
    before = kept[0].stat().st_mtime_ns
    run()
    assert sorted(path for path in tmp_path.rglob("objects/*/*")) == kept
    assert kept[0].stat().st_mtime_ns == before

"""Random stencils; `FVOPT_RANDOM=500` (or `FVOPT_RANDOM=1000:1500`) tries others than the few of an ordinary run."""

import importlib.util
import os

import numpy as np
import pytest
from differential import check
from random_stencils import source


def seeds():
    first, _, last = os.environ.get("FVOPT_RANDOM", "30").rpartition(":")
    return range(int(first or 0), int(last))


REFUSED = []


@pytest.mark.parametrize("seed", seeds())
def test_random_stencil(seed, tmp_path):
    text = source(seed)
    path = tmp_path / f"random_{seed}.py"
    path.write_text(text)
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    from gt4py.cartesian import gtscript

    try:
        reference = gtscript.stencil(backend="numpy", definition=module.generated, rebuild=True)
    except Exception as error:
        REFUSED.append(seed)
        pytest.skip(f"GT4Py refuses it: {error}")
    print(text)
    check(
        module.generated,
        domains=((5, 4, 6), (3, 3, 4)),
        halo=((12, 12), (12, 12), (3, 3)),
        arrays={"n": lambda n, _: np.clip(n, -2, 2)},
        layouts=("C" if seed % 2 else "F",),
        seed=seed,
        reference=reference,
        # Of two zeros NumPy's min and max give either; fvopt says that -0 is below +0.
        zeros_differ=False,
    )


def test_most_are_legal():
    """The generator would be of no use if GT4Py refused most of what it makes."""
    assert len(REFUSED) <= len(seeds()) * 0.6

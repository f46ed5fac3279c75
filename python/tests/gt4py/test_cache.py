"""What is imported once is not imported again, by any process."""

import subprocess
import sys
import textwrap

MODEL = """
import numpy as np
from fvopt import gtscript
from fvopt.gtscript import IJ, PARALLEL, Field, computation, interval, sqrt
import fvopt

F = Field[np.float64]
SCALE = 0.5

@gtscript.function
def root(x):
    return sqrt(x * x + SCALE)

def make():
    around = 2.0
    @fvopt.stencil(externals={"N": 3})
    def model(a: F, p: Field[IJ, np.float64], b: F):
        from __externals__ import N
        with computation(PARALLEL), interval(...):
            b = root(a) * p[1, 0] + around * N
    return model
"""

RUN = """
import sys, time
start = time.perf_counter()
import numpy as np
import model
stencil = model.make()
a, p, b = np.full((4, 3, 2), 0.75), np.full((5, 3), 2.0), np.zeros((4, 3, 2))
stencil(a, p, b)
print("gt4py" in sys.modules, b[0, 0, 0])
"""


def run(tmp_path, model=MODEL):
    (tmp_path / "model.py").write_text(textwrap.dedent(model))
    environment = {"FVOPT_CACHE_DIR": str(tmp_path / "cache"), "OMP_NUM_THREADS": "2"}
    environment["PYTHONPATH"] = ":".join([str(tmp_path), *sys.path])
    command = [sys.executable, "-W", "ignore", "-c", RUN]
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    imported, value = result.stdout.split()
    return imported == "True", float(value)


def expected(scale=0.5, around=2.0):
    return (0.75 * 0.75 + scale) ** 0.5 * 2.0 + around * 3


def test_a_second_process_does_not_import_gt4py(tmp_path):
    assert run(tmp_path) == (True, expected())
    assert run(tmp_path) == (False, expected())


def test_what_a_stencil_refers_to_counts(tmp_path):
    assert run(tmp_path) == (True, expected())
    assert run(tmp_path, MODEL.replace("SCALE = 0.5", "SCALE = 0.25")) == (True, expected(scale=0.25))
    assert run(tmp_path, MODEL.replace("around = 2.0", "around = 4.0")) == (True, expected(around=4.0))
    assert run(tmp_path, MODEL.replace("* p[1, 0]", "* p[0, 0]")) == (True, expected())
    assert run(tmp_path) == (False, expected())

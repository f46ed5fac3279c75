"""GT4Py stencils compiled by fvopt, on NumPy arrays in place.

.. code-block:: python

    import fvopt
    from gt4py.cartesian.gtscript import PARALLEL, Field, computation, interval

    @fvopt.stencil
    def laplacian(a: Field[float], b: Field[float]):
        with computation(PARALLEL), interval(...):
            b = -4.0 * a + a[1, 0, 0] + a[-1, 0, 0] + a[0, 1, 0] + a[0, -1, 0]

    laplacian(a, b, origin=(1, 1, 0), domain=(nx, ny, nz))
"""

from fvopt._capture import CapturedProgram, CaptureError, Recording, capture
from fvopt._errors import ArgumentError, StencilError
from fvopt._stencil import Halo, Stencil, load, stencil

__all__ = [
    "ArgumentError",
    "CaptureError",
    "CapturedProgram",
    "Halo",
    "Recording",
    "Stencil",
    "StencilError",
    "capture",
    "load",
    "stencil",
]

"""Kernels with the shapes of a dynamical core and its physics: powers, deep branches, searches, edges, corners."""

from . import data
from .kernel import Field, Kernel, named

_NOTHING = data.constant(0.0)


def _thickness(random, i, j, k):
    """Heights of layers that are nearly at rest: the pressure that `riemann` makes of them is nearly the one that the
    layers above weigh."""
    at_rest = (1000.0 * 0.102 * 287.04 * 300.0) / (100.0 * (1000.0 * k + 600.0)) ** (1.0 / 1.4)
    return at_rest * data.uniform(0.99, 1.01)(random, i, j, k)


def _environment(random, i, j, k):
    """The temperature of air with a lapse rate of 6.5 K a kilometre, 1000 Pa a level, from the ground up; above a level
    of each column's own it is warmer, and plumes end."""
    import numpy as np

    top = 45.0 + 25.0 * np.sin(i / 9.0 + j / 14.0)
    troposphere = 303.0 * ((1.0e5 - 1000.0 * k) / 1.0e5) ** 0.19
    return troposphere + 0.8 * np.maximum(0.0, k - top) + 0.3 * np.sin(i / 7.0) * np.cos(j / 9.0)


def _moisture(random, i, j, k):
    """Vapour that falls with height, in patches: in two fifths of the columns enough for a plume."""
    import numpy as np

    return (0.0115 + 0.0025 * np.sin(i / 10.0) * np.cos(j / 12.0)) * np.exp(-k / 28.0)


def _old_faces(random, i, j, k):
    """Pressure at the faces of layers, which differ a little from column to column."""
    return 12.5 * k + 0.3 * (i % 11) / 11.0 + 0.1 * (j % 3)


def _new_middles(random, i, j, k):
    """Pressure in the middle of other layers, within the old ones."""
    return 12.5 * (k + 0.5) * (0.97 + 0.03 * (j % 17) / 17.0) + 0.0 * i


def _vertical_wind(random, i, j, k):
    """Levels a time step, up to three either way."""
    import numpy as np

    return 2.4 * np.sin(i / 20.0 + j / 33.0) * np.cos(k / 5.0) + 0.5 * np.sin(k / 3.0)


def _corners(domain):
    """Two fields, four corners of nine points: each read and written."""
    return 2 * 2 * 36 * domain[2]


KERNELS = (
    Kernel("warm_rain", "bench/programs/warm_rain.mlir", "warm_rain",
           named("qc", "in", make=data.weather(0.8, 0.6)) + named("qr", "in", make=data.weather(0.5, 0.6, 0.5))
           + named("qv", "in", make=data.uniform(0.001, 0.002)) + named("t", "in", make=data.falling(290.0, 0.5))
           + named("p", "in", make=data.falling(1000.0, 10.0)) + named("oc or ov", "out", make=_NOTHING)),
    Kernel("upwind_branch", "bench/programs/upwind_branch.mlir", "upwind_branch",
           named("in w", "in") + named("out", "out", make=_NOTHING)),
    Kernel("semi_lagrangian", "bench/programs/semi_lagrangian.mlir", "semi_lagrangian",
           named("q s", "in") + named("w", "in", make=_vertical_wind) + named("out", "out", make=_NOTHING),
           halo=((3, 3), (3, 3), (3, 3))),
    Kernel("remap", "bench/programs/remap.mlir", "remap",
           named("pe", "in", make=_old_faces) + named("q", "in") + named("low high", "in", make=data.uniform(-0.1, 0.1))
           + named("pn", "in", make=_new_middles) + named("out", "out", make=_NOTHING),
           halo=((3, 3), (3, 3), (0, 1))),
    Kernel("pressure_powers", "bench/programs/pressure_powers.mlir", "pressure_powers",
           named("delp", "in", make=data.uniform(900.0, 1100.0)) + named("theta", "in", make=data.uniform(290.0, 310.0))
           + named("pe peln pk pkz dz", "out", make=_NOTHING),
           scalars={"top": 100.0, "kappa": 2.0 / 7.0}),
    Kernel("riemann", "bench/programs/riemann.mlir", "riemann",
           named("delp", "in", make=data.uniform(990.0, 1010.0)) + named("theta", "in", make=data.uniform(299.0, 301.0))
           + named("dz", "in", make=_thickness) + named("w", "in", make=data.uniform(-1.0, 1.0))
           + named("ground", "in", axes="ij", make=data.uniform(-0.1, 0.1)) + named("wn dzn pn", "out", make=_NOTHING),
           scalars={"top": 100.0, "dt": 5.0}),
    Kernel("convection", "bench/programs/convection.mlir", "convection",
           named("t", "in", make=_environment) + named("q", "in", make=_moisture)
           + named("p", "in", make=data.falling(1.0e5, 1000.0)) + named("u v a b c d", "in")
           + named("dt_t dt_q dt_u dt_v dt_a dt_b dt_c dt_d", "out", make=_NOTHING)
           + named("rain column", "out", axes="ij", make=_NOTHING)),
    Kernel("tracer_fix", "bench/programs/tracer_fix.mlir", "tracer_fix",
           named("q", "in", make=data.uniform(-0.1, 0.9)) + named("dp", "in", make=data.uniform(1.0, 1.5))
           + named("out", "out", make=_NOTHING)),
    Kernel("corner_fill", "bench/programs/corner_fill.mlir", "corner_fill", named("q r", "inout"), moved=_corners),
    Kernel("final_fluxes", "bench/programs/final_fluxes.mlir", "final_fluxes",
           named("q", "in", make=data.tracer) + named("cx", "in", make=data.courant_i) + named("cy", "in", make=data.courant_j)
           + named("mx", "in", make=data.scaled(data.courant_i, 1.05)) + named("my", "in", make=data.scaled(data.courant_j, 0.95))
           + (Field("fx", "ijk", "out", _NOTHING, (1, 0, 0)), Field("fy", "ijk", "out", _NOTHING, (0, 1, 0)))),
    Kernel("kinetic_energy", "bench/programs/kinetic_energy.mlir", "kinetic_energy",
           named("u v ua va", "in", make=data.uniform(-1.0, 1.0)) + named("dx dy", "in", axes="ij", make=data.uniform(1.0, 1.1))
           + named("sina", "in", axes="ij", make=data.uniform(0.9, 1.0)) + named("cosa", "in", axes="ij", make=data.uniform(-0.1, 0.1))
           + named("rarea", "in", axes="ij", make=data.uniform(0.9, 1.0))
           + named("coriolis", "in", axes="ij", make=data.uniform(0.0, 1.0e-4)) + named("ke vort", "out", make=_NOTHING)),
    Kernel("edge_interpolation", "bench/programs/edge_interpolation.mlir", "edge_interpolation",
           named("q", "in", make=data.tracer) + named("dx dy", "in", axes="ij", make=data.uniform(1.0, 1.1))
           + named("out", "out", make=_NOTHING)),
)

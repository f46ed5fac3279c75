"""What is measured."""

from . import data, shapes
from .kernel import Field, Kernel, named

# Time steps of the heat kernels in one call; even, so that both buffers are back in their places.
HEAT_STEPS = 4


_NOTHING = data.constant(0.0)

# In heat, u is read and written in turn with v: two accesses a step between them.
_HEAT = (Field("u", "ijk", "out", data.uniform(1.0, 2.0)), Field("v", "ijk", "scratch", data.same_as("u")))

KERNELS = (
    Kernel("hdiff", "examples/hdiff.mlir", "hdiff",
           named("in coefficient", "in") + named("out", "out", make=_NOTHING)),
    Kernel("tridiagonal", "bench/programs/tridiagonal.mlir", "tridiagonal",
           named("lower", "in", make=data.uniform(1.0, 2.0))
           + named("diagonal", "in", make=data.uniform(5.0, 10.0))
           + named("upper rhs", "in", make=data.uniform(1.0, 2.0))
           + named("x", "out", make=_NOTHING)),
    Kernel("vertical_advection", "examples/vertical_advection.mlir", "vertical_advection",
           named("utens_stage", "inout") + named("u_stage wcon u_pos utens", "in"),
           scalars={"rate": 20.0 / 3.0}),
    Kernel("heat2", "bench/programs/heat2.mlir", "heat2", _HEAT,
           halo=((1, 1), (1, 1), (1, 1)), passes=HEAT_STEPS),
    Kernel("heat8", "bench/programs/heat8.mlir", "heat8", _HEAT,
           halo=((4, 4), (4, 4), (4, 4)), passes=HEAT_STEPS),
    Kernel("fastwaves", "bench/programs/fastwaves.mlir", "fastwaves",
           named("u_pos v_pos utens vtens ppuv", "in")
           + named("rho", "in", make=data.uniform(1.0, 1.5))
           + named("wgtfac", "in", make=data.uniform(0.3, 0.7))
           + named("hhl", "in", make=data.heights)
           + named("fx xdzdx xdzdy xlhsx xlhsy xrhsz", "in", axes="ij")
           + named("u v", "out", make=_NOTHING),
           halo=((3, 3), (3, 3), (0, 1)), scalars={"dt": 0.1}),
    Kernel("uv_advection", "bench/programs/uv_advection.mlir", "uv_advection",
           named("uin vin", "in", make=data.uniform(-1.0, 1.0))
           + named("acrlat0 acrlat1 tgrlatda0 tgrlatda1", "in", axes="j")
           + named("uout vout", "out", make=_NOTHING)),
    Kernel("transport", "bench/programs/transport.mlir", "transport",
           (Field("q", "ijk", "in", data.tracer), Field("cx", "ijk", "in", data.courant_i),
            Field("cy", "ijk", "in", data.courant_j),
            Field("xf", "ijk", "in", data.scaled(data.courant_i, 1.05)),
            Field("yf", "ijk", "in", data.scaled(data.courant_j, 0.95)))
           + named("area", "in", axes="ij", make=data.uniform(1.0, 1.1))
           + named("rarea", "in", axes="ij", make=data.uniform(0.9, 1.0))
           + named("qo", "out", make=_NOTHING)),
    Kernel("acoustic", "examples/acoustic.mlir", "acoustic",
           named("u v w p", "inout", make=data.uniform(-0.5, 0.5))
           + named("rdx rdy", "in", axes="ij", make=data.uniform(0.5, 1.0))
           + named("slope_i slope_j", "in", axes="ij", make=data.uniform(-0.1, 0.1))
           + named("stretch", "in", axes="ij", make=data.uniform(1.0, 1.5))
           + named("rdz rdzi", "in", axes="k", make=data.uniform(1.0, 2.0))
           + named("keep", "in", axes="k", make=data.uniform(0.98, 1.0)),
           scalars={"dt": 0.1}),
    *shapes.KERNELS,
)


def find(name):
    """The kernel of a name."""
    for kernel in KERNELS:
        if kernel.name == name:
            return kernel
    raise SystemExit(f"there is no kernel `{name}`; the kernels are: {', '.join(k.name for k in KERNELS)}")

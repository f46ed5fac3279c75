"""What is measured: kernels, their fields, and the bytes they have to move."""

from dataclasses import dataclass, field

from . import data

# Time steps of the heat kernels in one call; even, so that both buffers are back in their places.
HEAT_STEPS = 4


@dataclass(frozen=True)
class Field:
    """An argument that is a field.

    axes: a subset of "ijk"; role: "in", "out", "inout", or "scratch" (a second
    buffer, not compared); make: values from (random generator, i, j, k), where
    the indices are open grids that are 0 at the domain's first point.
    """

    name: str
    axes: str
    role: str
    make: object = data.uniform(0.0, 1.0)


@dataclass(frozen=True)
class Kernel:
    """One row of the tables.

    fields are in the order of the program's arguments and of the C function's;
    halo has the points below and above the domain on i, j and k; passes says
    how often a call streams its fields (time steps).
    """

    name: str
    program: str
    entry: str
    fields: tuple
    halo: tuple = ((3, 3), (3, 3), (0, 0))
    scalars: dict = field(default_factory=dict)
    passes: int = 1

    def bytes(self, domain, size):
        """The compulsory bytes of a call: every field once for each pass, read or
        written, the domain without halos; both where it is updated in place."""
        total = 0
        for one in self.fields:
            points = 1
            for axis in one.axes:
                points *= domain["ijk".index(axis)]
            total += points * {"in": 1, "out": 1, "scratch": 1, "inout": 2}[one.role]
        return total * size * self.passes

    def working_set(self, domain, size):
        """The bytes of all fields."""
        return sum(size * _points(one.axes, domain) for one in self.fields)

    def results(self):
        """The names of the fields that are compared."""
        return [one.name for one in self.fields if one.role in ("out", "inout")]


def _points(axes, domain):
    points = 1
    for axis in axes:
        points *= domain["ijk".index(axis)]
    return points


def _f(names, role, axes="ijk", make=data.uniform(0.0, 1.0)):
    return tuple(Field(name, axes, role, make) for name in names.split())


_NOTHING = data.constant(0.0)

# In heat, u is read and written in turn with v: two accesses a step between them.
_HEAT = (Field("u", "ijk", "out", data.uniform(1.0, 2.0)), Field("v", "ijk", "scratch", data.same_as("u")))

KERNELS = (
    Kernel("hdiff", "examples/hdiff.mlir", "hdiff",
           _f("in coefficient", "in") + _f("out", "out", make=_NOTHING)),
    Kernel("tridiagonal", "bench/programs/tridiagonal.mlir", "tridiagonal",
           _f("lower", "in", make=data.uniform(1.0, 2.0))
           + _f("diagonal", "in", make=data.uniform(5.0, 10.0))
           + _f("upper rhs", "in", make=data.uniform(1.0, 2.0))
           + _f("x", "out", make=_NOTHING)),
    Kernel("vertical_advection", "examples/vertical_advection.mlir", "vertical_advection",
           _f("utens_stage", "inout") + _f("u_stage wcon u_pos utens", "in"),
           scalars={"rate": 20.0 / 3.0}),
    Kernel("heat2", "bench/programs/heat2.mlir", "heat2", _HEAT,
           halo=((1, 1), (1, 1), (1, 1)), passes=HEAT_STEPS),
    Kernel("heat8", "bench/programs/heat8.mlir", "heat8", _HEAT,
           halo=((4, 4), (4, 4), (4, 4)), passes=HEAT_STEPS),
    Kernel("fastwaves", "bench/programs/fastwaves.mlir", "fastwaves",
           _f("u_pos v_pos utens vtens ppuv", "in")
           + _f("rho", "in", make=data.uniform(1.0, 1.5))
           + _f("wgtfac", "in", make=data.uniform(0.3, 0.7))
           + _f("hhl", "in", make=data.heights)
           + _f("fx xdzdx xdzdy xlhsx xlhsy xrhsz", "in", axes="ij")
           + _f("u v", "out", make=_NOTHING),
           halo=((3, 3), (3, 3), (0, 1)), scalars={"dt": 0.1}),
    Kernel("uv_advection", "bench/programs/uv_advection.mlir", "uv_advection",
           _f("uin vin", "in", make=data.uniform(-1.0, 1.0))
           + _f("acrlat0 acrlat1 tgrlatda0 tgrlatda1", "in", axes="j")
           + _f("uout vout", "out", make=_NOTHING)),
    Kernel("transport", "bench/programs/transport.mlir", "transport",
           (Field("q", "ijk", "in", data.tracer), Field("cx", "ijk", "in", data.courant_i),
            Field("cy", "ijk", "in", data.courant_j),
            Field("xf", "ijk", "in", data.scaled(data.courant_i, 1.05)),
            Field("yf", "ijk", "in", data.scaled(data.courant_j, 0.95)))
           + _f("area", "in", axes="ij", make=data.uniform(1.0, 1.1))
           + _f("rarea", "in", axes="ij", make=data.uniform(0.9, 1.0))
           + _f("qo", "out", make=_NOTHING)),
    Kernel("acoustic", "examples/acoustic.mlir", "acoustic",
           _f("u v w p", "inout", make=data.uniform(-0.5, 0.5))
           + _f("rdx rdy", "in", axes="ij", make=data.uniform(0.5, 1.0))
           + _f("slope_i slope_j", "in", axes="ij", make=data.uniform(-0.1, 0.1))
           + _f("stretch", "in", axes="ij", make=data.uniform(1.0, 1.5))
           + _f("rdz rdzi", "in", axes="k", make=data.uniform(1.0, 2.0))
           + _f("keep", "in", axes="k", make=data.uniform(0.98, 1.0)),
           scalars={"dt": 0.1}),
)


def find(name):
    """The kernel of a name."""
    for kernel in KERNELS:
        if kernel.name == name:
            return kernel
    raise SystemExit(f"there is no kernel `{name}`; the kernels are: {', '.join(k.name for k in KERNELS)}")

"""The kernels as Halide pipelines with hand schedules.

hdiff is inlined altogether, which is its fastest schedule here. The others follow
the same pattern: everything inlined or kept in rows of the innermost tile,
vectors along i, threads over k.
"""

import halide as hl


class Pipeline:
    """Inputs in the order of the fields, and the outputs by field name."""

    def __init__(self, case):
        self.real = hl.Float(64 if case["dtype"] == "float64" else 32)
        self.lanes = 64 // (8 if case["dtype"] == "float64" else 4)
        self.x, self.y, self.z = hl.Var("x"), hl.Var("y"), hl.Var("z")
        self.at = (self.x, self.y, self.z)
        self.domain = case["domain"]
        self.inputs, self.outputs = {}, {}

    def input(self, name, dimensions=3):
        """A field that is read; rows are aligned as the C side has them."""
        self.inputs[name] = hl.ImageParam(self.real, dimensions, name)
        return self.inputs[name]

    def number(self, value):
        """A constant of the element type."""
        return hl.f64(value) if self.real.bits() == 64 else hl.f32(value)

    def output(self, name, expression):
        """A field that is written, scheduled: threads over k, vectors along i."""
        function = hl.Func(name)
        function[self.x, self.y, self.z] = expression
        self.outputs[name] = function
        return function

    def schedule(self, function):
        """The common schedule of outputs."""
        function.bound(self.x, 0, self.domain[0]).bound(self.y, 0, self.domain[1]).bound(self.z, 0, self.domain[2])
        tail = hl.TailStrategy.GuardWithIf if self.domain[0] % self.lanes else hl.TailStrategy.RoundUp
        function.parallel(self.z).vectorize(self.x, self.lanes, tail)


def hdiff(case):
    """Everything inlined into the one output."""
    p = Pipeline(case)
    x, y, z = p.at
    f, c = p.input("in"), p.input("coefficient")
    lap, flux_i, flux_j = hl.Func("lap"), hl.Func("flux_i"), hl.Func("flux_j")
    lap[x, y, z] = p.number(4) * f[x, y, z] - ((f[x - 1, y, z] + f[x + 1, y, z]) + (f[x, y - 1, z] + f[x, y + 1, z]))
    along_i = lap[x + 1, y, z] - lap[x, y, z]
    flux_i[x, y, z] = hl.select(along_i * (f[x + 1, y, z] - f[x, y, z]) > p.number(0), p.number(0), along_i)
    along_j = lap[x, y + 1, z] - lap[x, y, z]
    flux_j[x, y, z] = hl.select(along_j * (f[x, y + 1, z] - f[x, y, z]) > p.number(0), p.number(0), along_j)
    p.schedule(p.output("out", f[x, y, z] - c[x, y, z] * (
        (flux_i[x, y, z] - flux_i[x - 1, y, z]) + (flux_j[x, y, z] - flux_j[x, y - 1, z]))))
    return p


def heat(case):
    """One time step; the side calls it once for each, with the buffers in turn."""
    p = Pipeline(case)
    x, y, z = p.at
    u = p.input("u")
    weights = {"heat2": (-6.0, 1.0), "heat8": (3 * (-205.0 / 72.0), 8.0 / 5.0, -1.0 / 5.0, 8.0 / 315.0, -1.0 / 560.0)}
    centre, *rest = weights[case["kernel"]]
    total = p.number(centre) * u[x, y, z]
    for q, weight in enumerate(rest, start=1):
        total = total + p.number(weight) * (
            ((u[x + q, y, z] + u[x - q, y, z]) + (u[x, y + q, z] + u[x, y - q, z])) + (u[x, y, z + q] + u[x, y, z - q]))
    out = p.output("v", u[x, y, z] + p.number(0.05) * total)
    # Blocks of rows, so that the levels around stay in the cache from one level to the next.
    rows, block = hl.Var("rows"), hl.Var("block")
    out.bound(x, 0, p.domain[0]).bound(y, 0, p.domain[1]).bound(z, 0, p.domain[2])
    slab, level = hl.Var("slab"), hl.Var("level")
    tail = hl.TailStrategy.GuardWithIf
    out.split(z, slab, level, -(-p.domain[2] // max(1, case["threads"])), tail).split(y, block, rows, 16, tail)
    out.reorder(x, rows, level, block, slab).parallel(slab).vectorize(x, p.lanes, tail)
    return p


def uv_advection(case):
    """Both winds, inlined; one pipeline with two outputs in one loop nest."""
    p = Pipeline(case)
    x, y, z = p.at
    u, v = p.input("uin"), p.input("vin")
    rows = [p.input(name, 1) for name in ("acrlat0", "acrlat1", "tgrlatda0", "tgrlatda1")]
    n = p.number
    sixth, third, half = n(-1.0 / 6.0), n(1.0 / 3.0), n(-0.5)
    minus_third = n(-1.0 / 3.0)

    def along(f, at, wind):
        middle = half * at(f, 0)
        low = ((sixth * at(f, -2) + at(f, -1)) + middle) + minus_third * at(f, 1)
        high = ((minus_third * at(f, -1) + middle) + at(f, 1)) + sixth * at(f, 2)
        return hl.select(wind > n(0), wind * low, -wind * high)

    def on_i(f, offset):
        return f[x + offset, y, z]

    def on_j(f, offset):
        return f[x, y + offset, z]

    def advect(f, a, b):
        return n(0.00048828125) * along(f, on_i, a) + n(0.000732421875) * along(f, on_j, b)

    a0, a1, t0, t1 = (row[y] for row in rows)
    radius = n(1.0 / 6371229.0)
    uu = third * ((u[x - 1, y, z] + u[x, y, z]) + u[x + 1, y, z])
    vu = n(0.25) * ((v[x + 1, y, z] + v[x + 1, y - 1, z]) + (v[x, y, z] + v[x, y - 1, z]))
    uv = n(0.25) * ((u[x - 1, y, z] + u[x, y, z]) + (u[x, y + 1, z] + u[x - 1, y + 1, z]))
    vv = third * ((v[x, y - 1, z] + v[x, y, z]) + v[x, y + 1, z])
    first = p.output("uout", advect(u, a0 * uu, radius * vu) + (t0 * u[x, y, z]) * vu)
    second = p.output("vout", advect(v, a1 * uv, radius * vv) - (t1 * uv) * uv)
    p.schedule(first)
    p.schedule(second)
    return p


PIPELINES = {"hdiff": hdiff, "heat2": heat, "heat8": heat, "uv_advection": uv_advection}

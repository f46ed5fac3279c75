"""The kernels as GT4Py stencils, as a user would write them.

Every kernel is a list of calls: (stencil, arguments by name, origin relative to
the domain, what is added to the domain's size). "i+1" in the last means one
more point on i. Local temporaries are GT4Py's own.
"""

# GT4Py reads the source of these functions; names from here are its dialect.
# ruff: noqa: F821
from gt4py.cartesian.gtscript import (  # noqa: F401
    BACKWARD, FORWARD, IJ, PARALLEL, Field, I, J, K, computation, horizontal, interval, region,
)

from . import gt4py_convection, gt4py_edges, gt4py_shapes


def define(float_type):
    """All stencil functions for an element type, and the calls of every kernel."""
    F, P, R, C = Field[float_type], Field[IJ, float_type], Field[J, float_type], Field[K, float_type]
    S = float_type

    def hdiff(inp: F, coefficient: F, out: F):
        with computation(PARALLEL), interval(...):
            lap = 4.0 * inp - ((inp[-1, 0, 0] + inp[1, 0, 0]) + (inp[0, -1, 0] + inp[0, 1, 0]))
            fi = lap[1, 0, 0] - lap[0, 0, 0]
            flx = 0.0 if fi * (inp[1, 0, 0] - inp[0, 0, 0]) > 0.0 else fi
            fj = lap[0, 1, 0] - lap[0, 0, 0]
            fly = 0.0 if fj * (inp[0, 1, 0] - inp[0, 0, 0]) > 0.0 else fj
            out = inp - coefficient * ((flx - flx[-1, 0, 0]) + (fly - fly[0, -1, 0]))

    def tridiagonal(lower: F, diagonal: F, upper: F, rhs: F, x: F):
        with computation(FORWARD):
            with interval(0, 1):
                cp = upper / diagonal
                dp = rhs / diagonal
            with interval(1, None):
                m = 1.0 / (diagonal - lower * cp[0, 0, -1])
                cp = upper * m
                dp = (rhs - lower * dp[0, 0, -1]) * m
        with computation(BACKWARD):
            with interval(-1, None):
                x = dp
            with interval(0, -1):
                x = dp - cp * x[0, 0, 1]

    def vertical_advection(utens_stage: F, u_stage: F, wcon: F, u_pos: F, utens: F, rate: S):
        with computation(FORWARD):
            with interval(0, 1):
                ck = 0.125 * (wcon[1, 0, 1] + wcon[0, 0, 1])
                inverse = 1.0 / (rate - ck)
                known = (rate * u_pos + utens) + utens_stage
                cc = ck * inverse
                dd = (known - ck * (u_stage[0, 0, 1] - u_stage)) * inverse
            with interval(1, -1):
                ak = -(0.125 * (wcon[1, 0, 0] + wcon))
                ck = 0.125 * (wcon[1, 0, 1] + wcon[0, 0, 1])
                known = (rate * u_pos + utens) + utens_stage
                dk = (known - ak * (u_stage[0, 0, -1] - u_stage)) - ck * (u_stage[0, 0, 1] - u_stage)
                inverse = 1.0 / (((rate - ak) - ck) - cc[0, 0, -1] * ak)
                cc = ck * inverse
                dd = (dk - dd[0, 0, -1] * ak) * inverse
            with interval(-1, None):
                ak = -(0.125 * (wcon[1, 0, 0] + wcon))
                known = (rate * u_pos + utens) + utens_stage
                dk = known - ak * (u_stage[0, 0, -1] - u_stage)
                dd = (dk - dd[0, 0, -1] * ak) / ((rate - ak) - cc[0, 0, -1] * ak)
        with computation(BACKWARD):
            with interval(-1, None):
                x = dd
                utens_stage = rate * (x - u_pos)
            with interval(0, -1):
                x = dd - cc * x[0, 0, 1]
                utens_stage = rate * (x - u_pos)

    def heat2(u: F, out: F):
        with computation(PARALLEL), interval(...):
            total = -6.0 * u + (((u[1, 0, 0] + u[-1, 0, 0]) + (u[0, 1, 0] + u[0, -1, 0])) + (u[0, 0, 1] + u[0, 0, -1]))
            out = u + 0.05 * total

    def heat8(u: F, out: F):
        with computation(PARALLEL), interval(...):
            total = -8.541666666666666 * u
            total = total + 1.6 * (((u[1, 0, 0] + u[-1, 0, 0]) + (u[0, 1, 0] + u[0, -1, 0])) + (u[0, 0, 1] + u[0, 0, -1]))
            total = total + -0.2 * (((u[2, 0, 0] + u[-2, 0, 0]) + (u[0, 2, 0] + u[0, -2, 0])) + (u[0, 0, 2] + u[0, 0, -2]))
            total = total + 0.025396825396825397 * (((u[3, 0, 0] + u[-3, 0, 0]) + (u[0, 3, 0] + u[0, -3, 0])) + (u[0, 0, 3] + u[0, 0, -3]))
            total = total + -0.0017857142857142857 * (((u[4, 0, 0] + u[-4, 0, 0]) + (u[0, 4, 0] + u[0, -4, 0])) + (u[0, 0, 4] + u[0, 0, -4]))
            out = u + 0.05 * total

    def fastwaves(u_pos: F, v_pos: F, utens: F, vtens: F, ppuv: F, rho: F, wgtfac: F, hhl: F, fx: P, xdzdx: P,
                  xdzdy: P, xlhsx: P, xlhsy: P, xrhsz: P, u: F, v: F, dt: S):
        with computation(PARALLEL):
            with interval(0, 10):
                gu = ppuv[1, 0, 0] - ppuv
                gv = ppuv[0, 1, 0] - ppuv
            with interval(10, -1):
                low = wgtfac * ppuv + (1.0 - wgtfac) * ppuv[0, 0, -1]
                high = wgtfac[0, 0, 1] * ppuv[0, 0, 1] + (1.0 - wgtfac[0, 0, 1]) * ppuv
                d = high - low
                top = hhl[0, 0, 1] + hhl
                thick = hhl[0, 0, 1] - hhl
                gu = (ppuv[1, 0, 0] - ppuv) + (((d[1, 0, 0] + d) * 0.5) * (top - top[1, 0, 0])) / (thick + thick[1, 0, 0])
                gv = (ppuv[0, 1, 0] - ppuv) + (((d[0, 1, 0] + d) * 0.5) * (top - top[0, 1, 0])) / (thick + thick[0, 1, 0])
            with interval(-1, None):
                gu = ppuv[1, 0, 0] - ppuv
                gv = ppuv[0, 1, 0] - ppuv
        with computation(PARALLEL):
            with interval(0, -1):
                u = u_pos + (utens - gu * (fx / (0.5 * (rho[1, 0, 0] + rho)))) * dt
                v = v_pos + (vtens - gv * (1.0 / (0.5 * (rho[0, 1, 0] + rho)))) * dt
            with interval(-1, None):
                xu = utens - gu * (fx / (0.5 * (rho[1, 0, 0] + rho)))
                xv = vtens - gv * (1.0 / (0.5 * (rho[0, 1, 0] + rho)))
                u = u_pos + ((xlhsx * xdzdx) * (0.5 * (xrhsz[1, 0] + xrhsz) - xdzdx * xu) + xu) * dt
                v = v_pos + ((xlhsy * xdzdy) * (0.5 * (xrhsz[0, 1] + xrhsz) - xdzdy * xv) + xv) * dt

    def uv_advection(uin: F, vin: F, acrlat0: R, acrlat1: R, tgrlatda0: R, tgrlatda1: R, uout: F, vout: F):
        with computation(PARALLEL), interval(...):
            uu = (1.0 / 3.0) * ((uin[-1, 0, 0] + uin) + uin[1, 0, 0])
            vu = 0.25 * ((vin[1, 0, 0] + vin[1, -1, 0]) + (vin + vin[0, -1, 0]))
            wi = acrlat0 * uu
            wj = 1.5695558894524118e-07 * vu
            di = wi * (((-1.0 / 6.0) * uin[-2, 0, 0] + uin[-1, 0, 0] + -0.5 * uin) + (-1.0 / 3.0) * uin[1, 0, 0]) if wi > 0.0 else (-wi) * ((((-1.0 / 3.0) * uin[-1, 0, 0] + -0.5 * uin) + uin[1, 0, 0]) + (-1.0 / 6.0) * uin[2, 0, 0])
            dj = wj * (((-1.0 / 6.0) * uin[0, -2, 0] + uin[0, -1, 0] + -0.5 * uin) + (-1.0 / 3.0) * uin[0, 1, 0]) if wj > 0.0 else (-wj) * ((((-1.0 / 3.0) * uin[0, -1, 0] + -0.5 * uin) + uin[0, 1, 0]) + (-1.0 / 6.0) * uin[0, 2, 0])
            uout = (0.00048828125 * di + 0.000732421875 * dj) + (tgrlatda0 * uin) * vu
            uv = 0.25 * ((uin[-1, 0, 0] + uin) + (uin[0, 1, 0] + uin[-1, 1, 0]))
            vv = (1.0 / 3.0) * ((vin[0, -1, 0] + vin) + vin[0, 1, 0])
            xi = acrlat1 * uv
            xj = 1.5695558894524118e-07 * vv
            ei = xi * (((-1.0 / 6.0) * vin[-2, 0, 0] + vin[-1, 0, 0] + -0.5 * vin) + (-1.0 / 3.0) * vin[1, 0, 0]) if xi > 0.0 else (-xi) * ((((-1.0 / 3.0) * vin[-1, 0, 0] + -0.5 * vin) + vin[1, 0, 0]) + (-1.0 / 6.0) * vin[2, 0, 0])
            ej = xj * (((-1.0 / 6.0) * vin[0, -2, 0] + vin[0, -1, 0] + -0.5 * vin) + (-1.0 / 3.0) * vin[0, 1, 0]) if xj > 0.0 else (-xj) * ((((-1.0 / 3.0) * vin[0, -1, 0] + -0.5 * vin) + vin[0, 1, 0]) + (-1.0 / 6.0) * vin[0, 2, 0])
            vout = (0.00048828125 * ei + 0.000732421875 * ej) - (tgrlatda1 * uv) * uv

    def ppm_i(q: F, c: F, flux: F):
        with computation(PARALLEL), interval(...):
            face = (7.0 / 12.0) * (q[-1, 0, 0] + q) - (1.0 / 12.0) * (q[-2, 0, 0] + q[1, 0, 0])
            l = face - q
            h = face[1, 0, 0] - q
            low = 0.0 if l * h >= 0.0 else (-2.0 * h if abs(l) > 2.0 * abs(h) else l)
            high = 0.0 if l * h >= 0.0 else (-2.0 * l if abs(h) > 2.0 * abs(l) else h)
            flux = q[-1, 0, 0] + (1.0 - c) * (high[-1, 0, 0] - c * (low[-1, 0, 0] + high[-1, 0, 0])) if c > 0.0 else q + (1.0 + c) * (low + c * (low + high))

    def ppm_j(q: F, c: F, flux: F):
        with computation(PARALLEL), interval(...):
            face = (7.0 / 12.0) * (q[0, -1, 0] + q) - (1.0 / 12.0) * (q[0, -2, 0] + q[0, 1, 0])
            l = face - q
            h = face[0, 1, 0] - q
            low = 0.0 if l * h >= 0.0 else (-2.0 * h if abs(l) > 2.0 * abs(h) else l)
            high = 0.0 if l * h >= 0.0 else (-2.0 * l if abs(h) > 2.0 * abs(l) else h)
            flux = q[0, -1, 0] + (1.0 - c) * (high[0, -1, 0] - c * (low[0, -1, 0] + high[0, -1, 0])) if c > 0.0 else q + (1.0 + c) * (low + c * (low + high))

    def advance_i(q: F, area: P, swept: F, flux: F, out: F):
        with computation(PARALLEL), interval(...):
            out = (q * area + swept * flux - swept[1, 0, 0] * flux[1, 0, 0]) / (area + swept - swept[1, 0, 0])

    def advance_j(q: F, area: P, swept: F, flux: F, out: F):
        with computation(PARALLEL), interval(...):
            out = (q * area + swept * flux - swept[0, 1, 0] * flux[0, 1, 0]) / (area + swept - swept[0, 1, 0])

    def fluxes(fx: F, fx2: F, fy: F, fy2: F, xf: F, yf: F):
        with computation(PARALLEL), interval(...):
            fx = 0.5 * (fx + fx2) * xf
            fy = 0.5 * (fy + fy2) * yf

    def update(q: F, fx: F, fy: F, rarea: P, out: F):
        with computation(PARALLEL), interval(...):
            out = q + (fx - fx[1, 0, 0] + fy - fy[0, 1, 0]) * rarea

    def push_i(u: F, p: F, rdx: P, dt: S):
        with computation(PARALLEL), interval(...):
            u = u + (dt * rdx) * (p[-1, 0, 0] - p)
            with horizontal(region[I[0], :], region[I[-1], :]):
                u = 0.0

    def push_j(v: F, p: F, rdy: P, dt: S):
        with computation(PARALLEL), interval(...):
            v = v + (dt * rdy) * (p[0, -1, 0] - p)
            with horizontal(region[:, J[0]], region[:, J[-1]]):
                v = 0.0

    def rise(u: F, v: F, w: F, p: F, rdx: P, rdy: P, slope_i: P, slope_j: P, stretch: P, rdz: C, rdzi: C, keep: C, dt: S):
        with computation(PARALLEL), interval(...):
            e = p - dt * (rdx * (u[1, 0, 0] - u) + rdy * (v[0, 1, 0] - v))
        with computation(FORWARD):
            with interval(0, 1):
                cc = 0.0
                dd = (0.5 * (u + u[1, 0, 0])) * slope_i + (0.5 * (v + v[0, 1, 0])) * slope_j
            with interval(1, None):
                s = dt * stretch
                per_face = -(s * s) * rdzi
                lower = per_face * rdz[-1]
                upper = per_face * rdz
                m = 1.0 / (((1.0 - lower) - upper) - lower * cc[0, 0, -1])
                dd = ((w - (s * rdzi) * (e - e[0, 0, -1])) - lower * dd[0, 0, -1]) * m
                cc = upper * m
        with computation(BACKWARD):
            with interval(-1, None):
                x = dd
                p = e - ((dt * stretch) * rdz) * (0.0 - x)
                w = x * keep
            with interval(0, -1):
                x = dd - cc * x[0, 0, 1]
                p = e - ((dt * stretch) * rdz) * (x[0, 0, 1] - x)
                w = x * keep

    own = {name: function for name, function in locals().items() if callable(function) and name.islower()}
    more = [module.define(float_type) for module in (gt4py_shapes, gt4py_convection, gt4py_edges)]
    return {name: function for functions in [own, *more] for name, function in functions.items()}


def _own(name, *arguments):
    """A kernel that is one stencil: its arguments in the order of the driver."""
    return [(name, {one: one for one in arguments}, (0, 0, 0), (0, 0, 0))]


def calls(kernel, fields, scalars, passes):
    """The calls of a kernel, over the names of its fields and of work fields."""
    if kernel == "hdiff":
        return [("hdiff", {"inp": "in", "coefficient": "coefficient", "out": "out"}, (0, 0, 0), (0, 0, 0))]
    if kernel.startswith("heat"):
        both = [("u", "v"), ("v", "u")]
        return [(kernel, {"u": both[n % 2][0], "out": both[n % 2][1]}, (0, 0, 0), (0, 0, 0)) for n in range(passes)]
    if kernel == "transport":
        return [
            ("ppm_j", {"q": "q", "c": "cy", "flux": "fy2"}, (-3, 0, 0), (6, 1, 0)),
            ("advance_j", {"q": "q", "area": "area", "swept": "yf", "flux": "fy2", "out": "qi"}, (-3, 0, 0), (6, 0, 0)),
            ("ppm_i", {"q": "qi", "c": "cx", "flux": "fx"}, (0, 0, 0), (1, 0, 0)),
            ("ppm_i", {"q": "q", "c": "cx", "flux": "fx2"}, (0, -3, 0), (1, 6, 0)),
            ("advance_i", {"q": "q", "area": "area", "swept": "xf", "flux": "fx2", "out": "qj"}, (0, -3, 0), (0, 6, 0)),
            ("ppm_j", {"q": "qj", "c": "cy", "flux": "fy"}, (0, 0, 0), (0, 1, 0)),
            ("fluxes", {name: name for name in ("fx", "fx2", "fy", "fy2", "xf", "yf")}, (0, 0, 0), (1, 1, 0)),
            ("update", {"q": "q", "fx": "fx", "fy": "fy", "rarea": "rarea", "out": "qo"}, (0, 0, 0), (0, 0, 0)),
        ]
    if kernel == "warm_rain":
        return [("warm_rain", {"orain" if name == "or" else name: name for name in fields}, (0, 0, 0), (0, 0, 0))]
    if kernel == "upwind_branch":
        return [("upwind_branch", {"inp": "in", "w": "w", "out": "out"}, (0, 0, 0), (0, 0, 0))]
    if kernel == "corner_fill":
        return [("corner_fill", {"q": "q", "q_was": "q", "r": "r", "r_was": "r"}, (0, 0, 0), (0, 0, 0))]
    if kernel == "final_fluxes":
        return [("final_fluxes", {name: name for name in fields}, (0, 0, 0), (1, 1, 0))]
    if kernel == "edge_interpolation":
        return [
            ("edge_interpolation_i", {name: name for name in ("q", "dx", "x")}, (0, -3, 0), (0, 6, 0)),
            ("edge_interpolation_j", {name: name for name in ("q", "dy", "y")}, (-3, 0, 0), (6, 0, 0)),
            ("edge_interpolation", {name: name for name in ("x", "y", "dx", "dy", "out")}, (0, 0, 0), (0, 0, 0)),
        ]
    if kernel == "tracer_fix":
        return _own(kernel, *fields, "total", "positive")
    if kernel == "acoustic":
        return [
            ("push_i", {name: name for name in ("u", "p", "rdx", "dt")}, (0, 0, 0), (1, 0, 0)),
            ("push_j", {name: name for name in ("v", "p", "rdy", "dt")}, (0, 0, 0), (0, 1, 0)),
            *_own("rise", *fields, *scalars),
        ]
    return _own(kernel, *fields, *scalars)


# Work fields of kernels that need some, with their axes.
WORK = {
    "transport": {name: "ijk" for name in ("fx", "fx2", "fy", "fy2", "qi", "qj")},
    "edge_interpolation": {"x": "ijk", "y": "ijk"},
    "tracer_fix": {"total": "ij", "positive": "ij"},
}

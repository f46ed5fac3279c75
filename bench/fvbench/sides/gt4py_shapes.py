"""The kernels of `shapes.py` as GT4Py stencils, as a user would write them: a column at a time and physics.

Those with regions, edges and corners are in `gt4py_edges.py`.
"""

# GT4Py reads the source of these functions; names from here are its dialect.
# ruff: noqa: F821
from gt4py.cartesian.gtscript import (  # noqa: F401
    BACKWARD, FORWARD, IJ, PARALLEL, Field, computation, exp, floor, interval, log, sqrt,
)


def define(float_type):
    """The stencil functions for an element type."""
    F, P, S = Field[float_type], Field[IJ, float_type], float_type

    def warm_rain(qc: F, qr: F, qv: F, t: F, p: F, oc: F, orain: F, ov: F):
        with computation(PARALLEL), interval(...):
            q = qc
            r = qr
            if qc > 1.0e-6:
                s = 0.0
                if qc > 0.3:
                    s = 0.1 * qc ** 2.47
                if qr > 1.0e-6:
                    s = s + 0.05 * (qc * qr) ** 1.15
                q = qc - s
                r = qr + s
            v = qv
            rain = r
            if r > 1.0e-6:
                x = (17.27 * (t - 273.16)) / (t - 35.86)
                full = (3.8 * exp(x)) / p
                if qv < full:
                    e = (0.0486 * r ** 0.525 + sqrt(r)) * (full - qv)
                    dries = e if e < 0.5 * r else 0.5 * r
                    rain = r - dries
                    v = qv + dries
            oc = q
            orain = rain
            ov = v

    def upwind_branch(inp: F, w: F, out: F):
        with computation(PARALLEL), interval(...):
            if w > 0.5:
                e = (inp - inp[-1, 0, 0]) * w
                if e * (inp[1, 0, 0] - inp) > 0.0:
                    out = 0.5 * e + inp
                else:
                    out = inp
            else:
                out = inp[1, 0, 0] + (inp[1, 0, 0] - inp) * w

    def semi_lagrangian(q: F, s: F, w: F, out: F):
        with computation(PARALLEL), interval(...):
            way = min(max(-w, -3.0), 2.0)
            whole = floor(way)
            x = way - whole
            y = 1.0 - x
            level = int(whole)
            d = q[0, 0, level + 1] - q[0, 0, level]
            line = q[0, 0, level] + x * d
            out = line + (x * y) * (y * (s[0, 0, level] - d) + x * (d - s[0, 0, level + 1]))

    def remap(pe: F, q: F, low: F, high: F, pn: F, out: F):
        with computation(FORWARD):
            with interval(0, 1):
                layer = 0
                while pe[0, 0, layer + 1] <= pn:
                    layer = layer + 1
                x = (pn - pe[0, 0, layer]) / (pe[0, 0, layer + 1] - pe[0, 0, layer])
                a0 = low[0, 0, layer]
                a1 = high[0, 0, layer]
                out = q[0, 0, layer] + (a0 + x * ((a1 - a0) - (3.0 * (a0 + a1)) * (1.0 - x)))
            with interval(1, None):
                layer = layer[0, 0, -1] - 1
                while pe[0, 0, layer + 1] <= pn:
                    layer = layer + 1
                x = (pn - pe[0, 0, layer]) / (pe[0, 0, layer + 1] - pe[0, 0, layer])
                a0 = low[0, 0, layer]
                a1 = high[0, 0, layer]
                out = q[0, 0, layer] + (a0 + x * ((a1 - a0) - (3.0 * (a0 + a1)) * (1.0 - x)))

    def pressure_powers(delp: F, theta: F, pe: F, peln: F, pk: F, pkz: F, dz: F, top: S, kappa: S):
        with computation(FORWARD):
            with interval(0, 1):
                pe = top + delp
            with interval(1, None):
                pe = pe[0, 0, -1] + delp
        with computation(PARALLEL), interval(...):
            peln = log(pe)
            pk = exp(kappa * peln)
        with computation(PARALLEL):
            with interval(0, 1):
                ln_up = log(top)
                d = pk - exp(kappa * ln_up)
                pkz = d / (kappa * (peln - ln_up))
                dz = (102.4 * theta) * d
            with interval(1, None):
                d = pk - pk[0, 0, -1]
                pkz = d / (kappa * (peln - peln[0, 0, -1]))
                dz = (102.4 * theta) * d

    def riemann(delp: F, theta: F, dz: F, w: F, ground: P, wn: F, dzn: F, pn: F, top: S, dt: S):
        with computation(FORWARD):
            with interval(0, 1):
                p = top + delp
                up = top
            with interval(1, None):
                p = p[0, 0, -1] + delp
                up = p[0, 0, -1]
        with computation(PARALLEL), interval(...):
            mass = delp * 0.10197162129779283
            rest = delp / log(p / up)
            excess = 0.01 * exp(1.4 * log(((mass * 287.04) * theta) / dz)) - rest
        with computation(FORWARD):
            with interval(0, 1):
                bet = 2.0 * (1.0 + mass / mass[0, 0, 1])
                x = (3.0 * (excess + (mass / mass[0, 0, 1]) * excess[0, 0, 1])) / bet
            with interval(1, -1):
                gam = (mass[0, 0, -1] / mass) / bet[0, 0, -1]
                bet = 2.0 * (1.0 + mass / mass[0, 0, 1]) - gam
                x = (3.0 * (excess + (mass / mass[0, 0, 1]) * excess[0, 0, 1]) - x[0, 0, -1]) / bet
            with interval(-1, None):
                gam = (mass[0, 0, -1] / mass) / bet[0, 0, -1]
                bet = 2.0 - gam
                x = (3.0 * excess - x[0, 0, -1]) / bet
        with computation(BACKWARD):
            with interval(-1, None):
                face = x
            with interval(0, -1):
                face = x - gam[0, 0, 1] * face[0, 0, 1]
        with computation(PARALLEL):
            with interval(1, None):
                coupling = (((-2.8 * dt) * dt) / (dz[0, 0, -1] + dz)) * (up + face[0, 0, -1])
        with computation(FORWARD):
            with interval(0, 1):
                pivot = mass - coupling[0, 0, 1]
                wind = (mass * w + dt * face) / pivot
            with interval(1, -1):
                weight = coupling / pivot[0, 0, -1]
                pivot = mass - ((coupling + coupling[0, 0, 1]) + coupling * weight)
                wind = ((mass * w + dt * (face - face[0, 0, -1])) - coupling * wind[0, 0, -1]) / pivot
            with interval(-1, None):
                lowest = (((-2.8 * dt) * dt) / dz) * (p + face)
                weight = coupling / pivot[0, 0, -1]
                pivot = mass - ((coupling + lowest) + coupling * weight)
                wind = (((mass * w + dt * (face - face[0, 0, -1])) - lowest * ground) - coupling * wind[0, 0, -1]) / pivot
        with computation(BACKWARD):
            with interval(-1, None):
                wn = wind
            with interval(0, -1):
                wn = wind - weight[0, 0, 1] * wn[0, 0, 1]
        with computation(FORWARD):
            with interval(0, 1):
                pn = (mass * (wn - w)) / dt
                before = 0.0
            with interval(1, None):
                pn = pn[0, 0, -1] + (mass * (wn - w)) / dt
                before = pn[0, 0, -1]
        with computation(PARALLEL), interval(...):
            inside = max(0.5 * (before + pn) + rest, 0.01 * rest)
            dzn = ((mass * 287.04) * theta) * (100.0 * inside) ** -0.7142857142857143

    def tracer_fix(q: F, dp: F, out: F, total: P, positive: P):
        with computation(FORWARD):
            with interval(0, 1):
                fixed = q
                debt = 0.0
                credit = 0.0
                if q < 0.0:
                    debt = q * dp
                    fixed = 0.0
            with interval(1, -1):
                fixed = q + debt[0, 0, -1] / dp
                debt = 0.0
                credit = 0.0
                if fixed < 0.0:
                    if fixed[0, 0, -1] > 0.0:
                        credit = min(-fixed * dp, fixed[0, 0, -1] * dp[0, 0, -1])
                        fixed = fixed + credit / dp
                    if fixed < 0.0:
                        debt = fixed * dp
                        fixed = 0.0
            with interval(-1, None):
                fixed = q + debt[0, 0, -1] / dp
                credit = 0.0
        with computation(PARALLEL), interval(0, -1):
            fixed = fixed - credit[0, 0, 1] / dp
        with computation(FORWARD), interval(-1, None):
            taken = 0.0
            if fixed < 0.0:
                if fixed[0, 0, -1] > 0.0:
                    taken = min(-fixed * dp, fixed[0, 0, -1] * dp[0, 0, -1])
                    fixed = fixed + taken / dp
        with computation(BACKWARD), interval(-2, -1):
            fixed = fixed - taken[0, 0, 1] / dp
        with computation(FORWARD):
            with interval(0, 1):
                total = fixed * dp
                positive = max(fixed * dp, 0.0)
            with interval(1, None):
                total = total + fixed * dp
                positive = positive + max(fixed * dp, 0.0)
        with computation(PARALLEL), interval(...):
            share = min(max(total / max(positive, 1.0e-30), 0.0), 1.0)
            out = max(fixed, 0.0) * share if total < positive else fixed

    return {name: function for name, function in locals().items() if callable(function) and name.islower()}

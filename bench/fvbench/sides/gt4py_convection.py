"""The plume of `shapes.py` as a GT4Py stencil."""

# GT4Py reads the source of these functions; names from here are its dialect.
# ruff: noqa: F821
from gt4py.cartesian.gtscript import FORWARD, IJ, PARALLEL, Field, computation, exp, interval, sqrt  # noqa: F401


def define(float_type):
    """The stencil for an element type."""
    F, P = Field[float_type], Field[IJ, float_type]

    def convection(t: F, q: F, p: F, u: F, v: F, a: F, b: F, c: F, d: F, dt_t: F, dt_q: F, dt_u: F, dt_v: F, dt_a: F,
                   dt_b: F, dt_c: F, dt_d: F, rain: P, column: P):
        with computation(FORWARD):
            with interval(0, 1):
                excess = q - 0.012
                m = 0.05 * (1.0 + 20.0 * excess) if excess > 0.0 else 0.0
                tu = t + 0.5
                qu = q + 0.0005
                cu = 0.0
                uu = u
                vu = v
                w = 1.0 if excess > 0.0 else 0.0
                au = a
                bu = b
                cc = c
                du = d
                buoy = 0.0
                cape = 0.0
                ent = 0.0
                det = 0.0
                rr = 0.0
                snow = 0.0
                base = 0.0
                crest = p
                mmax = m
                st = t * p
                sq = q * p
                su = u * p
                sv = v * p
                sa = a * p
                sb = b * p
                sc = c * p
                sd = d * p
                pm = p
                tm = t
                rain = rr + snow
                column = (((((((st + sq) + su) + sv) + sa) + sb) + sc) + sd) * 1.0e-6 + (((((cape + base) + crest) + mmax) + det) + tm)
            with interval(1, None):
                m_below = m[0, 0, -1]
                t_below = tu[0, 0, -1]
                q_below = qu[0, 0, -1]
                c_below = cu[0, 0, -1]
                w_below = w[0, 0, -1]
                uu_below = uu[0, 0, -1]
                vu_below = vu[0, 0, -1]
                au_below = au[0, 0, -1]
                bu_below = bu[0, 0, -1]
                cc_below = cc[0, 0, -1]
                du_below = du[0, 0, -1]
                ent_below = ent[0, 0, -1]
                det_below = det[0, 0, -1]
                buoy_below = buoy[0, 0, -1]

                thick = pm[0, 0, -1] - p
                tm = 0.8 * tm[0, 0, -1] + 0.2 * t
                m = 0.0
                tu = t
                qu = q
                cu = 0.0
                uu = u
                vu = v
                w = 0.0
                au = a
                bu = b
                cc = c
                du = d
                buoy = 0.0
                cape = cape[0, 0, -1]
                ent = 0.0
                det = det_below + m_below
                rr = rr[0, 0, -1]
                snow = snow[0, 0, -1]
                base = base[0, 0, -1]
                crest = crest[0, 0, -1]
                mmax = mmax[0, 0, -1]
                if m_below > 1.0e-4:
                    vapour = 611.2 * exp((17.67 * (t - 273.15)) / (t - 29.65))
                    full = (0.622 * vapour) / (p - 0.378 * vapour)
                    dry = 1.0 - min(q / full, 1.0)
                    ent = 0.5 * (ent_below + ((0.3 + 0.7 * dry ** 2.0) * 1.0e-4) * thick)
                    share = ent / (1.0 + ent)
                    t1 = t_below - (0.0065 * 29.27) * (t * thick) / p
                    t2 = t1 + share * (t - t1)
                    water = q_below + c_below
                    water = water + share * (q - water)
                    vapour = 611.2 * exp((17.67 * (t2 - 273.15)) / (t2 - 29.65))
                    full = (0.622 * vapour) / (p - 0.378 * vapour)
                    tu = t2
                    qu = water
                    if water > full:
                        cond = (water - full) / (1.0 + (13500000.0 * full) / t2 ** 2.0)
                        tu = t2 + 2488.0 * max(cond - c_below, 0.0)
                        cu = cond
                        qu = water - cond
                        base = p if base == 0.0 else base
                        if cond > 5.0e-4:
                            falls = 0.3 * (cond - 5.0e-4)
                            cu = cond - falls
                            if tu < 268.0:
                                snow = snow + m_below * falls
                            else:
                                rr = rr + m_below * falls
                    buoy = 9.81 * (((tu - t) / t + 0.608 * (qu - q)) - cu)
                    height = (29.27 * (t * thick)) / p
                    cape = cape + max(buoy, 0.0) * height
                    square = (w_below ** 2.0 * (1.0 - share) + 0.6 * ((0.5 * (buoy + buoy_below)) * height))
                    if square > 0.01:
                        w = sqrt(square)
                        m = min(m_below * (1.0 + ent), 0.5)
                        det = det_below + max(m_below * (1.0 + ent) - m, 0.0)
                        crest = p
                        mmax = max(mmax, m)
                        uu = uu_below + share * (u - uu_below)
                        vu = vu_below + share * (v - vu_below)
                        au = au_below + share * (a - au_below)
                        bu = bu_below + share * (b - bu_below)
                        cc = cc_below + share * (c - cc_below)
                        du = du_below + share * (d - du_below)
                    else:
                        tu = t
                        qu = q
                        cu = 0.0
                st = st[0, 0, -1] + t * thick
                sq = sq[0, 0, -1] + q * thick
                su = su[0, 0, -1] + u * thick
                sv = sv[0, 0, -1] + v * thick
                sa = sa[0, 0, -1] + a * thick
                sb = sb[0, 0, -1] + b * thick
                sc = sc[0, 0, -1] + c * thick
                sd = sd[0, 0, -1] + d * thick
                pm = p
                rain = rr + snow
                column = (((((((st + sq) + su) + sv) + sa) + sb) + sc) + sd) * 1.0e-6 + (((((cape + base) + crest) + mmax) + det) + tm)
        with computation(PARALLEL):
            with interval(0, 1):
                dt_t = 0.0
                dt_q = 0.0
                dt_u = 0.0
                dt_v = 0.0
                dt_a = 0.0
                dt_b = 0.0
                dt_c = 0.0
                dt_d = 0.0
            with interval(1, None):
                thickness = p[0, 0, -1] - p
                inflow = (m[0, 0, -1] * 9.81) / thickness
                outflow = (m * 9.81) / thickness
                dt_t = inflow * (tu[0, 0, -1] - t[0, 0, -1]) - outflow * (tu - t)
                dt_q = inflow * (qu[0, 0, -1] - q[0, 0, -1]) - outflow * (qu - q)
                dt_u = inflow * (uu[0, 0, -1] - u[0, 0, -1]) - outflow * (uu - u)
                dt_v = inflow * (vu[0, 0, -1] - v[0, 0, -1]) - outflow * (vu - v)
                dt_a = inflow * (au[0, 0, -1] - a[0, 0, -1]) - outflow * (au - a)
                dt_b = inflow * (bu[0, 0, -1] - b[0, 0, -1]) - outflow * (bu - b)
                dt_c = inflow * (cc[0, 0, -1] - c[0, 0, -1]) - outflow * (cc - c)
                dt_d = inflow * (du[0, 0, -1] - d[0, 0, -1]) - outflow * (du - d)

    return {"convection": convection}

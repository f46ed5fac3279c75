"""The kernels of `shapes.py` with regions, edges and corners, as GT4Py stencils."""

# GT4Py reads the source of these functions; names from here are its dialect.
# ruff: noqa: F821
from gt4py.cartesian.gtscript import (  # noqa: F401
    IJ, PARALLEL, Field, I, J, computation, horizontal, interval, region,
)


def define(float_type):
    """The stencil functions for an element type."""
    F, P = Field[float_type], Field[IJ, float_type]

    # On one point more along i and along j than there are cells: the last face is the domain's last point.
    def final_fluxes(q: F, cx: F, cy: F, mx: F, my: F, fx: F, fy: F):
        with computation(PARALLEL), interval(...):
            face_i = 0.5833333333333334 * (q[-1, 0, 0] + q) - 0.08333333333333333 * (q[-2, 0, 0] + q[1, 0, 0])
            with horizontal(region[I[0] - 1, :], region[I[-1] - 1, :]):
                face_i = (-0.14285714285714285 * q[-2, 0, 0] + 0.7857142857142857 * q[-1, 0, 0]) + 0.35714285714285715 * q
            with horizontal(region[I[0], :], region[I[-1], :]):
                face_i = 0.75 * (q[-1, 0, 0] + q) - 0.25 * (q[-2, 0, 0] + q[1, 0, 0])
            with horizontal(region[I[0] + 1, :], region[I[-1] + 1, :]):
                face_i = (0.35714285714285715 * q[-1, 0, 0] + 0.7857142857142857 * q) + -0.14285714285714285 * q[1, 0, 0]
            face_i = face_i if face_i > 0.0 else 0.5 * (q[-1, 0, 0] + q)
            low_i = face_i - q
            high_i = face_i[1, 0, 0] - q
            bent_i = low_i + high_i
            smooth_i = abs(3.0 * bent_i) < abs(low_i - high_i)
            if cx > 0.0:
                part_i = (1.0 - cx) * (high_i[-1, 0, 0] - cx * bent_i[-1, 0, 0])
                fx = mx * (q[-1, 0, 0] + (part_i if smooth_i[-1, 0, 0] else 0.0))
            else:
                part_i = (1.0 + cx) * (low_i + cx * bent_i)
                fx = mx * (q + (part_i if smooth_i else 0.0))
            face_j = 0.5833333333333334 * (q[0, -1, 0] + q) - 0.08333333333333333 * (q[0, -2, 0] + q[0, 1, 0])
            with horizontal(region[:, J[0] - 1], region[:, J[-1] - 1]):
                face_j = (-0.14285714285714285 * q[0, -2, 0] + 0.7857142857142857 * q[0, -1, 0]) + 0.35714285714285715 * q
            with horizontal(region[:, J[0]], region[:, J[-1]]):
                face_j = 0.75 * (q[0, -1, 0] + q) - 0.25 * (q[0, -2, 0] + q[0, 1, 0])
            with horizontal(region[:, J[0] + 1], region[:, J[-1] + 1]):
                face_j = (0.35714285714285715 * q[0, -1, 0] + 0.7857142857142857 * q) + -0.14285714285714285 * q[0, 1, 0]
            face_j = face_j if face_j > 0.0 else 0.5 * (q[0, -1, 0] + q)
            low_j = face_j - q
            high_j = face_j[0, 1, 0] - q
            bent_j = low_j + high_j
            smooth_j = abs(3.0 * bent_j) < abs(low_j - high_j)
            if cy > 0.0:
                part_j = (1.0 - cy) * (high_j[0, -1, 0] - cy * bent_j[0, -1, 0])
                fy = my * (q[0, -1, 0] + (part_j if smooth_j[0, -1, 0] else 0.0))
            else:
                part_j = (1.0 + cy) * (low_j + cy * bent_j)
                fy = my * (q + (part_j if smooth_j else 0.0))

    def kinetic_energy(u: F, v: F, ua: F, va: F, dx: P, dy: P, sina: P, cosa: P, rarea: P, coriolis: P, ke: F, vort: F):
        with computation(PARALLEL), interval(...):
            wind_i = u if ua > 0.0 else u[1, 0, 0]
            with horizontal(region[I[0], :]):
                wind_i = u * sina + v * cosa if ua > 0.0 else u[1, 0, 0]
            with horizontal(region[I[-1], :]):
                wind_i = u if ua > 0.0 else u[1, 0, 0] * sina[1, 0] + v[1, 0, 0] * cosa[1, 0]
            wind_j = v if va > 0.0 else v[0, 1, 0]
            with horizontal(region[:, J[0]]):
                wind_j = v * sina + u * cosa if va > 0.0 else v[0, 1, 0]
            with horizontal(region[:, J[-1]]):
                wind_j = v if va > 0.0 else v[0, 1, 0] * sina[0, 1] + u[0, 1, 0] * cosa[0, 1]
            ke = 0.5 * (ua * wind_i + va * wind_j)
            around = ((dx[0, -1] * u[0, -1, 0] - dx * u) - dy[-1, 0] * v[-1, 0, 0]) + dy * v
            with horizontal(region[I[0], J[0]], region[I[0], J[-1]]):
                around = (dx[0, -1] * u[0, -1, 0] - dx * u) + dy * v
            with horizontal(region[I[-1], J[0]], region[I[-1], J[-1]]):
                around = (dx[0, -1] * u[0, -1, 0] - dx * u) - dy[-1, 0] * v[-1, 0, 0]
            vort = coriolis + rarea * around

    # What a region reads around must not be written in the same stencil: three calls.
    def edge_interpolation_i(q: F, dx: P, x: F):
        with computation(PARALLEL), interval(...):
            x = 0.5833333333333334 * (q[-1, 0, 0] + q) + -0.08333333333333333 * (q[-2, 0, 0] + q[1, 0, 0])
            with horizontal(region[I[0], :], region[I[-1], :]):
                x = 0.5 * (
                    ((2.0 * dx[-1, 0] + dx[-2, 0]) * q[-1, 0, 0] - dx[-1, 0] * q[-2, 0, 0]) / (dx[-1, 0] + dx[-2, 0])
                    + ((2.0 * dx + dx[1, 0]) * q - dx * q[1, 0, 0]) / (dx + dx[1, 0]))
            with horizontal(region[I[0] + 1, :]):
                before_x = 0.5 * (
                    ((2.0 * dx[-2, 0] + dx[-3, 0]) * q[-2, 0, 0] - dx[-2, 0] * q[-3, 0, 0]) / (dx[-2, 0] + dx[-3, 0])
                    + ((2.0 * dx[-1, 0] + dx) * q[-1, 0, 0] - dx[-1, 0] * q) / (dx[-1, 0] + dx))
                after_x = 0.5833333333333334 * (q + q[1, 0, 0]) + -0.08333333333333333 * (q[-1, 0, 0] + q[2, 0, 0])
                ratio_x = dx[1, 0] / dx
                x = (3.0 * (ratio_x * q[-1, 0, 0] + q) - (ratio_x * before_x + after_x)) / (2.0 + 2.0 * ratio_x)
            with horizontal(region[I[-1] - 1, :]):
                before_x = 0.5833333333333334 * (q[-2, 0, 0] + q[-1, 0, 0]) + -0.08333333333333333 * (q[-3, 0, 0] + q)
                after_x = 0.5 * (
                    ((2.0 * dx + dx[-1, 0]) * q - dx * q[-1, 0, 0]) / (dx + dx[-1, 0])
                    + ((2.0 * dx[1, 0] + dx[2, 0]) * q[1, 0, 0] - dx[1, 0] * q[2, 0, 0]) / (dx[1, 0] + dx[2, 0]))
                ratio_x = dx[-2, 0] / dx[-1, 0]
                x = (3.0 * (q[-1, 0, 0] + ratio_x * q) - (before_x + ratio_x * after_x)) / (2.0 + 2.0 * ratio_x)

    def edge_interpolation_j(q: F, dy: P, y: F):
        with computation(PARALLEL), interval(...):
            y = 0.5833333333333334 * (q[0, -1, 0] + q) + -0.08333333333333333 * (q[0, -2, 0] + q[0, 1, 0])
            with horizontal(region[:, J[0]], region[:, J[-1]]):
                y = 0.5 * (
                    ((2.0 * dy[0, -1] + dy[0, -2]) * q[0, -1, 0] - dy[0, -1] * q[0, -2, 0]) / (dy[0, -1] + dy[0, -2])
                    + ((2.0 * dy + dy[0, 1]) * q - dy * q[0, 1, 0]) / (dy + dy[0, 1]))
            with horizontal(region[:, J[0] + 1]):
                before_y = 0.5 * (
                    ((2.0 * dy[0, -2] + dy[0, -3]) * q[0, -2, 0] - dy[0, -2] * q[0, -3, 0]) / (dy[0, -2] + dy[0, -3])
                    + ((2.0 * dy[0, -1] + dy) * q[0, -1, 0] - dy[0, -1] * q) / (dy[0, -1] + dy))
                after_y = 0.5833333333333334 * (q + q[0, 1, 0]) + -0.08333333333333333 * (q[0, -1, 0] + q[0, 2, 0])
                ratio_y = dy[0, 1] / dy
                y = (3.0 * (ratio_y * q[0, -1, 0] + q) - (ratio_y * before_y + after_y)) / (2.0 + 2.0 * ratio_y)
            with horizontal(region[:, J[-1] - 1]):
                before_y = 0.5833333333333334 * (q[0, -2, 0] + q[0, -1, 0]) + -0.08333333333333333 * (q[0, -3, 0] + q)
                after_y = 0.5 * (
                    ((2.0 * dy + dy[0, -1]) * q - dy * q[0, -1, 0]) / (dy + dy[0, -1])
                    + ((2.0 * dy[0, 1] + dy[0, 2]) * q[0, 1, 0] - dy[0, 1] * q[0, 2, 0]) / (dy[0, 1] + dy[0, 2]))
                ratio_y = dy[0, -2] / dy[0, -1]
                y = (3.0 * (q[0, -1, 0] + ratio_y * q) - (before_y + ratio_y * after_y)) / (2.0 + 2.0 * ratio_y)

    def edge_interpolation(x: F, y: F, dx: P, dy: P, out: F):
        with computation(PARALLEL), interval(...):
            xy = 0.5833333333333334 * (x[0, -1, 0] + x) + -0.08333333333333333 * (x[0, -2, 0] + x[0, 1, 0])
            with horizontal(region[:, J[0]], region[:, J[-1]]):
                xy = 0.5 * (
                    ((2.0 * dy[0, -1] + dy[0, -2]) * x[0, -1, 0] - dy[0, -1] * x[0, -2, 0]) / (dy[0, -1] + dy[0, -2])
                    + ((2.0 * dy + dy[0, 1]) * x - dy * x[0, 1, 0]) / (dy + dy[0, 1]))
            with horizontal(region[:, J[0] + 1]):
                before_xy = 0.5 * (
                    ((2.0 * dy[0, -2] + dy[0, -3]) * x[0, -2, 0] - dy[0, -2] * x[0, -3, 0]) / (dy[0, -2] + dy[0, -3])
                    + ((2.0 * dy[0, -1] + dy) * x[0, -1, 0] - dy[0, -1] * x) / (dy[0, -1] + dy))
                after_xy = 0.5833333333333334 * (x + x[0, 1, 0]) + -0.08333333333333333 * (x[0, -1, 0] + x[0, 2, 0])
                ratio_xy = dy[0, 1] / dy
                xy = (3.0 * (ratio_xy * x[0, -1, 0] + x) - (ratio_xy * before_xy + after_xy)) / (2.0 + 2.0 * ratio_xy)
            with horizontal(region[:, J[-1] - 1]):
                before_xy = 0.5833333333333334 * (x[0, -2, 0] + x[0, -1, 0]) + -0.08333333333333333 * (x[0, -3, 0] + x)
                after_xy = 0.5 * (
                    ((2.0 * dy + dy[0, -1]) * x - dy * x[0, -1, 0]) / (dy + dy[0, -1])
                    + ((2.0 * dy[0, 1] + dy[0, 2]) * x[0, 1, 0] - dy[0, 1] * x[0, 2, 0]) / (dy[0, 1] + dy[0, 2]))
                ratio_xy = dy[0, -2] / dy[0, -1]
                xy = (3.0 * (x[0, -1, 0] + ratio_xy * x) - (before_xy + ratio_xy * after_xy)) / (2.0 + 2.0 * ratio_xy)
            yx = 0.5833333333333334 * (y[-1, 0, 0] + y) + -0.08333333333333333 * (y[-2, 0, 0] + y[1, 0, 0])
            with horizontal(region[I[0], :], region[I[-1], :]):
                yx = 0.5 * (
                    ((2.0 * dx[-1, 0] + dx[-2, 0]) * y[-1, 0, 0] - dx[-1, 0] * y[-2, 0, 0]) / (dx[-1, 0] + dx[-2, 0])
                    + ((2.0 * dx + dx[1, 0]) * y - dx * y[1, 0, 0]) / (dx + dx[1, 0]))
            with horizontal(region[I[0] + 1, :]):
                before_yx = 0.5 * (
                    ((2.0 * dx[-2, 0] + dx[-3, 0]) * y[-2, 0, 0] - dx[-2, 0] * y[-3, 0, 0]) / (dx[-2, 0] + dx[-3, 0])
                    + ((2.0 * dx[-1, 0] + dx) * y[-1, 0, 0] - dx[-1, 0] * y) / (dx[-1, 0] + dx))
                after_yx = 0.5833333333333334 * (y + y[1, 0, 0]) + -0.08333333333333333 * (y[-1, 0, 0] + y[2, 0, 0])
                ratio_yx = dx[1, 0] / dx
                yx = (3.0 * (ratio_yx * y[-1, 0, 0] + y) - (ratio_yx * before_yx + after_yx)) / (2.0 + 2.0 * ratio_yx)
            with horizontal(region[I[-1] - 1, :]):
                before_yx = 0.5833333333333334 * (y[-2, 0, 0] + y[-1, 0, 0]) + -0.08333333333333333 * (y[-3, 0, 0] + y)
                after_yx = 0.5 * (
                    ((2.0 * dx + dx[-1, 0]) * y - dx * y[-1, 0, 0]) / (dx + dx[-1, 0])
                    + ((2.0 * dx[1, 0] + dx[2, 0]) * y[1, 0, 0] - dx[1, 0] * y[2, 0, 0]) / (dx[1, 0] + dx[2, 0]))
                ratio_yx = dx[-2, 0] / dx[-1, 0]
                yx = (3.0 * (y[-1, 0, 0] + ratio_yx * y) - (before_yx + ratio_yx * after_yx)) / (2.0 + 2.0 * ratio_yx)
            out = 0.5 * (xy + yx)

    # The same memory under two names, as models pass it: a region does not read what it writes.
    def corner_fill(q: F, q_was: F, r: F, r_was: F):
        with computation(PARALLEL), interval(...):
            with horizontal(region[I[0], J[0]]):
                q = q_was[0, 5, 0]
            with horizontal(region[I[0] + 1, J[0]]):
                q = q_was[-1, 4, 0]
            with horizontal(region[I[0] + 2, J[0]]):
                q = q_was[-2, 3, 0]
            with horizontal(region[I[0], J[0] + 1]):
                q = q_was[1, 4, 0]
            with horizontal(region[I[0] + 1, J[0] + 1]):
                q = q_was[0, 3, 0]
            with horizontal(region[I[0] + 2, J[0] + 1]):
                q = q_was[-1, 2, 0]
            with horizontal(region[I[0], J[0] + 2]):
                q = q_was[2, 3, 0]
            with horizontal(region[I[0] + 1, J[0] + 2]):
                q = q_was[1, 2, 0]
            with horizontal(region[I[0] + 2, J[0] + 2]):
                q = q_was[0, 1, 0]
            with horizontal(region[I[-1] - 2, J[0]]):
                q = q_was[2, 3, 0]
            with horizontal(region[I[-1] - 1, J[0]]):
                q = q_was[1, 4, 0]
            with horizontal(region[I[-1], J[0]]):
                q = q_was[0, 5, 0]
            with horizontal(region[I[-1] - 2, J[0] + 1]):
                q = q_was[1, 2, 0]
            with horizontal(region[I[-1] - 1, J[0] + 1]):
                q = q_was[0, 3, 0]
            with horizontal(region[I[-1], J[0] + 1]):
                q = q_was[-1, 4, 0]
            with horizontal(region[I[-1] - 2, J[0] + 2]):
                q = q_was[0, 1, 0]
            with horizontal(region[I[-1] - 1, J[0] + 2]):
                q = q_was[-1, 2, 0]
            with horizontal(region[I[-1], J[0] + 2]):
                q = q_was[-2, 3, 0]
            with horizontal(region[I[0], J[-1] - 2]):
                q = q_was[2, -3, 0]
            with horizontal(region[I[0] + 1, J[-1] - 2]):
                q = q_was[1, -2, 0]
            with horizontal(region[I[0] + 2, J[-1] - 2]):
                q = q_was[0, -1, 0]
            with horizontal(region[I[0], J[-1] - 1]):
                q = q_was[1, -4, 0]
            with horizontal(region[I[0] + 1, J[-1] - 1]):
                q = q_was[0, -3, 0]
            with horizontal(region[I[0] + 2, J[-1] - 1]):
                q = q_was[-1, -2, 0]
            with horizontal(region[I[0], J[-1]]):
                q = q_was[0, -5, 0]
            with horizontal(region[I[0] + 1, J[-1]]):
                q = q_was[-1, -4, 0]
            with horizontal(region[I[0] + 2, J[-1]]):
                q = q_was[-2, -3, 0]
            with horizontal(region[I[-1] - 2, J[-1] - 2]):
                q = q_was[0, -1, 0]
            with horizontal(region[I[-1] - 1, J[-1] - 2]):
                q = q_was[-1, -2, 0]
            with horizontal(region[I[-1], J[-1] - 2]):
                q = q_was[-2, -3, 0]
            with horizontal(region[I[-1] - 2, J[-1] - 1]):
                q = q_was[1, -2, 0]
            with horizontal(region[I[-1] - 1, J[-1] - 1]):
                q = q_was[0, -3, 0]
            with horizontal(region[I[-1], J[-1] - 1]):
                q = q_was[-1, -4, 0]
            with horizontal(region[I[-1] - 2, J[-1]]):
                q = q_was[2, -3, 0]
            with horizontal(region[I[-1] - 1, J[-1]]):
                q = q_was[1, -4, 0]
            with horizontal(region[I[-1], J[-1]]):
                q = q_was[0, -5, 0]
            with horizontal(region[I[0], J[0]]):
                r = r_was[5, 0, 0]
            with horizontal(region[I[0] + 1, J[0]]):
                r = r_was[4, 1, 0]
            with horizontal(region[I[0] + 2, J[0]]):
                r = r_was[3, 2, 0]
            with horizontal(region[I[0], J[0] + 1]):
                r = r_was[4, -1, 0]
            with horizontal(region[I[0] + 1, J[0] + 1]):
                r = r_was[3, 0, 0]
            with horizontal(region[I[0] + 2, J[0] + 1]):
                r = r_was[2, 1, 0]
            with horizontal(region[I[0], J[0] + 2]):
                r = r_was[3, -2, 0]
            with horizontal(region[I[0] + 1, J[0] + 2]):
                r = r_was[2, -1, 0]
            with horizontal(region[I[0] + 2, J[0] + 2]):
                r = r_was[1, 0, 0]
            with horizontal(region[I[-1] - 2, J[0]]):
                r = r_was[-3, 2, 0]
            with horizontal(region[I[-1] - 1, J[0]]):
                r = r_was[-4, 1, 0]
            with horizontal(region[I[-1], J[0]]):
                r = r_was[-5, 0, 0]
            with horizontal(region[I[-1] - 2, J[0] + 1]):
                r = r_was[-2, 1, 0]
            with horizontal(region[I[-1] - 1, J[0] + 1]):
                r = r_was[-3, 0, 0]
            with horizontal(region[I[-1], J[0] + 1]):
                r = r_was[-4, -1, 0]
            with horizontal(region[I[-1] - 2, J[0] + 2]):
                r = r_was[-1, 0, 0]
            with horizontal(region[I[-1] - 1, J[0] + 2]):
                r = r_was[-2, -1, 0]
            with horizontal(region[I[-1], J[0] + 2]):
                r = r_was[-3, -2, 0]
            with horizontal(region[I[0], J[-1] - 2]):
                r = r_was[3, 2, 0]
            with horizontal(region[I[0] + 1, J[-1] - 2]):
                r = r_was[2, 1, 0]
            with horizontal(region[I[0] + 2, J[-1] - 2]):
                r = r_was[1, 0, 0]
            with horizontal(region[I[0], J[-1] - 1]):
                r = r_was[4, 1, 0]
            with horizontal(region[I[0] + 1, J[-1] - 1]):
                r = r_was[3, 0, 0]
            with horizontal(region[I[0] + 2, J[-1] - 1]):
                r = r_was[2, -1, 0]
            with horizontal(region[I[0], J[-1]]):
                r = r_was[5, 0, 0]
            with horizontal(region[I[0] + 1, J[-1]]):
                r = r_was[4, -1, 0]
            with horizontal(region[I[0] + 2, J[-1]]):
                r = r_was[3, -2, 0]
            with horizontal(region[I[-1] - 2, J[-1] - 2]):
                r = r_was[-1, 0, 0]
            with horizontal(region[I[-1] - 1, J[-1] - 2]):
                r = r_was[-2, 1, 0]
            with horizontal(region[I[-1], J[-1] - 2]):
                r = r_was[-3, 2, 0]
            with horizontal(region[I[-1] - 2, J[-1] - 1]):
                r = r_was[-2, -1, 0]
            with horizontal(region[I[-1] - 1, J[-1] - 1]):
                r = r_was[-3, 0, 0]
            with horizontal(region[I[-1], J[-1] - 1]):
                r = r_was[-4, 1, 0]
            with horizontal(region[I[-1] - 2, J[-1]]):
                r = r_was[-3, -2, 0]
            with horizontal(region[I[-1] - 1, J[-1]]):
                r = r_was[-4, -1, 0]
            with horizontal(region[I[-1], J[-1]]):
                r = r_was[-5, 0, 0]

    return {name: function for name, function in locals().items() if callable(function) and name.islower()}

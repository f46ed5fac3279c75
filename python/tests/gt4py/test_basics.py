"""Loops, intervals, offsets, temporaries, branches."""

import numpy as np
from differential import check
from gt4py.cartesian.gtscript import (
    BACKWARD,
    FORWARD,
    IJ,
    PARALLEL,
    Field,
    K,
    computation,
    function,
    interval,
    sqrt,
)

F64 = Field[np.float64]
F32 = Field[np.float32]


def test_copy():
    def copy(a: F64, b: F64):
        with computation(PARALLEL), interval(...):
            b = a

    check(copy)


def test_offsets_in_all_axes():
    def offsets(a: F64, b: F64):
        with computation(PARALLEL), interval(...):
            b = a[1, -2, 1] + a[-3, 0, -2] * a[0, 3, 2] - a

    check(offsets)


def test_horizontal_diffusion():
    def hdiff(inp: F64, coeff: F64, out: F64):
        with computation(PARALLEL), interval(...):
            lap = 4.0 * inp - (inp[1, 0, 0] + inp[-1, 0, 0] + inp[0, 1, 0] + inp[0, -1, 0])
            res = lap[1, 0, 0] - lap
            flx = 0 if (res * (inp[1, 0, 0] - inp)) > 0 else res
            res = lap[0, 1, 0] - lap
            fly = 0 if (res * (inp[0, 1, 0] - inp)) > 0 else res
            out = inp - coeff * (flx - flx[-1, 0, 0] + fly - fly[0, -1, 0])

    check(hdiff)


def test_in_place():
    def in_place(a: F64, s: np.float64):
        with computation(PARALLEL), interval(...):
            a = a * s
            a = a + 1.0

    check(in_place)


def test_vertical_solver():
    def thomas(lo: F64, d: F64, up: F64, rhs: F64, x: F64):
        with computation(FORWARD):
            with interval(0, 1):
                cp = up / d
                dp = rhs / d
            with interval(1, None):
                cp = up / (d - lo * cp[0, 0, -1])
                dp = (rhs - lo * dp[0, 0, -1]) / (d - lo * cp[0, 0, -1])
        with computation(BACKWARD):
            with interval(-1, None):
                x = dp
            with interval(0, -1):
                x = dp - cp * x[0, 0, 1]

    check(thomas, expect=["stencil.sweep backward"])


def test_forward_without_a_cycle_is_parallel():
    def shifted(a: F64, b: F64):
        with computation(FORWARD), interval(1, None):
            t = a[0, 0, -1] * 2.0
            b = t + a

    stencil = check(shifted)
    assert "stencil.sweep" not in stencil.ir


def test_forward_reads_what_it_wrote_below():
    def chain(a: F64, b: F64, c: F64):
        with computation(FORWARD), interval(1, None):
            b = a + 1.0
            c = b[0, 0, -1] + b

    stencil = check(chain)
    assert "stencil.sweep" not in stencil.ir


def test_forward_reads_what_is_written_later_on_the_level():
    def later(a: F64, b: F64, c: F64):
        with computation(FORWARD), interval(1, None):
            c = b[0, 0, -1] + b
            b = a + 1.0

    stencil = check(later)
    assert "stencil.sweep" not in stencil.ir


def test_forward_reads_ahead():
    def ahead(a: F64, b: F64):
        with computation(FORWARD), interval(0, -1):
            a = a[0, 0, 1] + b

    check(ahead)


def test_backward_reads_ahead_and_behind():
    def both(a: F64, b: F64):
        with computation(BACKWARD), interval(1, -1):
            a = a[0, 0, 1] + b * a[0, 0, -1]

    check(both)


def test_two_variables_on_a_cycle():
    def cycle(a: F64, b: F64, c: F64):
        with computation(FORWARD):
            with interval(0, 1):
                b = a
                c = a * 2.0
            with interval(1, None):
                b = c[0, 0, -1] + a
                t = b * 0.5
                c = b[0, 0, -1] - t

    check(cycle)


def test_rewritten_in_a_sweep():
    def rewritten(a: F64, b: F64, c: F64):
        with computation(FORWARD), interval(1, None):
            b = b[0, 0, -1] + a
            c = b
            b = b * 0.5
            c = c - b[0, 0, -1]

    check(rewritten)


def test_intervals_with_gaps_and_out_of_order():
    def gaps(a: F64, b: F64):
        with computation(PARALLEL):
            with interval(0, 2):
                b = a
            with interval(3, -1):
                b = a * 2.0
        with computation(PARALLEL), interval(-1, None):
            b = 5.0
        with computation(PARALLEL), interval(0, 1):
            b = b + 1.0

    check(gaps, domains=((4, 3, 9), (1, 1, 5)))


def test_intervals_from_both_ends():
    def ends(a: F64, b: F64):
        with computation(FORWARD):
            with interval(0, 1):
                b = a
            with interval(1, -2):
                b = b[0, 0, -1] + a
            with interval(-2, -1):
                b = b[0, 0, -1] * 2.0
            with interval(-1, None):
                b = b[0, 0, -2] - a

    check(ends, domains=((4, 3, 9), (1, 1, 4)))


def test_branches():
    def branches(a: F64, b: F64, s: np.float64, out: F64):
        with computation(PARALLEL), interval(...):
            if a > s:
                t = a * 2.0
                if b > 0.5:
                    t = t + b
                out = t
            elif b > s:
                out = b
            else:
                out = sqrt(a * a + b * b)

    check(branches)


def test_branch_without_else_keeps_values():
    def keep(a: F64, b: F64):
        with computation(PARALLEL), interval(...):
            if a > 0.0:
                b = a
            if b > 0.2:
                b = b - 0.1

    check(keep)


def test_branch_on_a_scalar():
    def scalar(a: F64, b: F64, flag: np.int32):
        with computation(PARALLEL), interval(...):
            if flag > 1:
                b = a
            else:
                b = -a

    check(scalar)
    check(scalar, scalars={"flag": 0})


def test_condition_is_evaluated_once():
    def once(a: F64, b: F64):
        with computation(PARALLEL), interval(...):
            if a > 0.0:
                a = -1.0
                b = 1.0
            else:
                a = 2.0
                b = 3.0

    check(once)


def test_branch_in_a_sweep():
    def branch(a: F64, b: F64):
        with computation(FORWARD), interval(1, None):
            if a > b:
                b = b[0, 0, -1] + a
            else:
                b = a

    check(branch)


def test_temporary_of_a_branch_read_aside():
    def aside(a: F64, b: F64):
        with computation(PARALLEL), interval(...):
            t = a
            if a > 0.0:
                t = a * 2.0
                u = t[1, 0, 0] + t[-1, 0, 0]
                b = u
            else:
                b = t[0, 1, 0]

    check(aside)


def test_temporary_across_computations():
    def across(a: F64, b: F64):
        with computation(PARALLEL), interval(...):
            t = a + 1.0
        with computation(PARALLEL), interval(1, None):
            b = t[0, 0, -1] + t[1, 0, 0]

    check(across)


def test_fields_of_fewer_axes():
    def fewer(a: F64, p: Field[IJ, np.float64], z: Field[K, np.float64], b: F64):
        with computation(PARALLEL), interval(...):
            b = a * p[1, 0] + z[0] - p[0, -1] * z[1]

    check(fewer)


def test_plane_written_in_a_sweep():
    def plane(a: F64, p: Field[IJ, np.float64], b: F64):
        with computation(FORWARD), interval(...):
            p = p + a
        with computation(PARALLEL), interval(...):
            b = p * a

    check(plane)


def test_plane_read_while_it_is_written():
    def plane(a: F64, p: Field[IJ, np.float64], b: F64):
        with computation(FORWARD), interval(...):
            b = p
            p = a * 0.5
            b = b + p

    check(plane)


def test_plane_at_one_level():
    def plane(a: F64, p: Field[IJ, np.float64]):
        with computation(FORWARD), interval(-1, None):
            p = a[0, 0, -1]

    check(plane)


@function
def twice(x):
    return x + x[1, 0, 0]


@function
def limited(x, y):
    z = x if x > y else y
    return twice(z)


def test_functions():
    def functions(a: F64, b: F64, c: F64):
        with computation(PARALLEL), interval(...):
            c = limited(a, b) * 0.5

    check(functions)


def test_externals_and_compile_time_branches():
    def external(a: F64, b: F64):
        from __externals__ import FLAG, SCALE, helper

        with computation(PARALLEL), interval(...):
            if __INLINED(FLAG):
                b = helper(a) * SCALE
            else:
                b = a - SCALE

    for flag in (True, False):
        check(external, externals={"FLAG": flag, "SCALE": 0.3, "helper": twice})


def test_mixed_precision():
    def mixed(a: F32, b: F64, n: Field[np.int32], c: F32, d: F64):
        with computation(PARALLEL), interval(...):
            c = a * b + n
            d = a + n * 0.1

    check(mixed)


def test_integers_and_bools():
    def integers(n: Field[np.int64], m: Field[np.int64], flag: Field[bool], out: Field[np.int64]):
        with computation(PARALLEL), interval(...):
            out = n * m - 3
            if flag and n > m or not flag and m == 2:
                out = out + 1

    check(integers)


def test_dtypes_by_name():
    def named(a: Field["value"], b: Field["value"]):
        with computation(PARALLEL), interval(...):
            b = a * 0.1

    for dtype in (np.float32, np.float64):
        check(named, dtypes={"value": dtype}, literal_float_precision=8 * np.dtype(dtype).itemsize)

"""What model developers use beyond plain loops: each feature alone and with others."""

import numpy as np
import pytest
from differential import check
from gt4py.cartesian.gtscript import (
    BACKWARD,
    FORWARD,
    IJ,
    IJK,
    PARALLEL,
    Field,
    GlobalTable,
    I,
    J,
    K,
    computation,
    float32,
    float64,
    horizontal,
    int32,
    interval,
    region,
)

import fvopt

F64 = Field[np.float64]
F32 = Field[np.float32]
I32 = Field[np.int32]


# While loops


def test_while():
    def doubling(a: F64, b: F64):
        with computation(PARALLEL), interval(...):
            n = 0
            while n < 4:
                b = b + a * n
                n += 1

    check(doubling)


def test_while_until_a_point_is_done():
    def search(a: F64, b: F64):
        with computation(PARALLEL), interval(...):
            x = a
            n = 0
            while x < 3.0 and n < 20:
                x = x + 0.25
                n = n + 1
            b = x

    check(search)


def test_while_runs_its_body_to_the_end():
    """As in GT4Py's compiled backends; its numpy backend asks the condition before each statement."""

    def search(a: F64, n: I32):
        with computation(PARALLEL), interval(...):
            n = 0
            while a < 3.0:
                a = a + 0.25
                n = n + 1

    a = np.linspace(0.0, 4.0, 24).reshape(2, 3, 4)
    n = np.zeros(a.shape, np.int32)
    wanted = np.zeros(a.shape, np.int32)
    for point in np.ndindex(a.shape):
        value = a[point]
        while value < 3.0:
            value, wanted[point] = value + 0.25, wanted[point] + 1
    fvopt.stencil(search)(a, n)
    np.testing.assert_array_equal(n, wanted)


def test_while_in_a_branch_in_a_sweep():
    def deep(a: F64, b: F64):
        with computation(FORWARD):
            with interval(0, 1):
                b = a
            with interval(1, None):
                if a > 0.0:
                    m = 0
                    c = b[0, 0, -1]
                    while m < 3:
                        c = c * 0.5 + a
                        m += 1
                    b = c
                else:
                    b = b[0, 0, -1]

    check(deep)


# Horizontal regions


def test_region_at_an_edge():
    def edge(a: F64, b: F64):
        with computation(PARALLEL), interval(...):
            b = a
            with horizontal(region[I[0], :]):
                b = a * 2.0

    check(edge)


def test_regions_at_corners():
    def corners(a: F64, b: F64):
        with computation(PARALLEL), interval(...):
            b = a
            with horizontal(region[I[0], J[0]], region[I[-1], J[-1]]):
                b = a * 2.0
            with horizontal(region[I[-1], J[0] : J[0] + 2]):
                b = b + 1.0

    check(corners, domains=((6, 5, 3), (2, 3, 2)))


def test_region_beyond_the_domain():
    def beyond(a: F64, b: F64):
        with computation(PARALLEL), interval(...):
            t = a
            with horizontal(region[I[0] - 1, :], region[I[-1] + 1, :]):
                t = a * 3.0
            with horizontal(region[:, : J[0]]):
                t = -a
            b = t[-1, 0, 0] + t[1, 0, 0] + t[0, -1, 0] - t[0, 1, 0]

    check(beyond, domains=((6, 5, 3), (2, 3, 2)))


def test_region_with_temporaries_and_a_branch():
    def parts(a: F64, b: F64):
        with computation(PARALLEL), interval(...):
            t = a
            with horizontal(region[I[0] : I[0] + 2, :]):
                u = a * 2.0
                if u > 0.5:
                    t = u
            b = t + t[1, 0, 0]

    check(parts, domains=((6, 5, 3), (3, 3, 2)))


def test_region_in_a_branch():
    def inside(a: F64, b: F64, flag: bool):
        with computation(PARALLEL), interval(...):
            b = a
            if flag:
                with horizontal(region[:, J[-1]]):
                    b = a + 1.0

    check(inside)
    check(inside, scalars={"flag": False})


def test_region_in_a_sweep():
    def swept(a: F64, b: F64):
        with computation(FORWARD):
            with interval(0, 1):
                b = a
            with interval(1, None):
                b = b[0, 0, -1] + a
                with horizontal(region[I[0], :]):
                    b = b[0, 0, -1] * 0.5

    check(swept, domains=((6, 5, 4), (2, 3, 3)))


def test_flux_with_edges():
    def flux(q: F64, c: F64, out: F64):
        with computation(PARALLEL), interval(...):
            al = 0.5 * (q[-1, 0, 0] + q)
            with horizontal(region[I[0], :], region[I[-1] + 1, :]):
                al = 0.25 * (3.0 * q[-1, 0, 0] + q)
            bl = al - q
            br = al[1, 0, 0] - q
            with horizontal(region[I[0] - 1, :]):
                br = 0.0
            f = q[-1, 0, 0] + br[-1, 0, 0] if c > 0.0 else q + bl
            out = out - (f[1, 0, 0] - f)

    check(flux, domains=((7, 5, 3), (2, 2, 2)))


# Levels that are computed


def test_run_time_offset_on_k():
    def shifted(a: F64, n: I32, b: F64):
        with computation(PARALLEL), interval(...):
            b = a[0, 0, n]

    check(shifted)


def test_run_time_offset_is_clamped_to_the_array():
    def shifted(a: F64, n: I32, b: F64):
        with computation(PARALLEL), interval(...):
            b = a[0, 0, n * 4] + a

    check(shifted)


def test_run_time_offset_of_a_temporary():
    def shifted(a: F64, n: I32, b: F64):
        with computation(PARALLEL), interval(...):
            t = a * 2.0
        with computation(PARALLEL), interval(2, -2):
            b = t[0, 0, n - 1 if n > 0 else n + 1]

    check(shifted, domains=((4, 3, 9), (1, 1, 5)), arrays={"n": lambda n, _: np.clip(n, -1, 2)})


def test_run_time_offset_in_a_sweep():
    def shifted(a: F64, n: I32, b: F64):
        with computation(FORWARD):
            with interval(0, 1):
                b = a
            with interval(1, None):
                b = b[0, 0, n] + a

    check(shifted, arrays={"n": lambda n, _: -np.abs(n) // 2})


def test_search_along_a_column():
    def remap(pe: F64, target: F64, q: F64, out: F64):
        with computation(PARALLEL), interval(...):
            n = 0
            while n < 3 and pe[0, 0, n] < target:
                n = n + 1
            out = q[0, 0, n]

    check(remap)


# Data dimensions


def test_data_dimension_constant():
    def components(a: Field[IJK, (np.float64, (3,))], b: F64):
        with computation(PARALLEL), interval(...):
            b = a[0, 0, 0][0] + a[1, 0, 0][2]

    check(components)


def test_data_dimension_written():
    def components(a: Field[IJK, (np.float64, (3,))], b: F64):
        with computation(PARALLEL), interval(...):
            a[0, 0, 0][1] = b + a[0, 0, 0][0]
            a[0, 0, 0][2] = a[0, 0, 0][1] * 2.0

    check(components)


def test_data_dimension_run_time():
    def components(a: Field[IJK, (np.float64, (4,))], n: np.int32, b: F64):
        with computation(PARALLEL), interval(...):
            b = a[0, 0, 0][n]

    check(components)


def test_data_dimension_in_a_sweep():
    def components(a: Field[IJK, (np.float64, (2,))], b: F64):
        with computation(FORWARD), interval(1, None):
            a[0, 0, 0][0] = a[0, 0, -1][0] + b
            a[0, 0, 0][1] = a[0, 0, -1][1] + a[0, 0, 0][0]

    check(components)


def test_two_data_dimensions():
    def matrix(m: Field[IJK, (np.float64, (2, 3))], b: F64):
        with computation(PARALLEL), interval(...):
            b = m[0, 0, 0][1, 2] - m[0, 0, 0][0, 1]
            m[0, 0, 0][0, 2] = b

    check(matrix)


def test_table():
    def table(t: GlobalTable[(np.float64, (5,))], n: np.int32, a: F64, b: F64):
        with computation(PARALLEL), interval(...):
            b = a * t.A[n] + t.A[4]

    check(table)


# Positions, writes at an offset


def test_iterator_k():
    def position(a: F64, b: F64):
        with computation(PARALLEL), interval(...):
            b = a + K
            if K > 2:
                b = b * 2.0

    check(position)


def test_write_at_an_offset_on_k():
    def above(a: F64, b: F64):
        with computation(FORWARD), interval(0, -1):
            b[0, 0, 1] = b + a

    check(above)


def test_write_at_two_offsets():
    def both(a: F64, b: F64):
        with computation(BACKWARD), interval(1, -1):
            b[0, 0, -1] = a
            b = b[0, 0, 1] * 0.5 + b[0, 0, -1]

    check(both)


def test_write_at_an_offset_in_a_branch():
    def branch(a: F64, b: F64):
        with computation(FORWARD), interval(0, -1):
            if a > 0.0:
                b[0, 0, 1] = b - a
            else:
                b = a

    check(branch)


# Planes in sweeps


def test_sweep_reads_a_temporary_of_the_level_aside():
    def plane(a: F64, b: F64):
        with computation(FORWARD):
            with interval(0, 1):
                b = a
            with interval(1, None):
                u = a[0, 0, -1] + a
                b = b[0, 0, -1] * 0.5 + u[1, 0, 0] - u[0, -1, 0]

    check(plane)


def test_temporary_plane():
    def plane(a: F64, b: F64):
        with computation(FORWARD):
            with interval(0, 1):
                t: Field[IJ, np.float64] = a
            with interval(1, None):
                t = t + a
                b = t

    check(plane)


# Conversions


def test_casts():
    def casts(a: F64, n: I32, b: F32, m: Field[np.int64], flag: Field[bool]):
        with computation(PARALLEL), interval(...):
            b = float32(a) * float32(n)
            m = int32(a * 10.0) + n
            flag = a > b

    check(casts)


@pytest.mark.parametrize("bits", [32, 64])
def test_precision_of_literals(bits):
    def literals(a: F32, b: F64):
        with computation(PARALLEL), interval(...):
            a = a * 0.1
            b = 0.1 + b * 3

    check(literals, literal_float_precision=bits, literal_int_precision=bits)


def test_float64_of_float32():
    def widen(a: F32, b: F64):
        with computation(PARALLEL), interval(...):
            b = float64(a) * 0.1 - a

    check(widen)

"""What a kernel of the benchmark is: its program, its fields, and the bytes that it has to move."""

from dataclasses import dataclass, field

from . import data


@dataclass(frozen=True)
class Field:
    """An argument that is a field.

    axes: a subset of "ijk"; role: "in", "out", "inout", or "scratch" (a second
    buffer, not compared); make: values from (random generator, i, j, k), where
    the indices are open grids that are 0 at the domain's first point; more: how
    many points beyond the domain a result has on i, j and k.
    """

    name: str
    axes: str
    role: str
    make: object = data.uniform(0.0, 1.0)
    more: tuple = (0, 0, 0)


@dataclass(frozen=True)
class Kernel:
    """One row of the tables.

    fields are in the order of the program's arguments and of the C function's;
    halo has the points below and above the domain on i, j and k; passes says
    how often a call streams its fields (time steps); moved: the elements that a call
    moves, of a domain, where that is not all of its fields.
    """

    name: str
    program: str
    entry: str
    fields: tuple
    halo: tuple = ((3, 3), (3, 3), (0, 0))
    scalars: dict = field(default_factory=dict)
    passes: int = 1
    moved: object = None

    def bytes(self, domain, size):
        """The compulsory bytes of a call: every field once for each pass, read or
        written, the domain without halos; both where it is updated in place."""
        if self.moved is not None:
            return self.moved(domain) * size
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


def named(names, role, axes="ijk", make=data.uniform(0.0, 1.0)):
    return tuple(Field(name, axes, role, make) for name in names.split())

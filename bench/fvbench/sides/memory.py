"""Arrays as the sides with k, j, i order want them: aligned, in rows that start aligned."""

import numpy as np

LINE = 64


class Layout:
    """How the fields of a case lie in memory: i fastest, rows padded to whole cache
    lines, the domain's first point of every row at the start of one."""

    def __init__(self, case):
        domain, halo = case["domain"], case["halo"]
        self.domain = domain
        self.dtype = np.dtype(case["dtype"])
        self.line = LINE // self.dtype.itemsize
        self.left = -(-halo[0][0] // self.line) * self.line
        rows = self.left + domain[0] + halo[0][1]
        self.pitch = -(-rows // self.line) * self.line
        self.rows = halo[1][0] + domain[1] + halo[1][1]
        self.plane = self.pitch * self.rows
        self.levels = halo[2][0] + domain[2] + halo[2][1]

    def place(self, field, number):
        """A field's values in new memory: the view to read and write them by (axes
        i, j, k), and the address of the domain's first point."""
        values = np.load(field["file"])
        origin, axes = field["origin"], field["axes"]
        sizes = {"i": self.pitch, "j": self.rows, "k": self.levels}
        # Fields start at different places within a page, or their lines would compete.
        shift = self.line * (1 + 9 * number % 61)
        shape = [sizes[axis] for axis in "kji" if axis in axes]
        elements = int(np.prod(shape))
        raw = np.zeros(elements + shift + 2 * self.line, dtype=self.dtype)
        first = (-(raw.ctypes.data // self.dtype.itemsize)) % self.line + shift
        if "i" not in axes:
            # Columns and rows: the first point itself is aligned.
            first += (-origin["ijk".index(axes[0])]) % self.line
        memory = raw[first:first + elements].reshape(shape).transpose()
        view = memory[self._window(values, origin, axes)]
        view[...] = values
        at = tuple(origin["ijk".index(axis)] for axis in axes)
        address = view.ctypes.data + sum(start * stride for start, stride in zip(at, view.strides))
        return view, address

    def _window(self, values, origin, axes):
        window = []
        for position, axis in enumerate(axes):
            below = self.left - origin[0] if axis == "i" else 0
            window.append(slice(below, below + values.shape[position]))
        return tuple(window)

"""Input data: formulas, and the .npy files that all sides read.

Arrays have the axes in the order i, j, k, as NumPy users and `fvopt run` have them.
"""

import json
import zlib
from pathlib import Path


def uniform(low, high):
    """Random numbers between two ends."""
    return lambda random, i, j, k: low + (high - low) * random.random(_shape(i, j, k))


def constant(value):
    """One value everywhere."""
    return lambda random, i, j, k: 0.0 * (i + j + k) + value


def same_as(name):
    """The data of another field: a marker that `write` resolves."""
    return name


def heights(random, i, j, k):
    """Heights of half levels, falling with k by about 1 a level."""
    return -1.0 * k + uniform(0.0, 0.3)(random, i, j, k)


def tracer(random, i, j, k):
    """Smooth, with a step and a little noise, so that the limiter has work to do."""
    import numpy as np

    smooth = 1.5 + 0.4 * np.sin(i / 9.0 + k / 7.0) * np.cos(j / 11.0)
    step = 0.3 * ((i - 90) ** 2 + (j - 100) ** 2 < 900)
    return smooth + step + 1e-3 * random.random(_shape(i, j, k))


def courant_i(random, i, j, k):
    """Courant numbers along i, below one half, that change sign a few times."""
    import numpy as np

    return 0.3 * np.sin(j / 23.0 + k / 5.0) + 0.05 * np.cos(i / 17.0)


def courant_j(random, i, j, k):
    """Courant numbers along j."""
    import numpy as np

    return 0.3 * np.cos(i / 29.0 + k / 6.0) + 0.05 * np.sin(j / 19.0)


def weather(high, threshold, shift=0.0):
    """Patches with soft edges, up to `high`, zero on most points: clouds, rain."""
    def make(random, i, j, k):
        import numpy as np

        waves = np.sin(i / 11.0 + k / 9.0 + shift) * np.cos(j / 13.0 - shift) + 0.2 * np.sin(i / 3.0 + j / 5.0)
        return np.maximum(0.0, waves - threshold) * (high / (1.2 - threshold))

    return make


def falling(surface, step):
    """A value that falls by a step a level."""
    return lambda random, i, j, k: surface - step * k + 0.0 * (i + j)


def scaled(make, factor):
    """Another formula, times a factor."""
    return lambda random, i, j, k: factor * make(random, i, j, k)


def _shape(i, j, k):
    return (i.shape[0], j.shape[1], k.shape[2])


def extent(kernel, domain, axis):
    """The points below the domain and the size of the allocation along an axis."""
    low, high = kernel.halo[axis]
    return low, low + domain[axis] + high


def write(kernel, domain, dtype, folder):
    """Writes the inputs of a case and `case.json`, which says what they are; gives its path."""
    import numpy as np

    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    made, fields = {}, []
    for one in kernel.fields:
        sizes, origin, grids = [], [], []
        for axis in range(3):
            low, size = extent(kernel, domain, axis)
            shape = [1, 1, 1]
            if "ijk"[axis] in one.axes:
                sizes.append(size)
                origin.append(low)
                shape[axis] = size
                grids.append((np.arange(size) - low).reshape(shape))
            else:
                origin.append(0)
                grids.append(np.zeros(shape))
        if isinstance(one.make, str):
            values = made[one.make]
        else:
            random = np.random.default_rng(zlib.crc32(f"{kernel.name}.{one.name}".encode()))
            values = np.asarray(one.make(random, *grids), dtype=dtype).reshape(sizes)
        made[one.name] = values
        path = folder / f"{one.name}.npy"
        np.save(path, values)
        fields.append({"name": one.name, "axes": one.axes, "role": one.role, "file": str(path), "origin": origin,
                       "more": list(one.more)})
    case = {
        "kernel": kernel.name, "program": kernel.program, "entry": kernel.entry, "domain": list(domain),
        "dtype": dtype, "halo": [list(pair) for pair in kernel.halo], "fields": fields,
        "scalars": kernel.scalars, "passes": kernel.passes, "results": kernel.results(),
        "working_set": kernel.working_set(domain, np.dtype(dtype).itemsize),
    }
    path = folder / "case.json"
    path.write_text(json.dumps(case, indent=1))
    return path

"""GT4Py: a backend, with the compiler's flags from the environment.

A call is what a user gets after GT4Py's own preparation: the arguments are
frozen (`StencilObject.freeze`), so that Python checks nothing in a call.
"""

import json
import os
import resource
import sys
from pathlib import Path

import numpy as np

from .worker import Loaded, Missing, serve


def storage(field, backend, dtype):
    """A field in the backend's own layout and alignment."""
    import gt4py.storage

    origin = tuple(field["origin"]["ijk".index(axis)] for axis in field["axes"])
    dimensions = field["axes"].upper()
    return gt4py.storage.from_array(np.load(field["file"]).astype(dtype), dtype=dtype, backend=backend,
                                    aligned_index=origin, dimensions=tuple(dimensions))


def work(like, axes, backend, dtype):
    """A field of zeros, as large as another along its axes."""
    import gt4py.storage

    sizes = dict(zip(like["axes"], np.load(like["file"], mmap_mode="r").shape))
    return gt4py.storage.zeros([sizes[axis] for axis in axes], dtype=dtype, backend=backend,
                               aligned_index=tuple(like["origin"]["ijk".index(axis)] for axis in axes),
                               dimensions=tuple(axes.upper()))


# No C++ compiler takes less for a stencil: then it came from the cache.
SHORTEST_BUILD = 1.0


def processor_seconds():
    """Processor time of this process and of the compilers that it ran. Builds take long, and
    this is what they would take on an idle machine."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in both)


def first_time(backend, key, seconds):
    """The seconds of the run that compiled: later ones find the code in GT4Py's cache, so
    that the first is kept in a file there. Not a number where nothing is known of it."""
    path = Path(os.environ.get("GT_CACHE_ROOT", ".")) / f"seconds-{backend.replace(':', '-')}.json"
    known = json.loads(path.read_text()) if path.exists() else {}
    if key not in known and seconds < SHORTEST_BUILD:
        return float("nan")
    if key not in known:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({**known, key: seconds}, indent=1))
    return known.get(key, seconds)


def loader(backend):
    """load(case) for the worker."""
    built = {}

    def stencil(name, dtype):
        """A compiled stencil, and the seconds it took (0 when it was there)."""
        from gt4py.cartesian import gtscript

        from . import gt4py_stencils

        if (name, dtype) in built:
            return built[name, dtype], 0.0
        function = gt4py_stencils.define(np.dtype(dtype).type)[name]
        start = processor_seconds()
        options = {} if dtype == "float64" else {"literal_float_precision": 32}
        built[name, dtype] = gtscript.stencil(backend=backend, definition=function, name=f"{name}_{dtype}", **options)
        return built[name, dtype], first_time(backend, f"{name} {dtype}", processor_seconds() - start)

    def load(case):
        try:
            from . import gt4py_stencils
        except ImportError as error:
            raise Missing(f"gt4py cannot be imported: {error}") from None
        dtype, domain = case["dtype"], case["domain"]
        fields, origins = {}, {}
        for field in case["fields"]:
            fields[field["name"]] = storage(field, backend, dtype)
            origins[field["name"]] = (field["axes"], field["origin"])
        for name, axes in gt4py_stencils.WORK.get(case["kernel"], {}).items():
            like = case["fields"][0]
            fields[name] = work(like, axes, backend, dtype)
            origins[name] = (axes, like["origin"])
        steps, compile_s = [], 0.0
        names = [field["name"] for field in case["fields"]]
        for name, arguments, start, more in gt4py_stencils.calls(case["kernel"], names, list(case["scalars"]), case["passes"]):
            compiled, seconds = stencil(name, dtype)
            compile_s += seconds
            origin, given = {}, {}
            for parameter, value in arguments.items():
                if value in case["scalars"]:
                    given[parameter] = np.dtype(dtype).type(case["scalars"][value])
                    continue
                axes, zero = origins[value]
                given[parameter] = fields[value]
                origin[parameter] = tuple(zero["ijk".index(axis)] + start["ijk".index(axis)] for axis in axes)
            size = tuple(size + extra for size, extra in zip(domain, more))
            frozen = compiled.freeze(origin=origin, domain=size)
            steps.append((frozen, given))

        def step():
            for frozen, given in steps:
                frozen(**given)

        flags = os.environ.get("GT4PY_EXTRA_COMPILE_ARGS", "")
        return Loaded(step, lambda: {name: np.asarray(fields[name]) for name in case["results"]}, compile_s,
                      flags, "fast-math" if "fast-math" in flags else "exact")

    return load


if __name__ == "__main__":
    serve(loader(sys.argv[1]))

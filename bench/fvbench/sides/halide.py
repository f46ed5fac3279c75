"""Halide: pipelines compiled ahead of time, called through ctypes."""

import ctypes
import os
import subprocess
import sys
import time
from pathlib import Path

from .memory import Layout
from .worker import Loaded, Missing, serve


class Dimension(ctypes.Structure):
    """halide_dimension_t"""

    _fields_ = [("min", ctypes.c_int32), ("extent", ctypes.c_int32), ("stride", ctypes.c_int32), ("flags", ctypes.c_uint32)]


class Buffer(ctypes.Structure):
    """halide_buffer_t"""

    _fields_ = [("device", ctypes.c_uint64), ("device_interface", ctypes.c_void_p), ("host", ctypes.c_void_p),
                ("flags", ctypes.c_uint64), ("code", ctypes.c_uint8), ("bits", ctypes.c_uint8), ("lanes", ctypes.c_uint16),
                ("dimensions", ctypes.c_int32), ("dim", ctypes.POINTER(Dimension)), ("padding", ctypes.c_void_p)]


FLOAT = 2


def buffer(view, origin, axes, domain, written):
    """A Halide buffer over a NumPy view; what is written is the domain alone."""
    size = view.itemsize
    dimensions = (Dimension * view.ndim)()
    host = view.ctypes.data
    for position, axis in enumerate(axes):
        stride, low = view.strides[position], origin["ijk".index(axis)]
        if written:
            host += low * stride
            dimensions[position] = Dimension(0, domain["ijk".index(axis)], stride // size, 0)
        else:
            dimensions[position] = Dimension(-low, view.shape[position], stride // size, 0)
    made = Buffer(0, None, host, 0, FLOAT, 8 * size, 1, view.ndim, dimensions, None)
    made.keep = dimensions
    return made


def compile_pipeline(case, mode, folder):
    """A library with one function for each output; the names of inputs, outputs, seconds."""
    import halide as hl

    from .halide_pipelines import PIPELINES

    start = time.perf_counter()
    pipeline = PIPELINES[case["kernel"]](case)
    target = hl.get_host_target()
    if mode == "exact":
        target = target.with_feature(hl.TargetFeature.StrictFloat)
    inputs = list(pipeline.inputs.values())
    archive = folder / "halide.a"
    outputs = list(pipeline.outputs.values())
    made = outputs[0] if len(outputs) == 1 else hl.Pipeline(outputs)
    made.compile_to_static_library(str(archive.with_suffix("")), inputs, "fvbench_step", target)
    library = folder / f"halide-{os.getpid()}.so"
    found = next(path for path in (archive, folder / "libhalide.a") if path.exists())
    done = subprocess.run(["cc", "-shared", "-o", str(library), "-Wl,--whole-archive", str(found), "-Wl,--no-whole-archive",
                           "-lpthread", "-ldl", "-lm"], capture_output=True, text=True)
    if done.returncode != 0:
        raise Missing(f"cc: {done.stderr.strip()[-200:]}")
    return library, list(pipeline.inputs), list(pipeline.outputs), str(target), time.perf_counter() - start


def loader(mode):
    """load(case) for the worker."""

    def load(case):
        try:
            import halide  # noqa: F401
        except ImportError as error:
            raise Missing(f"halide cannot be imported: {error}") from None
        from .halide_pipelines import PIPELINES

        if case["kernel"] not in PIPELINES:
            raise Missing("no Halide pipeline for this kernel")
        case["threads"] = int(os.environ["HL_NUM_THREADS"])
        folder = Path(case["fields"][0]["file"]).parent
        library, inputs, outputs, target, seconds = compile_pipeline(case, mode, folder)
        function = ctypes.CDLL(str(library)).fvbench_step
        layout, views, about = Layout(case), {}, {}
        for number, field in enumerate(case["fields"]):
            views[field["name"]], _ = layout.place(field, number)
            about[field["name"]] = (field["origin"], field["axes"])

        def arguments(read, written):
            made = [buffer(views[name], *about[name], case["domain"], False) for name in read]
            made += [buffer(views[name], *about[name], case["domain"], True) for name in written]
            return made, [ctypes.byref(one) for one in made]

        if case["kernel"].startswith("heat"):
            turns = [arguments(["u"], ["v"]), arguments(["v"], ["u"])]
            turns = [turns[number % 2] for number in range(case["passes"])]
        else:
            turns = [arguments(inputs, outputs)]

        def step():
            for _, given in turns:
                if function(*given) != 0:
                    raise Missing("the pipeline reported an error")

        return Loaded(step, lambda: {name: views[name] for name in case["results"]}, seconds, target, mode)

    return load


if __name__ == "__main__":
    serve(loader(sys.argv[1]))

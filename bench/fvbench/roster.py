"""The sides by name, and how each is started."""

import re
import sys
from pathlib import Path

from .process import Missing, Process, parse_ready

# Seconds for a case to be ready: GT4Py and DaCe build for minutes the first time.
READY_TIMEOUT, CALL_TIMEOUT = 3600, 120

# `-std=c++20` is what DaCe's code needs; the rest is what makes the code native.
GT4PY_FLAGS = {
    "default": "-std=c++20",
    "native": "-std=c++20 -march=native -mprefer-vector-width=512 -ffast-math",
}
GT4PY_BACKENDS = {
    "gt4py-cpu_ifirst": "gt:cpu_ifirst",
    "gt4py-cpu_kfirst": "gt:cpu_kfirst",
    "gt4py-dace_cpu": "dace:cpu",
}


def quiet_environment(threads):
    """Threads of a side that is not called must not take time from the one that is:
    they stop spinning about a millisecond after their call, while the driver waits,
    and not at once, which would cost a program of several parallel loops its time."""
    return {
        "OMP_NUM_THREADS": str(threads), "HL_NUM_THREADS": str(threads), "KMP_BLOCKTIME": "1",
        "GOMP_SPINCOUNT": "20000", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1",
    }


class Side:
    """A side of the comparison: a process, kept from case to case where it can be."""

    # Whether it builds for so long that others may build meanwhile; whether it takes part only where it is named.
    slow = False
    is_extra = False

    def __init__(self, name, command, context, variant="", environment=None):
        self.name, self.variant = name, variant
        self._command, self._context = command, context
        self._environment = {**quiet_environment(context.threads), **(environment or {})}
        self._process = None

    @property
    def label(self):
        """Name and variant."""
        return f"{self.name}[{self.variant}]" if self.variant else self.name

    def _start(self, command):
        log = self._context.folder / "logs" / f"{self.label}-{self._context.threads}.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        return Process(command, self._environment, log, self._context.root)

    def begin(self, path, case):
        """Starts to make a case ready."""
        try:
            if self._process is None:
                self._process = self._start(self._command)
            self._process.send(f"load {path}\n")
        except OSError as error:
            raise Missing(f"cannot start: {error}") from None
        except Missing:
            self._process = None
            raise

    def ready(self):
        """Waits until the case is ready: compile seconds, and what the side says of itself."""
        try:
            answer = self._process.line(READY_TIMEOUT)
        except Missing:
            self._process = None
            raise
        return parse_ready(answer)

    def load(self, path, case):
        """Makes a case ready, nothing else meanwhile."""
        self.begin(path, case)
        return self.ready()

    def calls(self, count):
        """Calls back to back: the seconds of each."""
        try:
            self._process.send("call\n" * count)
            answers = [self._process.line(CALL_TIMEOUT) for _ in range(count)]
        except Missing:
            self._process = None
            raise
        try:
            return [float(answer) for answer in answers]
        except ValueError:
            raise Missing(f"said `{answers[0][:200]}` instead of seconds") from None

    def result(self, path):
        """Writes the results to a .npz file."""
        self._process.send(f"result {path}\n")
        self._process.line(CALL_TIMEOUT)

    def stop(self):
        """Ends the process."""
        if self._process is not None:
            self._process.stop()
            self._process = None


# A call of a function, whosever: operations with instructions of their own are not.
FUNCTION_CALL = r"= math\.(?!absf|sqrt|floor|ceil|trunc|roundeven|copysign|fma)"


class Fvopt(Side):
    """`fvopt measure`: a process for each case; with functions of the host's libm, or fields in another order."""

    def __init__(self, name, command, context, *, math="own", order=None):
        super().__init__(name, command, context)
        self._math, self._order = math, order
        # What is not asked for by name is left out.
        self.is_extra = order is not None

    def begin(self, path, case):
        self.stop()
        if self.name == "fvopt-libm" and not re.search(FUNCTION_CALL, (self._context.root / case["program"]).read_text()):
            raise Missing("there is no mathematical function in it")
        command = [*self._command, "measure", self._program(path, case), "--entry", case["entry"],
                   "--domain", ",".join(str(size) for size in case["domain"]),
                   "--threads", str(self._context.threads)]
        if self._math != "own":
            command += ["--math", self._math]
        for field in case["fields"]:
            origin = ",".join(str(index) for index in field["origin"])
            command += ["--arg", f"{field['name']}={field['file']}@{origin}"]
        for name, value in case["scalars"].items():
            command += ["--arg", f"{name}={value!r}"]
        try:
            self._process = self._start(command)
        except OSError as error:
            raise Missing(f"cannot start: {error}") from None

    def ready(self):
        seconds, about = super().ready()
        return seconds, {"flags": "", "mode": self._context.mode, **about}

    def _program(self, path, case):
        """The program in the element type and the floating-point mode of the case."""
        text = (self._context.root / case["program"]).read_text()
        text = rewrite(text, case["dtype"], self._context.mode, self._order)
        program = Path(path).parent / f"program-{self.name}.mlir"
        program.write_text(text)
        return program


def rewrite(text, dtype, mode, order=None):
    """A program for another element type, with contraction allowed, or with whole fields in another order of axes."""
    if dtype == "float32":
        text = re.sub(r"\bf64\b", "f32", text)
    if mode == "contract":
        text = re.sub(r"(= arith\.(?:addf|subf|mulf|negf) [^:\n]*?) : ", r"\1 fastmath<contract> : ", text)
    if order is not None:
        layout = f'#stencil.layout<order = "{order}", alignment = 64, padding = 0>'
        text = re.sub(r"(stencil\.field<ijk x f\d\d)>", rf"\1, {layout}>", text)
    return text


def sides(context):
    """All sides, in the order of the tables."""
    module = [sys.executable, "-m"]
    environment = {"PYTHONPATH": str(context.root / "bench"), "PYTHONDONTWRITEBYTECODE": "1"}

    def worker(name, *arguments, variant="", more=None):
        command = [*module, f"fvbench.sides.{arguments[0]}", *arguments[1:]]
        return Side(name, command, context, variant, {**environment, **(more or {})})

    found = [Fvopt("fvopt", [context.fvopt], context), Fvopt("fvopt-libm", [context.fvopt], context, math="libm"),
             Fvopt("fvopt-ijk", [context.fvopt], context, order="ijk"), worker("c", "c", context.clang, context.mode)]
    for name, backend in GT4PY_BACKENDS.items():
        for variant, flags in GT4PY_FLAGS.items():
            cache = context.folder / f"gt_cache-{variant}"
            found.append(worker(name, "gt4py", backend, variant=variant, more={
                "GT4PY_EXTRA_COMPILE_ARGS": flags, "GT_CACHE_ROOT": str(cache),
                "DACE_default_build_folder": str(cache / "dace"), "DACE_CONFIG": str(cache / "dace.conf")}))
            found[-1].slow = True
    for variant in ("rows", "tile"):
        found.append(worker("xdsl", "xdsl", context.clang, variant, variant=variant))
    found.append(worker("halide", "halide", context.mode))
    found.append(worker("devito", "devito"))
    return found


def triads(context, say):
    """The roofline as two more sides, each with its entry; none where it cannot be built."""
    import json

    from . import roofline
    from .rounds import Entry

    found = []
    folder = context.folder / "roofline"
    folder.mkdir(parents=True, exist_ok=True)
    environment = {"PYTHONPATH": str(context.root / "bench"), "PYTHONDONTWRITEBYTECODE": "1"}
    for name in roofline.NAMES:
        side = Side(name, [sys.executable, "-m", "fvbench.roofline"], context, "", environment)
        case = folder / f"{name}.json"
        case.write_text(json.dumps({"kernel": name, "clang": context.clang, "folder": str(folder)}))
        entry = Entry(side)
        try:
            side.load(case, None)
            side.calls(2)
            found.append(entry)
        except Missing as reason:
            say(f"{name}: missing: {reason}")
    return found

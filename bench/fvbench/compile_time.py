"""How long the synthetic programs take to compile."""

import time

from . import synthetic
from .process import Missing, Process, parse_ready
from .roster import quiet_environment

SIZES = (10, 100, 1000)
DOMAIN = "32,32,16"
TIMEOUT = 900


def measure(context, machine, say):
    """A record for each size: from text to callable code, and the whole process besides."""
    records = []
    folder = context.folder / "synthetic"
    folder.mkdir(parents=True, exist_ok=True)
    for count in SIZES:
        path = folder / f"stencils-{count}.mlir"
        path.write_text(synthetic.program(count))
        record = {"program_stencils": count, "distinct": synthetic.distinct_bodies(count), "side": "fvopt",
                  "compile_s": None, "wall_s": None, "domain": DOMAIN, "cores": machine["cores"], "flags": ""}
        start = time.perf_counter()
        process = None
        try:
            process = Process([context.fvopt, "measure", path, "--domain", DOMAIN], quiet_environment(machine["cores"]),
                              folder / f"stencils-{count}.log", context.root)
            record["compile_s"], _ = parse_ready(process.line(TIMEOUT))
            record["wall_s"] = time.perf_counter() - start
            record["flags"] = f"{record['wall_s']:.2f} s with start of the process and data"
            say(f"{count} stencils: {record['compile_s']:.2f} s")
        except (Missing, OSError) as reason:
            record["missing"] = str(reason)
            say(f"{count} stencils: missing: {reason}")
        finally:
            if process is not None:
                process.stop()
        records.append(record)
    return records

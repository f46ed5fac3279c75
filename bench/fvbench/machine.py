"""What was measured on."""

import datetime
import importlib.metadata
import os
import platform
import subprocess
from pathlib import Path


def _first(path, key):
    try:
        for line in Path(path).read_text().splitlines():
            if line.startswith(key):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return None


def _output(*command):
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip().splitlines()[0] if done.returncode == 0 and done.stdout.strip() else None


def caches():
    """The caches of the first core, by level and kind."""
    found = {}
    for index in sorted(Path("/sys/devices/system/cpu/cpu0/cache").glob("index*")):
        try:
            level, kind, size = ((index / name).read_text().strip() for name in ("level", "type", "size"))
        except OSError:
            continue
        if kind != "Instruction":
            found[f"L{level}"] = size
    return found


def packages(names=("gt4py", "dace", "gridtools-cpp", "halide", "xdsl", "devito", "numpy")):
    """The versions of the peers; None where one is not installed."""
    found = {}
    for name in names:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            found[name] = None
    return found


def describe(context):
    """The machine record, less its bandwidths."""
    huge = Path("/sys/kernel/mm/transparent_hugepage/enabled")
    return {
        "triad_gbs": None, "triad_nt_gbs": None, "cores": len(os.sched_getaffinity(0)),
        "cpu": _first("/proc/cpuinfo", "model name"), "caches": caches(),
        "memory": _first("/proc/meminfo", "MemTotal"), "kernel": platform.release(),
        "huge_pages": huge.read_text().strip() if huge.exists() else None,
        "clang": _output(context.clang, "--version"), "gxx": _output("g++", "--version"),
        "fvopt": _output(str(context.fvopt), "--version"),
        "commit": _output("git", "-C", str(context.root), "rev-parse", "HEAD"),
        "packages": packages(), "mode": context.mode, "rounds": context.rounds,
        "date": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
    }

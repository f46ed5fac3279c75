"""What a run of the suite was asked for."""

import os
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DTYPES = {"f64": "float64", "f32": "float32"}


@dataclass
class Context:
    """Options of a run; `threads` changes from one configuration to the next."""

    root: Path = ROOT
    folder: Path = ROOT / "target" / "bench"
    fvopt: Path = ROOT / "target" / "release" / "fvopt"
    clang: str = "clang-22"
    mode: str = "exact"
    rounds: int = 21
    threads: int = 2
    seed: int = 1
    cores: int = len(os.sched_getaffinity(0))
    only_sides: list = field(default_factory=list)

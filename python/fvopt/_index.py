"""Which document belongs to which definition, for all processes: a second one needs no GT4Py.

A definition is known by its source and all that it refers to. Where something is referred to whose value cannot
be told from its text, there is no entry, and GT4Py is asked each time.
"""

from __future__ import annotations

import contextlib
import enum
import hashlib
import inspect
import json
import os
import pathlib
import sys
import tempfile
import types
from collections.abc import Callable
from importlib import metadata
from typing import Any

import numpy as np

from fvopt import gtir, gtscript
from fvopt._fvopt import Program, version

# Changes whenever the same source may give another document.
_FORMAT = 1


class _Unknown(Exception):
    """Something whose value cannot be told from its text."""


def fingerprint(
    definition: Callable[..., Any],
    externals: dict[str, Any],
    dtypes: dict[Any, Any],
    name: str | None,
    precision: dict[str, int],
) -> str | None:
    """A text that stands for the definition, or nothing."""
    try:
        installed = metadata.version("gt4py")
    except metadata.PackageNotFoundError:
        installed = "none"
    parts: list[Any] = [
        _FORMAT,
        gtir.VERSION,
        version(),
        installed,
        sys.version_info[:2],
        name,
        sorted(precision.items()),
        sorted(item for item in os.environ.items() if item[0].startswith("GT4PY_LITERAL")),
    ]
    seen: set[int] = set()
    try:
        parts.append(_function(definition, seen))
        parts.append([(key, _value(value, seen)) for key, value in sorted(externals.items())])
        parts.append(sorted((_value(key, seen), _value(value, seen)) for key, value in dtypes.items()))
    except (_Unknown, OSError, TypeError):
        return None
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _function(function: Any, seen: set[int]) -> Any:
    if id(function) in seen:
        return function.__qualname__
    seen.add(id(function))
    lines, first = inspect.getsourcelines(function)
    annotations = getattr(function, "__annotations__", {})
    return [
        inspect.getsourcefile(function),
        first,
        "".join(lines),
        [(name, _value(value, seen)) for name, value in sorted(annotations.items())],
        [
            (name, _reference(name, value, function, seen))
            for name, value in sorted(gtscript.references(function).items())
        ],
    ]


def _reference(name: str, value: Any, function: Any, seen: set[int]) -> Any:
    if not isinstance(value, types.ModuleType):
        return _value(value, seen)
    if value.__name__.split(".")[0] in ("numpy", "gt4py", "fvopt"):
        return value.__name__
    attributes = [other for other in function.__code__.co_names if hasattr(value, other)]
    return [value.__name__, [(other, _value(getattr(value, other), seen)) for other in attributes]]


def _value(value: Any, seen: set[int]) -> Any:
    if isinstance(value, types.FunctionType):
        return _function(value, seen)
    if isinstance(value, enum.EnumMeta):
        return [value.__qualname__, [(member.name, member.value) for member in value]]
    if isinstance(value, type):
        return f"{value.__module__}.{value.__qualname__}"
    if value is None or isinstance(value, (bool, int, float, str, np.generic, np.dtype, enum.Enum)):
        return f"{type(value).__qualname__} {value!r}"
    if isinstance(value, (tuple, list)):
        return [_value(part, seen) for part in value]
    if isinstance(value, dict):
        return sorted((str(key), _value(part, seen)) for key, part in value.items())
    text = repr(value)
    is_gtscript = isinstance(value, gtscript._Name) or type(value).__module__.startswith("gt4py.")
    if is_gtscript and " at 0x" not in text:
        return text
    raise _Unknown(text)


def _folder() -> pathlib.Path | None:
    folder = Program.cache_folder()
    if folder is None or os.environ.get("FVOPT_CACHE") == "off":
        return None
    return pathlib.Path(folder) / "python"


def get(key: str | None) -> dict[str, Any] | None:
    """The record of a definition."""
    folder = _folder()
    if folder is None or key is None:
        return None
    try:
        record = json.loads((folder / f"{key}.json").read_text())
    except (OSError, ValueError):
        return None
    return record if isinstance(record, dict) and "document" in record else None


def put(key: str | None, record: dict[str, Any]) -> None:
    """Keeps a record; what is wrong with the folder keeps no stencil from running."""
    folder = _folder()
    if folder is None or key is None:
        return
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        handle, path = tempfile.mkstemp(dir=folder, suffix=".part")
        with os.fdopen(handle, "w") as file:
            json.dump(record, file)
        os.replace(path, folder / f"{key}.json")

"""The names of ``gt4py.cartesian.gtscript``, without importing GT4Py.

A module that imports them from here starts in milliseconds where its stencils are in the cache; where they are
not, GT4Py is imported then and sees its own names. The names that annotations use (``Field[IJ, np.float64]``) can
be subscripted; all others stand in the bodies of stencils, which Python never runs.
"""

from __future__ import annotations

import functools
import types
from collections.abc import Callable
from typing import Any

_NAMES = [
    "BACKWARD",
    "FORWARD",
    "PARALLEL",
    "Field",
    "GlobalTable",
    "I",
    "IJ",
    "IJK",
    "IK",
    "J",
    "JK",
    "K",
    "Sequence",
    "abs",
    "acos",
    "acosh",
    "asin",
    "asinh",
    "atan",
    "atanh",
    "cbrt",
    "ceil",
    "compile_assert",
    "computation",
    "cos",
    "cosh",
    "erf",
    "erfc",
    "exp",
    "externals",
    "float32",
    "float64",
    "floor",
    "gamma",
    "horizontal",
    "index",
    "int32",
    "int64",
    "interval",
    "isfinite",
    "isinf",
    "isnan",
    "log",
    "log10",
    "max",
    "min",
    "mod",
    "pow",
    "region",
    "round",
    "round_away_from_zero",
    "sin",
    "sinh",
    "sqrt",
    "tan",
    "tanh",
    "trunc",
]

__all__ = [*_NAMES, "function"]


class _Name:
    """A name of gtscript, perhaps with subscripts."""

    def __init__(self, name: str, subscripts: tuple[Any, ...] = ()) -> None:
        self._name = name
        self._subscripts = subscripts

    def __getitem__(self, item: Any) -> _Name:
        return _Name(self._name, (*self._subscripts, item))

    def __repr__(self) -> str:
        return f"gtscript.{self._name}" + "".join(f"[{_text(item)}]" for item in self._subscripts)

    def real(self) -> Any:
        """What GT4Py means by it."""
        from gt4py.cartesian import gtscript

        value = getattr(gtscript, self._name)
        for item in self._subscripts:
            value = value[_real(item)]
        return value


def _text(item: Any) -> str:
    if isinstance(item, tuple):
        return "(" + ", ".join(_text(part) for part in item) + ")"
    return f"{item.__module__}.{item.__qualname__}" if isinstance(item, type) else repr(item)


def _real(value: Any) -> Any:
    if isinstance(value, _Name):
        return value.real()
    if isinstance(value, tuple):
        return tuple(_real(part) for part in value)
    return value


@functools.cache
def _name(name: str) -> _Name:
    return _Name(name)


def __getattr__(name: str) -> _Name:
    if name in _NAMES:
        return _name(name)
    raise AttributeError(f"gtscript has no `{name}`")


def function(definition: Callable[..., Any]) -> Callable[..., Any]:
    """Marks a function that stencils inline, as ``gtscript.function`` does."""
    definition.__gtscript_function__ = True  # type: ignore[attr-defined]
    return definition


def with_real_names(definition: Callable[..., Any]) -> Callable[..., Any]:
    """The same function where each name from here is GT4Py's."""
    return _Replacement().function(definition)


def real_externals(externals: dict[str, Any]) -> dict[str, Any]:
    """Externals where each function sees GT4Py's names."""
    replacement = _Replacement()
    return {name: replacement.value(value) for name, value in externals.items()}


class _Replacement:
    """Copies functions, with what they refer to."""

    def __init__(self) -> None:
        self._done: dict[int, Any] = {}

    def value(self, value: Any) -> Any:
        if isinstance(value, _Name):
            return value.real()
        if isinstance(value, types.FunctionType) and self._uses_names(value, set()):
            return self.function(value)
        return value

    def _uses_names(self, function: types.FunctionType, seen: set[int]) -> bool:
        if id(function) in seen:
            return False
        seen.add(id(function))
        if getattr(function, "__gtscript_function__", False):
            return True
        values = [*references(function).values(), *function.__annotations__.values()]
        return any(
            isinstance(value, _Name) or (isinstance(value, types.FunctionType) and self._uses_names(value, seen))
            for value in values
        )

    def function(self, definition: Any) -> Any:
        if id(definition) in self._done:
            return self._done[id(definition)]
        if not self._uses_names(definition, set()):
            return definition
        names = dict(definition.__globals__)
        closure = definition.__closure__
        if closure is not None:
            closure = tuple(types.CellType() for _ in closure)
        copy = types.FunctionType(definition.__code__, names, definition.__name__, definition.__defaults__, closure)
        copy.__kwdefaults__ = definition.__kwdefaults__
        copy.__qualname__ = definition.__qualname__
        copy.__module__ = definition.__module__
        copy.__doc__ = definition.__doc__
        self._done[id(definition)] = copy
        for name, value in references(definition).items():
            if name in names:
                names[name] = self.value(value)
        for own, cell in zip(closure or (), definition.__closure__ or (), strict=True):
            own.cell_contents = self.value(cell.cell_contents)
        copy.__annotations__ = {name: _real(value) for name, value in definition.__annotations__.items()}
        if getattr(definition, "__gtscript_function__", False):
            from gt4py.cartesian import gtscript

            copy = gtscript.function(copy)
        return copy


def references(function: types.FunctionType) -> dict[str, Any]:
    """What a function refers to by name: its globals, and the variables around it."""
    found: dict[str, Any] = {}
    codes = [function.__code__]
    while codes:
        code = codes.pop()
        codes += [constant for constant in code.co_consts if isinstance(constant, types.CodeType)]
        for name in code.co_names:
            if name in function.__globals__:
                found[name] = function.__globals__[name]
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=True):
        try:
            found[name] = cell.cell_contents
        except ValueError:
            continue
    return found

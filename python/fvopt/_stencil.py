"""Stencils that are called with arrays."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, overload

import numpy as np

from fvopt import _arrays, _capture, _frontend
from fvopt._arrays import Parameter
from fvopt._errors import ArgumentError, StencilError
from fvopt._fvopt import Artifact, Program

_NO_HALO = [[0, 0]] * 3


class Halo(NamedTuple):
    """How far a field is read or written beyond the domain: (below, above) on each axis."""

    i: tuple[int, int]
    j: tuple[int, int]
    k: tuple[int, int]


class Stencil:
    """A compiled stencil.

    It is called as GT4Py's stencils are: fields and scalars in the order of the definition or by name,
    and ``origin`` and ``domain``. Arrays are changed in place; the interpreter's lock is released.
    """

    def __init__(self, record: Mapping[str, Any], signature: inspect.Signature, threads: int | None = None) -> None:
        text = json.dumps(record["document"])
        try:
            self._program = Program.of_gtir(record["document"]["stencil"]["name"], text)
            self._program.ir()
        except ValueError as error:
            raise StencilError(str(error)) from None
        self._boundaries: dict[str, list[list[int]]] = record["boundaries"]
        self._signature = signature
        self._threads = threads
        self._parameters = [
            Parameter(name, axes, tuple(data), ty) for name, axes, data, ty in self._program.parameters
        ]
        self._artifacts: dict[Any, Artifact] = {}
        #: The document that it was made of.
        self.document: dict[str, Any] = record["document"]
        #: The names of the fields that it writes.
        self.written = _written(record["document"])
        self.__name__ = self._program.name

    def __repr__(self) -> str:
        return f"<fvopt.Stencil {self._program.name}{self._signature}>"

    @property
    def name(self) -> str:
        """Its name."""
        return self._program.name

    @property
    def parameters(self) -> Sequence[Parameter]:
        """The parameters that it uses, in order."""
        return tuple(self._parameters)

    @property
    def halos(self) -> dict[str, Halo]:
        """For each field how far GT4Py's rules let the stencil reach beyond the domain."""
        return {
            name: Halo(*((int(low), int(high)) for low, high in sides)) for name, sides in self._boundaries.items()
        }

    @property
    def minimum_levels(self) -> int:
        """The least number of levels of a domain."""
        return self._program.minimum_levels

    @property
    def ir(self) -> str:
        """The IR of the stencil, before any pass."""
        return self._program.ir()

    def __call__(
        self,
        *args: Any,
        origin: Any = None,
        domain: Sequence[int] | None = None,
        **kwargs: Any,
    ) -> None:
        """Runs the stencil."""
        given = self._bind(args, kwargs)
        arrays: dict[str, np.ndarray[Any, Any]] = {}
        for parameter in self._parameters:
            if parameter.is_field:
                array = _arrays.as_array(parameter, given[parameter.name])
                arrays[parameter.name] = array
        origins = _origins(origin, self._parameters, given)
        sizes = self._domain(domain, arrays, origins)
        recording = _capture.active()
        if recording is None:
            self._run(sizes, given, arrays, origins)
            return
        recording.before(self, arrays)
        numbers = {name: _capture._number(value) for name, value in given.items()}
        self._run(sizes, numbers, arrays, origins)
        recording.record(self, sizes, given, arrays, origins)

    def _bind(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any]:
        try:
            bound = self._signature.bind(*args, **kwargs)
        except TypeError as error:
            raise TypeError(f"{self.name}(): {error}") from None
        bound.apply_defaults()
        for parameter in self._parameters:
            if bound.arguments.get(parameter.name) is None:
                raise ArgumentError(f"argument `{parameter.name}` is missing")
        return dict(bound.arguments)

    def _domain(
        self,
        domain: Sequence[int] | None,
        arrays: dict[str, np.ndarray[Any, Any]],
        origins: dict[str, tuple[int, ...]],
    ) -> tuple[int, int, int]:
        if domain is None:
            sizes = self._largest_domain(arrays, origins)
        else:
            sizes = tuple(int(size) for size in domain)
            if len(sizes) != 3:
                raise ArgumentError(f"the domain {sizes} has {len(sizes)} sizes, but three are needed")
        if any(size < 1 for size in sizes):
            raise ArgumentError(f"the domain {sizes} has a size below 1")
        if sizes[2] < self.minimum_levels:
            raise ArgumentError(
                f"the domain has {sizes[2]} levels, but {self.name} needs {self.minimum_levels} for its intervals"
            )
        return sizes[0], sizes[1], sizes[2]

    def _largest_domain(
        self, arrays: dict[str, np.ndarray[Any, Any]], origins: dict[str, tuple[int, ...]]
    ) -> tuple[int, ...]:
        largest: list[int | None] = [None, None, None]
        for parameter in self._parameters:
            if not parameter.axes:
                continue
            boundary = self._boundaries.get(parameter.name, _NO_HALO)
            for number, axis in enumerate(parameter.axes):
                axis_number = "ijk".index(axis)
                size = arrays[parameter.name].shape[number] - origins[parameter.name][number]
                size -= boundary[axis_number][1]
                before = largest[axis_number]
                largest[axis_number] = size if before is None else min(before, size)
        return tuple(1 if size is None else size for size in largest)

    def _run(
        self,
        domain: tuple[int, int, int],
        given: dict[str, Any],
        arrays: dict[str, np.ndarray[Any, Any]],
        origins: dict[str, tuple[int, ...]],
    ) -> None:
        layouts: list[tuple[str, str]] = []
        copies: list[tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]] = []
        arguments: list[Any] = []
        seen: dict[Any, int] = {}
        equal: list[tuple[int, int]] = []
        for number, parameter in enumerate(self._parameters):
            if not parameter.is_field:
                arguments.append(_scalar(parameter, given[parameter.name]))
                continue
            array = arrays[parameter.name]
            if not array.flags.writeable:
                array = self._read_only(parameter, array)
            key = (array.__array_interface__["data"][0], array.strides, array.shape)
            key = (*key, origins[parameter.name], parameter.axes, parameter.data)
            first = seen.setdefault(key, number)
            if first != number:
                equal.append((first, number))
                arguments.append(arguments[first])
                order = dict(layouts).get(self._parameters[first].name)
                if order is not None:
                    layouts.append((parameter.name, order))
                continue
            order = _arrays.order_of(parameter, array)
            if order is None:
                copy = _arrays.staged(parameter, array)
                copies.append((array, copy))
                array = copy
                order = _arrays.order_of(parameter, array) or ""
            if not _arrays.is_default(order):
                layouts.append((parameter.name, order))
            arguments.append(_arrays.memory(array, origins[parameter.name]))
        artifact = self._artifact(tuple(layouts), tuple(equal))
        try:
            artifact.call(domain, arguments)
        except ValueError as error:
            raise ArgumentError(str(error)) from None
        for array, copy in copies:
            if array.flags.writeable:
                array[...] = copy

    def _read_only(self, parameter: Parameter, array: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        if parameter.name in self.written:
            raise ArgumentError(f"argument `{parameter.name}` is read-only, but the stencil writes it")
        return array

    def _artifact(self, layouts: tuple[tuple[str, str], ...], equal: tuple[tuple[int, int], ...]) -> Artifact:
        artifact = self._artifacts.get((layouts, equal))
        if artifact is None:
            try:
                artifact = self._program.compile(list(layouts), list(equal), self._threads)
            except ValueError as error:
                raise StencilError(str(error)) from None
            self._artifacts[(layouts, equal)] = artifact
        return artifact


def _written(document: Mapping[str, Any]) -> set[str]:
    """The names that statements assign."""
    names: set[str] = set()
    pending: list[Any] = [loop["body"] for loop in document["stencil"]["loops"]]
    while pending:
        for statement in pending.pop():
            ((kind, parts),) = statement.items()
            if kind == "assign":
                names.add(parts["target"]["name"])
            else:
                pending.extend(parts[block] for block in ("then", "else", "body") if block in parts)
    return names


def _scalar(parameter: Parameter, value: Any) -> Any:
    array = np.asarray(value)
    if array.shape != ():
        raise ArgumentError(f"argument `{parameter.name}` has the shape {array.shape}, but a number is needed")
    wanted = parameter.dtype
    if wanted.kind == "f" and array.dtype.kind in "fiu":
        return float(array)
    if wanted.kind == "i" and array.dtype.kind in "iu":
        number = int(array)
        limits = np.iinfo(wanted)
        if limits.min <= number <= limits.max:
            return number
    if wanted.kind == "b" and array.dtype.kind == "b":
        return bool(array)
    raise ArgumentError(
        f"argument `{parameter.name}` is {value!r} of type {array.dtype}, but the stencil takes {wanted}"
    )


def _origins(origin: Any, parameters: Sequence[Parameter], given: dict[str, Any]) -> dict[str, tuple[int, ...]]:
    """The index of the domain's first point in each array, on the axes that it has."""
    by_name: dict[str, Any] = {}
    if isinstance(origin, Mapping):
        by_name = {str(name): value for name, value in origin.items()}
    elif origin is not None:
        by_name = {"_all_": (0, 0, origin) if isinstance(origin, int) else tuple(origin)}
    for_all = by_name.get("_all_")
    origins = {}
    for parameter in parameters:
        if parameter.axes is None:
            continue
        axes = parameter.axes
        own = by_name.get(parameter.name)
        if own is None and for_all is not None:
            if len(for_all) != 3:
                raise ArgumentError(f"the origin {for_all} has {len(for_all)} numbers, but three are needed")
            own = [for_all["ijk".index(axis)] for axis in axes]
        if own is None:
            own = getattr(given[parameter.name], "origin", None) or (0,) * len(axes)
        numbers = tuple(int(number) for number in own)[: len(axes)]
        if len(numbers) != len(axes):
            raise ArgumentError(
                f"the origin {tuple(own)} of `{parameter.name}` has {len(numbers)} numbers, but it has "
                f"the axes {axes}"
            )
        origins[parameter.name] = numbers
    return origins


@overload
def stencil(definition: Callable[..., Any], /, **options: Any) -> Stencil: ...
@overload
def stencil(definition: None = None, /, **options: Any) -> Callable[[Callable[..., Any]], Stencil]: ...


def stencil(
    definition: Callable[..., Any] | None = None,
    /,
    *,
    externals: Mapping[str, Any] | None = None,
    dtypes: Mapping[Any, Any] | None = None,
    name: str | None = None,
    threads: int | None = None,
    literal_int_precision: int | None = None,
    literal_float_precision: int | None = None,
) -> Stencil | Callable[[Callable[..., Any]], Stencil]:
    """Compiles a gtscript function; also a decorator, with options or without.

    ``externals``, ``dtypes``, ``name`` and the precisions of literals are those of
    ``gt4py.cartesian.gtscript.stencil``. ``threads`` is the number of threads of a call; without it,
    as many as OpenMP is told of.
    """
    precision = {}
    if literal_int_precision is not None:
        precision["literal_int_precision"] = literal_int_precision
    if literal_float_precision is not None:
        precision["literal_float_precision"] = literal_float_precision

    def build(function: Callable[..., Any]) -> Stencil:
        record = _frontend.record_of(function, dict(externals or {}), dict(dtypes or {}), name, precision)
        return Stencil(record, _signature(function), threads)

    return build if definition is None else build(definition)


def _signature(function: Callable[..., Any]) -> inspect.Signature:
    signature = inspect.signature(function)
    parameters = [
        parameter.replace(annotation=inspect.Parameter.empty) for parameter in signature.parameters.values()
    ]
    return signature.replace(parameters=parameters)


def load(text: str, name: str = "<text>") -> Stencil:
    """A stencil from the JSON that :mod:`fvopt.gtir` writes; needs no GT4Py."""
    record = {"document": json.loads(text), "boundaries": {}}
    parameters = [
        inspect.Parameter(next(iter(parameter.values()))["name"], inspect.Parameter.POSITIONAL_OR_KEYWORD)
        for parameter in record["document"]["stencil"]["parameters"]
    ]
    return Stencil(record, inspect.Signature(parameters))

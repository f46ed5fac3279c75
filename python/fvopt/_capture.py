"""Programs from drivers: the calls that a driver makes become one program.

The driver runs once, as it is: any Python is allowed in it, and loops unroll. Each call of a stencil runs, and is
recorded with its arrays. What the recording could not repeat is an error, not a stale answer: an array that
anything but a recorded stencil changes between two calls.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from fvopt import _arrays
from fvopt._errors import ArgumentError, StencilError
from fvopt._fvopt import Artifact, Program

if TYPE_CHECKING:
    from fvopt._stencil import Stencil

_ACTIVE = threading.local()


class CaptureError(StencilError):
    """A driver that cannot be recorded."""


class Scalar:
    """A number of a driver that may differ from call to call of its program.

    Arithmetic gives another one, which is computed again for each call. Where Python must know the number
    (a comparison, ``float()``), it is an error: what depended on it would be a constant.
    """

    def __init__(self, text: str, value: Any, compute: Any) -> None:
        self._text = text
        self.value = value
        self._compute = compute

    def __repr__(self) -> str:
        return self._text

    def at(self, values: Mapping[str, Any]) -> Any:
        """Its number, for these values of the scalars that were declared."""
        return self._compute(values)

    def _fixed(self, *_: Any) -> Any:
        raise CaptureError(
            f"the driver asks for the number of `{self._text}`, which may differ from call to call; pass a "
            "plain number where it is the same in all calls"
        )

    __bool__ = __float__ = __int__ = __index__ = _fixed
    __lt__ = __le__ = __gt__ = __ge__ = _fixed


def _number(value: Any) -> Any:
    return value.value if isinstance(value, Scalar) else value


def _at(value: Any, values: Mapping[str, Any]) -> Any:
    return value.at(values) if isinstance(value, Scalar) else value


def _operator(name: str, sign: str, is_reflected: bool) -> Any:
    import operator

    function = getattr(operator, name)

    def apply(self: Scalar, other: Any) -> Any:
        if not isinstance(other, (Scalar, int, float, np.number)):
            return NotImplemented
        left, right = (other, self) if is_reflected else (self, other)
        return Scalar(
            f"({left!r} {sign} {right!r})",
            function(_number(left), _number(right)),
            lambda values: function(_at(left, values), _at(right, values)),
        )

    return apply


for _function, _sign in [("add", "+"), ("sub", "-"), ("mul", "*"), ("truediv", "/"), ("pow", "**")]:
    setattr(Scalar, f"__{_function}__", _operator(_function, _sign, False))
    setattr(Scalar, f"__r{_function}__", _operator(_function, _sign, True))
Scalar.__neg__ = lambda self: 0.0 - self  # type: ignore[attr-defined]


@dataclass
class _Array:
    """An array that the driver passes to stencils."""

    array: np.ndarray[Any, Any]
    parameter: _arrays.Parameter
    name: str
    order: str
    content: bytes = b""
    is_written: bool = False


@dataclass
class _Call:
    stencil: Stencil
    # Numbers of arrays, scalars and plain numbers, in the order of the stencil's parameters.
    arguments: list[Any]
    domain: tuple[int, int, int]
    # On each axis the coordinate of its first point less that of the component that it belongs to.
    low: list[int] = field(default_factory=lambda: [0, 0, 0])


class _Axis:
    """Coordinates on an axis: which array and which call starts where, as far as calls relate them."""

    def __init__(self) -> None:
        self.members: dict[Any, list[Any]] = {}
        self.places: dict[Any, tuple[Any, int]] = {}

    def place(self, member: Any) -> tuple[Any, int]:
        """The component of a member, and its coordinate there."""
        if member not in self.places:
            self.places[member] = (member, 0)
            self.members[member] = [member]
        return self.places[member]

    def relate(self, left: Any, right: Any, distance: int) -> bool:
        """Says that the right one starts so far behind the left one; whether that can be."""
        (one, start), (other, end) = self.place(left), self.place(right)
        shift = start + distance - end
        if one == other:
            return shift == 0
        for member in self.members.pop(other):
            self.places[member] = (one, self.places[member][1] + shift)
            self.members[one].append(member)
        return True


class Recording:
    """What a driver did; :attr:`program` is there when the driver has ended."""

    def __init__(self, name: str, arrays: Mapping[str, Any], scalars: Mapping[str, Any]) -> None:
        self._name = name
        self._arrays: list[_Array] = []
        self._numbers: dict[Any, int] = {}
        self._names = {id(array): name for name, array in arrays.items()}
        self._calls: list[_Call] = []
        self._axes = [_Axis(), _Axis(), _Axis()]
        self._program: CapturedProgram | None = None
        self._declared = dict(scalars)
        #: The scalars that were declared, for the driver.
        self.scalars = {
            name: Scalar(name, value, lambda values, name=name: values[name]) for name, value in scalars.items()
        }

    @property
    def program(self) -> CapturedProgram:
        """The calls as one program."""
        if self._program is None:
            self._program = self._build()
        return self._program

    def before(self, stencil: Stencil, arrays: dict[str, Any]) -> None:
        """Looks at the arrays of a call: nobody else changed them."""
        for parameter in stencil.parameters:
            if parameter.is_field:
                number = self._array(parameter, arrays[parameter.name])
                known = self._arrays[number]
                if known.content != _content(known.array):
                    raise CaptureError(
                        f"array `{known.name}` was changed between two calls by something that is not "
                        f"recorded, before {stencil.name} is called; change it with a stencil"
                    )

    def record(
        self,
        stencil: Stencil,
        domain: tuple[int, int, int],
        given: dict[str, Any],
        arrays: dict[str, Any],
        origins: dict[str, tuple[int, ...]],
    ) -> None:
        """Adds a call that has run."""
        call = _Call(stencil, [], domain)
        me = ("call", len(self._calls))
        for parameter in stencil.parameters:
            value = given[parameter.name]
            if not parameter.is_field:
                call.arguments.append(value if isinstance(value, Scalar) else parameter.dtype.type(value))
                continue
            number = self._array(parameter, arrays[parameter.name])
            call.arguments.append(number)
            for axis, start in zip(parameter.axes or "", origins[parameter.name], strict=True):
                if not self._axes["ijk".index(axis)].relate(("array", number), me, start):
                    raise CaptureError(
                        f"{stencil.name} is called with the origin {start} of `{parameter.name}` on axis {axis}, "
                        "which does not agree with how arrays lie in the calls before; pass the same array with "
                        "the same distance to the others in all calls"
                    )
            if parameter.name in stencil.written:
                self._arrays[number].is_written = True
                self._arrays[number].content = _content(arrays[parameter.name])
        for axis in self._axes:
            axis.place(me)
        self._calls.append(call)

    def _array(self, parameter: _arrays.Parameter, array: np.ndarray[Any, Any]) -> int:
        key = (
            array.__array_interface__["data"][0],
            array.shape,
            array.strides,
            parameter.axes,
            parameter.data,
        )
        if key in self._numbers:
            return self._numbers[key]
        name = self._names.get(id(array), f"{parameter.name}_{len(self._arrays)}")
        order = _arrays.order_of(parameter, array)
        if order is None:
            raise CaptureError(
                f"array `{name}` has the strides {array.strides}, with which it cannot be used in place; pass "
                "a whole array in the order of its axes"
            )
        for other in self._arrays:
            if np.may_share_memory(other.array, array):
                raise CaptureError(f"arrays `{other.name}` and `{name}` share memory and are not the same")
        self._numbers[key] = len(self._arrays)
        self._arrays.append(_Array(array, parameter, name, order, _content(array)))
        return self._numbers[key]

    def _build(self) -> CapturedProgram:
        if not self._calls:
            raise CaptureError("the driver called no stencil")
        lows, sizes = self._frame()
        scalars: list[Scalar] = []
        kinds: list[str] = []
        stencils: list[dict[str, Any]] = []
        numbers: dict[Any, int] = {}
        calls = []
        for number, call in enumerate(self._calls):
            arguments: list[dict[str, Any]] = []
            for parameter, argument in zip(call.stencil.parameters, call.arguments, strict=True):
                if isinstance(argument, Scalar):
                    pairs = list(zip(map(repr, scalars), kinds, strict=True))
                    pair = (repr(argument), parameter.type)
                    if pair not in pairs:
                        scalars.append(argument)
                        kinds.append(parameter.type)
                        pairs.append(pair)
                    arguments.append({"scalar": pairs.index(pair)})
                elif parameter.is_field:
                    arguments.append({"field": argument})
                else:
                    literal = {"value": repr(argument.item()), "type": parameter.type}
                    arguments.append({"literal": literal})
            low = lows["call", number]
            calls.append(
                {
                    "stencil": self._stencil(call, stencils, numbers),
                    "arguments": arguments,
                    "low": low,
                    "high": [start + size for start, size in zip(low, call.domain, strict=True)],
                }
            )
        document = {
            "format": "fvopt-program",
            "version": 1,
            "name": self._name,
            "domain": sizes,
            "fields": [_field(array) for array in self._arrays],
            "scalars": [{"name": f"scalar_{number}", "type": kind} for number, kind in enumerate(kinds)],
            "stencils": stencils,
            "calls": calls,
        }
        starts = [
            tuple(lows["array", number]["ijk".index(axis)] for axis in array.parameter.axes or "")
            for number, array in enumerate(self._arrays)
        ]
        return CapturedProgram(document, self._arrays, starts, scalars, self._declared)

    def _frame(self) -> tuple[dict[Any, list[int]], list[int]]:
        """Where each call and each array starts, in a domain that holds all calls."""
        lows: dict[Any, list[int]] = {}
        sizes = []
        for number, axis in enumerate(self._axes):
            first: dict[Any, int] = {}
            for index in range(len(self._calls)):
                component, place = axis.place(("call", index))
                first[component] = min(place, first.get(component, place))
            for member, (component, place) in axis.places.items():
                lows.setdefault(member, [0, 0, 0])[number] = place - first[component]
            sizes.append(
                max(lows["call", index][number] + call.domain[number] for index, call in enumerate(self._calls))
            )
        return lows, sizes

    def _stencil(self, call: _Call, stencils: list[dict[str, Any]], numbers: dict[Any, int]) -> int:
        """The number of a stencil for the layouts of its arrays."""
        layouts = tuple(
            self._arrays[argument].order if parameter.is_field else ""
            for parameter, argument in zip(call.stencil.parameters, call.arguments, strict=True)
        )
        text = json.dumps(call.stencil.document, sort_keys=True)
        key = (text, layouts)
        if key not in numbers:
            document = json.loads(text)
            for parameter, order in zip(document["stencil"]["parameters"], layouts, strict=True):
                if "field" in parameter and not _arrays.is_default(order):
                    parameter["field"]["layout"] = order
            document["stencil"]["name"] += f"_{len(stencils)}"
            numbers[key] = len(stencils)
            stencils.append(document)
        return numbers[key]


def _field(array: _Array) -> dict[str, Any]:
    parameter = array.parameter
    written: dict[str, Any] = {"name": array.name, "type": parameter.type, "axes": parameter.axes}
    if parameter.data:
        written["data"] = list(parameter.data)
    if not _arrays.is_default(array.order):
        written["layout"] = array.order
    return written


def _content(array: np.ndarray[Any, Any]) -> bytes:
    return hashlib.blake2b(np.ascontiguousarray(array).tobytes(), digest_size=16).digest()


class CapturedProgram:
    """The calls of a driver as one program, on the driver's arrays or on others like them."""

    def __init__(
        self,
        document: dict[str, Any],
        arrays: list[_Array],
        starts: list[tuple[int, ...]],
        scalars: list[Scalar],
        declared: dict[str, Any],
    ) -> None:
        try:
            self._program = Program.of_calls(document["name"], json.dumps(document))
            self.ir: str = self._program.ir()
        except ValueError as error:
            raise StencilError(str(error)) from None
        self._domain = tuple(document["domain"])
        self._arrays = arrays
        self._starts = starts
        self._scalars = scalars
        self._declared = declared
        self._artifact: Artifact | None = None

    @property
    def domain(self) -> tuple[int, ...]:
        """The sizes of the domain that holds all calls."""
        return self._domain

    @property
    def arrays(self) -> dict[str, np.ndarray[Any, Any]]:
        """The driver's arrays by name."""
        return {array.name: array.array for array in self._arrays}

    def __call__(self, **changes: Any) -> None:
        """Runs the program; by name, other values of scalars and other arrays, which must lie as the driver's."""
        values = dict(self._declared)
        arrays = [array.array for array in self._arrays]
        numbers = {array.name: number for number, array in enumerate(self._arrays)}
        for name, value in changes.items():
            if name in values:
                values[name] = value
            elif name in numbers:
                arrays[numbers[name]] = self._like(self._arrays[numbers[name]], value)
            else:
                known = ", ".join([*values, *numbers])
                raise ArgumentError(f"the program has no `{name}`; it has {known}")
        arguments: list[Any] = [
            _arrays.memory(array, tuple(-start for start in starts))
            for array, starts in zip(arrays, self._starts, strict=True)
        ]
        arguments += [scalar.at(values) for scalar in self._scalars]
        if self._artifact is None:
            try:
                self._artifact = self._program.compile([], [])
            except ValueError as error:
                raise StencilError(str(error)) from None
        try:
            self._artifact.call(self._domain, arguments)
        except ValueError as error:
            raise ArgumentError(str(error)) from None

    def _like(self, old: _Array, value: Any) -> np.ndarray[Any, Any]:
        array = _arrays.as_array(old.parameter, value)
        if (array.shape, array.strides) != (old.array.shape, old.array.strides):
            raise ArgumentError(
                f"array `{old.name}` has the shape {array.shape} and the strides {array.strides}, but the "
                f"program is for {old.array.shape} and {old.array.strides}"
            )
        if old.is_written and not array.flags.writeable:
            raise ArgumentError(f"array `{old.name}` is read-only, but the program writes it")
        return array


def active() -> Recording | None:
    """The recording of this thread."""
    return getattr(_ACTIVE, "recording", None)


@contextlib.contextmanager
def capture(
    name: str = "driver",
    *,
    arrays: Mapping[str, Any] | None = None,
    scalars: Mapping[str, Any] | None = None,
) -> Iterator[Recording]:
    """Records the stencils that are called inside of it, in this thread.

    ``arrays`` gives names to arrays, by which others may be passed later; ``scalars`` declares numbers that may
    differ: the driver takes them from ``recording.scalars``. All other numbers are constants of the program.

    .. code-block:: python

        with fvopt.capture(arrays={"u": u}, scalars={"dt": 30.0}) as recording:
            model.step(recording.scalars["dt"])
        step = recording.program
        step(dt=15.0)
    """
    if active() is not None:
        raise CaptureError("a driver is recorded already")
    recording = Recording(name, arrays or {}, scalars or {})
    _ACTIVE.recording = recording
    try:
        yield recording
    finally:
        _ACTIVE.recording = None

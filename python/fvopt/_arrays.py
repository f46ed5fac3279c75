"""NumPy arrays as fields: which axis is fastest, and what must be copied."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from fvopt._errors import ArgumentError

DTYPES = {
    "bool": np.dtype(np.bool_),
    "i8": np.dtype(np.int8),
    "i16": np.dtype(np.int16),
    "i32": np.dtype(np.int32),
    "i64": np.dtype(np.int64),
    "f32": np.dtype(np.float32),
    "f64": np.dtype(np.float64),
}


@dataclass(frozen=True)
class Parameter:
    """A parameter of a stencil; a scalar has no axes."""

    name: str
    axes: str | None
    data: tuple[int, ...]
    type: str

    @property
    def is_field(self) -> bool:
        """Whether it is a field."""
        return self.axes is not None

    @property
    def dtype(self) -> np.dtype[Any]:
        """The type of an element."""
        return DTYPES[self.type]


def as_array(parameter: Parameter, value: Any) -> np.ndarray[Any, Any]:
    """The array of an argument, sharing its memory."""
    if not isinstance(value, np.ndarray):
        if hasattr(value, "__array_interface__") or hasattr(value, "__array__"):
            value = np.asarray(value)
        elif hasattr(value, "__dlpack__"):
            value = np.from_dlpack(value)
        else:
            raise ArgumentError(f"argument `{parameter.name}` is a {type(value).__name__}, but an array is needed")
    _check(parameter, value)
    return value


def _check(parameter: Parameter, array: np.ndarray[Any, Any]) -> None:
    name = parameter.name
    if array.dtype != parameter.dtype:
        raise ArgumentError(
            f"argument `{name}` has elements of type {array.dtype}, but the stencil takes {parameter.dtype}"
        )
    axes = parameter.axes or ""
    dimensions = len(axes) + len(parameter.data)
    if array.ndim != dimensions:
        needed = [*axes.upper(), *(str(size) for size in parameter.data)]
        raise ArgumentError(
            f"argument `{name}` has {array.ndim} dimensions, but the stencil takes {dimensions}: "
            f"({', '.join(needed)})"
        )
    if array.shape[len(axes) :] != parameter.data:
        raise ArgumentError(
            f"argument `{name}` has data dimensions {array.shape[len(axes) :]}, but the stencil takes "
            f"{parameter.data}"
        )
    if array.size == 0:
        raise ArgumentError(f"argument `{name}` has the shape {array.shape}, which holds no element")


def order_of(parameter: Parameter, array: np.ndarray[Any, Any]) -> str | None:
    """The axes from the slowest to the fastest; nothing where fvopt cannot use the memory as it is.

    It needs an axis whose elements lie side by side, and data dimensions that are slower than it.
    """
    axes = parameter.axes or ""
    itemsize = array.itemsize
    strides = dict(zip(axes, array.strides, strict=False))
    sizes = dict(zip(axes, array.shape, strict=False))
    # An axis of one element has any stride; it goes to the slow end.
    default = [axis for axis in "kji" if axis in axes]
    order = sorted(default, key=lambda axis: -strides[axis] if sizes[axis] > 1 else -(1 << 62))
    inner = [strides[axis] for axis in order if sizes[axis] > 1]
    if any(stride <= 0 or stride % itemsize for stride in inner):
        return None
    if inner and inner[-1] != itemsize:
        return None
    outermost = inner[0] * sizes[order[len(order) - len(inner)]] if inner else itemsize
    for size, stride in zip(array.shape[len(axes) :], array.strides[len(axes) :], strict=True):
        if size > 1 and (stride < outermost or stride % itemsize):
            return None
    data = array.strides[len(axes) :]
    if any(left < right for left, right in pairwise(data)):
        return None
    return "".join(order)


def is_default(order: str) -> bool:
    """Whether axes are in fvopt's own order: k slowest, i fastest."""
    return order == "".join(axis for axis in "kji" if axis in order)


def staged(parameter: Parameter, array: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """A copy that fvopt can use, seen with the array's dimensions."""
    axes = len(parameter.axes or "")
    data = len(parameter.data)
    # Data dimensions become the slowest; of the axes the last is the fastest.
    forward = [*range(axes, axes + data), *range(axes)]
    copy = np.ascontiguousarray(array.transpose(forward))
    return copy.transpose([*range(data, data + axes), *range(data)])


def memory(array: np.ndarray[Any, Any], origin: tuple[int, ...]) -> dict[str, Any]:
    """What the extension needs to know of an array."""
    return {
        "address": array.__array_interface__["data"][0],
        "sizes": array.shape,
        "strides": array.strides,
        "low": [-start for start in origin],
    }

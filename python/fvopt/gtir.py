"""GT4Py's GTIR as the JSON that fvopt's importer reads.

The page *GTIR as JSON* of the book describes the format. Nothing is decided here: the walk below
writes down what GT4Py's own front end and passes made of a stencil.
"""

from __future__ import annotations

from typing import Any

from fvopt._errors import StencilError

FORMAT = "fvopt-gtir"
VERSION = 1


_TYPES = {
    "BOOL": "bool",
    "INT8": "i8",
    "INT16": "i16",
    "INT32": "i32",
    "INT64": "i64",
    "FLOAT32": "f32",
    "FLOAT64": "f64",
}

_CASTS = {"INT32": "i32", "INT64": "i64", "FLOAT32": "f32", "FLOAT64": "f64"}


def document(gtir: Any, source: tuple[str, int] | None = None) -> dict[str, Any]:
    """The document of a ``gtir.Stencil``.

    ``source`` has the file of the definition and its first line there: GT4Py counts lines from the
    definition on.
    """
    return _Walk(source).document(gtir)


class _Walk:
    """Writes nodes down; each method is named after the kind of node that it takes."""

    def __init__(self, source: tuple[str, int] | None) -> None:
        self._source = source
        self._files: dict[str, int] = {}
        self._last: list[int] | None = None

    def document(self, gtir: Any) -> dict[str, Any]:
        import gt4py

        stencil = {
            "name": gtir.name.rpartition(".")[2],
            **self._at(gtir),
            "parameters": [self._parameter(decl) for decl in gtir.params],
            "loops": [self._loop(loop) for loop in gtir.vertical_loops],
        }
        return {
            "format": FORMAT,
            "version": VERSION,
            "producer": f"gt4py {gt4py.__version__}",
            "files": list(self._files),
            "stencil": stencil,
        }

    def _at(self, node: Any) -> dict[str, Any]:
        loc = getattr(node, "loc", None)
        if loc is None:
            return {}
        file, first = self._source or (loc.filename or "<unknown>", 1)
        number = self._files.setdefault(file, len(self._files))
        self._last = [number, first - 1 + loc.line, loc.column]
        return {"at": self._last}

    def _refuse(self, what: str) -> StencilError:
        if self._last is None:
            return StencilError(what)
        number, line, column = self._last
        return StencilError(f"{list(self._files)[number]}:{line}:{column}: {what}")

    def _type(self, dtype: Any) -> str:
        try:
            return _TYPES[dtype.name]
        except KeyError:
            raise self._refuse(f"the type {dtype.name} is not supported") from None

    def _parameter(self, decl: Any) -> dict[str, Any]:
        if type(decl).__name__ == "FieldDecl":
            return {"field": self._field(decl)}
        return {"scalar": {"name": str(decl.name), "type": self._type(decl.dtype)}}

    def _field(self, decl: Any) -> dict[str, Any]:
        name = str(decl.name)
        axes = "".join(axis for axis, has in zip("ijk", decl.dimensions, strict=True) if has)
        field: dict[str, Any] = {"name": name, "type": self._type(decl.dtype), "axes": axes}
        if decl.data_dims:
            field["data"] = [int(size) for size in decl.data_dims]
        return field

    def _loop(self, loop: Any) -> dict[str, Any]:
        at = self._at(loop)
        return {
            "order": loop.loop_order.value,
            "start": self._bound(loop.interval.start),
            "end": self._bound(loop.interval.end),
            "temporaries": [self._field(decl) for decl in loop.temporaries],
            "body": self._statements(loop.body),
            **at,
        }

    def _bound(self, bound: Any) -> dict[str, Any]:
        if not isinstance(bound.offset, int):
            raise self._refuse("an interval with an end that is computed is not supported")
        return {"from": bound.level.value, "offset": int(bound.offset)}

    def _statements(self, statements: Any) -> list[dict[str, Any]]:
        if statements is None:
            return []
        if type(statements).__name__ == "BlockStmt":
            statements = statements.body
        flat: list[dict[str, Any]] = []
        for statement in statements:
            if type(statement).__name__ == "BlockStmt":
                flat.extend(self._statements(statement))
            else:
                flat.append(self._statement(statement))
        return flat

    def _statement(self, statement: Any) -> dict[str, Any]:
        kind = type(statement).__name__
        at = self._at(statement)
        if kind == "ParAssignStmt":
            if not at:
                at = self._at(statement.left)
            target = self._access(statement.left)
            return {"assign": {"target": target, "value": self._expr(statement.right), **at}}
        if kind in ("FieldIfStmt", "ScalarIfStmt"):
            branch = {
                "condition": self._expr(statement.cond),
                "then": self._statements(statement.true_branch),
                "else": self._statements(statement.false_branch),
            }
            return {"if": {**branch, **at}}
        if kind == "While":
            body = self._statements(statement.body)
            return {"while": {"condition": self._expr(statement.cond), "body": body, **at}}
        if kind == "HorizontalRestriction":
            region = {
                "i": self._range(statement.mask.i),
                "j": self._range(statement.mask.j),
                "body": self._statements(statement.body),
            }
            return {"region": {**region, **at}}
        raise self._refuse(f"a statement of the kind {kind} is not supported")

    def _range(self, interval: Any) -> dict[str, Any]:
        ends = {"start": interval.start, "end": interval.end}
        return {
            name: {"from": end.level.value, "offset": int(end.offset)}
            for name, end in ends.items()
            if end is not None
        }

    def _access(self, access: Any) -> dict[str, Any]:
        written: dict[str, Any] = {"name": str(access.name)}
        kind = type(access.offset).__name__
        if kind == "CartesianOffset":
            offset = [access.offset.i, access.offset.j, access.offset.k]
            if any(offset):
                written["position"] = {"offset": offset}
        elif kind == "VariableKOffset":
            written["position"] = {"level_offset": self._expr(access.offset.k)}
        elif kind == "AbsoluteKIndex":
            written["position"] = {"level": self._level(access.offset.k)}
        else:
            raise self._refuse(f"an offset of the kind {kind} is not supported")
        if access.data_index:
            written["data"] = [self._expr(index) for index in access.data_index]
        return written

    def _level(self, level: Any) -> dict[str, Any]:
        if isinstance(level, int):
            return {"literal": {"value": str(level), "type": "i64"}}
        return self._expr(level)

    def _expr(self, expr: Any) -> dict[str, Any]:
        kind = type(expr).__name__
        if kind == "FieldAccess":
            return {"field": self._access(expr)}
        if kind == "ScalarAccess":
            return {"scalar": {"name": str(expr.name)}}
        if kind == "Literal":
            return {"literal": self._literal(expr)}
        if kind == "BinaryOp":
            if expr.op.value == "@":
                raise self._refuse("a product of matrices is not supported")
            sides = {"left": self._expr(expr.left), "right": self._expr(expr.right)}
            return {"binary": {"operator": expr.op.value, **sides}}
        if kind == "UnaryOp":
            return {"unary": {"operator": expr.op.value, "value": self._expr(expr.expr)}}
        if kind == "TernaryOp":
            return {
                "ternary": {
                    "condition": self._expr(expr.cond),
                    "then": self._expr(expr.true_expr),
                    "else": self._expr(expr.false_expr),
                }
            }
        if kind == "Cast":
            return self._cast(expr.dtype, self._expr(expr.expr))
        if kind == "NativeFuncCall":
            arguments = [self._expr(argument) for argument in expr.args]
            if expr.func.name in _CASTS:
                return {"cast": {"type": _CASTS[expr.func.name], "value": arguments[0]}}
            if expr.func.name == "POW":
                # GT4Py leaves base and exponent as they are; the result has the wider type.
                arguments = [
                    written if arg.dtype == expr.dtype else self._cast(expr.dtype, written)
                    for arg, written in zip(expr.args, arguments, strict=True)
                ]
            return {"call": {"function": expr.func.value, "arguments": arguments}}
        if kind == "IteratorAccess":
            dtype = self._type(expr.dtype)
            return {"iterator": {"axis": expr.name.value.lower(), "type": dtype}}
        raise self._refuse(f"an expression of the kind {kind} is not supported")

    def _cast(self, dtype: Any, written: dict[str, Any]) -> dict[str, Any]:
        return {"cast": {"type": self._type(dtype), "value": written}}

    def _literal(self, literal: Any) -> dict[str, Any]:
        value = literal.value
        if not isinstance(value, str) or hasattr(value, "value"):
            value = {"TRUE": "True", "FALSE": "False", "ZERO": "0", "ONE": "1"}.get(value.name)
            if value is None:
                raise self._refuse(f"the literal {literal.value} is not supported")
        return {"value": str(value), "type": self._type(literal.dtype)}

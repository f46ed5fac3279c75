"""From a gtscript function to a document, through GT4Py's own front end."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from fvopt import _index, gtscript
from fvopt import gtir as gtir_json
from fvopt._errors import StencilError


def record_of(
    definition: Callable[..., Any],
    externals: dict[str, Any],
    dtypes: dict[Any, Any],
    name: str | None,
    precision: dict[str, int],
) -> dict[str, Any]:
    """The document of a stencil, and what GT4Py says of its fields: from the cache, or from GT4Py."""
    if not inspect.isfunction(definition):
        raise TypeError(f"a stencil is defined by a function, not by a {type(definition).__name__}")
    key = _index.fingerprint(definition, externals, dtypes, name, precision)
    record = _index.get(key)
    if record is None:
        record = _ask_gt4py(definition, externals, dtypes, name, precision)
        _index.put(key, record)
    return record


def _ask_gt4py(
    definition: Callable[..., Any],
    externals: dict[str, Any],
    dtypes: dict[Any, Any],
    name: str | None,
    precision: dict[str, int],
) -> dict[str, Any]:
    try:
        from gt4py.cartesian import gtscript as real
        from gt4py.cartesian.definitions import BuildOptions
        from gt4py.cartesian.gtc.passes.gtir_pipeline import GtirPipeline
        from gt4py.cartesian.stencil_builder import StencilBuilder
    except ImportError as error:
        raise StencilError(
            "a gtscript function needs GT4Py, which is not there: pip install 'fvopt[gt4py]' "
            f"(Python 3.12 or later). {error}"
        ) from error

    source = _source(definition)
    definition = gtscript.with_real_names(definition)
    externals = gtscript.real_externals(externals)
    name = name or definition.__name__
    options = BuildOptions(name=name, module=definition.__module__, **precision)
    annotations = real._set_arg_dtypes(definition, dtypes)
    try:
        builder = StencilBuilder(definition, backend="numpy", options=options)
        builder = builder.with_externals(externals).with_dtypes(dtypes)
        first = GtirPipeline(
            builder.frontend.generate(builder.definition, builder.externals, builder.dtypes, options, "numpy"),
            builder.stencil_id,
        )
        # Not through the pipeline's own cache, which knows stencils by name and source alone.
        full = first.apply(first.steps())
        boundaries = _boundaries(full)
    finally:
        definition.__annotations__ = annotations
    document = gtir_json.document(full, source)
    return {"document": document, "boundaries": boundaries}


def _source(definition: Callable[..., Any]) -> tuple[str, int] | None:
    try:
        file = inspect.getsourcefile(definition) or inspect.getfile(definition)
        return file, inspect.getsourcelines(definition)[1]
    except (OSError, TypeError):
        return None


def _boundaries(full: Any) -> dict[str, list[list[int]]]:
    """How far GT4Py wants each field to reach beyond the domain: below and above, on i, j and k.

    GT4Py's own check of races is a part of this; it raises what it would raise for any backend.
    """
    from gt4py.cartesian.gtc import gtir, gtir_to_oir
    from gt4py.cartesian.gtc.passes.gtir_k_boundary import compute_k_boundary
    from gt4py.cartesian.gtc.passes.oir_optimizations.utils import compute_fields_extents

    oir = gtir_to_oir.GTIRToOIR().visit(full)
    extents = compute_fields_extents(oir)
    levels = compute_k_boundary(full)
    boundaries = {}
    for decl in full.params:
        if isinstance(decl, gtir.FieldDecl):
            sides = [list(side) for side in extents[decl.name].to_boundary()[0:2]]
            sides.append([int(side) for side in levels[decl.name]])
            boundaries[str(decl.name)] = [[int(end) for end in side] for side in sides]
    return boundaries

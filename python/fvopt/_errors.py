"""What is raised for users' mistakes."""

from __future__ import annotations


class StencilError(Exception):
    """A stencil that fvopt cannot represent or compile, with the place in the user's source."""


class ArgumentError(ValueError):
    """An argument of a call that does not fit: which one, what is needed and what is given."""

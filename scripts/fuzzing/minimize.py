"""Smaller inputs that show the same."""

from collections.abc import Callable


def lines(text: str, shows: Callable[[str], bool], tries: int = 150) -> str:
    """The text with as many lines left out as the number of tries allows; `shows` says whether it still does."""
    rows = text.split("\n")
    size = max(1, len(rows) // 2)
    while tries > 0:
        at, smaller = 0, False
        while at < len(rows) and tries > 0:
            candidate = rows[:at] + rows[at + size :]
            tries -= 1
            if len(candidate) > 0 and shows("\n".join(candidate)):
                rows, smaller = candidate, True
            else:
                at += size
        if size == 1 and not smaller:
            break
        size = max(1, size // 2)
    return "\n".join(rows)

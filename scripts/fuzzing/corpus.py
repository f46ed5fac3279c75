"""What is mutated: the programs of the repository."""

import dataclasses
import pathlib
import re

FOLDERS = ("examples", "tests/filecheck", "bench/programs")
# Comments of the test suite say nothing to a parser, and a mutated check is no mutation.
COMMENT = re.compile(r"^\s*//.*\n", re.MULTILINE)
SPLIT = re.compile(r"^// -----.*$", re.MULTILINE)
DECLARATION = re.compile(r"^[!#]\w[\w.]* = .*$", re.MULTILINE)
LARGEST = 20_000


@dataclasses.dataclass(frozen=True)
class Program:
    """A module's text and where it comes from."""

    name: str
    text: str


def programs(root: pathlib.Path) -> list[Program]:
    """Every module of the repository, in an order that does not depend on the file system."""
    found = []
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*.mlir")):
            name = path.relative_to(root).as_posix()
            for number, part in enumerate(SPLIT.split(path.read_text())):
                text = COMMENT.sub("", part).strip()
                if text and len(text) <= LARGEST:
                    found.append(Program(f"{name}#{number}", text + "\n"))
    return found


def functions(text: str) -> list[str]:
    """The top-level operations of a module, each with its text, without aliases."""
    parts, lines, depth = [], [], 0
    for line in text.splitlines():
        if depth == 0 and (DECLARATION.match(line) or not line.strip()):
            continue
        lines.append(line)
        depth += line.count("{") - line.count("}")
        if depth <= 0:
            parts.append("\n".join(lines) + "\n")
            lines, depth = [], 0
    if lines:
        parts.append("\n".join(lines) + "\n")
    return parts


def declarations(text: str) -> list[str]:
    """The aliases that a module declares."""
    return DECLARATION.findall(text)

"""Mutations of a program's text, from single bytes to whole functions of another program.

Every function takes a source of random numbers and a text, and gives a text. Half of them keep
a program plausible (one type, operation or number for another wherever it stands), so that much
of what they make still verifies and reaches the passes and the machine code.
"""

import re
from random import Random

from . import corpus

TOKEN = re.compile(
    r'"(?:\\.|[^"\\\n])*"|//[^\n]*|[%@!#^][\w$.-]+|-?\d+\.\d*(?:[eE][-+]?\d+)?|0x[0-9a-fA-F]+|-?\d+'
    r"|[A-Za-z_][\w$.]*|->|::|\s+|."
)
NUMBER = re.compile(r"(?<![\w.%@!#])-?\d+(?:\.\d*)?(?:[eE][-+]?\d+)?")
INTEGER = re.compile(r"(?<![\w.%@!#])-?\d+(?![\w.])")
VALUE = re.compile(r"%[\w$.-]+(?:#\d+)?")
SYMBOL = re.compile(r"@[\w$.-]+")
BOX = re.compile(r"\b(?:start|end|unbounded)(?: [+-] \d+)?")
OFFSETS = re.compile(r"(?<=\w)\[(-?\d+(?:, -?\d+)*)\]")

EXTREMES = [
    *("0", "1", "-1", "2", "3", "7", "64", "127", "128", "-128", "255", "256", "200", "1000"),
    *(str(value) for bits in (31, 32, 62, 63, 64) for value in (2**bits - 1, 2**bits, 2**bits + 1, -(2**bits))),
    *("0.0", "-0.0", "1.0e308", "1.0e-320", "0x7FF0000000000000", "0x7FF8000000000000", "99999999999999999999999"),
]
TYPES = ["f64", "f32", "i1", "i8", "i16", "i32", "i64", "index"]
ODD_TYPES = ["f16", "bf16", "i128", "i3", "ui8", "si32", "none", "tensor<4xf64>", "memref<?xf64>", "vector<4xf64>",
             "complex<f64>", "!llvm.ptr", "tuple<f64, i32>", "() -> ()", "!stencil.temp<ijk x f64>",
             "!stencil.field<k x f64>", "!stencil.field<ij x 3 x f64>", "!stencil.temp<ijk x 2 x 3 x f32>"]
AXES = ["ijk", "ij", "ik", "jk", "i", "j", "k"]
# Operations of one signature: any may stand for any other.
FAMILIES = [
    "arith.addf arith.subf arith.mulf arith.divf arith.remf arith.maximumf arith.minimumf arith.maxnumf "
    "arith.minnumf math.powf math.atan2 math.copysign",
    "arith.addi arith.subi arith.muli arith.divsi arith.divui arith.remsi arith.remui arith.andi arith.ori "
    "arith.xori arith.shli arith.shrsi arith.shrui arith.maxsi arith.maxui arith.minsi arith.minui "
    "arith.ceildivsi arith.floordivsi arith.ceildivui",
    "arith.negf math.absf math.sqrt math.exp math.exp2 math.log math.log2 math.log10 math.sin math.cos math.tan "
    "math.tanh math.floor math.ceil math.trunc math.round math.roundeven math.cbrt math.erf math.atan math.log1p "
    "math.expm1 math.rsqrt",
    "arith.extsi arith.extui arith.trunci arith.index_cast arith.index_castui arith.sitofp arith.uitofp "
    "arith.fptosi arith.fptoui arith.extf arith.truncf arith.bitcast",
    "program.for scf.for affine.for", "scf.if program.if", "scf.yield program.yield stencil.yield",
    "stencil.return program.return func.return", "stencil.func program.func func.func",
    "oeq ogt oge olt ole one ord ueq ugt uge ult ule une uno", "eq ne slt sle sgt sge ult ule ugt uge",
    "forward backward parallel", "start end", "max min sum", "relative absolute", "reads writes", "i j k",
    "swap exchange reduce", "true false",
]  # fmt: skip
FAMILY = {word: family.split() for family in FAMILIES for word in family.split()}
NAMES = ['@"a b"', "@main", "@memcpy", '@"x},cse{"', '@"\\00"', '@"\\C3\\A4"', '@"\\FF"', '@""', "@_", "@__kmpc_fork_call",
         "@free", "@malloc", "@printf", "@llvm.memcpy", "@_mlir_ciface_main", "@exit", "@sin"]  # fmt: skip
ATTRIBUTES = ["a", "a = 1", 'a = "\\FF"', "domain = array<i64: 4, 4, 4>", "domain = array<i64: 0, -1, 9223372036854775807>",
              "program.argument_names = [1]", 'program.argument_names = ["a", "a"]', "sym_visibility = \"private\"",
              "llvm.emit_c_interface", "stencil.box = [0]", "operandSegmentSizes = array<i32: 1, -1>",
              "fastmath = #arith.fastmath<fast>", "a = dense<0> : tensor<4xi8>", "a = @b::@c", "a = affine_map<(d0) -> (d0 floordiv 0)>"]  # fmt: skip


def pick_span(random: Random, pattern: re.Pattern, text: str):
    """One of the matches of a pattern, or none."""
    matches = list(pattern.finditer(text))
    return random.choice(matches) if matches else None


def replaced(text: str, match: re.Match, new: str) -> str:
    """The text with one match replaced."""
    return text[: match.start()] + new + text[match.end() :]


def word(text: str, old: str, new: str) -> str:
    """The text with a word replaced wherever it stands."""
    return re.sub(rf"(?<![\w.]){re.escape(old)}(?![\w.])", lambda _: new, text)


def bytes_changed(random: Random, text: str) -> str:
    for _ in range(random.randint(1, 3)):
        at = random.randrange(len(text) + 1)
        kind = random.randrange(4)
        letter = random.choice(["\0", "\x80", "\xff", "\r", "\n", '"', "\\", "é", "\U0001f600"] + [chr(c) for c in range(32, 127)])
        if kind == 0:
            text = text[:at] + letter + text[at:]
        elif kind == 1:
            text = text[:at] + text[at + 1 :]
        elif kind == 2:
            text = text[:at] + letter + text[at + 1 :]
        else:
            text = text[:at] + text[at + random.randint(1, 200) :] if random.random() < 0.7 else text[:at]
    return text


def tokens(random: Random, text: str) -> str:
    parts = TOKEN.findall(text)
    solid = [at for at, part in enumerate(parts) if not part.isspace()]
    if len(solid) < 2:
        return text
    one, other = random.choice(solid), random.choice(solid)
    kind = random.randrange(4)
    if kind == 0:
        parts[one], parts[other] = parts[other], parts[one]
    elif kind == 1:
        parts[one] = parts[other]
    elif kind == 2:
        del parts[one]
    else:
        parts.insert(one, parts[one] + " ")
    return "".join(parts)


def lines(random: Random, text: str) -> str:
    rows = text.splitlines()
    if len(rows) < 3:
        return text
    one, other = random.randrange(len(rows)), random.randrange(len(rows))
    kind = random.randrange(4)
    if kind == 0:
        rows.insert(one, rows[one])
    elif kind == 1:
        del rows[one]
    elif kind == 2:
        rows[one], rows[other] = rows[other], rows[one]
    else:
        rows.insert(other, rows.pop(one))
    return "\n".join(rows) + "\n"


def block(random: Random, text: str) -> str:
    """A line with its region left out or written twice."""
    rows = text.splitlines()
    starts = [at for at, row in enumerate(rows) if row.rstrip().endswith("{")]
    if not starts:
        return text
    start = end = random.choice(starts)
    depth = 0
    while end < len(rows):
        depth += rows[end].count("{") - rows[end].count("}")
        end += 1
        if depth <= 0:
            break
    chosen = rows[start:end]
    if random.random() < 0.5:
        return "\n".join(rows[:start] + rows[end:]) + "\n"
    # Written again under other names, or it would only be refused for redefining its results.
    results = re.findall(r"%[\w$.-]+", chosen[0].split("=")[0]) if "=" in chosen[0] else []
    again = "\n".join(chosen)
    for name in results:
        again = re.sub(re.escape(name) + r"\b", name + "_again", again)
    return "\n".join(rows[:end] + [again] + rows[end:]) + "\n"


def number(random: Random, text: str) -> str:
    match = pick_span(random, NUMBER, text)
    return replaced(text, match, random.choice(EXTREMES)) if match else text


def small_number(random: Random, text: str) -> str:
    match = pick_span(random, INTEGER, text)
    return replaced(text, match, str(int(match.group()) + random.choice([-2, -1, 1, 2]))) if match else text


def offsets(random: Random, text: str) -> str:
    match = pick_span(random, OFFSETS, text)
    if not match:
        return text
    numbers = match.group(1).split(", ")
    at = random.randrange(len(numbers))
    numbers[at] = str(random.choice([-3, -2, -1, 0, 1, 2, 3]))
    if random.random() < 0.05:
        numbers.append("0")
    return replaced(text, match, f"[{', '.join(numbers)}]")


def box_end(random: Random, text: str) -> str:
    match = pick_span(random, BOX, text)
    if not match:
        return text
    base = random.choice(["start", "end", "start", "end", "unbounded", *VALUE.findall(text)[:6]])
    shift = random.choice(["", "", " + 0", " + 1", " - 1", " + 2", " - 2", " - 100", f" + {random.choice(EXTREMES)}"])
    end = base + shift
    if random.random() < 0.3:
        end = f"{random.choice(['min', 'max'])}({end}, {match.group()})"
    return replaced(text, match, end)


def types(random: Random, text: str) -> str:
    present = sorted({ty for ty in TYPES + AXES if re.search(rf"(?<![\w.]){ty}(?![\w.])", text)})
    if not present:
        return text
    old = random.choice(present)
    new = random.choice(AXES if old in AXES else TYPES if random.random() < 0.7 else TYPES + ODD_TYPES)
    if random.random() < 0.6:
        return word(text, old, new)
    match = pick_span(random, re.compile(rf"(?<![\w.]){old}(?![\w.])"), text)
    return replaced(text, match, new)


def operations(random: Random, text: str) -> str:
    spans = [match for match in re.finditer(r"[a-z_]\w*(?:\.\w+)?", text) if match.group() in FAMILY]
    if not spans:
        return text
    match = random.choice(spans)
    new = random.choice(FAMILY[match.group()])
    return word(text, match.group(), new) if random.random() < 0.2 else replaced(text, match, new)


def values(random: Random, text: str) -> str:
    """One value used for another, most often one that is defined before it."""
    names = list(VALUE.finditer(text))
    if len(names) < 2:
        return text
    at = random.randrange(1, len(names))
    other = names[random.randrange(max(0, at - 20), at)]
    return replaced(text, names[at], other.group())


def names(random: Random, text: str) -> str:
    match = pick_span(random, SYMBOL, text)
    if not match:
        return text
    new = random.choice(NAMES + SYMBOL.findall(text))
    if random.random() < 0.7:
        return re.sub(re.escape(match.group()) + r"(?![\w$.-])", lambda _: new, text)
    return replaced(text, match, new)


def attributes(random: Random, text: str) -> str:
    new = random.choice(ATTRIBUTES)
    match = pick_span(random, re.compile(r"attributes \{"), text)
    if match and random.random() < 0.5:
        return replaced(text, match, match.group() + new + ", ")
    match = pick_span(random, re.compile(r" \{$| : ", re.MULTILINE), text)
    if not match:
        return text
    return replaced(text, match, f" attributes {{{new}}} {{" if match.group() == " {" else f" {{{new}}} : ")


def nesting(random: Random, text: str) -> str:
    """A bracket, or a region, that nests very deep."""
    depth = random.choice([100, 190, 260, 400, 3_000, 100_000])
    kind = random.randrange(5)
    if kind == 0:
        match = pick_span(random, BOX, text)
        return replaced(text, match, "min(" * depth + match.group() + ", end)" * depth) if match else text
    if kind == 1:
        match = pick_span(random, re.compile(r"\b(?:f64|f32|i32|index)\b"), text)
        return replaced(text, match, "tuple<" * depth + match.group() + ">" * depth) if match else text
    if kind == 2:
        return text + "func.func private @n() attributes {a = " + "[" * depth + "]" * depth + "}\n"
    if kind == 3:
        return text.rstrip() + " loc(" + "callsite(" * depth + '"a"' + ' at "b")' * depth + ")\n"
    match = pick_span(random, re.compile(r"^\s*(?:stencil\.yield|program\.return)\b", re.MULTILINE), text)
    if not match:
        return text
    word_ = "scf.if %nest {\n" if "yield" in match.group() else "program.if %nest {\n"
    opened = "\n%nest = arith.constant true\n" + word_ * depth + "}\n" * depth
    return replaced(text, match, opened + match.group())


def crossed(random: Random, text: str, other: str) -> str:
    """Functions, or a few lines, of another program."""
    if random.random() < 0.5:
        known = set(corpus.declarations(text))
        names = {line.split(" = ")[0] for line in known}
        head = [line for line in corpus.declarations(other) if line.split(" = ")[0] not in names]
        parts = corpus.functions(text) + corpus.functions(other)
        random.shuffle(parts)
        return "\n".join([*corpus.declarations(text), *head, *parts[: random.randint(1, len(parts))]])
    rows, more = text.splitlines(), other.splitlines()
    start = random.randrange(len(more))
    at = random.randrange(len(rows) + 1)
    return "\n".join(rows[:at] + more[start : start + random.randint(1, 4)] + rows[at:]) + "\n"


# With weights: what keeps programs plausible comes more often.
MUTATIONS = [
    (1, bytes_changed), (2, tokens), (3, lines), (3, block), (3, number), (4, small_number), (5, offsets), (6, box_end),
    (4, types), (6, operations), (6, values), (2, names), (2, attributes), (0.3, nesting),
]  # fmt: skip


def mutated(random: Random, text: str, others: list[str]) -> str:
    """A text after one to four mutations."""
    weights = [weight for weight, _ in MUTATIONS]
    if random.random() < 0.1:
        text = crossed(random, text, random.choice(others))
    for _ in range(random.choice([1, 1, 1, 2, 2, 3, 4])):
        (_, mutation), = random.choices(MUTATIONS, weights)
        text = mutation(random, text)
        if not text:
            break
    return text


def bytes_mutated(random: Random, data: bytes) -> bytes:
    """Bytes after a few changes: for bytecode and arrays."""
    data = bytearray(data)
    for _ in range(random.choice([1, 1, 2, 4, 8])):
        at = random.randrange(len(data)) if data else 0
        kind = random.randrange(6)
        if kind == 0 and data:
            data[at] ^= 1 << random.randrange(8)
        elif kind == 1 and data:
            data[at] = random.choice([0, 1, 0x7F, 0x80, 0xFF, random.randrange(256)])
        elif kind == 2:
            data.insert(at, random.randrange(256))
        elif kind == 3:
            del data[at : at + random.choice([1, 1, 2, 8])]
        elif kind == 4:
            start = random.randrange(len(data)) if data else 0
            data[at:at] = data[start : start + random.choice([1, 4, 16])]
        else:
            del data[at if random.random() < 0.2 else len(data) :]
    return bytes(data)

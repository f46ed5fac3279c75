"""Programs with the shape of a captured dynamical core. Standard library only.

    python3 -m fvbench.captured 9 > /tmp/core.mlir            (in bench/; calls, then distinct stencils, fields, seed)

A driver that ran once leaves a list of calls: the same hundred stencils over and over, on tens of
fields. Of the calls made here about a fifth copy the corners of a cube's face, 36 statements of
one column each; others are fluxes by the piecewise parabolic method with formulas of their own on
the four rows at an edge, updates in place that are passed one field under two names, fills of the
corners of three fields, implicit solvers for columns, and gradients. What they compute means
nothing; all of it is bounded, so that running it is safe.
"""

import random
import sys

HALO = 3
WHOLE = "(i = start to end, j = start to end, k = start to end)"
GROWN = f"(i = start - {HALO} to end + {HALO}, j = start - {HALO} to end + {HALO}, k = start to end)"
# The sizes that were seen: calls, distinct stencils, fields.
SIZES = {9: (7, 16), 178: (90, 120), 319: (129, 220)}


class Writer:
    """The operations of a body."""

    def __init__(self, indent="    "):
        self.indent, self.lines, self.count = indent, [], 0

    def op(self, text):
        """Adds an operation with one result; gives its name."""
        self.count += 1
        self.lines.append(f"{self.indent}%v{self.count} = {text}")
        return f"%v{self.count}"

    def read(self, value, i=0, j=0, k=0):
        """The value of a temp near the point."""
        return self.op(f"stencil.access {value}[{i}, {j}, {k}] : !temp")

    def number(self, value):
        """A constant."""
        return self.op(f"arith.constant {value:.9f} : f64")

    def two(self, name, left, right):
        """An operation of two numbers."""
        return self.op(f"arith.{name} {left}, {right} : f64")

    def mix(self, left, right, weight):
        """left + weight * (right - left): between the two."""
        return self.two("addf", left, self.two("mulf", self.number(weight), self.two("subf", right, left)))

    def larger(self, left, right):
        """The larger of two numbers, as compare and select."""
        is_larger = self.op(f"arith.cmpf ogt, {left}, {right} : f64")
        return self.op(f"arith.select {is_larger}, {left}, {right} : f64")

    def end(self, *values):
        """The text, with what it yields."""
        return "\n".join([*self.lines, f"{self.indent}stencil.yield {', '.join(values)} : {', '.join(['f64'] * len(values))}"])


def apply(name, body):
    """An apply with one result."""
    return f"  {name} = stencil.apply -> (!temp) {{\n{body}\n  }}"


def store(value, field, box=WHOLE):
    """A store to a box."""
    return f"  stencil.store {value} to {field} {box} : !temp to !field"


def load(name, field):
    """A load."""
    return f"  {name} = stencil.load {field} : !field -> !temp"


def moved(value, source, weight=None):
    """A value from another column, as it is or mixed with the own one."""
    body = Writer()
    far = body.read(value, *source)
    return body.end(far if weight is None else body.mix(body.read(value), far, weight))


def corner_copy(own):
    """36 statements: nine columns in each corner of the halo come from the side that is next along i or j."""
    along_i = own.random() < 0.5
    text = []
    for number in range(4 * HALO * HALO):
        corner, column, row = number // 9, number // 3 % 3, number % 3
        high_i, high_j = corner % 2, corner // 2
        i = f"end - {HALO - column}" if high_i else f"start + {column}"
        j = f"end - {HALO - row}" if high_j else f"start + {row}"
        # The source lies beside the corner: in the domain's rows, or in its columns.
        di = (column - 2 * HALO if high_i else 2 * HALO - column) if along_i else 0
        dj = 0 if along_i else (row - 2 * HALO if high_j else 2 * HALO - row)
        box = f"(i = {i} to {_next(i)}, j = {j} to {_next(j)}, k = start to end)"
        text += [load(f"%a{number}", "%q"), apply(f"%x{number}", moved(f"%a{number}", (di, dj, 0))),
                 store(f"%x{number}", "%out", box)]
    return ("%q", "%out"), text, "grown", {1: 0}


def _next(end):
    """The end one further."""
    word, sign, by = end.split()
    by = int(by) * (1 if sign == "+" else -1) + 1
    return word if by == 0 else f"{word} {'+' if by > 0 else '-'} {abs(by)}"


def fill_corners(own):
    """One column in the corner of each of three fields; elsewhere they get what they hold."""
    high = own.random() < 0.5
    box = f"(i = end - {HALO} to end - {HALO - 1}, j = start + 2 to start + 3)" if high else "(i = start + 2 to start + 3, j = start + 2 to start + 3)"
    text = []
    for number in range(3):
        text += [load(f"%a{number}", f"%q{number}"), apply(f"%x{number}", moved(f"%a{number}", (0, 1, 0), 0.5)),
                 f"  %r{number} = stencil.insert %x{number} into %a{number} {box} : !temp into !temp",
                 store(f"%r{number}", f"%q{number}")]
    return ("%q0", "%q1", "%q2"), text, "grown", {}


def flux(own):
    """Interface values with other formulas on the four rows at an edge, a limiter, and the upwind choice."""
    along_i = own.random() < 0.5
    step = (lambda n: (n, 0, 0)) if along_i else (lambda n: (0, n, 0))
    axis = "i" if along_i else "j"
    near, far = own.uniform(0.5, 0.6), own.uniform(0.05, 0.1)
    inner = Writer()
    close = inner.two("addf", inner.read("%a", *step(-1)), inner.read("%a"))
    wide = inner.two("addf", inner.read("%a", *step(-2)), inner.read("%a", *step(1)))
    face = inner.two("subf", inner.two("mulf", inner.number(near), close), inner.two("mulf", inner.number(far), wide))
    text = [load("%a", "%q"), load("%c", "%courant"), apply("%m0", inner.end(face))]
    rows = ("start - 1 to start", "start to start + 1", "end to end + 1", "end + 1 to end + 2")
    for number, row in enumerate(rows):
        edge = Writer()
        value = edge.mix(edge.read("%a", *step(-1 if number < 2 else 0)), edge.read("%a", *step(0 if number < 2 else -1)), own.uniform(0.2, 0.8))
        text += [apply(f"%e{number}", edge.end(value)),
                 f"  %m{number + 1} = stencil.insert %e{number} into %m{number} ({axis} = {row}) : !temp into !temp"]
    limited = Writer()
    q, low, high = limited.read("%a"), limited.read("%m4"), limited.read("%m4", *step(1))
    left, right = limited.two("subf", low, q), limited.two("subf", high, q)
    flat = limited.op(f"arith.cmpf oge, {limited.two('mulf', left, right)}, {limited.number(0)} : f64")
    text.append(apply("%b", limited.end(limited.op(f"arith.select {flat}, {limited.number(0)}, {left} : f64"))))
    upwind = Writer()
    speed, zero = upwind.read("%c"), upwind.number(0)
    behind = upwind.two("addf", upwind.read("%a", *step(-1)), upwind.two("mulf", speed, upwind.read("%b", *step(-1))))
    ahead = upwind.two("subf", upwind.read("%a"), upwind.two("mulf", speed, upwind.read("%b")))
    chosen = upwind.op(f"arith.select {upwind.op(f'arith.cmpf ogt, {speed}, {zero} : f64')}, {behind}, {ahead} : f64")
    text += [apply("%f", upwind.end(upwind.mix(upwind.number(0.5), chosen, own.uniform(0.3, 0.6)))), store("%f", "%out")]
    return ("%q", "%courant", "%out"), text, "domain", {}


def update(own):
    """A field is replaced by what it was and a difference of fluxes; it comes in under two names."""
    body = Writer()
    along = own.random() < 0.5
    change = body.two("subf", body.read("%f"), body.read("%f", *((1, 0, 0) if along else (0, 1, 0))))
    scaled = body.two("mulf", body.number(own.uniform(0.01, 0.2)), change)
    value = body.mix(body.two("addf", body.read("%a"), scaled), body.number(own.uniform(0, 1)), 0.1)
    return ("%q", "%flux", "%out"), [load("%a", "%q"), load("%f", "%flux"), apply("%n", body.end(value)), store("%n", "%out")], "domain", {2: 0}


def pointwise(own):
    """A few formulas over several fields at the point."""
    body = Writer()
    value = body.read("%a0")
    for number in range(1, 4):
        other = body.read(f"%a{number}")
        value = body.mix(value, other, own.uniform(0.1, 0.9)) if own.random() < 0.7 else body.larger(value, other)
    text = [load(f"%a{number}", f"%q{number}") for number in range(4)]
    return ("%q0", "%q1", "%q2", "%q3", "%out"), [*text, apply("%n", body.end(value)), store("%n", "%out")], "domain", {}


def gradient(own):
    """Differences across a face, of two fields, with a weight from a third; kinetic energy is of this shape."""
    text = [load("%a", "%p"), load("%b", "%g"), load("%w", "%rho")]
    for name, (i, j) in (("%x", (1, 0)), ("%y", (0, 1))):
        body = Writer()
        first = body.two("subf", body.read("%a", i, j), body.read("%a"))
        second = body.two("addf", body.read("%b", i, j), body.read("%b"))
        dense = body.two("addf", body.number(1.5), body.two("mulf", body.read("%w"), body.read("%w")))
        value = body.two("divf", body.two("mulf", first, second), dense)
        text.append(apply(name, body.end(body.two("mulf", value, body.number(own.uniform(0.1, 0.5))))))
    return ("%p", "%g", "%rho", "%u", "%v"), [*text, store("%x", "%u"), store("%y", "%v")], "domain", {}


def column(own):
    """A tridiagonal system for each column, eliminated upwards and solved downwards."""
    weight = own.uniform(0.1, 0.4)
    begin, step, last, down = (Writer("        ") for _ in range(4))
    body = [load("%a", "%q"), load("%d", "%rhs"), "  %nothing = stencil.undef : !temp"]
    ratio = begin.two("divf", begin.number(weight), begin.two("addf", begin.number(1.0), begin.two("mulf", begin.read("%a"), begin.read("%a"))))
    first = begin.end(ratio, begin.two("mulf", begin.read("%d"), ratio))
    before = step.read("%p", 0, 0, -1)
    pivot = step.two("subf", step.number(1.5), step.two("mulf", step.number(weight), before))
    inverse = step.two("divf", step.number(1.0), pivot)
    change = step.two("addf", step.read("%d"), step.two("mulf", step.number(weight), step.read("%s", 0, 0, -1)))
    rest = step.end(step.two("mulf", step.number(weight), inverse), step.two("mulf", change, inverse))
    top = last.end(last.read("%dp"))
    below = down.end(down.two("addf", down.read("%dp"), down.two("mulf", down.read("%cp"), down.read("%x", 0, 0, 1))))
    body.append(f"""  %cp, %dp = stencil.sweep forward carries(%p = %nothing : !temp, %s = %nothing : !temp) {{
    stencil.interval (k = start to start + 1) {{
      stencil.stage writes(%p[0] : !temp, %s[0] : !temp) {{
{first}
      }}
    }}
    stencil.interval (k = start + 1 to end) {{
      stencil.stage writes(%p[0] : !temp, %s[0] : !temp) {{
{rest}
      }}
    }}
  }}
  %r = stencil.sweep backward carries(%x = %nothing : !temp) {{
    stencil.interval (k = end - 1 to end) {{
      stencil.stage writes(%x[0] : !temp) {{
{top}
      }}
    }}
    stencil.interval (k = start to end - 1) {{
      stencil.stage writes(%x[0] : !temp) {{
{below}
      }}
    }}
  }}""")
    return ("%q", "%rhs", "%out"), [*body, store("%r", "%out")], "domain", {}


# What there is, and how many of a hundred stencils are of the kind.
KINDS = ((corner_copy, 20), (fill_corners, 5), (flux, 20), (update, 20), (pointwise, 15), (gradient, 12), (column, 8))


def program(calls, distinct=None, fields=None, seed=1):
    """The text of a program; the same for the same arguments."""
    distinct, fields = distinct or SIZES.get(calls, (max(1, calls // 2), 0))[0], fields or SIZES.get(calls, (0, max(16, calls // 2)))[1]
    source = random.Random(seed)
    # Each kind is there from the first few stencils on.
    kinds = [kind for kind, _ in KINDS] + source.choices([kind for kind, _ in KINDS], [share for _, share in KINDS], k=distinct)
    parts, stencils = ["!field = !stencil.field<ijk x f64>", "!temp = !stencil.temp<ijk x f64>", ""], []
    for number in range(distinct):
        names, text, box, same = kinds[number](random.Random(source.getrandbits(32)))
        arguments = ", ".join(f"{name}: !field" for name in names)
        parts += [f"stencil.func @{kinds[number].__name__}_{number}({arguments}) {{", *text, "  stencil.return", "}", ""]
        stencils.append((f"{kinds[number].__name__}_{number}", len(names), box, same))
    # A quarter of the fields are temporaries of the program, which are used again and again.
    owned = [f"%t{number}" for number in range(fields // 4)]
    given = [f"%q{number}" for number in range(fields - len(owned))]
    parts.append(f"program.func @core({', '.join(f'{name}: !field' for name in given)}) {{")
    parts += [f"  {name} = program.alloc {GROWN} : !field" for name in owned]
    # A temporary is written before it is read, halo included.
    parts += [f"  program.call @start({source.choice(given)}, {name}) {GROWN} : !field, !field" for name in owned]
    for number in range(calls):
        name, count, box, same = stencils[number] if number < distinct else source.choice(stencils)
        chosen = source.sample(given + owned, count)
        for one, other in same.items():
            chosen[one] = chosen[other]
        where = f" {GROWN}" if box == "grown" else ""
        parts.append(f"  program.call @{name}({', '.join(chosen)}){where} : {', '.join(['!field'] * count)}")
    parts += ["  program.return", "}", ""]
    parts += ["stencil.func @start(%q: !field, %out: !field) {", load("%a", "%q"), store("%a", "%out"), "  stencil.return", "}", ""]
    return "\n".join(parts)


if __name__ == "__main__":
    sys.stdout.write(program(*map(int, sys.argv[1:])))

"""Programs of many stencils, to time compilers with. Standard library only.

    python3 -m fvbench.synthetic 100 > /tmp/stencils.mlir     (in bench/)

A program of n stencils is n calls of n stencils on eight fields. Of every ten
stencils seven have a body of their own, as in weather models, where most
stencils differ but some are one formula under several names. What they compute
means nothing; it is bounded, so that running it is safe: every stencil writes
weighted means.
"""

import random
import sys

DISTINCT = 0.7
FIELDS = tuple(f"q{number}" for number in range(8))


class Body:
    """An apply's or a stage's operations under construction."""

    def __init__(self, source, indent):
        self.source, self.indent, self.lines, self.count = source, indent, [], 0

    def op(self, text):
        """Adds an operation with one result; gives its name."""
        name = f"%v{self.count}"
        self.count += 1
        self.lines.append(f"{self.indent}{name} = {text}")
        return name

    def access(self, value, vertical=False):
        """A read of a value near the point."""
        i, j, k = self.source.randint(-1, 1), self.source.randint(-1, 1), 0
        if vertical:
            i, j, k = 0, 0, self.source.choice((-1, 0, 1))
        return self.op(f"stencil.access {value}[{i}, {j}, {k}] : !temp")

    def constant(self, low, high):
        """A random number."""
        return self.op(f"arith.constant {self.source.uniform(low, high):.9f} : f64")

    def mean(self, terms):
        """A weighted mean of values, or a choice between two."""
        total = terms[0]
        for term in terms[1:]:
            kind = self.source.random()
            if kind < 0.2:
                less = self.op(f"arith.cmpf olt, {total}, {term} : f64")
                total = self.op(f"arith.select {less}, {total}, {term} : f64")
                continue
            weight = self.constant(0.1, 0.9)
            change = self.op(f"arith.subf {term}, {total} : f64")
            part = self.op(f"arith.mulf {weight}, {change} : f64")
            total = self.op(f"arith.addf {total}, {part} : f64")
        return total

    def finish(self, result):
        """The text."""
        return "\n".join([*self.lines, f"{self.indent}stencil.yield {result} : f64"])


def parallel_stencil(source, name):
    """One to three applies, each reading what is there so far."""
    values, text = ["%a", "%b"], []
    for number in range(source.randint(1, 3)):
        body = Body(source, "    ")
        terms = [body.access(source.choice(values), source.random() < 0.2 and number == 0) for _ in range(source.randint(3, 8))]
        # The newest value is always used, or it would be no work at all.
        terms.append(body.access(values[-1]))
        text.append(f"  %r{number} = stencil.apply -> (!temp) {{\n{body.finish(body.mean(terms))}\n  }}")
        values.append(f"%r{number}")
    return _function(name, text, values[-1])


def sweep_stencil(source, name):
    """A recurrence along k, upwards or downwards."""
    up = source.random() < 0.5
    first, rest = ("start to start + 1", "start + 1 to end") if up else ("end - 1 to end", "start to end - 1")
    begin, step = Body(source, "        "), Body(source, "        ")
    begun = begin.finish(begin.mean([begin.access("%a"), begin.access("%b")]))
    before = step.op(f"stencil.access %x[0, 0, {-1 if up else 1}] : !temp")
    went = step.finish(step.mean([step.access("%a"), step.access("%b"), before]))
    text = f"""  %nothing = stencil.undef : !temp
  %s = stencil.sweep {'forward' if up else 'backward'} carries(%x = %nothing : !temp) {{
    stencil.interval (k = {first}) {{
      stencil.stage writes(%x[0] : !temp) {{
{begun}
      }}
    }}
    stencil.interval (k = {rest}) {{
      stencil.stage writes(%x[0] : !temp) {{
{went}
      }}
    }}
  }}"""
    return _function(name, [text], "%s")


def _function(name, text, result):
    return "\n".join([
        f"stencil.func @{name}(%one: !field, %two: !field, %out: !field) {{",
        "  %a = stencil.load %one : !field -> !temp", "  %b = stencil.load %two : !field -> !temp", *text,
        f"  stencil.store {result} to %out (i = start to end, j = start to end, k = start to end) : !temp to !field",
        "  stencil.return", "}", ""])


def program(count, seed=1):
    """The text of a program of `count` stencils; the same for the same arguments."""
    source = random.Random(seed)
    distinct = distinct_bodies(count)
    seeds = [source.getrandbits(32) for _ in range(distinct)]
    seeds += [source.choice(seeds) for _ in range(count - distinct)]
    source.shuffle(seeds)
    parts = ["!field = !stencil.field<ijk x f64>", "!temp = !stencil.temp<ijk x f64>", ""]
    for number, own in enumerate(seeds):
        body = random.Random(own)
        make = sweep_stencil if body.random() < 0.15 else parallel_stencil
        parts.append(make(body, f"stencil_{number}"))
    parts.append(f"program.func @synthetic({', '.join(f'%{name}: !field' for name in FIELDS)}) {{")
    for number in range(count):
        one, two, out = source.sample(FIELDS, 3)
        parts.append(f"  program.call @stencil_{number}(%{one}, %{two}, %{out}) : !field, !field, !field")
    return "\n".join([*parts, "  program.return", "}", ""])


def distinct_bodies(count):
    """How many of them have a body of their own."""
    return max(1, round(DISTINCT * count))


if __name__ == "__main__":
    sys.stdout.write(program(int(sys.argv[1]), *map(int, sys.argv[2:3])))

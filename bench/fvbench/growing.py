"""Programs that grow along one dimension each, to see how the time to compile grows. Standard library only.

    python3 -m fvbench.growing chain 1000 > /tmp/chain.mlir   (in bench/)

Every kind is a function of the number of what its docstring names.
"""

import sys

TYPES = "!field = !stencil.field<ijk x f64>\n!temp = !stencil.temp<ijk x f64>\n!plane = !stencil.temp<ij x f64>\n"
ALL = "(i = start to end, j = start to end, k = start to end)"


def _stencil(arguments, body, name="s"):
    return f"{TYPES}\nstencil.func @{name}({arguments}) {{\n{body}\n  stencil.return\n}}\n"


def _one_apply(body, result):
    """A stencil of one field `q`, read as `%l`, with an apply whose result goes to `o`."""
    return _stencil("%q: !field, %o: !field", f"""  %l = stencil.load %q : !field -> !temp
  %r = stencil.apply -> (!temp) {{
{body}
    stencil.yield {result} : f64
  }}
  stencil.store %r to %o {ALL} : !temp to !field""")


def chain(count):
    """Operations in one body, each on the one before."""
    lines = ["    %w = arith.constant 1.0000001 : f64", "    %x0 = stencil.access %l[0, 0, 0] : !temp"]
    for n in range(count):
        lines.append(f"    %x{n + 1} = arith.{'addf' if n % 2 else 'mulf'} %x{n}, %{'w' if n % 3 else 'x0'} : f64")
    return _one_apply("\n".join(lines), f"%x{count}")


def points(count):
    """Points of one field that are summed."""
    lines = [f"    %a{n} = stencil.access %l[{n % 7 - 3}, {n // 7 % 7 - 3}, {n // 49 % 7 - 3}] : !temp" for n in range(count)]
    lines += [f"    %x{n} = arith.addf {'%a0' if n == 1 else f'%x{n - 1}'}, %a{n} : f64" for n in range(1, count)]
    return _one_apply("\n".join(lines), f"%x{count - 1}")


def branches(count):
    """Branches in sequence, each on the result of the one before."""
    lines = ["    %d = arith.constant 0.015625 : f64", "    %x0 = arith.constant -1.0 : f64", "    %v = stencil.access %l[0, 0, 0] : !temp"]
    for n in range(count):
        lines.append(f"""    %c{n} = arith.cmpf ogt, %x{n}, %v : f64
    %x{n + 1} = scf.if %c{n} -> (f64) {{
      %y = arith.subf %x{n}, %d : f64
      scf.yield %y : f64
    }} else {{
      %y = arith.addf %x{n}, %d : f64
      scf.yield %y : f64
    }}""")
    return _one_apply("\n".join(lines), f"%x{count}")


def selections(count):
    """Selections of a constant by the level: a table."""
    lines = ["    %k = stencil.index k", "    %x0 = arith.constant 0.0 : f64"]
    for n in range(count):
        lines.append(f"""    %c{n} = arith.constant {n} : index
    %e{n} = arith.cmpi eq, %k, %c{n} : index
    %v{n} = arith.constant {n}.125 : f64
    %x{n + 1} = arith.select %e{n}, %v{n}, %x{n} : f64""")
    return _one_apply("\n".join(lines), f"%x{count}")


def results(count):
    """Results of one apply, each stored to a field of its own."""
    fields = ", ".join(f"%o{n}: !field" for n in range(count))
    body = "\n".join(f"    %k{n} = arith.constant {n}.5 : f64\n    %x{n} = arith.addf %v, %k{n} : f64" for n in range(count))
    stores = "\n".join(f"  stencil.store %r#{n} to %o{n} {ALL} : !temp to !field" for n in range(count))
    return _stencil(f"%q: !field, {fields}", f"""  %l = stencil.load %q : !field -> !temp
  %r:{count} = stencil.apply -> ({', '.join(['!temp'] * count)}) {{
    %v = stencil.access %l[0, 0, 0] : !temp
{body}
    stencil.yield {', '.join(f'%x{n}' for n in range(count))} : {', '.join(['f64'] * count)}
  }}
{stores}""")


def fields(count):
    """Fields that one apply reads."""
    arguments = ", ".join(f"%q{n}: !field" for n in range(count))
    lines = [f"  %l{n} = stencil.load %q{n} : !field -> !temp" for n in range(count)] + ["  %r = stencil.apply -> (!temp) {"]
    lines += [f"    %a{n} = stencil.access %l{n}[0, 0, 0] : !temp" for n in range(count)]
    lines += [f"    %x{n} = arith.addf {'%a0' if n == 1 else f'%x{n - 1}'}, %a{n} : f64" for n in range(1, count)]
    lines += [f"    stencil.yield %x{count - 1} : f64", "  }", f"  stencil.store %r to %o {ALL} : !temp to !field"]
    return _stencil(f"{arguments}, %o: !field", "\n".join(lines))


def applies(count):
    """Applies, each of two neighbours of the one before."""
    lines = ["  %t0 = stencil.load %q : !field -> !temp"]
    for n in range(count):
        lines.append(f"""  %t{n + 1} = stencil.apply -> (!temp) {{
    %h = arith.constant 0.5 : f64
    %a = stencil.access %t{n}[-1, 0, 0] : !temp
    %b = stencil.access %t{n}[1, 0, 0] : !temp
    %s = arith.addf %a, %b : f64
    %c = arith.mulf %s, %h : f64
    stencil.yield %c : f64
  }}""")
    return _stencil("%q: !field, %o: !field", "\n".join([*lines, f"  stencil.store %t{count} to %o {ALL} : !temp to !field"]))


def regions(count):
    """Partial updates of one value, each computed from the one before."""
    lines = ["  %t0 = stencil.load %q : !field -> !temp"]
    for n in range(count):
        box = f"(i = start + {n % 5 + 1} to end - {n % 3 + 1}, j = start - 1 to start + {n % 4 + 1})"
        lines.append(f"""  %a{n} = stencil.apply -> (!temp) {{
    %x = stencil.access %t{n}[0, -1, 0] : !temp
    %y = stencil.access %t{n}[0, 0, 0] : !temp
    %s = arith.subf %x, %y : f64
    stencil.yield %s : f64
  }}
  %t{n + 1} = stencil.insert %a{n} into %t{n} {box} : !temp into !temp""")
    return _stencil("%q: !field, %o: !field", "\n".join([*lines, f"  stencil.store %t{count} to %o {ALL} : !temp to !field"]))


def positions(count):
    """Partial updates at run-time positions, each computed from the one before."""
    arguments = "".join(f", %p{n}: index" for n in range(count))
    lines = ["  %t0 = stencil.load %q : !field -> !temp"]
    for n in range(count):
        lines.append(f"""  %a{n} = stencil.apply -> (!temp) {{
    %x = stencil.access %t{n}[-1, 0, 0] : !temp
    %y = stencil.access %t{n}[1, 0, 0] : !temp
    %s = arith.subf %x, %y : f64
    stencil.yield %s : f64
  }}
  %t{n + 1} = stencil.insert %a{n} into %t{n} (i = %p{n} to %p{n} + 2) : !temp into !temp""")
    return _stencil(f"%q: !field, %o: !field{arguments}", "\n".join([*lines, f"  stencil.store %t{count} to %o {ALL} : !temp to !field"]))


def intervals(count):
    """Intervals of a sweep, of one level each."""
    lines = ["  %t0 = stencil.load %q : !field -> !temp", "  %r = stencil.sweep forward carries(%c = %t0 : !temp) {"]
    for n in range(count):
        lines.append(f"""    stencil.interval (k = start + {n + 1} to start + {n + 2}) {{
      stencil.stage writes(%c[0] : !temp) {{
        %k = arith.constant {n}.25 : f64
        %v = stencil.access %c[0, 0, 0] : !temp
        %w = stencil.access %c[0, 0, -1] : !temp
        %s = arith.addf %v, %k : f64
        %t = arith.addf %s, %w : f64
        stencil.yield %t : f64
      }}
    }}""")
    box = f"(i = start to end, j = start to end, k = start to start + {count + 1})"
    return _stencil("%q: !field", "\n".join([*lines, "  }", f"  stencil.store %r to %q {box} : !temp to !field"]))


def stages(count):
    """Stages of an interval of a sweep."""
    lines = ["  %t0 = stencil.load %q : !field -> !temp", "  %r = stencil.sweep forward carries(%c = %t0 : !temp) {",
             "    stencil.interval (k = start to end) {"]
    for n in range(count):
        lines.append(f"""      stencil.stage writes(%c[0] : !temp) {{
        %k = arith.constant {n}.25 : f64
        %v = stencil.access %c[0, 0, 0] : !temp
        %w = stencil.access %c[0, 0, -1] : !temp
        %s = arith.mulf %v, %k : f64
        %t = arith.addf %s, %w : f64
        stencil.yield %t : f64
      }}""")
    return _stencil("%q: !field", "\n".join([*lines, "    }", "  }", f"  stencil.store %r to %q {ALL} : !temp to !field"]))


def carries(count):
    """Values that a sweep carries, each from the level before and from its neighbour."""
    state = ", ".join(f"%c{n} = %t0 : !temp" for n in range(count))
    lines = ["  %t0 = stencil.load %q : !field -> !temp", f"  %r:{count} = stencil.sweep forward carries({state}) {{",
             "    stencil.interval (k = start to end) {"]
    for n in range(count):
        lines.append(f"""      stencil.stage writes(%c{n}[0] : !temp) {{
        %v = stencil.access %c{n}[0, 0, -1] : !temp
        %w = stencil.access %c{(n - 1) % count}[0, 0, 0] : !temp
        %t = arith.addf %v, %w : f64
        stencil.yield %t : f64
      }}""")
    return _stencil("%q: !field", "\n".join([*lines, "    }", "  }", f"  stencil.store %r#{count - 1} to %q {ALL} : !temp to !field"]))


def calls(count):
    """Calls of one stencil, between two fields."""
    stencil = _stencil("%q: !field, %o: !field", f"""  %t0 = stencil.load %q : !field -> !temp
  %r = stencil.apply -> (!temp) {{
    %x = stencil.access %t0[0, -1, 0] : !temp
    %y = stencil.access %t0[0, 0, 0] : !temp
    %s = arith.subf %x, %y : f64
    stencil.yield %s : f64
  }}
  stencil.store %r to %o {ALL} : !temp to !field""")
    pair = "  program.call @s(%q, %o) : !field, !field\n  program.call @s(%o, %q) : !field, !field\n"
    return f"{stencil}\nprogram.func @main(%q: !field, %o: !field) {{\n{pair * (count // 2)}  program.return\n}}\n"


def boxes(count):
    """Programs that call one another on minima and maxima of run-time positions."""
    text = _stencil("%q: !field, %o: !field, %a: index, %b: index", f"""  %t0 = stencil.load %q : !field -> !temp
  %r = stencil.apply -> (!temp) {{
    %x = stencil.access %t0[0, 0, 0] : !temp
    %s = arith.addf %x, %x : f64
    stencil.yield %s : f64
  }}
  stencil.store %r to %o {ALL} : !temp to !field""", f"p{count}")
    for n in reversed(range(count)):
        text += f"""
program.func @p{n}(%q: !field, %o: !field, %a: index, %b: index) {{
  %c = arith.addi %a, %b : index
  program.call @p{n + 1}(%q, %o, %c, %a) (i = max(start, min(%a, end - 1)) to min(end, max(%b + 1, start + 1)), j = start to end, k = start to end) : !field, !field, index, index
  program.return
}}
"""
    return text


# How many values the sweep of `physics` carries, and its intervals.
STATES = 33
CUTS = ("start to start + 1", "start + 1 to start + 2", "start + 2 to start + 3", "start + 3 to end - 2", "end - 2 to end - 1", "end - 1 to end")


def physics(count):
    """Stages in each of six intervals of a sweep with 33 carries: branches, divisions, powers, as in convection."""
    states = [f"%c{n}" for n in range(STATES)]
    lines = [f"  %l{n} = stencil.load %q{n} : !field -> !temp" for n in range(STATES)]
    carried = ", ".join(f"%c{n} = %l{n} : !temp" for n in range(STATES))
    lines.append(f"  %r:{STATES} = stencil.sweep forward carries({carried}) {{")
    for number, cut in enumerate(CUTS):
        lines.append(f"    stencil.interval (k = {cut}) {{")
        last = None
        for n in range(count):
            one, other = states[(7 * n + number) % STATES], states[(11 * n + 3) % STATES]
            before = -1 if number else 0
            body = [f"%x = stencil.access {last}[0, 0] : !plane" if last else f"%x = stencil.access {one}[0, 0, 0] : !temp",
                    f"%y = stencil.access {one}[0, 0, 0] : !temp", f"%z = stencil.access {other}[0, 0, {before}] : !temp",
                    "%h = arith.constant 0.75 : f64", "%s = arith.mulf %x, %h : f64", "%t = arith.addf %s, %y : f64"]
            if n % 4 == 0:
                body += ["%zz = arith.mulf %z, %z : f64", "%d = arith.addf %zz, %h : f64", "%v = arith.divf %t, %d : f64"]
            elif n % 4 == 1:
                body += ["%g = arith.cmpf ogt, %t, %z : f64", "%v = scf.if %g -> (f64) {", "  %i = arith.subf %t, %z : f64",
                         "  scf.yield %i : f64", "} else {", "  scf.yield %z : f64", "}"]
            elif n % 8 == 2:
                body += ["%p = math.absf %t : f64", "%b = arith.addf %p, %h : f64", "%v = math.powf %b, %h : f64"]
            else:
                body += ["%v = arith.subf %t, %z : f64"]
            text = "\n".join(f"        {line}" for line in [*body, "stencil.yield %v : f64"])
            if n % 5 == 4:
                lines.append(f"      stencil.stage writes({other}[0] : !temp) {{\n{text}\n      }}")
            else:
                last = f"%n{number}_{n}"
                lines.append(f"      {last} = stencil.stage -> (!plane) {{\n{text}\n      }}")
        lines.append("    }")
    lines.append("  }")
    lines += [f"  stencil.store %r#{n} to %q{n} {ALL} : !temp to !field" for n in range(STATES)]
    return _stencil(", ".join(f"%q{n}: !field" for n in range(STATES)), "\n".join(lines))


# The kinds with the largest number that is measured; two halvings come before it.
KINDS = {chain: 20000, points: 800, branches: 800, selections: 1600, results: 80, fields: 150, applies: 400, regions: 60,
         positions: 40, intervals: 100, stages: 400, carries: 30, calls: 1000, boxes: 40, physics: 200}
NAMED = {kind.__name__: kind for kind in KINDS}


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in NAMED:
        sys.exit("growing KIND COUNT; the kinds: " + ", ".join(NAMED))
    sys.stdout.write(NAMED[sys.argv[1]](int(sys.argv[2])))

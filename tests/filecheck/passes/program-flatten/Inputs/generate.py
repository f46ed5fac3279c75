"""Large programs: `chain N` nests N programs, `calls N` calls a stencil N times."""

import sys

kind, count = sys.argv[1], int(sys.argv[2])
print("!field = !stencil.field<ijk x f64>")
print(
    """stencil.func @leaf(%f: !field) {
  %t = stencil.load %f : !field -> !stencil.temp<ijk x f64>
  stencil.store %t to %f (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !field
  stencil.return
}"""
)
if kind == "chain":
    for level in range(count):
        callee = f"@p{level - 1}" if level else "@leaf"
        print(f"program.func @p{level}(%f: !field) {{")
        print(f"  program.call {callee}(%f) (i = start + 1 to end, j = start to end, k = start to end) : !field")
        print("  program.return\n}")
    body = f"  program.call @p{count - 1}(%f) : !field\n"
else:
    body = "  program.call @leaf(%f) : !field\n" * count
print(f"program.func @main(%f: !field) {{\n{body}  program.return\n}}")

"""Programs that each call the next within a branch: branches.py N."""

import sys

count = int(sys.argv[1])
print("!field = !stencil.field<k x f64>")
for number in range(count):
    last = "program.callback @fvopt_check_finite(%a) reads [(k = start to end)] writes [none] : !field"
    inside = f"program.call @p{number + 1}(%a, %c) : !field, i1" if number + 1 < count else last
    print(f"program.func @p{number}(%a: !field, %c: i1) {{\n  program.if %c {{\n    {inside}\n  }}\n  program.return\n}}")

"""A chain of programs, each calling the next: python3 chain.py DEPTH"""

import sys

depth = int(sys.argv[1])
field = "!stencil.field<ijk x f64>"
for number in range(depth):
    print(f"program.func @p{number}(%f: {field}) {{")
    if number + 1 < depth:
        print(f"  program.call @p{number + 1}(%f) : {field}")
    print("  program.return\n}")

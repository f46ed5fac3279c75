"""Writes zeros as f64 to a .npy file: python3 npy.py FILE SIZE..."""

import struct
import sys

shape = tuple(int(size) for size in sys.argv[2:])
header = "{'descr': '<f8', 'fortran_order': False, 'shape': %s, }" % (shape,)
header = header.ljust((len(header) + 10 + 1 + 63) // 64 * 64 - 11) + "\n"
elements = 1
for size in shape:
    elements *= size
with open(sys.argv[1], "wb") as file:
    file.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode())
    file.write(bytes(8 * elements))

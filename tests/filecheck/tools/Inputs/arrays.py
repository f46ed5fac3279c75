"""NumPy's file formats for 64-bit floats, without NumPy.

arrays.py save FILE.npy I J K    the numbers 0, 1, 2, ... in an array of these sizes, in C order
arrays.py show FILE.npz          name, sizes and numbers of every array, in C order
"""

import ast
import struct
import sys
import zipfile


def save(path, sizes):
    count = 1
    for size in sizes:
        count *= size
    header = repr({"descr": "<f8", "fortran_order": False, "shape": tuple(sizes)}).encode()
    header += b" " * (-(10 + len(header) + 1) % 64) + b"\n"
    with open(path, "wb") as file:
        file.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header)
        file.write(struct.pack(f"<{count}d", *range(count)))


def show(path):
    with zipfile.ZipFile(path) as archive:
        for name in sorted(archive.namelist()):
            data = archive.read(name)
            length = struct.unpack("<H", data[8:10])[0]
            header = ast.literal_eval(data[10 : 10 + length].decode())
            sizes = header["shape"]
            numbers = struct.unpack(f"<{(len(data) - 10 - length) // 8}d", data[10 + length :])
            if header["fortran_order"]:
                numbers = from_fortran(numbers, sizes)
            print(name, sizes, header["descr"], *(f"{number:g}" for number in numbers))


def from_fortran(numbers, sizes):
    points = [()]
    for size in sizes:
        points = [point + (index,) for point in points for index in range(size)]
    strides = [1]
    for size in sizes[:-1]:
        strides.append(strides[-1] * size)
    return [numbers[sum(i * s for i, s in zip(point, strides))] for point in points]


if sys.argv[1] == "save":
    save(sys.argv[2], [int(size) for size in sys.argv[3:]])
else:
    show(sys.argv[2])

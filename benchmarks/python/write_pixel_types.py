"""Writes image files of many pixel types, layouts and compressions, each with what is right.

    python write_pixel_types.py FOLDER

FILE.json beside each FILE tells the ways in which it is read (as image, as labels, one slice, ...) and names the raw
pixels that are right: float32 for images, int64 for labels, little-endian, in the order frame, channel, row, column.
benchmarks/pixel_types.ps1 compares them with what the module reads.

Needs numpy, tifffile 2023.2.3 and Pillow 9.4 (Debian 12) and tiffcp of libtiff-tools in the PATH; imagecodecs is not
needed. What none of these can write comes from the two plain writers here, plain_tiff and plain_png.
"""
import pathlib
import sys

from pixel_types import colours, compressions, layouts, numbers, pictures, stacks
from pixel_types.table import Table

table = Table(pathlib.Path(sys.argv[1]))
for part in (numbers, compressions, layouts, colours, stacks, pictures):
    part.write(table)
print(f"{table.file_count} files, {table.read_count} ways to read them, {table.refused} that no writer here can write")

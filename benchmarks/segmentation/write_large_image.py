#!/usr/bin/env python3
"""Writes an image larger than most: a real one, repeated to SIZE x SIZE pixels of 16 bits, as a TIFF.

    python3 benchmarks/segmentation/write_large_image.py IMAGE.tif OUTPUT.tif [--size 20000] [--layout single|strips|tiles]
        [--compression none|zlib] [--block 256]

Every other copy is mirrored, so that cells go on across the seams. Needs numpy and tifffile 2023.2.3 (Debian 12), which takes tiles
one by one, but the strips of a page all together: those are in memory while they are written.
"""
import argparse

import numpy as np
import tifffile

parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
parser.add_argument("image")
parser.add_argument("output")
parser.add_argument("--size", type=int, default=20000)
parser.add_argument("--layout", choices=["single", "strips", "tiles"], default="strips")
parser.add_argument("--compression", choices=["none", "zlib"], default="none")
parser.add_argument("--block", type=int, default=256, help="rows of a strip, rows and columns of a tile")
options = parser.parse_args()

image = tifffile.imread(options.image)
if image.ndim > 2:
    image = image[tuple([0] * (image.ndim - 2))]
image = image.astype("u2")
pair = np.concatenate([image, image[:, ::-1]], axis=1)
square = np.concatenate([pair, pair[::-1]])
columns = np.arange(options.size) % square.shape[1]


def bands():
    for top in range(0, options.size, options.block):
        rows = np.arange(top, min(top + options.block, options.size)) % square.shape[0]
        yield square[np.ix_(rows, columns)]


def tiles():
    for band in bands():
        for left in range(0, options.size, options.block):
            tile = np.zeros((options.block, options.block), "u2")
            part = band[:, left:left + options.block]
            tile[:part.shape[0], :part.shape[1]] = part
            yield tile


layout = {
    "single": {"rowsperstrip": options.size},
    "strips": {"rowsperstrip": options.block},
    "tiles": {"tile": (options.block, options.block)},
}[options.layout]
tifffile.imwrite(
    options.output, tiles() if options.layout == "tiles" else np.concatenate(list(bands())), shape=(options.size, options.size), dtype="u2",
    photometric="minisblack", metadata=None, bigtiff=options.size > 40000,
    compression=None if options.compression == "none" else options.compression, **layout)
